import { matchesOf } from '../matches.js'
import { sparing } from '../sparing.js'
import { ASIDES, ASIDES_CJK } from './withdrawing-words.js'

/** A text without remarks in brackets behind a value: "14" of "14 (and 28 students take part)", "7 (at x = 2)". */
export const withoutRemarks = (text: string): string =>
  hasBracket(text)
    ? text.replace(BRACKET, (bracket: string, at: number) =>
        VALUE_END.test(text.slice(Math.max(0, at - 2), at).trimEnd()) &&
        (isBreakdown(bracket, text.slice(Math.max(0, at - LONGEST_VALUE), at)) ||
          REMARKS.some((words) => words.test(bracket.slice(1, -1))) ||
          isOfNeighbour(bracket, text.slice(Math.max(0, at - LONGEST_VALUE), at))) &&
        !(WHOSE.test(bracket) && LABEL_END.test(text.slice(Math.max(0, at - 12), at)))
          ? ''
          : bracket,
      )
    : text

/** "\\$62 million (debt of \\$80 million less cash of \\$18 million)": two numbers that come to the value, or a calculation. */
function isBreakdown(bracket: string, before: string): boolean {
  if (WORKING.test(bracket)) return /\d[%$*]{0,3}\s?$/.test(before)
  if (!/\s\p{L}{3}/u.test(bracket) || /(?<!\\)\\(?!\$)|=/.test(bracket)) return false
  const [a, b, ...more] = (bracket.match(NUMBERS) ?? []).map((number) => Number(number.replaceAll(',', '')))
  const value = Number(before.match(NUMBERS)?.at(-1)?.replaceAll(',', ''))
  return (
    b !== undefined &&
    more.length === 0 &&
    [a! + b, a! - b, a! * b, a! / b].some((result) => result === value)
  )
}

/** "12 (3 × 4)" */
const WORKING = /^.[\d\s.$/]{1,20}(?:[+×*÷]|\s[−–/-]\s)[\d\s.$%+−×*÷–/-]{1,30}.$/

const NUMBERS = /\d[\d,]{0,15}(?:\.\d{1,9})?/g

/** "7 buses (6 buses hold only 240 people)": why another value fails. */
function isOfNeighbour(bracket: string, before: string): boolean {
  const other = NEIGHBOUR.exec(bracket)?.[1]
  const value = /(\d{1,9})[$*]{0,3}(?:\s\p{L}{1,14}){0,2}\s?$/u.exec(before)?.[1]
  return other !== undefined && value !== undefined && other !== value
}

const NEIGHBOUR =
  /^[(（]\$?(\d{1,9})\$?(?:\s\p{L}{2,14}){0,3}\s(?:only|not|cannot|can['’]t|too|insufficient|nur|nicht|ne|solo|sólo|no)(?!\p{L})[^()（）]{0,60}[)）]$/iu

/** "Answer (according to the key)": whose answer it is. */
const WHOSE = /^.(?:according|as (?:per|given)|per|from|by|laut|gemäß|selon|según|secondo)\s/iu
const LABEL_END = /(?:answer|result|antwort|ergebnis|réponse|respuesta|risposta|resposta)[*_]{0,2}\s?$/iu

const VALUE_END = /[\d$%²³\p{L}*]$/u

const REMARKS: readonly RegExp[] = [
  /^(?:and|with|including)\s[\p{L}\d][^<>=≤≥∈\\]{1,100}$/iu,
  /^(?:since|because|rounded|check|compare|note|the other|the second)[\s:,]/i,
  /^(?:whereas|while|unlike|in contrast)\s[^()]{1,100}$/i,
  /^[\d.,]{1,12} rounded(?!\p{L})/iu,
  // "x = 4 (x = -4 does not satisfy the equation)"
  /^\$?[a-z]\s?=[^=,;]{1,30}\s(?:does not|doesn['’]t|is not|isn['’]t|fails|is (?:rejected|extraneous|invalid))\b[^=,;]{0,60}$/i,
  // "an ellipse (not a circle, as $A \\ne C$)"
  /^(?:and |so )?not an? \p{L}{3,20}(?:,? (?:as|since|because) [^()]{1,60})?$/iu,
  /^(?:(?:and|et|und|y|e|и|а) )?(?:not|non|nicht|no|не|não|pas) \\?\$?\d[\d.,]{0,12}\$?$/iu,
  // "2019 (sales of 1,200 units)"
  /^(?:an? |the )?\p{Ll}{3,14} of \\?\$?\d[\d.,]{0,12}(?: \p{L}{2,14}){0,2}$/u,
  // "(no rounding was necessary)", "(none is counted twice)"
  /^(?:no(?! (?:solution|good|longer|way|such)\b) \p{L}|none (?:is|are|was|were|of)\b|already|exact(?:ly)?\b|as (?:required|expected|needed)|not (?:rounded|\d|counting|including)|this is (?:exact|not rounded))[^<>=≤≥∈\\,]{0,80}$/iu,
  /^(?:(?:reached |attained )?at|when|for|bei|für|wenn|pour|en|quand|lorsque|cuando|para|per|quando|при|当)\s?\$?[a-zA-Z]\s?=\s?[-−\\\w.{}/]{1,20}\$?(?:\s?时取得?)?$/iu,
  /^\$?[a-zA-Z]\s?=\s?[-−\\\w.{}/]{1,20}\$?\s?(?:のとき|时取?得?|時|일 때)$/iu,
  // "(p. 41; the plan for 2025 is 70)", "(up from 58 in 2020)", "(without the voucher it would be 80)"
  new RegExp(
    `^[\\s,;]{0,3}(?:(?:${ASIDES.join('|')})(?!\\p{L})|${ASIDES_CJK})(?![^]*(?<!\\p{L})(?:or|but|so|hence|thus|wrong|oder|aber|ou|mais|o|pero|ma|или|но)(?!\\p{L}))`,
    'iu',
  ),
]

/** A text without the values that it discards in brackets: `x = 7` of "x = 7 or x = -3 (rejected)". */
export function withoutDiscarded(text: string): string {
  if (!hasBracket(text)) return text
  let kept = ''
  let at = 0
  for (const { index, 0: bracket } of matchesOf(text, BRACKET)) {
    const start = DISCARDING.test(bracket) ? valueStart(text, index) : -1
    if (start < at) continue
    const other = OF_ITS_OWN.exec(bracket)?.[1]
    const isOther = other !== undefined && !text.slice(start, index).includes(other)
    kept += isOther ? text.slice(at, index) : text.slice(at, start) + GAP
    at = index + bracket.length
  }
  return kept === ''
    ? text
    : (kept + text.slice(at)).replace(JOINT_BEFORE, '').replace(JOINT_BEHIND, '').replaceAll(GAP, '')
}

const DISCARDING = sparing(
  /舍|不合题意|增根|reject|discard|extraneous|inadmissible|invalid|not (?:valid|allowed|possible)|exclu|écarter|rejeter|verworfen|entfällt|descart|rechaz|scart|не подходит|посторонн/i,
)

/** A bracket that names what it discards: "$x = 12$ (the other root, $x = -5$, is discarded)". */
const OF_ITS_OWN =
  /^.\s?(?:the (?:other|second|first|negative|positive)(?: \p{L}{1,12}){0,2},?\s|as |since |and )?\$?(?:[a-z](?:_\d)?\s?=\s?)?([-−]?\d[\d./]{0,12}(?<=\d)|\\frac[^$]{1,20})\$?[,，]?\s?(?:is|was|are|must|has|does|can|ist|est|es|不|舍|应|为负)/iu

const hasBracket = (text: string): boolean => text.includes('(') || text.includes('（')

const BRACKET = /[（(][^()（）\n]{1,100}[)）]/g

/** Marks the place of a discarded value. */
const GAP = '\u0000'

/** Where the formula, equation or number begins that ends at a place; −1 where none does. */
function valueStart(text: string, bracket: number): number {
  const end = text.slice(0, bracket).trimEnd().length
  if (text[end - 1] === '$') return text.lastIndexOf('$', end - 2)
  if (text.startsWith('\\)', end - 2)) return text.lastIndexOf('\\(', end - 2)
  const near = text.slice(Math.max(0, end - LONGEST_VALUE), end)
  const found = PLAIN_VALUE.exec(near)
  return found ? end - near.length + found.index : -1
}

const LONGEST_VALUE = 24
const PLAIN_VALUE = /(?<![\w.,/])(?:[a-zA-Z](?:_\d)? ?= ?)?[-−]?\d[\d.,/]{0,12}$/

const JOINT = '(?:[,，;；]|或者?|和|及|(?<=\\s)(?:or|and|oder|und|ou|et|o|y|e|или|и)(?=\\s)){1,2}'
const JOINT_BEFORE = /* @__PURE__ */ new RegExp(`${JOINT}\\s?${GAP}`, 'giu')
const JOINT_BEHIND = /* @__PURE__ */ new RegExp(`${GAP}\\s?${JOINT}`, 'giu')

import { dateIn, readDate } from '../read/dates.js'
import { NOT_OTHERS } from '../read/labelled-choices.js'
import { meaningOf } from '../read/word-meanings.js'
import { sparing } from '../sparing.js'
import { trimMarks } from '../trim-answer.js'
import { standingOf } from './assertion.js'
import { chineseNumberAtEnd } from './chinese-numbers.js'
import type { Candidate } from './extraction.js'
import { FACTORIAL } from './introduced.js'
import { LONGEST_BOLD, lastParagraph } from './lines-and-sentences.js'
import { VERDICT } from './yes-or-no.js'

/** The last line is a date, or a choice with what it says: "4 July 1776", "C) 12". */
export function wholeLine(text: string): Candidate | undefined {
  const factorial = FACTORIAL.exec(lastParagraph(text))?.[1]
  if (factorial !== undefined) return { text: factorial, found: 'number' }
  const line = text.trimEnd().slice(-LONGEST_BOLD).split('\n').at(-1)!.trim()
  const plain = trimMarks(line, '.。*_')
  if (readDate(plain) !== undefined) return { text: plain, found: 'words' }
  const choice = line.replace(/^(?:option|choice) /i, '')
  if ((/^\(?[A-H][).．:]:?\s\S/.test(choice) || NOT_OTHERS.test(plain)) && line === lastParagraph(text))
    return { text: choice, found: 'words' }
  const verdict = REASONED.exec(plain)
  if (verdict) return { text: verdict[1]!, found: 'words' }
  const date = dateIn(plain)
  return date === undefined ? undefined : { text: date, found: 'words' }
}

/** "False, since 2 is prime." */
const REASONED = sparing(
  /^[*_]{0,2}(yes|no|true|false|ja|nein|oui|non|vrai|faux|wahr|falsch|sí|verdadero|falso|да|нет)[*_]{0,2},? (?:since|because|as|for|denn|da|weil|car|parce que|puisque|porque|ya que|так как)\s/iu,
)

/** `Yes.`, `There is no solution.`: a text that is one word or two, or says what a symbol would; "The day is **Tuesday**." */
export function fewWords(text: string): Candidate | undefined {
  const words = text.trim()
  const bold = /(?:\b(?:is|are|was|est|ist|es)\b|是|为|:)\s{0,2}\*\*([^*\n]{1,60})\*\*[.。!]?$/u.exec(
    words.slice(-LONGEST_BOLD),
  )
  if (bold) return { text: bold[1]!, found: 'words' }
  const isShort = words.length <= 40 && /^[^\s]{1,30}(?: [^\s]{1,20})?$/.test(words)
  return isShort || meaningOf(words) !== undefined ? { text: words, found: 'words' } : undefined
}

/**
 * A last sentence without numbers: what it says at its end is the answer, as in "The winner is Alice"; or Yes and No at its
 * beginning; or a number in Chinese.
 */
export function lastWords(text: string, sentence: string): Candidate | undefined {
  const end = text.trimEnd()
  const chosen =
    /(?:^|[\s,])(?:so|hence|thus|therefore|choose|chose|pick|select|go with|leaves|leaving|选)\s?(?:the\s)?(?:option|choice|answer)?\s?\(?([A-H])\)?\**[.!。．]?$/iu.exec(
      end.slice(-LONGEST_BOLD),
    )
  const found = VERDICT.exec(sentence)?.[1] ?? chineseNumberAtEnd(sentence) ?? chosen?.[1] ?? saidOf(sentence)
  if (found === undefined) return undefined
  const isAsserted =
    standingOf(sentence.slice(0, Math.max(0, sentence.lastIndexOf(found))), '') === 'asserted'
  if (!isAsserted) return { text: sentence, found: 'withheld' }
  const also = VERDICT.test(sentence) ? saidOf(sentence) : undefined
  return { text: found, found: 'words', ...(also !== undefined && { also }) }
}

const VERBS = new Set(['is', 'are', 'was', 'were', 'be', 'describes', 'represents', 'defines'])

/** Alice of "The winner is Alice": a word or two behind the verb, before a reason. */
function saidOf(whole: string): string | undefined {
  const sentence = whole.split(/, (?:since|because|as)\s/)[0]!.replace(/,? (?:as well|too)$/, '')
  if (/[\d$\\]/.test(sentence)) return undefined
  const words = sentence.split(' ')
  const verb = words.findLastIndex((word) => VERBS.has(word))
  const said = words.slice(verb + 1)
  if (/^(?:an?|the)$/.test(said[0] ?? '')) said.shift()
  const isName =
    said.length > 0 && said.length <= 2 && said.every((word) => /^\p{L}[\p{L}₀-₉⁺⁻]{0,20}$/u.test(word))
  return verb > 0 && isName ? said.join(' ') : undefined
}

import { FUNCTIONS } from '../read/latex-names.js'
import { isDigit } from '../read/lexer.js'
import { isUnitWord, scaleWord } from '../read/units.js'
import { tidyAnswer, trimMarks } from '../trim-answer.js'
import { changesValue, changesValueInBrackets } from '../value-changing-words.js'
import { isAsciiLetter, isSpace } from './characters.js'
import { inferredFrom } from './concluding.js'

/** Longest phrase in which an answer is looked for. */
const LONGEST_PHRASE = 400

/** A piece of mathematics in a sentence, and the rest of the sentence. */
export interface Run {
  readonly start: number
  readonly text: string
  readonly rest: string
}

/**
 * The answer that a sentence begins with: `3 cm` of "3 cm, as required.", `\frac12 or 0.5` of "$\frac12$ or $0.5$", `5` of
 * "5 apples". Mathematics goes up to the first word that is none. It counts if it can be read as a whole and what follows
 * leaves its value alone; else the sentence is the answer, as words.
 */
export function answerOf(sentence: string, isReadable: (text: string) => boolean): string {
  const run = runAt(sentence, 0)
  const words = run ? run.text + run.rest : sentenceOf(sentence)
  return (run && valueIn(run, isReadable)) ?? trimMarks(withoutReason(words), MARKS)
}

/** `Paris` of "Paris, because it is larger". */
const withoutReason = (sentence: string): string => {
  const end = sentence.search(REASON)
  return end > 0 && !/\d/.test(sentence.slice(0, end)) ? sentence.slice(0, end) : sentence
}

const REASON =
  /,? (?:because|since|as (?:required|shown|claimed|above|in)|where|which|see)\b|(?:;| [(–—-]) ?(?!(?:or|maybe|perhaps|possibly|alternatively)\b)/i

const MARKS = '"\'`*'

/** The value that a run names, if nothing behind it changes it. */
export function valueIn(
  { text, rest: behind }: Run,
  isReadable: (text: string) => boolean,
): string | undefined {
  const rest = withoutRefuted(behind)
  const head = withoutRemark(text)
  if (head === '' || ALTERNATIVE_END.test(text) || goesOn(rest, text.endsWith('('))) return undefined
  const cut = lastComma(head)
  // "42, 9 of which are new": the words belong to the 9.
  if (cut > 0 && SINGLE_NUMBER.test(head.slice(cut + 1)) && NOUN.test(rest) && !COMPLETE.test(rest))
    return readableOr(head.slice(0, cut), isReadable)
  return readableOr(head, isReadable) ?? (cut > 0 ? beforeAside(head, cut, isReadable) : undefined)
}

/** The rest of a sentence without a denied value at its beginning: "7, not 5" offers 7 alone. */
export const withoutRefuted = (rest: string): string =>
  SAYS_NOTHING.test(rest)
    ? rest
    : rest
        .replace(/^,? no more(?:,)?(?: and| or)? no less\b/i, '')
        .replace(
          /^\$?\s{0,2}[,，;(]?\s{0,2}(?:(?:and|und|et|y|e|и|а) )?(?:not|rather than|instead of|nicht|non|no|não|не|而不是|而非|不是)\s{0,3}(?:\$[^$]{1,40}\$|[\d.,/]{1,20})(?: as (?:one|you|some|many) (?:might|may|would|could) (?:think|expect|guess|assume|believe)(?: at first)?)?/iu,
          '',
        )

function readableOr(text: string, isReadable: (text: string) => boolean): string | undefined {
  const plain = text.replace(EMPHASIS, '').replace(LOOSE_DELIMITERS, ' ')
  const tidy = tidyAnswer(plain.replace(/^[\s,;:，]{1,8}|^\s?：(?=[^=]{1,60}=)/, ''))
  if (tidy === '') return undefined
  if (isReadable(tidy) || isOneFormula(text.trim())) return tidy
  // "42...": not the dots of 0.333...
  return tidy.endsWith('..') ? readableOr(tidy.replace(/\.{2,9}$/, ''), isReadable) : undefined
}

/** Marks of code and bold text; the `**` of 2**3 is a power. */
const EMPHASIS = /`|(?<![\p{L}\d)])\*\*|\*\*(?![\p{L}\d(])/gu
const LOOSE_DELIMITERS = /(?<!\\)(?:\$|\\[()[\]])/g

const isOneFormula = (text: string): boolean =>
  DELIMITERS.some(
    ([open, close]) =>
      text.startsWith(open) && text.indexOf(close, open.length) === text.length - close.length,
  )

/** `42` of "42, i.e. the whole". */
const beforeAside = (head: string, cut: number, isReadable: (text: string) => boolean): string | undefined =>
  /\d/.test(head.slice(cut)) ? undefined : readableOr(head.slice(0, cut), isReadable)

const SINGLE_NUMBER = /^\s{0,3}(?:or\s{1,3})?[$\\\d.]{1,40}\s?\\?%?\s{0,3}$/
const NOUN = /^\s{0,3}(?:percent\s)?\p{L}/u
/** Words that go on with the sentence and not with the number. */
const COMPLETE =
  /^\s{0,3}(?:(?:as|at|because|by|for|from|hence|if|in|is|on|respectively|rounded|since|so|that|thus|we|when|where|which|with)\b|이다|입니다|이에요|である|です|となる)/i

function lastComma(text: string): number {
  let depth = 0
  for (let index = text.length - 1; index > 0; index--) {
    const char = text[index]!
    if (char === ')' || char === ']' || char === '}') depth++
    else if (char === '(' || char === '[' || char === '{') depth--
    else if (char === ',' && depth === 0 && !/^,\d{3}(?!\d)/.test(text.slice(index, index + 5))) return index
  }
  return -1
}

const ALTERNATIVE_END = /(?:\bor|[或/])\s{0,3}$/i

/** Without a conjunction, dash or bracket at the end, which belongs to the words behind, and without a calculation in brackets. */
function withoutRemark(text: string): string {
  let head = text.trimEnd()
  for (;;) {
    const end = REMARK_END.exec(head.slice(-12))?.[0]
    if (end === undefined) break
    head = head.slice(0, -end.length).trimEnd()
  }
  const bracket = head.endsWith(')') ? head.lastIndexOf('(') : -1
  if (bracket > 0 && head[bracket - 1] === ' ' && bracket > head.lastIndexOf('$')) {
    const inside = head.slice(bracket + 1, -1)
    if (/^\s?or\b/.test(inside)) return `${head.slice(0, bracket)}${inside}`
    // "15 min (0.25 h)": the value in another unit.
    if (
      /[=≈<>]/.test(inside) ||
      (/^\d[\d.,/]{0,12}\s?\p{L}{1,12}$/u.test(inside) && isUnitWord(/\p{L}{1,12}$/u.exec(inside)![0]))
    )
      return head.slice(0, bracket).trimEnd()
    // "3/4 (75%)": the value in another form.
    const again = AGAIN.exec(inside)
    if (again && /[\d}$%]\s$/.test(head.slice(0, bracket))) return `${head.slice(0, bracket)}or ${again[1]!}`
  }
  return head
}

const AGAIN = /^(?:i\.e\.,?\s|that is,?\s|approximately\s|about\s)?([-$\\\d][^a-z]{0,40})$/i

const REMARK_END = /(?::\)|[,;:(["'`]|，|；|（|\band|[-–—](?<=\s.))$/i

/** Whether a sentence goes on with something that changes the value before it, or names another. */
export function goesOn(rest: string, inBrackets = false): boolean {
  if (SAYS_NOTHING.test(rest) || /^\s{0,3}#/.test(rest)) return false
  const words = rest.replace(/^[\s,;:(["'`*)$，；：（—–-]{1,12}/, '').slice(0, 160)
  if (
    /^[\s"'`*)$]{0,6}[?？]/.test(rest) ||
    /^(?:vs|versus)\b/i.test(words) ||
    ANOTHER.test(words) ||
    BY_CASES.some((cases) => cases.test(words)) ||
    A_VALUE.test(inferredFrom(` ${words}`) ?? '')
  )
    return true
  return inBrackets
    ? changesValueInBrackets(words.split(')')[0]!)
    : changesValue(firstWords(words.replace(IN_SO_MANY, '')))
}

/** A full stop, or what closes behind a value. */
const SAYS_NOTHING = /^[\s.。!,;:*_)`'"]*$/

/** "540 for two days", "18 miles in six hours": the number word is none of the value. */
const IN_SO_MANY =
  /^(?:\p{L}{2,14} )?(?:(?:for|on|after|within|during|from) (?:one|two|three|four|five|six|seven|eight|nine|ten|twelve) (?=\p{L}{2})|in (?:one|two|three|four|five|six|seven|eight|nine|ten|twelve) (?=(?:second|minute|hour|day|week|month|year)))/iu

const firstWords = (words: string): string =>
  /^[^\s,.;，。]{1,30}(?: [^\s,.;，。]{1,20})?/.exec(words)?.[0] ?? ''

/** A number, or what may be another answer. */
const SECOND = '[^.。]{0,60}?(?:\\d[\\d.,]{0,20}(?!\\d|\\s?(?:\\\\?%|percent))|[$"\\\\]|\\*\\*|\\b[b-h]\\b)'
/** The noun of the first number. */
const NOUN_BEFORE = '(?:\\p{L}{1,20}[\\s,;(\\[，；（]{0,3})?'
const OFFER =
  '(?:\\b(?:or|xor|and/or|alternatively|otherwise|maybe|perhaps|possibly|vs|versus|oder|ou|oppure|veya|atau|lub|nebo)\\b|\\\\lor|\\\\text\\s?\\{\\s?or|(?<!\\p{L})(?:или|hoặc)(?!\\p{L})|或|还是|可能|也许|または|또는|/|∕)'
const DOUBTING =
  '\\b(?:but|though|although)\\b[^.。]{0,20}\\b(?:could|might|may|can|or|possibly|perhaps|maybe|actually)\\b'
/** Words that make the number a difference, or a value of one case: "3 less than 10"; "3 if n is odd, 4 if n is even". */
const BY_CASES = [
  /^with(?:out)? (?:it|them|these|those)\b(?![^.。]*\bwould\b)[^.。]{0,40}\d/i,
  /^(?:unless|depending on)\b/i,
  /^(?:less|more|fewer|greater|smaller|larger|higher|lower) than\s(?:[$\\\d]|[a-z](?![a-z]))/i,
  /^(?:if|when)\b[^.。]{0,80}\b(?:otherwise|else)\b/i,
  /^(?:if|when)\b[^.。\d]{0,40}\d[^.。]{0,40}\b(?:if|when)\b/i,
]

/** "5, so 30." */
const A_VALUE = /^\\?\$?-?\d[\d.,]{0,20}\$?[.\s]{0,3}$/

const ANOTHER = /* @__PURE__ */ new RegExp(
  `^${NOUN_BEFORE}(?:(?:${OFFER}|${DOUBTING}|也可能|但)${SECOND}|(?:\\b(?:to|through|until|till)\\b|[至到])\\s?[\\d$\\\\])|^(?:\\p{L}{1,20}\\s){1,5}(?:and|&|plus|y|et|und|e|и)\\s(?:\\\\?[$€£])?\\d|^\\p{Script=Han}{1,6}[和与及，、]\\d|^[^.,，。\\d]{0,12}(?:\\b(?:is|are) (?:too|an? (?:upper|lower) bound)\\b|不够|太[多少大小])|^(?:\\p{L}{1,20}\\s)?(?:but|however|yet)\\b[^.。]{0,80}\\d|^(?:equivalently|in other words),?\\s\\$?(?:\\\\[dt]?frac|\\d)[\\d.,/{}]{0,20}(?:\\s?\\\\?%|\\s\\p{L}{2,9})?[.$\\s]{0,4}$|^(?:no|edit|wait|actually|sorry|correction|make that|i mean|or rather)\\b[^.。\\d]{0,20}\\d`,
  'iu',
)

/** The first sentence of a text. */
export function sentenceOf(text: string): string {
  for (let index = 0; index < text.length; index++) if (endsSentence(text, index)) return text.slice(0, index)
  return text
}

export function endsSentence(text: string, index: number): boolean {
  if (!mayEndSentence(text.charCodeAt(index))) return false
  const char = text[index]!
  if (char === '。' || char === '！' || char === '\n') return true
  if (text.startsWith('!!!', index)) return true
  if (char === '<') return /^<\/?[a-z_]{2,20}[\s>]/i.test(text.slice(index, index + 24))
  const next = text[index + 1]
  if ((char !== '.' && char !== '!') || (next !== undefined && !/[\s*"`<]/.test(next))) return false
  return char === '!' || !isAbbreviation(text, index)
}

/** Whether the full stop at a place belongs to the word before it: "approx. 5", "p. 33", "at 5 p.m. they". */
function isAbbreviation(text: string, at: number): boolean {
  let start = at
  while (isAsciiLetter(text, start - 1)) start--
  if (!ABBREVIATED.has(text.slice(start, at).toLowerCase())) return false
  const before = text.slice(Math.max(0, at - 7), at)
  return (
    ABBREVIATION.test(before) ||
    (/[\s(][zdp]$/i.test(before) && /^\.\s?(?:b|h|ex|ej)\./i.test(text.slice(at, at + 5))) ||
    (text[at + 1] === ' ' && BEFORE_NUMBER.test(before) && isDigit(text[at + 2])) ||
    (/[ap]\.m$/i.test(before) && /^\s\p{Ll}/u.test(text.slice(at + 1, at + 3)))
  )
}

/** `.`, `!`, a line break, `<`, `。`, `！`. Asked of every character. */
const mayEndSentence = (code: number): boolean =>
  code === 0x2e || code === 0x21 || code === 0x0a || code === 0x3c || code === 0x3002 || code === 0xff01

/** Where the sentence begins that ends before a place. */
export function sentenceStart(text: string, end: number): number {
  let index = end - 1
  while (index >= 0 && ('.!。！*'.includes(text[index]!) || isSpace(text[index]!))) index--
  for (; index >= 0; index--) if (endsSentence(text, index)) return index + 1
  return 0
}

/** The last letters before the full stop of an abbreviation. */
const ABBREVIATED = new Set(
  'vs e g b h ex ej approx resp cf z d p pp no nos fig figs eq eqs chap vol sec m'.split(' '),
)
/** "p. 33", "No. 7" */
const BEFORE_NUMBER = /(?:^|[\s(])(?:pp?|nos?|figs?|eqs?|chap|vol|sec)$/i
const ABBREVIATION = /(?:^|[\s(])(?:vs|i\.e|e\.g|z\.\s?b|d\.\s?h|p\.\s?e[xj]|approx|resp|cf)$/i

/** The mathematics that begins at a place of a sentence. */
export function runAt(text: string, start: number): Run | undefined {
  const limit = Math.min(text.length, start + LONGEST_PHRASE)
  let end = start
  while (end < limit && !endsSentence(text, end)) {
    const next = afterPiece(text, start, end)
    if (next === undefined) break
    end = next
  }
  const run = text.slice(start, end)
  return run.trim() === '' ? undefined : { start, text: run, rest: restOf(text.slice(end, limit)) }
}

/** The rest of a sentence, with the next one if that offers another value: "3. Or 5." */
function restOf(text: string): string {
  const sentence = sentenceOf(text)
  const next = text.slice(sentence.length)
  const doubt = DOUBT.exec(next.slice(0, 24))
  return doubt ? `${sentence} ${next.slice(doubt[0].length)}` : sentence
}

const DOUBT = /^[.!。]["*`)$\]]{0,3}\s{0,3}(?=(?:or|alternatively|maybe|perhaps|possibly)\b|或|也可能)/i

/** Delimiters of formulas. */
export const DELIMITERS = [
  ['$$', '$$'],
  ['\\[', '\\]'],
  ['\\(', '\\)'],
  ['$', '$'],
] as const

/** Where a formula, command, word or character ends; `undefined` where the mathematics does. */
function afterPiece(text: string, start: number, at: number): number | undefined {
  const char = text[at]!
  for (const [open, close] of char === '$' || char === '\\' ? DELIMITERS : []) {
    if (!text.startsWith(open, at)) continue
    const end = text.indexOf(close, at + open.length)
    if (end < 0 || end - at > LONGEST_PHRASE) continue
    // "$5 and not $6": two prices.
    if (open === '$' && (isDigit(text[end + 1]) || text.slice(at, end).includes('\n'))) continue
    return end + close.length
  }
  // "Children pay $16: $36 in all" holds no ratio.
  if (char === ':' && text[at + 1] === ' ' && text[at - 1] !== ' ') return undefined
  if (char === '"' || char === '}' || char === '?' || char === '？' || char === '#') return undefined
  if (char > '\x7f' && /^\p{Extended_Pictographic}/u.test(text.slice(at, at + 2))) return undefined
  if (char === '{') return afterBraces(text, at)
  if (char === '\\') return at + (/^\\[a-zA-Z]{1,30}/.exec(text.slice(at, at + 31))?.[0].length ?? 2)
  const word = wordAt(text, at)
  if (word === undefined) return at + 1
  const isMath = isMathWord(word, text.slice(start, at), text.slice(at + word.length, at + word.length + 24))
  return isMath ? at + word.length : undefined
}

/** The word that begins at a place. */
function wordAt(text: string, at: number): string | undefined {
  let end = at
  while (end < at + LONGEST_WORD && isAsciiLetter(text, end)) end++
  const next = text[end] ?? ' '
  if (next < '\x80' && (end === at || (next !== "'" && (next !== '.' || end > at + 1))))
    return end === at ? undefined : text.slice(at, end)
  return WORD.exec(text.slice(at, at + LONGEST_WORD))?.[0]
}

const LONGEST_WORD = 40
/** `it's` and `i.e.` are one word; Chinese words are not parted from Latin ones by spaces. */
const WORD =
  /^(?:i\.e\.|e\.g\.|\p{Script=Han}{1,40}|(?:(?!\p{Script=Han})[\p{L}\p{M}]){1,40}(?:['’]\p{L}{1,3}(?!\p{L}))?)/u

function afterBraces(text: string, open: number): number | undefined {
  let depth = 0
  for (let index = open; index < text.length && index < open + LONGEST_PHRASE; index++) {
    if (text[index] === '{') depth++
    else if (text[index] === '}' && --depth === 0) return index + 1
  }
  return undefined
}

/** The run of mathematics that holds a place of a line; `from` is where the one before it ended. */
export function runAround(line: string, place: number, from = 0): Run | undefined {
  for (let at = from; at <= place; ) {
    const run = runAt(line, at)
    const end = run ? at + run.text.length : at
    if (run && end > place) return run
    const skipped =
      run || !isSpace(line[at]!) ? undefined : /^\s{2,400}/.exec(line.slice(at, at + LONGEST_PHRASE))
    at = end + (skipped?.[0] ?? wordAt(line, end) ?? ' ').length
  }
  return undefined
}

const NAMES = new Set(['pi', 'infinity', 'theta', 'alpha', 'beta', 'and', 'or', 'mod', '或', '和', '或者'])
const MEASURES = new Set(['percent', 'pct', 'per', 'square', 'cubic', 'sq', 'cu'])
/** Words of everyday English that could be taken for letters, units or functions. */
const ENGLISH = new Set(
  'of in is es to as at by if so we it on no be an he us up do my me go am vs ie eg ok for the sign floor arg per has em en um im na ra la le il el et un du só já'.split(
    ' ',
  ),
)

/** Words of two or three letters that lead to a number. */
const PARTICLES = new Set('det je ma su to is er on va ha si de da ay ni na ir yr są im'.split(' '))
/** "of", between a unit and what is measured. */
const PARTITIVES = new Set('de di da do du en em av'.split(' '))

function isMathWord(word: string, before: string, after: string): boolean {
  if (NAMES.has(word)) return true
  const lower = word.toLowerCase()
  // "1 out of 6", "1 in 6 chances"; but "3 out of 8 slices" are 3 slices.
  if (word === 'out')
    return (
      !before.includes('out of') &&
      /\d\s$/.test(before) &&
      /^ of (?:every )?\d{1,9}(?!\d|[.,]\d| ?\p{L})/u.test(after)
    )
  if (word === 'in' && /\d\s$/.test(before) && /^ \d{1,9} (?:chance|odds)/.test(after)) return true
  if (word === 'of' && /\d out $/.test(before)) return true
  if (word === 'every' && /\d out of $/.test(before)) return true
  // "5/6 of an hour"
  if (word === 'of')
    return /\d\/\d{1,9}\s$/.test(before) && isUnitWord(/^ an? (\p{L}{1,20})/u.exec(after)?.[1] ?? '-')
  if (word === 'an' || word === 'a') {
    if (/\d of $/.test(before)) return true
  }
  // "2,5 kg de farine"
  if (PARTITIVES.has(word) && /\d\s?(?:\p{L}{1,12}\s)?$/u.test(before)) return false
  // "finns det 48", "krabici je 48"
  if (PARTICLES.has(lower) && before.trim() === '' && /^ \d/.test(after)) return false
  // "Στο κουτί"
  if (word > '\u0370' && word < '\u0400' && (word.length > 2 || /^ \p{Script=Greek}{3}/u.test(after)))
    return false
  // "40, ma 30"
  if (word === 'ma' && /,\s$/.test(before)) return false
  if (word === '又' || word === '分之' || word === '比') return /\d$/.test(before) && /^\d/.test(after)
  if (word === 'to') return /\d\s$/.test(before) && /^\s\d/.test(after)
  if (lower === 'negative' || lower === 'minus') return before.trim() === '' && /^\s[\d$\\]/.test(after)
  if (word.length === 1 && word < '\u0250')
    return !(
      /^[aIÀ-ÿ]$/.test(word) &&
      /(?:^|\s)$/.test(before) &&
      /^\s(?:\p{L}|\d{1,9} (?:in|out) )/u.test(after)
    )
  if (FUNCTIONS.has(word) && (/^\s?[(\d{]/.test(after) || word.length <= 3)) return !ENGLISH.has(word)
  if (isBehindNumber(before)) {
    if (MEASURES.has(lower)) return lower !== 'per' || isUnitWord(/\p{L}{1,20}/u.exec(after)?.[0] ?? '')
    if (isUnitWord(word) || scaleWord(word) !== undefined)
      return !ENGLISH.has(word) || /^\s?[.,;]?\s?$/.test(after)
  }
  if (ENGLISH.has(lower) || word > '\u0370') return word > '\u0370' && word < '\u0400'
  return (word.length === 2 && /^[a-zA-Z]+$/.test(word)) || (word.length === 3 && /[\d+\-*/^=]$/.test(before))
}

/** Whether a run of mathematics holds a number, and ends so that a unit may follow. */
const isBehindNumber = (run: string): boolean =>
  /[\d$]/.test(run) && /[\d)}$½¼¾%°²³π]\s?$|\p{L}[\s/^·*]{0,2}$/u.test(run)

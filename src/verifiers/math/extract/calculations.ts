import { matchesOf } from '../matches.js'
import { isAsciiLetter } from './characters.js'

/** A calculation in a sentence: `5 * 3 = ` of "She pays 5 * 3 = 15 dollars", with its result. */
interface Calculation {
  readonly begin: number
  /** Where the result begins. */
  readonly end: number
  readonly result: string
}

/**
 * A text in which calculations give way to their results: "Maria has \$1125 left" of "Maria has \$1500 - \$375 = \$1125 left", "to find
 * the total: 8 rooms" of "to find the total: 3 rooms + 5 rooms = 8 rooms". Formulas, and equations with letters, stay as they are.
 */
export function withResults(text: string): string {
  let done = ''
  let from = 0
  for (const { begin, end } of calculationsIn(text, Math.max(0, text.length - LONGEST_ENDING))) {
    done += text.slice(from, begin).replace(LED, ' ').replace(ALONE, '\n')
    from = end
  }
  return done + text.slice(from)
}

/** "She will have: 10 - 2 = 8" */
const LED =
  /(?<=\b(?:have|has|had|is|are|was|be|gets?|needs?|pays?|costs?|makes?|earns?|spends?|takes?))\s?[:：]\s{0,2}$/i
/** "Add them to find the total: 3 + 5 = 8", "if each has 2, 3 × 2 = 6": the result stands on a line of its own. */
const ALONE = /(?:[:：]|(?<!\d)[,，])\s{0,2}$/

/** The result that a sentence comes to, and what it says on either side; `undefined` where it calculates nothing, or two things. */
export function resultIn(sentence: string): { readonly before: string; readonly after: string } | undefined {
  const all = calculationsIn(sentence, 0)
  const last = all.at(-1)
  if (!last) return undefined
  const calculated = sentence.slice(last.begin, last.end)
  return all.slice(0, -1).every(({ result }) => calculated.includes(result))
    ? { before: sentence.slice(0, last.begin), after: sentence.slice(last.end) }
    : undefined
}

/** What is read of a text, from its end. */
const LONGEST_ENDING = 1_000
/** Equals signs in a chain. */
const MOST_MEMBERS = 8
/** What is read of an operand, and of the words behind it. */
const LONGEST_OPERAND = 80

const EQUALS = /\s?[=≈]\s?/g

const NUMBER = '(?:\\\\\\$|[€£])?\\d[\\d,]*(?:\\.\\d+)?(?:(?:\\s\\d{1,3})?/\\d{1,9})?%?'

const OPERAND = /* @__PURE__ */ new RegExp(`^${NUMBER}$`)

/** A number that is the result, and neither the first member of another calculation nor a coefficient. */
const RESULT = /* @__PURE__ */ new RegExp(
  `^[-−]?${NUMBER}(?![\\d^!({\\\\]|/\\d|\\.\\d|,\\d|[a-zA-Z](?![a-zA-Z])|\\s?[-+−–*×÷x/]\\s?[$(\\d]|\\s?=)`,
)

const OPERATOR = /(?:\s[-+−–*×÷x/]\s|\s[+*×÷/]|(?<=[\d)\p{L}%])[-+−*×÷x/]|\s?=\s?)$/u

function calculationsIn(text: string, start: number): readonly Calculation[] {
  const found: Calculation[] = []
  if (!/[=≈]/.test(text)) return found
  let from = start
  for (const { index, 0: sign } of matchesOf(text.slice(start), EQUALS)) {
    const at = start + index
    const end = at + sign.length
    const result = at < from ? null : RESULT.exec(text.slice(end, end + LONGEST_OPERAND))
    const begin = result ? calculationStart(text, from, at, result[0]) : undefined
    if (begin === undefined) continue
    found.push({ begin, end, result: result![0] })
    from = end
  }
  return found
}

/** Where the calculation begins that an equals sign ends; `undefined` where there is none. */
function calculationStart(text: string, from: number, equals: number, result: string): number | undefined {
  const isRounded = result.includes('.')
  let begin = equals
  let operators = 0
  let members = MOST_MEMBERS
  let joint = '='
  for (let at = equals; ; ) {
    const start = operandStart(text, from, at)
    // "3x - 7 = 0" calculates nothing.
    if (start === undefined && !joint.includes('=')) return undefined
    if (start === undefined) break
    begin = start
    if (!isRounded && /\d\/\d/.test(text.slice(begin, at))) operators++
    const operator = OPERATOR.exec(text.slice(Math.max(from, begin - 3), begin))?.[0]
    if (operator === undefined) break
    if (!operator.includes('=')) operators++
    else if (members-- === 0) return undefined
    joint = operator
    at = begin - operator.length
  }
  const calculation = text.slice(begin, equals)
  // The exact value of "10 / 3 = 3.33" is read with the formula.
  if (operators === 0 || !isClosed(calculation) || (isRounded && QUOTIENT.test(calculation))) return undefined
  const before = text.slice(Math.max(from, text.lastIndexOf('\n', begin - 1) + 1), begin)
  return GOES_ON.test(before) || CHECK.test(before) || isInFormula(before) ? undefined : begin
}

/** Where a number begins that words end which say of what: "36 people", "71/set", "1920 of the fish that swam"; not 5x. */
function operandStart(text: string, from: number, at: number): number | undefined {
  let end = at
  while (end > from && at - end < LONGEST_OPERAND && isOfWords(text, end - 1)) end--
  let start = end
  while (start > from && NUMERALS.includes(text[start - 1]!)) start--
  // "3000 m/120": a slash is part of a fraction only.
  if (!OPERAND.test(text.slice(start, end))) start += text.slice(start, end).lastIndexOf('/') + 1
  if (isAsciiLetter(text, end) && !isAsciiLetter(text, end + 1)) return undefined
  if (!OPERAND.test(text.slice(start, end)) || /\p{L}/u.test(text[start - 1] ?? ' ')) return undefined
  return text[start - 1] === '(' && start > from ? start - 1 : start
}

const isOfWords = (text: string, at: number): boolean => isAsciiLetter(text, at) || WORDS.test(text[at]!)
const WORDS = /[\p{L}'’()\s/-]/u
const NUMERALS = '0123456789.,%/$€£\\'

/** What a calculation goes on from. */
const GOES_ON = /[$\\^_{}([=+*×/<>-]\s?$/
/** "(check: 17 - 9 = 8)" */
const CHECK = /(?:check|verif|confirm|test|prob|prüf|prov|провер|验|検)[^.。]{0,24}$/i
/** Numbers alone, with a division. */
const QUOTIENT = /^[\d\s.,+\-*×()]*[/÷][\d\s.,+\-*×÷/()]*$/

/** Whether a formula is open at the end of a line. */
const isInFormula = (line: string): boolean =>
  line.split(/(?<!\\)\$/).length % 2 === 0 ||
  line.lastIndexOf('\\(') > line.lastIndexOf('\\)') ||
  line.lastIndexOf('\\[') > line.lastIndexOf('\\]')

/** Not "(3 × 4" of "12 (3 × 4 = 12)". */
const isClosed = (calculation: string): boolean =>
  calculation.split('(').length === calculation.split(')').length

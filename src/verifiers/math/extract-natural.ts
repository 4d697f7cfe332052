import { findBoxes } from './boxed.js'
import { FUNCTIONS } from './names.js'
import { trimMarks } from './tidy.js'
import { isUnitWord } from './units.js'

/** Where the answer stands in a response, best first. */
export interface Extraction {
  readonly text: string
  /** How it was found. */
  readonly found: 'boxed' | 'phrase' | 'math' | 'number'
  /** All boxes at the end of the text, where there are several. */
  readonly parts?: readonly string[]
}

/**
 * The final answer of a response: the last box; else what a phrase announces ("the final answer is", 答案：, `####`,
 * `<answer>`); else the last formula; else the last number of the text.
 */
export function extractNatural(response: string): Extraction | undefined {
  const boxes = findBoxes(response)
  const last = boxes.at(-1)
  if (last) {
    const text = last.content + percentAfter(response, last.end)
    return { text, found: 'boxed', ...(boxes.length > 1 && { parts: boxes.map((box) => box.content) }) }
  }
  const ending = response.slice(-LONGEST_ENDING)
  const text = ending.replace(/<\|[a-z_]{1,40}\|>|<\/s>/g, ' ').trimEnd()
  return announced(text) ?? lastEquation(text) ?? lastFormula(text) ?? lastNumber(text)
}

/** Without a box, the answer is looked for in this many characters at the end. */
const LONGEST_ENDING = 20_000

/** `\boxed{50}\%` */
const percentAfter = (text: string, at: number): string =>
  /^\s?\\?%/.test(text.slice(at, at + 3)) ? '\\%' : ''

const ANNOUNCEMENTS: readonly RegExp[] = [
  /<answer>/gi,
  /####/g,
  /["'](?:final_?answer|answer|result)["']\s*:/gi,
  /(?:final answer|answer|result|total|value)(?:\*\*)?\s*(?:is|are|=|:|：)/gi,
  /(?:最终答案|答案|结果)\s*(?:是|为|：|:)/g,
  /[答解][：:]/g,
  /\b(?:we get|we obtain|we have|equals|is equal to|gives)\b/gi,
]

/** What follows the last announcement. */
function announced(text: string): Extraction | undefined {
  let best = -1
  for (const pattern of ANNOUNCEMENTS) {
    pattern.lastIndex = 0
    for (let match = pattern.exec(text); match; match = pattern.exec(text))
      best = Math.max(best, match.index + match[0].length)
  }
  if (best < 0) return undefined
  const rest = text.slice(best)
  const cleaned = rest.replace(/^[\s*:：]+(?:approximately|about|is|therefore)?\s*/i, '')
  const line = cleaned.split('\n')[0]!
  const formula = formulaAt(cleaned)
  if (formula !== undefined && !namesAnother(line.slice(formula.end)))
    return { text: formula.text, found: 'phrase' }
  const phrase = namesAnother(afterFirst(line))
    ? trimMarks(beforeFullStop(line), MARKS)
    : tidyPhrase(beforeProse(line))
  return phrase === '' ? undefined : { text: phrase, found: 'phrase' }
}

/** A formula at the beginning of a text. */
function formulaAt(text: string): { text: string; end: number } | undefined {
  for (const [open, close] of DELIMITERS) {
    if (!text.startsWith(open)) continue
    const end = text.indexOf(close, open.length)
    if (end > open.length) return { text: text.slice(open.length, end).trim(), end: end + close.length }
  }
  return undefined
}

const DELIMITERS = [
  ['$$', '$$'],
  ['\\[', '\\]'],
  ['\\(', '\\)'],
  ['$', '$'],
] as const

/** `\\frac{3}{4} Meanwhile, …` → `\\frac{3}{4}`: mathematics up to the first word that is neither a unit nor a function. */
function beforeProse(line: string): string {
  if (!/^[\\\d([{+-]/.test(line)) return line
  let depth = 0
  for (let index = 0; index < line.length && index < 2_000; index++) {
    const char = line[index]
    if (char === '{') depth++
    else if (char === '}') depth--
    else if (char === ' ' && depth === 0) {
      const word = /^ ([A-Za-z]{3,20})\b/.exec(line.slice(index, index + 24))?.[1]
      if (word !== undefined && !isUnitWord(word) && !FUNCTIONS.has(word) && !KEPT_WORDS.test(word))
        return line.slice(0, index)
    }
  }
  return line
}

const KEPT_WORDS = /^(?:and|or|percent|square|cubic|per|million|billion|trillion|thousand|hundred)$/i

/** The part of a sentence that is the answer: up to a comma with words behind it, a full stop, a bracket or a quote. */
function tidyPhrase(line: string): string {
  const number = FIRST_NUMBER.exec(line)
  const rest = number ? line.slice(number[0].length) : ''
  if (
    number &&
    (/^[\s,.;:)*"'}<`。]*$/.test(rest) ||
      /^(?:\s*[,.;(<"'}]|\s+(?:after|because|since|as|for|in|and|from|with|rounded)\b|[人个元]|\s*[^\d\s+\-*/^=(\\])/.test(
        rest,
      ))
  ) {
    return number[0].trim()
  }
  const quote = line[0] === '"' ? line.indexOf('"', 1) : -1
  if (quote > 0) return line.slice(1, quote).trim()
  const tag = line.search(/<\/?answer>/i)
  const sentence = beforeFullStop(tag < 0 ? line : line.slice(0, tag))
  return trimMarks(sentence, MARKS)
}

const MARKS = '"\'`*'
const FIRST_NUMBER = /^[-−–+]?\s?[$€£¥]?\s?\d(?:,?\d)*(?:\.\d+)?(?:\s?%|\s+percent\b)?/

/** What stands behind the number, or the quoted words, that a line begins with. */
function afterFirst(line: string): string {
  const quote = line[0] === '"' ? line.indexOf('"', 1) : -1
  return quote > 0 ? line.slice(quote + 1) : line.slice(FIRST_NUMBER.exec(line)?.[0].length ?? line.length)
}

/**
 * Whether the words after a first answer name a second one, so that the first alone is not what is announced: "3 or 5",
 * "3 apples or 5", "3 ± 2", "3, 5 and 7", "3 to 5", "3? No, 5". Not so "42, 9 of which are new" and "42, or 7% of all".
 */
const namesAnother = (rest: string): boolean =>
  /^\s*[?？]/.test(rest) || OR_ANOTHER.test(rest.slice(0, 80)) || AND_ANOTHER.test(rest.slice(0, 80))

const GAP = '[^\\p{L}\\d.。\\n]{0,12}'
const SECOND = `${GAP}\\d[\\d.,]*(?!\\d|\\s?(?:\\\\?%|percent))`
const OR_ANOTHER = /* @__PURE__ */ new RegExp(
  `^${GAP}(?:(?!or\\b)\\p{L}{1,20}${GAP})?(?:\\bor\\b|或者?|还是|±|\\\\pm)(?:${GAP}(?:maybe|perhaps|possibly|else|even))?${SECOND}`,
  'iu',
)
/** A list or a range of numbers; a word after the second number makes it part of a remark. */
const AND_ANOTHER = /* @__PURE__ */ new RegExp(
  `^[\\s$*"'_)]{0,4}(?:[,;、，；/|&~–—-]|\\b(?:and|to)\\b|[和与至到])${SECOND}(?!\\s?(?!or\\b|and\\b|[或和与])\\p{L})`,
  'iu',
)

/** A last line of plain text that ends in `= 12`. */
function lastEquation(text: string): Extraction | undefined {
  const line = text.slice(text.lastIndexOf('\n') + 1)
  const found = /=\s*([-−]?\d[\d,]{0,40}(?:\.\d{1,40})?)\.?$/.exec(line.slice(-100))
  return found && !/[$\\]/.test(line) ? { text: found[1]!, found: 'number' } : undefined
}

/** Up to the first full stop that ends a sentence. */
function beforeFullStop(line: string): string {
  for (let index = 0; index < line.length; index++) {
    const char = line[index]
    if (char === '。') return line.slice(0, index)
    if (char === '.' && (index + 1 === line.length || line[index + 1]!.trim() === ''))
      return line.slice(0, index)
  }
  return line
}

/** The last `$…$`, `\(…\)`, `\[…\]` of the text. */
function lastFormula(text: string): Extraction | undefined {
  let best: string | undefined
  let at = -1
  for (const [open, close] of DELIMITERS) {
    const end = text.lastIndexOf(close)
    if (end <= 0) continue
    const start = text.lastIndexOf(open, end - open.length)
    if (start < 0 || start + open.length >= end || end <= at) continue
    const content = text.slice(start + open.length, end).trim()
    if (content === '' || (open === '$' && content.includes('\n'))) continue
    best = content
    at = end
  }
  if (best === undefined) return undefined
  return { text: best, found: 'math' }
}

/** The last number of the text that stands alone. */
function lastNumber(text: string): Extraction | undefined {
  const pattern = /(?<![\w.])[-−]?\d[\d,]*(?:\.\d+)?(?:\/\d+|\s?%)?/g
  let last: string | undefined
  for (let match = pattern.exec(text); match; match = pattern.exec(text)) last = match[0]
  return last === undefined ? undefined : { text: last.replace(/,$/, ''), found: 'number' }
}

import { interpretationsOf } from '../read/interpretations.js'
import { isDigit } from '../read/lexer.js'
import { isUnitWord } from '../read/units.js'
import { meaningOf } from '../read/word-meanings.js'
import { newWork, OUT_OF_WORK } from '../work.js'
import { answerOf, DELIMITERS, goesOn, runAround, runAt, valueIn } from './answer-in-sentence.js'
import { boxedAnswer } from './box-context.js'
import { type Box, findBoxes } from './boxed.js'

/** Where the answer stands in a response, best first. */
export interface Extraction {
  readonly text: string
  /** How it was found. */
  readonly found: 'boxed' | 'phrase' | 'math' | 'number' | 'words'
  /** The boxes that answer together, where there are several. */
  readonly parts?: readonly string[]
}

/**
 * The final answer of a response: the last box; else what a phrase announces ("the final answer is", 答案：, `####`,
 * `<answer>`); else the last formula; else the expression that holds the last number; else, of one word or two, the text
 * itself.
 */
export function findAnswer(response: string): Extraction | undefined {
  const boxes = findBoxes(response)
  const last = boxes.at(-1)
  if (last) {
    const whole = boxedAnswer(response, last, isReadable)
    const parts = lastGroup(response, boxes)
    return {
      text: whole,
      found: 'boxed',
      ...(parts.length > 1 && { parts: parts.map((box) => box.content) }),
    }
  }
  const ending = response.slice(-LONGEST_ENDING)
  const text = ending.replace(/<\|[a-z_]{1,40}\|>|<\/s>/g, ' ').trimEnd()
  return announced(text) ?? lastSum(text) ?? lastFormula(text) ?? lastExpression(text) ?? fewWords(text)
}

/** Without a box, the answer is looked for in this many characters at the end. */
const LONGEST_ENDING = 20_000

/** The last boxes with nothing but joints and labels between them: `(a) \boxed{1}, (b) \boxed{2}`. */
function lastGroup(text: string, boxes: readonly Box[]): readonly Box[] {
  let first = boxes.length - 1
  while (first > 0 && isJoint(text.slice(boxes[first - 1]!.end, boxes[first]!.start))) first--
  return boxes.slice(first)
}

const isJoint = (between: string): boolean =>
  between.length <= 100 && between.replace(/\p{L}{2,20}/gu, withoutUnit).replace(JOINTS, '') === ''

const withoutUnit = (word: string): string => (isUnitWord(word) && word !== 'in' ? '' : word)

const JOINTS =
  /\\text\s?\{\s?(?:and|or|,)?\s?\}|\\(?:\\|[()[\],;: ]|q?quad)|\b(?:and|or|for|part|question)\b|[和或与及]|\(?\b[a-zA-Z\d]{1,3}[).:]|\b[a-zA-Z](?:_\{?\w{1,3}\}?)?\s?=|[\s$,;:&.*|、，；]/gi

const ANNOUNCEMENTS: readonly RegExp[] = [
  /<answer>/gi,
  /####/g,
  /["'](?:final_?answer|answer|result)["']\s*:/gi,
  /(?:final answers?|answers?|results?|totals?|values?)(?:\*\*)?\s*(?:is|are|=|:|：)/gi,
  /(?:最终答案|答案|结果)\s*(?:是|为|：|:)/g,
  /[答解][：:]/g,
  /选(?:择|项)?\s?(?:[：:]|是|为)?\s?(?=\(?[A-H](?![A-Za-z]))/g,
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
  const rest = text.slice(best, best + LONGEST_REST)
  const cleaned = rest.replace(/^[\s*:：]{1,8}/, '').replace(ADVERBS, '')
  const quoted = cleaned[0] === '"' ? cleaned.indexOf('"', 1) : -1
  const phrase =
    quoted > 0 && !goesOn(cleaned.slice(quoted + 1))
      ? cleaned.slice(1, quoted).trim()
      : answerOf(cleaned, isReadable)
  return phrase === '' ? undefined : { text: phrase, found: 'phrase' }
}

/** What is read of the text behind an announcement. */
const LONGEST_REST = 4_000

/** What is read of a line on either side of its last number, or formula. */
const LONGEST_LINE = 1_000

const ADVERBS =
  /^(?:(?:approximately|about|roughly|exactly|precisely|simply|just|indeed|therefore|thus|is|equal to|that there are|there are|a total of)\s{1,3}){1,4}|^(?:一共|总共|共计|共|大约|约|应该?是|就是)有?\s{0,3}/i

/** Whether a text can be read as something better than its own words. */
function isReadable(text: string): boolean {
  try {
    return interpretationsOf(text, newWork()).some(
      (reading) => reading.kind !== 'text' || reading.text !== text,
    )
  } catch (raised) {
    // Too much to read here: it will be found undecided.
    if (raised === OUT_OF_WORK) return true
    throw raised
  }
}

/** The last `$…$`, `\(…\)`, `\[…\]` of the text, with its unit, and with another that "and" or "or" joins to it. */
function lastFormula(text: string): Extraction | undefined {
  let best: { readonly start: number; readonly end: number; readonly content: string } | undefined
  for (const [open, close] of DELIMITERS) {
    const end = text.lastIndexOf(close)
    if (end <= 0) continue
    const start = text.lastIndexOf(open, end - open.length)
    if (start < 0 || start + open.length >= end || end <= (best?.end ?? -1)) continue
    const content = text.slice(start + open.length, end).trim()
    if (content === '' || (open === '$' && content.includes('\n'))) continue
    best = { start, end, content }
  }
  // "The value of $x$ is 12."
  if (best === undefined || STATED.test(text.slice(best.end, best.end + 60))) return undefined
  const line = Math.max(text.lastIndexOf('\n', best.start) + 1, best.start - LONGEST_LINE)
  const around = runAround(text.slice(line, best.end + LONGEST_LINE), best.start - line)
  const joined = around && JOINED.test(around.text) ? around : undefined
  const run = joined ?? runAt(text, best.start)
  const before = text.slice(line, joined ? line + joined.start : best.start)
  const value = run && valueIn(run, isReadable)
  if (isOffered(before) || (value === undefined && run && goesOn(run.rest)))
    return { text: before + text.slice(best.start, best.end + LONGEST_LINE), found: 'math' }
  return { text: value ?? best.content, found: 'math' }
}

/** Whether another value stands before this one, which is offered beside it: "it is $3$, or perhaps $5$". */
function isOffered(before: string): boolean {
  const near = before.slice(-LONGEST_OFFER)
  for (const { index, 0: joint } of near.matchAll(OFFER)) {
    const first = near.slice(0, index)
    const rest = near.slice(index + joint.length)
    const sentence = first.slice(Math.max(...['.', '。', '\n'].map((end) => first.lastIndexOf(end))) + 1)
    if (/[\d$)\]]/.test(sentence.slice(-21)) && /^[^.。\n\d$]{0,20}$/.test(rest)) return true
  }
  return false
}

const LONGEST_OFFER = 60
const OFFER =
  /\b(?:or|vs|versus|alternatively|maybe|perhaps|possibly|could|might)\b|\bvs\.|[.。]\s{0,2}or\b|或|还是|可能/gi

/** The formula is a name, and its value stands behind it in plain text. */
const STATED = /^[$)\\\]]{1,2}\s{0,3}(?:is|are|equals|是|为|等于)\s?[^$\\\n]{0,20}\d/

const JOINED = /[$)\]]\s{1,3}(?:and|or)\s{1,3}[$\\]/i

/** A last line that is a calculation: `40 + 2 = 42`. */
function lastSum(text: string): Extraction | undefined {
  const line = text.slice(text.lastIndexOf('\n') + 1)
  const found =
    line.length <= 100 && /^[\d\s+\-−*/×÷().,]{1,60}=\s?([-−]?\d[\d,]{0,40}(?:\.\d{1,40})?)\.?$/.exec(line)
  return found ? { text: found[1]!, found: 'number' } : undefined
}

/** The last line with a number in it: the expression that holds its last digit. */
function lastExpression(text: string): Extraction | undefined {
  let place = text.length - 1
  while (place >= 0 && !isDigit(text[place])) place--
  if (place < 0) return undefined
  const start = Math.max(text.lastIndexOf('\n', place) + 1, place - LONGEST_LINE)
  const run = runAround(text.slice(start, place + LONGEST_LINE), place - start)
  if (!run) return undefined
  const before = text.slice(start, start + run.start)
  if (isOffered(before)) return { text: before + run.text, found: 'number' }
  const labelled = { ...run, text: run.text.replace(LABEL, '') }
  return { text: valueIn(labelled, isReadable) ?? run.text.trim(), found: 'number' }
}

/** `(a) 42`. */
const LABEL = /^\s{0,3}\(?[a-h\d]\)\s{1,3}(?=.*\d)/i

/** `Yes.`, `There is no solution.`: a text that is one word or two, or says what a symbol would. */
function fewWords(text: string): Extraction | undefined {
  const words = text.trim()
  const isShort = words.length <= 40 && /^[^\s]{1,30}(?: [^\s]{1,20})?$/.test(words)
  return isShort || meaningOf(words) !== undefined ? { text: words, found: 'words' } : undefined
}

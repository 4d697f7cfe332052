import { OUT_OF_WORK } from '../work.js'

/** A `\boxed{…}` in a text. */
export interface Box {
  readonly start: number
  readonly end: number
  readonly content: string
}

/** Boxes that are looked at, from the end of the text. */
const MOST_BOXES = 32

/** Longest content of a box. */
const LONGEST_BOX = 4_000

/**
 * The last boxes of a text, first to last; of a box in a box the inner one. Reads what models really write: `\boxed 5`,
 * `\boxed{5` without an end, `\\boxed{5}`, `boxed{5}`, `\fbox{5}`.
 */
export function findBoxes(text: string): Box[] {
  const boxes: Box[] = []
  let seen = 0
  for (let at = text.lastIndexOf('box'); at >= 0 && seen < MOST_BOXES; at = lastBefore(text, 'box', at)) {
    const open = text.startsWith('boxed', at) ? at + 5 : framed(text, at)
    if (open === undefined) continue
    const box = boxAt(text, at, open)
    // A box that holds one already found is the outer of two.
    if (box && !isPlaceholder(box.content) && !boxes.some((inner) => inner.start < box.end)) boxes.push(box)
    seen++
  }
  return boxes.reverse()
}

const lastBefore = (text: string, word: string, at: number): number =>
  at === 0 ? -1 : text.lastIndexOf(word, at - 1)

/** Whether a text says nothing, or only where an answer is to stand. */
export const isPlaceholder = (text: string): boolean => BLANK.test(text)

/** Nothing, or what holds the place of an answer: `\phantom{0}`, `\quad`, `___`, `?`, `\square`, `\text{ }`, `\text{answer}`. */
const BLANK =
  /^(?:(?:\\[hv]?phantom\s?\{[^{}]{0,40}\}|\\q?quad|\\[,;! ]|\\(?:text|mathrm)\s?\{\s?\}|\\?_|~|\s|[?？…□]|\.{3}|\\(?:square|Box|[cl]?dots)(?![a-zA-Z]))*|(?:\\text\s?\{)?[<[]?(?:(?:your|the|final|numerical|your final|the final) )?(?:answer|result|solution|value)(?: here)?[>\]]?\}?|\$\{?ANSWER\b.*|答案)$/i

/** Where the name of another frame than `\boxed` ends: `\fbox`, `\framebox`, `\bbox[5px]`. */
function framed(text: string, at: number): number | undefined {
  const frame = FRAMES.find((name) => text.startsWith(name, at + 3 - name.length))
  if (frame === undefined) return undefined
  const style = text[at + 3] === '[' ? text.indexOf(']', at) : -1
  return style > 0 && style < at + 80 ? style + 1 : at + 3
}

const FRAMES = ['\\fbox', '\\framebox', '\\bbox']

function boxAt(text: string, name: number, from: number): Box | undefined {
  const start = text.startsWith('boxed', name) ? name : text.lastIndexOf('\\', name)
  const backslash = text[start] === '\\' || text[start - 1] === '\\'
  let open = from
  while (open < from + 35 && isBlank(text[open])) open++
  const bracket = text[open]
  if (bracket === '{' || bracket === '｛') {
    const end = closingBrace(text, open)
    return { start: beforeBackslash(text, start), end: end + 1, content: text.slice(open + 1, end).trim() }
  }
  if (!backslash || bracket === undefined) return undefined
  // \boxed 5: to the end of the line or of the formula.
  let end = open
  while (end < text.length && end < open + LONGEST_BOX && !endsFormula(text, end)) end++
  return {
    start: beforeBackslash(text, start),
    end,
    content: text
      .slice(open, end)
      .trim()
      .replace(/[.。]$/, ''),
  }
}

/** Where the backslashes of `\boxed` begin. */
function beforeBackslash(text: string, at: number): number {
  let start = at
  while (start > at - 2 && text[start - 1] === '\\') start--
  return start
}

const isBlank = (char: string | undefined): boolean => char === ' ' || char === '\n' || char === '\t'

const endsFormula = (text: string, at: number): boolean =>
  text[at] === '\n' ||
  text[at] === '$' ||
  (text[at] === '\\' && (text[at + 1] === ']' || text[at + 1] === ')'))

/** The index of the brace that closes the one at `open`; where it is missing, the end of the formula. */
function closingBrace(text: string, open: number): number {
  let depth = 0
  let formula = -1
  for (let index = open; index < text.length; index++) {
    if (index - open > LONGEST_BOX) {
      if (formula < 0) throw OUT_OF_WORK
      break
    }
    const char = text[index]
    if (char === '\\') {
      const next = text[index + 1]
      if ((next === ']' || next === ')') && formula < 0) formula = index
      index++
    } else if (char === '{' || char === '｛') depth++
    else if (char === '}' || char === '｝') {
      if (--depth === 0) return index
    } else if (char === '\n' && text[index + 1] === '\n' && formula < 0) formula = index
    else if (char === '$' && depth === 1 && formula < 0 && text[open + 1] !== '$') formula = index
  }
  return formula < 0 ? text.length : formula
}

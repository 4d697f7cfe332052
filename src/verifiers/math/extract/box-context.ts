import { matchesOf } from '../matches.js'
import { isUnitWord, scaleWord } from '../read/units.js'
import type { Box } from './boxed.js'
import type { IsReadable } from './extraction.js'
import { runAt } from './runs.js'

/** As far as a formula is followed to either side of its box. */
const FARTHEST = 400

/**
 * What a box says with what touches it: `-\boxed{3}` is −3, `\boxed{3}^2` is 9, `x > \boxed{3}` an inequality, `\boxed{3} cm`
 * a length. In `2 + \boxed{3} = 5` a gap is filled, and the box stands alone.
 */
export function boxedAnswer(text: string, box: Box, isReadable: IsReadable): string {
  if (isWholeFormula(text, box)) return box.content
  const formula = formulaAround(text, box)
  const before = formula ? valueSide(formula.before) : rawBefore(text.slice(lineStart(text, box), box.start))
  const after = closing(before, formula ? untilProse(formula.after) : rawAfter(text, box, before))
  if (FILLED_GAP.test(after) || ROUNDED.test(after)) return box.content
  const unit = unitAfter(text.slice(formula ? formula.end : box.end, box.end + FARTHEST), after, box.content)
  if (before === '' && after === '' && unit === '') return box.content
  const whole = `${before}{${box.content}}${after}${unit}`
  return isReadable(whole) || CHANGING_BEFORE.test(before) || CHANGING_AFTER.test(after) ? whole : box.content
}

/** Most boxes are all that their formula holds, with a full stop or nothing behind it. */
const isWholeFormula = (text: string, { start, end }: Box): boolean =>
  OPENED.test(text.slice(Math.max(0, start - NEAR), start)) && CLOSED.test(text.slice(end, end + NEAR))

/** As much of either side as tells that. */
const NEAR = 16

const OPENED = /(?:^|[\n$]|\\[[(])\s{0,8}$/
const CLOSED = /^\s{0,3}\.?\s{0,3}(?:$|(?:\$\$?|\\[\])])(?:[.,]|\s{0,4}$))/

/** What touches a box and makes another value of it, even where the whole cannot be read. */
const CHANGING_BEFORE =
  /(?:[-−+*/^_±×·√<>≤≥≠\d]|\\(?:pm|mp|cdot|times|div|sqrt|le|leq|ge|geq|lt|gt|ne|neq))\s?\{?$/
const CHANGING_AFTER = /^(?:[-+^!*/%×·√π²³]|\\(?:pi|times|cdot|div|sqrt|frac|pm))/

/** What follows the box, up to a bracket that was opened before what precedes it. */
function closing(before: string, after: string): string {
  let depth = 0
  for (const char of before) depth += BRACKETS[char] ?? 0
  for (let index = 0; index < after.length; index++) {
    depth += BRACKETS[after[index]!] ?? 0
    if (depth < 0) return after.slice(0, index)
  }
  return after
}

const BRACKETS: Readonly<Record<string, number>> = { '(': 1, '[': 1, '{': 1, ')': -1, ']': -1, '}': -1 }

const FILLED_GAP = /^[^=]{0,60}=/
/** `\boxed{5\sqrt2} \approx 7.07`: how large it is, which the box says exactly. */
const ROUNDED = /^\s{0,3}(?:\\(?:approx|simeq|sim|doteq)(?![a-z])|≈)/

const lineStart = (text: string, { start }: Box): number =>
  Math.max(text.lastIndexOf('\n', start) + 1, start - FARTHEST)

interface Formula {
  readonly before: string
  readonly after: string
  readonly end: number
}

/** The formula that a box stands in: between dollars, or in `\[ … \]`. */
function formulaAround(text: string, box: Box): Formula | undefined {
  const paragraph = Math.max(text.lastIndexOf('\n\n', box.start), box.start - FARTHEST, 0)
  const behind = text.slice(box.end, box.end + FARTHEST)
  const ahead = text.slice(paragraph, box.start)
  for (const [open, close] of [
    ['\\[', '\\]'],
    ['\\(', '\\)'],
  ] as const) {
    const start = ahead.lastIndexOf(open)
    if (start < 0 || ahead.indexOf(close, start) >= 0) continue
    return formulaOf(ahead.slice(start + open.length), behind, behind.indexOf(close), close.length, box)
  }
  const dollars = [...matchesOf(ahead, /(?<!\\)\${1,2}/g)]
  if (dollars.length % 2 === 0) return undefined
  const { index, 0: mark } = dollars.at(-1)!
  return formulaOf(ahead.slice(index + mark.length), behind, behind.search(/(?<!\\)\$/), mark.length, box)
}

const formulaOf = (before: string, behind: string, close: number, length: number, box: Box): Formula => ({
  before,
  after: close < 0 ? behind : behind.slice(0, close),
  end: close < 0 ? box.end + behind.length : box.end + close + length,
})

/** What stands between the last equals sign, or the like, and the box. */
function valueSide(before: string): string {
  let depth = 0
  for (let index = before.length - 1; index >= 0; index--) {
    const char = before[index]!
    if (char === ')' || char === '}' || char === ']') depth++
    else if (char === '(' || char === '{' || char === '[') depth--
    else if (depth === 0 && /[=&,;:：，\n≈]/.test(char)) return withoutLead(before.slice(index + 1))
    else if (depth === 0 && char === '\\' && LEADS.test(before.slice(index, index + 24)))
      return withoutLead(before.slice(index).replace(LEADS, ''))
  }
  return withoutLead(before)
}

/** Commands that lead to a result and are no part of it. */
const LEADS =
  /^\\(?:\\|therefore|implies|Rightarrow|Longrightarrow|rightarrow|to|iff|approx|equiv|q?quad|[,;: ]|displaystyle|large|Large|huge|Huge|(?:text|textbf|mathrm|mathbf|begin)\s?\{[^{}]*\})(?![a-zA-Z])/

function withoutLead(before: string): string {
  const lead = before.trimStart()
  return /^[*_]{0,3}$/.test(lead.trim()) ? '' : lead
}

/** Outside a formula a sign, an operator or a brace touches the box; a dash or a word does not. */
function rawBefore(line: string): string {
  const found =
    /(?:(?:^|[\s=(*])[-−+]|\\(?:pm|mp|cdot|times|div|sqrt)\s?|[±×·√*/^{<>≤≥≠]\s?|(?<!\s)\d)$/.exec(line)
  if (!found || NO_OPERATOR.test(line)) return ''
  return valueSide(line.slice(endOfFirstWord(line.slice(0, found.index))))
}

/** Where the first word behind the last command ends; 0 where there is none. */
function endOfFirstWord(text: string): number {
  WORD.lastIndex = text.lastIndexOf('\\') + 1
  return WORD.test(text) ? WORD.lastIndex : 0
}

const WORD = /(?<![\\a-zA-Z])(?:[A-Za-z]{2,40}|[\u3000-\u9fff：，])/g

/** A bullet, bold markers, a tag. */
const NO_OPERATOR = /^\s*[-+*•>]\s$|\*\*$|<\/?[a-z_]{1,20}>\s?$/i

/** Outside a formula what touches the box, up to the first word; there `!` ends a sentence. */
function rawAfter(text: string, box: Box, before: string): string {
  const after = runAt(text.slice(0, box.end + FARTHEST), box.end)?.text ?? ''
  if (before.endsWith('{')) return after
  return TOUCHING.test(after) ? untilProse(after) : ''
}

const TOUCHING = /^\s?(?:\^|\\?%|\\(?:pi|times|cdot|sqrt|frac|div|pm)|[×·π√²³*/])/

/** Without a full stop, a remark, or words. */
function untilProse(after: string): string {
  const end = after.search(
    /\\(?:\\|q?quad|text|mathrm|mbox|textbf|end|tag|checkmark|blacksquare|square|[,;: ]?(?:\\text))|[&,;.，。；]|\n|\$/,
  )
  const touching = (end < 0 ? after : after.slice(0, end)).replace(/\\[,;: !]/g, ' ').trim()
  return /^[*_)\]]{0,3}$/.test(touching) || /^[)\]]/.test(touching) ? '' : touching
}

/** ` cm`, `\text{ cm}`, ` percent` behind a box that has no unit itself. */
function unitAfter(behind: string, after: string, content: string): string {
  if (/\\(?:text|mathrm)|\p{L}{2}\s*$/u.test(content) || /[^\\%]/.test(after.replace(/\s/g, ''))) return ''
  const found =
    /^(?:[\s~*$]|\\[,;: )])*(?:\\(?:text|mathrm|mbox)\s?\{\s?)?(\p{L}{1,20}|°)((?:\s?\/\s?\p{L}{1,20})?(?:\}?\s?\^\s?\{?-?\d\}?|[²³])?)\s?\}?(.{0,2})/u.exec(
      behind,
    )
  if (!found) return after === '' && /^[\s$]{0,4}\\?%/.test(behind) ? '\\%' : ''
  const [, word, power, next] = found as unknown as [string, string, string, string]
  if (/^(?:percent|pct)$/i.test(word)) return '\\%'
  if (!isUnitWord(word) && scaleWord(word) === undefined) return ''
  if ((word.length === 1 || word === 'in') && /^\s?[\p{L}\d]/u.test(next)) return ''
  return `\\text{ ${word}}${power.replace(/^\}/, '')}`
}

import { THINK_TAGS } from '../think-gate.js'
import { strip } from '../white-space.js'
import { ANSWER_WORD } from './answer-words.js'
import { plainCharacters, withoutEndTokens } from './plain-characters.js'

/** Where the lenient reading looks for the answer. */
export interface LenientArea {
  /** In plain characters. */
  readonly text: string
  /** Whether the strict reading looks at the same text, but for the characters in front of the first item. */
  readonly asStrict: boolean
  /** The steps that led there, one sentence each. */
  readonly steps: readonly string[]
}

/**
 * The part of an answer text that holds the answer, by the markers that models write: after the last `[Answer]` or `[答案]`, even in
 * emphasis or with a colon; without one after the last line that is labelled as the answer (`Final answer:`, `【答案】`,
 * `## Réponse`); without one in the last `<answer>…</answer>`; else the whole text. An `<answer>` or a code fence around
 * the area is taken off. A marker that a closing sentence merely mentions starts no area.
 */
export function lenientArea(answer: string): LenientArea {
  const text = bareAnswer(answer)
  const marked = afterMarker(text)
  if (marked !== undefined) return unwrapped(marked, true, ['The answer area follows the marker.'])
  const labelled = afterLabel(text)
  if (labelled !== undefined) {
    return unwrapped(labelled.text, false, [`The answer area follows ${JSON.stringify(labelled.label)}.`])
  }
  const close = text.lastIndexOf(CLOSE)
  const open = close < 0 ? -1 : text.lastIndexOf(OPEN, close)
  if (open > 0) {
    const block = text.slice(open + OPEN.length, close)
    if (strip(block) !== '') return unwrapped(block, false, ['The answer area is the last <answer> block.'])
  }
  return unwrapped(text, true, [])
}

/** An answer text in plain characters, without end-of-turn tokens, and without a think block that some gate let through. */
export function bareAnswer(answer: string): string {
  const text = withoutEndTokens(answer)
  const start = strip(text.slice(0, LONGEST_TAG * 2))
  for (const [open, close] of Object.values(THINK_TAGS)) {
    if (!start.startsWith(open)) continue
    const end = text.indexOf(close)
    if (end >= 0) return plainCharacters(text.slice(end + close.length))
  }
  return plainCharacters(text)
}

const LONGEST_TAG = 32

const MARKERS = ['[Answer]', '[答案]']

/** What follows the last marker that is not only mentioned, up to the line that mentions it again. */
function afterMarker(text: string): string | undefined {
  let end = text.length
  for (;;) {
    // Not before the start of the text, which `lastIndexOf` would take for its first character.
    if (end === 0) return undefined
    const [at, marker] = lastOf(MARKERS, text, end - 1)
    if (at < 0) return undefined
    const lineStart = text.lastIndexOf('\n', at) + 1
    if (!isMention(text.slice(lineStart, at), text.slice(at + marker.length, end))) {
      return withoutResidue(text.slice(at + marker.length, end))
    }
    if (lastOf(MARKERS, text, at - 1)[0] < 0) return withoutResidue(text.slice(at + marker.length, end))
    end = lineStart
  }
}

function lastOf(markers: readonly string[], text: string, from: number): readonly [number, string] {
  let last: readonly [number, string] = [-1, '']
  if (from < 0) return last
  for (const marker of markers) {
    const at = text.lastIndexOf(marker, from)
    if (at > last[0]) last = [at, marker]
  }
  return last
}

/** Words before the marker in its line, and behind it nothing but the end of their sentence. */
const isMention = (before: string, behind: string): boolean =>
  /\p{L}/u.test(before) &&
  /^[^\n]*[.!?。！？"'”)\]]\s*$/u.test(behind) &&
  /^[\s\p{P}]*(?:\p{Ll}|\p{Lo}|$)/u.test(behind)

/** What stands between a marker and the answer: the end of its emphasis, a colon. */
const withoutResidue = (text: string): string =>
  text.replace(/^[ \t]*[*_`]{0,3}[ \t]*:?[ \t]*(?:\*{1,3}(?=\s)|_{1,3}(?=\s))?/u, '')

/** What follows the last line that is labelled as the answer. */
function afterLabel(text: string): { readonly text: string; readonly label: string } | undefined {
  let end = text.length
  while (end > 0) {
    const start = text.lastIndexOf('\n', end - 1) + 1
    const line = text.slice(start, end)
    const label = labelOf(line)
    if (label !== undefined) {
      const rest = text.slice(start + label.length)
      if (strip(rest.replace(/[*_`#]/g, '')) !== '')
        return { text: withoutResidue(rest), label: strip(label) }
    }
    if (start === 0) return undefined
    end = start - 1
  }
  return undefined
}

/** The label at the start of a line, with its markup and colon: `**Final answer:`, `【答案】`, `## Réponse`. */
function labelOf(line: string): string | undefined {
  if (!HAS_ANSWER_WORD.test(line.slice(0, LONGEST_LABEL))) return undefined
  const label = (BRACKETED.exec(line) ?? WITH_COLON.exec(line) ?? HEADING.exec(line))?.[0]
  if (label === undefined || !HAS_ANSWER_WORD.test(label)) return undefined
  return label.split(' ').length <= MOST_WORDS ? label : undefined
}

const LONGEST_LABEL = 80
const MOST_WORDS = 8
const HAS_ANSWER_WORD = /* @__PURE__ */ new RegExp(ANSWER_WORD, 'iu')
const DRESS = '[ \\t>#*_`-]{0,12}'
const BRACKETED = /* @__PURE__ */ new RegExp(`^${DRESS}[[【〔](?:[^[\\]【】〔〕\\n]{1,40})[\\]】〕]`, 'u')
const WITH_COLON = /* @__PURE__ */ new RegExp(`^${DRESS}[^:.,;!?。|"<\\n]{1,60}:`, 'u')
const HEADING =
  /* @__PURE__ */ /^(?:#{1,6} ?|\*\*|__)[^:.,;!?。|"<\n]{1,40}$|^[^\s:.,;!?。|"<\n]{1,20}(?: [^\s:.,;!?。|"<\n]{1,20})?[ \t]*$/u

const OPEN = '<answer>'
const CLOSE = '</answer>'

function unwrapped(area: string, asStrict: boolean, steps: readonly string[]): LenientArea {
  let text = strip(area)
  const taken = [...steps]
  if (text.startsWith(OPEN) || (text.endsWith(CLOSE) && !text.includes(OPEN))) {
    const close = text.indexOf(CLOSE)
    text = strip(text.slice(text.startsWith(OPEN) ? OPEN.length : 0, close < 0 ? text.length : close))
    taken.push('The <answer> tags around it are taken off.')
    const inner = afterMarker(text)
    if (inner !== undefined) text = strip(inner)
  }
  const fenced = fencedText(text)
  if (fenced !== undefined) {
    text = fenced
    taken.push('The code fence around it is taken off.')
    const inner = afterMarker(text)
    if (inner !== undefined) text = strip(inner)
  }
  return { text: text.replace(LEADING_RULE, ''), asStrict, steps: taken }
}

/** A line drawn under the marker. */
const LEADING_RULE = /^[-*_=]{3,80}[ \t]{0,8}\n/

/** The text in the one code fence around everything; undefined where there is none. */
function fencedText(text: string): string | undefined {
  if (text.length < 2 * FENCE.length || !text.startsWith(FENCE) || !text.endsWith(FENCE)) return undefined
  const inner = text.slice(FENCE.length, -FENCE.length)
  return inner.includes(FENCE) ? undefined : strip(inner.replace(/^[\w+-]*[ \t]*\n/, ''))
}

const FENCE = '```'

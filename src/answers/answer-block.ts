import type { Profile } from '../profile.js'
import { strip } from './white-space.js'

const OPEN = '<answer>'
const CLOSE = '</answer>'

/**
 * The texts that may be the `<answer>` block, the likeliest first.
 *
 * `natural`: the complete blocks `<answer>…</answer>`, the last one first; then what follows the last `<answer>`;
 * the whole text where there is no tag. One code fence around each is taken off. `published`: the first `<answer>`,
 * up to the next `</answer>` or the end.
 */
export function* answerBlocks(text: string, profile: Profile): Generator<string> {
  if (profile === 'published') {
    yield blockAt(text, text.indexOf(OPEN))
    return
  }
  // Mostly there is one tag, and to look forward for it takes a tenth of the time of `lastIndexOf`, which reads every character.
  const first = text.indexOf(OPEN)
  const isOnly = first < 0 || !text.includes(OPEN, first + 1)
  const lastOpen = (from: number) => (isOnly ? (first <= from ? first : -1) : text.lastIndexOf(OPEN, from))
  // Blocks do not overlap, so that all of them together are no longer than the text.
  let end = text.lastIndexOf(CLOSE)
  while (end >= OPEN.length) {
    const open = lastOpen(end - OPEN.length)
    if (open < 0) break
    yield withoutFence(blockAt(text, open))
    end = open === 0 ? -1 : text.lastIndexOf(CLOSE, open - 1)
  }
  const last = lastOpen(text.length)
  yield withoutFence(last < 0 ? text : text.slice(last + OPEN.length))
}

/** From the tag at `open` to the next closing one or the end; the whole text where there is no tag. */
function blockAt(text: string, open: number): string {
  if (open < 0) return text
  const start = open + OPEN.length
  const close = text.indexOf(CLOSE, start)
  return close < 0 ? text.slice(start) : text.slice(start, close)
}

const FENCE = '```'

/** Takes off one code fence with its optional language word: three backticks, `json`, …, three backticks. */
function withoutFence(text: string): string {
  const block = strip(text)
  if (block.length < 2 * FENCE.length || !block.startsWith(FENCE) || !block.endsWith(FENCE)) return block
  return block.slice(FENCE.length, -FENCE.length).replace(/^[\w+-]*/, '')
}

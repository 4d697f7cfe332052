import type { Profile } from '../profile.js'
import { strip } from './white-space.js'

const OPEN = '<answer>'
const CLOSE = '</answer>'

/**
 * The text of the `<answer>` block.
 *
 * `natural`: the last complete `<answer>…</answer>`, else what follows the last `<answer>`, else the whole
 * text; one code fence around it is taken off. `published`: the first `<answer>`, up to the next `</answer>`
 * or the end.
 */
export function answerBlock(text: string, profile: Profile): string {
  if (profile === 'published') return firstBlock(text)
  const lastClose = text.lastIndexOf(CLOSE)
  const completeOpen = lastClose < 0 ? -1 : text.lastIndexOf(OPEN, lastClose)
  const open = completeOpen >= 0 ? completeOpen : text.lastIndexOf(OPEN)
  if (open < 0) return withoutFence(text)
  const start = open + OPEN.length
  return withoutFence(text.slice(start, completeOpen >= 0 ? text.indexOf(CLOSE, start) : undefined))
}

function firstBlock(text: string): string {
  const open = text.indexOf(OPEN)
  if (open < 0) return text
  const start = open + OPEN.length
  const close = text.indexOf(CLOSE, start)
  return text.slice(start, close < 0 ? undefined : close)
}

const FENCE = '```'

/** Takes off one code fence with its optional language word: three backticks, `json`, …, three backticks. */
function withoutFence(text: string): string {
  const block = strip(text)
  if (block.length < 2 * FENCE.length || !block.startsWith(FENCE) || !block.endsWith(FENCE)) return block
  return block.slice(FENCE.length, -FENCE.length).replace(/^[\w+-]*/, '')
}

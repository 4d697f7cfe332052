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
  if (profile === 'published') return blockAt(text, text.indexOf(OPEN))
  const complete = text.slice(0, text.lastIndexOf(CLOSE) + 1).lastIndexOf(OPEN)
  return withoutFence(blockAt(text, complete >= 0 ? complete : text.lastIndexOf(OPEN)))
}

/** From the tag at `open` to the next closing one or the end; the whole text where there is no tag. */
function blockAt(text: string, open: number): string {
  return open < 0 ? text : (text.slice(open + OPEN.length).split(CLOSE)[0] as string)
}

const FENCE = '```'

/** Takes off one code fence with its optional language word: three backticks, `json`, …, three backticks. */
function withoutFence(text: string): string {
  const block = strip(text)
  if (block.length < 2 * FENCE.length || !block.startsWith(FENCE) || !block.endsWith(FENCE)) return block
  return block.slice(FENCE.length, -FENCE.length).replace(/^[\w+-]*/, '')
}

import type { Profile } from '../profile.js'
import { answerArea } from './answer-area.js'
import { joinWhiteSpace, strip, WHITE_SPACE } from './white-space.js'

/** White space other than a single space inside a line: where it occurs, lines need more than a split. */
const IRREGULAR = /* @__PURE__ */ new RegExp(`(?![ \\n])[${WHITE_SPACE}]| {2}|^[ \\n]|[ \\n]$| \\n|\\n[ \\n]`)

/**
 * The lines of an answer, ready to be compared: the answer area split at `\n`, in lower case, each run of white space
 * one space, none at the ends.
 *
 * `natural` drops blank lines; `published` strips the area as a whole and then keeps them.
 */
export function answerLines(text: string, profile: Profile): string[] {
  const area = answerArea(text, profile).toLowerCase()
  if (profile === 'published') {
    const stripped = strip(area)
    const lines = stripped.split('\n')
    return IRREGULAR.test(stripped) ? lines.map(joinWhiteSpace) : lines
  }
  if (area !== '' && !IRREGULAR.test(area)) return area.split('\n')
  return area
    .split('\n')
    .map(joinWhiteSpace)
    .filter((line) => line !== '')
}

/** A gold item in the form of a line: lower case, white space joined. */
export const normalizeItem = (item: string): string => joinWhiteSpace(item.toLowerCase())

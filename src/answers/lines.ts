import type { Profile } from '../profile.js'
import { answerArea } from './answer-area.js'
import { isWhiteSpace, joinWhiteSpace, strip } from './white-space.js'

/**
 * The lines of an answer, ready to be compared: the answer area split at `\n`, in lower case, each run of
 * white space one space, none at the ends.
 *
 * `natural` drops blank lines; `published` strips the area as a whole and then keeps them.
 */
export function answerLines(text: string, profile: Profile): string[] {
  const published = profile === 'published'
  const area = answerArea(text, profile).toLowerCase()
  const kept = published ? strip(area) : area
  const lines: string[] = []
  let start = 0
  // Most lines need no more than a cut; `irregular` marks one with white space to be joined or stripped.
  let irregular = false
  let afterSpace = true
  for (let at = 0; at <= kept.length; at++) {
    const code = at < kept.length ? kept.charCodeAt(at) : LINE_FEED
    if (code > SPACE && code < FIRST_WIDE_SPACE) afterSpace = false
    else if (code === LINE_FEED) {
      const line = kept.slice(start, at)
      const normal = irregular || (afterSpace && at > start) ? joinWhiteSpace(line) : line
      if (published || normal !== '') lines.push(normal)
      start = at + 1
      irregular = false
      afterSpace = true
    } else if (code === SPACE) {
      irregular ||= afterSpace
      afterSpace = true
    } else if (isWhiteSpace(code)) irregular = true
    else afterSpace = false
  }
  return lines
}

const LINE_FEED = 0x0a
const SPACE = 0x20
/** U+0085, the first white space above the space. */
const FIRST_WIDE_SPACE = 0x85

/** A gold item in the form of a line: lower case, white space joined. */
export const normalizeItem = (item: string): string => joinWhiteSpace(item.toLowerCase())

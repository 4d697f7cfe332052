import type { Profile } from '../profile.js'
import { answerArea } from './answer-area.js'
import { canonical } from './canonical.js'
import { joinWhiteSpace, strip } from './white-space.js'

/**
 * The lines of an answer, ready to be compared: the answer area split at `\n`, in lower case, each run of
 * white space one space, none at the ends.
 *
 * `natural` drops blank lines; `published` strips the area as a whole and then keeps them.
 */
export function answerLines(text: string, profile: Profile): string[] {
  const lines = strip(answerArea(text, profile))
    .split('\n')
    .map((line) => normalizeItem(line, profile))
  return profile === 'published' ? lines : lines.filter((line) => line !== '')
}

/** The first of the `answerLines`; undefined when there is none. */
export function firstLine(text: string, profile: Profile): string | undefined {
  const area = strip(answerArea(text, profile))
  if (area === '' && profile === 'natural') return undefined
  return normalizeItem(area.includes('\n') ? area.slice(0, area.indexOf('\n')) : area, profile)
}

/**
 * A line or a gold item as they are compared: lower case, white space joined, in the natural profile in normal
 * form C.
 */
export const normalizeItem = (item: string, profile: Profile): string =>
  isPlainAscii(item)
    ? item.toLowerCase()
    : joinWhiteSpace((profile === 'published' ? item : canonical(item)).toLowerCase())

/**
 * Whether a line, the part of the text from `start` to before `end`, is printable ASCII with single spaces between its words, as most
 * are: but for its case it is then as it is compared. The expressions behind `canonical` and `joinWhiteSpace` take three times
 * as long to see that nothing is left to do.
 */
export function isPlainAscii(text: string, start = 0, end = text.length): boolean {
  let before = SPACE
  for (let i = start; i < end; i++) {
    const code = text.charCodeAt(i)
    if (code < SPACE || code > TILDE || (code === SPACE && before === SPACE)) return false
    before = code
  }
  return before !== SPACE
}

const SPACE = 0x20
const TILDE = 0x7e

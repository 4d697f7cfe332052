import { asciiSegment } from './ascii-segment.js'

/**
 * Cuts a text into words. Of a text in a script without spaces, such as Chinese, every character must come
 * back in some word.
 */
export type Tokenizer = (text: string) => readonly string[]

/**
 * The default tokenizer: the words of `Intl.Segmenter`, spaces and punctuation included. The locale is fixed,
 * so that the words do not depend on the machine's language; they do depend on the engine's dictionary.
 * Inject a tokenizer to pin them.
 *
 * A text is cut window by window. Where the dictionary cannot tell how far back a cut depends on what follows (`哈哈哈…`),
 * the words of a run of more than 512 letters may differ from those of one call.
 */
export const segmentWords: Tokenizer = (text) => {
  let start = 0
  return segmentEnds(text).map((end) => {
    const word = text.slice(start, end)
    start = end
    return word
  })
}

/** Where each of the words ends. */
export function segmentEnds(text: string): readonly number[] {
  const ends: number[] = []
  let at = 0
  while (at < text.length) {
    const window = text.slice(at, at + WINDOW)
    // What follows the window may change its last words: they begin the next one.
    const sure = at + WINDOW < text.length ? WINDOW - MARGIN : WINDOW
    at += takeAscii(window, sure, at, ends) || takeSegments(window, sure, at, ends)
  }
  return ends
}

/** UTF-16 units at a time: ICU's time grows with the square of a run without spaces (a minute for 64,000 at once). */
export const WINDOW = 512

/** Longer than any word of the dictionary. */
const MARGIN = 64

/** The ASCII segments that the window begins with. @returns their length */
function takeAscii(window: string, sure: number, at: number, ends: number[]): number {
  let length = 0
  for (let segment = asciiSegment(window, 0); segment !== ''; segment = asciiSegment(window, length)) {
    if (length + segment.length > sure) break
    length += segment.length
    ends.push(at + length)
  }
  return length
}

/** The segmenter's words, one at the least, up to where much ASCII follows. @returns their length */
function takeSegments(window: string, sure: number, at: number, ends: number[]): number {
  const nextEnd = segmenterOf(window)
  let length = 0
  let ascii = nextAscii(window, 1)
  while (length < ascii) {
    const end = nextEnd(length)
    if (length > 0 && end > sure) break
    ends.push(at + end)
    length = end
    if (ascii < length) ascii = nextAscii(window, length)
  }
  return length
}

/** Where next enough ASCII stands to leave the segmenter: to ask it once takes as long as nine of its segments. */
function nextAscii(window: string, from: number): number {
  MUCH_ASCII.lastIndex = from
  return MUCH_ASCII.exec(window)?.index ?? window.length
}

const MUCH_ASCII = /[\0-9;-\x7f]{12}/g

/** The end of the segment that begins at a place; to be asked for one segment after the other. */
type NextEnd = (start: number) => number

/**
 * To ask for the segment that contains a place takes ten times as long as the segmenter needs to find it. What contains the place behind
 * a boundary begins there, or one unit later: then the segment between is known as well.
 */
function segmenterOf(text: string): NextEnd {
  segmenter ??= new Intl.Segmenter('zh', { granularity: 'word' })
  // To ask for one segment after the other takes four fifths of the time of their iterator.
  const segments = segmenter.segment(text)
  let known = -1
  let knownEnd = 0
  return (start) => {
    if (start === known) return knownEnd
    if (start + 1 === text.length) return text.length
    const { index, segment } = segments.containing(start + 1)!
    if (index === start) return index + segment.length
    known = index
    knownEnd = index + segment.length
    return known
  }
}

let segmenter: Intl.Segmenter | undefined

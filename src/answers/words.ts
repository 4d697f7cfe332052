import { asciiSegment } from './ascii-segment.js'

/**
 * Cuts a text into words. Of a text in a script without spaces, such as Chinese, every character must come
 * back in some word.
 */
export type Tokenizer = (text: string) => readonly string[]

/**
 * The words of a text: runs of Unicode letters, marks and digits in lower case. A run in a script that is
 * written without spaces (Chinese, Japanese, Thai, …) is cut further by the tokenizer.
 *
 * @param mayCut is asked once, before the tokenizer is: may it cut runs of so many UTF-16 units?
 * @returns undefined where it may not
 */
export function wordsOf(
  text: string,
  tokenize: Tokenizer = segmentWords,
  mayCut: (length: number) => boolean = () => true,
): string[] | undefined {
  const lower = text.replaceAll('İ', DOTTED_I).toLowerCase()
  const runs = lower.match(WORD_RUN) ?? []
  if (!UNSPACED.test(lower)) return runs
  const unspaced = runs.filter((run) => UNSPACED.test(run))
  if (!mayCut(unspaced.reduce((sum, run) => sum + run.length, 0))) return undefined
  const cut = tokenize === segmentWords ? segmentEach(unspaced) : unspaced.map(tokenize)
  let next = 0
  return runs.flatMap((run) =>
    run === unspaced[next] ? (cut[next++] as string[]).filter((word) => WORD_CHARACTER.test(word)) : run,
  )
}

/**
 * The one letter whose lower case is a letter and a mark, i and U+0307. The rules' test vectors count `İzmir`
 * as the two words `i` and `zmir`, so here, and only here, the mark ends the word.
 */
const DOTTED_I = 'I '

/** The words of `[a-z0-9]` alone, in lower case: google's rouge_score without its stemmer. */
export const asciiWordsOf = (text: string): string[] => text.toLowerCase().match(/[a-z0-9]+/g) ?? []

const WORD_CHARACTER = /[\p{L}\p{M}\p{N}]/u
const WORD_RUN = /[\p{L}\p{M}\p{N}]+/gu
const UNSPACED =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]/u

let segmenter: Intl.Segmenter | undefined

/**
 * The default tokenizer: the words of `Intl.Segmenter`, spaces and punctuation included. The locale is fixed,
 * so that the words do not depend on the machine's language; they do depend on the engine's dictionary.
 * Inject a tokenizer to pin them.
 *
 * A text is cut window by window. Where the dictionary cannot tell how far back a cut depends on what follows (`哈哈哈…`),
 * the words of a run of more than 512 letters may differ from those of one call.
 */
export const segmentWords: Tokenizer = (text) => {
  const words: string[] = []
  let at = 0
  while (at < text.length) {
    const window = text.slice(at, at + WINDOW)
    // What follows the window may change its last words: they begin the next one.
    const sure = at + WINDOW < text.length ? WINDOW - MARGIN : WINDOW
    at += takeAscii(window, sure, words) || takeSegments(window, sure, words)
  }
  return words
}

/** The words of each run. As many runs as a window holds are cut at once: to ask the segmenter takes as long as nine words. */
function segmentEach(runs: readonly string[]): readonly (readonly string[])[] {
  const cut: string[][] = []
  for (let from = 0; from < runs.length; from = cut.length) {
    let to = from + 1
    let length = (runs[from] as string).length
    while (to < runs.length && length + 1 + (runs[to] as string).length <= WINDOW)
      length += 1 + (runs[to++] as string).length
    cut.push([])
    for (const word of segmentWords(runs.slice(from, to).join(BETWEEN))) {
      if (word === BETWEEN) cut.push([])
      else (cut.at(-1) as string[]).push(word)
    }
  }
  return cut
}

/** At a line's end every word ends, whatever stands beside it. */
const BETWEEN = '\n'

/** The ASCII segments that the window begins with. @returns their length */
function takeAscii(window: string, sure: number, words: string[]): number {
  let length = 0
  for (let segment = asciiSegment(window, 0); segment !== ''; segment = asciiSegment(window, length)) {
    if (length + segment.length > sure) break
    words.push(segment)
    length += segment.length
  }
  return length
}

/** The segmenter's words, one at the least, up to where much ASCII follows. @returns their length */
function takeSegments(window: string, sure: number, words: string[]): number {
  segmenter ??= new Intl.Segmenter('zh', { granularity: 'word' })
  // To ask for one segment after the other takes four fifths of the time of their iterator.
  const segments = segmenter.segment(window)
  let length = 0
  let ascii = nextAscii(window, 1)
  while (length < ascii) {
    const { segment } = segments.containing(length) as Intl.SegmentData
    if (length > 0 && length + segment.length > sure) break
    words.push(segment)
    length += segment.length
    if (ascii < length) ascii = nextAscii(window, length)
  }
  return length
}

/** UTF-16 units at a time: ICU's time grows with the square of a run without spaces (a minute for 64,000 at once). */
const WINDOW = 512

/** Where next enough ASCII stands to leave the segmenter: to ask it once takes as long as nine of its segments. */
function nextAscii(window: string, from: number): number {
  MUCH_ASCII.lastIndex = from
  return MUCH_ASCII.exec(window)?.index ?? window.length
}

const MUCH_ASCII = /[\0-9;-\x7f]{12}/g

/** Longer than any word of the dictionary. */
const MARGIN = 64

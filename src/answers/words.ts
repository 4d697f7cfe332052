import { segmentEnds, segmentWords, type Tokenizer, WINDOW } from './segment-words.js'
import { WORD_CHARACTER, wordRuns } from './word-runs.js'

/** Is shown a word where it stands: text[start … end − 1]. */
export type WordVisitor = (text: string, start: number, end: number) => void

/**
 * Visits the words of a text: runs of Unicode letters, marks and digits in lower case. A run in a script that is
 * written without spaces (Chinese, Japanese, Thai, …) is cut further by the tokenizer.
 *
 * @param mayCut is asked once, before the tokenizer is: may it cut runs of so many UTF-16 units?
 * @returns false where it may not; no word is visited then
 */
export function forEachWord(
  text: string,
  tokenize: Tokenizer,
  visit: WordVisitor,
  mayCut: (length: number) => boolean = () => true,
): boolean {
  const lower = text.replaceAll('İ', DOTTED_I).toLowerCase()
  const { bounds, unspaced } = wordRuns(lower)
  if (unspaced.length > 0 && !mayCut(unspaced.reduce((sum, run) => sum + lengthOf(bounds, run), 0)))
    return false
  const cut =
    tokenize === segmentWords ? cutTogether(lower, bounds, unspaced) : cutAlone(lower, bounds, tokenize)
  let next = 0
  for (let run = 0; 2 * run < bounds.length; run++) {
    if (run === unspaced[next]) cut(run, next++, visit)
    else visit(lower, bounds[2 * run]!, bounds[2 * run + 1]!)
  }
  return true
}

const lengthOf = (bounds: readonly number[], run: number): number => bounds[2 * run + 1]! - bounds[2 * run]!

/**
 * The one letter whose lower case is a letter and a mark, i and U+0307. The rules' test vectors count `İzmir`
 * as the two words `i` and `zmir`, so here, and only here, the mark ends the word.
 */
const DOTTED_I = 'I '

/** The words of `[a-z0-9]` alone, in lower case: google's rouge_score without its stemmer. */
export const asciiWordsOf = (text: string): string[] => text.toLowerCase().match(/[a-z0-9]+/g) ?? []

/** Visits the words of a run, the `next`-th of those in a script without spaces; called for one after the other. */
type CutRun = (run: number, next: number, visit: WordVisitor) => void

const cutAlone =
  (lower: string, bounds: readonly number[], tokenize: Tokenizer): CutRun =>
  (run, _, visit) => {
    for (const word of tokenize(lower.slice(bounds[2 * run], bounds[2 * run + 1]))) {
      if (WORD_CHARACTER.test(word)) visit(word, 0, word.length)
    }
  }

/** As many runs as a window holds are cut at once: to ask the segmenter takes as long as nine words. */
function cutTogether(lower: string, bounds: readonly number[], unspaced: readonly number[]): CutRun {
  let joined = ''
  let ends: readonly number[] = []
  let at = 0
  let index = 0
  return (_, next, visit) => {
    if (at === joined.length) {
      joined = joinRuns(lower, bounds, unspaced, next)
      ends = segmentEnds(joined)
      at = 0
      index = 0
    }
    while (at < joined.length) {
      const start = at
      at = ends[index++]!
      if (joined.charCodeAt(start) === LINE_END) return
      visit(joined, start, at)
    }
  }
}

/** The runs from unspaced[first] on that fit into a window together, on a line each: at its end every word ends. */
function joinRuns(
  lower: string,
  bounds: readonly number[],
  unspaced: readonly number[],
  first: number,
): string {
  const textOf = (number: number) =>
    lower.slice(bounds[2 * unspaced[number]!], bounds[2 * unspaced[number]! + 1])
  let joined = textOf(first)
  for (let number = first + 1; number < unspaced.length; number++) {
    const text = textOf(number)
    if (joined.length + 1 + text.length > WINDOW) break
    joined += `\n${text}`
  }
  return joined
}

const LINE_END = 10

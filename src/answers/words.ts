/**
 * Cuts a text into words. Of a text in a script without spaces, such as Chinese, every character must come
 * back in some word.
 */
export type Tokenizer = (text: string) => readonly string[]

/**
 * The words of a text: runs of Unicode letters, marks and digits in lower case. A run in a script that is
 * written without spaces (Chinese, Japanese, Thai, …) is cut further by the tokenizer.
 */
export function wordsOf(text: string, tokenize: Tokenizer = segmentWords): string[] {
  const lower = text.replaceAll('İ', DOTTED_I).toLowerCase()
  const runs = lower.match(WORD_RUN) ?? []
  if (!UNSPACED.test(lower)) return runs
  return runs.flatMap((run) =>
    UNSPACED.test(run) ? tokenize(run).filter((word) => WORD_CHARACTER.test(word)) : run,
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
 */
export const segmentWords: Tokenizer = (text) => {
  segmenter ??= new Intl.Segmenter('zh', { granularity: 'word' })
  const words: string[] = []
  let at = 0
  while (at < text.length) {
    const cut = Array.from(segmenter.segment(text.slice(at, at + WINDOW)), ({ segment }) => segment)
    // The last word of a window may go on behind it: it begins the next one.
    const done = cut.length === 1 || at + WINDOW >= text.length ? cut : cut.slice(0, -1)
    for (const word of done) {
      words.push(word)
      at += word.length
    }
  }
  return words
}

/** UTF-16 units at a time: ICU's time grows with the square of a run without spaces (500 ms for 64,000). */
const WINDOW = 2048

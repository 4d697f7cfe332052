import { segmentWords, type Tokenizer } from '../../../src/answers/segment-words.js'
import { forEachWord } from '../../../src/answers/words.js'

/** The words of a text as strings; undefined where the tokenizer may not cut. */
export function wordsOf(
  text: string,
  tokenize: Tokenizer = segmentWords,
  mayCut?: (length: number) => boolean,
): string[] | undefined {
  const words: string[] = []
  const isCut = forEachWord(text, tokenize, (from, start, end) => words.push(from.slice(start, end)), mayCut)
  return isCut ? words : undefined
}

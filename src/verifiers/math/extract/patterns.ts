import { matchesOf } from '../matches.js'
/** Any of some words, each a regular expression, as whole words. */
export const anyOf = (words: readonly string[]): string => `(?<!\\p{L})(?:${words.join('|')})(?!\\p{L})`

/** Where the last of some marks ends in a text; 0 where there is none. */
export function endOfLast(text: string, marks: RegExp): number {
  let end = 0
  for (const { index, 0: mark } of matchesOf(text, marks)) end = index + mark.length
  return end
}

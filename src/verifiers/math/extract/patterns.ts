/** Any of some words, each a regular expression, as whole words. */
export const anyOf = (words: readonly string[]): string => `(?<!\\p{L})(?:${words.join('|')})(?!\\p{L})`

/** Some patterns as one, which is asked once. */
export const oneOf = (patterns: readonly RegExp[]): RegExp =>
  new RegExp(patterns.map((pattern) => pattern.source).join('|'), 'iu')

/** Where the last of some marks ends in a text; 0 where there is none. */
export function endOfLast(text: string, marks: RegExp): number {
  let end = 0
  marks.lastIndex = 0
  while (marks.test(text)) end = marks.lastIndex
  return end
}

/** A pattern, what it gives way to, and marks of which a text that it is found in has one; without marks any text may. */
export type Rewrite = readonly [
  pattern: RegExp,
  replacement: string | ((...found: string[]) => string),
  marks?: readonly string[],
]

/** A text after each of some rewrites. To look for a mark costs a fraction of what a pattern does, and most texts have few of them. */
export const rewritten = (text: string, rewrites: readonly Rewrite[]): string =>
  rewrites.reduce(
    (rest, [pattern, replacement, marks]) =>
      !marks || marks.some((mark) => rest.includes(mark))
        ? rest.replace(pattern, replacement as string)
        : rest,
    text,
  )

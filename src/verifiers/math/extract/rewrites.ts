import { type Sparing, sparing } from '../sparing.js'

type Replacement = string | ((...found: string[]) => string)

/** A pattern, what it gives way to, and marks of which a text that it is found in has one; without marks any text may. */
export interface Rewrite {
  readonly pattern: Sparing
  readonly replacement: Replacement
  readonly marks?: readonly string[] | undefined
}

export const rewrites = (
  ...table: readonly (readonly [pattern: RegExp, replacement: Replacement, marks?: readonly string[]])[]
): readonly Rewrite[] =>
  table.map(([pattern, replacement, marks]) => ({ pattern: sparing(pattern), replacement, marks }))

/** A text after each of some rewrites. To look for a mark costs a fraction of what a pattern does, and most texts have few of them. */
export const rewritten = (text: string, steps: readonly Rewrite[]): string =>
  steps.reduce(
    (rest, { pattern, replacement, marks }) =>
      !marks || marks.some((mark) => rest.includes(mark)) ? pattern.replaceIn(rest, replacement) : rest,
    text,
  )

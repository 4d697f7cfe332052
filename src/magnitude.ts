/**
 * The largest number accepted where a formula multiplies or squares it: two such factors, a sum of a billion and a square
 * stay far inside float64, which ends at 1.8e308.
 */
export const LARGEST = 1e100

/** The smallest number accepted where a formula divides by it. */
export const SMALLEST = 1e-100

/** What an option can be, in words and as a test. */
export interface Range {
  readonly expected: string
  readonly accepts: (value: unknown) => boolean
}

/** What a formula divides by. */
export const DIVISOR: Range = {
  expected: `a number from ${SMALLEST} to ${LARGEST}`,
  accepts: (value) => typeof value === 'number' && value >= SMALLEST && value <= LARGEST,
}

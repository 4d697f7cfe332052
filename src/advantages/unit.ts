/**
 * A power of two to multiply values by, which rounds nothing: 1, or what brings the largest of them near 1 where its
 * square would leave float64 or weighted sums of squares might.
 */
export function unitOf(values: Float64Array): number {
  let largest = 0
  for (const value of values) largest = Math.max(largest, Math.abs(value))
  return largest < FAR ? 1 : 2 ** -Math.ceil(Math.log2(largest))
}

const FAR = 1e75

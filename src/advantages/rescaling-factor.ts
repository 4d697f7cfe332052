/**
 * The power of two that values are multiplied by before they are squared and summed: 1, or, where the largest magnitude is 1e75
 * or more and such sums could overflow float64, the one that brings it near 1. Multiplying by a power of two rounds nothing.
 */
export function rescalingFactor(values: Float64Array): number {
  let largest = 0
  for (const value of values) largest = Math.max(largest, Math.abs(value))
  return largest < FAR ? 1 : 2 ** -Math.ceil(Math.log2(largest))
}

const FAR = 1e75

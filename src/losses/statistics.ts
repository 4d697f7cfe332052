/** Of some numbers: mean, sample standard deviation (n − 1; 0 for fewer than two), extremes. All 0 when there are none. */
export interface Spread {
  readonly mean: number
  readonly std: number
  readonly max: number
  readonly min: number
}

export function spreadOf(values: Float64Array): Spread {
  if (values.length === 0) return { mean: 0, std: 0, max: 0, min: 0 }
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0)
  return {
    mean,
    std: values.length > 1 ? Math.sqrt(squares / (values.length - 1)) : 0,
    max: values.reduce((most, value) => Math.max(most, value)),
    min: values.reduce((least, value) => Math.min(least, value)),
  }
}

/** The share of the numbers that pass; 0 when there are none. */
export function shareOf(values: Float64Array, passes: (value: number) => boolean): number {
  if (values.length === 0) return 0
  let count = 0
  for (const value of values) if (passes(value)) count++
  return count / values.length
}

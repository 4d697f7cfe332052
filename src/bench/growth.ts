import type { Measurement } from './measure.js'

/** How a subject's time grows with the size of a workload. */
export interface Growth {
  readonly workload: string
  readonly subject: string
  /** b of the least-squares fit time = a · size^b on logarithms: 1 is linear; n·log n shows as 1.05 to 1.2. */
  readonly exponent: number
  readonly sizes: readonly number[]
}

/** The growth of every subject of every workload that was timed at three sizes or more. */
export function growth(measurements: readonly Measurement[]): readonly Growth[] {
  const series = new Map<string, Measurement[]>()
  for (const measurement of measurements) {
    const key = JSON.stringify([measurement.workload, measurement.subject])
    const list = series.get(key)
    if (list === undefined) series.set(key, [measurement])
    else list.push(measurement)
  }
  return [...series.values()]
    .filter((list) => list.length >= 3)
    .map((list) => ({
      workload: list[0]!.workload,
      subject: list[0]!.subject,
      exponent: slope(
        list.map((one) => Math.log(one.items)),
        list.map((one) => Math.log(one.median)),
      ),
      sizes: list.map((one) => one.size),
    }))
}

/** Σ(x − x̄)(y − ȳ) / Σ(x − x̄)² */
function slope(xs: readonly number[], ys: readonly number[]): number {
  const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length
  const x = mean(xs)
  const y = mean(ys)
  const products = xs.reduce((sum, value, i) => sum + (value - x) * (ys[i]! - y), 0)
  const squares = xs.reduce((sum, value) => sum + (value - x) ** 2, 0)
  return products / squares
}

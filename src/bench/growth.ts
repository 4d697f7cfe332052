import type { Measurement } from './measure.js'
import { bootstrap, type Interval, median } from './statistics.js'

/** How a subject's time grows with the size of a workload. */
export interface Growth extends Interval {
  readonly workload: string
  readonly subject: string
  /** b of the least-squares fit time = a · size^b on logarithms: 1 is linear; n·log n shows as 1.05 to 1.2. */
  readonly exponent: number
  // `low` and `high`: the 95 % bootstrap interval of the exponent, rounds of each size drawn anew.
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
      exponent: exponentOf(list, ({ median: time }) => time),
      ...intervalOf(list),
      sizes: list.map((one) => one.size),
    }))
}

const exponentOf = (list: readonly Measurement[], time: (one: Measurement) => number): number =>
  slope(
    list.map((one) => Math.log(one.items)),
    list.map((one) => Math.log(time(one))),
  )

function intervalOf(list: readonly Measurement[]): Interval {
  const most = Math.max(...list.map(({ rounds }) => rounds.length))
  return bootstrap(most * list.length, (indices) =>
    exponentOf(list, (one) => {
      const from = list.indexOf(one) * most
      return median(one.rounds.map((_, i) => one.rounds[indices[from + i]! % one.rounds.length]!))
    }),
  )
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

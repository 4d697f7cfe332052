import { randomFrom } from './workloads/random.js'

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b)
  const middle = sorted.length >> 1
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2
}

/** The ends of an interval. */
export interface Interval {
  readonly low: number
  readonly high: number
}

const RESAMPLES = 2_000

/**
 * The 95 % percentile interval of a statistic under the bootstrap: `count` indices are drawn with replacement 2,000 times. The seed is
 * fixed, so that the same measurements give the same interval.
 *
 * @param count how many values there are
 * @param statistic of a list of indices into them
 */
export function bootstrap(count: number, statistic: (indices: readonly number[]) => number): Interval {
  const random = randomFrom(count)
  const values = Float64Array.from({ length: RESAMPLES }, () =>
    statistic(Array.from({ length: count }, () => random.integer(count))),
  ).sort()
  return { low: values[Math.floor(0.025 * RESAMPLES)]!, high: values[Math.ceil(0.975 * RESAMPLES) - 1]! }
}

/**
 * The two-sided p-value of the exact Mann-Whitney test: how likely two samples of one distribution differ in ranks at least as
 * much as these. U counts the pairs in which `a` is larger, ties half.
 */
export function rankTest(a: readonly number[], b: readonly number[]): number {
  let larger = 0
  for (const x of a) for (const y of b) larger += x > y ? 1 : x === y ? 0.5 : 0
  const extreme = Math.floor(Math.min(larger, a.length * b.length - larger))
  const ways = waysOfU(a.length, b.length)
  const all = ways.reduce((sum, count) => sum + count, 0)
  const tail = ways.slice(0, extreme + 1).reduce((sum, count) => sum + count, 0)
  return Math.min(1, (2 * tail) / all)
}

/** In how many orders of n and m values U is 0, 1, …, n·m: the coefficients of the Gaussian binomial. */
function waysOfU(n: number, m: number): readonly number[] {
  let ways = [1]
  for (let i = 1; i <= n; i++) ways = divided(times(ways, m + i), i)
  return ways.slice(0, n * m + 1)
}

/** p(q) · (1 − q^k) */
const times = (p: readonly number[], k: number): number[] =>
  Array.from({ length: p.length + k }, (_, i) => (p[i] ?? 0) - (p[i - k] ?? 0))

/** p(q) / (1 − q^k), which is a polynomial here. */
function divided(p: readonly number[], k: number): number[] {
  const quotient = [...p]
  for (let i = k; i < quotient.length; i++) quotient[i]! += quotient[i - k]!
  return quotient.slice(0, p.length - k)
}

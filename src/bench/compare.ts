import type { Measurement } from './measure.js'
import { bootstrap, type Interval, median, rankTest } from './statistics.js'

/** The time of A over the time of B, from rounds that ran side by side. */
export interface Ratio extends Interval {
  readonly median: number
  readonly min: number
  readonly max: number
}

/**
 * Time of `a` over time of `b`, round by round: above 1, b is faster. `low` and `high` are the 95 % bootstrap interval of
 * the median ratio; the two differ where it leaves out 1.
 */
export function ratio(a: Measurement, b: Measurement): Ratio {
  const rounds = a.rounds.slice(0, b.rounds.length).map((time, round) => time / b.rounds[round]!)
  return {
    median: median(rounds),
    min: Math.min(...rounds),
    max: Math.max(...rounds),
    ...bootstrap(rounds.length, (indices) => median(indices.map((i) => rounds[i]!))),
  }
}

/** One measurement then and now. */
export interface Change extends Interval {
  readonly workload: string
  readonly size: number
  readonly subject: string
  /** Median time now over median time then; `low` and `high` are its 95 % bootstrap interval. */
  readonly ratio: number
  /** p-value: how likely two runs of the same code differ at least this much in ranks (exact Mann-Whitney test on their rounds). */
  readonly probability: number
  /** `undecided`: one of the runs has fewer than four rounds, too few for the test to become significant. */
  readonly verdict: 'faster' | 'slower' | 'no difference' | 'undecided'
}

const FEWEST_ROUNDS = 4
const SIGNIFICANT = 0.05

/**
 * What changed between two runs, for every measurement that both have. A change is reported where the p-value of the rank test
 * is below 0.05 and the interval of the ratio does not contain 1; more rounds detect smaller changes. Two runs at different
 * times also differ by what else the machine was doing: to compare two implementations, measure them in one run.
 */
export function compare(before: readonly Measurement[], after: readonly Measurement[]): readonly Change[] {
  const key = ({ workload, size, subject }: Measurement) => JSON.stringify([workload, size, subject])
  const then = new Map(before.map((measurement) => [key(measurement), measurement]))
  return after.flatMap((now) => {
    const old = then.get(key(now))
    return old === undefined ? [] : [changeOf(old, now)]
  })
}

function changeOf(old: Measurement, now: Measurement): Change {
  const all = [...now.rounds, ...old.rounds]
  const count = now.rounds.length
  const { low, high } = bootstrap(all.length, (indices) => {
    // The two runs are resampled independently.
    const drawn = (from: readonly number[], offset: number) =>
      from.map((_, i) => from[indices[offset + i]! % from.length]!)
    return median(drawn(now.rounds, 0)) / median(drawn(old.rounds, count))
  })
  const ratioOfMedians = median(now.rounds) / median(old.rounds)
  const probability = rankTest(now.rounds, old.rounds)
  const isEnough = Math.min(count, old.rounds.length) >= FEWEST_ROUNDS
  const isCertain = probability < SIGNIFICANT && (low > 1 || high < 1)
  const verdict = !isEnough
    ? 'undecided'
    : !isCertain
      ? 'no difference'
      : ratioOfMedians > 1
        ? 'slower'
        : 'faster'
  const { workload, size, subject } = now
  return { workload, size, subject, ratio: ratioOfMedians, low, high, probability, verdict }
}

/** The significant slowdowns by more than the factor `failOver`: 1.1 accepts up to 10 %. */
export const regressions = (changes: readonly Change[], failOver: number): readonly Change[] =>
  changes.filter(({ verdict, ratio: times }) => verdict === 'slower' && times > failOver)

import { Bench } from 'tinybench'
import { findBadOption } from '../options/find-bad-option.js'
import type { OptionRows } from '../options/option-row.js'
import { refuse } from '../results.js'
import type { AnyContest, Subject } from './workload.js'

export interface MeasureOptions {
  /** How often the subjects take turns, A B A B …; a machine that slows down slows down everybody. Default 7. */
  readonly rounds?: number
  /** Least time a subject is run for in one round, in milliseconds. Default 100. */
  readonly roundTime?: number
  /** Time a subject is run for, unmeasured, before its first round, in milliseconds. Default 100. */
  readonly warmupTime?: number
  /** Sizes above this are left out. Default: none. */
  readonly largest?: number
  /** Called before each turn, for a progress bar. */
  readonly onTurn?: (turn: Turn) => void
}

export interface Turn {
  readonly workload: string
  readonly size: number
  readonly subject: string
  /** Turns done and turns in all. */
  readonly done: number
  readonly all: number
}

/** One subject on one workload at one size. Times are milliseconds for one run of the whole input. */
export interface Measurement {
  readonly workload: string
  readonly item: string
  readonly size: number
  readonly items: number
  readonly bytes?: number
  readonly subject: string
  /** Median, over the rounds, of each round's median run. */
  readonly median: number
  /** The slowest round's 99th percentile. */
  readonly p99: number
  /** Half the width of the 95 % confidence interval of the mean run, in per cent of it: the worst round. */
  readonly relativeError: number
  /** Each round's median run, in turn order: round i of two subjects ran side by side. */
  readonly rounds: readonly number[]
  /** Timed runs in all. */
  readonly runs: number
}

/**
 * Times every subject of every contest at every size, the subjects of one contest taking turns.
 *
 * @throws RangeError, in the promise, where `rounds` is not a whole number of 1 or more, a time not a finite number of 0 or
 * more, or `largest` no number.
 */
export async function measure(
  contests: readonly AnyContest[],
  options: MeasureOptions = {},
): Promise<readonly Measurement[]> {
  refuse(findBadOption(options, MEASURE_OPTIONS))
  const { rounds = 7, largest = Infinity, onTurn = () => {} } = options
  const sizesOf = ({ workload }: AnyContest) => workload.sizes.filter((size) => size <= largest)
  const all = contests.reduce((sum, c) => sum + turnsOf(c, sizesOf(c)) * rounds, 0)
  const measurements: Measurement[] = []
  let done = 0
  for (const contest of contests) {
    const { workload } = contest
    for (const size of sizesOf(contest)) {
      const subjects = contest.subjects.filter((subject) => takes(subject, size))
      const input = workload.make(size)
      const laps = subjects.map((): Lap[] => [])
      for (let round = 0; round < rounds; round++) {
        for (const [s, subject] of subjects.entries()) {
          onTurn({ workload: workload.name, size, subject: subject.name, done: done++, all })
          laps[s]!.push(await lap(() => subject.run(input), round === 0, options))
        }
      }
      for (const [s, subject] of subjects.entries()) {
        measurements.push({
          workload: workload.name,
          item: workload.item,
          size,
          items: workload.items?.(input) ?? size,
          ...(workload.bytes && { bytes: workload.bytes(input) }),
          subject: subject.name,
          ...summarize(laps[s]!),
        })
      }
    }
    for (const subject of contest.subjects) await subject.dispose?.()
  }
  return measurements
}

const MEASURE_OPTIONS: OptionRows<MeasureOptions> = {
  rounds: { kind: 'number', from: 1, whole: true, default: 7 },
  roundTime: { kind: 'number', from: 0, finite: true, default: 100 },
  warmupTime: { kind: 'number', from: 0, finite: true, default: 100 },
  largest: { kind: 'number' },
  onTurn: { kind: 'value', expected: 'a function', accepts: (value) => typeof value === 'function' },
}

const takes = ({ largest = Infinity }: Subject<unknown>, size: number): boolean => size <= largest

const turnsOf = ({ subjects }: AnyContest, sizes: readonly number[]): number =>
  sizes.reduce((sum, size) => sum + subjects.filter((subject) => takes(subject, size)).length, 0)

interface Lap {
  readonly median: number
  readonly p99: number
  readonly relativeError: number
  readonly runs: number
}

async function lap(run: () => unknown, first: boolean, options: MeasureOptions): Promise<Lap> {
  const { roundTime = 100, warmupTime = 100 } = options
  const bench = new Bench({
    time: roundTime,
    iterations: 1,
    warmup: first && warmupTime > 0,
    warmupTime,
    warmupIterations: 1,
    throws: true,
  })
  bench.add('run', run)
  await bench.run()
  const result = bench.tasks[0]!.result
  if (!('latency' in result)) throw new Error(`tinybench ended in state ${result.state}`)
  const { p50, p99, rme, samplesCount } = result.latency
  return { median: p50, p99, relativeError: rme, runs: samplesCount }
}

const summarize = (laps: readonly Lap[]) => ({
  median: median(laps.map((one) => one.median)),
  p99: Math.max(...laps.map((one) => one.p99)),
  relativeError: Math.max(...laps.map((one) => one.relativeError)),
  rounds: laps.map((one) => one.median),
  runs: laps.reduce((sum, one) => sum + one.runs, 0),
})

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b)
  const middle = sorted.length >> 1
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2
}

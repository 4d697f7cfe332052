import { findBadOption } from '../options/find-bad-option.js'
import type { OptionRows } from '../options/option-row.js'
import { refuse } from '../results.js'
import { heapPerRun, type Lap, time } from './lap.js'
import { bootstrap, median } from './statistics.js'
import type { AnyContest, Subject } from './workload.js'

export interface MeasureOptions {
  /** How many rounds. In each round all subjects take a turn, so a machine that slows down affects all of them alike. Default 7. */
  readonly rounds?: number
  /** How long each subject is measured in one round, in milliseconds; at least one run. Default 100. */
  readonly roundTime?: number
  /** How long each subject is run before its first round, in milliseconds, unmeasured. Default 100. */
  readonly warmupTime?: number
  /** The largest size that is measured. Default: all. */
  readonly largest?: number
  /** Called before each turn, for a progress bar. */
  readonly onTurn?: (turn: Turn) => void
  /** Called for a subject that threw, or whose result is wrong; it has no row of that size. Default: a line on the console. */
  readonly onFailure?: (failure: Failure) => void
}

/** Why a subject has no row. */
export interface Failure {
  readonly workload: string
  readonly size: number
  readonly subject: string
  readonly message: string
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
  /** The largest 99th percentile of a round. Runs too short for the clock are measured in batches, and this is then of the batches' means. */
  readonly p99: number
  /** Half the width of the 95 % bootstrap interval of `median`, in per cent of it; NaN of a single round. */
  readonly relativeError: number
  /** Bytes that one run leaves on the heap, garbage included; absent where the engine does not report its heap. */
  readonly heapPerRun?: number
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
  const { rounds = 7, roundTime = 100, warmupTime = 100, largest = Infinity } = options
  const { onTurn = () => {}, onFailure = warn } = options
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
      const failed = new Set<number>()
      const guarded = async (s: number, work: () => Promise<void>) => {
        if (failed.has(s)) return
        try {
          await work()
        } catch (error) {
          failed.add(s)
          const message = error instanceof Error ? error.message : String(error)
          onFailure({ workload: workload.name, size, subject: subjects[s]!.name, message })
        }
      }
      for (const [s, subject] of subjects.entries())
        await guarded(s, () => checkResult(contest, subject, input))
      for (let round = 0; round < rounds; round++) {
        for (const s of turnOrder(subjects.length, round)) {
          const subject = subjects[s]!
          onTurn({ workload: workload.name, size, subject: subject.name, done: done++, all })
          await guarded(s, async () => {
            laps[s]!.push(await time(subject, input, { roundTime, warmupTime: round === 0 ? warmupTime : 0 }))
          })
        }
      }
      for (const [s, subject] of subjects.entries()) {
        await guarded(s, async () => {
          const heap = await heapPerRun(subject, input)
          measurements.push({
            workload: workload.name,
            item: workload.item,
            size,
            items: workload.items?.(input) ?? size,
            ...(workload.bytes && { bytes: workload.bytes(input) }),
            subject: subject.name,
            ...summarize(laps[s]!),
            ...(heap !== undefined && { heapPerRun: heap }),
          })
        })
      }
    }
    await disposeAll(contest, onFailure)
  }
  return measurements
}

/** A B C, C B A, A B C, …: on a machine that slows down steadily, no subject is favoured by its place. */
const turnOrder = (count: number, round: number): readonly number[] => {
  const order = Array.from({ length: count }, (_, s) => s)
  return round % 2 === 0 ? order : order.reverse()
}

/** Throws where a subject's result is wrong: its time means nothing then. */
async function checkResult(
  { workload }: AnyContest,
  subject: Subject<unknown>,
  input: unknown,
): Promise<void> {
  if (workload.check === undefined) return
  const prepared = subject.setup === undefined ? input : await subject.setup(input)
  const wrong = workload.check(await subject.run(prepared), input)
  if (wrong !== undefined) throw new Error(`its result is wrong: ${wrong}`)
}

async function disposeAll({ workload, subjects }: AnyContest, onFailure: (failure: Failure) => void) {
  for (const subject of subjects) {
    try {
      await subject.dispose?.()
    } catch (error) {
      const message = `dispose: ${error instanceof Error ? error.message : String(error)}`
      onFailure({ workload: workload.name, size: 0, subject: subject.name, message })
    }
  }
}

const warn = ({ workload, size, subject, message }: Failure): void =>
  console.log(`${subject} was not measured on ${workload} × ${size}: ${message}`)

const MEASURE_OPTIONS: OptionRows<MeasureOptions> = {
  rounds: { kind: 'number', from: 1, whole: true, default: 7 },
  roundTime: { kind: 'number', from: 0, finite: true, default: 100 },
  warmupTime: { kind: 'number', from: 0, finite: true, default: 100 },
  largest: { kind: 'number' },
  onTurn: { kind: 'value', expected: 'a function', accepts: (value) => typeof value === 'function' },
  onFailure: { kind: 'value', expected: 'a function', accepts: (value) => typeof value === 'function' },
}

const takes = ({ largest = Infinity }: Subject<unknown>, size: number): boolean => size <= largest

const turnsOf = ({ subjects }: AnyContest, sizes: readonly number[]): number =>
  sizes.reduce((sum, size) => sum + subjects.filter((subject) => takes(subject, size)).length, 0)

function summarize(laps: readonly Lap[]) {
  const rounds = laps.map((one) => one.median)
  const { low, high } = bootstrap(rounds.length, (indices) => median(indices.map((i) => rounds[i]!)))
  return {
    median: median(rounds),
    p99: Math.max(...laps.map((one) => one.p99)),
    relativeError: rounds.length > 1 ? (50 * (high - low)) / median(rounds) : Number.NaN,
    rounds,
    runs: laps.reduce((sum, one) => sum + one.runs, 0),
  }
}

import { median } from './statistics.js'
import type { Subject } from './workload.js'

/** What one turn of a subject measured, in milliseconds for one run. */
export interface Lap {
  readonly median: number
  readonly p99: number
  readonly runs: number
}

export interface LapTimes {
  /** How long to measure, in milliseconds; at least one run is measured. */
  readonly roundTime: number
  /** How long to run before the measurement, in milliseconds. */
  readonly warmupTime: number
}

/** Milliseconds. A clock may count in microseconds: a sample of fifty of them is off by 2 % at most. */
const SHORTEST_SAMPLE = 0.05
const LARGEST_BATCH = 2 ** 24

/** Results are kept here, so that the engine cannot optimise the work away. */
const sink: { last?: unknown } = {}

/** Times a subject. Runs too short for the clock are timed in batches; with `setup` each run is timed on its own. */
export async function time(subject: Subject<unknown>, input: unknown, times: LapTimes): Promise<Lap> {
  const run = sampler(subject, input)
  const isAsync = isPromise((await run.once()).result)
  const warmUntil = performance.now() + times.warmupTime
  while (performance.now() < warmUntil) await run.once()
  const batch = isAsync || subject.setup !== undefined ? 1 : batchSize(run.many)
  const samples: number[] = []
  const until = performance.now() + times.roundTime
  do {
    samples.push(batch > 1 ? run.many(batch) / batch : (await run.once()).milliseconds)
  } while (performance.now() < until)
  samples.sort((a, b) => a - b)
  return {
    median: median(samples),
    p99: samples[Math.ceil(0.99 * samples.length) - 1]!,
    runs: samples.length * batch,
  }
}

function sampler({ run, setup }: Subject<unknown>, input: unknown) {
  return {
    once: async () => {
      const given = setup === undefined ? input : await setup(input)
      const start = performance.now()
      const result = run(given)
      sink.last = isPromise(result) ? await result : result
      return { result, milliseconds: performance.now() - start }
    },
    many: (count: number): number => {
      const start = performance.now()
      for (let i = 0; i < count; i++) sink.last = run(input)
      return performance.now() - start
    },
  }
}

const isPromise = (value: unknown): value is PromiseLike<unknown> =>
  typeof (value as { then?: unknown } | null | undefined)?.then === 'function'

/** The smallest batch, a power of two, that takes long enough for the clock. */
function batchSize(many: (count: number) => number): number {
  for (let count = 1; count < LARGEST_BATCH; count *= 2) if (many(count) >= SHORTEST_SAMPLE) return count
  return LARGEST_BATCH
}

const HEAP_BATCHES = 5

/** Bytes that one run leaves on the heap: the median over a few runs, without those during which garbage was collected. */
export async function heapPerRun(
  { run, setup }: Subject<unknown>,
  input: unknown,
): Promise<number | undefined> {
  const { process } = globalThis as {
    process?: { memoryUsage?: () => { heapUsed: number; arrayBuffers?: number } }
  }
  const usage = process?.memoryUsage?.bind(process)
  if (usage === undefined) return undefined
  const used = () => usage().heapUsed + (usage().arrayBuffers ?? 0)
  const grown: number[] = []
  for (let batch = 0; batch < HEAP_BATCHES; batch++) {
    const given = setup === undefined ? input : await setup(input)
    const before = used()
    sink.last = await run(given)
    const after = used()
    if (after >= before) grown.push(after - before)
  }
  sink.last = undefined
  return grown.length === 0 ? undefined : median(grown)
}

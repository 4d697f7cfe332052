import { availableParallelism } from 'node:os'
import { fileURLToPath } from 'node:url'
import type { Either } from 'fp-ts/lib/Either.js'
import { left } from 'fp-ts/lib/Either.js'
import { pMapIterable } from 'p-map'
import { Piscina } from 'piscina'
import { badBatch, describeError, type Verdict, workerFailed } from '../index.js'
import { type Chunk, type ScoringError, scoreChunk, splitChunk, toChunk } from './score-chunk.js'
import { loadTaskOptions, moduleUrl, type TaskOptionsSource } from './task-options.js'

export interface ScorerOptions extends TaskOptionsSource {
  /** Worker threads; 0 scores in the calling thread. Default: one per available core. */
  readonly workers?: number
  /** Rollouts handed to a worker at a time. Default 64. Chunks of long responses are smaller. */
  readonly chunkSize?: number
}

export interface ScoreOptions {
  /** Stops the scoring: workers in the middle of it are ended, and the call rejects with the signal's reason. Default: none. */
  readonly signal?: AbortSignal
  /** Also say how each reward came about. Default: what `taskOptions` says. */
  readonly explain?: boolean
}

/** A prompt's record and one response to it. */
export interface Rollout {
  readonly record: unknown
  readonly response: string
}

/** A rollout, with whatever else the caller put into it, and its verdict. */
export interface Scored<R extends Rollout = Rollout> {
  readonly rollout: R
  readonly verdict: Either<ScoringError, Verdict>
}

export interface Scorer {
  /** The verdicts of some rollouts, in their order: what `scoreBatch` of the library returns, made by all workers. */
  readonly scoreBatch: (
    rollouts: readonly Rollout[],
    options?: ScoreOptions,
  ) => Promise<readonly Either<ScoringError, Verdict>[]>
  /**
   * A stream of rollouts in, the same stream with verdicts out, in the same order. The source is read only as fast as
   * verdicts are taken, so memory stays bounded however long it is. Rejects when the source does.
   */
  readonly score: <R extends Rollout>(
    rollouts: Iterable<R> | AsyncIterable<R>,
    options?: ScoreOptions,
  ) => AsyncIterable<Scored<R>>
  /** Workers that died and were replaced, so far. */
  readonly replacedWorkers: () => number
  /** Ends the workers once what was handed to them is done. */
  readonly close: () => Promise<void>
}

/**
 * Scores rollouts on a pool of worker threads. The results are those of `scoreRecord`, whatever the number of workers.
 *
 * A worker that dies (out of memory, `process.exit` in a custom verifier) is replaced. Which rollout of its chunk killed
 * it cannot be known, so each of them goes on alone, with one retry: a rollout that kills two workers by itself is
 * reported as `Left WorkerFailed`, and every other one gets its verdict.
 *
 * @throws RangeError where `workers` is not a whole number of 0 or more, or `chunkSize` not one of 1 or more.
 * @see the pool: https://github.com/piscinajs/piscina
 */
export function createScorer(options: ScorerOptions = {}): Scorer {
  const { workers = availableParallelism(), chunkSize = 64 } = options
  refuseUnlessCount('workers', workers, 0)
  refuseUnlessCount('chunkSize', chunkSize, 1)
  const threads = workers === 0 ? callingThread(options) : workerThreads(workers, options)

  async function* score<R extends Rollout>(
    rollouts: Iterable<R> | AsyncIterable<R>,
    { signal, explain = false }: ScoreOptions = {},
  ): AsyncIterable<Scored<R>> {
    const scoreOne = async (chunk: readonly R[]) => ({
      chunk,
      verdicts: await threads.run(toChunk(chunk, explain), signal),
    })
    const inFlight = 2 * Math.max(1, workers)
    for await (const { chunk, verdicts } of pMapIterable(inChunks(rollouts, chunkSize), scoreOne, {
      concurrency: inFlight,
    })) {
      for (let i = 0; i < chunk.length; i++) {
        signal?.throwIfAborted()
        yield { rollout: chunk[i]!, verdict: verdicts[i]! }
      }
    }
  }

  return {
    score,
    scoreBatch: async (rollouts, scoreOptions) => {
      const verdicts: Either<ScoringError, Verdict>[] = []
      for await (const { verdict } of score(rollouts, scoreOptions)) verdicts.push(verdict)
      return verdicts
    },
    replacedWorkers: threads.replaced,
    close: threads.close,
  }
}

function refuseUnlessCount(name: string, value: unknown, least: number): void {
  if (Number.isSafeInteger(value) && (value as number) >= least) return
  throw new RangeError(describeError(badBatch(name, `a whole number, ${least} or more`, value)))
}

interface Threads {
  readonly run: (chunk: Chunk, signal?: AbortSignal) => Promise<readonly Either<ScoringError, Verdict>[]>
  readonly replaced: () => number
  readonly close: () => Promise<void>
}

function callingThread(source: TaskOptionsSource): Threads {
  let taskOptions: ReturnType<typeof loadTaskOptions> | undefined
  return {
    run: async (chunk, signal) => {
      signal?.throwIfAborted()
      taskOptions ??= loadTaskOptions(source)
      return scoreChunk(chunk, await taskOptions)
    },
    replaced: () => 0,
    close: async () => {},
  }
}

function workerThreads(workers: number, { taskOptions, taskOptionsModule }: TaskOptionsSource): Threads {
  const pool = new Piscina({
    filename: fileURLToPath(new URL('./score-worker.cjs', import.meta.url)),
    minThreads: workers,
    maxThreads: workers,
    // What a worker makes is short-lived and small; the default nursery of 48 MB a thread is memory for nothing.
    resourceLimits: { maxYoungGenerationSizeMb: 12 },
    workerData: {
      taskOptions,
      taskOptionsModule: taskOptionsModule === undefined ? undefined : moduleUrl(taskOptionsModule),
    },
  })
  let closing = false
  let replaced = 0
  let deathsInARow = 0
  pool.on('workerDestroy', () => {
    if (closing) return
    replaced++
    deathsInARow++
    // Workers that cannot even start would be replaced for ever: what waits for them is answered instead.
    if (deathsInARow > MOST_DEATHS_IN_A_ROW * workers) void pool.destroy()
    // The pool does not replace a worker that dies while starting. A task makes it start one.
    else setImmediate(() => pool.threads.length < workers && runInWorker(NOTHING).catch(() => {}))
  })
  // A worker that dies while idle has lost nothing.
  pool.on('error', () => {})

  const runInWorker = async (
    chunk: Chunk,
    signal?: AbortSignal,
  ): Promise<Either<ScoringError, Verdict>[]> => {
    if (deathsInARow > MOST_DEATHS_IN_A_ROW * workers)
      throw new Error('the workers die as soon as they start')
    // A signal of its own for each run: the pool leaves its listener on it.
    const verdicts = await pool.run(chunk, signal && { signal: AbortSignal.any([signal]) })
    deathsInARow = 0
    return verdicts
  }

  /** Scores one rollout by itself; the second worker it takes down is the last. */
  const runAlone = async (single: Chunk, signal?: AbortSignal): Promise<Either<ScoringError, Verdict>> => {
    for (let attempt = 1; ; attempt++) {
      try {
        return (await runInWorker(single, signal))[0]!
      } catch (error) {
        signal?.throwIfAborted()
        if (attempt === 2) return left(workerFailed(error instanceof Error ? error.message : String(error)))
      }
    }
  }

  return {
    run: async (chunk, signal) => {
      signal?.throwIfAborted()
      try {
        return await runInWorker(chunk, signal)
      } catch {
        signal?.throwIfAborted()
        return Promise.all(splitChunk(chunk).map((single) => runAlone(single, signal)))
      }
    },
    replaced: () => replaced,
    close: async () => {
      closing = true
      await pool.close()
    },
  }
}

const MOST_DEATHS_IN_A_ROW = 50

const NOTHING: Chunk = { records: [], recordOf: [], responses: [], explain: false }

/** A chunk is full at `size` rollouts or, so that few long responses do not pile up, at this many characters. */
const MOST_CHARACTERS = 1 << 20

async function* inChunks<R extends Rollout>(
  rollouts: Iterable<R> | AsyncIterable<R>,
  size: number,
): AsyncIterable<readonly R[]> {
  let chunk: R[] = []
  let characters = 0
  for await (const rollout of rollouts) {
    chunk.push(rollout)
    characters += rollout.response.length
    if (chunk.length < size && characters < MOST_CHARACTERS) continue
    yield chunk
    chunk = []
    characters = 0
  }
  if (chunk.length > 0) yield chunk
}

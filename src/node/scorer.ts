import { availableParallelism } from 'node:os'
import type { Either } from 'fp-ts/lib/Either.js'
import { isLeft, left, right } from 'fp-ts/lib/Either.js'
import { workerFailed } from '../errors.js'
import { type RecordError, type RecordMap, type Rollout, recordAt, type Verdict } from '../index.js'
import { findBadOption } from '../options/find-bad-option.js'
import { joinRows, type OptionRow, type OptionRows } from '../options/option-row.js'
import { refuse } from '../results.js'
import { isolate } from './isolate.js'
import { mapInRoom } from './map-in-room.js'
import { createPool, type KillLimits, killLimitsOf, SCORER_CLOSED, WorkerDeath, within } from './pool.js'
import {
  type Chunk,
  type ChunkTask,
  type ScoringError,
  scoreChunk,
  toChunk,
  withOnly,
} from './score-chunk.js'
import {
  findBadSource,
  loadTaskOptions,
  mapOf,
  TASK_OPTIONS_SOURCE,
  type TaskOptionsSource,
  workerDataOf,
} from './task-options.js'
import { fromColumns, type VerdictColumns } from './verdict-columns.js'

export interface ScorerOptions extends TaskOptionsSource, KillLimits {
  /** Worker threads; 0 scores in the calling thread. Default: one per available core. */
  readonly workers?: number
  /** Rollouts handed to a worker at a time. Default 64. Chunks of long responses are smaller. */
  readonly chunkSize?: number
  /** Milliseconds that `close` waits for what is at work before it ends the workers. Default 30000. */
  readonly closeTimeout?: number
}

const count = (from: number): OptionRow => ({ kind: 'number', from, whole: true })

export const SCORER_OPTIONS: OptionRows<ScorerOptions> = joinRows(TASK_OPTIONS_SOURCE, {
  workers: count(0),
  chunkSize: { ...count(1), default: 64 },
  closeTimeout: { ...count(0), default: 30_000 },
  rolloutTimeout: { ...count(1), default: 30_000 },
  rolloutMemory: { ...count(1), default: 2 ** 30 },
})

export interface ScoreOptions {
  /** Stops the scoring: workers in the middle of it are ended, and the call rejects with the signal's reason. Default: none. */
  readonly signal?: AbortSignal
  /** Also say how each reward came about. Default: what `taskOptions` says. */
  readonly explain?: boolean
}

const SCORE_OPTIONS: OptionRows<ScoreOptions> = {
  signal: { kind: 'value', expected: 'an AbortSignal', accepts: (value) => value instanceof AbortSignal },
  explain: { kind: 'flag' },
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
  /**
   * Ends the workers once the batches at hand are done, and what streams have handed to them, after `closeTimeout` at the latest: rollouts
   * without a verdict then are `Left WorkerFailed`. The scorer refuses new batches, and streams that go on.
   */
  readonly close: () => Promise<void>
}

/**
 * Scores rollouts on a pool of worker threads. The results are those of `scoreRecord`, whatever the number of workers.
 *
 * A worker that dies (out of memory, `process.exit` in a custom verifier) is replaced. The rollout that it was at runs once
 * more by itself; when that worker dies too, it is `Left WorkerFailed`, and every other rollout gets its verdict. So is a
 * rollout that takes longer than `rolloutTimeout` or more memory than `rolloutMemory`: the pool ends its worker. Without
 * workers there are no such limits.
 *
 * @throws the Error that `orThrow` makes of a `BadOption`, for an option of an unknown name or out of its range. What is wrong
 * with the options of `taskOptionsModule` shows in the first call.
 * @see the pool: https://github.com/piscinajs/piscina
 */
export function createScorer(options: ScorerOptions = {}): Scorer {
  refuse(findBadSource(options, SCORER_OPTIONS))
  const chunks = createChunkScorer(options)
  const { closeTimeout = DEFAULT_CLOSE_TIMEOUT } = options
  const batches = new Set<Promise<unknown>>()
  let closed = false

  async function* score<R extends Rollout>(
    rollouts: Iterable<R> | AsyncIterable<R>,
    scoreOptions: ScoreOptions = {},
  ): AsyncIterable<Scored<R>> {
    refuse(findBadOption(scoreOptions, SCORE_OPTIONS))
    // An empty batch meets no worker that would refuse it.
    if (closed) throw new Error(SCORER_CLOSED)
    const { signal } = scoreOptions
    const blocks = Array.isArray(rollouts) ? [rollouts as readonly R[]] : oneByOne(rollouts)
    for await (const { chunk, verdicts } of chunks.score(blocks, scoreOptions)) {
      for (let i = 0; i < chunk.length; i++) {
        signal?.throwIfAborted()
        yield { rollout: chunk[i]!, verdict: verdicts[i]! }
      }
    }
  }

  async function scoreBatch(rollouts: readonly Rollout[], scoreOptions?: ScoreOptions): Promise<Verdicts> {
    const verdicts: Either<ScoringError, Verdict>[] = []
    const wasClosed = closed
    try {
      for await (const { verdict } of score(rollouts, scoreOptions)) verdicts.push(verdict)
    } catch (error) {
      if (wasClosed || !isClosed(error)) throw error
      const failure = left(workerFailed('the scorer was closed'))
      while (verdicts.length < rollouts.length) verdicts.push(failure)
    }
    return verdicts
  }

  return {
    score,
    scoreBatch: (rollouts, scoreOptions) => {
      const batch = scoreBatch(rollouts, scoreOptions)
      batches.add(batch)
      const done = () => batches.delete(batch)
      batch.then(done, done)
      return batch
    },
    replacedWorkers: chunks.replacedWorkers,
    close: async () => {
      closed = true
      const end = Date.now() + closeTimeout
      await within(closeTimeout, Promise.allSettled(batches))
      await chunks.close(Math.max(0, end - Date.now()))
    },
  }
}

const isClosed = (error: unknown): boolean => error instanceof Error && error.message === SCORER_CLOSED

async function* oneByOne<R>(rollouts: Iterable<R> | AsyncIterable<R>): AsyncIterable<readonly R[]> {
  for await (const rollout of rollouts) yield [rollout]
}

/** Some rollouts that were scored together. */
interface ScoredChunk<R extends Rollout> {
  readonly chunk: readonly R[]
  readonly verdicts: Verdicts
}

/** A scorer of streams of blocks: awaiting every single rollout would take as long as scoring it. */
interface ChunkScorer extends Pick<Scorer, 'replacedWorkers'> {
  /** @param milliseconds for what is at work. Default: `closeTimeout` of the options */
  readonly close: (milliseconds?: number) => Promise<void>
  readonly score: <R extends Rollout>(
    blocks: Iterable<readonly R[]> | AsyncIterable<readonly R[]>,
    options?: ScoreOptions,
  ) => AsyncIterable<ScoredChunk<R>>
}

/** @param options are known to be right */
function createChunkScorer(options: ScorerOptions): ChunkScorer {
  const { workers = availableParallelism(), chunkSize = 64 } = options
  const threads = workers === 0 ? callingThread(options) : workerThreads(workers, options)
  const map = mapOf(options)

  function score<R extends Rollout>(
    blocks: Iterable<readonly R[]> | AsyncIterable<readonly R[]>,
    { signal, explain = false }: ScoreOptions = {},
  ): AsyncIterable<ScoredChunk<R>> {
    const room = { concurrency: 2 * Math.max(1, workers), sizeOf: lengthOf, usual: MOST_CHARACTERS }
    return mapInRoom(inChunks(blocks, chunkSize), room, async (chunk) => {
      const run = (rollouts: readonly Rollout[]) => threads.run(toChunk(rollouts, explain), signal)
      const verdicts = map === undefined ? await run(chunk) : await scoreMapped(chunk, map, run)
      return { chunk, verdicts }
    })
  }

  return { score, replacedWorkers: threads.replaced, close: threads.close }
}

/** The verdicts of rollouts whose records are rows in a form of the caller's; a row that the map cannot read is a `Left`. */
async function scoreMapped(
  chunk: readonly Rollout[],
  map: RecordMap,
  run: (rollouts: readonly Rollout[]) => Promise<Verdicts>,
): Promise<Verdicts> {
  const records = new Map<unknown, Either<RecordError, unknown>>()
  const mapped = chunk.map(({ record, response }): Either<RecordError, Rollout> => {
    const known = records.get(record) ?? recordAt(record, map)
    records.set(record, known)
    return isLeft(known) ? known : right({ record: known.right, response })
  })
  const verdicts = (await run(mapped.flatMap((rollout) => (isLeft(rollout) ? [] : [rollout.right]))))[
    Symbol.iterator
  ]()
  return mapped.map((rollout) => (isLeft(rollout) ? rollout : verdicts.next().value!))
}

type Verdicts = readonly Either<ScoringError, Verdict>[]

interface Threads {
  readonly run: (chunk: Chunk, signal?: AbortSignal) => Promise<readonly Either<ScoringError, Verdict>[]>
  readonly replaced: () => number
  readonly close: (milliseconds?: number) => Promise<void>
}

function callingThread(source: TaskOptionsSource): Threads {
  let taskOptions: ReturnType<typeof loadTaskOptions> | undefined
  let closed = false
  return {
    run: async (chunk, signal) => {
      signal?.throwIfAborted()
      if (closed) throw new Error(SCORER_CLOSED)
      taskOptions ??= loadTaskOptions(source)
      return scoreChunk({ chunk, known: NONE }, await taskOptions, () => {})
    },
    replaced: () => 0,
    close: async () => {
      closed = true
    },
  }
}

function workerThreads(workers: number, options: ScorerOptions): Threads {
  const { closeTimeout = DEFAULT_CLOSE_TIMEOUT } = options
  const pool = createPool('score-worker.cjs', workers, workerDataOf(options), killLimitsOf(options))
  type Verdicts = Either<ScoringError, Verdict>[]
  const runTask = async (task: ChunkTask, signal?: AbortSignal): Promise<Verdicts> =>
    fromColumns(await pool.run<VerdictColumns>('default', (progress) => ({ ...task, progress }), signal))
  let checked: ReturnType<typeof loadTaskOptions> | undefined
  return {
    run: async (chunk, signal) => {
      checked ??= loadTaskOptions(options)
      await checked
      try {
        return await isolate<Either<ScoringError, Verdict>, Verdicts>(
          (known) => runTask({ chunk, known }, signal),
          async (only) => (await runTask({ chunk: withOnly(chunk, only), known: NONE }, signal))[0]!,
          (message) => left(workerFailed(message)),
        )
      } catch (error) {
        if (!(error instanceof WorkerDeath)) throw error
        const failure = left(workerFailed(error.message))
        return chunk.responses.map(() => failure)
      }
    },
    replaced: pool.replaced,
    close: (milliseconds = closeTimeout) => pool.close(milliseconds),
  }
}

const NONE: ReadonlyMap<number, never> = new Map<number, never>()

export const DEFAULT_CLOSE_TIMEOUT = 30_000

/** A chunk is full at `size` rollouts or, so that few long responses do not pile up, at this many characters. */
const MOST_CHARACTERS = 1 << 20

async function* inChunks<R extends Rollout>(
  blocks: Iterable<readonly R[]> | AsyncIterable<readonly R[]>,
  size: number,
): AsyncIterable<readonly R[]> {
  let chunk: R[] = []
  let characters = 0
  for await (const block of blocks) {
    for (const rollout of block) {
      chunk.push(rollout)
      characters += rollout.response?.length ?? 0
      if (chunk.length < size && characters < MOST_CHARACTERS) continue
      yield chunk
      chunk = []
      characters = 0
    }
  }
  if (chunk.length > 0) yield chunk
}

const lengthOf = (chunk: readonly Rollout[]): number =>
  chunk.reduce((sum, { response }) => sum + response.length, 0)

import { availableParallelism } from 'node:os'
import { left } from 'fp-ts/lib/Either.js'
import { workerFailed } from '../errors.js'
import type { BlockMemory } from './files/block-memory.js'
import type { RolloutColumns } from './files/rollout-columns.js'
import type { FileRollout } from './files/rollouts.js'
import { fractionOf, sizeOf } from './files/rows.js'
import { isolate } from './isolate.js'
import { mapInRoom } from './map-in-room.js'
import { createPool, killLimitsOf, WorkerDeath } from './pool.js'
import {
  type FileContext,
  type FileData,
  fileContextOf,
  type PartialBlock,
  type Result,
  readBlock,
  type ScoredBlock,
  scoreRollouts,
} from './score-block.js'
import { DEFAULT_CLOSE_TIMEOUT, type ScorerOptions } from './scorer.js'
import { loadTaskOptions, workerDataOf } from './task-options.js'
import { fromColumns } from './verdict-columns.js'

/** Scores the rows of a file: workers take them apart, too, so that the thread that reads the file hands on bytes. */
export interface BlockScorer {
  /** Blocks in, their verdicts out, in the same order. Blocks are asked for only as fast as verdicts are taken. */
  readonly score: (blocks: AsyncIterable<PartialBlock>, signal?: AbortSignal) => AsyncIterable<BlockVerdicts>
  readonly close: () => Promise<void>
}

export interface BlockVerdicts {
  readonly rollouts: RolloutColumns
  readonly verdicts: readonly Result[]
  /** How much of the file has been read with the block, in (0, 1]. */
  readonly fraction: number
}

/**
 * @param options are known to be right
 * @param memory where the blocks are, which is given back
 */
export function createBlockScorer(options: ScorerOptions, file: FileData, memory: BlockMemory): BlockScorer {
  const { workers = availableParallelism() } = options
  const threads = workers === 0 ? callingThread(options, file) : workerThreads(workers, options, file)
  return {
    score: (blocks, signal) => {
      const room = {
        concurrency: 2 * Math.max(1, workers),
        sizeOf: ({ block }: PartialBlock) => sizeOf(block),
        usual: MOST_BYTES,
      }
      return mapInRoom(blocks, room, async (block) => {
        const { rollouts, verdicts } = await threads.run(block, signal)
        memory.giveBack(block.block)
        return { rollouts, verdicts: fromColumns(verdicts), fraction: fractionOf(block.block) }
      })
    },
    close: threads.close,
  }
}

const MOST_BYTES = 1 << 20

interface Threads {
  readonly run: (block: PartialBlock, signal?: AbortSignal) => Promise<ScoredBlock>
  readonly close: () => Promise<void>
}

function callingThread(options: ScorerOptions, file: FileData): Threads {
  const context = fileContextOf(file)
  let taskOptions: ReturnType<typeof loadTaskOptions> | undefined
  return {
    run: async (block, signal) => {
      signal?.throwIfAborted()
      taskOptions ??= loadTaskOptions(options)
      return scoreRollouts(readBlock(block, context), NONE, await taskOptions, context, () => {})
    },
    close: async () => {},
  }
}

/** What a worker is to do with a block. */
export interface BlockTask extends PartialBlock {
  readonly known: ReadonlyMap<number, Result>
}

/** Score one rollout of it. */
export interface OneTask extends PartialBlock {
  readonly position: number
}

function workerThreads(workers: number, options: ScorerOptions, file: FileData): Threads {
  const pool = createPool(
    'score-worker.cjs',
    workers,
    { ...workerDataOf(options), file },
    killLimitsOf(options),
  )
  let context: FileContext | undefined
  return {
    run: async (block, signal) => {
      const runTask = <Output>(name: string, task: BlockTask | OneTask) =>
        pool.run<Output>(name, (progress) => ({ ...task, progress }), signal)
      try {
        return await isolate<Result, ScoredBlock>(
          (known) => runTask('scoreBlockInWorker', { ...block, known }),
          (position) => runTask('scoreOneOfBlockInWorker', { ...block, position }),
          (message) => left(workerFailed(message)),
        )
      } catch (error) {
        if (!(error instanceof WorkerDeath)) throw error
        context ??= fileContextOf(file)
        return withoutVerdicts(readBlock(block, context), error.message, context)
      }
    },
    close: () => pool.close(options.closeTimeout ?? DEFAULT_CLOSE_TIMEOUT),
  }
}

function withoutVerdicts(
  rollouts: readonly FileRollout[],
  message: string,
  context: FileContext,
): ScoredBlock {
  const failure = left(workerFailed(message))
  const known = new Map(rollouts.map((_, position) => [position, failure]))
  return scoreRollouts(rollouts, known, {}, context, () => {})
}

const NONE: ReadonlyMap<number, never> = new Map<number, never>()

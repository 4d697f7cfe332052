import type { Either } from 'fp-ts/lib/Either.js'
import { isLeft } from 'fp-ts/lib/Either.js'
import {
  type RecordError,
  type ResponseText,
  type Rollout,
  readTask,
  scoreResponse,
  type TaskOptions,
  type Verdict,
  type WorkerFailed,
} from '../index.js'
import type { Known } from './isolate.js'

/** Why a rollout has no verdict. */
export type ScoringError = RecordError | WorkerFailed

/** The rollouts that are sent to a worker at once; a record that several of them share is sent once. */
export interface Chunk {
  readonly records: readonly unknown[]
  /** Index into `records`, one per response. */
  readonly recordOf: readonly number[]
  readonly responses: readonly ResponseText[]
  /** Also say how each reward came about. */
  readonly explain: boolean
}

/** What a worker is to do with a chunk. */
export interface ChunkTask {
  readonly chunk: Chunk
  /** Verdicts that are known already, by position. */
  readonly known: Known<Either<ScoringError, Verdict>>
}

/**
 * The verdicts of a chunk, in its order. Each record is read once, however many responses it has.
 *
 * @param begins is called with the position of each rollout before it is scored
 */
export function scoreChunk(
  { chunk, known }: ChunkTask,
  options: TaskOptions,
  begins: (position: number) => void,
): Either<ScoringError, Verdict>[] {
  const taskOptions = chunk.explain ? { ...options, explain: true } : options
  const tasks: ReturnType<typeof readTask>[] = []
  const scoreOne = (position: number): Either<ScoringError, Verdict> => {
    begins(position)
    const record = chunk.recordOf[position]!
    tasks[record] ??= readTask(chunk.records[record], taskOptions)
    const task = tasks[record]
    return isLeft(task) ? task : scoreResponse(task.right, chunk.responses[position]!)
  }
  return chunk.responses.map((_, position) => known.get(position) ?? scoreOne(position))
}

export function toChunk(rollouts: readonly Rollout[], explain: boolean): Chunk {
  const positions = new Map<unknown, number>()
  const recordOf = rollouts.map(({ record }) => {
    if (!positions.has(record)) positions.set(record, positions.size)
    return positions.get(record)!
  })
  return {
    records: [...positions.keys()],
    recordOf,
    responses: rollouts.map((rollout) => rollout.response),
    explain,
  }
}

/** A chunk that holds one of the rollouts alone. */
export const withOnly = ({ records, recordOf, responses, explain }: Chunk, position: number): Chunk => ({
  records: [records[recordOf[position]!]],
  recordOf: [0],
  responses: [responses[position]!],
  explain,
})

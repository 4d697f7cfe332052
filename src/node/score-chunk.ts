import type { Either } from 'fp-ts/lib/Either.js'
import { isLeft, left, right } from 'fp-ts/lib/Either.js'
import {
  type BadRecord,
  readTask,
  scoreTask,
  type TaskOptions,
  type Verdict,
  type WorkerFailed,
  workerFailed,
} from '../index.js'

/** Why a rollout has no verdict. */
export type ScoringError = BadRecord | WorkerFailed

/** Some rollouts on their way to a worker; a record that several of them share travels once. */
export interface Chunk {
  readonly records: readonly unknown[]
  /** Index into `records`, one per response. */
  readonly recordOf: readonly number[]
  readonly responses: readonly string[]
  /** Also say how each reward came about. */
  readonly explain: boolean
}

/** The verdicts of a chunk, in its order. Each record is read once, however many responses it has. */
export function scoreChunk(chunk: Chunk, options: TaskOptions): Either<ScoringError, Verdict>[] {
  const taskOptions = chunk.explain ? { ...options, explain: true } : options
  const tasks = chunk.records.map((record) => readTask(record, taskOptions))
  return chunk.responses.map((response, position) => {
    const task = tasks[chunk.recordOf[position]!]!
    if (isLeft(task)) return task
    try {
      return right(scoreTask(task.right, response))
    } catch (error) {
      // Our verifiers are total; a custom one may throw, and must cost its own rollout only.
      return left(workerFailed(`its verifier threw ${String(error)}`))
    }
  })
}

export function toChunk(
  rollouts: readonly { readonly record: unknown; readonly response: string }[],
  explain: boolean,
): Chunk {
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

/** A chunk for each of its responses. */
export const splitChunk = (chunk: Chunk): Chunk[] =>
  chunk.responses.map((response, position) => ({
    records: [chunk.records[chunk.recordOf[position]!]],
    recordOf: [0],
    responses: [response],
    explain: chunk.explain,
  }))

import type { Either } from 'fp-ts/lib/Either.js'
import { isLeft, right } from 'fp-ts/lib/Either.js'
import type { BadRecord } from '../errors.js'
import type { Verdict } from '../verifiers/verdict.js'
import { readTask } from './read-task.js'
import { scoreTask } from './score-task.js'
import type { Task, TaskOptions } from './task.js'

/** Reads a record and scores one response: `readTask`, then `scoreTask`. */
export function scoreRecord(
  record: unknown,
  response: string,
  options: TaskOptions = {},
): Either<BadRecord, Verdict> {
  const task = readTask(record, options)
  return isLeft(task) ? task : right(scoreTask(task.right, response))
}

/** One response to the prompt of a record. */
export interface RecordedRollout {
  readonly record: unknown
  readonly response: string
}

/**
 * Scores many rollouts, in their order. A record that several of them share (the same object) is read once.
 * One wrong record is one Left; it does not touch the others.
 */
export function scoreBatch(
  rollouts: readonly RecordedRollout[],
  options: TaskOptions = {},
): readonly Either<BadRecord, Verdict>[] {
  const tasks = new Map<unknown, Either<BadRecord, Task>>()
  return rollouts.map(({ record, response }) => {
    let task = tasks.get(record)
    if (task === undefined) {
      task = readTask(record, options)
      tasks.set(record, task)
    }
    return isLeft(task) ? task : right(scoreTask(task.right, response))
  })
}

import type { Either } from 'fp-ts/lib/Either.js'
import { isLeft, left, right } from 'fp-ts/lib/Either.js'
import { type ResponseText, responseText } from '../answers/response-text.js'
import { type BadOption, type BadRecord, badRecord, badResponse, type RecordError } from '../errors.js'
import type { Verdict } from '../verifiers/verdict.js'
import { readCheckedTask, readTask } from './read-task.js'
import { scoreTask } from './score-task.js'
import type { Task, TaskOptions } from './task.js'
import { findBadTaskOption } from './task-options.js'
import type { KnownRecord, Untyped } from './task-record.js'

/**
 * Reads a record and scores one response: `readTask`, then `scoreTask`.
 *
 * @param response a text, or a chat completion (`[{ role, content }]`), whose last message counts
 * @returns the verdict; `Left` for what `readTask` refuses, and `Left BadResponse` for a response that is no text
 */
export function scoreRecord(
  record: KnownRecord,
  response: ResponseText,
  options?: TaskOptions,
): Either<RecordError, Verdict>
export function scoreRecord<R>(
  record: Untyped<R>,
  response: ResponseText,
  options?: TaskOptions,
): Either<RecordError, Verdict>
export function scoreRecord(
  record: unknown,
  response: ResponseText,
  options?: TaskOptions,
): Either<RecordError, Verdict> {
  const task = readTask(record, options)
  return isLeft(task) ? task : scoreResponse(task.right, response)
}

/** `scoreTask`, with a response that is no text as a `Left`. */
export function scoreResponse(task: Task, response: unknown): Either<RecordError, Verdict> {
  const text = responseText(response)
  return text === undefined ? left(badResponse('response', response)) : right(scoreTask(task, text))
}

/** One response to the prompt of a record. */
export interface Rollout {
  readonly record: unknown
  readonly response: ResponseText
}

/**
 * Scores many rollouts, in their order. A record that several of them share (the same object) is read once, the options
 * are checked once. A wrong record or response is a Left in its place; the others are scored. Wrong options are the same
 * Left for all of them, and what is no list is one Left.
 */
export function scoreBatch(
  rollouts: readonly Rollout[],
  options: TaskOptions = {},
): readonly Either<RecordError, Verdict>[] {
  if (!Array.isArray(rollouts))
    return [left(badRecord('rollouts', 'a list of { record, response }', rollouts))]
  const wrong = findBadTaskOption(options)
  if (wrong !== undefined) return rollouts.map(() => left(wrong))
  const tasks = new Map<unknown, Either<BadRecord | BadOption, Task>>()
  return rollouts.map((rollout: Rollout | null | undefined) => {
    if (typeof rollout !== 'object' || rollout === null) {
      return left(badRecord('rollout', 'an object { record, response }', rollout))
    }
    const { record, response } = rollout
    let task = tasks.get(record)
    if (task === undefined) {
      task = readCheckedTask(record, options)
      tasks.set(record, task)
    }
    return isLeft(task) ? task : scoreResponse(task.right, response)
  })
}

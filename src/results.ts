import { type Either, isLeft } from 'fp-ts/lib/Either.js'
import type { TaskEither } from 'fp-ts/lib/TaskEither.js'
import { describeError, describeValue, type GolongrlError } from './errors.js'

export { type Either, getOrElse, isLeft, isRight, left, match, right } from 'fp-ts/lib/Either.js'
export type { TaskEither } from 'fp-ts/lib/TaskEither.js'

/** The exception that `orThrow` makes of a `Left`. */
export class ResultError<E = unknown> extends Error {
  override readonly name = 'ResultError'
  /** What was in the `Left`. */
  readonly value: E

  constructor(value: E) {
    super(sentenceOf(value), { cause: value })
    this.value = value
  }
}

/**
 * The value of a `Right`. A `Left` is thrown, as an Error whose message is `describeError`'s sentence and whose `value` is
 * the error itself.
 *
 *     orThrow(scoreRecord(record, response)).reward
 */
export function orThrow<E, A>(either: Either<E, A>): A {
  if (isLeft(either)) throw new ResultError(either.left)
  return either.right
}

/** Throws what is wrong with a call, as `orThrow` does; for functions whose result is no Either. */
export function refuse(problem: unknown): void {
  if (problem !== undefined) throw new ResultError(problem)
}

/**
 * Runs a task, such as a backend's, as a promise: it resolves with the value of a `Right` and rejects with the Error that
 * `orThrow` makes of a `Left`.
 *
 *     const { loss } = await orReject(backend.policyLoss(batch))
 */
export const orReject = async <E, A>(task: TaskEither<E, A>): Promise<A> => orThrow(await task())

/** One sentence for whatever a `Left` holds: ours, a text, a list of problems, an exception. */
function sentenceOf(value: unknown): string {
  if (typeof value === 'string') return value
  if (value instanceof Error) return value.message
  if (typeof value !== 'object' || value === null) return describeValue(value)
  if ('problems' in value && Array.isArray(value.problems)) return value.problems.join('\n')
  return '_tag' in value
    ? (describeError(value as GolongrlError) ?? describeValue(value))
    : describeValue(value)
}

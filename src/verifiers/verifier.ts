import type { Either } from 'fp-ts/lib/Either.js'
import { isLeft, left, right } from 'fp-ts/lib/Either.js'
import type { Reading } from '../answers/reading.js'
import type { BadGold } from '../errors.js'
import { badGold } from '../errors.js'
import { findWrongOption } from './check-options.js'
import type { Profile, Score, Verdict } from './verdict.js'

/** Options that every verifier understands. */
export interface VerifierOptions {
  /** Which rules score. Default `natural`. */
  readonly profile?: Profile
  /** How strictly an answer must have the form that its task asks for; the published profile is always strict. Default `strict`. */
  readonly reading?: Reading
  /** Also say how the reward came about. Default false. */
  readonly explain?: boolean
}

/**
 * One metric: it reads a gold once, then scores any number of answers against it.
 * A custom task type is an object of this shape.
 *
 * `readGold` returns a `Left` for a gold that cannot be right; `score` is total: no text makes it throw.
 */
export interface Verifier<Gold, Options extends VerifierOptions = VerifierOptions> {
  readonly taskType: string
  readonly metric: string
  // Methods, not function properties: only so can a list hold verifiers of different gold types.
  readGold(gold: unknown, options: Options): Either<BadGold, Gold>
  score(answer: string, gold: Gold, options: Options): Score
}

/**
 * Reads the gold and scores one answer: the public form of a verifier, for an answer text without its think
 * block.
 *
 * @returns Left for a gold that cannot be right, and for such an option: `profile`, `match`, `gain`,
 *   `variant`, `maxLinesPerGold`, `tokenize`
 */
export function verify<Gold, Options extends VerifierOptions>(
  verifier: Verifier<Gold, Options>,
  prediction: string,
  gold: unknown,
  options: Options,
): Either<BadGold, Verdict> {
  const wrong = findWrongOption(options)
  if (wrong !== undefined) return left(badGold(wrong.argument, wrong.expected, wrong.received))
  const read = verifier.readGold(gold, options)
  if (isLeft(read)) return read
  const { taskType, metric } = verifier
  const { reward, reason, explanation } = verifier.score(prediction, read.right, options)
  const verdict = { reward, reason, taskType, rewardMode: metric, metric }
  return right(explanation === undefined ? verdict : { ...verdict, explanation })
}

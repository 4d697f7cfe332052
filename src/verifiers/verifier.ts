import type { Either } from 'fp-ts/lib/Either.js'
import { isLeft, left, right } from 'fp-ts/lib/Either.js'
import { READING, type Reading } from '../answers/reading.js'
import { type ResponseText, responseText } from '../answers/response-text.js'
import { type BadGold, badGold, badResponse, type MetricError } from '../errors.js'
import { findBadOption } from '../options/find-bad-option.js'
import type { OptionRows } from '../options/option-row.js'
import { PROFILE } from '../profile.js'
import { withLenientHint } from './lenient-hint.js'
import { type Profile, REASONS, type Score, type Verdict } from './verdict.js'

/** Options that every verifier understands. */
export interface VerifierOptions {
  /** Which rules score. Default `natural`. */
  readonly profile?: Profile
  /** How strictly an answer must have the form that its task asks for; the published profile is always strict. Default `strict`. */
  readonly reading?: Reading
  /** Also say how the reward came about. Default false. */
  readonly explain?: boolean
}

export const VERIFIER_OPTIONS: OptionRows<VerifierOptions> = {
  profile: PROFILE,
  reading: READING,
  explain: { kind: 'flag', default: false },
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
  /** Every option it has. Default: those of `VerifierOptions`. */
  readonly options?: OptionRows
  /** What the published code hands to it: the whole response, or the text after the think block. Default `answer`. */
  readonly publishedScope?: 'answer' | 'response'
  // Methods, not function properties: their parameters are compared in both directions, so that a list can hold verifiers of
  // different gold types.
  /** @param path where the gold stands, for the error's `argument`: `record.gold`. Default `gold`. */
  readGold(gold: unknown, options: Options, path?: string): Either<BadGold, Gold>
  score(answer: string, gold: Gold, options: Options): Score
  /**
   * What a model that knows the gold answers, in the form that the task asks for; a gold whose perfect answer does not score 1
   * can never be met. Default: not known.
   *
   * @param gold as the record has it, known to be readable
   */
  perfectAnswer?(gold: unknown): string
}

/**
 * Reads the gold and scores one answer: the public form of a verifier, for an answer text without its think
 * block.
 *
 * @returns Left for an option of an unknown name or out of its range, a prediction that is no text, and a gold that cannot
 *   be right
 */
export function verify<Gold, Options extends VerifierOptions>(
  verifier: Verifier<Gold, Options>,
  prediction: ResponseText,
  gold: unknown,
  options: Options,
): Either<MetricError, Verdict> {
  const wrong = findBadOption(options, verifier.options ?? VERIFIER_OPTIONS)
  if (wrong !== undefined) return left(wrong)
  const answer = responseText(prediction)
  if (answer === undefined) return left(badResponse('response', prediction))
  const read = readGoldSafely(verifier, gold, options)
  if (isLeft(read)) return read
  const { taskType, metric } = verifier
  const strict = scoreSafely(verifier, answer, read.right, options)
  const { reward, reason, explanation } = withLenientHint(strict, () => {
    if (options.reading === 'lenient' || options.profile === 'published') return undefined
    const lenient = { ...options, reading: 'lenient' as const }
    const lenientGold = readGoldSafely(verifier, gold, lenient)
    return isLeft(lenientGold) ? undefined : scoreSafely(verifier, answer, lenientGold.right, lenient)
  })
  const verdict = { reward, reason, taskType, rewardMode: metric, metric }
  return right(explanation === undefined ? verdict : { ...verdict, explanation })
}

/** A custom verifier may throw instead of returning its `Left`; that gold alone is then refused, with its sentence. */
export function readGoldSafely<Gold, Options extends VerifierOptions>(
  verifier: Verifier<Gold, Options>,
  gold: unknown,
  options: Options,
  path = 'gold',
): Either<BadGold, Gold> {
  try {
    const read = verifier.readGold(gold, options, path)
    if (read?._tag === 'Left' || read?._tag === 'Right') return read
    return left(notRead(verifier, path, 'its readGold returned no Either', gold))
  } catch (error) {
    return left(notRead(verifier, path, `it threw: ${sentenceOf(error)}`, gold))
  }
}

const notRead = (
  { taskType }: { readonly taskType: string },
  path: string,
  why: string,
  gold: unknown,
): BadGold => badGold(path, `a gold that the verifier of ${taskType} can read (${why})`, gold)

/**
 * A custom verifier may break its promises. Its exception, a reward outside [0, 1] or a reason that is none must neither
 * end a run nor pass for a wrong answer: the verdict is undecided. A published metric may exceed 1; `scoreTask` sees to it.
 */
export function scoreSafely<Gold, Options extends VerifierOptions>(
  verifier: Verifier<Gold, Options>,
  answer: string,
  gold: Gold,
  options: Options,
): Score {
  try {
    const score = verifier.score(answer, gold, options)
    const { reward, reason } = score
    if (typeof reward !== 'number' || Number.isNaN(reward)) {
      return undecided(answer, `The verifier gave the reward ${reward}.`)
    }
    if (!REASONS.includes(reason)) return undecided(answer, `The verifier gave the reason ${String(reason)}.`)
    return (reward >= 0 && reward <= 1) || options.profile === 'published'
      ? score
      : undecided(answer, `The verifier gave the reward ${reward}, outside [0, 1].`)
  } catch (error) {
    return undecided(answer, `The verifier threw ${String(error)}.`)
  }
}

const undecided = (extracted: string, step: string): Score => ({
  reward: 0,
  reason: 'undecided',
  explanation: { extracted, steps: [step] },
})

const sentenceOf = (error: unknown): string => (error instanceof Error ? error.message : String(error))

import type { Either } from 'fp-ts/lib/Either.js'
import { isRight, left, right } from 'fp-ts/lib/Either.js'
import { withoutEndTokens, withoutUnseen } from '../answers/lenient/plain-characters.js'
import type { ResponseText } from '../answers/response-text.js'
import type { BadGold, MetricError } from '../errors.js'
import { badGold } from '../errors.js'
import type { OptionRows } from '../options/option-row.js'
import { labelOf } from './golds.js'
import type { Comparison } from './math/compare/context.js'
import { NATURAL_RULES, PUBLISHED_RULES } from './math/compare/rules.js'
import { type PublishedGold, readPublishedGold, scorePublished } from './math/published/score.js'
import { withoutHtml } from './math/read/html.js'
import { interpretationsOf, type KnownText } from './math/read/interpretations.js'
import { goldReadings } from './math/read/readings-that-count.js'
import { scoreNatural } from './math/score-natural.js'
import type { Tree } from './math/tree.js'
import { newWork, OUT_OF_WORK, type Work } from './math/work.js'
import type { Score, Verdict } from './verdict.js'
import type { Verifier, VerifierOptions } from './verifier.js'
import { VERIFIER_OPTIONS, verify } from './verifier.js'

/** How two mathematical answers are compared. */
export interface MathVerifyOptions extends VerifierOptions {
  /**
   * Digits to which a decimal must agree with an exact value such as π or 1/3: significant digits in the natural
   * profile (a gold with fewer states its own precision), decimal places in the published one. Default 6.
   */
  readonly precision?: number
  /** `(1, 2)` is not the set {1, 2}; with `false` a tuple may answer for a list or set in any order. Default true. */
  readonly strict?: boolean
  /** `1 < x < 2` may answer for the interval (1, 2). Default true in the natural profile, false in the published one. */
  readonly allowSetRelation?: boolean
  /** `50%` answers for 0.5 alone (`value`), or for 50 as well (`either`). Default `value`. */
  readonly percentEquivalence?: 'value' | 'either'
  /** Counted steps for one comparison; past them the verdict is `undecided`. Default 40,000. */
  readonly workLimit?: number
}

/** A gold that was read once. */
export interface MathGold {
  readonly text: string
  /** The ways it can be meant (natural profile). */
  readonly readings: readonly Tree[]
  /** C of a gold such as `(C) 12`. */
  readonly choice?: Tree
  /** 3.5 of a gold `3,5`, for a response in a language that writes a decimal comma. */
  readonly local?: readonly Tree[]
  /** All that its text can mean, which an answer of the same text means too. */
  readonly known?: KnownText
  /** As the published reward reads it (published profile). */
  readonly published?: PublishedGold
}

export const MATH_VERIFY_OPTIONS: OptionRows<MathVerifyOptions> = {
  ...VERIFIER_OPTIONS,
  precision: { kind: 'number', whole: true, from: 1, to: 15, default: 6 },
  strict: { kind: 'flag', default: true },
  allowSetRelation: { kind: 'flag' },
  percentEquivalence: { kind: 'choice', of: ['value', 'either'], default: 'value' },
  workLimit: { kind: 'number', whole: true, from: 1, default: 40_000 },
}

/**
 * `mathVerify`, bound to a gold once and then applied to many answers.
 *
 * In the natural profile `score` is given the answer text after the think block; in the published profile the whole
 * response, of which the last 500 characters count.
 */
export const mathVerifier: Verifier<MathGold, MathVerifyOptions> = {
  taskType: 'numerical-reasoning',
  metric: 'math_verify',
  options: MATH_VERIFY_OPTIONS,
  publishedScope: 'response',
  readGold,
  score(answer, gold, options) {
    const strict = judge(answer, gold, options)
    if (options.reading !== 'lenient' || gold.published || strict.reason !== 'wrong') return strict
    const bare = withoutUnseen(withoutEndTokens(answer))
    return bare === answer ? strict : judge(bare, gold, options)
  },

  perfectAnswer: (gold) => `\\boxed{${labelOf(gold)}}`,
}

function judge(answer: string, gold: MathGold, options: MathVerifyOptions): Score {
  const steps: string[] = []
  const doubts = { any: false }
  const c = comparison(options, newWork(options.workLimit), steps, doubts)
  const outcome = undecidedInDoubt(doubts, () =>
    gold.published ? scorePublished(answer, gold.published, c) : scoreNatural(answer, gold, c),
  )
  if (!options.explain) return { reward: outcome.reward, reason: outcome.reason }
  return {
    reward: outcome.reward,
    reason: outcome.reason,
    explanation: { extracted: outcome.extracted, steps },
  }
}

/**
 * Whether the final answer of a text means what the gold means: 1 if it does, else 0.
 *
 * The answer is found (the last `\boxed{…}`, else an announced answer, else the last formula or number), read from LaTeX
 * or plain text into a tree, and compared: exactly where rational arithmetic reaches, modulo a prime for rational
 * functions, else at probe points with an error bound. A text that cannot be read equals nothing but the same words.
 *
 * | gold | accepted | rejected |
 * |---|---|---|
 * | `\frac{1}{2}` | `0.5`, `1/2`, `50\%` | `0.05`, `50` |
 * | `x^2-1` | `(x-1)(x+1)` | `1-x^2` |
 * | `\{1,2\}` | `\{2,1\}`, `1, 2` | `\{1\}` |
 * | `5\text{ km}` | `5000\text{ m}`, `5` | `5\text{ m}` |
 *
 * @param prediction the answer text (natural), or the whole response (published)
 * @param gold LaTeX, plain mathematics, or words
 * @returns `Left BadGold` for a gold that is not a text, is blank, or exceeds the work limits. Reason `undecided`, with
 *   reward 0, where a counted limit was hit (`9^{9^{9^9}}`); never an exception, never a clock.
 * @see https://github.com/huggingface/Math-Verify for the checker that the published profile reproduces
 */
export const mathVerify = (
  prediction: ResponseText,
  gold: unknown,
  options: MathVerifyOptions = {},
): Either<MetricError, Verdict> => verify(mathVerifier, prediction, gold, options)

function readGold(gold: unknown, options: MathVerifyOptions, path = 'gold'): Either<BadGold, MathGold> {
  if (typeof gold !== 'string' || gold.trim() === '')
    return left(badGold(path, 'a mathematical expression', gold))
  const { profile, workLimit } = options
  if (recent?.gold.text === gold && recent.profile === profile && recent.workLimit === workLimit)
    return right(recent.gold)
  const read = readAfresh(gold, options, path)
  if (isRight(read)) recent = { gold: read.right, profile, workLimit }
  return read
}

/** The gold that was read last, which the answers of a prompt group share. */
let recent: (Pick<MathVerifyOptions, 'profile' | 'workLimit'> & { readonly gold: MathGold }) | undefined

function readAfresh(gold: string, options: MathVerifyOptions, path: string): Either<BadGold, MathGold> {
  try {
    const work = newWork(options.workLimit)
    if (options.profile === 'published') {
      return right({ text: gold, readings: [], published: readPublishedGold(gold, work) })
    }
    const before = work.left
    const interpretations = interpretationsOf(withoutHtml(gold), work)
    const known = { text: gold, interpretations, steps: before - work.left }
    const decimal = gold.includes(',') ? DECIMAL_COMMA.exec(gold) : null
    const [, currency = '', digits = '', decimals = '', unit = ''] = decimal ?? []
    const local =
      decimal &&
      goldReadings(interpretationsOf(`${currency}${digits.replaceAll('.', '')}.${decimals}${unit}`, work))
    // "2,5 km" is no list of 2 and 5 km.
    const isMeasured = local && (currency !== '' || digits.includes('.') || /\p{L}|%/u.test(unit))
    const readings = [...goldReadings(interpretations), ...(isMeasured ? local : [])]
    return readings.length > 0
      ? right({
          text: gold,
          readings,
          known,
          ...(interpretations.choice && { choice: interpretations.choice }),
          ...(local && { local }),
        })
      : left(badGold(path, 'a mathematical expression', gold))
  } catch (raised) {
    if (raised === OUT_OF_WORK) return left(badGold(path, 'an expression within the work limits', gold))
    throw raised
  }
}

/** "3,5", "2,5 km", "R$ 1.250,50"; three digits are thousands. */
const DECIMAL_COMMA =
  /^\s*((?:R?\\?\$|€|£|Rp) ?)?([-−]?\d{1,40}(?:\.\d{3}){0,4}),(\d{1,2}|\d{4,}|(?<=\b0,)\d{3})((?:\s*(?:\\?%|\\text\s?\{[^{}\d]{1,20}\}|[\p{L}°€$][\p{L}°²³/ ]{0,20}))?)\s*$/u

const comparison = (
  options: MathVerifyOptions,
  work: Work,
  steps: string[],
  doubts: { any: boolean },
): Comparison =>
  // The rules as a prototype: to copy thirty of them costs as much as to read a short answer.
  Object.assign(Object.create(options.profile === 'published' ? PUBLISHED_RULES : NATURAL_RULES), {
    precision: options.precision ?? 6,
    strict: options.strict ?? true,
    allowSetRelation: options.allowSetRelation ?? options.profile !== 'published',
    percentEquivalence: options.percentEquivalence ?? 'value',
    work,
    doubt: () => {
      doubts.any = true
    },
    because: options.explain ? (sentence: () => string) => steps.push(sentence()) : () => {},
  })

type Decision = Pick<Score, 'reward' | 'reason'> & { readonly extracted: string }

/** Wrong only where no pair of values was left in doubt and the work sufficed. */
function undecidedInDoubt(doubts: { any: boolean }, decide: () => Decision): Decision {
  try {
    const decision = decide()
    return decision.reason === 'wrong' && doubts.any ? { ...decision, reason: 'undecided' } : decision
  } catch (raised) {
    if (raised === OUT_OF_WORK) return { reward: 0, reason: 'undecided', extracted: '' }
    throw raised
  }
}

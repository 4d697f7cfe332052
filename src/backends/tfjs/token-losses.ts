import type { CispoOptions } from '../../losses/cispo.js'
import type { DppoOptions } from '../../losses/dppo.js'
import type { DroOptions } from '../../losses/dro.js'
import type { GeoMeanOptions } from '../../losses/geo-mean.js'
import type { GspoOptions } from '../../losses/gspo.js'
import { type ImportanceLevel, LOG_RATIO_LIMIT } from '../../losses/importance-ratio.js'
import type { PolicyLossOptions } from '../../losses/policy-loss.js'
import type { SapoOptions } from '../../losses/sapo.js'
import type { VanillaOptions } from '../../losses/vanilla.js'
import type { Tensor, Tf } from './tf.js'

/** The response tokens of a batch on the device: R × C, with padding that is 0 in every tensor (1 in the weights). */
export interface Tokens {
  /** [R, C] logProb − oldLogProb. */
  readonly logRatios: Tensor
  /** [R, C] */
  readonly advantages: Tensor
  /** [R, C] */
  readonly logProbs: Tensor
  /** [R, C] */
  readonly importanceWeights?: Tensor
  readonly rollouts: Rollouts
}

/** What a loss may ask about whole rollouts. Answers are [R, 1]: for each row of tokens, about the rollout it belongs to. */
export interface Rollouts {
  /** Response tokens of the rollout, at least 1. */
  readonly lengths: Tensor
  readonly sum: (perToken: Tensor) => Tensor
}

/** Each [R, C] or, where it is the same for all tokens of a rollout, [R, 1]. What stands at padding is of no account. */
export interface TokenLosses {
  readonly losses: Tensor
  /** d loss / d logProb. */
  readonly slopes: Tensor
  readonly ratios: Tensor
  /** The log-ratios that `approxKl` is the mean of. */
  readonly logRatios: Tensor
  readonly isClipped?: Tensor
  readonly isClippedLower?: Tensor
  /** A < 0 and a ratio below the range, A > 0 and one above it; for the kinds that report the two sides. */
  readonly isBelow?: Tensor
  readonly isAbove?: Tensor
}

/**
 * The kinds of loss that have a graph. `clip-cov` and `kl-cov` have none because they pick tokens by their rank in the
 * batch, `vespo` because it takes the exponential of a sum over a whole rollout, where float32 has no digits left.
 */
export type GraphLossOptions = Exclude<PolicyLossOptions, { readonly kind: 'clip-cov' | 'kl-cov' | 'vespo' }>

export const hasGraph = (options: PolicyLossOptions): options is GraphLossOptions =>
  options.kind !== 'clip-cov' && options.kind !== 'kl-cov' && options.kind !== 'vespo'

/**
 * The loss of every token, before aggregation, as in `losses/`: each function below has the name, the formula and the
 * defaults of the file there. Only the forms differ where float32 would lose digits.
 */
export function tokenLosses(tf: Tf, tokens: Tokens, options: GraphLossOptions): TokenLosses {
  switch (options.kind) {
    case undefined:
    case 'vanilla':
      return vanilla(tf, tokens, options)
    case 'luspo':
      return vanilla(tf, tokens, {
        ...options,
        kind: 'vanilla',
        importanceLevel: options.importanceLevel ?? 'sequence',
        dualClip: Number.POSITIVE_INFINITY,
        logRatioLimit: Number.POSITIVE_INFINITY,
      })
    case 'gspo':
      return gspo(tf, tokens, options)
    case 'cispo':
      return cispo(tf, tokens, options)
    case 'sapo':
      return sapo(tf, tokens, options)
    case 'gpg':
      return gpg(tf, tokens)
    case 'geo-mean':
      return geoMean(tf, tokens, options)
    case 'dppo-tv':
    case 'dppo-kl':
      return dppo(tf, tokens, options)
    case 'dro':
      return dro(tf, tokens, options)
  }
}

function vanilla(tf: Tf, tokens: Tokens, options: VanillaOptions): TokenLosses {
  const { clipLow = 0.2, clipHigh = 0.28, dualClip = 3, ratioCap = Number.POSITIVE_INFINITY } = options
  const lowest = 1 - clipLow
  const highest = 1 + clipHigh
  const { advantages } = tokens
  const { ratios, logRatios, moves } = importanceRatios(tf, tokens, options)
  const isNegative = tf.less(advantages, 0)
  const bounded = tf.where(
    isNegative,
    clip(tf, ratios, lowest, Math.min(dualClip, Math.max(highest, ratioCap))),
    atMost(tf, ratios, Math.min(highest, ratioCap)),
  )
  const losses = weigh(tf, tokens, tf.neg(tf.mul(advantages, bounded)))
  const isActive = tf.logicalAnd(moves, tf.equal(ratios, bounded))
  const slopes = tf.where(isActive, losses, tf.zerosLike(losses))
  const isBelow = tf.logicalAnd(isNegative, tf.less(ratios, lowest))
  const isAbove = tf.logicalAnd(tf.greater(advantages, 0), tf.greater(ratios, highest))
  return {
    losses,
    slopes: perLevel(tf, tokens, options, slopes),
    ratios,
    logRatios,
    isClipped: tf.logicalOr(isBelow, isAbove),
    isClippedLower: tf.logicalAnd(isNegative, tf.greater(ratios, finite(dualClip))),
    isBelow,
    isAbove,
  }
}

function gspo(tf: Tf, tokens: Tokens, { clipLow = 0.2, clipHigh = 0.28 }: GspoOptions): TokenLosses {
  const { advantages, logRatios } = tokens
  const sequenceLogRatios = meanOf(tf, tokens, logRatios)
  const ratios = tf.exp(tf.minimum(sequenceLogRatios, LARGEST_SEQUENCE_LOG_RATIO))
  const unclipped = tf.neg(tf.mul(advantages, ratios))
  const clipped = tf.neg(tf.mul(advantages, clip(tf, ratios, 1 - clipLow, 1 + clipHigh)))
  const isClipped = tf.greater(clipped, unclipped)
  const moves = tf.lessEqual(sequenceLogRatios, LARGEST_SEQUENCE_LOG_RATIO)
  const isActive = tf.logicalAnd(tf.logicalNot(isClipped), moves)
  return {
    losses: weigh(tf, tokens, tf.maximum(unclipped, clipped)),
    slopes: weigh(tf, tokens, tf.where(isActive, unclipped, tf.zerosLike(unclipped))),
    ratios,
    logRatios,
    isClipped,
  }
}

function cispo(tf: Tf, tokens: Tokens, options: CispoOptions): TokenLosses {
  const { clipLow = 0.2, clipHigh = 0.28, ratioCap } = options
  const { ratios, logRatios } = importanceRatios(tf, tokens, options)
  const inRange =
    ratioCap === undefined ? clip(tf, ratios, 1 - clipLow, 1 + clipHigh) : atMost(tf, ratios, ratioCap)
  const slopes = weigh(tf, tokens, tf.neg(tf.mul(tokens.advantages, inRange)))
  const isClipped = tf.notEqual(ratios, inRange)
  return { losses: tf.mul(slopes, tokens.logProbs), slopes, ratios, logRatios, isClipped }
}

function sapo(tf: Tf, tokens: Tokens, options: SapoOptions): TokenLosses {
  const { tauPos = 1, tauNeg = 1.05 } = options
  const { ratios, logRatios, moves } = importanceRatios(tf, tokens, options)
  const { advantages } = tokens
  const isPositive = tf.greater(advantages, 0)
  const tau = tf.where(isPositive, tf.fill(advantages.shape, tauPos), tf.fill(advantages.shape, tauNeg))
  const gateInput = tf.mul(tau, tf.sub(ratios, 1))
  const gate = tf.sigmoid(gateInput)
  // 1 − σ(z), in a form that keeps its digits where the gate is nearly open.
  const rest = tf.sigmoid(tf.neg(gateInput))
  const slopes = tf.mul(tf.mul(tf.mul(advantages, -4), tf.mul(gate, rest)), ratios)
  return {
    losses: weigh(tf, tokens, tf.div(tf.mul(tf.mul(advantages, -4), gate), tau)),
    slopes: perLevel(tf, tokens, options, weigh(tf, tokens, tf.where(moves, slopes, tf.zerosLike(slopes)))),
    ratios,
    logRatios,
  }
}

function gpg(tf: Tf, tokens: Tokens): TokenLosses {
  const slopes = weigh(tf, tokens, tf.neg(tokens.advantages))
  const { logRatios } = tokens
  return { losses: tf.mul(slopes, tokens.logProbs), slopes, ratios: tf.exp(logRatios), logRatios }
}

function geoMean(tf: Tf, tokens: Tokens, { clipLow = 0.4, clipHigh = 0.4 }: GeoMeanOptions): TokenLosses {
  const { logRatios, advantages, importanceWeights } = tokens
  const isPositive = tf.greater(advantages, 0)
  const isNegative = tf.less(advantages, 0)
  const inRange = clip(tf, logRatios, -clipLow, clipHigh)
  const pessimistic = tf.where(isPositive, tf.minimum(logRatios, inRange), tf.maximum(logRatios, inRange))
  const isSigned = tf.notEqual(advantages, 0)
  const signed = tf.where(isSigned, pessimistic, tf.zerosLike(pessimistic))
  const unweighted = tf.mul(meanOf(tf, tokens, advantages), tf.exp(meanOf(tf, tokens, signed)))
  const gains =
    importanceWeights === undefined
      ? unweighted
      : tf.mul(unweighted, tf.exp(meanOf(tf, tokens, tf.log(tf.add(importanceWeights, 1e-10)))))
  const losses = tf.mul(tf.neg(gains), tf.onesLike(logRatios))
  const moves = tf.logicalAnd(isSigned, tf.equal(pessimistic, logRatios))
  const isOutside = tf.notEqual(logRatios, inRange)
  return {
    losses,
    slopes: tf.where(moves, losses, tf.zerosLike(losses)),
    ratios: tf.exp(logRatios),
    logRatios,
    isClipped: tf.logicalAnd(isOutside, isPositive),
    isClippedLower: tf.logicalAnd(isOutside, isNegative),
  }
}

function dppo(tf: Tf, tokens: Tokens, options: DppoOptions): TokenLosses {
  const byKl = options.kind === 'dppo-kl'
  const { clipLow = byKl ? 0.05 : 0.15, clipHigh = byKl ? 0.05 : 0.15, ratioCap = 20 } = options
  const { advantages, logProbs } = tokens
  const { ratios, logRatios } = importanceRatios(tf, tokens, { logRatioLimit: options.logRatioLimit })
  const current = tf.exp(logProbs)
  const old = tf.exp(tf.sub(logProbs, tokens.logRatios))
  const moved = byKl ? twoOutcomeKl(tf, old, current, tokens.logRatios) : tf.abs(tf.sub(current, old))
  const isTooHigh = tf.logicalAnd(tf.greater(tokens.logRatios, 0), tf.greater(moved, clipHigh))
  const isTooLow = tf.logicalAnd(tf.less(tokens.logRatios, 0), tf.greater(moved, clipLow))
  const isClipped = either(tf, tf.greater(advantages, 0), isTooHigh, isTooLow)
  const taken = weigh(tf, tokens, tf.neg(tf.mul(advantages, atMost(tf, ratios, ratioCap))))
  const slopes = tf.where(isClipped, tf.zerosLike(taken), taken)
  const isClippedLower = tf.greater(ratios, finite(ratioCap))
  return { losses: tf.mul(slopes, logProbs), slopes, ratios, logRatios, isClipped, isClippedLower }
}

function dro(tf: Tf, tokens: Tokens, { droBeta = 0.1 }: DroOptions): TokenLosses {
  const { advantages, logProbs, logRatios } = tokens
  const reward = tf.mul(advantages, logProbs)
  const pull = tf.mul(tf.square(logRatios), droBeta / 2)
  return {
    losses: weigh(tf, tokens, tf.sub(pull, reward)),
    slopes: weigh(tf, tokens, tf.sub(tf.mul(logRatios, droBeta), advantages)),
    ratios: tf.exp(logRatios),
    logRatios,
  }
}

/** e¹⁰ ≈ 22026: GSPO's largest ratio of a rollout. */
const LARGEST_SEQUENCE_LOG_RATIO = 10

interface RatioOptions {
  readonly importanceLevel?: ImportanceLevel
  readonly logRatioLimit?: number
}

/** x = exp(d) with d held within ± the limit, and whether x still moves with d. */
function importanceRatios(tf: Tf, tokens: Tokens, options: RatioOptions) {
  const { importanceLevel = 'token', logRatioLimit = LOG_RATIO_LIMIT } = options
  const free = importanceLevel === 'sequence' ? meanOf(tf, tokens, tokens.logRatios) : tokens.logRatios
  const logRatios = clip(tf, free, -logRatioLimit, logRatioLimit)
  return { ratios: tf.exp(logRatios), logRatios, moves: tf.equal(free, logRatios) }
}

const meanOf = (tf: Tf, { rollouts }: Tokens, perToken: Tensor): Tensor =>
  tf.div(rollouts.sum(perToken), rollouts.lengths)

/** The derivative by each token's own log-probability; at sequence level that of the mean, shared by its tokens. */
const perLevel = (tf: Tf, tokens: Tokens, { importanceLevel }: RatioOptions, slopes: Tensor): Tensor =>
  importanceLevel === 'sequence' ? meanOf(tf, tokens, slopes) : slopes

const weigh = (tf: Tf, { importanceWeights }: Tokens, values: Tensor): Tensor =>
  importanceWeights === undefined ? values : tf.mul(values, importanceWeights)

const clip = (tf: Tf, values: Tensor, lowest: number, highest: number): Tensor =>
  tf.clipByValue(values, finite(lowest), finite(highest))

const atMost = (tf: Tf, values: Tensor, highest: number): Tensor => tf.minimum(values, finite(highest))

/** Infinity stands for "no bound"; GPUs may not know it. No ratio that reaches a graph comes near 1e18. */
const finite = (bound: number): number => Math.min(Math.max(bound, -1e18), 1e18)

/** `where` for truth values. tfjs's own, on its WASM backend, writes four bytes for each and overruns its memory. */
const either = (tf: Tf, condition: Tensor, a: Tensor, b: Tensor): Tensor =>
  tf.logicalOr(tf.logicalAnd(condition, a), tf.logicalAnd(tf.logicalNot(condition), b))

function twoOutcomeKl(tf: Tf, old: Tensor, current: Tensor, logRatios: Tensor): Tensor {
  const others = (probability: Tensor) => tf.add(tf.sub(1, probability), 1e-8)
  const otherRatio = tf.log(tf.div(others(old), others(current)))
  return tf.sub(tf.mul(tf.sub(1, old), otherRatio), tf.mul(old, logRatios))
}

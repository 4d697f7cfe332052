import { type Either, isLeft, left, right } from 'fp-ts/lib/Either.js'
import type { BadBatch, BadOption } from '../errors.js'
import { rowWeights } from './aggregation.js'
import { type CheckedBatch, checkTokenBatch } from './checked-batch.js'
import { cispo } from './cispo.js'
import { clipCov } from './clip-cov.js'
import { dppo } from './dppo.js'
import { dro } from './dro.js'
import { entropyTerm } from './entropy.js'
import { explainNonFinite, findNonFinite, isFiniteThroughout } from './find-non-finite.js'
import { geoMean } from './geo-mean.js'
import { gpg } from './gpg.js'
import { gspo } from './gspo.js'
import { weightDiagnostics } from './importance-weights.js'
import { addKlTerm, klOptionsOf, readKlTerms } from './kl.js'
import { klCov } from './kl-cov.js'
import type { CountSelected } from './layout.js'
import {
  checkLossOptions,
  fillFromProfile,
  type LossKindOptions,
  type PolicyLossOptions,
} from './loss-options.js'
import { luspo } from './luspo.js'
import { sapo } from './sapo.js'
import type { Tally } from './tally.js'
import { policyTerm as policyTermAggregation } from './term-aggregation.js'
import type { FloatArray, PolicyLoss, PolicyLossMetrics, TokenBatch } from './token-batch.js'
import { vanilla } from './vanilla.js'
import { vespo } from './vespo.js'

export type { PolicyLossOptions } from './loss-options.js'

/**
 * The policy loss of a batch of tokens, its gradient with respect to `logProbs`, and what a trainer logs:
 *
 *     loss = Σ_s c_s Σ_t L_st · w_st + kl.coefficient · KL − entropyCoefficient · H
 *
 * L by the `kind`, c by the `aggregation`, w the batch's importance weights (1 without). Defaults are the GoLongRL recipe:
 * vanilla, clipLow 0.2, clipHigh 0.28, dual clip 3, token-mean, no KL, no entropy bonus.
 *
 * Masks select: values at masked positions, NaN included, are never read into a result, and their gradient is 0. Arithmetic is in
 * float64 whatever the precision of the inputs. Inputs are neither copied nor written to.
 *
 * The batch is the whole batch: a mean over a micro-batch is not a part of the mean over the batch, and nothing in the arrays
 * tells the two apart. `splitBatch` makes parts that carry the denominators of the whole batch; their losses and gradients add
 * up to those of the whole. `denominators` does the same by hand.
 *
 * @returns `Left BadOption` for an option that is unknown or out of range; `Left BadBatch` when a shape does not fit, a selected
 * number is not finite, or the loss or the gradient is not, in the precision of `gradLogProbs`, though all numbers are: then
 * the largest of them is named. Numbers are named with their index; the contents of a caller's `gradLogProbs` are then unspecified.
 */
export function policyLoss(
  batch: TokenBatch,
  options: PolicyLossOptions = {},
): Either<BadBatch | BadOption, PolicyLoss> {
  const call = checkLossCall(batch, options)
  return isLeft(call) ? call : computeLoss(call.right)
}

/** A checked batch with checked options, which are completed from their profile. */
export interface LossCall {
  readonly batch: CheckedBatch
  readonly options: PolicyLossOptions
}

/** The checks of `policyLoss`. Backends call it, so that they refuse the same input with the same error. */
export function checkLossCall(
  batch: TokenBatch,
  options: PolicyLossOptions,
  countSelected?: CountSelected,
): Either<BadBatch | BadOption, LossCall> {
  const checked = checkTokenBatch(batch, countSelected)
  if (isLeft(checked)) return checked
  const wrong = checkLossOptions(options, batch)
  if (wrong !== undefined) return left(wrong)
  return right({ batch: checked.right, options: fillFromProfile(options) })
}

/**
 * The loss of a checked call.
 *
 * @param Gradient the gradient's type, where the caller hands over no array for it
 */
export function computeLoss(
  { batch, options }: LossCall,
  Gradient: Float64ArrayConstructor | Float32ArrayConstructor = Float64Array,
): Either<BadBatch, PolicyLoss> {
  const weights = policyWeights(batch, options)
  if (isLeft(weights)) return weights
  const klTerms = readKlTerms(batch, options)
  if (isLeft(klTerms)) return klTerms
  // A fresh array holds 0 already: where nothing but 0 belongs, as at padding, its memory is never touched.
  const gradLogProbs = options.gradLogProbs?.fill(0) ?? new Gradient(batch.logProbs.length)
  const tally = policyTerm(batch, weights.right, options, gradLogProbs)
  const kl = klTerms.right.map((term) => addKlTerm(batch, term, gradLogProbs, tally))
  return assembleLoss(batch, options, { tally, kl, gradLogProbs })
}

/** What is computed from every token; the rest follows. A backend may compute these elsewhere. */
export interface LossTerms {
  readonly tally: Tally
  /** The aggregated KL of each term, before its coefficient. */
  readonly kl: readonly number[]
  /** The gradient of all. */
  readonly gradLogProbs: FloatArray
}

/** Adds the entropy bonus and the diagnostics. */
export function assembleLoss(
  batch: CheckedBatch,
  options: PolicyLossOptions,
  { tally, kl, gradLogProbs }: LossTerms,
): Either<BadBatch, PolicyLoss> {
  const { entropyCoefficient = 0 } = options
  const entropy = entropyTerm(batch, options)
  if (isLeft(entropy)) return entropy
  const klLoss = klOptionsOf(options).reduce(
    (sum, { coefficient }, index) => (coefficient === 0 ? sum : sum + coefficient * kl[index]!),
    0,
  )
  const loss = tally.loss + klLoss + (entropy.right?.loss ?? 0)
  if (!Number.isFinite(loss) || !isFiniteThroughout(batch, tally.magnitudes, gradLogProbs)) {
    return left(explainNonFinite(batch, options, gradLogProbs))
  }
  const weights = batch.importanceWeights && weightDiagnostics(batch, batch.importanceWeights)
  // What does not enter the loss, under a coefficient of 0 or because vespo clamps it, may overflow; but its inputs are finite.
  const measured = [...kl, entropy.right?.aggregated, weights?.effectiveSampleSize]
  if (!measured.every((value) => value === undefined || Number.isFinite(value))) {
    const wrong = measured.some((value) => Number.isNaN(value))
      ? explainNonFinite(batch, options, gradLogProbs)
      : findNonFinite(batch)
    if (wrong !== undefined) return left(wrong)
  }
  return right({
    loss,
    gradLogProbs,
    ...(entropy.right && entropyCoefficient !== 0 && { gradEntropies: entropy.right.gradient }),
    metrics: {
      ...summarize(tally, batch),
      ...(kl.length > 0 && { kl: kl[0] }),
      ...(Array.isArray(options.kl) && { klTerms: kl }),
      ...(entropy.right && { entropy: entropy.right.aggregated }),
      ...weights,
    },
  })
}

/** The weights c_s of the policy term. */
export function policyWeights(
  batch: CheckedBatch,
  options: PolicyLossOptions,
): Either<BadBatch, Float64Array> {
  const { aggregation, emptyRollouts } = policyTermAggregation(options)
  return rowWeights(aggregation, batch, { ...options, emptyRollouts })
}

/** Writes the policy term's gradient where the mask selects, to an array of zeros, and returns its value and counts. */
function policyTerm(
  batch: CheckedBatch,
  weights: Float64Array,
  options: LossKindOptions,
  gradient: FloatArray,
): Tally {
  switch (options.kind) {
    case 'gspo':
      return gspo(batch, weights, options, gradient)
    case 'cispo':
      return cispo(batch, weights, options, gradient)
    case 'sapo':
      return sapo(batch, weights, options, gradient)
    case 'gpg':
      return gpg(batch, weights, gradient)
    case 'geo-mean':
      return geoMean(batch, weights, options, gradient)
    case 'clip-cov':
      return clipCov(batch, weights, options, gradient)
    case 'kl-cov':
      return klCov(batch, weights, options, gradient)
    case 'dppo-tv':
    case 'dppo-kl':
      return dppo(batch, weights, options, gradient)
    case 'dro':
      return dro(batch, weights, options, gradient)
    case 'luspo':
      return luspo(batch, weights, options, gradient)
    case 'vespo':
      return vespo(batch, weights, options, gradient)
    default:
      return vanilla(batch, weights, options, gradient)
  }
}

function summarize(tally: Tally, { rollouts }: CheckedBatch): PolicyLossMetrics {
  const tokens = Math.max(tally.tokens, 1)
  const empty = tally.tokens === 0
  return {
    policyLoss: tally.loss,
    clipFraction: tally.clipped / tokens,
    clipFractionLower: tally.clippedLower / tokens,
    ...tally.clipSides,
    approxKl: 0 - tally.logRatioSum / tokens,
    ratioMean: tally.ratioSum / tokens,
    ratioMin: empty ? 0 : tally.ratioMin,
    ratioMax: empty ? 0 : tally.ratioMax,
    tokens: tally.tokens,
    rollouts,
    ...(tally.sequenceWeightMean !== undefined && { sequenceWeightMean: tally.sequenceWeightMean }),
  }
}

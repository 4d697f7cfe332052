import { type Either, isLeft, left, right } from 'fp-ts/lib/Either.js'
import type { BadBatch } from '../errors.js'
import { rowWeights } from './aggregation.js'
import { type CheckedBatch, checkTokenBatch } from './checked-batch.js'
import { cispo } from './cispo.js'
import { clipCov } from './clip-cov.js'
import { dppo } from './dppo.js'
import { dro } from './dro.js'
import { entropyTerm } from './entropy.js'
import { findCulprit, findNonFinite, isSound } from './find-culprit.js'
import { geoMean } from './geo-mean.js'
import { gpg } from './gpg.js'
import { gspo } from './gspo.js'
import { weightDiagnostics } from './importance-weights.js'
import { addKlTerm } from './kl.js'
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
import type { Aggregation, FloatArray, PolicyLoss, PolicyLossMetrics, TokenBatch } from './token-batch.js'
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
 * Masks select: what stands at masked positions, NaN included, never matters, and their gradient is 0. Arithmetic is in
 * float64 whatever the precision of the inputs. Inputs are neither copied nor written to. With the whole batch's
 * `denominators`, the losses and gradients of micro-batches (whole rollouts each) add up to those of the whole batch.
 *
 * @returns `Left` when a shape does not fit, an option is unknown or out of range, a selected number is not finite, or the
 * loss or the gradient is not, in the precision of `gradLogProbs`, though all numbers are: then the largest of them is
 * named. Numbers are named with their index; the contents of a caller's `gradLogProbs` are then unspecified.
 */
export function policyLoss(batch: TokenBatch, options: PolicyLossOptions = {}): Either<BadBatch, PolicyLoss> {
  const call = checkLossCall(batch, options)
  return isLeft(call) ? call : computeLoss(call.right)
}

/** A batch and options that are known to fit, the options filled from their profile. */
export interface LossCall {
  readonly batch: CheckedBatch
  readonly options: PolicyLossOptions
}

/** The door of `policyLoss`; a backend that goes through it refuses what the reference refuses, in the same words. */
export function checkLossCall(
  batch: TokenBatch,
  options: PolicyLossOptions,
  countSelected?: CountSelected,
): Either<BadBatch, LossCall> {
  const checked = checkTokenBatch(batch, countSelected)
  if (isLeft(checked)) return checked
  const wrong = checkLossOptions(options, batch)
  if (wrong !== undefined) return left(wrong)
  return right({ batch: checked.right, options: fillFromProfile(options) })
}

/** The loss of a call that has passed the door. */
export function computeLoss({ batch, options }: LossCall): Either<BadBatch, PolicyLoss> {
  const { aggregation = 'token-mean', kl } = options
  const weights = policyWeights(batch, options, aggregation)
  if (isLeft(weights)) return weights
  const gradLogProbs = options.gradLogProbs ?? new Float64Array(batch.logProbs.length)
  const tally = policyTerm(batch, weights.right, options, gradLogProbs)
  const klTerm = kl === undefined ? right(undefined) : addKlTerm(batch, kl, options, gradLogProbs, tally)
  if (isLeft(klTerm)) return klTerm
  return assembleLoss(batch, options, { tally, kl: klTerm.right, gradLogProbs })
}

/** What has to be known of every token; the rest follows. A backend may compute these elsewhere. */
export interface LossTerms {
  readonly tally: Tally
  /** The aggregated KL before its coefficient. Read where there is a KL term. */
  readonly kl: number | undefined
  /** The gradient of both. */
  readonly gradLogProbs: FloatArray
}

/** Adds the entropy bonus and the diagnostics. */
export function assembleLoss(
  batch: CheckedBatch,
  options: PolicyLossOptions,
  { tally, kl, gradLogProbs }: LossTerms,
): Either<BadBatch, PolicyLoss> {
  const { aggregation = 'token-mean', entropyCoefficient = 0 } = options
  const entropy = entropyTerm(batch, aggregation, options, entropyCoefficient)
  if (isLeft(entropy)) return entropy
  const { coefficient: klCoefficient = 0 } = options.kl ?? {}
  const klLoss = klCoefficient === 0 ? 0 : klCoefficient * kl!
  const loss = tally.loss + klLoss + (entropy.right?.loss ?? 0)
  if (!Number.isFinite(loss) || !isSound(batch, tally.probe, gradLogProbs)) {
    return left(findCulprit(batch, options, gradLogProbs))
  }
  const weights = batch.importanceWeights && weightDiagnostics(batch, batch.importanceWeights)
  // What does not enter the loss, under a coefficient of 0 or because vespo clamps it, may overflow; but its inputs are finite.
  const measured = [kl, entropy.right?.aggregated, weights?.effectiveSampleSize]
  if (!measured.every((value) => value === undefined || Number.isFinite(value))) {
    const wrong = measured.some((value) => Number.isNaN(value))
      ? findCulprit(batch, options, gradLogProbs)
      : findNonFinite(batch)
    if (wrong !== undefined) return left(wrong)
  }
  return right({
    loss,
    gradLogProbs,
    ...(entropy.right && entropyCoefficient !== 0 && { gradEntropies: entropy.right.gradient }),
    metrics: {
      ...summarize(tally),
      ...(options.kl !== undefined && { kl }),
      ...(entropy.right && { entropy: entropy.right.aggregated }),
      ...weights,
    },
  })
}

/** The weights c_s of the policy term. */
export function policyWeights(
  batch: CheckedBatch,
  options: PolicyLossOptions,
  aggregation: Aggregation,
): Either<BadBatch, Float64Array> {
  const ofPolicy = policyAggregation(options, aggregation)
  return rowWeights(ofPolicy.aggregation, batch, { ...options, emptyRollouts: ofPolicy.emptyRollouts })
}

/** How the policy term is aggregated: as the kind's definition says, or as the caller does. */
export function policyAggregation(
  { kind, emptyRollouts }: PolicyLossOptions,
  aggregation: Aggregation,
): { readonly aggregation: Aggregation; readonly emptyRollouts?: 'skip' | 'count' } {
  switch (kind) {
    case 'gspo':
    case 'sapo':
      return { aggregation: 'seq-mean-token-mean', emptyRollouts }
    case 'geo-mean':
      return { aggregation: 'seq-mean-token-mean', emptyRollouts: emptyRollouts ?? 'count' }
    case 'luspo':
      return { aggregation: 'seq-mean-token-sum', emptyRollouts: emptyRollouts ?? 'count' }
    default:
      return { aggregation, emptyRollouts }
  }
}

/** Writes the policy term's gradient, 0 at masked tokens, and returns its value and counts. */
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

function summarize(tally: Tally): PolicyLossMetrics {
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
    ...(tally.sequenceWeightMean !== undefined && { sequenceWeightMean: tally.sequenceWeightMean }),
  }
}

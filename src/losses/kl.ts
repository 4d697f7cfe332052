import { type Either, left, right } from 'fp-ts/lib/Either.js'
import { type BadBatch, badBatch } from '../errors.js'
import { rowWeights } from './aggregation.js'
import type { CheckedBatch } from './checked-batch.js'
import { holdLogRatio, LOG_RATIO_LIMIT } from './importance-ratio.js'
import type { KlOptions } from './kl-options.js'
import type { PolicyLossOptions } from './loss-options.js'
import type { Tally } from './tally.js'
import { otherTerms } from './term-aggregation.js'
import type { FloatArray } from './token-batch.js'

/**
 * A KL term, coefficient · aggregate(KL(policy ‖ reference)), estimated at each token from u = logProb − refLogProb:
 *
 *     k1 (kl)                u                          gradient 1
 *     abs                    |u|                        gradient sign(u), 0 at u = 0
 *     k2 (mse)               u² / 2                     gradient u
 *     k3 (low_var_kl)        min(e^−u + u − 1, 10)      gradient 1 − e^−u, 0 where the value is above 10
 *     k3-unclamped           e^−u + u − 1               gradient 1 − e^−u
 *
 * k3 is verl's: clamped at 10, so that the gradient vanishes where the policy has moved furthest (u below −2.61 or above
 * 10.99); TRL's is `k3-unclamped`. The names in brackets are verl's other ones. k1's gradient is 1 on average over the
 * policy, whatever the distance: use it for measuring, or as `k1+`. A `+` keeps the value and takes the gradient of k2,
 * the straight-through form whose gradient is that of the KL on average (verl main; GoLongRL's fork raises on it).
 *
 * Tokens come from an older policy once the batch is reused. With `importance: 'ratio'` a token's term is x·k(u), and its
 * gradient x·(k + dk/du): for k3 exactly x·u. At logProb −3, old −2, reference −1 that is e^−1 · −2 = −0.736, where k3
 * without the ratio has 1 − e² = −6.39. x is held as the loss holds it (`logRatioLimit`, 20).
 *
 * Importance weights do not multiply the KL. Adds the term's gradient to `gradient`, and the magnitudes of what is written to `tally.magnitudes`.
 *
 * @returns the aggregated KL before its coefficient.
 * @see Schulman, "Approximating KL Divergence", joschu.net/blog/kl-approx.html; verl `core_algos.kl_penalty`
 */
export function addKlTerm(batch: CheckedBatch, term: KlTerm, gradient: FloatArray, tally: Tally): number {
  const { form, straightThrough, target, weights, coefficient } = term
  const { importance, inputLimit, outputLimit, logRatioLimit } = term
  const { logProbs, oldLogProbs, responseMask, starts } = batch
  const isK3 = form === 'k3' || form === 'k3-unclamped'

  let total = 0
  let magnitudes = 0
  for (let rollout = 0; rollout < batch.rollouts; rollout++) {
    const weight = weights[rollout]!
    const end = starts[rollout + 1]!
    // A rollout's sum by itself: large terms that cancel in it take no digits from the others.
    let sumOfRollout = 0
    for (let i = starts[rollout]!; i < end; i++) {
      if (responseMask !== undefined && !responseMask[i]) continue
      const rawDifference = logProbs[i]! - target[i]!
      let difference = rawDifference
      // An infinite log-probability must show in the total.
      if (Math.abs(difference) > inputLimit && Number.isFinite(difference)) {
        difference = Math.sign(difference) * inputLimit
      }
      let value = difference
      let slope = 1
      if (form === 'abs') {
        value = Math.abs(difference)
        slope = Math.sign(difference)
      } else if (form === 'k2') {
        value = (difference * difference) / 2
        slope = difference
      } else if (isK3) {
        const inverseRatio = Math.exp(-difference)
        value = inverseRatio + difference - 1
        slope = 1 - inverseRatio
      }
      if (straightThrough) slope = difference
      // k3 and its slope nearly cancel; their sum is known.
      let sum = isK3 && !straightThrough ? difference : value + slope
      if (Math.abs(value) > outputLimit && Number.isFinite(difference)) {
        value = Math.sign(value) * outputLimit
        if (!straightThrough) slope = 0
        sum = value + slope
      }
      if (difference !== rawDifference) {
        slope = 0
        sum = value
      }
      if (importance !== 'none') {
        const rawLogRatio = logProbs[i]! - oldLogProbs[i]!
        const logRatio = holdLogRatio(rawLogRatio, logRatioLimit)
        const ratio = Math.exp(logRatio)
        slope = ratio * (importance === 'ratio' && logRatio === rawLogRatio ? sum : slope)
        value *= ratio
      }
      sumOfRollout += weight * value
      // A coefficient of 0 leaves the gradient as it is, also where the KL of a token overflows.
      if (coefficient === 0) continue
      const updated = gradient[i]! + coefficient * weight * slope
      gradient[i] = updated
      magnitudes += Math.abs(updated)
    }
    total += sumOfRollout
  }
  tally.magnitudes += magnitudes
  return total
}

/** What the options of a KL term come down to. */
export interface KlTerm {
  readonly form: KlForm
  /** Whether the gradient is that of k2, whatever the form. */
  readonly straightThrough: boolean
  /** The log-probabilities that the policy is compared with. */
  readonly target: FloatArray
  /** [N] c_s */
  readonly weights: Float64Array
  readonly coefficient: number
  readonly importance: 'none' | 'ratio' | 'constant-ratio'
  readonly inputLimit: number
  readonly outputLimit: number
  readonly logRatioLimit: number
}

/** The KL terms of a loss; `Left` where the log-probabilities for one are absent, or its aggregation lacks something. */
export function readKlTerms(
  batch: CheckedBatch,
  options: PolicyLossOptions,
): Either<BadBatch, readonly KlTerm[]> {
  const terms: KlTerm[] = []
  for (const kl of klOptionsOf(options)) {
    const { coefficient, importance = 'none' } = kl
    const name = TARGETS[kl.to ?? 'reference']
    const target = batch[name]
    if (target === undefined) return left(badBatch(name, 'given for a KL term', target))
    const { aggregation, emptyRollouts } = otherTerms(options, kl.aggregation)
    const weights = rowWeights(aggregation, batch, { ...options, emptyRollouts })
    if (weights._tag === 'Left') return weights
    terms.push({
      ...readEstimator(kl),
      target,
      weights: weights.right,
      coefficient,
      importance,
      logRatioLimit:
        'logRatioLimit' in options ? (options.logRatioLimit ?? LOG_RATIO_LIMIT) : LOG_RATIO_LIMIT,
    })
  }
  return right(terms)
}

/** An estimator's form and the limits that it has by itself. */
export function readEstimator({
  estimator,
  inputLimit = Number.POSITIVE_INFINITY,
  outputLimit,
}: Pick<KlOptions, 'estimator' | 'inputLimit' | 'outputLimit'>): Pick<
  KlTerm,
  'form' | 'straightThrough' | 'inputLimit' | 'outputLimit'
> {
  const straightThrough = estimator.endsWith('+')
  const form = FORMS.get(straightThrough ? estimator.slice(0, -1) : estimator)!
  return {
    form,
    straightThrough,
    inputLimit,
    outputLimit: outputLimit ?? (form === 'k3' ? K3_CLAMP : Number.POSITIVE_INFINITY),
  }
}

/** The value of an estimator at one token, by its distance u; what `addKlTerm` computes beside the gradient. */
export function klValue(
  { form, inputLimit, outputLimit }: Pick<KlTerm, 'form' | 'inputLimit' | 'outputLimit'>,
  distance: number,
): number {
  if (!Number.isFinite(distance)) return Number.NaN
  const u = Math.min(Math.max(distance, -inputLimit), inputLimit)
  const value =
    form === 'k1' ? u : form === 'abs' ? Math.abs(u) : form === 'k2' ? (u * u) / 2 : Math.exp(-u) + u - 1
  return Math.min(Math.max(value, -outputLimit), outputLimit)
}

/** The KL terms as a list. */
export const klOptionsOf = ({ kl }: PolicyLossOptions): readonly KlOptions[] =>
  kl === undefined ? [] : isList(kl) ? kl : [kl]

const isList = (kl: KlOptions | readonly KlOptions[]): kl is readonly KlOptions[] => Array.isArray(kl)

/** A term without importance ratio and with the limits that its estimator has by itself: what every backend computes. */
export const isPlainKl = ({ form, importance, inputLimit, outputLimit }: KlTerm): boolean =>
  importance === 'none' &&
  inputLimit === Number.POSITIVE_INFINITY &&
  outputLimit === (form === 'k3' ? K3_CLAMP : Number.POSITIVE_INFINITY)

/** verl's bound on k3. */
export const K3_CLAMP = 10

export type KlForm = 'k1' | 'abs' | 'k2' | 'k3' | 'k3-unclamped'

const TARGETS = { reference: 'refLogProbs', sampler: 'rolloutLogProbs', old: 'oldLogProbs' } as const

/** Every name of an estimator, and the form it stands for. */
const FORMS: ReadonlyMap<string, KlForm> = new Map([
  ['k1', 'k1'],
  ['kl', 'k1'],
  ['abs', 'abs'],
  ['k2', 'k2'],
  ['mse', 'k2'],
  ['k3', 'k3'],
  ['low_var_kl', 'k3'],
  ['k3-unclamped', 'k3-unclamped'],
])

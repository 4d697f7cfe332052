import { type Either, left, right } from 'fp-ts/lib/Either.js'
import { type BadBatch, badBatch } from '../errors.js'
import { FACTOR } from '../magnitude.js'
import { type AggregationOptions, rowWeights } from './aggregation.js'
import type { CheckedBatch } from './checked-batch.js'
import type { Tally } from './tally.js'
import type { Aggregation, FloatArray } from './token-batch.js'

type BaseEstimator = 'k1' | 'abs' | 'k2' | 'k3' | 'k3-unclamped' | 'kl' | 'mse' | 'low_var_kl'

/** A base estimator, or one with a `+`: its value, with the gradient of k2. */
export type KlEstimator = BaseEstimator | `${BaseEstimator}+`

export interface KlOptions {
  readonly estimator: KlEstimator
  /** The factor of the KL term in the loss, within ±1e100. 0 measures the KL without pressing on it; negative is allowed. */
  readonly coefficient: number
  /** Default: the `aggregation` of the loss. */
  readonly aggregation?: Aggregation
}

/**
 * The KL term, coefficient · aggregate(KL(policy ‖ reference)), estimated at each token from u = logProb − refLogProb:
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
 * Importance weights do not multiply the KL. Adds the term's gradient to `gradient`, and what it comes to to `tally.probe`.
 *
 * @returns the aggregated KL before its coefficient; `Left` for an unknown estimator, a coefficient out of range,
 * or a batch without `refLogProbs`.
 * @see Schulman, "Approximating KL Divergence", joschu.net/blog/kl-approx.html; verl `core_algos.kl_penalty`
 */
export function addKlTerm(
  batch: CheckedBatch,
  options: KlOptions,
  lossOptions: AggregationOptions & { readonly aggregation?: Aggregation },
  gradient: FloatArray,
  tally: Tally,
): Either<BadBatch, number> {
  const term = readKlOptions(batch, options, lossOptions)
  if (term._tag === 'Left') return term
  const { form, straightThrough, refLogProbs, weights } = term.right
  const { coefficient } = options
  const { logProbs, responseMask, starts } = batch

  let total = 0
  let probe = 0
  for (let rollout = 0; rollout < batch.rollouts; rollout++) {
    const weight = weights[rollout]!
    const end = starts[rollout + 1]!
    for (let i = starts[rollout]!; i < end; i++) {
      if (responseMask !== undefined && !responseMask[i]) continue
      const difference = logProbs[i]! - refLogProbs[i]!
      let value = difference
      let slope = 1
      if (form === 'abs') {
        value = Math.abs(difference)
        slope = Math.sign(difference)
      } else if (form === 'k2') {
        value = (difference * difference) / 2
        slope = difference
      } else if (form === 'k3' || form === 'k3-unclamped') {
        const inverseRatio = Math.exp(-difference)
        value = inverseRatio + difference - 1
        slope = 1 - inverseRatio
        // An infinite log-probability must show in the total.
        if (form === 'k3' && value > K3_CLAMP && Number.isFinite(difference)) {
          value = K3_CLAMP
          slope = 0
        }
      }
      if (straightThrough) slope = difference
      total += weight * value
      // A coefficient of 0 does not press, not even on a token whose KL overflows.
      if (coefficient === 0) continue
      const pressed = gradient[i]! + coefficient * weight * slope
      gradient[i] = pressed
      probe += Math.abs(pressed)
    }
  }
  tally.probe += probe
  return right(total)
}

/** What the options of a KL term come down to. */
export interface KlTerm {
  readonly form: KlForm
  /** Whether the gradient is that of k2, whatever the form. */
  readonly straightThrough: boolean
  readonly refLogProbs: FloatArray
  /** [N] c_s */
  readonly weights: Float64Array
}

export function readKlOptions(
  batch: CheckedBatch,
  { estimator, coefficient, aggregation }: KlOptions,
  options: AggregationOptions & { readonly aggregation?: Aggregation },
): Either<BadBatch, KlTerm> {
  const { refLogProbs } = batch
  const straightThrough = typeof estimator === 'string' && estimator.endsWith('+')
  const form = FORMS.get(straightThrough ? estimator.slice(0, -1) : estimator)
  if (form === undefined) return left(badBatch('kl.estimator', `one of ${NAMES}, or one with a +`, estimator))
  if (!FACTOR.accepts(coefficient)) return left(badBatch('kl.coefficient', FACTOR.expected, coefficient))
  if (refLogProbs === undefined) return left(badBatch('refLogProbs', 'given for a KL term', refLogProbs))
  const weights = rowWeights(aggregation ?? options.aggregation ?? 'token-mean', batch, options)
  if (weights._tag === 'Left') return weights
  return right({ form, straightThrough, refLogProbs, weights: weights.right })
}

/** verl's bound on k3. */
export const K3_CLAMP = 10

export type KlForm = 'k1' | 'abs' | 'k2' | 'k3' | 'k3-unclamped'

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

const NAMES = /* @__PURE__ */ Array.from(FORMS.keys()).join(', ')

import type { CheckedBatch } from './checked-batch.js'
import { tokenCovariances, wholeOf } from './covariance.js'
import { holdLogRatio } from './importance-ratio.js'
import { emptyTally, observe, type Tally } from './tally.js'
import type { FloatArray } from './token-batch.js'

export interface KlCovOptions {
  readonly kind: 'kl-cov'
  /** Share of the response tokens that are penalised, at least one token; 0 for none. Default: 0.0002. */
  readonly covRatio?: number
  /** Strength of the penalty, within ±1e100. Default: 1. */
  readonly klCoefficient?: number
  /** The log-ratio is held within ± this, in nats. Default: Infinity, as verl. */
  readonly logRatioLimit?: number
}

/**
 * KL-Cov: the unclipped policy gradient, with a pull towards the old policy on the tokens of largest covariance.
 *
 *     L = −A·x;   and  + klCoefficient·|logProb − oldLogProb|  on the max(1, ⌊covRatio·N⌋) tokens of largest covariance
 *     dL/dlogProb = −A·x;   and  + klCoefficient·sign(logProb − oldLogProb)  there (0 where they are equal)
 *
 * `clipFraction` is the share penalised; of tokens that tie for the last place the earlier are taken. The covariances are
 * over the batch at hand, or over the whole that a part of `splitBatch` comes from. Allocates two Float64Arrays of that
 * batch's size.
 *
 * @see arXiv 2505.22617, eq. 12; verl `core_algos.compute_policy_loss_kl_cov`
 */
export function klCov(
  batch: CheckedBatch,
  weights: Float64Array,
  options: KlCovOptions,
  gradient: FloatArray,
): Tally {
  const { covRatio = 0.0002, klCoefficient = 1, logRatioLimit = Number.POSITIVE_INFINITY } = options
  const { logProbs, oldLogProbs, advantages, advantagePerToken, responseMask, importanceWeights } = batch
  const { whole, positionOf } = wholeOf(batch)
  const covariances = tokenCovariances(whole)
  const tokens = whole.lengths.reduce((sum, length) => sum + length, 0)
  const wanted = covRatio > 0 ? Math.max(1, Math.floor(covRatio * tokens)) : 0
  const { threshold, lastTie } = largest(covariances, tokens, wanted)
  const tally = emptyTally()
  for (let rollout = 0; rollout < batch.rollouts; rollout++) {
    const end = batch.starts[rollout + 1]!
    for (let i = batch.starts[rollout]!; i < end; i++) {
      if (responseMask !== undefined && !responseMask[i]) continue
      const weight = weights[rollout]! * (importanceWeights === undefined ? 1 : importanceWeights[i]!)
      const advantage = advantages[advantagePerToken ? i : rollout]!
      const rawLogRatio = logProbs[i]! - oldLogProbs[i]!
      const logRatio = holdLogRatio(rawLogRatio, logRatioLimit)
      const ratio = Math.exp(logRatio)
      // A token with advantage 0 has gradient 0, also where its ratio overflows (0 · Infinity is NaN).
      let loss = advantage === 0 ? 0 : -advantage * ratio
      let slope = loss
      const position = positionOf(i)
      const covariance = covariances[position]!
      const penalised = covariance > threshold || (covariance === threshold && position <= lastTie)
      if (penalised) {
        loss += klCoefficient * Math.abs(logRatio)
        slope += klCoefficient * Math.sign(logRatio)
        tally.clipped++
      }
      tally.loss += weight * loss
      const flow = logRatio === rawLogRatio ? 0 + weight * slope : 0
      gradient[i] = flow
      observe(tally, rawLogRatio, logRatio, ratio, flow)
    }
  }
  return tally
}

/**
 * The `wanted` largest of the `size` numbers that are not NaN: all above the threshold, and those equal to it up to index
 * `lastTie`.
 */
function largest(values: Float64Array, size: number, wanted: number): { threshold: number; lastTie: number } {
  const ascending = values.slice().sort() // NaN last
  const first = size - wanted
  // Where none is wanted, or there is none, this is NaN: nothing is above it or equal to it.
  const threshold = ascending[first] ?? Number.NaN
  let ties = ascending.lastIndexOf(threshold) + 1 - first
  let lastTie = -1
  while (ties-- > 0) lastTie = values.indexOf(threshold, lastTie + 1)
  return { threshold, lastTie }
}

import type { CheckedBatch } from './checked-batch.js'
import { holdLogRatio, LOG_RATIO_LIMIT } from './importance-ratio.js'
import { emptyTally, observe, type Tally } from './tally.js'
import type { FloatArray } from './token-batch.js'

export interface DppoOptions {
  /** What measures how far a token's probability has moved: total variation, or the KL of the two-outcome distribution. */
  readonly kind: 'dppo-tv' | 'dppo-kl'
  /** How far the probability may have fallen where A ≤ 0. Default: 0.15 for total variation, 0.05 for KL. */
  readonly clipLow?: number
  /** How far the probability may have risen where A > 0. Default: 0.15 for total variation, 0.05 for KL. */
  readonly clipHigh?: number
  /** The importance weight is at most this. Default: 20. */
  readonly ratioCap?: number
  /** The log-ratio is held within ± this, in nats. Default: 20. */
  readonly logRatioLimit?: number
}

/**
 * Divergence PPO: the trust region is on the token's probability, not on its ratio, so that rare tokens are not clipped
 * for moving by a factor when they hardly moved in probability. With p = exp(logProb), q = exp(oldLogProb):
 *
 *     L = −A·sg(min(x, ratioCap))·logProb·valid,   dL/dlogProb = −A·min(x, ratioCap)·valid
 *     dppo-tv:  valid unless A > 0 and p − q > clipHigh, or A ≤ 0 and p − q < −clipLow
 *     dppo-kl:  valid unless k > clipHigh and A > 0 and p > q, or k > clipLow and A ≤ 0 and p < q, where
 *               k = q·(log q − log p) + (1 − q)·log((1 − q + 1e−8) / (1 − p + 1e−8))
 *
 * @see verl main `core_algos.compute_policy_loss_dppo_tv` and `…_dppo_kl`
 */
export function dppo(
  batch: CheckedBatch,
  weights: Float64Array,
  options: DppoOptions,
  gradient: FloatArray,
): Tally {
  const { logProbs, oldLogProbs, advantages, advantagePerToken, responseMask, importanceWeights } = batch
  const byKl = options.kind === 'dppo-kl'
  const { clipLow = byKl ? 0.05 : 0.15, clipHigh = byKl ? 0.05 : 0.15, ratioCap = 20 } = options
  const { logRatioLimit = LOG_RATIO_LIMIT } = options
  const tally = emptyTally()
  for (let rollout = 0; rollout < batch.rollouts; rollout++) {
    const end = batch.starts[rollout + 1]!
    for (let i = batch.starts[rollout]!; i < end; i++) {
      if (responseMask !== undefined && !responseMask[i]) continue
      const weight = weights[rollout]! * (importanceWeights === undefined ? 1 : importanceWeights[i]!)
      const advantage = advantages[advantagePerToken ? i : rollout]!
      const logProb = logProbs[i]!
      const oldLogProb = oldLogProbs[i]!
      const rawLogRatio = logProb - oldLogProb
      const logRatio = holdLogRatio(rawLogRatio, logRatioLimit)
      const ratio = Math.exp(logRatio)
      const cappedRatio = Math.min(ratio, ratioCap)
      const risen = Math.exp(logProb) - Math.exp(oldLogProb)
      const moved = byKl ? twoOutcomeKl(oldLogProb, logProb) : Math.abs(risen)
      const tooFar = advantage > 0 ? risen > 0 && moved > clipHigh : risen < 0 && moved > clipLow
      const valid = tooFar ? 0 : 1
      tally.loss -= weight * advantage * cappedRatio * logProb * valid
      const slope = 0 - weight * advantage * cappedRatio * valid
      gradient[i] = slope
      if (tooFar) tally.clipped++
      if (ratio > ratioCap) tally.clippedLower++
      observe(tally, rawLogRatio, logRatio, ratio, slope)
    }
  }
  return tally
}

/** KL between "this token" against "any other" under the old and the current policy. */
function twoOutcomeKl(oldLogProb: number, logProb: number): number {
  const old = Math.exp(oldLogProb)
  const current = Math.exp(logProb)
  return old * (oldLogProb - logProb) + (1 - old) * Math.log((1 - old + 1e-8) / (1 - current + 1e-8))
}

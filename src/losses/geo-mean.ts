import type { CheckedBatch } from './checked-batch.js'
import { emptyTally, observe, type Tally } from './tally.js'
import type { FloatArray } from './token-batch.js'

export interface GeoMeanOptions {
  readonly kind: 'geo-mean'
  /** Log-ratios are clipped below at −clipLow, in nats. Default: 0.4. */
  readonly clipLow?: number
  /** Log-ratios are clipped above at clipHigh, in nats. Default: 0.4. */
  readonly clipHigh?: number
}

/**
 * Geometric-Mean Policy Optimization: tokens are clipped one by one in log space, then a rollout takes their geometric mean.
 *
 *     d_t = logProb_t − oldLogProb_t (not held)
 *     z_t = the smaller of d_t and clip(d_t, −clipLow, clipHigh) where A_t > 0, the larger where A_t < 0, 0 where A_t = 0
 *     L = −Ā · exp(mean z) · exp(mean log(w + 1e−10)),   Ā = mean of A_t,   loss = mean of L over the rollouts
 *     dL/dlogProb_t = L / n where z_t is d_t itself, else 0
 *
 * The means are over the rollout's n tokens; w are importance weights. `weights[s]` here is that of seq-mean-token-mean,
 * whatever `aggregation` says. verl's mean counts rollouts without tokens, with loss 0; so does `emptyRollouts`' default
 * for this kind.
 *
 * @see GMPO, arXiv 2507.20673, eq. 4; verl `core_algos.compute_policy_loss_geo_mean`
 */
export function geoMean(
  batch: CheckedBatch,
  weights: Float64Array,
  { clipLow = 0.4, clipHigh = 0.4 }: GeoMeanOptions,
  gradient: FloatArray,
): Tally {
  const { logProbs, oldLogProbs, advantages, advantagePerToken, responseMask, importanceWeights } = batch
  const tally = emptyTally()
  for (let rollout = 0; rollout < batch.rollouts; rollout++) {
    const end = batch.starts[rollout + 1]!
    const length = batch.lengths[rollout]!
    let advantageSum = 0
    let logRatioSum = 0
    let logWeightSum = 0
    for (let i = batch.starts[rollout]!; i < end; i++) {
      if (responseMask !== undefined && !responseMask[i]) continue
      const advantage = advantages[advantagePerToken ? i : rollout]!
      const logRatio = logProbs[i]! - oldLogProbs[i]!
      const inRange = Math.min(Math.max(logRatio, -clipLow), clipHigh)
      let pessimistic = 0
      if (advantage > 0) pessimistic = Math.min(logRatio, inRange)
      if (advantage < 0) pessimistic = Math.max(logRatio, inRange)
      advantageSum += advantage
      logRatioSum += pessimistic
      if (importanceWeights !== undefined) logWeightSum += Math.log(importanceWeights[i]! + 1e-10)
      // Marks the tokens through which the gradient flows, until the rollout's ratio is known.
      if (advantage !== 0 && pessimistic === logRatio) gradient[i] = 1
      if (logRatio !== inRange && advantage > 0) tally.clipped++
      if (logRatio !== inRange && advantage < 0) tally.clippedLower++
      observe(tally, logRatio, logRatio, Math.exp(logRatio), 0)
    }
    if (length === 0) continue
    const ratio = Math.exp(logRatioSum / length)
    const gain = weights[rollout]! * (advantageSum / length) * ratio * Math.exp(logWeightSum / length)
    tally.loss -= length * gain
    for (let i = batch.starts[rollout]!; i < end; i++) {
      if (gradient[i] !== 1) continue
      gradient[i] = 0 - gain
      tally.magnitudes += Math.abs(gain)
    }
  }
  return tally
}

import type { CheckedBatch } from './checked-batch.js'
import { meanLogRatio } from './importance-ratio.js'
import { emptyTally, observe, type Tally } from './tally.js'
import type { FloatArray } from './token-batch.js'

export interface GspoOptions {
  readonly kind: 'gspo'
  /** The ratio is clipped below at 1 − clipLow. Default: 0.2. The GSPO paper trains with 0.0003. */
  readonly clipLow?: number
  /** The ratio is clipped above at 1 + clipHigh. Default: 0.28. The GSPO paper trains with 0.0004. */
  readonly clipHigh?: number
}

/**
 * Group Sequence Policy Optimization: PPO's clip on the ratio of the whole rollout, the geometric mean of its tokens'.
 *
 *     s = mean over the rollout's tokens of (logProb − oldLogProb),   x = exp(min(s, 10))
 *     L = max(−A·x, −A·clip(x, 1 − clipLow, 1 + clipHigh))
 *     dL/dlogProb = −A·x where the unclipped branch is the loss and s ≤ 10, else 0
 *
 * The gradient is that of GSPO-token: every token carries its own advantage, the ratio's other tokens are constants. With
 * one advantage per rollout it is the derivative of the value. No dual clip. Aggregated by seq-mean-token-mean, whatever
 * `aggregation` says (that one is for the KL and entropy terms).
 *
 * @see arXiv 2507.18071, eq. 5 and 13; verl `core_algos.compute_policy_loss_gspo`
 */
export function gspo(
  batch: CheckedBatch,
  weights: Float64Array,
  { clipLow = 0.2, clipHigh = 0.28 }: GspoOptions,
  gradient: FloatArray,
): Tally {
  const { logProbs, oldLogProbs, advantages, advantagePerToken, responseMask, importanceWeights } = batch
  const lowest = 1 - clipLow
  const highest = 1 + clipHigh
  const tally = emptyTally()
  for (let rollout = 0; rollout < batch.rollouts; rollout++) {
    const logRatio = meanLogRatio(batch, rollout)
    const ratio = Math.exp(Math.min(logRatio, LARGEST_LOG_RATIO))
    const clippedRatio = Math.min(Math.max(ratio, lowest), highest)
    const end = batch.starts[rollout + 1]!
    for (let i = batch.starts[rollout]!; i < end; i++) {
      if (responseMask !== undefined && !responseMask[i]) continue
      const weight = weights[rollout]! * (importanceWeights === undefined ? 1 : importanceWeights[i]!)
      const advantage = advantages[advantagePerToken ? i : rollout]!
      const unclipped = -advantage * ratio
      const clipped = -advantage * clippedRatio
      tally.loss += weight * Math.max(unclipped, clipped)
      const slope = unclipped >= clipped && logRatio <= LARGEST_LOG_RATIO ? 0 - weight * advantage * ratio : 0
      gradient[i] = slope
      if (clipped > unclipped) tally.clipped++
      const tokenLogRatio = logProbs[i]! - oldLogProbs[i]!
      observe(tally, tokenLogRatio, tokenLogRatio, ratio, slope)
    }
  }
  return tally
}

/** e¹⁰ ≈ 22026: the largest ratio of a rollout. */
const LARGEST_LOG_RATIO = 10

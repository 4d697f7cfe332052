import type { CheckedBatch } from './checked-batch.js'
import {
  holdLogRatio,
  type ImportanceLevel,
  LOG_RATIO_LIMIT,
  meanLogRatio,
  ratioAnchor,
} from './importance-ratio.js'
import { emptyTally, observe, type Tally } from './tally.js'
import type { FloatArray } from './token-batch.js'

export interface CispoOptions {
  readonly kind: 'cispo'
  /** The weight is at least 1 − clipLow. Infinity: no lower bound. Default: 0.2. */
  readonly clipLow?: number
  /** The weight is at most 1 + clipHigh. Default: 0.28. */
  readonly clipHigh?: number
  /** TRL's meaning: the weight is at most this number itself, and has no lower bound. Replaces clipLow and clipHigh. */
  readonly ratioCap?: number
  /** Whose ratio a token uses. Default: `'token'`. */
  readonly importanceLevel?: ImportanceLevel
  /** The log-ratio is held within ± this, in nats. Default: 20. */
  readonly logRatioLimit?: number
  /**
   * Under whose log-probabilities the ratio divides: the `old` policy's, or the sampler's (`rolloutLogProbs`), so that one
   * clip covers both the staleness and the mismatch of the two engines (SkyRL). Default: `'old'`.
   */
  readonly anchor?: 'old' | 'rollout'
}

/**
 * CISPO: REINFORCE with a clipped importance weight that is a constant, so that no token loses its gradient.
 *
 *     L = −sg(clip(x))·A·logProb,   x = exp(logProb − oldLogProb),   sg: no gradient flows through
 *     dL/dlogProb = −clip(x)·A
 *
 * The name has two meanings. verl clips x to [1 − clipLow, 1 + clipHigh]; TRL takes min(x, epsilon_high), the bound itself
 * and no lower one: `ratioCap` here. At x = 4, A = 1, range (0.2, 0.28) against cap 0.28, the weights are 1.28 and 0.28.
 * The value is no surrogate of the return: only its gradient means something.
 *
 * @see MiniMax-M1, arXiv 2506.13585, eq. 4 and 5; verl `core_algos.compute_policy_loss_cispo`; TRL `GRPOTrainer`, loss_type "cispo"
 */
export function cispo(
  batch: CheckedBatch,
  weights: Float64Array,
  options: CispoOptions,
  gradient: FloatArray,
): Tally {
  const { clipLow = 0.2, clipHigh = 0.28, ratioCap, logRatioLimit = LOG_RATIO_LIMIT } = options
  const { logProbs, advantages, advantagePerToken, responseMask, importanceWeights } = batch
  const oldLogProbs = ratioAnchor(batch, options)
  const lowest = ratioCap === undefined ? 1 - clipLow : 0
  const highest = ratioCap ?? 1 + clipHigh
  const perSequence = options.importanceLevel === 'sequence'
  const tally = emptyTally()
  for (let rollout = 0; rollout < batch.rollouts; rollout++) {
    const sequenceLogRatio = perSequence ? meanLogRatio(batch, rollout, oldLogProbs) : undefined
    const end = batch.starts[rollout + 1]!
    for (let i = batch.starts[rollout]!; i < end; i++) {
      if (responseMask !== undefined && !responseMask[i]) continue
      const weight = weights[rollout]! * (importanceWeights === undefined ? 1 : importanceWeights[i]!)
      const advantage = advantages[advantagePerToken ? i : rollout]!
      const rawLogRatio = sequenceLogRatio ?? logProbs[i]! - oldLogProbs[i]!
      const logRatio = holdLogRatio(rawLogRatio, logRatioLimit)
      const ratio = Math.exp(logRatio)
      const clippedRatio = Math.min(Math.max(ratio, lowest), highest)
      tally.loss += weight * -clippedRatio * advantage * logProbs[i]!
      const slope = 0 - weight * clippedRatio * advantage
      gradient[i] = slope
      if (ratio !== clippedRatio) tally.clipped++
      observe(tally, rawLogRatio, logRatio, ratio, slope)
    }
  }
  return tally
}

import type { CheckedBatch } from './checked-batch.js'
import {
  holdLogRatio,
  type ImportanceLevel,
  LOG_RATIO_LIMIT,
  meanLogRatio,
  spreadOverRollout,
} from './importance-ratio.js'
import { emptyTally, observe, type Tally } from './tally.js'
import type { FloatArray } from './token-batch.js'

export interface SapoOptions {
  readonly kind: 'sapo'
  /** Temperature of the gate where A > 0, from 1e-100 to 1e100. Default: 1. */
  readonly tauPos?: number
  /** Temperature of the gate elsewhere, in the same range; larger closes faster. Default: 1.05. */
  readonly tauNeg?: number
  /** Whose ratio a token uses. Default: `'token'`. */
  readonly importanceLevel?: ImportanceLevel
  /** The log-ratio is held within ± this, in nats. Default: 20. */
  readonly logRatioLimit?: number
}

/**
 * Soft Adaptive Policy Optimization: a smooth gate in place of the clip.
 *
 *     L = −A · (4/τ) · σ(τ(x − 1)),   τ = tauPos where A > 0, else tauNeg,   x = exp(logProb − oldLogProb)
 *     dL/dlogProb = −A · 4 · σ(1 − σ) · x;   0 where the log-ratio is held, or the gate is closed: σ = 1
 *
 * At x = 1 the gate is 2/τ and its slope 1, so on-policy tokens get PPO's gradient. Aggregated by seq-mean-token-mean,
 * whatever `aggregation` says (that one is for the KL and entropy terms).
 *
 * @see arXiv 2511.20347; verl `core_algos.compute_policy_loss_sapo`; TRL `GRPOTrainer`, loss_type "sapo"
 */
export function sapo(
  batch: CheckedBatch,
  weights: Float64Array,
  options: SapoOptions,
  gradient: FloatArray,
): Tally {
  const { tauPos = 1, tauNeg = 1.05, logRatioLimit = LOG_RATIO_LIMIT } = options
  const { logProbs, oldLogProbs, advantages, advantagePerToken, responseMask, importanceWeights } = batch
  const perSequence = options.importanceLevel === 'sequence'
  const tally = emptyTally()
  for (let rollout = 0; rollout < batch.rollouts; rollout++) {
    const sequenceLogRatio = perSequence ? meanLogRatio(batch, rollout) : undefined
    const end = batch.starts[rollout + 1]!
    for (let i = batch.starts[rollout]!; i < end; i++) {
      if (responseMask !== undefined && !responseMask[i]) continue
      const weight = weights[rollout]! * (importanceWeights === undefined ? 1 : importanceWeights[i]!)
      const advantage = advantages[advantagePerToken ? i : rollout]!
      const rawLogRatio = sequenceLogRatio ?? logProbs[i]! - oldLogProbs[i]!
      const logRatio = holdLogRatio(rawLogRatio, logRatioLimit)
      const ratio = Math.exp(logRatio)
      const tau = advantage > 0 ? tauPos : tauNeg
      const sigmoid = 1 / (1 + Math.exp(-tau * (ratio - 1)))
      tally.loss += weight * -advantage * (4 / tau) * sigmoid
      // Where the gate is 1 to the last digit its slope is 0, also where the ratio overflows (0 · Infinity is NaN).
      const gate = sigmoid === 1 ? 0 : 4 * sigmoid * (1 - sigmoid) * ratio
      const slope = logRatio === rawLogRatio ? 0 - weight * advantage * gate : 0
      gradient[i] = slope
      observe(tally, rawLogRatio, logRatio, ratio, slope)
    }
    if (perSequence) spreadOverRollout(batch, rollout, gradient)
  }
  return tally
}

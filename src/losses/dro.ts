import type { CheckedBatch } from './checked-batch.js'
import { emptyTally, observe, type Tally } from './tally.js'
import type { FloatArray } from './token-batch.js'

export interface DroOptions {
  readonly kind: 'dro'
  /** Strength of the pull towards the old policy, from 0 to 1e100. Default: 0.1. */
  readonly droBeta?: number
}

/**
 * Direct Reward Optimization, as verl writes it per token: REINFORCE with a quadratic pull towards the old policy.
 *
 *     L = −(A·logProb − (β/2)·(logProb − oldLogProb)²)
 *     dL/dlogProb = −(A − β·(logProb − oldLogProb))
 *
 * @see arXiv 2405.19107; verl main `core_algos.compute_policy_loss_dro`
 */
export function dro(
  batch: CheckedBatch,
  weights: Float64Array,
  { droBeta = 0.1 }: DroOptions,
  gradient: FloatArray,
): Tally {
  const { logProbs, oldLogProbs, advantages, advantagePerToken, responseMask, importanceWeights } = batch
  const tally = emptyTally()
  for (let rollout = 0; rollout < batch.rollouts; rollout++) {
    const end = batch.starts[rollout + 1]!
    for (let i = batch.starts[rollout]!; i < end; i++) {
      if (responseMask !== undefined && !responseMask[i]) continue
      const weight = weights[rollout]! * (importanceWeights === undefined ? 1 : importanceWeights[i]!)
      const advantage = advantages[advantagePerToken ? i : rollout]!
      const logRatio = logProbs[i]! - oldLogProbs[i]!
      tally.loss += weight * -(advantage * logProbs[i]! - (droBeta / 2) * logRatio * logRatio)
      const slope = 0 - weight * (advantage - droBeta * logRatio)
      gradient[i] = slope
      observe(tally, logRatio, logRatio, Math.exp(logRatio), slope)
    }
  }
  return tally
}

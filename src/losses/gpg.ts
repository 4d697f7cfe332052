import type { CheckedBatch } from './checked-batch.js'
import { emptyTally, observe, type Tally } from './tally.js'
import type { FloatArray } from './token-batch.js'

export interface GpgOptions {
  readonly kind: 'gpg'
}

/**
 * Group Policy Gradient: plain REINFORCE, without ratio or clip.
 *
 *     L = −A·logProb,   dL/dlogProb = −A
 *
 * `oldLogProbs` enter the diagnostics only.
 *
 * @see arXiv 2504.02546; verl `core_algos.compute_policy_loss_gpg`
 */
export function gpg(batch: CheckedBatch, weights: Float64Array, gradient: FloatArray): Tally {
  const { logProbs, oldLogProbs, advantages, advantagePerToken, responseMask, importanceWeights } = batch
  const tally = emptyTally()
  for (let rollout = 0; rollout < batch.rollouts; rollout++) {
    const end = batch.starts[rollout + 1]!
    for (let i = batch.starts[rollout]!; i < end; i++) {
      if (responseMask !== undefined && !responseMask[i]) continue
      const weight = weights[rollout]! * (importanceWeights === undefined ? 1 : importanceWeights[i]!)
      const advantage = advantages[advantagePerToken ? i : rollout]!
      tally.loss += weight * -advantage * logProbs[i]!
      const slope = 0 - weight * advantage
      gradient[i] = slope
      const logRatio = logProbs[i]! - oldLogProbs[i]!
      observe(tally, logRatio, logRatio, Math.exp(logRatio), slope)
    }
  }
  return tally
}

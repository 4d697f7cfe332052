import { type CheckedBatch, checkTokenBatch } from './checked-batch.js'

/**
 * How strongly each response token ties the advantage to the log-probability: its term in their covariance over the batch,
 *
 *     cov_i = (A_i − mean A) · (logProb_i − mean logProb)
 *
 * Tokens with a large covariance drive the collapse of the entropy. The means are over all response tokens of the batch, so a
 * loss that selects tokens by covariance needs the whole batch (`wholeOf`).
 *
 * @returns one number per token; NaN at masked ones, which compare false with everything.
 * @see arXiv 2505.22617, eq. 9
 */
export function tokenCovariances(batch: CheckedBatch): Float64Array {
  const { logProbs, advantages, advantagePerToken, responseMask, starts } = batch
  let tokens = 0
  let advantageSum = 0
  let logProbSum = 0
  for (let rollout = 0; rollout < batch.rollouts; rollout++) {
    for (let i = starts[rollout]!; i < starts[rollout + 1]!; i++) {
      if (responseMask !== undefined && !responseMask[i]) continue
      tokens++
      advantageSum += advantages[advantagePerToken ? i : rollout]!
      logProbSum += logProbs[i]!
    }
  }
  const covariances = new Float64Array(logProbs.length).fill(Number.NaN)
  for (let rollout = 0; rollout < batch.rollouts; rollout++) {
    for (let i = starts[rollout]!; i < starts[rollout + 1]!; i++) {
      if (responseMask !== undefined && !responseMask[i]) continue
      const advantage = advantages[advantagePerToken ? i : rollout]!
      covariances[i] = (advantage - advantageSum / tokens) * (logProbs[i]! - logProbSum / tokens)
    }
  }
  return covariances
}

/** The batch that a part was cut from, and where in it each of the part's tokens is; a batch that is no part is its own. */
export function wholeOf(batch: CheckedBatch): {
  readonly whole: CheckedBatch
  readonly positionOf: (token: number) => number
} {
  const { partOf } = batch
  const checked = partOf && checkTokenBatch(partOf.batch)
  if (partOf === undefined || checked?._tag !== 'Right') return { whole: batch, positionOf: (token) => token }
  return { whole: checked.right, positionOf: (token) => partOf.positions[token]! }
}

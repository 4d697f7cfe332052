import type { CheckedBatch } from './checked-batch.js'
import type { FloatArray } from './token-batch.js'

/** Beyond this distance (in nats) a token's log-ratio is held, so that one token cannot overflow a batch. */
export const LOG_RATIO_LIMIT = 20

/**
 * The log of a token's importance ratio, held within ± limit; NaN stays NaN.
 *
 *     d = clamp(logProb − oldLogProb, −limit, limit),   ratio x = exp(d)
 *
 * verl holds it at ±20 (e²⁰ ≈ 4.9e8), TRL does not hold it (`limit` Infinity). Where it is held the gradient is 0; at
 * exactly ± limit the token still counts as inside.
 *
 * @see verl `core_algos.compute_policy_loss_vanilla`
 */
export function holdLogRatio(logRatio: number, limit: number): number {
  return Math.min(Math.max(logRatio, -limit), limit)
}

/**
 * The log of a rollout's importance ratio: the mean over its response tokens, that is the log of their geometric mean.
 *
 *     s = (1 / n_s) Σ_t (logProb_t − oldLogProb_t);   NaN for a rollout without tokens, where no token reads it
 *
 * @see GSPO, arXiv 2507.18071, eq. 7
 */
export function meanLogRatio(
  batch: CheckedBatch,
  rollout: number,
  oldLogProbs: FloatArray = batch.oldLogProbs,
): number {
  const { logProbs, responseMask, starts, lengths } = batch
  const end = starts[rollout + 1]!
  let sum = 0
  for (let i = starts[rollout]!; i < end; i++) {
    if (responseMask === undefined || responseMask[i]) sum += logProbs[i]! - oldLogProbs[i]!
  }
  return sum / lengths[rollout]!
}

/**
 * The chain rule of `meanLogRatio`: from d loss / d s at each token to d loss / d logProb, which is one number for all
 * tokens of the rollout, their sum over n_s. In place.
 */
export function spreadOverRollout(batch: CheckedBatch, rollout: number, gradient: FloatArray): void {
  const { responseMask, starts, lengths } = batch
  const end = starts[rollout + 1]!
  let sum = 0
  for (let i = starts[rollout]!; i < end; i++) sum += gradient[i]!
  const share = sum / lengths[rollout]!
  for (let i = starts[rollout]!; i < end; i++) {
    if (responseMask === undefined || responseMask[i]) gradient[i] = share
  }
}

/** Under which policy's log-probabilities the ratio divides: cispo's `anchor` may be the sampler's. */
export const ratioAnchor = (
  { oldLogProbs, rolloutLogProbs }: CheckedBatch,
  options: { readonly anchor?: 'old' | 'rollout' } | object,
): FloatArray => ('anchor' in options && options.anchor === 'rollout' ? rolloutLogProbs! : oldLogProbs)

/** Whose ratio a token's loss uses: its own, or that of the whole rollout (`meanLogRatio`). */
export type ImportanceLevel = 'token' | 'sequence'

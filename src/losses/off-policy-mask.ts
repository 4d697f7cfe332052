import { type Either, isLeft, left, right } from 'fp-ts/lib/Either.js'
import { type BadBatch, type BadOption, badBatch } from '../errors.js'
import { findBadOrMissing } from '../options/find-bad-option.js'
import type { OptionRows } from '../options/option-row.js'
import { type CheckedBatch, checkTokenBatch } from './checked-batch.js'
import { meanLogRatio } from './importance-ratio.js'
import type { FloatArray, TokenBatch } from './token-batch.js'
import { type TokenSelection, withoutTokens } from './token-selection.js'

export interface OffPolicyMaskOptions {
  /** δ, in nats per token: the mean of old − current log-probability that a rollout may have. */
  readonly threshold: number
  /** Against whose log-probabilities: the `old` policy's, or the sampler's (`rolloutLogProbs`). Default `old`. */
  readonly against?: 'old' | 'rollout'
}

/** What an option may be. */
const OFF_POLICY_MASK_OPTIONS: OptionRows<OffPolicyMaskOptions> = {
  threshold: { kind: 'number' },
  against: { kind: 'choice', of: ['old', 'rollout'], default: 'old' },
}

/**
 * DeepSeek-V3.2's off-policy sequence mask: tokens with a negative advantage are dropped in rollouts that have become
 * unlikely under the current policy, where they add variance and little information.
 *
 *     token t of rollout s is dropped where A_t < 0 and (1 / n_s) Σ (old − logProb) > δ
 *
 * @returns a mask without them, and weights of 0 for them; `Left` for a batch or an option that cannot be right, and for a
 * rollout whose mean is not a number.
 * @see DeepSeek-V3.2, arXiv 2512.02556; TRL `off_policy_mask_threshold`, slime.
 */
export function offPolicyMask(
  batch: TokenBatch,
  options: OffPolicyMaskOptions,
): Either<BadBatch | BadOption, TokenSelection> {
  const wrong = findBadOrMissing(options, OFF_POLICY_MASK_OPTIONS, ['threshold'])
  if (wrong !== undefined) return left(wrong)
  const checked = checkTokenBatch(batch)
  if (isLeft(checked)) return checked
  const { oldLogProbs, rolloutLogProbs, advantages, advantagePerToken } = checked.right
  const { threshold, against = 'old' } = options
  const anchor = against === 'rollout' ? rolloutLogProbs : oldLogProbs
  if (anchor === undefined) return left(badBatch('rolloutLogProbs', 'given for this option', anchor))
  const { rollouts, lengths } = checked.right
  const stale = new Uint8Array(rollouts)
  for (let s = 0; s < rollouts; s++) {
    if (lengths[s] === 0) continue
    const distance = 0 - meanLogRatio(checked.right, s, anchor)
    if (!Number.isFinite(distance)) return left(explainMean(checked.right, anchor, s))
    if (distance > threshold) stale[s] = 1
  }
  return right(
    withoutTokens(checked.right, (i, s) => stale[s] === 1 && advantages[advantagePerToken ? i : s]! < 0),
  )
}

/** The first number of a rollout that is not finite, else its first number, as too large. */
function explainMean(batch: CheckedBatch, anchor: FloatArray, rollout: number): BadBatch {
  const { logProbs, responseMask, starts } = batch
  const expected = 'finite where the response mask selects, with a finite sum over the rollout'
  let first = -1
  for (let i = starts[rollout]!; i < starts[rollout + 1]!; i++) {
    if (responseMask !== undefined && !responseMask[i]) continue
    if (first < 0) first = i
    if (!Number.isFinite(logProbs[i])) return badBatch(`logProbs[${i}]`, expected, logProbs[i])
    if (!Number.isFinite(anchor[i])) {
      const name = anchor === batch.oldLogProbs ? 'oldLogProbs' : 'rolloutLogProbs'
      return badBatch(`${name}[${i}]`, expected, anchor[i])
    }
  }
  return badBatch(`logProbs[${first}]`, expected, logProbs[first])
}

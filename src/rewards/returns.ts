import { type Either, isLeft, left, right } from 'fp-ts/lib/Either.js'
import type { BadBatch, BadOption } from '../errors.js'
import { findBadOption } from '../options/find-bad-option.js'
import {
  placeRewards,
  TOKEN_REWARD_OPTIONS,
  type TokenRewardBatch,
  type TokenRewardOptions,
} from './token-rewards.js'

export interface Returns {
  /** Shaped like the tokens, 0 at masked ones: the return of each response token. */
  readonly returns: Float64Array
  /** Same shape: the rewards behind them, the KL taken off. */
  readonly rewards: Float64Array
}

/**
 * Discounted returns over the response tokens of each rollout:
 *
 *     R_t = r_t − β · kl_t        G_t = R_t + γ · G_{t+1}        G = 0 behind the last response token
 *
 * Masked tokens are skipped: the next response token is the next step. Reward 1 on three tokens with γ = 0.5: 0.25,
 * 0.5, 1. Whitened over tokens (`whiten`), these are REINFORCE++ with a discount.
 *
 * @returns `Left BadOption` for a wrong option, `Left BadBatch` for arrays that do not fit and numbers that are not finite.
 * @see verl, `compute_reinforce_plus_plus_outcome_advantage`, `apply_kl_penalty`.
 */
export function returns(
  batch: TokenRewardBatch,
  options: TokenRewardOptions = {},
): Either<BadBatch | BadOption, Returns> {
  const wrong = findBadOption(options, TOKEN_REWARD_OPTIONS)
  if (wrong !== undefined) return left(wrong)
  const placed = placeRewards(batch, options)
  if (isLeft(placed)) return placed
  const { gamma = 1 } = options
  const { layout, rewards } = placed.right
  const discounted = new Float64Array(rewards.length)
  for (let s = 0; s < layout.rollouts; s++) {
    let next = 0
    for (let i = layout.starts[s + 1]! - 1; i >= layout.starts[s]!; i--) {
      if (layout.responseMask !== undefined && !layout.responseMask[i]) continue
      next = rewards[i]! + gamma * next
      discounted[i] = next
    }
  }
  return right({ returns: discounted, rewards })
}

import { type Either, isLeft, left, right } from 'fp-ts/lib/Either.js'
import { type BadBatch, type BadOption, badBatch } from '../errors.js'
import { checkPerToken } from '../losses/layout.js'
import type { FloatArray } from '../losses/token-batch.js'
import { LARGEST } from '../magnitude.js'
import { findBadOption } from '../options/find-bad-option.js'
import type { OptionRows } from '../options/option-row.js'
import {
  placeRewards,
  TOKEN_REWARD_OPTIONS,
  type TokenRewardBatch,
  type TokenRewardOptions,
} from './token-rewards.js'

export interface GaeBatch extends TokenRewardBatch {
  /** [N·T] or [offsets[N]] the critic's value before each token. */
  readonly values: FloatArray
  /** [N] the value behind a rollout's last token, for one that was cut off and would go on. Default: 0, it has ended. */
  readonly lastValues?: ArrayLike<number>
}

export interface GaeOptions extends TokenRewardOptions {
  /** λ, from 0 to 1: 0 trusts the critic, 1 the returns. Default 1, as verl and OpenRLHF; PPO's is 0.95. */
  readonly lambda?: number
}

/** What an option may be. */
const GAE_OPTIONS: OptionRows<GaeOptions> = {
  ...TOKEN_REWARD_OPTIONS,
  lambda: { kind: 'number', from: 0, to: 1, default: 1 },
}

export interface Gae {
  /** Shaped like the tokens, 0 at masked ones. Not whitened: see `whiten`. */
  readonly advantages: Float64Array
  /** Same shape: A_t + V_t, what the critic is trained on. */
  readonly returns: Float64Array
  /** Same shape: the rewards behind them, the KL taken off. */
  readonly rewards: Float64Array
}

/**
 * Generalised advantage estimation over the response tokens of each rollout, independently of the others.
 *
 *     R_t = r_t − β · kl_t        δ_t = R_t + γ V_{t+1} − V_t        A_t = δ_t + γ λ A_{t+1}        G_t = A_t + V_t
 *
 * Masked tokens are skipped. Reward 1 behind two tokens of value 0.5, γ = λ = 1: δ = 0, 0.5 and A = 0.5, 0.5.
 *
 * @returns `Left BadOption` for a wrong option, `Left BadBatch` for arrays that do not fit and numbers that are not finite.
 * @see Schulman et al., arXiv 1506.02438, eq. 16; verl, `compute_gae_advantage_return`.
 */
export function gae(batch: GaeBatch, options: GaeOptions = {}): Either<BadBatch | BadOption, Gae> {
  const wrong = findBadOption(options, GAE_OPTIONS)
  if (wrong !== undefined) return left(wrong)
  const placed = placeRewards(batch, options)
  if (isLeft(placed)) return placed
  const { gamma = 1, lambda = 1 } = options
  const { layout, rewards } = placed.right
  const { values, lastValues } = batch
  const { rollouts, starts, responseMask } = layout
  const misfit =
    checkPerToken('values', values, rewards.length) ??
    (lastValues !== undefined && lastValues?.length !== rollouts
      ? badBatch('lastValues', `an array of ${rollouts}, one per rollout`, lastValues)
      : undefined)
  if (misfit !== undefined) return left(misfit)
  const advantages = new Float64Array(rewards.length)
  const targets = new Float64Array(rewards.length)
  for (let s = 0; s < rollouts; s++) {
    let nextValue = lastValues === undefined ? 0 : lastValues[s]!
    if (!(Math.abs(nextValue) <= LARGEST)) return left(notFinite(`lastValues[${s}]`, nextValue))
    let advantage = 0
    for (let i = starts[s + 1]! - 1; i >= starts[s]!; i--) {
      if (responseMask !== undefined && !responseMask[i]) continue
      const value = values[i]!
      if (!(Math.abs(value) <= LARGEST)) return left(notFinite(`values[${i}]`, value))
      advantage = rewards[i]! + gamma * nextValue - value + gamma * lambda * advantage
      nextValue = value
      advantages[i] = advantage
      targets[i] = advantage + value
    }
  }
  return right({ advantages, returns: targets, rewards })
}

const notFinite = (argument: string, value: unknown): BadBatch =>
  badBatch(argument, `a finite number within ±${LARGEST}`, value)

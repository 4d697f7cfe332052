import { type Either, isLeft, left, right } from 'fp-ts/lib/Either.js'
import { type BadBatch, type BadOption, badBatch } from '../errors.js'
import { klValue, readEstimator } from '../losses/kl.js'
import { KL_OPTIONS, type KlEstimator } from '../losses/kl-options.js'
import {
  checkLayout,
  checkPerToken,
  findBadFields,
  type GivenLayout,
  isFloatArray,
  type Layout,
} from '../losses/layout.js'
import type { FloatArray } from '../losses/token-batch.js'
import { LARGEST } from '../magnitude.js'
import type { OptionRow, OptionRows } from '../options/option-row.js'

/** Rewards on the tokens of N responses; layouts as in `TokenBatch`. At least one of the two kinds of reward is given. */
export interface TokenRewardBatch extends GivenLayout {
  /** [N] an outcome reward for each rollout: it stands on the rollout's last response token. */
  readonly rewards?: ArrayLike<number>
  /** [N·T] or [offsets[N]] a reward for each token, such as that of a turn. */
  readonly tokenRewards?: FloatArray
  /** Same shape as `tokenRewards`: under the policy that sampled, for the KL in the reward. */
  readonly logProbs?: FloatArray
  /** Same shape: under the reference policy. */
  readonly refLogProbs?: FloatArray
}

export interface TokenRewardOptions {
  /** γ, from 0 to 1. Default 1. */
  readonly gamma?: number
  /** The KL to the reference policy that is taken off each token's reward. Default: none. */
  readonly kl?: RewardKlOptions
}

export interface RewardKlOptions {
  /** Values only, so that a `+` changes nothing. */
  readonly estimator: KlEstimator
  /** β, within ±1e100. */
  readonly coefficient: number
  /** As for the loss, see `KlOptions`. */
  readonly inputLimit?: number
  readonly outputLimit?: number
}

const REWARD_KL: OptionRow = {
  kind: 'object',
  fields: {
    estimator: KL_OPTIONS.estimator,
    coefficient: KL_OPTIONS.coefficient,
    inputLimit: KL_OPTIONS.inputLimit,
    outputLimit: KL_OPTIONS.outputLimit,
  } satisfies OptionRows<RewardKlOptions>,
  required: ['estimator', 'coefficient'],
}

/** What an option may be. */
export const TOKEN_REWARD_OPTIONS: OptionRows<TokenRewardOptions> = {
  gamma: { kind: 'number', from: 0, to: 1, default: 1 },
  kl: REWARD_KL,
}

/** With those of `gae`. */
const TOKEN_REWARD_FIELDS = ['rewards', 'tokenRewards', 'logProbs', 'refLogProbs', 'values', 'lastValues']

/** The rewards of a batch on its tokens, and where these lie. */
export interface PlacedRewards {
  readonly layout: Layout
  /** Shaped like the tokens, 0 at masked ones. */
  readonly rewards: Float64Array
}

/**
 * R_t = r_t − β · kl_t on each response token, the outcome reward on the last one. The reward of a
 * rollout without response tokens is lost.
 *
 * @returns `Left` for an array that is missing or does not fit, a selected number that is not finite or beyond ±1e100, and a
 * KL that takes a reward beyond ±1e200.
 */
export function placeRewards(
  batch: TokenRewardBatch,
  options: TokenRewardOptions,
): Either<BadBatch | BadOption, PlacedRewards> {
  const wrongField = findBadFields(batch, TOKEN_REWARD_FIELDS)
  if (wrongField !== undefined) return left(wrongField)
  const { rewards, tokenRewards, logProbs, refLogProbs, offsets, responseMask } = batch
  const size =
    offsets === undefined
      ? batch.rollouts * (batch.tokens ?? 0)
      : (tokenRewards?.length ?? logProbs?.length ?? responseMask?.length ?? offsets[offsets.length - 1] ?? 0)
  const layout = checkLayout(batch, size)
  if (isLeft(layout)) return layout
  const wrong =
    checkOutcomes(rewards, tokenRewards, batch.rollouts) ??
    (tokenRewards && checkPerToken('tokenRewards', tokenRewards, size)) ??
    (options.kl &&
      (checkPerToken('logProbs', logProbs, size) ?? checkPerToken('refLogProbs', refLogProbs, size)))
  if (wrong !== undefined) return left(wrong)
  const placed = new Float64Array(size)
  const { starts, rollouts } = layout.right
  const kl = options.kl && { ...options.kl, ...readEstimator(options.kl) }
  for (let s = 0; s < rollouts; s++) {
    let last = -1
    for (let i = starts[s]!; i < starts[s + 1]!; i++) {
      if (responseMask !== undefined && !responseMask[i]) continue
      last = i
      const own = tokenRewards === undefined ? 0 : tokenRewards[i]!
      if (!(Math.abs(own) <= LARGEST)) return left(notFinite(`tokenRewards[${i}]`, own))
      const penalty = kl === undefined ? 0 : kl.coefficient * klValue(kl, logProbs![i]! - refLogProbs![i]!)
      if (!(Math.abs(penalty) <= LARGEST_KL)) return left(tooFar(logProbs!, refLogProbs!, i))
      placed[i] = own - penalty
    }
    if (last < 0 || rewards === undefined) continue
    const outcome = rewards[s]!
    if (!(typeof outcome === 'number' && Math.abs(outcome) <= LARGEST)) {
      return left(notFinite(`rewards[${s}]`, outcome))
    }
    placed[last]! += outcome
  }
  return right({ layout: layout.right, rewards: placed })
}

const LARGEST_KL = LARGEST * LARGEST

function checkOutcomes(
  rewards: ArrayLike<number> | undefined,
  tokenRewards: FloatArray | undefined,
  rollouts: number,
): BadBatch | undefined {
  if (rewards === undefined) {
    return tokenRewards === undefined ? badBatch('rewards', 'given, or tokenRewards', rewards) : undefined
  }
  const isList = Array.isArray(rewards) || isFloatArray(rewards) || ArrayBuffer.isView(rewards)
  if (isList && rewards.length === rollouts) return undefined
  return badBatch('rewards', `an array of ${rollouts}, one per rollout`, rewards)
}

const notFinite = (argument: string, value: unknown): BadBatch =>
  badBatch(argument, `a finite number within ±${LARGEST}`, value)

function tooFar(logProbs: FloatArray, refLogProbs: FloatArray, i: number): BadBatch {
  if (!Number.isFinite(logProbs[i]))
    return badBatch(`logProbs[${i}]`, 'finite where the response mask selects', logProbs[i])
  if (!Number.isFinite(refLogProbs[i])) {
    return badBatch(`refLogProbs[${i}]`, 'finite where the response mask selects', refLogProbs[i])
  }
  return badBatch(`logProbs[${i}]`, 'near enough to refLogProbs for a finite KL', logProbs[i])
}

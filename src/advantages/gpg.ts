import { LARGEST, SMALLEST } from '../magnitude.js'
import { PROFILE } from '../profile.js'
import { type Estimator, estimate } from './estimator.js'
import { groupedRewards, promptStatistics, segmentMoments } from './moments.js'
import { KEEP_OR_ZERO } from './options.js'
import type { Advantages, PromptGroups } from './prompt-groups.js'

export interface GpgOptions {
  /** The paper's F_norm: divides every advantage. From 1e-100 to 1e100. Default 1. */
  readonly normalization?: number
  /**
   * The factor that makes up for rollouts without a signal, within ±1e100. Default: N / max(1, rollouts of non-zero reward),
   * N valid rollouts. The released code has this argument and overwrites it.
   */
  readonly alpha?: number
  /** What a prompt's only rollout gets, before the factor: its reward, or 0. Default `keep-reward`. */
  readonly singletons?: 'keep-reward' | 'zero'
}

/**
 * Group policy gradient: centred on the prompt, no deviation, one factor for the whole batch.
 *
 *     A_i = α (r_i − mean_u) / F_norm        α = N / max(1, #{ r ≠ 0 })
 *
 * Rewards 1, 0, 0, 1 of one prompt: α = 4 / 2, advantages ±0.5 · 2 = ±1. Equal rewards give exactly 0.
 *
 * @param groups N rollouts of P prompts.
 * @returns [N] advantages; 0 for invalid rollouts.
 * @throws for a wrong option, see `estimate`.
 * @see Chu et al., GPG (2025), arXiv 2504.02546; the released code for α.
 */
export function gpg(groups: PromptGroups, options: GpgOptions = {}): Advantages {
  return estimate(gpgEstimator, groups, options)
}

export const gpgEstimator: Estimator<'gpg', GpgOptions> = {
  name: 'gpg',
  options: {
    profile: PROFILE,
    normalization: { kind: 'number', from: SMALLEST, to: LARGEST, default: 1 },
    alpha: { kind: 'number', from: -LARGEST, to: LARGEST },
    singletons: KEEP_OR_ZERO,
  },

  compute(groups, options) {
    const { normalization = 1, singletons = 'keep-reward' } = options
    const { offsets, members } = groups
    const rewards = groupedRewards(groups)
    const alpha = options.alpha ?? rewards.length / Math.max(1, nonZero(rewards))
    const moments = segmentMoments(rewards, offsets, 'exact')
    const { sizes, means, meanTails } = moments
    const advantages = new Float64Array(groups.rewards.length)
    for (let u = 0; u < sizes.length; u++) {
      const alone = sizes[u] === 1 && singletons === 'keep-reward'
      for (let j = offsets[u]!; j < offsets[u + 1]!; j++) {
        const deviation = alone ? rewards[j]! : rewards[j]! - means[u]! - meanTails[u]!
        advantages[members[j]!] = (alpha * deviation) / normalization
      }
    }
    return { advantages, statistics: promptStatistics(moments) }
  },
}

function nonZero(rewards: Float64Array): number {
  let count = 0
  for (const reward of rewards) if (reward !== 0) count++
  return count
}

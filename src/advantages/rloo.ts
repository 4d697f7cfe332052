import { PROFILE } from '../profile.js'
import { type Estimator, estimate } from './estimator.js'
import { groupedRewards, promptMoments, promptStatistics } from './moments.js'
import { KEEP_OR_ZERO } from './options.js'
import type { Advantages, PromptGroups } from './prompt-groups.js'

export interface RlooOptions {
  /**
   * What a prompt's only rollout gets: its reward, as in verl's `rloo`, or 0, as in its `rloo_vectorized`.
   * Default `keep-reward`.
   */
  readonly singletons?: 'keep-reward' | 'zero'
}

/**
 * REINFORCE leave-one-out: each reward against the mean of the prompt's other rollouts.
 *
 *     A_i = r_i − (Σ_{j≠i} r_j) / (n_u − 1) = (r_i − mean_u) · n_u / (n_u − 1)
 *
 * Rewards 1, 0, 0 give 1, −0.5, −0.5. Equal rewards give exactly 0.
 *
 * @param groups N rollouts of P prompts.
 * @returns [N] advantages, in units of reward; 0 for invalid rollouts.
 * @throws for a wrong option, see `estimate`.
 * @see Ahmadian et al., Back to Basics (2024), arXiv 2402.14740.
 */
export function rloo(groups: PromptGroups, options: RlooOptions = {}): Advantages {
  return estimate(rlooEstimator, groups, options)
}

export const rlooEstimator: Estimator<'rloo', RlooOptions> = {
  name: 'rloo',
  options: {
    profile: PROFILE,
    singletons: KEEP_OR_ZERO,
  },
  startsFromMoments: true,

  compute(groups, options) {
    const { singletons = 'keep-reward' } = options
    const { offsets, members } = groups
    const rewards = groupedRewards(groups)
    const moments = promptMoments(groups, rewards, 'exact')
    const { sizes, means, meanTails } = moments
    const advantages = new Float64Array(groups.rewards.length)
    for (let u = 0; u < sizes.length; u++) {
      const size = sizes[u]!
      for (let j = offsets[u]!; j < offsets[u + 1]!; j++) {
        const deviation = rewards[j]! - means[u]! - meanTails[u]!
        advantages[members[j]!] =
          size > 1 ? (deviation * size) / (size - 1) : singletons === 'zero' ? 0 : rewards[j]!
      }
    }
    return { advantages, statistics: promptStatistics(moments) }
  },
}

import { SMALLEST } from '../magnitude.js'
import { PROFILE } from '../profile.js'
import { type Estimator, estimate } from './estimator.js'
import { groupedRewards, promptMoments, promptStatistics } from './moments.js'
import type { Profiled } from './options.js'
import type { Advantages, PromptGroups } from './prompt-groups.js'

export interface MaxRlOptions extends Profiled {
  /** Added to the mean: 0, or 1e-100 or more. Default 1e-6. */
  readonly epsilon?: number
}

/**
 * MaxRL: each reward against the mean of its prompt, in units of that mean. With rewards 0 and 1 a success on a prompt that is
 * solved once in n gets n − 1: the gradient of the log of the pass rate instead of that of the pass rate.
 *
 *     A_i = (r_i − mean_u) / (mean_u + ε)        0 where mean_u is not above 0
 *
 * Rewards 1, 0, 0, 0 give 0.75 / 0.25 = 3 and −1. Meant for rewards of 0 or more. A single rollout gives 0.
 *
 * @param groups N rollouts of P prompts.
 * @returns [N] advantages; 0 for invalid rollouts.
 * @throws for a wrong option, see `estimate`.
 * @see Maximum likelihood reinforcement learning, as in prime-rl and SkyRL (`maxrl`).
 */
export function maxRl(groups: PromptGroups, options: MaxRlOptions = {}): Advantages {
  return estimate(maxRlEstimator, groups, options)
}

export const maxRlEstimator: Estimator<'maxRl', MaxRlOptions> = {
  name: 'maxRl',
  options: {
    profile: PROFILE,
    epsilon: { kind: 'number', from: SMALLEST, finite: true, orZero: true, default: 1e-6 },
  },
  startsFromMoments: true,

  compute(groups, { epsilon = 1e-6 }) {
    const { offsets, members } = groups
    const rewards = groupedRewards(groups)
    const moments = promptMoments(groups, rewards, 'exact')
    const { sizes, means, meanTails } = moments
    const advantages = new Float64Array(groups.rewards.length)
    for (let u = 0; u < sizes.length; u++) {
      if (!(means[u]! >= SMALLEST)) continue
      for (let j = offsets[u]!; j < offsets[u + 1]!; j++) {
        advantages[members[j]!] = (rewards[j]! - means[u]! - meanTails[u]!) / (means[u]! + epsilon)
      }
    }
    return { advantages, statistics: promptStatistics(moments) }
  },
}

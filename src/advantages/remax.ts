import { PROFILE } from '../profile.js'
import { type Estimator, estimate } from './estimator.js'
import { groupedRewards, promptStatistics, segmentMoments } from './moments.js'
import type { Profiled } from './options.js'
import type { Advantages, PromptGroups } from './prompt-groups.js'

export type RemaxOptions = Profiled

/**
 * ReMax: each reward against that of a greedy rollout of the same prompt.
 *
 *     A_i = r_i − b_i
 *
 * No group statistic is used, so a single rollout needs no policy, and equal rewards give 0 only where the greedy rollout
 * has that reward as well.
 *
 * @param groups N rollouts, with `baselines`.
 * @returns [N] advantages, in units of reward; 0 for invalid rollouts.
 * @throws for absent baselines, see `estimate`.
 * @see Li et al., ReMax (2023), arXiv 2310.10505.
 */
export function remax(groups: PromptGroups, options: RemaxOptions = {}): Advantages {
  return estimate(remaxEstimator, groups, options)
}

export const remaxEstimator: Estimator<'remax', RemaxOptions> = {
  name: 'remax',
  options: {
    profile: PROFILE,
  },
  needs: ['baselines'],

  compute(groups) {
    const advantages = new Float64Array(groups.rewards.length)
    for (const i of groups.members) advantages[i] = groups.rewards[i]! - groups.baselines![i]!
    return {
      advantages,
      statistics: promptStatistics(segmentMoments(groupedRewards(groups), groups.offsets, 'exact')),
    }
  },
}

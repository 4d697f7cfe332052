import type { BadBatch } from '../errors.js'
import { groupedRewards, promptStatistics, segmentMoments } from './moments.js'
import { given, refuse } from './options.js'
import type { Advantages, PromptGroups } from './prompt-groups.js'

/**
 * ReMax: each reward against that of a greedy rollout of the same prompt.
 *
 *     A_i = r_i − b_i
 *
 * No group statistic takes part, so a single rollout is like any other, and equal rewards give 0 only where the greedy
 * rollout has that reward as well.
 *
 * @param groups N rollouts, with `baselines`.
 * @returns [N] advantages, in units of reward; 0 for invalid rollouts.
 * @throws RangeError for absent baselines, see `refuse`.
 * @see Li et al., ReMax (2023), arXiv 2310.10505.
 */
export function remax(groups: PromptGroups): Advantages {
  refuse(checkRemax(groups))
  const advantages = new Float64Array(groups.rewards.length)
  for (const i of groups.members) advantages[i] = groups.rewards[i]! - groups.baselines![i]!
  return {
    advantages,
    statistics: promptStatistics(segmentMoments(groupedRewards(groups), groups.offsets, 'exact')),
  }
}

export const checkRemax = (groups: PromptGroups): BadBatch | undefined =>
  given('baselines', groups.baselines, 'the rewards of greedy rollouts, given to groupRollouts')

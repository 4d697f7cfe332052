import type { BadBatch } from '../errors.js'
import { gather, groupedRewards, promptStatistics, segmentMoments } from './moments.js'
import { firstProblem, given, refuse, smoothing } from './options.js'
import type { Advantages, PromptGroups } from './prompt-groups.js'
import { whiten } from './whiten.js'

export interface ReinforcePlusPlusOptions {
  /** Added to the token count and, under the root, to the variance: 0, or 1e-100 or more. Default 1e-8. */
  readonly epsilon?: number
}

/**
 * REINFORCE++ with outcome rewards and no discount: rewards whitened over all tokens of the batch.
 *
 *     A_i = (r_i − M) / √(V + ε)        M, V: mean and sample variance over tokens, see `whiten`
 *
 * A rollout of 1000 tokens weighs a thousand times one of a single token. Prompts play no part: a single rollout is like
 * any other, and equal rewards give 0 only up to `whiten`'s ε. A batch of one token gives 0; the released code raises.
 *
 * @param groups N rollouts, with `lengths`.
 * @returns [N] advantages; 0 for invalid rollouts.
 * @throws RangeError for a wrong option or absent lengths, see `refuse`.
 * @see Hu, REINFORCE++ (2025), arXiv 2501.03262.
 */
export function reinforcePlusPlus(groups: PromptGroups, options: ReinforcePlusPlusOptions = {}): Advantages {
  refuse(checkReinforcePlusPlus(groups, options))
  const rewards = groupedRewards(groups)
  const moments = segmentMoments(rewards, groups.offsets, 'exact')
  const whitened = whiten(rewards, gather(groups.lengths!, groups.members), options.epsilon ?? 1e-8)
  const advantages = new Float64Array(groups.rewards.length)
  for (let j = 0; j < whitened.length; j++) advantages[groups.members[j]!] = whitened[j]!
  return { advantages, statistics: promptStatistics(moments) }
}

export const checkReinforcePlusPlus = (
  groups: PromptGroups,
  options: ReinforcePlusPlusOptions,
): BadBatch | undefined =>
  firstProblem(
    given('lengths', groups.lengths, 'the response lengths, given to groupRollouts'),
    smoothing('epsilon', options.epsilon),
  )

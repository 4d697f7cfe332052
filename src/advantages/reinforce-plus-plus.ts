import { SMALLEST } from '../magnitude.js'
import { PROFILE } from '../profile.js'
import { type Estimator, estimate } from './estimator.js'
import { gather, groupedRewards, promptStatistics, segmentMoments } from './moments.js'
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
 * @throws for a wrong option or absent lengths, see `estimate`.
 * @see Hu, REINFORCE++ (2025), arXiv 2501.03262.
 */
export function reinforcePlusPlus(groups: PromptGroups, options: ReinforcePlusPlusOptions = {}): Advantages {
  return estimate(reinforcePlusPlusEstimator, groups, options)
}

export const reinforcePlusPlusEstimator: Estimator<'reinforcePlusPlus', ReinforcePlusPlusOptions> = {
  name: 'reinforcePlusPlus',
  options: {
    profile: PROFILE,
    epsilon: { kind: 'number', from: SMALLEST, finite: true, orZero: true, default: 1e-8 },
  },
  needs: ['lengths'],

  compute(groups, options) {
    const rewards = groupedRewards(groups)
    const moments = segmentMoments(rewards, groups.offsets, 'exact')
    const whitened = whiten(rewards, gather(groups.lengths!, groups.members), options.epsilon ?? 1e-8)
    const advantages = new Float64Array(groups.rewards.length)
    for (let j = 0; j < whitened.length; j++) advantages[groups.members[j]!] = whitened[j]!
    return { advantages, statistics: promptStatistics(moments) }
  },
}

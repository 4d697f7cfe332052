import { SMALLEST } from '../magnitude.js'
import { PROFILE } from '../profile.js'
import { type Estimator, estimate } from './estimator.js'
import { gather, groupedRewards, promptStatistics, segmentMoments } from './moments.js'
import type { Profiled } from './options.js'
import type { Advantages, PromptGroups } from './prompt-groups.js'
import { VARIANCE, type VarianceKind, whitened } from './whiten.js'

export interface ReinforcePlusPlusOptions {
  /** Added to the token count and, under the root, to the variance: 0, or 1e-100 or more. Default 1e-8. */
  readonly epsilon?: number
  /** Over n − 1 or over n: `biased` is NeMo-RL's and OpenRLHF's. Default `unbiased`, as verl. */
  readonly variance?: VarianceKind
}

/**
 * REINFORCE++ with outcome rewards and no discount: rewards whitened over all tokens of the batch.
 *
 *     A_i = (r_i − M) / √(V + ε)        M, V: mean and sample variance over tokens, see `whiten`
 *
 * A rollout of 1000 tokens weighs a thousand times one of a single token. Prompts play no part: a single rollout is like
 * any other. Equal rewards give exactly 0; under `profile: 'published'` the ε in verl's token count leaves a trace of them, 7e-7
 * for rewards of 0.7 on 100 tokens. A batch of one token gives 0; the released code raises. With a discount or rewards per
 * token: `whiten` of `returns`.
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
    variance: VARIANCE,
  },
  needs: ['lengths'],

  compute(groups, options) {
    const rewards = groupedRewards(groups)
    const moments = segmentMoments(rewards, groups.offsets, 'exact')
    const whole = whitenOverTokens(groups, rewards, options)
    const advantages = new Float64Array(groups.rewards.length)
    for (let j = 0; j < whole.length; j++) advantages[groups.members[j]!] = whole[j]!
    return { advantages, statistics: promptStatistics(moments) }
  },
}

/** Grouped values, each standing on its rollout's tokens. */
export function whitenOverTokens(
  groups: PromptGroups,
  values: Float64Array,
  { epsilon = 1e-8, variance, profile }: ReinforcePlusPlusOptions & Profiled,
): Float64Array {
  return whitened(values, gather(groups.lengths!, groups.members), {
    epsilon,
    countEpsilon: epsilon,
    equalIsZero: profile !== 'published',
    variance,
  })
}

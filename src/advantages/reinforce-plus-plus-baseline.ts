import { SMALLEST } from '../magnitude.js'
import { PROFILE } from '../profile.js'
import { type Estimator, estimate } from './estimator.js'
import { groupedRewards, promptStatistics, segmentMoments } from './moments.js'
import { KEEP_OR_ZERO } from './options.js'
import type { Advantages, PromptGroups } from './prompt-groups.js'
import { type ReinforcePlusPlusOptions, whitenOverTokens } from './reinforce-plus-plus.js'
import { VARIANCE } from './whiten.js'

export interface ReinforcePlusPlusBaselineOptions extends ReinforcePlusPlusOptions {
  /** What of a prompt's only rollout is whitened: its reward, or 0. Default `keep-reward`. */
  readonly singletons?: 'keep-reward' | 'zero'
}

/**
 * REINFORCE++ with a baseline: rewards centred on their prompt, then whitened over all tokens of the batch.
 *
 *     A_i = (d_i − M) / √(V + ε)        d_i = r_i − mean_u        M, V: over tokens, see `whiten`
 *
 * Where all prompts have equal rewards every advantage is exactly 0. Where only one has, its rollouts get −M / √(V + ε),
 * which is 0 only if all lengths are alike.
 *
 * @param groups N rollouts of P prompts, with `lengths`.
 * @returns [N] advantages; 0 for invalid rollouts.
 * @throws for a wrong option or absent lengths, see `estimate`.
 * @see Hu, REINFORCE++ (2025), arXiv 2501.03262.
 */
export function reinforcePlusPlusBaseline(
  groups: PromptGroups,
  options: ReinforcePlusPlusBaselineOptions = {},
): Advantages {
  return estimate(reinforcePlusPlusBaselineEstimator, groups, options)
}

export const reinforcePlusPlusBaselineEstimator: Estimator<
  'reinforcePlusPlusBaseline',
  ReinforcePlusPlusBaselineOptions
> = {
  name: 'reinforcePlusPlusBaseline',
  options: {
    profile: PROFILE,
    epsilon: { kind: 'number', from: SMALLEST, finite: true, orZero: true, default: 1e-8 },
    variance: VARIANCE,
    singletons: KEEP_OR_ZERO,
  },
  needs: ['lengths'],

  compute(groups, options) {
    const { singletons = 'keep-reward' } = options
    const { offsets, members } = groups
    const rewards = groupedRewards(groups)
    const moments = segmentMoments(rewards, offsets, 'exact')
    const deviations = new Float64Array(rewards.length)
    for (let u = 0; u < moments.sizes.length; u++) {
      const alone = moments.sizes[u] === 1 && singletons === 'keep-reward'
      for (let j = offsets[u]!; j < offsets[u + 1]!; j++) {
        deviations[j] = alone ? rewards[j]! : rewards[j]! - moments.means[u]! - moments.meanTails[u]!
      }
    }
    const whole = whitenOverTokens(groups, deviations, options)
    const advantages = new Float64Array(groups.rewards.length)
    for (let j = 0; j < whole.length; j++) advantages[members[j]!] = whole[j]!
    return { advantages, statistics: promptStatistics(moments) }
  },
}

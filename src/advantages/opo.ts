import { PROFILE } from '../profile.js'
import { type Estimator, estimate } from './estimator.js'
import { exactSum } from './exact-sum.js'
import { gather, groupedRewards, promptStatistics, segmentMoments } from './moments.js'
import { KEEP_OR_ZERO } from './options.js'
import type { Advantages, PromptGroups } from './prompt-groups.js'

export interface OpoOptions {
  /** What a prompt's only rollout gets: its reward, or 0. Default `keep-reward`. */
  readonly singletons?: 'keep-reward' | 'zero'
}

/**
 * On-policy optimisation with the baseline that is optimal when a gradient's size grows with the response's length.
 *
 *     A_i = r_i − Σ_j len_j r_j / Σ_j len_j        over the rollouts j of the prompt
 *
 * Rewards 1, 0 of 10 and 30 tokens have the baseline 10 / 40 = 0.25 and give 0.75, −0.25. Equal rewards give exactly 0.
 * Where all lengths of a prompt are 0 they weigh the same.
 *
 * @param groups N rollouts of P prompts, with `lengths`.
 * @returns [N] advantages, in units of reward; 0 for invalid rollouts.
 * @throws for a wrong option or absent lengths, see `estimate`.
 * @see Hao et al., On-Policy RL with Optimal Reward Baseline (2025), arXiv 2505.23585.
 */
export function opo(groups: PromptGroups, options: OpoOptions = {}): Advantages {
  return estimate(opoEstimator, groups, options)
}

export const opoEstimator: Estimator<'opo', OpoOptions> = {
  name: 'opo',
  options: {
    profile: PROFILE,
    singletons: KEEP_OR_ZERO,
  },
  needs: ['lengths'],

  compute(groups, options) {
    const { singletons = 'keep-reward' } = options
    const { offsets, members } = groups
    const rewards = groupedRewards(groups)
    const lengths = gather(groups.lengths!, members)
    const moments = segmentMoments(rewards, offsets, 'exact')
    const advantages = new Float64Array(groups.rewards.length)
    const weighted = new Float64Array(rewards.length)
    const total = new Float64Array(2)
    for (let u = 0; u < moments.sizes.length; u++) {
      const start = offsets[u]!
      const end = offsets[u + 1]!
      const alone = end - start === 1 && singletons === 'keep-reward'
      // Weighing deviations instead of rewards keeps equal rewards at exactly 0.
      const deviation = (j: number) => rewards[j]! - moments.means[u]! - moments.meanTails[u]!
      for (let j = start; j < end; j++) weighted[j] = lengths[j]! * deviation(j)
      exactSum(lengths, start, end, total)
      const tokens = total[0]!
      exactSum(weighted, start, end, total)
      const shift = tokens > 0 ? total[0]! / tokens : 0
      for (let j = start; j < end; j++) advantages[members[j]!] = alone ? rewards[j]! : deviation(j) - shift
    }
    return { advantages, statistics: promptStatistics(moments) }
  },
}

import { type BadBatch, badBatch } from '../errors.js'
import { SMALLEST } from '../magnitude.js'
import { PROFILE } from '../profile.js'
import { type Estimator, estimate } from './estimator.js'
import { groupedRewards, promptStatistics, segmentMoments } from './moments.js'
import type { Advantages, PromptGroups } from './prompt-groups.js'

export interface GrpoPassKOptions {
  /** Divide the gap by the prompt's standard deviation. Default true. */
  readonly normalizeByStd?: boolean
  /** Added to the standard deviation, outside the root: 0, or 1e-100 or more. Default 1e-6. */
  readonly epsilon?: number
  /**
   * What to do with a prompt of one rollout, which has no second: advantage 0, or `refuse` the batch, as the released
   * code does. Default `zero`.
   */
  readonly singletons?: 'zero' | 'refuse'
}

/**
 * Pass@k advantages: only a prompt's best rollout gets one, the gap to the second best.
 *
 *     A_best = (r_best − r_second) / (std_u + ε)        std_u: sample standard deviation, n − 1
 *     A_best = r_best − r_second                        normalizeByStd: false
 *
 * Rewards 0.9, 0.6, 0.3 give 0.3 / 0.300001, 0, 0. Two rollouts that share the first place have no gap: all 0.
 *
 * @param groups N rollouts of P prompts.
 * @returns [N] advantages; 0 for invalid rollouts.
 * @throws for a wrong option, or a single rollout under `singletons: 'refuse'`, see `estimate`.
 * @see Tang et al., Optimizing Language Models for Inference Time Objectives using RL (2025), arXiv 2503.19595; verl's
 * `grpo_passk`, whose form this is.
 */
export function grpoPassK(groups: PromptGroups, options: GrpoPassKOptions = {}): Advantages {
  return estimate(grpoPassKEstimator, groups, options)
}

export const grpoPassKEstimator: Estimator<'grpoPassK', GrpoPassKOptions> = {
  name: 'grpoPassK',
  options: {
    profile: PROFILE,
    normalizeByStd: { kind: 'flag', default: true },
    epsilon: { kind: 'number', from: SMALLEST, finite: true, orZero: true, default: 1e-6 },
    singletons: { kind: 'choice', of: ['zero', 'refuse'], default: 'zero' },
  },

  check: (groups, { singletons }) => (singletons === 'refuse' ? singleRollout(groups) : undefined),

  compute(groups, options) {
    const { normalizeByStd = true, epsilon = 1e-6 } = options
    const { offsets, members } = groups
    const rewards = groupedRewards(groups)
    const moments = segmentMoments(rewards, offsets, 'exact')
    const advantages = new Float64Array(groups.rewards.length)
    for (let u = 0; u < moments.sizes.length; u++) {
      if (moments.sizes[u]! < 2) continue
      let best = offsets[u]!
      let second = Number.NEGATIVE_INFINITY
      for (let j = best + 1; j < offsets[u + 1]!; j++) {
        if (rewards[j]! > rewards[best]!) {
          second = rewards[best]!
          best = j
        } else if (rewards[j]! > second) {
          second = rewards[j]!
        }
      }
      // 0 also of −0 before 0.
      const gap = 0 + rewards[best]! - second
      const divisor = normalizeByStd ? Math.sqrt(moments.variances[u]!) + epsilon : 1
      advantages[members[best]!] = divisor === 0 ? 0 : gap / divisor
    }
    return { advantages, statistics: promptStatistics(moments) }
  },
}

function singleRollout({ offsets, promptIds }: PromptGroups): BadBatch | undefined {
  const single = promptIds.findIndex((_, u) => offsets[u + 1]! - offsets[u]! === 1)
  return single < 0
    ? undefined
    : badBatch('promptIds', 'of two or more valid rollouts each, for Pass@k', promptIds[single])
}

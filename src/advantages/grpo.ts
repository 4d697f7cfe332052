import type { BadBatch } from '../errors.js'
import { groupedRewards, promptStatistics, segmentMoments } from './moments.js'
import { firstProblem, flag, knownProfile, notNegative, oneOf, type Profiled, refuse } from './options.js'
import type { Advantages, PromptGroups } from './prompt-groups.js'

export interface GrpoOptions extends Profiled {
  /** Divide by the prompt's standard deviation. `false` is Dr. GRPO's advantage. Default true. */
  readonly normalizeByStd?: boolean
  /** Added to the standard deviation, outside the root. Default 1e-6. */
  readonly epsilon?: number
  /** What a prompt's only rollout gets: its reward, as of mean 0 and deviation 1, or 0. Default `keep-reward`. */
  readonly singletons?: 'keep-reward' | 'zero'
}

/**
 * Group relative policy optimisation: each reward against the mean of its prompt, in units of the prompt's spread.
 *
 *     A_i = (r_i − mean_u) / (std_u + ε)        std_u: sample standard deviation, n − 1
 *     A_i = r_i − mean_u                        normalizeByStd: false (Dr. GRPO)
 *
 * Rewards 1, 0, 0, 1 of one prompt give ±0.5 / (0.5774 + 1e-6) = ±0.866. Equal rewards give exactly 0. A prompt's only
 * rollout keeps its reward, r / (1 + ε): 0.7 becomes 0.6999993.
 *
 * @param groups N rollouts of P prompts.
 * @returns [N] advantages; 0 for invalid rollouts.
 * @throws RangeError for a wrong option, see `refuse`.
 * @see Shao et al., DeepSeekMath (2024), arXiv 2402.03300, section 4.1.
 * @see Liu et al., Understanding R1-Zero-Like Training (2025), arXiv 2503.20783, for the form without the deviation.
 */
export function grpo(groups: PromptGroups, options: GrpoOptions = {}): Advantages {
  refuse(checkGrpo(groups, options))
  const { normalizeByStd = true, epsilon = 1e-6, singletons = 'keep-reward', profile = 'natural' } = options
  const { offsets, members } = groups
  const rewards = groupedRewards(groups)
  const moments = segmentMoments(rewards, offsets, profile === 'natural' ? 'exact' : 'two-pass')
  const { sizes, means, meanTails, variances } = moments
  const advantages = new Float64Array(groups.rewards.length)
  for (let u = 0; u < sizes.length; u++) {
    const alone = sizes[u] === 1 && singletons === 'keep-reward'
    const mean = alone ? 0 : means[u]!
    const tail = alone ? 0 : meanTails[u]!
    const divisor = normalizeByStd ? (alone ? 1 : Math.sqrt(variances[u]!)) + epsilon : 1
    for (let j = offsets[u]!; j < offsets[u + 1]!; j++) {
      const deviation = rewards[j]! - mean - tail
      advantages[members[j]!] = divisor === 0 ? 0 : deviation / divisor
    }
  }
  return { advantages, statistics: promptStatistics(moments) }
}

export const checkGrpo = (_groups: PromptGroups, options: GrpoOptions): BadBatch | undefined =>
  firstProblem(
    flag('normalizeByStd', options.normalizeByStd),
    notNegative('epsilon', options.epsilon),
    oneOf('singletons', options.singletons, ['keep-reward', 'zero']),
    knownProfile(options),
  )

import { SMALLEST } from '../magnitude.js'
import type { OptionRows } from '../options/option-row.js'
import { PROFILE } from '../profile.js'
import { type Estimator, estimate } from './estimator.js'
import type { Moments } from './exact-moments.js'
import { groupedRewards, promptMoments, promptStatistics, segmentMoments } from './moments.js'
import { KEEP_OR_ZERO, type Profiled } from './options.js'
import type { Advantages, PromptGroups } from './prompt-groups.js'
import { VARIANCE, type VarianceKind } from './whiten.js'

export interface GrpoOptions extends Profiled {
  /** Divide by a standard deviation. `false` is Dr. GRPO's advantage. Default true. */
  readonly normalizeByStd?: boolean
  /** Added to the standard deviation, outside the root: 0, or 1e-100 or more. Default 1e-6; TRL has 1e-4. */
  readonly epsilon?: number
  /** What a prompt's only rollout gets: its reward, as of mean 0 and deviation 1, or 0. Default `keep-reward`. */
  readonly singletons?: 'keep-reward' | 'zero'
  /**
   * Whose mean is subtracted: the whole `group`'s, or that of the `others`, NeMo-RL's leave-one-out. The deviation is then
   * the others' too; where the others are all equal the advantage is not divided. Default `group`.
   */
  readonly baseline?: 'group' | 'others'
  /** Whose deviation divides: the `prompt`'s, or that of all rewards of the `batch`, as TRL's `batch`. Default `prompt`. */
  readonly scaling?: 'prompt' | 'batch'
  /** Smallest variance to divide by. Default 0; verl's vectorised form of the released code has 1e-6, a deviation of 1e-3. */
  readonly varianceFloor?: number
  /** The variance over n − 1, or over n: `biased`, as AReaL's batch form. Default `unbiased`. */
  readonly variance?: VarianceKind
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
 * @throws for a wrong option, see `estimate`.
 * @see Shao et al., DeepSeekMath (2024), arXiv 2402.03300, section 4.1.
 * @see Liu et al., Understanding R1-Zero-Like Training (2025), arXiv 2503.20783, for the form without the deviation.
 */
export function grpo(groups: PromptGroups, options: GrpoOptions = {}): Advantages {
  return estimate(grpoEstimator, groups, options)
}

export const GRPO_OPTIONS: OptionRows<GrpoOptions> = {
  profile: PROFILE,
  normalizeByStd: { kind: 'flag', default: true },
  epsilon: { kind: 'number', from: SMALLEST, finite: true, orZero: true, default: 1e-6 },
  singletons: KEEP_OR_ZERO,
  baseline: { kind: 'choice', of: ['group', 'others'], default: 'group' },
  scaling: { kind: 'choice', of: ['prompt', 'batch'], default: 'prompt' },
  varianceFloor: { kind: 'number', from: 0, finite: true, default: 0 },
  variance: VARIANCE,
}

export const grpoEstimator: Estimator<'grpo', GrpoOptions> = {
  name: 'grpo',
  options: GRPO_OPTIONS,
  startsFromMoments: true,

  compute(groups, options) {
    const { normalizeByStd = true, epsilon = 1e-6, singletons = 'keep-reward', baseline = 'group' } = options
    const { offsets, members } = groups
    const arithmetic = options.profile === 'published' ? 'two-pass' : 'exact'
    const rewards = groupedRewards(groups)
    const moments = promptMoments(groups, rewards, arithmetic)
    const { sizes, means, meanTails } = moments
    const deviations = normalizeByStd ? standardDeviations(groups, rewards, moments, options) : undefined
    const advantages = new Float64Array(groups.rewards.length)
    for (let u = 0; u < sizes.length; u++) {
      const size = sizes[u]!
      const alone = size === 1 && singletons === 'keep-reward'
      const factor = baseline === 'others' && size > 1 ? size / (size - 1) : 1
      for (let j = offsets[u]!; j < offsets[u + 1]!; j++) {
        const centred = alone ? rewards[j]! : (rewards[j]! - means[u]! - meanTails[u]!) * factor
        const undivided = deviations === undefined || (baseline === 'others' && deviations[j] === 0)
        const divisor = undivided ? 1 : deviations[j]! + epsilon
        advantages[members[j]!] = divisor === 0 ? 0 : centred / divisor
      }
    }
    return { advantages, statistics: promptStatistics(moments) }
  },
}

/** For each grouped rollout, the deviation that divides it. */
function standardDeviations(
  { offsets }: PromptGroups,
  rewards: Float64Array,
  { sizes, means, meanTails, variances }: Moments,
  options: GrpoOptions,
): Float64Array {
  const { singletons = 'keep-reward', baseline = 'group', scaling = 'prompt', varianceFloor = 0 } = options
  const deviations = new Float64Array(rewards.length)
  const std = (variance: number, count: number): number => {
    const ofKind = options.variance === 'biased' ? (variance * (count - 1)) / Math.max(count, 1) : variance
    return Math.sqrt(Math.max(ofKind, varianceFloor))
  }
  if (scaling === 'batch') {
    const arithmetic = options.profile === 'published' ? 'two-pass' : 'exact'
    const { variances: overall } = segmentMoments(rewards, Int32Array.of(0, rewards.length), arithmetic)
    return deviations.fill(std(overall[0]!, rewards.length))
  }
  const stdOfOthers = (u: number, j: number): number => {
    const group = rewards.subarray(offsets[u]!, offsets[u + 1]!)
    const centred = rewards[j]! - means[u]! - meanTails[u]!
    return std(varianceOfOthers(group, j - offsets[u]!, centred, variances[u]!), group.length - 1)
  }
  for (let u = 0; u < sizes.length; u++) {
    const alone = sizes[u] === 1 && singletons === 'keep-reward'
    const own = alone ? 1 : std(variances[u]!, sizes[u]!)
    const withoutSelf = baseline === 'others' && sizes[u]! > 1
    for (let j = offsets[u]!; j < offsets[u + 1]!; j++) {
      deviations[j] = withoutSelf ? stdOfOthers(u, j) : own
    }
  }
  return deviations
}

/**
 * The sample variance of a group without rollout i: (Σ d² − d_i² n / (n − 1)) / (n − 2). Where i carries nearly all of
 * the spread, which at most one rollout can, the difference cancels and the others are taken by themselves.
 */
function varianceOfOthers(group: Float64Array, i: number, centred: number, variance: number): number {
  const size = group.length
  const squares = variance * (size - 1)
  const remaining = squares - (centred * centred * size) / (size - 1)
  if (remaining > squares * 1e-3) return remaining / (size - 2)
  const others = group.filter((_, j) => j !== i)
  return segmentMoments(others, Int32Array.of(0, size - 1), 'exact').variances[0]!
}

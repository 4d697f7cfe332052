import { joinRows } from '../options/option-row.js'
import { DIFFICULTY_OPTIONS, type DifficultyOptions, promptDifficulty } from './difficulty-weights.js'
import { type Estimator, estimate } from './estimator.js'
import { promptStatistics } from './moments.js'
import type { Advantages, PromptGroups } from './prompt-groups.js'
import { taskBasis } from './task-scale.js'
import { TMN_OPTIONS, type TmnOptions, taskDivisors } from './tmn.js'

export type TmnReweightOptions = TmnOptions & DifficultyOptions

/**
 * TMN-Reweight, GoLongRL's estimator: the advantage of `tmn` times the weight of `difficultyWeights`.
 *
 *     A_i = (r_i − mean_u) / (scale_k + ε) · w_i
 *
 * Rewards 1, 0, 0, 0 of the only prompt of a type: mean 0.25, scale 0.5, pass rate 0.25; the success gets
 * 1.5 · exp(0.25) = 1.926, each failure −0.5 · exp(−0.25) = −0.389. The weighted advantages of a group no longer sum to 0.
 *
 * Defaults α = 0.8, γ = 1, ε = 1e-6 are those of the published runs. Options, policies and profiles are those of the
 * two factors; `statistics` has the fields of both.
 *
 * @param groups N rollouts of P prompts of K task types.
 * @returns [N] advantages; 0 for invalid rollouts.
 * @throws for a wrong option, see `estimate`.
 * @see GoLongRL (2026), arXiv 2605.19577, section on TMN-Reweight.
 */
export function tmnReweight(groups: PromptGroups, options: TmnReweightOptions = {}): Advantages {
  return estimate(tmnReweightEstimator, groups, options)
}

export const tmnReweightEstimator: Estimator<'tmnReweight', TmnReweightOptions> = {
  name: 'tmnReweight',
  options: /* @__PURE__ */ joinRows(TMN_OPTIONS, DIFFICULTY_OPTIONS),
  startsFromMoments: true,

  compute(groups, options) {
    const { offsets, members, taskOf } = groups
    const basis = taskBasis(groups, options)
    const { rewards, moments, baselines } = basis
    const scale = taskDivisors(groups, basis, options)
    const difficulty = promptDifficulty(groups, basis, options)
    const advantages = new Float64Array(groups.rewards.length)
    const difficultyWeights = new Float64Array(advantages.length)
    for (let u = 0; u < taskOf.length; u++) {
      const mean = baselines.means[u]!
      const tail = baselines.meanTails[u]!
      const divisor = scale.divisors[taskOf[u]!]!
      const end = offsets[u + 1]!
      for (let j = offsets[u]!; j < end; j++) {
        const i = members[j]!
        const deviation = rewards[j]! - mean - tail
        const weight = difficulty.sides[2 * u + Number(deviation > 0)]!
        advantages[i] = (deviation / divisor) * weight
        difficultyWeights[i] = weight
      }
    }
    const statistics = { ...promptStatistics(moments), ...difficulty.statistics, ...scale.statistics }
    return { advantages, statistics: { ...statistics, difficultyWeights } }
  },
}

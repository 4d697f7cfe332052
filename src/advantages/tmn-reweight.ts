import { joinRows } from '../options/option-row.js'
import { DIFFICULTY_OPTIONS, type DifficultyOptions, difficultyOnBasis } from './difficulty-weights.js'
import { type Estimator, estimate } from './estimator.js'
import type { Advantages, PromptGroups } from './prompt-groups.js'
import { taskBasis } from './task-scale.js'
import { TMN_OPTIONS, type TmnOptions, tmnOnBasis } from './tmn.js'

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
    const basis = taskBasis(groups, options)
    const { advantages, statistics } = tmnOnBasis(groups, basis, options)
    const difficulty = difficultyOnBasis(groups, basis, options)
    for (let i = 0; i < advantages.length; i++) advantages[i]! *= difficulty.weights[i]!
    return { advantages, statistics: { ...difficulty.statistics, ...statistics } }
  },
}

import type { BadBatch } from '../errors.js'
import { checkDifficulty, type DifficultyOptions, difficultyFromMoments } from './difficulty-weights.js'
import { groupedRewards } from './moments.js'
import { firstProblem, refuse } from './options.js'
import type { Advantages, PromptGroups } from './prompt-groups.js'
import { checkTmn, type TmnOptions, tmnFromMoments, tmnMoments } from './tmn.js'

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
 * @throws RangeError for a wrong option, see `refuse`.
 * @see GoLongRL (2026), arXiv 2605.19577, section on TMN-Reweight.
 */
export function tmnReweight(groups: PromptGroups, options: TmnReweightOptions = {}): Advantages {
  refuse(checkTmnReweight(groups, options))
  const rewards = groupedRewards(groups)
  const moments = tmnMoments(groups, rewards, options)
  const { advantages, statistics } = tmnFromMoments(groups, rewards, moments, options)
  const weights = difficultyFromMoments(groups, rewards, moments, options)
  for (let i = 0; i < advantages.length; i++) advantages[i]! *= weights.advantages[i]!
  return { advantages, statistics: { ...weights.statistics, ...statistics } }
}

export const checkTmnReweight = (groups: PromptGroups, options: TmnReweightOptions): BadBatch | undefined =>
  firstProblem(checkTmn(groups, options), checkDifficulty(groups, options))

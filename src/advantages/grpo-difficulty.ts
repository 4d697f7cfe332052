import { badOption } from '../errors.js'
import { joinRows } from '../options/option-row.js'
import { STRENGTH } from './difficulty-weights.js'
import { type Estimator, estimate } from './estimator.js'
import { GRPO_OPTIONS, type GrpoOptions, grpoEstimator } from './grpo.js'
import { LARGEST_WEIGHT } from './options.js'
import { portableExp } from './portable-exp.js'
import type { Advantages, PromptGroups } from './prompt-groups.js'

export interface GrpoDifficultyOptions extends GrpoOptions {
  /** Strength, from −100 to 100. Default 1. */
  readonly gamma?: number
  /** Smallest weight on a positive advantage, from 0 to 1e40. Default 1. */
  readonly minWeight?: number
  /** Largest weight on a positive advantage, from `minWeight` to 1e40. Default 2. */
  readonly maxWeight?: number
}

/**
 * GRPO whose successes count for more on hard prompts; an earlier form of TMN-Reweight.
 *
 *     A_i > 0:  A_i · clamp(exp(γ (0.5 − q_u)), 1, 2)        q_u = #{ r_i > mean_u } / n_u, 0.5 for a single rollout
 *     A_i ≤ 0:  unchanged
 *
 * Of rewards 1, 1, 1, 0 three beat their mean: q = 0.75, weight clamp(0.779, 1, 2) = 1. The released code compares the
 * mean of the rewards with the advantages, which have already overwritten the rewards; none of them beats 0.75, so q = 0
 * and the weight is 1.649. `profile: 'published'` does so too. Its trainer never switches this path on.
 *
 * @param groups N rollouts of P prompts.
 * @returns [N] advantages; 0 for invalid rollouts. `statistics` has the pass rates and weights.
 * @throws for a wrong option, see `estimate`.
 * @see GoLongRL's released code, `compute_grpo_outcome_advantage` with `difficulty_reweight`.
 */
export function grpoDifficulty(groups: PromptGroups, options: GrpoDifficultyOptions = {}): Advantages {
  return estimate(grpoDifficultyEstimator, groups, options)
}

export const grpoDifficultyEstimator: Estimator<'grpoDifficulty', GrpoDifficultyOptions> = {
  name: 'grpoDifficulty',
  options: /* @__PURE__ */ joinRows(GRPO_OPTIONS, {
    gamma: STRENGTH,
    minWeight: { kind: 'number', from: 0, to: LARGEST_WEIGHT, default: 1 },
    maxWeight: { kind: 'number', from: 0, to: LARGEST_WEIGHT, default: 2 },
  }),
  startsFromMoments: true,

  check: (_groups, { minWeight = 1, maxWeight = 2 }) =>
    minWeight <= maxWeight ? undefined : badOption('options.maxWeight', 'at least minWeight', maxWeight),

  compute(groups, options) {
    const { gamma = 1, minWeight = 1, maxWeight = 2, profile = 'natural' } = options
    const { offsets, members } = groups
    const unweighted = grpoEstimator.compute(groups, options)
    const advantages = unweighted.advantages.slice()
    const weights = new Float64Array(advantages.length)
    const { promptMeans, promptSizes } = unweighted.statistics
    const passRates = new Float64Array(promptSizes.length)
    for (let u = 0; u < promptSizes.length; u++) {
      const size = promptSizes[u]!
      const threshold = profile === 'published' ? promptMeans[u]! : 0
      let above = 0
      for (let j = offsets[u]!; j < offsets[u + 1]!; j++) if (advantages[members[j]!]! > threshold) above++
      passRates[u] = size === 1 ? 0.5 : size === 0 ? 0 : above / size
      const weight = Math.min(maxWeight, Math.max(minWeight, portableExp(gamma * (0.5 - passRates[u]!))))
      for (let j = offsets[u]!; j < offsets[u + 1]!; j++) {
        const i = members[j]!
        weights[i] = advantages[i]! > 0 ? weight : 1
        advantages[i]! *= weights[i]!
      }
    }
    return { advantages, statistics: { ...unweighted.statistics, passRates, difficultyWeights: weights } }
  },
}

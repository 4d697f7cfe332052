import { badOption } from '../errors.js'
import { SMALLEST } from '../magnitude.js'
import { joinRows } from '../options/option-row.js'
import { type Estimator, estimate } from './estimator.js'
import { GRPO_OPTIONS, type GrpoOptions, grpoEstimator } from './grpo.js'
import { gather, groupedRewards, promptStatistics, segmentMoments } from './moments.js'
import { LARGEST_WEIGHT } from './options.js'
import type { Advantages, PromptGroups } from './prompt-groups.js'
import { whiten } from './whiten.js'

export interface GdpoOptions extends GrpoOptions {
  /** [D] weight of each component, within ±1e40. Default: 1 each. */
  readonly weights?: ArrayLike<number>
  /** Added to the count and, under the root, to the variance of the last whitening: 0, or 1e-100 or more. Default 1e-8. */
  readonly whitenEpsilon?: number
}

/**
 * Group reward-decoupled normalisation: GRPO on each component of the reward by itself, then their weighted sum, whitened.
 * Components of different scales thus count by their weights; in the sum of raw components the widest would win.
 *
 *     A_i = whiten( Σ_d weight_d · GRPO(component_d)_i )
 *
 * The options of `grpo` hold for each component. Whitening is over tokens where `groups.lengths` are given, else each
 * rollout counts once. The rewards themselves take part in the statistics only.
 *
 * @param groups N rollouts of P prompts, with `components` ([D][N]).
 * @returns [N] advantages; 0 for invalid rollouts.
 * @throws for a wrong option or absent components, see `estimate`.
 * @see GDPO (2026), arXiv 2601.05242; verl main, `compute_gdpo_outcome_advantage`, which runs in float32.
 */
export function gdpo(groups: PromptGroups, options: GdpoOptions = {}): Advantages {
  return estimate(gdpoEstimator, groups, options)
}

export const gdpoEstimator: Estimator<'gdpo', GdpoOptions> = {
  name: 'gdpo',
  options: /* @__PURE__ */ joinRows(GRPO_OPTIONS, {
    weights: { kind: 'list', of: { kind: 'number', from: -LARGEST_WEIGHT, to: LARGEST_WEIGHT } },
    whitenEpsilon: { kind: 'number', from: SMALLEST, finite: true, orZero: true, default: 1e-8 },
  }),
  needs: ['components'],

  check: ({ components }, { weights }) =>
    weights === undefined || weights.length === components!.length
      ? undefined
      : badOption('options.weights', `an array of ${components!.length}, one per component`, weights),

  compute(groups, options) {
    const { weights, whitenEpsilon = 1e-8 } = options
    const { members } = groups
    const sum = new Float64Array(members.length)
    groups.components!.forEach((component, d) => {
      const { advantages } = grpoEstimator.compute({ ...groups, rewards: component }, options)
      const ofComponent = weights === undefined ? 1 : weights[d]!
      for (let j = 0; j < members.length; j++) sum[j]! += ofComponent * advantages[members[j]!]!
    })
    const lengths = groups.lengths
      ? gather(groups.lengths, members)
      : new Float64Array(members.length).fill(1)
    const whitened = whiten(sum, lengths, whitenEpsilon)
    const advantages = new Float64Array(groups.rewards.length)
    for (let j = 0; j < members.length; j++) advantages[members[j]!] = whitened[j]!
    return {
      advantages,
      statistics: promptStatistics(segmentMoments(groupedRewards(groups), groups.offsets, 'exact')),
    }
  },
}

import { badOption } from '../errors.js'
import { SMALLEST } from '../magnitude.js'
import { joinRows } from '../options/option-row.js'
import { type Estimator, estimate } from './estimator.js'
import { GRPO_OPTIONS, type GrpoOptions, grpoEstimator } from './grpo.js'
import { gather, groupedRewards, promptStatistics, segmentMoments } from './moments.js'
import { LARGEST_WEIGHT } from './options.js'
import type { Advantages, PromptGroups } from './prompt-groups.js'
import { sortByGroup } from './sort-by-group.js'
import { whitened } from './whiten.js'

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
 * NaN in `components[d][i]` says that component d does not apply to rollout i: it stays out of that component's means and
 * deviations, and out of the rollout's sum. A rollout to which none applies gets 0, stays out of the whitening and is counted
 * in `statistics.withoutComponents`.
 *
 * The options of `grpo` hold for each component, `variance` also for the whitening. Whitening is over tokens where `groups.lengths` are given, else each
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
    const { weights, whitenEpsilon = 1e-8, variance } = options
    const { members } = groups
    const sum = new Float64Array(groups.rewards.length)
    const applies = new Uint8Array(groups.rewards.length)
    groups.components!.forEach((component, d) => {
      const scored = whereGiven(groups, component)
      const { advantages } = grpoEstimator.compute(scored, options)
      const ofComponent = weights === undefined ? 1 : weights[d]!
      for (const i of scored.members) {
        sum[i]! += ofComponent * advantages[i]!
        applies[i] = 1
      }
    })
    const taking = members.filter((i) => applies[i] === 1)
    const lengths = groups.lengths ? gather(groups.lengths, taking) : new Float64Array(taking.length).fill(1)
    const whole = whitened(gather(sum, taking), lengths, {
      epsilon: whitenEpsilon,
      countEpsilon: whitenEpsilon,
      equalIsZero: options.profile !== 'published',
      variance,
    })
    const advantages = new Float64Array(groups.rewards.length)
    for (let j = 0; j < taking.length; j++) advantages[taking[j]!] = whole[j]!
    return {
      advantages,
      statistics: {
        ...promptStatistics(segmentMoments(groupedRewards(groups), groups.offsets, 'exact')),
        withoutComponents: members.length - taking.length,
      },
    }
  },
}

/** The groups with the component for their rewards, without the rollouts to which it does not apply. */
function whereGiven(groups: PromptGroups, component: Float64Array): PromptGroups {
  if (groups.members.every((i) => !Number.isNaN(component[i]))) return { ...groups, rewards: component }
  const valid = component.map((value, i) => Number(!Number.isNaN(value) && groups.valid?.[i] !== 0))
  const mask = Uint8Array.from(valid)
  return {
    ...groups,
    rewards: component,
    valid: mask,
    ...sortByGroup(groups.promptOf, groups.promptIds.length, mask),
  }
}

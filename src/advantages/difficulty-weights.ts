import { type BadBatch, badBatch } from '../errors.js'
import { exactMean, exactSum } from './exact-sum.js'
import { gather, groupedRewards, type Moments, promptMoments, promptStatistics } from './moments.js'
import { finite, firstProblem, knownProfile, oneOf, refuse, strength } from './options.js'
import { exactPassRates, publishedPassRates } from './pass-rates.js'
import { portableExp } from './portable-exp.js'
import type { Advantages, PromptGroups } from './prompt-groups.js'
import { remembered } from './remembered.js'
import { byTaskName, promptBaselines, promptsByTask, type TaskPolicies, taskAverages } from './task-scale.js'

export interface DifficultyOptions extends TaskPolicies {
  /**
   * How much of the pass rate's threshold is the prompt's own mean; the rest is the mean of its task type. Any finite
   * number. Default 0.8, as the launch script sets it; the released code's own default is 0.5.
   */
  readonly alpha?: number
  /** Strength, from −100 to 100; 0 leaves every weight at 1. Default 1. */
  readonly gamma?: number
}

/**
 * The weight that the difficulty of a prompt puts on each of its rollouts:
 *
 *     w_i = exp(γ (0.5 − q_u))   where r_i > mean_u
 *     w_i = exp(γ (q_u − 0.5))   elsewhere
 *
 * with q_u the prompt's smoothed pass rate (`exactPassRates`). On hard prompts (q < 0.5) successes count for more and
 * failures for less; on easy prompts the other way round. With γ = 1 a weight lies between 0.607 and 1.649.
 *
 * Success is measured against the smoothed mean but the side of the weight against the prompt's own, so a prompt can have
 * q_u = 1 and yet rollouts on both sides. A prompt's only rollout has mean 0 here (`singletons: 'keep-reward'`), hence
 * exp(−γ / 2) = 0.607 when its reward beats the task mean.
 *
 * The weights fit any estimator's result: `reweight(rloo(groups), difficultyWeights(groups))`.
 *
 * @param groups N rollouts of P prompts of K task types.
 * @returns [N] weights, under the name `advantages` that every result has; 0 for invalid rollouts. `statistics` holds the
 * pass rates and task means behind them.
 * @throws RangeError for a wrong option, see `refuse`.
 * @see GoLongRL (2026), arXiv 2605.19577, section on TMN-Reweight. Its trainer never forwards γ, so published runs have γ = 1.
 */
export function difficultyWeights(groups: PromptGroups, options: DifficultyOptions = {}): Advantages {
  refuse(checkDifficulty(groups, options))
  const rewards = groupedRewards(groups)
  const arithmetic = options.profile === 'published' ? 'one-pass' : 'exact'
  return difficultyFromMoments(groups, rewards, promptMoments(groups, rewards, arithmetic), options)
}

/**
 * Any estimator's result with each advantage multiplied by its weight.
 *
 * @throws RangeError where the weights are of another number of rollouts.
 */
export function reweight(result: Advantages, weights: Advantages): Advantages {
  const { length } = result.advantages
  const given = weights.advantages.length
  refuse(
    given === length ? undefined : badBatch('weights', `of ${length} rollouts, as the advantages are`, given),
  )
  const advantages = result.advantages.slice()
  for (let i = 0; i < advantages.length; i++) advantages[i]! *= weights.advantages[i]!
  return { advantages, statistics: { ...weights.statistics, ...result.statistics } }
}

export const checkDifficulty = (_groups: PromptGroups, options: DifficultyOptions): BadBatch | undefined =>
  firstProblem(
    finite('alpha', options.alpha),
    strength('gamma', options.gamma),
    oneOf('singletons', options.singletons, ['keep-reward', 'zero', 'exclude']),
    knownProfile(options),
  )

/** The second half of `difficultyWeights`, for callers that have the moments already. */
export function difficultyFromMoments(
  groups: PromptGroups,
  rewards: Float64Array,
  moments: Moments,
  options: DifficultyOptions,
): Advantages {
  const { alpha = 0.8, gamma = 1, singletons = 'keep-reward', profile = 'natural' } = options
  const { offsets, members, taskOf } = groups
  const baselines = promptBaselines(moments, singletons)
  const prompts = promptsByTask(groups, baselines.counted, profile)
  const taskMeans = taskAverages(baselines.means, baselines.meanTails, prompts, profile)
  const passRates =
    profile === 'published'
      ? publishedPassRates(groups, rewards, baselines, taskMeans, alpha)
      : exactPassRates(groups, rewards, baselines, prompts, taskMeans, alpha)
  const weights = new Float64Array(groups.rewards.length)
  // Of the failures and of the successes; there are few different pass rates in a batch.
  const sidesOf = remembered((rate) => [portableExp(gamma * (rate - 0.5)), portableExp(gamma * (0.5 - rate))])
  for (let u = 0; u < taskOf.length; u++) {
    const sides = sidesOf(passRates[u]!)
    const mean = baselines.means[u]!
    const tail = baselines.meanTails[u]!
    for (let j = offsets[u]!; j < offsets[u + 1]!; j++) {
      // Picked by index, for the side is as hard to predict as a coin.
      weights[members[j]!] = sides[Number(rewards[j]! - mean - tail > 0)]!
    }
  }
  return {
    advantages: weights,
    statistics: {
      ...promptStatistics(moments),
      taskMeans: byTaskName(groups, taskMeans.averages),
      passRates,
      meanPassRate: meanRate(passRates, prompts.prompts),
      difficultyWeights: weights,
    },
  }
}

function meanRate(passRates: Float64Array, prompts: Int32Array): number {
  if (prompts.length === 0) return 0
  const mean = new Float64Array(2)
  exactSum(gather(passRates, prompts), 0, prompts.length, mean)
  exactMean(mean, prompts.length, mean)
  return mean[0]!
}

import { badBatch } from '../errors.js'
import type { OptionRow, OptionRows } from '../options/option-row.js'
import { PROFILE } from '../profile.js'
import { refuse } from '../results.js'
import { type Estimator, estimate } from './estimator.js'
import { exactMean, exactSum } from './exact-sum.js'
import { gather, promptStatistics } from './moments.js'
import { exactPassRates, publishedPassRates } from './pass-rates.js'
import { portableExp } from './portable-exp.js'
import {
  type AdvantageStatistics,
  type Advantages,
  findBadResult,
  type PromptGroups,
} from './prompt-groups.js'
import { byTaskName, type TaskBasis, type TaskPolicies, taskAverages, taskBasis } from './task-scale.js'

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
 * @returns [N] weights; 0 for invalid rollouts. `statistics` holds the pass rates and task means behind them.
 * @throws for a wrong option, see `estimate`.
 * @see GoLongRL (2026), arXiv 2605.19577, section on TMN-Reweight. Its trainer never forwards γ, so published runs have γ = 1.
 */
export function difficultyWeights(groups: PromptGroups, options: DifficultyOptions = {}): DifficultyWeights {
  const { advantages: weights, statistics } = estimate(difficultyEstimator, groups, options)
  return { weights, statistics }
}

/** What `difficultyWeights` returns. */
export interface DifficultyWeights {
  /** [N] above 0; 0 for invalid rollouts. */
  readonly weights: Float64Array
  /** The pass rates and task means behind them. */
  readonly statistics: AdvantageStatistics
}

/**
 * Any estimator's result with each advantage multiplied by its weight.
 *
 * @throws where the weights are of another number of rollouts.
 */
export function reweight(result: Advantages, { weights, statistics }: DifficultyWeights): Advantages {
  refuse(findBadResult(result))
  const { length } = result.advantages
  if (weights?.length !== length) {
    refuse(badBatch('weights', `of ${length} rollouts, as the advantages are`, weights?.length))
  }
  const advantages = result.advantages.slice()
  for (let i = 0; i < advantages.length; i++) advantages[i]! *= weights[i]!
  return { advantages, statistics: { ...statistics, ...result.statistics } }
}

/** The strength of difficulty weights, in a range where e^γ is far from overflow. */
export const STRENGTH: OptionRow = { kind: 'number', from: -100, to: 100, default: 1 }

export const DIFFICULTY_OPTIONS: OptionRows<DifficultyOptions> = {
  profile: PROFILE,
  alpha: { kind: 'number', finite: true, default: 0.8 },
  gamma: STRENGTH,
  singletons: { kind: 'choice', of: ['keep-reward', 'zero', 'exclude'], default: 'keep-reward' },
}

/** For `computeAdvantages`, whose results all have one shape: the weights are its advantages. */
export const difficultyEstimator: Estimator<'difficultyWeights', DifficultyOptions> = {
  name: 'difficultyWeights',
  options: DIFFICULTY_OPTIONS,
  startsFromMoments: true,

  compute(groups, options) {
    const { weights, statistics } = difficultyOnBasis(groups, taskBasis(groups, options), options)
    return { advantages: weights, statistics }
  },
}

/** The second half of `difficultyWeights`, for callers that have the basis already. */
export function difficultyOnBasis(
  groups: PromptGroups,
  basis: TaskBasis,
  options: DifficultyOptions,
): DifficultyWeights {
  const { offsets, members } = groups
  const { rewards, moments, baselines } = basis
  const { sides, statistics } = promptDifficulty(groups, basis, options)
  const weights = new Float64Array(groups.rewards.length)
  for (let u = 0; u < moments.sizes.length; u++) {
    const mean = baselines.means[u]!
    const tail = baselines.meanTails[u]!
    for (let j = offsets[u]!; j < offsets[u + 1]!; j++) {
      weights[members[j]!] = sides[2 * u + Number(rewards[j]! - mean - tail > 0)]!
    }
  }
  return { weights, statistics: { ...promptStatistics(moments), ...statistics, difficultyWeights: weights } }
}

/** What the difficulty of each prompt makes of its rollouts. */
export interface PromptDifficulty {
  /**
   * [2 P] the weights of prompt u: 2u of those that do not beat the mean, 2u + 1 of those that do. Selected by index: a branch on
   * the side would be mispredicted half of the time.
   */
  readonly sides: Float64Array
  readonly statistics: Pick<AdvantageStatistics, 'taskMeans' | 'passRates' | 'meanPassRate'>
}

export function promptDifficulty(
  groups: PromptGroups,
  { rewards, baselines, prompts }: TaskBasis,
  { alpha = 0.8, gamma = 1, profile = 'natural' }: DifficultyOptions,
): PromptDifficulty {
  const taskMeans = taskAverages(baselines.means, baselines.meanTails, prompts, profile)
  const passRates =
    profile === 'published'
      ? publishedPassRates(groups, rewards, baselines, taskMeans, alpha)
      : exactPassRates(groups, rewards, baselines, prompts, taskMeans, alpha)
  return {
    sides: weightSides(passRates, gamma),
    statistics: {
      taskMeans: byTaskName(groups, taskMeans.averages),
      passRates,
      meanPassRate: meanRate(passRates, prompts.prompts),
    },
  }
}

/** exp(∓γ (0.5 − q)) for each prompt. There are few different pass rates in a batch, and those met last are kept. */
function weightSides(passRates: Float64Array, gamma: number): Float64Array {
  const sides = new Float64Array(2 * passRates.length)
  /** The prompt met last whose rate falls on that place. */
  const last = new Int32Array(KEPT).fill(-1)
  for (let u = 0; u < passRates.length; u++) {
    const rate = passRates[u]!
    const place = Math.floor(rate * (KEPT - 1))
    const known = last[place]!
    if (known >= 0 && passRates[known] === rate) {
      sides[2 * u] = sides[2 * known]!
      sides[2 * u + 1] = sides[2 * known + 1]!
    } else {
      sides[2 * u] = portableExp(gamma * (rate - 0.5))
      sides[2 * u + 1] = portableExp(gamma * (0.5 - rate))
      last[place] = u
    }
  }
  return sides
}

/** Rates of prompts of up to 64 rollouts lie further apart than 1 / 4096. */
const KEPT = 4096

function meanRate(passRates: Float64Array, prompts: Int32Array): number {
  if (prompts.length === 0) return 0
  const mean = new Float64Array(2)
  exactSum(gather(passRates, prompts), 0, prompts.length, mean)
  exactMean(mean, prompts.length, mean)
  return mean[0]!
}

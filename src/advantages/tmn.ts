import { SMALLEST } from '../magnitude.js'
import type { OptionRows } from '../options/option-row.js'
import { PROFILE } from '../profile.js'
import { CARRIED_SCALES, type CarriedScale, type CarriedScales, carryScales } from './carried-scales.js'
import { type Estimator, estimate } from './estimator.js'
import type { Moments } from './exact-moments.js'
import { promptStatistics } from './moments.js'
import type { AdvantageStatistics, Advantages, PromptGroups } from './prompt-groups.js'
import {
  type Baselines,
  byTaskName,
  promptsByTask,
  type TaskBasis,
  type TaskPolicies,
  taskAverages,
  taskBasis,
} from './task-scale.js'

export interface TmnOptions extends TaskPolicies {
  /** Added to the task scale, outside the root: 0, or 1e-100 or more. Default 1e-6. */
  readonly epsilon?: number
  /** Divide by the scale of the task type; `false` leaves r − mean. Default true. */
  readonly normalizeByTaskScale?: boolean
  /** Whether prompts of two or more rollouts with equal rewards enter the task scale, lowering it. Default `keep`. */
  readonly zeroVariance?: 'keep' | 'exclude'
  /**
   * Squared scales from earlier steps, by task type; `{}` at the first step. The divisor is then the average of these and
   * this step's (`carryScales`), and `statistics.scales` holds what to hand to the next step. Default: this batch alone.
   */
  readonly scales?: CarriedScales
  /** How much of `scales` stays at each step, from 0 to 1. Default 0.9, a memory of about ten steps. */
  readonly decay?: number
}

/**
 * Task-level mean normalisation: centred on the prompt, scaled by the task type.
 *
 *     A_i = (r_i − mean_u) / (scale_k + ε)
 *     scale_k = √( mean over the prompts u of task type k of var_u )        var_u: sample variance, n − 1
 *
 * Every prompt counts once, however many rollouts it has. Two prompts of one task type, rewards 1, 0 and 0.5, 0.5, have
 * variances 0.5 and 0, so scale = √0.25 = 0.5 and the advantages are ±0.5 / 0.500001 and 0.
 *
 * A prompt's only rollout (`singletons: 'keep-reward'`, as published) has mean 0 and variance 1 in units of reward, and
 * that 1 enters the scale: among rewards that spread by 0.01 one such prompt shrinks everybody else's advantages 58-fold.
 * Equal rewards have variance 0 and lower the scale, which raises everybody else's (`zeroVariance: 'keep'`, as published).
 *
 * A task type with one prompt in the batch has scale_k = std_u: for it TMN is GRPO, and a rare type's scale jumps from step
 * to step. `scales` carries the squared scales over; the caller keeps them:
 *
 *     const { advantages, statistics } = tmn(groups, { scales })
 *     scales = statistics.scales
 *
 * `profile: 'published'` evaluates in the order of the released code, one-pass variance included, and then agrees with
 * it bit for bit; it loses all digits when rewards are 1e8 times their spread.
 *
 * @param groups N rollouts of P prompts of K task types.
 * @returns [N] advantages; 0 for invalid rollouts. `statistics.taskScales` has 0 for a type none of whose prompts count.
 * @throws for a wrong option, see `estimate`.
 * @see GoLongRL (2026), arXiv 2605.19577, section on TMN-Reweight. The repository's README says "normalizes at the task
 * level instead of the prompt level"; that is true of the scale only, the code centres per prompt.
 */
export function tmn(groups: PromptGroups, options: TmnOptions = {}): Advantages {
  return estimate(tmnEstimator, groups, options)
}

export const TMN_OPTIONS: OptionRows<TmnOptions> = {
  profile: PROFILE,
  epsilon: { kind: 'number', from: SMALLEST, finite: true, orZero: true, default: 1e-6 },
  normalizeByTaskScale: { kind: 'flag', default: true },
  singletons: { kind: 'choice', of: ['keep-reward', 'zero', 'exclude'], default: 'keep-reward' },
  zeroVariance: { kind: 'choice', of: ['keep', 'exclude'], default: 'keep' },
  scales: CARRIED_SCALES,
  decay: { kind: 'number', from: 0, to: 1, default: 0.9 },
}

export const tmnEstimator: Estimator<'tmn', TmnOptions> = {
  name: 'tmn',
  options: TMN_OPTIONS,
  startsFromMoments: true,

  compute(groups, options) {
    const { offsets, members, taskOf } = groups
    const basis = taskBasis(groups, options)
    const { rewards, moments, baselines } = basis
    const { divisors, statistics } = taskDivisors(groups, basis, options)
    const advantages = new Float64Array(groups.rewards.length)
    for (let u = 0; u < taskOf.length; u++) {
      const mean = baselines.means[u]!
      const tail = baselines.meanTails[u]!
      const divisor = divisors[taskOf[u]!]!
      for (let j = offsets[u]!; j < offsets[u + 1]!; j++) {
        advantages[members[j]!] = (rewards[j]! - mean - tail) / divisor
      }
    }
    return { advantages, statistics: { ...promptStatistics(moments), ...statistics } }
  },
}

/** What each task type's deviations are divided by. */
export interface TaskDivisors {
  /** [K] scale + ε; Infinity for 0, so that nothing is divided by it; 1 without normalisation. */
  readonly divisors: Float64Array
  readonly statistics: Pick<AdvantageStatistics, 'taskScales' | 'scales'>
}

export function taskDivisors(groups: PromptGroups, basis: TaskBasis, options: TmnOptions): TaskDivisors {
  const { epsilon = 1e-6, normalizeByTaskScale = true } = options
  const { squaredScales, carried } = squaredTaskScales(groups, basis, options)
  const scales = squaredScales.map(Math.sqrt)
  return {
    divisors: scales.map((scale) => (normalizeByTaskScale ? scale + epsilon : 1) || Number.POSITIVE_INFINITY),
    statistics: { taskScales: byTaskName(groups, scales), ...(carried && { scales: carried }) },
  }
}

/** [K] this batch's alone, or with those of earlier steps. */
function squaredTaskScales(
  groups: PromptGroups,
  { moments, baselines, prompts: counted }: TaskBasis,
  { zeroVariance = 'keep', profile = 'natural', scales, decay = 0.9 }: TmnOptions,
): { readonly squaredScales: Float64Array; readonly carried?: Readonly<Record<string, CarriedScale>> } {
  const prompts =
    zeroVariance === 'exclude' ? promptsByTask(groups, spreading(moments, baselines), profile) : counted
  const { averages } = taskAverages(baselines.variances, undefined, prompts, profile)
  if (scales === undefined) return { squaredScales: averages }
  const measured = new Map<string, number>()
  groups.taskTypes.forEach((name, k) => {
    if (prompts.offsets[k + 1]! > prompts.offsets[k]!) measured.set(name, averages[k]!)
  })
  const carried = carryScales(scales, measured, decay)
  const known = new Map(Object.entries(carried))
  return {
    squaredScales: Float64Array.from(groups.taskTypes, (name) => known.get(name)?.squared ?? 0),
    carried,
  }
}

/** [P] 1 for the counted prompts that are single, or whose rewards differ. */
export const spreading = (
  { sizes, variances }: Pick<Moments, 'sizes' | 'variances'>,
  { counted }: Pick<Baselines, 'counted'>,
): Uint8Array => counted.map((counts, u) => (sizes[u]! > 1 && variances[u] === 0 ? 0 : counts))

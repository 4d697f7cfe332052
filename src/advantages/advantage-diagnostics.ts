import { findBadOption } from '../options/find-bad-option.js'
import type { OptionRows } from '../options/option-row.js'
import { refuse } from '../results.js'
import { exactSum } from './exact-sum.js'
import { groupedRewards, segmentMoments } from './moments.js'
import { type Advantages, findBadGroups, findBadResult, type PromptGroups } from './prompt-groups.js'
import { rescalingFactor } from './rescaling-factor.js'

/** What a trainer logs about the prompts of one task type, over its valid rollouts. */
export interface TaskDiagnostics {
  /** Prompts with a valid rollout. */
  readonly prompts: number
  /** Valid rollouts. */
  readonly rollouts: number
  /** Of all prompts of the batch. */
  readonly promptShare: number
  /** Over rollouts. */
  readonly meanReward: number
  /** Mean over prompts of the sample standard deviation (n − 1) of their rewards; 0 for a single rollout. */
  readonly meanPromptStd: number
  /** Σ |A| here ÷ Σ |A| of the batch: who moves the policy. 0 where no rollout of the batch has an advantage. */
  readonly advantageShare: number
  /** Share of prompts all of whose rollouts have at least the solved reward: nothing left to learn. */
  readonly solvedAll: number
  /** Share of prompts none of whose rollouts has it. */
  readonly solvedNone: number
  /** Share of prompts of two or more rollouts with equal rewards, which have no advantage. */
  readonly zeroVariance: number
  /** Share of prompts with a single rollout. */
  readonly singletons: number
  /** The estimator's divisor for this type, before epsilon; absent where it has none. */
  readonly taskScale?: number
}

export interface AdvantageDiagnostics {
  /** Keyed by task type. A type without a valid rollout has no key. */
  readonly byTask: Readonly<Record<string, TaskDiagnostics>>
  /** All prompts together; `promptShare` is 1. Absent for a batch without valid rollouts. */
  readonly overall?: TaskDiagnostics
  /**
   * Prompts by the estimator's pass rate: ten bins of width 0.1 from 0, the last with 1. Absent where the estimator has no
   * pass rates.
   */
  readonly passRateHistogram?: Int32Array
}

export interface AdvantageDiagnosticsOptions {
  /** The reward from which a rollout counts as solved. Default 1. */
  readonly solvedReward?: number
}

const DIAGNOSTICS_OPTIONS: OptionRows<AdvantageDiagnosticsOptions> = {
  solvedReward: { kind: 'number', finite: true, default: 1 },
}

/**
 * What to log beside the advantages of a batch, per task type. No field is ever NaN or infinite.
 *
 * @param groups N rollouts of P prompts of K task types.
 * @param result what an estimator made of them: finite advantages.
 * @throws for a `solvedReward` that is not a finite number, as `orThrow` does.
 */
export function advantageDiagnostics(
  groups: PromptGroups,
  result: Advantages,
  options: AdvantageDiagnosticsOptions = {},
): AdvantageDiagnostics {
  refuse(findBadOption(options, DIAGNOSTICS_OPTIONS) ?? findBadGroups(groups) ?? findBadResult(result))
  const { solvedReward = 1 } = options
  const { taskOf, taskTypes, offsets } = groups
  const prompts = describePrompts(groups, result.advantages, solvedReward)
  const present = [...taskOf.keys()].filter((u) => offsets[u + 1]! > offsets[u]!)
  const promptsOf: number[][] = taskTypes.map(() => [])
  for (const u of present) promptsOf[taskOf[u]!]!.push(u)
  const total = sumOf(prompts.absoluteAdvantages, present)
  const { taskScales, passRates } = result.statistics
  const byTask = taskTypes.flatMap((name, k) => {
    const own = promptsOf[k]!
    if (own.length === 0) return []
    const scale = taskScales === undefined ? {} : { taskScale: taskScales[name]! }
    return [[name, { ...summarise(prompts, own, present.length, total), ...scale }] as const]
  })
  return {
    byTask: Object.fromEntries(byTask),
    ...(present.length > 0 && { overall: summarise(prompts, present, present.length, total) }),
    ...(passRates && { passRateHistogram: histogram(passRates, present) }),
  }
}

/** [P] each. */
interface PromptDescriptions {
  readonly sizes: Int32Array
  readonly rewardSums: Float64Array
  readonly stds: Float64Array
  readonly absoluteAdvantages: Float64Array
  readonly solved: Int32Array
}

function describePrompts(
  groups: PromptGroups,
  advantages: Float64Array,
  solvedReward: number,
): PromptDescriptions {
  const { offsets, members } = groups
  const rewards = groupedRewards(groups)
  // Only shares of the total are reported, and these do not depend on the factor.
  const factor = rescalingFactor(advantages)
  const { sizes, means, variances } = segmentMoments(rewards, offsets, 'exact')
  const absoluteAdvantages = new Float64Array(sizes.length)
  const solved = new Int32Array(sizes.length)
  for (let u = 0; u < sizes.length; u++) {
    for (let j = offsets[u]!; j < offsets[u + 1]!; j++) {
      absoluteAdvantages[u]! += Math.abs(advantages[members[j]!]! * factor)
      if (rewards[j]! >= solvedReward) solved[u]!++
    }
  }
  const rewardSums = means.map((mean, u) => mean * sizes[u]!)
  return { sizes, rewardSums, stds: variances.map(Math.sqrt), absoluteAdvantages, solved }
}

function summarise(
  { sizes, rewardSums, stds, absoluteAdvantages, solved }: PromptDescriptions,
  own: readonly number[],
  prompts: number,
  totalAdvantage: number,
): TaskDiagnostics {
  const rollouts = own.reduce((sum, u) => sum + sizes[u]!, 0)
  const share = (is: (u: number) => boolean) => own.filter(is).length / own.length
  return {
    prompts: own.length,
    rollouts,
    promptShare: own.length / prompts,
    meanReward: sumOf(rewardSums, own) / rollouts,
    meanPromptStd: sumOf(stds, own) / own.length,
    advantageShare: totalAdvantage === 0 ? 0 : sumOf(absoluteAdvantages, own) / totalAdvantage,
    solvedAll: share((u) => solved[u] === sizes[u]),
    solvedNone: share((u) => solved[u] === 0),
    zeroVariance: share((u) => sizes[u]! > 1 && stds[u] === 0),
    singletons: share((u) => sizes[u] === 1),
  }
}

function sumOf(values: Float64Array, own: readonly number[]): number {
  const total = new Float64Array(2)
  exactSum(
    Float64Array.from(own, (u) => values[u]!),
    0,
    own.length,
    total,
  )
  return total[0]!
}

const BINS = 10

function histogram(passRates: Float64Array, present: readonly number[]): Int32Array {
  const counts = new Int32Array(BINS)
  for (const u of present) counts[Math.min(BINS - 1, Math.floor(passRates[u]! * BINS))]!++
  return counts
}

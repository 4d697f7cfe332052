import type { Moments } from './exact-moments.js'
import { exactMean, exactSum } from './exact-sum.js'
import { groupedRewards, promptMoments } from './moments.js'
import type { Profiled, SingletonPolicy } from './options.js'
import type { PromptGroups } from './prompt-groups.js'

export interface TaskPolicies extends Profiled {
  /** What the only rollout of a prompt gets, and what it does to its task type. Default `keep-reward`. */
  readonly singletons?: SingletonPolicy
}

/** What the scale of a task type and the difficulty of its prompts are both made from. */
export interface TaskBasis {
  /** The rewards of the valid rollouts, prompt after prompt. */
  readonly rewards: Float64Array
  /** Of each prompt's rewards. */
  readonly moments: Moments
  readonly baselines: Baselines
  /** The counted prompts of each task type. */
  readonly prompts: PromptsByTask
}

export function taskBasis(groups: PromptGroups, options: TaskPolicies): TaskBasis {
  const { profile = 'natural' } = options
  const rewards = groupedRewards(groups)
  const moments = promptMoments(groups, rewards, profile === 'published' ? 'one-pass' : 'exact')
  return { rewards, moments, ...countedPrompts(groups, moments, options) }
}

/** The part of a basis that follows from the moments. */
function countedPrompts(
  groups: PromptGroups,
  moments: Moments,
  { singletons = 'keep-reward', profile = 'natural' }: TaskPolicies,
): Pick<TaskBasis, 'baselines' | 'prompts'> {
  const baselines = promptBaselines(moments, singletons)
  return { baselines, prompts: promptsByTask(groups, baselines.counted, profile) }
}

/** What each prompt contributes to its task type, after the policy on single rollouts. */
export interface Baselines {
  /** [P] the mean that rewards are compared with: 0 for a single rollout that keeps its reward. */
  readonly means: Float64Array
  /** [P] what rounding took from the mean. */
  readonly meanTails: Float64Array
  /** [P] 1 for a single rollout that keeps its reward. */
  readonly variances: Float64Array
  /** [P] 1 where the prompt takes part in the statistics of its task type. */
  readonly counted: Uint8Array
}

function promptBaselines(moments: Moments, singletons: SingletonPolicy): Baselines {
  const { sizes } = moments
  const means = moments.means.slice()
  const meanTails = moments.meanTails.slice()
  const variances = moments.variances.slice()
  const counted = new Uint8Array(sizes.length)
  for (let u = 0; u < sizes.length; u++) {
    counted[u] = sizes[u]! > 1 || (sizes[u] === 1 && singletons !== 'exclude') ? 1 : 0
    if (sizes[u] === 1 && singletons === 'keep-reward') {
      means[u] = 0
      meanTails[u] = 0
      variances[u] = 1
    }
  }
  return { means, meanTails, variances, counted }
}

/** The prompts of each task type: `prompts[offsets[k]] … prompts[offsets[k + 1] − 1]`. */
export interface PromptsByTask {
  readonly prompts: Int32Array
  readonly offsets: Int32Array
}

/**
 * The counted prompts of each task type. Published: in the order of their sorted ids, which is the order in which the
 * reference adds them up; exact sums do not care.
 */
export function promptsByTask(
  { promptIds, taskOf, taskTypes }: PromptGroups,
  counted: Uint8Array,
  profile: 'natural' | 'published',
): PromptsByTask {
  const order = new Int32Array(promptIds.length)
  for (let u = 0; u < order.length; u++) order[u] = u
  if (profile === 'published') order.sort((a, b) => compareIds(promptIds[a]!, promptIds[b]!))
  const offsets = new Int32Array(taskTypes.length + 1)
  for (let u = 0; u < order.length; u++) if (counted[u] === 1) offsets[taskOf[u]! + 1]!++
  for (let k = 0; k < taskTypes.length; k++) offsets[k + 1]! += offsets[k]!
  const prompts = new Int32Array(offsets[taskTypes.length]!)
  const next = offsets.slice(0, taskTypes.length)
  for (let p = 0; p < order.length; p++) {
    const u = order[p]!
    if (counted[u] === 1) prompts[next[taskOf[u]!]!++] = u
  }
  return { prompts, offsets }
}

/** The mean over each task type's counted prompts of `values + tails`, in two floats; 0 where no prompt counts. */
export function taskAverages(
  values: Float64Array,
  tails: Float64Array | undefined,
  { prompts, offsets }: PromptsByTask,
  profile: 'natural' | 'published',
): { readonly averages: Float64Array; readonly tails: Float64Array } {
  const tasks = offsets.length - 1
  const averages = new Float64Array(tasks)
  const averageTails = new Float64Array(tasks)
  const total = new Float64Array(2)
  for (let k = 0; k < tasks; k++) {
    const of = prompts.subarray(offsets[k]!, offsets[k + 1]!)
    if (of.length === 0) continue
    if (profile === 'published') {
      let sum = 0
      for (const u of of) sum += values[u]!
      averages[k] = sum / of.length
      continue
    }
    const terms = new Float64Array(2 * of.length)
    for (let i = 0; i < of.length; i++) {
      terms[i] = values[of[i]!]!
      if (tails !== undefined) terms[of.length + i] = tails[of[i]!]!
    }
    exactSum(terms, 0, terms.length, total)
    exactMean(total, of.length, total)
    averages[k] = total[0]!
    averageTails[k] = total[1]!
  }
  return { averages, tails: averageTails }
}

/** Values per task type under the names of the types that have a valid rollout. */
export function byTaskName(groups: PromptGroups, values: ArrayLike<number>): Record<string, number> {
  const { taskOf, taskTypes, offsets } = groups
  const present = new Uint8Array(taskTypes.length)
  for (let u = 0; u < taskOf.length; u++) if (offsets[u + 1]! > offsets[u]!) present[taskOf[u]!] = 1
  return Object.fromEntries(
    taskTypes.flatMap((name, k) => (present[k] === 1 ? [[name, values[k]!] as const] : [])),
  )
}

/** Numbers by size, then strings by code point, as NumPy sorts them. */
function compareIds(a: string | number, b: string | number): number {
  if (typeof a === 'number' && typeof b === 'number') return a - b
  if (typeof a === 'string' && typeof b === 'string') return compareStrings(a, b)
  return Number(typeof a === 'string') - Number(typeof b === 'string')
}

/** The operator `<` compares UTF-16 units, which puts the characters above U+FFFF before U+E000 … U+FFFF. */
function compareStrings(a: string, b: string): number {
  for (let i = 0; i < a.length && i < b.length; i++) {
    const difference = a.codePointAt(i)! - b.codePointAt(i)!
    if (difference !== 0) return difference
  }
  return a.length - b.length
}

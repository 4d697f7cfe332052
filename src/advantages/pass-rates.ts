import { productError, sumError } from './exact-sum.js'
import { memoize } from './memoize.js'
import type { PromptGroups } from './prompt-groups.js'
import type { Baselines, PromptsByTask } from './task-scale.js'

/** A mean in two floats per task type. */
export interface TaskMeans {
  readonly averages: Float64Array
  readonly tails: Float64Array
}

/**
 * The share of each prompt's rollouts that beat a mean smoothed towards the task type:
 *
 *     smooth_u = T_k + α (mean_u − T_k)        T_k: mean of the task type's prompt means; α = 1: the prompt's own mean
 *     q_u = #{ i of prompt u : r_i > smooth_u } / n_u
 *
 * The comparison is strict, and it is decided as if in exact arithmetic on the float64 rewards: first with 31 digits,
 * and where that is too close to tell, in integers. So a tie is a tie in whatever order the rollouts come: of 0.1, 0.2, 0.3
 * two lie above their mean, since the float64 numbers 0.1 + 0.2 + 0.3 sum to a little less than three times the float64 0.2.
 * A prompt with one rollout is measured against T_k.
 *
 * @param rewards grouped as in `groups.members`.
 * @returns [P] rates from 0 to 1; 0 for a prompt without rollouts.
 */
export function exactPassRates(
  groups: PromptGroups,
  rewards: Float64Array,
  baselines: Baselines,
  prompts: PromptsByTask,
  taskMeans: TaskMeans,
  alpha: number,
): Float64Array {
  const { offsets, taskOf } = groups
  const rates = new Float64Array(taskOf.length)
  const doubts = doubtPerTask(groups, baselines, alpha)
  const exactComparisonOf = exactComparisons(groups, rewards, baselines, prompts, alpha)
  const countCarefully = (u: number, smooth: number, smoothTail: number, doubt: number): number => {
    let isAbove: Comparison | undefined
    let above = 0
    for (let j = offsets[u]!; j < offsets[u + 1]!; j++) {
      const gap = rewards[j]! - smooth - smoothTail
      if (Math.abs(gap) > doubt) above += Number(gap > 0)
      else {
        isAbove ??= exactComparisonOf(u)
        above += Number(isAbove(rewards[j]!))
      }
    }
    return above
  }
  for (let u = 0; u < taskOf.length; u++) {
    const task = taskOf[u]!
    const start = offsets[u]!
    const end = offsets[u + 1]!
    if (end === start) continue
    const taskMean = taskMeans.averages[task]!
    const taskTail = taskMeans.tails[task]!
    const share = end - start === 1 ? 0 : alpha
    const distance = baselines.means[u]! - taskMean
    const distanceTail =
      sumError(baselines.means[u]!, -taskMean, distance) + baselines.meanTails[u]! - taskTail
    const step = share * distance
    const smooth = taskMean + step
    const smoothTail =
      sumError(taskMean, step, smooth) + productError(share, distance, step) + share * distanceTail + taskTail
    const doubt = doubts[task]!
    // Beyond these a reward is clear of the threshold, whatever rounding did; nearly all are.
    const margin = 2 * (doubt + Math.abs(smoothTail)) + Math.abs(smooth) * 2 ** -50
    const high = smooth + margin
    const low = smooth - margin
    // Counted without a branch, which would be mispredicted half of the time.
    let above = 0
    let near = 0
    for (let j = start; j < end; j++) {
      above += Number(rewards[j]! > high)
      near += Number(!(rewards[j]! < low))
    }
    // Where a threshold overflows, NaN included, all rewards are near.
    if (near !== above) above = countCarefully(u, smooth, smoothTail, doubt)
    rates[u] = above / (end - start)
  }
  return rates
}

/** The same in plain float64, as published: where rounding decides a tie, so does it here. */
export function publishedPassRates(
  { offsets, taskOf }: PromptGroups,
  rewards: Float64Array,
  baselines: Baselines,
  taskMeans: TaskMeans,
  alpha: number,
): Float64Array {
  const rates = new Float64Array(taskOf.length)
  for (let u = 0; u < taskOf.length; u++) {
    const start = offsets[u]!
    const end = offsets[u + 1]!
    if (end === start) continue
    const taskMean = taskMeans.averages[taskOf[u]!]!
    const smooth = end - start === 1 ? taskMean : alpha * baselines.means[u]! + (1 - alpha) * taskMean
    let above = 0
    for (let j = start; j < end; j++) if (rewards[j]! > smooth) above++
    rates[u] = above / (end - start)
  }
  return rates
}

/** [K] how far the two-float thresholds may be off; their error is below 2^-100 of the largest mean. */
function doubtPerTask(
  { taskOf, taskTypes }: PromptGroups,
  { means }: Baselines,
  alpha: number,
): Float64Array {
  const largest = new Float64Array(taskTypes.length)
  for (let u = 0; u < taskOf.length; u++) {
    largest[taskOf[u]!] = Math.max(largest[taskOf[u]!]!, Math.abs(means[u]!))
  }
  return largest.map((mean) => (mean + Math.abs(alpha * mean)) * 2 ** -95)
}

/** Whether a reward of the prompt beats its threshold. */
type Comparison = (reward: number) => boolean

/**
 * For each prompt, r > T + α (S / n − T) in integers. Rewards are multiples of a common power of two, α = a / U, and
 * T = N / D in that multiple; both sides times U·n·D are integers:
 *
 *     R·U·n·D > N·n·U + a·(S·D − N·n)
 *
 * Doubt is the rule where all rewards of a task type are the same. The threshold is then that reward, and known at once.
 */
function exactComparisons(
  { offsets, taskOf }: PromptGroups,
  rewards: Float64Array,
  baselines: Baselines,
  byTask: PromptsByTask,
  alpha: number,
): (prompt: number) => Comparison {
  const integer = integersOf(rewards)
  const rewardsOf = (u: number) => rewards.subarray(offsets[u]!, offsets[u + 1]!)
  const sumOf = (u: number) => rewardsOf(u).reduce((sum, reward) => sum + integer(reward), 0n)
  /** A single rollout that keeps its reward has the mean 0. */
  const isZeroed = (u: number) => baselines.means[u] === 0 && baselines.meanTails[u] === 0
  const promptsOf = (task: number) => byTask.prompts.subarray(byTask.offsets[task], byTask.offsets[task + 1])
  const constantOfTask = memoize((task) =>
    constantOf(Float64Array.from(promptsOf(task), (u) => constantOf(rewardsOf(u)) ?? Number.NaN)),
  )
  const meanOfTask = memoize((task) => {
    const prompts = promptsOf(task)
    const sumBySize = new Map<number, bigint>()
    for (const u of prompts) {
      const size = offsets[u + 1]! - offsets[u]!
      sumBySize.set(size, (sumBySize.get(size) ?? 0n) + (isZeroed(u) ? 0n : sumOf(u)))
    }
    return meanOfQuotients(sumBySize, prompts.length)
  })
  return (u) => {
    const task = taskOf[u]!
    const size = offsets[u + 1]! - offsets[u]!
    const share = size === 1 ? 0 : alpha
    const isOwnMean = share === 1
    const constant = isOwnMean ? constantOf(rewardsOf(u)) : constantOfTask(task)
    if (constant !== undefined) return (reward) => reward > constant
    const { numerator, denominator } = isOwnMean ? ZERO : meanOfTask(task)
    const { numerator: a, denominator: U } = asFraction(share)
    const n = BigInt(size)
    const factor = U * n * denominator
    const threshold = numerator * n * U + a * (sumOf(u) * denominator - numerator * n)
    return (reward) => integer(reward) * factor > threshold
  }
}

/** The one value of all these; undefined where there are several. */
const constantOf = (values: Float64Array): number | undefined =>
  values.every((value) => value === values[0]) ? values[0] : undefined

interface Fraction {
  readonly numerator: bigint
  readonly denominator: bigint
}

const ZERO: Fraction = { numerator: 0n, denominator: 1n }

/** (Σ sum / size) / count over the entries of `sumBySize`; 0 / 0 of none, where a reward of 0 alone is in doubt. */
function meanOfQuotients(sumBySize: ReadonlyMap<number, bigint>, count: number): Fraction {
  let common = 1n
  for (const size of sumBySize.keys()) common *= BigInt(size)
  let numerator = 0n
  for (const [size, sum] of sumBySize) numerator += sum * (common / BigInt(size))
  return { numerator, denominator: common * BigInt(count) }
}

/** Writes the given values as integers, in the unit of the last place of the smallest of them. */
function integersOf(values: Float64Array): (x: number) => bigint {
  let finest: number | undefined
  return (x) => {
    finest ??= decompose(smallestOf(values)).exponent
    const { mantissa, exponent } = decompose(x)
    return mantissa << BigInt(exponent - finest)
  }
}

/** The smallest magnitude above 0. */
const smallestOf = (values: Float64Array): number =>
  values.reduce((least, value) => Math.min(least, Math.abs(value) || least), Number.POSITIVE_INFINITY)

function asFraction(x: number): Fraction {
  const { mantissa, exponent } = decompose(x)
  return {
    numerator: mantissa << BigInt(Math.max(0, exponent)),
    denominator: 1n << BigInt(Math.max(0, -exponent)),
  }
}

/** x = mantissa · 2^exponent, the mantissa an integer of up to 53 bits. */
function decompose(x: number): { readonly mantissa: bigint; readonly exponent: number } {
  const bits = new DataView(new ArrayBuffer(8))
  bits.setFloat64(0, x)
  const high = bits.getUint32(0)
  const biased = (high >>> 20) & 0x7ff
  const fraction = (BigInt(high & 0xfffff) << 32n) | BigInt(bits.getUint32(4))
  const magnitude = biased === 0 ? fraction : fraction | (1n << 52n)
  return { mantissa: high >>> 31 === 1 ? -magnitude : magnitude, exponent: Math.max(biased, 1) - 1075 }
}

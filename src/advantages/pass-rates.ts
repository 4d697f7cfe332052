import { productError } from './exact-sum.js'
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
  const isAbove = exactComparison(groups, rewards, baselines, prompts, alpha)
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
      subtractionError(baselines.means[u]!, taskMean, distance) + baselines.meanTails[u]! - taskTail
    const step = share * distance
    const smooth = taskMean + step
    const smoothTail =
      subtractionError(taskMean, -step, smooth) +
      productError(share, distance, step) +
      share * distanceTail +
      taskTail
    const doubt = doubts[task]!
    let above = 0
    for (let j = start; j < end; j++) {
      const gap = rewards[j]! - smooth - smoothTail
      if (gap > doubt) above++
      else if (!(gap < -doubt) && isAbove(u, rewards[j]!)) above++
    }
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

/** a − b − difference, exactly, where difference = a − b rounded. */
function subtractionError(a: number, b: number, difference: number): number {
  const part = difference - a
  return a - (difference - part) - (b + part)
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
  return largest.map((mean) => mean * (1 + Math.abs(alpha)) * 2 ** -95)
}

/**
 * r > T + α (S / n − T) in integers. With every float64 written as a multiple of 2^-1074 and T = N / D, both sides
 * times n·D are integers:  R·U·n·D > N·n·U + a·(S·D − N·n), where U stands for 1.
 */
function exactComparison(
  { offsets, taskOf }: PromptGroups,
  rewards: Float64Array,
  baselines: Baselines,
  byTask: PromptsByTask,
  alpha: number,
): (prompt: number, reward: number) => boolean {
  const unit = 1n << 1074n
  const taskMeans = new Map<number, Fraction>()
  let decided = -1
  let factor = 0n
  let threshold = 0n

  const sumOf = (u: number): bigint => {
    let sum = 0n
    for (let j = offsets[u]!; j < offsets[u + 1]!; j++) sum += asInteger(rewards[j]!)
    return sum
  }
  const taskMeanOf = (task: number): Fraction => {
    const known = taskMeans.get(task)
    if (known !== undefined) return known
    const prompts = byTask.prompts.subarray(byTask.offsets[task], byTask.offsets[task + 1])
    const sumBySize = new Map<number, bigint>()
    for (const u of prompts) {
      if (baselines.means[u] === 0 && baselines.meanTails[u] === 0) continue
      const size = offsets[u + 1]! - offsets[u]!
      sumBySize.set(size, (sumBySize.get(size) ?? 0n) + sumOf(u))
    }
    const mean = meanOfQuotients(sumBySize, prompts.length)
    taskMeans.set(task, mean)
    return mean
  }
  return (u, reward) => {
    if (u !== decided) {
      const size = BigInt(offsets[u + 1]! - offsets[u]!)
      const { numerator, denominator } = taskMeanOf(taskOf[u]!)
      const share = size === 1n ? 0n : asInteger(alpha)
      threshold = numerator * size * unit + share * (sumOf(u) * denominator - numerator * size)
      factor = unit * size * denominator
      decided = u
    }
    return asInteger(reward) * factor > threshold
  }
}

interface Fraction {
  readonly numerator: bigint
  readonly denominator: bigint
}

/** (Σ sum / size) / count over the entries of `sumBySize`. */
function meanOfQuotients(sumBySize: ReadonlyMap<number, bigint>, count: number): Fraction {
  let common = 1n
  for (const size of sumBySize.keys()) {
    common = (common / greatestCommonDivisor(common, BigInt(size))) * BigInt(size)
  }
  let numerator = 0n
  for (const [size, sum] of sumBySize) numerator += sum * (common / BigInt(size))
  return { numerator, denominator: common * BigInt(Math.max(1, count)) }
}

function greatestCommonDivisor(a: bigint, b: bigint): bigint {
  while (b !== 0n) [a, b] = [b, a % b]
  return a
}

/** A finite float64 as a multiple of 2^-1074, the smallest float64 above 0. */
function asInteger(x: number): bigint {
  const bits = new DataView(new ArrayBuffer(8))
  bits.setFloat64(0, x)
  const high = bits.getUint32(0)
  const exponent = (high >>> 20) & 0x7ff
  const fraction = (BigInt(high & 0xfffff) << 32n) | BigInt(bits.getUint32(4))
  const magnitude = exponent === 0 ? fraction : (fraction | (1n << 52n)) << BigInt(exponent - 1)
  return high >>> 31 === 1 ? -magnitude : magnitude
}

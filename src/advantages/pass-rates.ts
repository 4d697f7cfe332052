import { productError, sumError } from './exact-sum.js'
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
      sumError(baselines.means[u]!, -taskMean, distance) + baselines.meanTails[u]! - taskTail
    const step = share * distance
    const smooth = taskMean + step
    const smoothTail =
      sumError(taskMean, step, smooth) +
      productError(share, distance, step) +
      share * distanceTail +
      taskTail
    const doubt = doubts[task]!
    let above = 0
    for (let j = start; j < end; j++) {
      const gap = rewards[j]! - smooth - smoothTail
      // Added up without a branch: which side a reward lies on is as hard to predict as a coin.
      above += Number(Math.abs(gap) > doubt ? gap > 0 : isAbove(u, rewards[j]!))
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
 * r > T + α (S / n − T) in integers. Rewards are multiples of a common power of two, α = a / U, and T = N / D in that
 * multiple; both sides times U·n·D are integers:
 *
 *     R·U·n·D > N·n·U + a·(S·D − N·n)
 *
 * Doubt is the rule where a task type is solved throughout, so a prompt of equal rewards shares its answer with the next
 * one like it.
 */
function exactComparison(
  { offsets, taskOf }: PromptGroups,
  rewards: Float64Array,
  baselines: Baselines,
  byTask: PromptsByTask,
  alpha: number,
): (prompt: number, reward: number) => boolean {
  let asInteger: ((x: number) => bigint) | undefined
  const taskMeans = new Map<number, Fraction>()
  let decided: {
    readonly prompt: number
    readonly task: number
    readonly size: number
    readonly constant: number
  }
  let factor = 0n
  let threshold = 0n
  let lastReward = Number.NaN
  let lastAnswer = false

  /** The one value of all the prompt's rewards; NaN where there are several. */
  const constantOf = (u: number): number => {
    const first = rewards[offsets[u]!]!
    for (let j = offsets[u]! + 1; j < offsets[u + 1]!; j++) if (rewards[j] !== first) return Number.NaN
    return first
  }
  const sumOf = (u: number, integer: (x: number) => bigint): bigint => {
    let sum = 0n
    for (let j = offsets[u]!; j < offsets[u + 1]!; j++) sum += integer(rewards[j]!)
    return sum
  }
  const taskMeanOf = (task: number, integer: (x: number) => bigint): Fraction => {
    const known = taskMeans.get(task)
    if (known !== undefined) return known
    const prompts = byTask.prompts.subarray(byTask.offsets[task], byTask.offsets[task + 1])
    const shared = prompts.length === 0 ? 0 : baselines.means[prompts[0]!]!
    const mean = prompts.every((u) => baselines.means[u] === shared && constantOf(u) === shared)
      ? { numerator: integer(shared), denominator: 1n }
      : meanOfSums(prompts, (u) => (isZeroed(u) ? 0n : sumOf(u, integer)))
    taskMeans.set(task, mean)
    return mean
  }
  /** A single rollout that keeps its reward has the mean 0. */
  const isZeroed = (u: number): boolean => baselines.means[u] === 0 && baselines.meanTails[u] === 0
  const meanOfSums = (prompts: Int32Array, sum: (u: number) => bigint): Fraction => {
    const sumBySize = new Map<number, bigint>()
    for (const u of prompts) {
      const size = offsets[u + 1]! - offsets[u]!
      sumBySize.set(size, (sumBySize.get(size) ?? 0n) + sum(u))
    }
    return meanOfQuotients(sumBySize, prompts.length)
  }
  const decide = (u: number, integer: (x: number) => bigint): void => {
    const task = taskOf[u]!
    const size = offsets[u + 1]! - offsets[u]!
    const constant = constantOf(u)
    const same =
      decided !== undefined && decided.task === task && decided.size === size && decided.constant === constant
    decided = { prompt: u, task, size, constant }
    if (same) return
    lastReward = Number.NaN
    const n = BigInt(size)
    if (alpha === 1 && size > 1) {
      factor = n
      threshold = sumOf(u, integer)
      return
    }
    const { numerator, denominator } = taskMeanOf(task, integer)
    const share = asFraction(size === 1 ? 0 : alpha)
    factor = share.denominator * n * denominator
    threshold =
      numerator * n * share.denominator + share.numerator * (sumOf(u, integer) * denominator - numerator * n)
  }
  return (u, reward) => {
    asInteger ??= integersOf(rewards)
    if (decided?.prompt !== u) decide(u, asInteger)
    if (reward !== lastReward) {
      lastReward = reward
      lastAnswer = asInteger(reward) * factor > threshold
    }
    return lastAnswer
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
  return { numerator, denominator: common * BigInt(count) }
}

function greatestCommonDivisor(a: bigint, b: bigint): bigint {
  while (b !== 0n) [a, b] = [b, a % b]
  return a
}

/** Writes the given values as integers, in the unit of the last place of the smallest of them. */
function integersOf(values: Float64Array): (x: number) => bigint {
  let smallest = Number.POSITIVE_INFINITY
  for (const value of values) if (value !== 0) smallest = Math.min(smallest, Math.abs(value))
  const finest = decompose(smallest).exponent
  return (x) => {
    const { mantissa, exponent } = decompose(x)
    return mantissa << BigInt(exponent - finest)
  }
}

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

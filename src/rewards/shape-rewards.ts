import { type Either, left, right } from 'fp-ts/lib/Either.js'
import { type BadBatch, type BadOption, badBatch, badOption } from '../errors.js'
import { LARGEST } from '../magnitude.js'
import { findBadOption, findMisspeltName, isList } from '../options/find-bad-option.js'
import type { OptionRows } from '../options/option-row.js'

/** N rollouts, before their rewards are grouped. */
export interface RawRewards {
  /** [N] finite, within ±1e100. */
  readonly rewards: ArrayLike<number>
  /** [N] response lengths in tokens, 0 or more; for the penalties on length. */
  readonly lengths?: ArrayLike<number>
  /** [N] true or 1 where the response was cut off before it ended by itself. */
  readonly truncated?: ArrayLike<boolean | number>
}

export interface ShapeOptions {
  /** Added to each reward, within ±1e100. Default 0. */
  readonly bias?: number
  /** Multiplies (reward + bias), within ±1e100. Default 1. */
  readonly scale?: number
  /** Smallest reward after bias and scale. Default −Infinity. */
  readonly least?: number
  /** Largest reward after bias and scale. Default Infinity. */
  readonly most?: number
  /** Stop properly: multiplies the reward of a truncated rollout, from 0 to 1. Default 1. */
  readonly truncatedFactor?: number
  /** Stop properly: the reward of a truncated rollout, whatever it had. Default: its own. */
  readonly truncatedReward?: number
  /** What becomes of truncated rollouts: kept, or marked as not valid. Default `keep`. */
  readonly truncated?: 'keep' | 'drop'
  /** DAPO's soft penalty on responses near the length limit. Default: none. */
  readonly overlong?: OverlongOptions
  /** A price per token. Default: none. */
  readonly length?: LengthOptions
}

export interface OverlongOptions {
  /** L_max, in tokens. */
  readonly maxLength: number
  /** L_cache, in tokens, at most L_max: over so many the penalty grows. 0: −factor beyond L_max, and nothing before. */
  readonly cache: number
  /** The penalty at L_max and beyond. Default 1. */
  readonly factor?: number
}

export interface LengthOptions {
  /** What a token costs. */
  readonly perToken: number
  /** So many tokens cost nothing. Default 0. */
  readonly free?: number
}

/** What an option may be. */
export const SHAPE_OPTIONS: OptionRows<ShapeOptions> = {
  bias: { kind: 'number', from: -LARGEST, to: LARGEST, default: 0 },
  scale: { kind: 'number', from: -LARGEST, to: LARGEST, default: 1 },
  least: { kind: 'number', default: Number.NEGATIVE_INFINITY },
  most: { kind: 'number', default: Number.POSITIVE_INFINITY },
  truncatedFactor: { kind: 'number', from: 0, to: 1, default: 1 },
  truncatedReward: { kind: 'number', from: -LARGEST, to: LARGEST },
  truncated: { kind: 'choice', of: ['keep', 'drop'], default: 'keep' },
  overlong: {
    kind: 'object',
    fields: {
      maxLength: { kind: 'number', from: 0, finite: true },
      cache: { kind: 'number', from: 0, finite: true },
      factor: { kind: 'number', from: 0, to: LARGEST, default: 1 },
    },
    required: ['maxLength', 'cache'],
  },
  length: {
    kind: 'object',
    fields: {
      perToken: { kind: 'number', from: 0, to: LARGEST },
      free: { kind: 'number', from: 0, finite: true, default: 0 },
    },
    required: ['perToken'],
  },
}

export interface ShapedRewards {
  /** [N] for `groupRollouts`. */
  readonly rewards: Float64Array
  /** [N] 0 where a truncated rollout is dropped. Present with `truncated: 'drop'`. */
  readonly valid?: Uint8Array
  readonly metrics: {
    /** Means over the rollouts; 0 without any. */
    readonly rawMean: number
    readonly shapedMean: number
    readonly truncatedFraction: number
    /** Share of the rollouts whose length costs them something. */
    readonly penalisedFraction: number
  }
}

/**
 * Reward shaping before rewards are compared, in this order:
 *
 *     r ← clip((r + bias) · scale, least, most)
 *     r ← truncatedReward, or r · truncatedFactor           where the response was truncated
 *     r ← r − overlong.factor · clip((len − (L_max − L_cache)) / L_cache, 0, 1)
 *     r ← r − length.perToken · max(0, len − free)
 *
 * Reward 1 with 90 tokens, L_max 100, L_cache 20: 1 − (90 − 80) / 20 = 0.5. Filter on the *raw* rewards (`informativeGroups`):
 * a penalty on length makes equal answers differ.
 *
 * @returns `Left BadOption` for an option that cannot be right, `Left BadBatch` for an array that is missing or does not fit,
 * and for a number that is not finite or would leave ±1e100.
 * @see DAPO, arXiv 2503.14476, eq. 13, for `overlong`; OpenRLHF and NeMo-RL, `stop_properly_penalty_coef`.
 */
export function shapeRewards(
  raw: RawRewards,
  options: ShapeOptions = {},
): Either<BadBatch | BadOption, ShapedRewards> {
  const wrong = findBadOption(options, SHAPE_OPTIONS) ?? findBadPair(options) ?? findBadRollout(raw, options)
  if (wrong !== undefined) return left(wrong)
  const { bias = 0, scale = 1, truncatedFactor = 1, truncatedReward } = options
  const { least = Number.NEGATIVE_INFINITY, most = Number.POSITIVE_INFINITY } = options
  const { lengths, truncated } = raw
  const count = raw.rewards.length
  const rewards = new Float64Array(count)
  let cut = 0
  let penalised = 0
  for (let i = 0; i < count; i++) {
    let reward = Math.min(Math.max((raw.rewards[i]! + bias) * scale, least), most)
    if (truncated?.[i]) {
      cut++
      reward = truncatedReward ?? reward * truncatedFactor
    }
    const penalty = lengths === undefined ? 0 : lengthPenalty(lengths[i]!, options)
    if (penalty > 0) penalised++
    rewards[i] = reward - penalty
    if (!(Math.abs(rewards[i]!) <= LARGEST)) {
      return left(
        badBatch(`rewards[${i}]`, `a reward that stays within ±${LARGEST} when shaped`, raw.rewards[i]),
      )
    }
  }
  const mean = (values: ArrayLike<number>) => {
    let sum = 0
    for (let i = 0; i < count; i++) sum += values[i]! / count
    return sum
  }
  return right({
    rewards,
    ...(options.truncated === 'drop' && {
      valid: Uint8Array.from(rewards, (_, i) => (truncated![i] ? 0 : 1)),
    }),
    metrics: {
      rawMean: mean(raw.rewards),
      shapedMean: mean(rewards),
      truncatedFraction: cut / Math.max(count, 1),
      penalisedFraction: penalised / Math.max(count, 1),
    },
  })
}

function lengthPenalty(tokens: number, { overlong, length }: ShapeOptions): number {
  const price = length === undefined ? 0 : length.perToken * Math.max(0, tokens - (length.free ?? 0))
  if (overlong === undefined) return price
  const { maxLength, cache, factor = 1 } = overlong
  const excess = tokens - (maxLength - cache)
  const share = tokens > maxLength ? 1 : excess <= 0 ? 0 : Math.min(1, excess / cache)
  return price + factor * share
}

function findBadPair({ least, most, overlong }: ShapeOptions): BadOption | undefined {
  if (least !== undefined && most !== undefined && least > most) {
    return badOption('options.most', `at least options.least (${least})`, most)
  }
  if (overlong !== undefined && overlong.cache > overlong.maxLength) {
    return badOption('options.overlong.cache', `at most maxLength (${overlong.maxLength})`, overlong.cache)
  }
  return undefined
}

function findBadRollout(raw: RawRewards, options: ShapeOptions): BadBatch | BadOption | undefined {
  if (typeof raw !== 'object' || raw === null) return badBatch('batch', 'an object of arrays', raw)
  const misspelt = findMisspeltName(raw, ['rewards', 'lengths', 'truncated'], 'options')
  if (misspelt !== undefined) return misspelt
  const { rewards, lengths, truncated } = raw
  if (!isList(rewards)) return badBatch('rewards', 'an array of numbers', rewards)
  const needsLengths = options.overlong !== undefined || options.length !== undefined
  const needsTruncated =
    options.truncatedFactor !== undefined ||
    options.truncatedReward !== undefined ||
    options.truncated === 'drop'
  const wrong =
    wrongList('lengths', lengths, rewards.length, needsLengths) ??
    wrongList('truncated', truncated, rewards.length, needsTruncated)
  if (wrong !== undefined) return wrong
  for (let i = 0; i < rewards.length; i++) {
    const reward = rewards[i]
    if (!(typeof reward === 'number' && Math.abs(reward) <= LARGEST)) {
      return badBatch(`rewards[${i}]`, `a finite number within ±${LARGEST}`, reward)
    }
    const length = lengths?.[i] ?? 0
    if (lengths !== undefined && !(typeof lengths[i] === 'number' && length >= 0 && length <= LARGEST)) {
      return badBatch(`lengths[${i}]`, 'a finite number of 0 or more', lengths[i])
    }
    const isCut = truncated === undefined ? false : truncated[i]
    if (isCut !== true && isCut !== false && isCut !== 1 && isCut !== 0) {
      return badBatch(`truncated[${i}]`, 'true, false, 1 or 0', isCut)
    }
  }
  return undefined
}

function wrongList(name: string, list: unknown, count: number, needed: boolean): BadBatch | undefined {
  if (list === undefined) return needed ? badBatch(name, 'given for these options', list) : undefined
  if (!isList(list)) return badBatch(name, `an array of ${count}, one per rollout`, list)
  return list.length === count
    ? undefined
    : badBatch(`${name}.length`, `${count}, as many as rewards`, list.length)
}

import { type Either, left, right } from 'fp-ts/lib/Either.js'
import { type BadBatch, type BadOption, badBatch } from '../errors.js'
import { LARGEST, SMALLEST } from '../magnitude.js'
import { findBadOption, findUnknownName, isList } from '../options/find-bad-option.js'
import type { OptionRow, OptionRows } from '../options/option-row.js'
import { exactSum } from './exact-sum.js'
import { rescalingFactor } from './rescaling-factor.js'

/** M values of any kind: advantages of rollouts, or of tokens. */
export interface ValuesToWhiten {
  /** [M] finite where they are selected, within ±1e100. */
  readonly values: ArrayLike<number>
  /** [M] non-zero or true selects: a response mask, or `valid`. What stands elsewhere is never read. Default: all. */
  readonly mask?: ArrayLike<number | boolean>
  /** [M] how many tokens each value stands on, so that rollouts are whitened over tokens. Default: 1 each. */
  readonly lengths?: ArrayLike<number>
}

export interface WhitenOptions {
  /** `unbiased`: Σ (v − M)² / (n − 1), as verl; `biased`: over n, as NeMo-RL and OpenRLHF. Default `unbiased`. */
  readonly variance?: VarianceKind
  /** Under the root, beside the variance: 0, or 1e-100 or more. Default 1e-8. */
  readonly epsilon?: number
  /** Whether the mean is taken off, or stays as in verl's `shift_mean=False`. Default true. */
  readonly centre?: boolean
}

export type VarianceKind = 'unbiased' | 'biased'

/** The row of an option that chooses between the two. */
export const VARIANCE: OptionRow = { kind: 'choice', of: ['unbiased', 'biased'], default: 'unbiased' }

/** What an option may be. */
const WHITEN_OPTIONS: OptionRows<WhitenOptions> = {
  variance: VARIANCE,
  epsilon: { kind: 'number', from: SMALLEST, finite: true, orZero: true, default: 1e-8 },
  centre: { kind: 'flag', default: true },
}

/**
 * Any advantages, brought to mean 0 and variance 1:
 *
 *     (v − M) / √(V + ε)        M, V: mean and variance over the selected values, each as often as its `lengths` says
 *
 * Equal values, and a single one, give exactly 0.
 *
 * @returns [M] 0 at values that are not selected; `Left` for a wrong option, arrays that do not fit, and selected numbers that
 * are not finite or beyond ±1e100.
 * @see verl, `masked_whiten`.
 */
export function whiten(
  given: ValuesToWhiten,
  options: WhitenOptions = {},
): Either<BadBatch | BadOption, Float64Array> {
  const wrong = findBadOption(options, WHITEN_OPTIONS) ?? findBadValue(given)
  if (wrong !== undefined) return left(wrong)
  const { values, mask, lengths } = given
  const { variance = 'unbiased', epsilon = 1e-8, centre = true } = options
  const selected: number[] = []
  for (let i = 0; i < values.length; i++) if (mask === undefined || mask[i]) selected.push(i)
  const own = Float64Array.from(selected, (i) => values[i]!)
  const counts = Float64Array.from(selected, (i) => lengths?.[i] ?? 1)
  const result = whitened(own, counts, { epsilon, countEpsilon: 0, variance, centre, equalIsZero: centre })
  const whole = new Float64Array(values.length)
  for (let j = 0; j < selected.length; j++) whole[selected[j]!] = result[j]!
  return right(whole)
}

interface Whitening {
  /** Under the root. */
  readonly epsilon: number
  /** Added to the count, as verl does. It shifts M by M·ε/n: equal values v would give v·ε/n / √ε and not 0. */
  readonly countEpsilon: number
  /** Whether equal values give 0 nevertheless. */
  readonly equalIsZero: boolean
  readonly variance?: VarianceKind
  readonly centre?: boolean
}

/** `whiten` on checked values, each standing on `lengths[j]` tokens. One token or none has no spread and gives 0. */
export function whitened(
  values: Float64Array,
  lengths: Float64Array,
  { epsilon, countEpsilon, equalIsZero, variance = 'unbiased', centre = true }: Whitening,
): Float64Array {
  const total = new Float64Array(2)
  const sum = (terms: Float64Array): number => {
    exactSum(terms, 0, terms.length, total)
    return total[0]!
  }
  const tokens = sum(lengths)
  if (tokens <= 1 || (equalIsZero && areEqual(values, lengths))) {
    return new Float64Array(values.length)
  }
  const factor = rescalingFactor(values)
  const scaled = factor === 1 ? values : values.map((value) => value * factor)
  const mean = sum(scaled.map((value, j) => lengths[j]! * value)) / (tokens + countEpsilon)
  const squares = sum(scaled.map((value, j) => lengths[j]! * (value - mean) ** 2))
  const correction = variance === 'biased' ? 1 : tokens / (tokens - 1)
  const divisor = Math.sqrt((squares / (tokens + countEpsilon)) * correction + epsilon * factor * factor)
  const shift = centre ? mean : 0
  return scaled.map((value) => (divisor === 0 ? 0 : (value - shift) / divisor))
}

/** Whether all that stands on a token is the same value; their mean, rounded, might lie beside it. */
function areEqual(values: Float64Array, lengths: Float64Array): boolean {
  const first = values[lengths.findIndex((length) => length > 0)]
  return values.every((value, j) => lengths[j] === 0 || value === first)
}

function findBadValue(given: ValuesToWhiten): BadBatch | BadOption | undefined {
  if (typeof given !== 'object' || given === null) return badBatch('batch', 'an object of arrays', given)
  const unknown = findUnknownName(given, ['values', 'mask', 'lengths'], 'options')
  if (unknown !== undefined) return unknown
  const { values, mask, lengths } = given
  if (!isList(values)) return badBatch('values', 'an array of numbers', values)
  for (const [name, list] of Object.entries({ mask, lengths })) {
    if (list === undefined) continue
    if (!isList(list)) return badBatch(name, `an array of ${values.length}, as many as values`, list)
    if (list.length === values.length) continue
    return badBatch(`${name}.length`, `${values.length}, as many as values`, list.length)
  }
  for (let i = 0; i < values.length; i++) {
    const selects = mask === undefined || mask[i]
    if (typeof selects !== 'boolean' && (typeof selects !== 'number' || Number.isNaN(selects))) {
      return badBatch(`mask[${i}]`, 'a number, or true or false', selects)
    }
    if (!selects) continue
    const value = values[i]
    if (!(typeof value === 'number' && Math.abs(value) <= LARGEST)) {
      return badBatch(`values[${i}]`, `a finite number within ±${LARGEST}`, value)
    }
    const length = lengths === undefined ? 1 : lengths[i]
    if (!(typeof length === 'number' && length >= 0 && length <= LARGEST)) {
      return badBatch(`lengths[${i}]`, 'a finite number of 0 or more', length)
    }
  }
  return undefined
}

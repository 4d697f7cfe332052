import { type Either, isLeft, left, right } from 'fp-ts/lib/Either.js'
import { type BadBatch, type BadOption, badBatch } from '../errors.js'
import { LARGEST } from '../magnitude.js'
import { findBadOption } from '../options/find-bad-option.js'
import type { OptionRows } from '../options/option-row.js'
import { type AggregationOptions, rowWeights } from './aggregation.js'
import { checkDenominators, checkPromptOf } from './checked-batch.js'
import { checkLayout, checkPerToken, findBadFields, type GivenLayout, isFloatArray } from './layout.js'
import { LOSS_OPTIONS } from './loss-options.js'
import type { Aggregation, FloatArray, TokenBatch } from './token-batch.js'

/** The critic's values for the tokens of N responses, and their returns; layouts as in `TokenBatch`. */
export interface ValueBatch extends GivenLayout, Pick<TokenBatch, 'promptOf' | 'denominators'> {
  /** [N·T] or [offsets[N]] the critic's value before each token. */
  readonly values: FloatArray
  /** Same shape: what it should have been, of `gae` or `returns`. */
  readonly returns: FloatArray
  /** Same shape: the values before this step, which the clip is around. Needed with a clip. */
  readonly oldValues?: FloatArray
}

export interface ValueLossOptions extends AggregationOptions {
  /** c: how far a value may move from its old one before the loss stops following. Default: Infinity, no clip. */
  readonly clip?: number
  /** How per-token losses become one number. Default: `'token-mean'`. */
  readonly aggregation?: Aggregation
}

/** What an option may be. */
const VALUE_LOSS_OPTIONS: OptionRows<ValueLossOptions> = {
  clip: { kind: 'number', from: 0, default: Number.POSITIVE_INFINITY },
  aggregation: LOSS_OPTIONS.aggregation,
  denominators: LOSS_OPTIONS.denominators,
  emptyRollouts: LOSS_OPTIONS.emptyRollouts,
  normalization: LOSS_OPTIONS.normalization,
}

export interface ValueLoss {
  readonly loss: number
  /** d loss / d values, shaped like them; 0 at masked tokens. */
  readonly gradValues: Float64Array
  readonly metrics: {
    /** Share of the response tokens where the clipped branch is the larger loss. */
    readonly clipFraction: number
    /** Means over the response tokens; 0 without any. */
    readonly valueMean: number
    readonly returnMean: number
    readonly tokens: number
  }
}

/**
 * The critic's loss, with PPO's clip:
 *
 *     L = max((V − G)², (clip(V, V_old − c, V_old + c) − G)²) / 2
 *     dL/dV = V − G where the unclipped branch is the loss, or V has not left the clip; else 0
 *
 * V = 2, V_old = 1, c = 0.5, G = 3: max(1, 2.25) / 2 = 1.125, no gradient. Losses and gradients of parts with the whole's
 * `denominators` add up to the whole's.
 *
 * @returns `Left BadOption` for a wrong option, `Left BadBatch` for arrays that do not fit and selected numbers that are not
 * finite or beyond ±1e100.
 * @see PPO's reference code; verl, `compute_value_loss`.
 */
export function valueLoss(
  batch: ValueBatch,
  options: ValueLossOptions = {},
): Either<BadBatch | BadOption, ValueLoss> {
  const wrong = findBadOption(options, VALUE_LOSS_OPTIONS)
  if (wrong !== undefined) return left(wrong)
  const wrongField = findBadFields(batch, ['values', 'returns', 'oldValues', 'promptOf', 'denominators'])
  if (wrongField !== undefined) return left(wrongField)
  const { values, returns, oldValues, promptOf, denominators } = batch
  const { clip = Number.POSITIVE_INFINITY, aggregation = 'token-mean' } = options
  if (!isFloatArray(values)) return left(badBatch('values', 'a Float32Array or a Float64Array', values))
  const layout = checkLayout(batch, values.length)
  if (isLeft(layout)) return layout
  const needsOld = clip < Number.POSITIVE_INFINITY || oldValues !== undefined
  const misfit =
    checkPerToken('returns', returns, values.length) ??
    (needsOld ? checkPerToken('oldValues', oldValues, values.length) : undefined) ??
    checkPromptOf(promptOf, batch.rollouts) ??
    checkDenominators(denominators, batch.rollouts) ??
    checkDenominators(options.denominators, batch.rollouts)
  if (misfit !== undefined) return left(misfit)
  const weights = rowWeights(aggregation, { ...layout.right, promptOf, denominators }, options)
  if (isLeft(weights)) return weights

  const { rollouts, starts, responseMask } = layout.right
  const gradValues = new Float64Array(values.length)
  let loss = 0
  let tokens = 0
  let clipped = 0
  let valueSum = 0
  let returnSum = 0
  for (let s = 0; s < rollouts; s++) {
    const weight = weights.right[s]!
    for (let i = starts[s]!; i < starts[s + 1]!; i++) {
      if (responseMask !== undefined && !responseMask[i]) continue
      const value = values[i]!
      const target = returns[i]!
      const old = needsOld ? oldValues![i]! : value
      const held = Math.min(Math.max(value, old - clip), old + clip)
      const error = value - target
      const heldError = held - target
      const isClipped = heldError * heldError > error * error
      if (!(Math.abs(value) <= LARGEST && Math.abs(target) <= LARGEST && Math.abs(old) <= LARGEST)) {
        return left(wrongNumber(batch, i))
      }
      tokens++
      valueSum += value
      returnSum += target
      if (isClipped) clipped++
      loss += (weight * Math.max(error * error, heldError * heldError)) / 2
      gradValues[i] = isClipped ? 0 : weight * error
    }
  }
  const perToken = Math.max(tokens, 1)
  return right({
    loss,
    gradValues,
    metrics: {
      clipFraction: clipped / perToken,
      valueMean: valueSum / perToken,
      returnMean: returnSum / perToken,
      tokens,
    },
  })
}

function wrongNumber(batch: ValueBatch, i: number): BadBatch {
  const names = ['values', 'returns', 'oldValues'] as const
  const name = names.find((each) => batch[each] !== undefined && !(Math.abs(batch[each][i]!) <= LARGEST))!
  return badBatch(`${name}[${i}]`, `a finite number within ±${LARGEST}`, batch[name]![i])
}

import { type Either, left, right } from 'fp-ts/lib/Either.js'
import { type BadBatch, badBatch } from '../errors.js'
import { DIVISOR } from '../magnitude.js'
import type { CheckedBatch } from './checked-batch.js'
import type { Aggregation } from './token-batch.js'

/**
 * What the whole batch divides by, when the batch at hand is a part of it. Give every micro-batch the same numbers and
 * their losses and gradients add up to those of the whole batch. From 1e-100 to 1e100. Default: counted from the batch at hand.
 */
export interface Denominators {
  /** Response tokens of the whole batch: `token-mean`. */
  readonly tokens?: number
  /** Rollouts that count in the whole batch: the `seq-mean-…` ones. */
  readonly rollouts?: number
  /** The length that `seq-mean-token-sum-norm` divides by, for instance the longest response allowed. Default: T. */
  readonly length?: number
}

export interface AggregationOptions {
  readonly denominators?: Denominators
  /** Whether rollouts without a response token count among the S rollouts of a mean. Default: `'skip'`. */
  readonly emptyRollouts?: 'skip' | 'count'
  /** What `seq-mean-token-sum-norm` divides by: T, or S·T. Default: `'length'`. */
  readonly normalization?: 'length' | 'rollouts-and-length'
}

/**
 * How per-token losses become one number. Every aggregation is a weighted sum with one weight per row,
 *
 *     loss = Σ_s c_s Σ_t L_st,   hence   d loss / d logProb_st = c_s · dL_st / d logProb_st
 *
 * with N response tokens in all, n_s of them in row s, S rows that count, T columns:
 *
 *     token-mean                c_s = 1 / N
 *     token-sum                 c_s = 1
 *     seq-mean-token-sum        c_s = 1 / S
 *     seq-mean-token-mean       c_s = 1 / (S · n_s)
 *     seq-mean-token-sum-norm   c_s = 1 / T   (GoLongRL: a sum over rows)   or   1 / (S · T)   (verl main, Dr.GRPO)
 *
 * A batch without response tokens has loss 0 (verl main: NaN). The reference's `+ 1e-8` on the denominators, which
 * exists for float64 masks only, is left out.
 *
 * @returns [N rollouts] the weights c_s; `Left` when a denominator is out of range, or `seq-mean-token-sum-norm` of a
 * packed batch has neither `tokens` nor `denominators.length`.
 * @see verl `core_algos.agg_loss`; Dr.GRPO, arXiv 2503.20783
 */
export function rowWeights(
  aggregation: Aggregation,
  batch: CheckedBatch,
  options: AggregationOptions = {},
): Either<BadBatch, Float64Array> {
  const { denominators = {}, emptyRollouts = 'skip', normalization = 'length' } = options
  const { lengths } = batch
  for (const name of ['tokens', 'rollouts', 'length'] as const) {
    const value = denominators[name]
    if (value !== undefined && !DIVISOR.accepts(value)) {
      return left(badBatch(`denominators.${name}`, DIVISOR.expected, value))
    }
  }
  let tokensInAll = 0
  let rolloutsWithTokens = 0
  for (const length of lengths) {
    tokensInAll += length
    if (length > 0) rolloutsWithTokens++
  }
  const tokens = denominators.tokens ?? tokensInAll
  const rollouts = denominators.rollouts ?? (emptyRollouts === 'count' ? batch.rollouts : rolloutsWithTokens)
  const weights = new Float64Array(batch.rollouts)
  switch (aggregation) {
    case 'token-mean':
      return right(weights.fill(oneOver(tokens)))
    case 'token-sum':
      return right(weights.fill(1))
    case 'seq-mean-token-sum':
      return right(weights.fill(oneOver(rollouts)))
    case 'seq-mean-token-mean':
      for (let rollout = 0; rollout < weights.length; rollout++) {
        weights[rollout] = oneOver(rollouts * lengths[rollout]!)
      }
      return right(weights)
    case 'seq-mean-token-sum-norm': {
      const length = denominators.length ?? batch.tokens
      if (length === undefined) {
        return left(badBatch('tokens', 'given, or denominators.length, for seq-mean-token-sum-norm', length))
      }
      return right(weights.fill(oneOver(normalization === 'length' ? length : rollouts * length)))
    }
    default:
      return left(badBatch('aggregation', `one of ${AGGREGATIONS.join(', ')}`, aggregation))
  }
}

/** Nothing weighs nothing: without response tokens the weights are 0, not infinite. */
const oneOver = (count: number): number => (count === 0 ? 0 : 1 / count)

/** Every aggregation. */
export const AGGREGATIONS: readonly Aggregation[] = [
  'token-mean',
  'token-sum',
  'seq-mean-token-sum',
  'seq-mean-token-mean',
  'seq-mean-token-sum-norm',
]

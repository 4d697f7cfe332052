import { type Either, left, right } from 'fp-ts/lib/Either.js'
import { type BadBatch, badBatch } from '../errors.js'
import type { CheckedBatch } from './checked-batch.js'
import type { Aggregation, Denominators } from './token-batch.js'

export interface AggregationOptions {
  readonly denominators?: Denominators
  /** Whether rollouts without a response token count among the S rollouts of a mean. Default: `'skip'`. */
  readonly emptyRollouts?: 'skip' | 'count'
  /** What `seq-mean-token-sum-norm` divides by: S·T, or T alone. Default: `'rollouts-and-length'`. */
  readonly normalization?: 'length' | 'rollouts-and-length'
}

/** What an aggregation asks of a batch. */
type Rows = Pick<CheckedBatch, 'rollouts' | 'tokens' | 'lengths' | 'promptOf' | 'denominators'>

/**
 * How per-token losses become one number. Every aggregation is a weighted sum with one weight per row,
 *
 *     loss = Σ_s c_s Σ_t L_st,   hence   d loss / d logProb_st = c_s · dL_st / d logProb_st
 *
 * with N response tokens in all, n_s of them in row s and m_s in all rows of its prompt, S rows that count, T columns, P
 * prompts that have tokens:
 *
 *     token-mean                c_s = 1 / N
 *     token-sum                 c_s = 1
 *     seq-mean-token-sum        c_s = 1 / S
 *     seq-mean-token-mean       c_s = 1 / (S · n_s)
 *     seq-mean-token-sum-norm   c_s = 1 / (S · T)   (Dr.GRPO, verl main)   or   1 / T   (GoLongRL: a sum over rows)
 *     prompt-mean               c_s = 1 / (P · m_s)   (the formula of the DAPO paper)
 *
 * A batch without response tokens has loss 0 (verl main: NaN). The reference's `+ 1e-8` on the denominators, which
 * exists for float64 masks only, is left out.
 *
 * @returns [N rollouts] the weights c_s; `Left` when `seq-mean-token-sum-norm` of a packed batch has neither `tokens` nor
 * `denominators.length`, or `prompt-mean` has no `promptOf`.
 * @see verl `core_algos.agg_loss`; Dr.GRPO, arXiv 2503.20783; DAPO, arXiv 2503.14476, eq. 8
 */
export function rowWeights(
  aggregation: Aggregation,
  batch: Rows,
  options: AggregationOptions = {},
): Either<BadBatch, Float64Array> {
  const { emptyRollouts = 'skip', normalization = 'rollouts-and-length' } = options
  const { lengths } = batch
  const denominators = denominatorsOf(batch, options)
  let tokensInAll = 0
  let rolloutsWithTokens = 0
  for (const length of lengths) {
    tokensInAll += length
    if (length > 0) rolloutsWithTokens++
  }
  const tokens = denominators.tokens ?? tokensInAll
  const rollouts =
    emptyRollouts === 'count'
      ? (denominators.allRollouts ?? denominators.rollouts ?? batch.rollouts)
      : (denominators.rollouts ?? rolloutsWithTokens)
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
    case 'prompt-mean': {
      const totals = denominators.promptTokens ?? promptTokens(batch)
      if (totals === undefined) return left(badBatch('promptOf', 'given for prompt-mean', batch.promptOf))
      const prompts = denominators.prompts ?? promptsWithTokens(batch)
      for (let rollout = 0; rollout < weights.length; rollout++) {
        weights[rollout] = oneOver(prompts * totals[rollout]!)
      }
      return right(weights)
    }
  }
}

/** 1 / count, and 0 for a count of 0: a batch without response tokens has weights of 0, not infinite ones. */
const oneOver = (count: number): number => (count === 0 ? 0 : 1 / count)

/** The caller's, before those that the batch carries as a part of another. */
function denominatorsOf(batch: Rows, { denominators = {} }: AggregationOptions): Denominators {
  const carried = batch.denominators ?? {}
  return {
    tokens: denominators.tokens ?? carried.tokens,
    rollouts: denominators.rollouts ?? carried.rollouts,
    allRollouts: denominators.allRollouts ?? denominators.rollouts ?? carried.allRollouts,
    length: denominators.length ?? carried.length,
    prompts: denominators.prompts ?? carried.prompts,
    promptTokens: denominators.promptTokens ?? carried.promptTokens,
  }
}

/** [N] response tokens of each rollout's prompt. */
export function promptTokens({ promptOf, lengths }: Rows): Float64Array | undefined {
  if (promptOf === undefined) return undefined
  const totals = new Map<number, number>()
  for (let s = 0; s < lengths.length; s++) {
    totals.set(promptOf[s]!, (totals.get(promptOf[s]!) ?? 0) + lengths[s]!)
  }
  return Float64Array.from(lengths, (_, s) => totals.get(promptOf[s]!)!)
}

/** How many prompts have response tokens. */
export function promptsWithTokens({ promptOf = [], lengths }: Rows): number {
  const prompts = new Set<number>()
  for (let s = 0; s < lengths.length; s++) if (lengths[s]! > 0) prompts.add(promptOf[s]!)
  return prompts.size
}

/** Every aggregation. */
export const AGGREGATIONS: readonly Aggregation[] = [
  'token-mean',
  'token-sum',
  'seq-mean-token-sum',
  'seq-mean-token-mean',
  'seq-mean-token-sum-norm',
  'prompt-mean',
]

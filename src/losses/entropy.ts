import { type Either, isLeft, left, right } from 'fp-ts/lib/Either.js'
import { type BadBatch, badBatch } from '../errors.js'
import { rowWeights } from './aggregation.js'
import type { CheckedBatch } from './checked-batch.js'
import type { PolicyLossOptions } from './loss-options.js'
import { otherTerms } from './term-aggregation.js'

/** The entropy bonus of a batch. */
export interface EntropyTerm {
  /** aggregate(entropies), before the coefficient. */
  readonly aggregated: number
  /** −coefficient · aggregated: what the bonus adds to the loss. */
  readonly loss: number
  /** [N] d loss / d entropy of each response token of a rollout: −coefficient · c_s. */
  readonly gradient: Float64Array
}

/**
 * The entropy bonus, −coefficient · aggregate(entropies). The entropy is a number of its own at each token, so nothing
 * flows to `logProbs`; a trainer that differentiates its entropies multiplies by `gradient`.
 *
 * @returns undefined without entropies; `Left` when they are needed for a coefficient other than 0.
 */
export function entropyTerm(
  batch: CheckedBatch,
  options: PolicyLossOptions,
): Either<BadBatch, EntropyTerm | undefined> {
  const { entropyCoefficient: coefficient = 0 } = options
  const { entropies, responseMask, starts } = batch
  if (entropies === undefined) {
    return coefficient === 0
      ? right(undefined)
      : left(badBatch('entropies', 'given for an entropy bonus', entropies))
  }
  const { aggregation, emptyRollouts } = otherTerms(options, options.entropyAggregation)
  const weights = rowWeights(aggregation, batch, { ...options, emptyRollouts })
  if (isLeft(weights)) return weights
  let aggregated = 0
  for (let rollout = 0; rollout < batch.rollouts; rollout++) {
    for (let i = starts[rollout]!; i < starts[rollout + 1]!; i++) {
      if (responseMask === undefined || responseMask[i]) aggregated += weights.right[rollout]! * entropies[i]!
    }
  }
  const gradient = weights.right.map((weight) => 0 - coefficient * weight)
  return right({ aggregated, loss: coefficient === 0 ? 0 : -coefficient * aggregated, gradient })
}

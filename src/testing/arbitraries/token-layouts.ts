import type { FloatArray, TokenBatch } from '../../losses/token-batch.js'
import type { PaddedTokenBatch } from './token-batches.js'

/** The same batch with the numbers of each array changed; arrays of one number per token only. */
export const mapTokens = <Values extends FloatArray>(
  batch: PaddedTokenBatch,
  change: (values: Float64Array) => Values,
): TokenBatch => ({
  ...batch,
  logProbs: change(batch.logProbs),
  oldLogProbs: change(batch.oldLogProbs),
  refLogProbs: change(batch.refLogProbs),
  ...(batch.advantages.length === batch.logProbs.length && { advantages: change(batch.advantages) }),
  ...(batch.importanceWeights && { importanceWeights: change(batch.importanceWeights) }),
  ...(batch.entropies && { entropies: change(batch.entropies) }),
  ...(batch.rolloutLogProbs && { rolloutLogProbs: change(batch.rolloutLogProbs) }),
})

/** The batch with `poison` wherever the mask is off. */
export const withPadding = (batch: PaddedTokenBatch, poison: number): PaddedTokenBatch =>
  mapTokens(batch, (values) =>
    values.map((value, i) => (batch.responseMask[i] === 0 ? poison : value)),
  ) as PaddedTokenBatch

/** The advantage of a row's first column, for each row. */
export const advantagePerRollout = ({ advantages, rollouts, tokens }: PaddedTokenBatch): Float64Array =>
  Float64Array.from({ length: rollouts }, (_, row) => advantages[row * tokens]!)

/** One advantage per rollout, at each of its tokens. */
export const spreadAdvantages = (
  perRollout: ArrayLike<number>,
  { logProbs, tokens }: PaddedTokenBatch,
): Float64Array => logProbs.map((_, i) => perRollout[Math.floor(i / tokens)]!)

/**
 * The rows one after another, without padding. Advantages per token.
 *
 * @param keep which tokens of the padded batch to keep
 */
export function packed(batch: PaddedTokenBatch, keep: (index: number) => boolean): TokenBatch {
  const kept = [...batch.logProbs.keys()].filter(keep)
  const { responseMask, ...moved } = mapTokens(batch, (values) => Float64Array.from(kept, (i) => values[i]!))
  return {
    ...moved,
    offsets: Int32Array.from(
      { length: batch.rollouts + 1 },
      (_, row) => kept.filter((i) => i < row * batch.tokens).length,
    ),
  }
}

/** The batch in float32. */
export const inFloat32 = (batch: TokenBatch): TokenBatch =>
  Object.fromEntries(
    Object.entries(batch).map(([name, value]) => [
      name,
      value instanceof Float64Array ? Float32Array.from(value) : value,
    ]),
  ) as unknown as TokenBatch

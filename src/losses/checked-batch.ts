import { type Either, isLeft, left, right } from 'fp-ts/lib/Either.js'
import { type BadBatch, badBatch } from '../errors.js'
import { type CountSelected, checkLayout, checkPerToken, isFloatArray, type Layout } from './layout.js'
import type { FloatArray, TokenBatch } from './token-batch.js'

/** A token batch whose shapes are known to fit. */
export interface CheckedBatch extends Layout {
  readonly logProbs: FloatArray
  readonly oldLogProbs: FloatArray
  readonly advantages: FloatArray
  /** Whether `advantages` holds one number per token; otherwise one per rollout. */
  readonly advantagePerToken: boolean
  readonly refLogProbs: FloatArray | undefined
  readonly importanceWeights: FloatArray | undefined
  readonly entropies: FloatArray | undefined
}

/**
 * Checks every shape of a batch, without reading the numbers in it: those are looked at by the loss's own pass, and
 * `findNonFinite` names the culprit afterwards.
 *
 * @returns `Left` naming the argument when the layout does not fit (`checkLayout`), or an array is missing, not a
 * Float32Array or Float64Array, or of another length than the layout says.
 */
export function checkTokenBatch(
  batch: TokenBatch,
  countSelected?: CountSelected,
): Either<BadBatch, CheckedBatch> {
  if (typeof batch !== 'object' || batch === null) return left(badBatch('batch', 'an object', batch))
  const { logProbs, oldLogProbs, advantages, refLogProbs, importanceWeights, entropies } = batch
  if (!isFloatArray(logProbs)) return left(badBatch('logProbs', 'a Float32Array or a Float64Array', logProbs))
  const size = logProbs.length
  const layout = checkLayout(batch, size, countSelected)
  if (isLeft(layout)) return layout
  for (const name of PER_TOKEN) {
    if (batch[name] === undefined && name !== 'oldLogProbs') continue
    const wrong = checkPerToken(name, batch[name], size)
    if (wrong !== undefined) return left(wrong)
  }
  if (!isFloatArray(advantages)) {
    return left(badBatch('advantages', 'a Float32Array or a Float64Array', advantages))
  }
  const advantagePerToken = advantages.length === size
  if (!advantagePerToken && advantages.length !== batch.rollouts) {
    const expected = `one value per token (${size}) or per rollout (${batch.rollouts})`
    return left(badBatch('advantages', expected, `${advantages.length} values`))
  }
  return right({
    ...layout.right,
    logProbs,
    oldLogProbs,
    advantages,
    advantagePerToken,
    refLogProbs,
    importanceWeights,
    entropies,
  })
}

/** The arrays of one number per token, beside `logProbs`. */
export const PER_TOKEN = ['oldLogProbs', 'refLogProbs', 'importanceWeights', 'entropies'] as const

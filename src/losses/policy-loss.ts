import { type Either, isLeft, left, right } from 'fp-ts/lib/Either.js'
import { type BadBatch, badBatch } from '../errors.js'
import { type AggregationOptions, rowWeights } from './aggregation.js'
import { type CheckedBatch, checkTokenBatch, findNonFinite } from './checked-batch.js'
import type { Tally } from './tally.js'
import type { Aggregation, FloatArray, PolicyLoss, PolicyLossMetrics, TokenBatch } from './token-batch.js'
import { type VanillaOptions, vanilla } from './vanilla.js'

/** What every kind of loss takes. */
export interface CommonLossOptions extends AggregationOptions {
  /** How per-token losses become one number. Default: `'token-mean'`. */
  readonly aggregation?: Aggregation
  /** Where to write the gradient, shaped like `logProbs`; its precision is the gradient's. Default: a fresh Float64Array. */
  readonly gradLogProbs?: FloatArray
}

export type PolicyLossOptions = CommonLossOptions & VanillaOptions

/**
 * The policy loss of a batch of tokens, its gradient with respect to `logProbs`, and what a trainer logs.
 *
 * Defaults are the GoLongRL recipe: vanilla PPO clipping, clipLow 0.2, clipHigh 0.28, dual clip 3, token-mean.
 * Masks select: what stands at masked positions, NaN included, never matters, and their gradient is 0.
 *
 * @returns `Left` when a shape does not fit, an option is out of range, or a selected number is not finite
 * (named with its index; the contents of a caller's `gradLogProbs` are then unspecified).
 */
export function policyLoss(batch: TokenBatch, options: PolicyLossOptions = {}): Either<BadBatch, PolicyLoss> {
  const checked = checkTokenBatch(batch)
  if (isLeft(checked)) return checked
  const wrongOption = checkOptions(options, batch)
  if (wrongOption !== undefined) return left(wrongOption)
  const weights = rowWeights(options.aggregation ?? 'token-mean', checked.right, options)
  if (isLeft(weights)) return weights
  const gradLogProbs = options.gradLogProbs ?? new Float64Array(batch.logProbs.length)
  const tally = vanilla(checked.right, weights.right, options, gradLogProbs)
  if (!Number.isFinite(tally.loss) || !Number.isFinite(tally.probe)) {
    return left(findNonFinite(checked.right) ?? badBatch('logProbs', 'of finite loss', tally.loss))
  }
  return right({ loss: tally.loss, gradLogProbs, metrics: summarize(tally, checked.right) })
}

function checkOptions(options: PolicyLossOptions, batch: TokenBatch): BadBatch | undefined {
  const { kind = 'vanilla', clipLow = 0.2, clipHigh = 0.28, dualClip = 3, gradLogProbs } = options
  if (kind !== 'vanilla') return badBatch('kind', 'a known kind of loss', kind)
  if (!(clipLow >= 0)) return badBatch('clipLow', '0 or more', clipLow)
  if (!(clipHigh >= 0)) return badBatch('clipHigh', '0 or more', clipHigh)
  if (!(dualClip > 1)) return badBatch('dualClip', 'above 1', dualClip)
  if (gradLogProbs !== undefined && gradLogProbs.length !== batch.logProbs.length) {
    return badBatch('gradLogProbs', `${batch.logProbs.length} values`, `${gradLogProbs.length} values`)
  }
  return undefined
}

function summarize(tally: Tally, _batch: CheckedBatch): PolicyLossMetrics {
  const { tokens } = tally
  const share = (count: number) => (tokens === 0 ? 0 : count / tokens)
  return {
    clipFraction: share(tally.clipped),
    clipFractionLower: share(tally.clippedLower),
    approxKl: tokens === 0 ? 0 : -tally.logRatioSum / tokens,
    ratioMean: share(tally.ratioSum),
    ratioMin: tokens === 0 ? 0 : tally.ratioMin,
    ratioMax: tokens === 0 ? 0 : tally.ratioMax,
    tokens,
  }
}

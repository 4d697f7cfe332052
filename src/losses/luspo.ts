import type { CheckedBatch } from './checked-batch.js'
import type { ImportanceLevel } from './importance-ratio.js'
import type { Tally } from './tally.js'
import type { FloatArray } from './token-batch.js'
import { vanilla } from './vanilla.js'

export interface LuspoOptions {
  readonly kind: 'luspo'
  /** The ratio is clipped below at 1 − clipLow. Default: 0.2. */
  readonly clipLow?: number
  /** The ratio is clipped above at 1 + clipHigh. Default: 0.28. */
  readonly clipHigh?: number
  /** The unclipped branch takes at most this ratio (TRL's `delta`). Default: Infinity. */
  readonly ratioCap?: number
  /** Whose ratio a token uses. Default: `'sequence'`; TRL advises against `'token'`. */
  readonly importanceLevel?: ImportanceLevel
}

/**
 * Length-Unbiased Sequence Policy Optimization: GSPO's clip on the rollout's ratio, times the rollout's length, so that
 * long responses are not discounted.
 *
 *     L_s = max(−A·min(x, ratioCap), −A·clip(x, 1 − clipLow, 1 + clipHigh)),   x = exp(mean of the rollout's log-ratios)
 *     loss = mean over all rollouts, also those without tokens, of n_s · L_s
 *
 * Summing L_s over the n_s tokens is the same thing: this is `vanilla` at sequence level without dual clip or limit,
 * aggregated by seq-mean-token-sum whatever `aggregation` says.
 *
 * @see arXiv 2602.05261; TRL `GRPOTrainer`, loss_type "luspo"
 */
export function luspo(
  batch: CheckedBatch,
  weights: Float64Array,
  options: LuspoOptions,
  gradient: FloatArray,
): Tally {
  const { importanceLevel = 'sequence' } = options
  const free = { dualClip: Number.POSITIVE_INFINITY, logRatioLimit: Number.POSITIVE_INFINITY }
  return vanilla(batch, weights, { ...options, ...free, kind: 'vanilla', importanceLevel }, gradient)
}

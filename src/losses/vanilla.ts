import type { CheckedBatch } from './checked-batch.js'
import { fastExp } from './fast-exp.js'
import {
  holdLogRatio,
  type ImportanceLevel,
  LOG_RATIO_LIMIT,
  meanLogRatio,
  spreadOverRollout,
} from './importance-ratio.js'
import type { Tally } from './tally.js'
import type { FloatArray } from './token-batch.js'
import type { ClipRange, TokenSums } from './token-sums.js'
import { sumTokensByKernel } from './wasm/sum-tokens.js'

export interface VanillaOptions {
  readonly kind?: 'vanilla'
  /** The ratio is clipped below at 1 − clipLow. Default: 0.2. */
  readonly clipLow?: number
  /** The ratio is clipped above at 1 + clipHigh. Default: 0.28. */
  readonly clipHigh?: number
  /** With a negative advantage the loss is at most −A · dualClip. Above 1; Infinity switches it off. Default: 3. */
  readonly dualClip?: number
  /** The unclipped branch takes at most this ratio, whatever the sign of A (TRL's `delta`). Default: Infinity. */
  readonly ratioCap?: number
  /** Whose ratio a token uses. Default: `'token'`. */
  readonly importanceLevel?: ImportanceLevel
  /** The log-ratio is held within ± this, in nats; Infinity (as in TRL) lets it run. Default: 20. */
  readonly logRatioLimit?: number
}

/**
 * PPO's clipped loss with GoLongRL's asymmetric range ("clip higher") and the dual clip. Per token, with ratio x:
 *
 *     L = max(−A·min(x, ratioCap), −A·clip(x, 1 − clipLow, 1 + clipHigh));   if A < 0:  L = min(L, −A·dualClip)
 *
 * Of the two sides of the clip only one can act, so this is the ratio held in a range that depends on the sign of A:
 *
 *     L = −A·clip(x, least, most);   dL/dlogProb = −A·x where least ≤ x ≤ most, else 0
 *     A > 0:  least = 0,           most = min(1 + clipHigh, ratioCap)
 *     A < 0:  least = 1 − clipLow, most = min(dualClip, max(1 + clipHigh, ratioCap))
 *
 * On a bound itself the gradient flows. Where the log-ratio is held by `logRatioLimit` it is 0.
 * At sequence level x is the rollout's geometric mean ratio, and the derivative is spread over its n tokens.
 * An importance weight multiplies L after clipping.
 *
 * @see PPO, arXiv 1707.06347, eq. 7; dual clip, arXiv 1912.09729, eq. 5; DAPO's clip-higher, arXiv 2503.14476, eq. 10;
 * verl `core_algos.compute_policy_loss_vanilla`; TRL `GRPOTrainer`, loss_type "grpo", "bnpo", "dr_grpo", "dapo"
 */
export function vanilla(
  batch: CheckedBatch,
  weights: Float64Array,
  options: VanillaOptions,
  gradient: FloatArray,
): Tally {
  const { importanceLevel = 'token', logRatioLimit = LOG_RATIO_LIMIT } = options
  const perSequence = importanceLevel === 'sequence'
  const range = clipRange(options)
  const sums =
    (perSequence ? undefined : sumTokensByKernel(batch, weights, range, logRatioLimit, gradient)) ??
    sumTokens(batch, weights, range, logRatioLimit, perSequence, gradient)
  const { clippedBelow, clippedAbove, clippedLower } = sums
  let tokens = 0
  let below = 0
  let above = 0
  let sharesBelow = 0
  let sharesAbove = 0
  let leastBelow = Number.POSITIVE_INFINITY
  let mostAbove = 0
  for (let rollout = 0; rollout < batch.rollouts; rollout++) {
    if (perSequence) spreadOverRollout(batch, rollout, gradient)
    const length = Math.max(batch.lengths[rollout]!, 1)
    const shareBelow = clippedBelow[rollout]! / length
    const shareAbove = clippedAbove[rollout]! / length
    tokens += batch.lengths[rollout]!
    below += clippedBelow[rollout]!
    above += clippedAbove[rollout]!
    sharesBelow += shareBelow
    sharesAbove += shareAbove
    leastBelow = Math.min(leastBelow, shareBelow)
    mostAbove = Math.max(mostAbove, shareAbove)
  }
  const perToken = Math.max(tokens, 1)
  const perRollout = Math.max(batch.rollouts, 1)
  return {
    loss: sums.loss,
    tokens,
    clipped: below + above,
    clippedLower,
    clipSides: {
      clipUnits: perSequence ? batch.rollouts : tokens,
      clipFractionBelow: perSequence ? sharesBelow / perRollout : below / perToken,
      clipFractionAbove: perSequence ? sharesAbove / perRollout : above / perToken,
      clipFractionBelowMin: batch.rollouts === 0 ? 0 : leastBelow,
      clipFractionAboveMax: mostAbove,
    },
    logRatioSum: sums.logRatioSum,
    ratioSum: sums.ratioSum,
    ratioMin: sums.ratioMin,
    ratioMax: sums.ratioMax,
    magnitudes: sums.farLogRatios + Math.abs(sums.logRatioSum) + sums.gains * Math.max(sums.ratioMax, 0),
  }
}

export function clipRange(options: VanillaOptions): ClipRange {
  const { clipLow = 0.2, clipHigh = 0.28, dualClip = 3, ratioCap = Number.POSITIVE_INFINITY } = options
  const lowest = 1 - clipLow
  const highest = 1 + clipHigh
  const mostPos = Math.min(highest, ratioCap)
  const mostNeg = Math.min(dualClip, Math.max(highest, ratioCap))
  return { lowest, highest, dualClip, mostPos, mostNeg }
}

/** The pass over the tokens: the formula of `vanilla`, written to `gradient`, which holds 0, where the mask selects. */
export function sumTokens(
  batch: CheckedBatch,
  weights: Float64Array,
  { lowest, highest, dualClip, mostPos, mostNeg }: ClipRange,
  logRatioLimit: number,
  perSequence: boolean,
  gradient: FloatArray,
): TokenSums {
  const { logProbs, oldLogProbs, advantages, advantagePerToken, responseMask, importanceWeights } = batch
  const varied = advantagePerToken || importanceWeights !== undefined
  const near = Math.min(logRatioLimit, LOG_RATIO_LIMIT)
  const clippedBelow = new Int32Array(batch.rollouts)
  const clippedAbove = new Int32Array(batch.rollouts)
  // Local variables, not fields of an object: this loop runs over millions of tokens at each step.
  let loss = 0
  let clippedLower = 0
  let farLogRatios = 0
  let gains = 0
  let logRatioSum = 0
  let ratioSum = 0
  let ratioMin = Number.POSITIVE_INFINITY
  let ratioMax = Number.NEGATIVE_INFINITY

  for (let rollout = 0; rollout < batch.rollouts; rollout++) {
    const sequenceLogRatio = perSequence ? meanLogRatio(batch, rollout) : 0
    const rowWeight = weights[rollout]!
    let advantage = advantagePerToken ? 0 : advantages[rollout]!
    let gain = rowWeight * advantage
    let least = advantage < 0 ? lowest : 0
    let most = advantage < 0 ? mostNeg : mostPos
    let left = batch.lengths[rollout]!
    if (!varied && left > 0) gains += Math.abs(gain)
    const end = batch.starts[rollout + 1]!
    for (let i = batch.starts[rollout]!; i < end && left > 0; i++) {
      if (responseMask !== undefined && !responseMask[i]) continue
      left--
      if (varied) {
        if (advantagePerToken) advantage = advantages[i]!
        gain = (importanceWeights === undefined ? rowWeight : rowWeight * importanceWeights[i]!) * advantage
        least = advantage < 0 ? lowest : 0
        most = advantage < 0 ? mostNeg : mostPos
        gains += Math.abs(gain)
      }
      const rawLogRatio = perSequence ? sequenceLogRatio : logProbs[i]! - oldLogProbs[i]!
      let logRatio = rawLogRatio
      // NaN is not near either.
      if (!(Math.abs(rawLogRatio) <= near)) {
        logRatio = holdLogRatio(rawLogRatio, logRatioLimit)
        farLogRatios += Math.abs(rawLogRatio)
      }
      const ratio = fastExp(logRatio)
      logRatioSum += logRatio
      ratioSum += ratio
      if (ratio < ratioMin) ratioMin = ratio
      if (ratio > ratioMax) ratioMax = ratio

      if (ratio >= least && ratio <= most) {
        const gained = gain * ratio
        loss -= gained
        gradient[i] = logRatio === rawLogRatio ? 0 - gained : 0
      } else {
        loss -= gain * (ratio < least ? least : most)
        gradient[i] = 0
        if (ratio < least) clippedBelow[rollout]!++
        else if (advantage < 0) clippedLower += ratio > dualClip ? 1 : 0
        else if (advantage > 0 && ratio > highest) clippedAbove[rollout]!++
      }
    }
  }
  return {
    ...{ loss, logRatioSum, ratioSum, ratioMin, ratioMax },
    ...{ clippedBelow, clippedAbove, clippedLower, farLogRatios, gains },
  }
}

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
  const { clipLow = 0.2, clipHigh = 0.28, dualClip = 3, ratioCap = Number.POSITIVE_INFINITY } = options
  const { importanceLevel = 'token', logRatioLimit = LOG_RATIO_LIMIT } = options
  const { logProbs, oldLogProbs, advantages, advantagePerToken, responseMask, importanceWeights } = batch
  const perSequence = importanceLevel === 'sequence'
  const lowest = 1 - clipLow
  const highest = 1 + clipHigh
  const mostPos = Math.min(highest, ratioCap)
  const mostNeg = Math.min(dualClip, Math.max(highest, ratioCap))
  // Local variables, not fields of an object: this loop runs over millions of tokens at each step.
  let loss = 0
  let tokens = 0
  let below = 0
  let above = 0
  let dualClipped = 0
  let sharesBelow = 0
  let sharesAbove = 0
  let leastBelow = Number.POSITIVE_INFINITY
  let mostAbove = 0
  let magnitudes = 0
  let logRatioSum = 0
  let ratioSum = 0
  let ratioMin = Number.POSITIVE_INFINITY
  let ratioMax = Number.NEGATIVE_INFINITY

  for (let rollout = 0; rollout < batch.rollouts; rollout++) {
    const sequenceLogRatio = perSequence ? meanLogRatio(batch, rollout) : undefined
    const rowWeight = weights[rollout]!
    const belowBefore = below
    const aboveBefore = above
    const end = batch.starts[rollout + 1]!
    for (let i = batch.starts[rollout]!; i < end; i++) {
      if (responseMask !== undefined && !responseMask[i]) {
        gradient[i] = 0
        continue
      }
      const advantage = advantages[advantagePerToken ? i : rollout]!
      const weight = importanceWeights === undefined ? rowWeight : rowWeight * importanceWeights[i]!
      const rawLogRatio = sequenceLogRatio ?? logProbs[i]! - oldLogProbs[i]!
      const logRatio = holdLogRatio(rawLogRatio, logRatioLimit)
      const ratio = fastExp(logRatio)
      logRatioSum += logRatio
      ratioSum += ratio
      ratioMin = Math.min(ratioMin, ratio)
      ratioMax = Math.max(ratioMax, ratio)

      const gain = weight * advantage
      let slope = logRatio === rawLogRatio ? 0 - gain * ratio : 0
      let bounded = ratio
      if (advantage < 0) {
        if (ratio < lowest) {
          below++
          bounded = lowest
          slope = 0
        } else if (ratio > mostNeg) {
          if (ratio > dualClip) dualClipped++
          bounded = mostNeg
          slope = 0
        }
      } else if (ratio > mostPos) {
        if (ratio > highest && advantage > 0) above++
        bounded = mostPos
        slope = 0
      }
      loss -= gain * bounded
      gradient[i] = slope
      magnitudes += Math.abs(rawLogRatio) + Math.abs(slope)
    }
    if (perSequence) spreadOverRollout(batch, rollout, gradient)
    const length = Math.max(batch.lengths[rollout]!, 1)
    tokens += batch.lengths[rollout]!
    const shareBelow = (below - belowBefore) / length
    const shareAbove = (above - aboveBefore) / length
    sharesBelow += shareBelow
    sharesAbove += shareAbove
    leastBelow = Math.min(leastBelow, shareBelow)
    mostAbove = Math.max(mostAbove, shareAbove)
  }
  const perToken = Math.max(tokens, 1)
  const perRollout = Math.max(batch.rollouts, 1)
  return {
    loss,
    tokens,
    clipped: below + above,
    clippedLower: dualClipped,
    clipSides: {
      clipUnits: perSequence ? batch.rollouts : tokens,
      clipFractionBelow: perSequence ? sharesBelow / perRollout : below / perToken,
      clipFractionAbove: perSequence ? sharesAbove / perRollout : above / perToken,
      clipFractionBelowMin: batch.rollouts === 0 ? 0 : leastBelow,
      clipFractionAboveMax: mostAbove,
    },
    logRatioSum,
    ratioSum,
    ratioMin,
    ratioMax,
    magnitudes,
  }
}

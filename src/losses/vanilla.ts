import type { CheckedBatch } from './checked-batch.js'
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
 *     dL/dlogProb = −A·x where the branch taken moves with x, else 0
 *
 * so the gradient is 0 where A > 0 and x > 1 + clipHigh, where A < 0 and x < 1 − clipLow or x > dualClip, and where the
 * log-ratio is held. At a kink (x exactly on a bound) the unclipped branch counts.
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
  // Locals, not the fields of an object: this loop is the one that runs over millions of tokens each step.
  let loss = 0
  let tokens = 0
  let clippedTokens = 0
  let clippedBelow = 0
  let clippedAbove = 0
  let leastBelow = Number.POSITIVE_INFINITY
  let mostAbove = 0
  let clippedLower = 0
  let logRatioSum = 0
  let ratioSum = 0
  let ratioMin = Number.POSITIVE_INFINITY
  let ratioMax = Number.NEGATIVE_INFINITY
  let probe = 0

  for (let rollout = 0; rollout < batch.rollouts; rollout++) {
    const sequenceLogRatio = perSequence ? meanLogRatio(batch, rollout) : 0
    const rowWeight = weights[rollout]!
    const end = batch.starts[rollout + 1]!
    let below = 0
    let above = 0
    for (let i = batch.starts[rollout]!; i < end; i++) {
      if (responseMask !== undefined && !responseMask[i]) {
        gradient[i] = 0
        continue
      }
      const weight = importanceWeights === undefined ? rowWeight : rowWeight * importanceWeights[i]!
      const advantage = advantages[advantagePerToken ? i : rollout]!
      const rawLogRatio = perSequence ? sequenceLogRatio : logProbs[i]! - oldLogProbs[i]!
      const logRatio = holdLogRatio(rawLogRatio, logRatioLimit)
      const ratio = Math.exp(logRatio)
      const clippedRatio = Math.min(Math.max(ratio, lowest), highest)

      const unclipped = -advantage * Math.min(ratio, ratioCap)
      const clipped = -advantage * clippedRatio
      let tokenLoss = unclipped
      let moves = ratio <= ratioCap
      if (clipped > unclipped) {
        tokenLoss = clipped
        moves = ratio === clippedRatio
        clippedTokens++
      }
      if (advantage < 0 && tokenLoss > -advantage * dualClip) {
        tokenLoss = -advantage * dualClip
        moves = false
        clippedLower++
      }
      loss += weight * tokenLoss
      gradient[i] = moves && logRatio === rawLogRatio ? 0 - weight * advantage * ratio : 0

      if (ratio < lowest && advantage < 0) below++
      else if (ratio > highest && advantage > 0) above++
      tokens++
      probe += rawLogRatio
      logRatioSum += logRatio
      ratioSum += ratio
      if (ratio < ratioMin) ratioMin = ratio
      if (ratio > ratioMax) ratioMax = ratio
    }
    if (perSequence) spreadOverRollout(batch, rollout, gradient)
    const length = Math.max(batch.lengths[rollout]!, 1)
    clippedBelow += perSequence ? below / length : below
    clippedAbove += perSequence ? above / length : above
    leastBelow = Math.min(leastBelow, below / length)
    mostAbove = Math.max(mostAbove, above / length)
  }
  const units = Math.max(perSequence ? batch.rollouts : tokens, 1)
  return {
    loss,
    tokens,
    clipped: clippedTokens,
    clippedLower,
    clipSides: {
      clipFractionBelow: clippedBelow / units,
      clipFractionAbove: clippedAbove / units,
      clipFractionBelowMin: batch.rollouts === 0 ? 0 : leastBelow,
      clipFractionAboveMax: mostAbove,
    },
    logRatioSum,
    ratioSum,
    ratioMin,
    ratioMax,
    probe,
  }
}

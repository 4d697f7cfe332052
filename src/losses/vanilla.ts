import type { CheckedBatch } from './checked-batch.js'
import { holdLogRatio, LOG_RATIO_LIMIT } from './importance-ratio.js'
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
  /** The log-ratio is held within ± this, in nats; Infinity (as in TRL) lets it run. Default: 20. */
  readonly logRatioLimit?: number
}

/**
 * PPO's clipped loss with GoLongRL's asymmetric range ("clip higher") and the dual clip. Per token, with ratio x = exp(d):
 *
 *     L = max(−A·x, −A·clip(x, 1 − clipLow, 1 + clipHigh));   if A < 0:  L = min(L, −A·dualClip)
 *     dL/dlogProb = −A·x where the unclipped branch is the loss, else 0
 *
 * so the gradient is 0 where A > 0 and x > 1 + clipHigh, where A < 0 and x < 1 − clipLow or x > dualClip, and where the
 * log-ratio is held. At a kink (x exactly on a bound) the unclipped branch counts.
 * An importance weight multiplies L after clipping.
 *
 * @see PPO, arXiv 1707.06347, eq. 7; dual clip, arXiv 1912.09729, eq. 5; DAPO's clip-higher, arXiv 2503.14476, eq. 10;
 * verl `core_algos.compute_policy_loss_vanilla`
 */
export function vanilla(
  batch: CheckedBatch,
  weights: Float64Array,
  options: VanillaOptions,
  gradient: FloatArray,
): Tally {
  const { clipLow = 0.2, clipHigh = 0.28, dualClip = 3, logRatioLimit = LOG_RATIO_LIMIT } = options
  const { logProbs, oldLogProbs, advantages, advantagePerToken, responseMask, importanceWeights } = batch
  const lowest = 1 - clipLow
  const highest = 1 + clipHigh
  let loss = 0
  let tokens = 0
  let clippedTokens = 0
  let clippedLower = 0
  let logRatioSum = 0
  let ratioSum = 0
  let ratioMin = Infinity
  let ratioMax = -Infinity
  let probe = 0

  for (let rollout = 0; rollout < batch.rollouts; rollout++) {
    const end = batch.starts[rollout + 1]!
    for (let i = batch.starts[rollout]!; i < end; i++) {
      if (responseMask !== undefined && !responseMask[i]) {
        gradient[i] = 0
        continue
      }
      const advantage = advantages[advantagePerToken ? i : rollout]!
      const weight =
        importanceWeights === undefined ? weights[rollout]! : weights[rollout]! * importanceWeights[i]!
      const rawLogRatio = logProbs[i]! - oldLogProbs[i]!
      const logRatio = holdLogRatio(rawLogRatio, logRatioLimit)
      const ratio = Math.exp(logRatio)

      const unclipped = -advantage * ratio
      const clipped = -advantage * Math.min(Math.max(ratio, lowest), highest)
      let tokenLoss = Math.max(unclipped, clipped)
      let active = unclipped >= clipped && logRatio === rawLogRatio
      if (clipped > unclipped) clippedTokens++
      if (advantage < 0 && tokenLoss > -advantage * dualClip) {
        tokenLoss = -advantage * dualClip
        active = false
        clippedLower++
      }
      loss += weight * tokenLoss
      gradient[i] = active ? 0 - weight * advantage * ratio : 0

      tokens++
      probe += rawLogRatio
      logRatioSum += logRatio
      ratioSum += ratio
      if (ratio < ratioMin) ratioMin = ratio
      if (ratio > ratioMax) ratioMax = ratio
    }
  }
  return {
    loss,
    tokens,
    clipped: clippedTokens,
    clippedLower,
    logRatioSum,
    ratioSum,
    ratioMin,
    ratioMax,
    probe,
  }
}

import type { CheckedBatch } from './checked-batch.js'
import { emptyTally, observe, type Tally } from './tally.js'
import type { FloatArray } from './token-batch.js'

export interface VespoOptions {
  readonly kind: 'vespo'
  /** Power of the rollout's weight where A ≥ 0; this and the others from 0 to 1e100. Default: 2. */
  readonly powerPos?: number
  /** Decay of the rollout's weight where A ≥ 0. Default: 3. */
  readonly decayPos?: number
  /** Power where A < 0. Default: 3. */
  readonly powerNeg?: number
  /** Decay where A < 0. Default: 2. */
  readonly decayNeg?: number
}

/**
 * VESPO: REINFORCE with a smooth weight on the whole rollout: 1 at w = 1, smaller on both sides.
 *
 *     log w = clamp(Σ_t clamp(logProb − oldLogProb, −20, 20) + Σ_t clamp(log v, ln 1e−8, 20), ln 1e−8, 20)
 *     φ = exp(λ + k·log w − λ·w),   (k, λ) = (powerPos, decayPos) where A ≥ 0, else (powerNeg, decayNeg)
 *     L = −sg(φ)·A·logProb,   dL/dlogProb = −φ·A
 *
 * The sums run over the rollout's tokens, v are importance weights: they enter w and do not multiply L. φ(1) = 1.
 *
 * @see TRL `GRPOTrainer.get_gamma_weights`, loss_type "vespo"
 */
export function vespo(
  batch: CheckedBatch,
  weights: Float64Array,
  options: VespoOptions,
  gradient: FloatArray,
): Tally {
  const { powerPos = 2, decayPos = 3, powerNeg = 3, decayNeg = 2 } = options
  const { logProbs, oldLogProbs, advantages, advantagePerToken, responseMask } = batch
  const tally = emptyTally()
  let phiSum = 0
  for (let rollout = 0; rollout < batch.rollouts; rollout++) {
    const logWeight = sequenceLogWeight(batch, rollout)
    const sequenceWeight = Math.exp(logWeight)
    const phiPos = Math.exp(decayPos + powerPos * logWeight - decayPos * sequenceWeight)
    const phiNeg = Math.exp(decayNeg + powerNeg * logWeight - decayNeg * sequenceWeight)
    const end = batch.starts[rollout + 1]!
    let rolloutPhi = 1
    for (let i = batch.starts[rollout]!; i < end; i++) {
      if (responseMask !== undefined && !responseMask[i]) continue
      const advantage = advantages[advantagePerToken ? i : rollout]!
      const phi = advantage >= 0 ? phiPos : phiNeg
      rolloutPhi = phi
      tally.loss += weights[rollout]! * -phi * advantage * logProbs[i]!
      const slope = 0 - weights[rollout]! * phi * advantage
      gradient[i] = slope
      const logRatio = logProbs[i]! - oldLogProbs[i]!
      observe(tally, logRatio, logRatio, sequenceWeight, slope)
    }
    phiSum += rolloutPhi
  }
  tally.sequenceWeightMean = phiSum / Math.max(batch.rollouts, 1)
  return tally
}

const LOWEST_LOG_WEIGHT = Math.log(1e-8)
const HIGHEST_LOG_WEIGHT = 20

function sequenceLogWeight(batch: CheckedBatch, rollout: number): number {
  const { logProbs, oldLogProbs, responseMask, importanceWeights, starts } = batch
  let sum = 0
  for (let i = starts[rollout]!; i < starts[rollout + 1]!; i++) {
    if (responseMask !== undefined && !responseMask[i]) continue
    sum += clamp(logProbs[i]! - oldLogProbs[i]!, -HIGHEST_LOG_WEIGHT)
    if (importanceWeights !== undefined) sum += clamp(Math.log(importanceWeights[i]!), LOWEST_LOG_WEIGHT)
  }
  return clamp(sum, LOWEST_LOG_WEIGHT)
}

const clamp = (value: number, lowest: number): number => Math.min(Math.max(value, lowest), HIGHEST_LOG_WEIGHT)

import { holdLogRatio, LOG_RATIO_LIMIT } from './importance-ratio.js'
import type { Layout } from './layout.js'
import type { FloatArray } from './token-batch.js'

/** Response tokens under the policy that is trained and under the one that sampled them. */
export interface LogRatios extends Layout {
  readonly oldLogProbs: FloatArray
  readonly rolloutLogProbs: FloatArray
}

/**
 * The distance between the trained policy and the one that sampled. Means over rollouts count every rollout; one without tokens
 * has mean log-probability 0. d = oldLogProb − rolloutLogProb. Never NaN; an exponential beyond e⁷⁰⁹ and a sum beyond
 * float64 are ±Infinity.
 */
export interface MismatchMetrics {
  /** Mean over rollouts of exp(−mean oldLogProb). */
  readonly trainingPerplexity: number
  readonly trainingLogPerplexity: number
  /** Mean over rollouts of exp(−mean rolloutLogProb). */
  readonly rolloutPerplexity: number
  readonly rolloutLogPerplexity: number
  /** KL(rollout ‖ trained), estimated by the mean over tokens of −d. */
  readonly kl: number
  /** The same by the mean over tokens of e^d − d − 1: never negative, less noisy. */
  readonly k3Kl: number
  /** Training minus rollout log-perplexity: mean over rollouts, of the absolute value, largest, least. */
  readonly logPerplexityDifference: number
  readonly logPerplexityAbsoluteDifference: number
  readonly logPerplexityDifferenceMax: number
  readonly logPerplexityDifferenceMin: number
  /** Mean over rollouts of the ratio of the perplexities. */
  readonly perplexityRatio: number
  /** χ² divergence: mean over tokens of e^2d, minus 1; d held within ± 20. */
  readonly chiSquaredToken: number
  /** The same with d summed over a rollout, mean over rollouts. */
  readonly chiSquaredSequence: number
}

/** @see verl `rollout_corr_helper.compute_offpolicy_metrics` */
export function mismatchMetrics(batch: LogRatios): MismatchMetrics {
  const { oldLogProbs, rolloutLogProbs, responseMask, starts, lengths, rollouts } = batch
  let tokens = 0
  let kl = 0
  let k3Kl = 0
  let chiSquaredToken = 0
  const byRollout = {
    trainingPerplexity: 0,
    trainingLogPerplexity: 0,
    rolloutPerplexity: 0,
    rolloutLogPerplexity: 0,
    logPerplexityDifference: 0,
    logPerplexityAbsoluteDifference: 0,
    perplexityRatio: 0,
    chiSquaredSequence: 0,
  }
  let differenceMax = rollouts === 0 ? 0 : Number.NEGATIVE_INFINITY
  let differenceMin = rollouts === 0 ? 0 : Number.POSITIVE_INFINITY
  for (let rollout = 0; rollout < rollouts; rollout++) {
    let oldSum = 0
    let rolloutSum = 0
    let logRatioSum = 0
    for (let i = starts[rollout]!; i < starts[rollout + 1]!; i++) {
      if (responseMask !== undefined && !responseMask[i]) continue
      const logRatio = oldLogProbs[i]! - rolloutLogProbs[i]!
      tokens++
      oldSum += oldLogProbs[i]!
      rolloutSum += rolloutLogProbs[i]!
      logRatioSum += logRatio
      kl -= logRatio
      k3Kl += Math.exp(logRatio) - logRatio - 1
      chiSquaredToken += squaredRatio(logRatio)
    }
    const length = Math.max(lengths[rollout]!, 1)
    const training = 0 - oldSum / length
    const sampling = 0 - rolloutSum / length
    byRollout.trainingPerplexity += Math.exp(training)
    byRollout.trainingLogPerplexity += training
    byRollout.rolloutPerplexity += Math.exp(sampling)
    byRollout.rolloutLogPerplexity += sampling
    byRollout.logPerplexityDifference += training - sampling
    byRollout.logPerplexityAbsoluteDifference += Math.abs(training - sampling)
    byRollout.perplexityRatio += Math.exp(training - sampling)
    byRollout.chiSquaredSequence += squaredRatio(logRatioSum) - 1
    differenceMax = Math.max(differenceMax, training - sampling)
    differenceMin = Math.min(differenceMin, training - sampling)
  }
  const perToken = (sum: number) => (tokens === 0 ? 0 : sum / tokens)
  const perRollout = (sum: number) => (rollouts === 0 ? 0 : sum / rollouts)
  return {
    trainingPerplexity: perRollout(byRollout.trainingPerplexity),
    trainingLogPerplexity: perRollout(byRollout.trainingLogPerplexity),
    rolloutPerplexity: perRollout(byRollout.rolloutPerplexity),
    rolloutLogPerplexity: perRollout(byRollout.rolloutLogPerplexity),
    kl: perToken(kl),
    k3Kl: perToken(k3Kl),
    logPerplexityDifference: perRollout(byRollout.logPerplexityDifference),
    logPerplexityAbsoluteDifference: perRollout(byRollout.logPerplexityAbsoluteDifference),
    logPerplexityDifferenceMax: differenceMax,
    logPerplexityDifferenceMin: differenceMin,
    perplexityRatio: perRollout(byRollout.perplexityRatio),
    chiSquaredToken: tokens === 0 ? 0 : perToken(chiSquaredToken) - 1,
    chiSquaredSequence: perRollout(byRollout.chiSquaredSequence),
  }
}

/** x² of a log-ratio held within ± 20. */
function squaredRatio(logRatio: number): number {
  return Math.exp(2 * holdLogRatio(logRatio, LOG_RATIO_LIMIT))
}

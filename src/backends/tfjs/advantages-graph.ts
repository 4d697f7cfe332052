import { type SegmentPlan, segmentSum } from './segments.js'
import type { Tensor1D, Tf } from './tf.js'

/** M values in P segments (the rollouts of a prompt, or of a task type), whose spreads are averaged in S scales. */
export interface SpreadInputs {
  /** [M] each value minus the mean of its segment, taken in float64 and brought near 1 by a power of two. */
  readonly deviations: Float32Array
  /** [M] → [P] */
  readonly segments: SegmentPlan
  /** [P] 1 / (n − 1), the divisor of a sample variance; 0 where n is 1. */
  readonly degrees: Float32Array
  /** [P] variance that a segment has by decree, where it holds one value. */
  readonly givenVariances: Float32Array
  /** [P] → [S]; absent where every segment is a scale of its own. */
  readonly scales?: SegmentPlan
  /** [S] 1 / number of segments in the scale. */
  readonly shares: Float32Array
  /** [S] added to the scale, in the units of its deviations. */
  readonly epsilons: Float32Array
  /** [M] which scale divides each value. */
  readonly scaleOf: Int32Array
}

/**
 * The second pass of a normalised advantage, on the device:
 *
 *     var_u = Σ (r_i − mean_u)² / (n_u − 1)      scale_s = √( mean over the segments u of scale s of var_u )
 *     A_i = (r_i − mean_u) / (scale_s + ε)               0 where that divides by 0
 *
 * GRPO is the case of one segment per scale; TMN has the prompts of a task type in one.
 */
export function normalizeBySpread(
  tf: Tf,
  inputs: SpreadInputs,
): { readonly advantages: Tensor1D; readonly scales: Tensor1D } {
  const deviations = tf.tensor1d(inputs.deviations)
  const squares = segmentSum(tf, tf.square(deviations), inputs.segments)
  const variances = tf.add(
    tf.mul(squares, tf.tensor1d(inputs.degrees)),
    tf.tensor1d(inputs.givenVariances),
  ) as Tensor1D
  const sums = inputs.scales === undefined ? variances : segmentSum(tf, variances, inputs.scales)
  const meanVariances = tf.mul(sums, tf.tensor1d(inputs.shares))
  const scales = tf.sqrt(meanVariances) as Tensor1D
  const divisors = tf.gather(
    tf.add(scales, tf.tensor1d(inputs.epsilons)),
    tf.tensor1d(inputs.scaleOf, 'int32'),
  )
  const isZero = tf.equal(divisors, 0)
  const advantages = tf.where(
    isZero,
    tf.zerosLike(deviations),
    tf.div(deviations, tf.where(isZero, tf.onesLike(divisors), divisors)),
  ) as Tensor1D
  return { advantages, scales }
}

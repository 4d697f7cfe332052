import type { FloatArray } from '../../losses/token-batch.js'

/**
 * A loss as the kernels compute it: numbers and typed arrays only, so that it can be sent to a worker. Each token, row and tile has a
 * place of its own in the arrays of results, so that neither thread nor order matters.
 */
export interface LossJob {
  readonly logProbs: FloatArray
  readonly oldLogProbs: FloatArray
  readonly refLogProbs: FloatArray | undefined
  readonly importanceWeights: FloatArray | undefined
  readonly advantages: FloatArray
  readonly advantagePerToken: boolean
  readonly responseMask: ArrayLike<number | boolean> | undefined
  /** [N + 1] row s is `starts[s] … starts[s + 1] − 1`. */
  readonly starts: ArrayLike<number>
  /** [N] the aggregation's weight of each row. */
  readonly policyWeights: Float64Array
  readonly klWeights: Float64Array | undefined
  readonly klForm: number
  readonly straightThrough: boolean
  readonly klCoefficient: number
  /** The kernels' options, see `OPTION`. */
  readonly options: Float32Array
  /** Result: shaped like `logProbs`. */
  readonly gradient: FloatArray
  /** Whether the gradient holds 0 throughout, as a fresh array does: then nothing is written where the mask leaves tokens out. */
  readonly gradientIsZero: boolean
  /** Result: [tiles] of SUMS_BYTES. */
  readonly sums: Uint8Array
  /** Results: [N] tokens clipped on either side. */
  readonly clippedBelow: Int32Array
  readonly clippedAbove: Int32Array
}

/** Where each option stands in the kernels' table. */
export const OPTION = {
  lowestLogRatio: 0,
  highestLogRatio: 1,
  lowestRatio: 2,
  highestRatio: 3,
  dualClip: 4,
  lowestKlExponent: 5,
  highestKlExponent: 6,
  highestK3: 7,
} as const

import { type CompiledModule, exportsOf } from './host.js'

/**
 * The compiled kernels, with views of their memory: it holds one tile of tokens, in arrays of `tileSize`. What each
 * kernel reads and writes is said in its own file in `assembly/`.
 */
export interface Kernels {
  /** Tokens in a tile. */
  readonly tileSize: number
  /** Kernels take counts that are multiples of this; the mask is 0 from the last token on. */
  readonly blockSize: number
  readonly single: LogProbKernels<Float32Array>
  readonly double: LogProbKernels<Float64Array>
  readonly advantages: Float32Array
  readonly importanceWeights: Float32Array
  readonly policyWeights: Float32Array
  readonly klWeights: Float32Array
  readonly mask: Uint8Array
  readonly options: Float32Array
  readonly gradient: Float32Array
  readonly sums: TileSums
  readonly moments: MomentKernel
  readonly applyImportanceWeights: (count: number) => void
  readonly countClips: (from: number, to: number) => number
  readonly countTokens: (from: number, to: number) => number
}

/** The moments of groups of values, up to `tileSize` of either at a time. */
export interface MomentKernel {
  readonly values: Float64Array
  readonly offsets: Int32Array
  readonly means: Float64Array
  readonly meanTails: Float64Array
  readonly variances: Float64Array
  readonly exact: Uint8Array
  readonly run: (segments: number) => void
}

/** The log-probabilities of a tile in one of two precisions, and the kernels that read them. */
export interface LogProbKernels<Values> {
  readonly logProbs: Values
  readonly oldLogProbs: Values
  readonly refLogProbs: Values
  readonly policyTerm: (count: number) => void
  readonly klTerm: (count: number, form: number, straightThrough: boolean) => void
}

/** What the kernels add up over a tile, or over several, one after another: the same bytes seen as three kinds of number. */
export interface TileSums {
  readonly float64: Float64Array
  readonly float32: Float32Array
  readonly int32: Int32Array
}

/** Bytes of one tile's sums. */
export const SUMS_BYTES = 128

export const viewSums = (buffer: ArrayBufferLike, address: number, bytes = SUMS_BYTES): TileSums => ({
  float64: new Float64Array(buffer, address, bytes / 8),
  float32: new Float32Array(buffer, address, bytes / 4),
  int32: new Int32Array(buffer, address, bytes / 4),
})

/** The kernels with memory of their own; one instance serves one thread. */
export function instantiate(module: CompiledModule): Kernels {
  const exports = exportsOf(module) as KernelExports
  const { buffer } = exports.memory
  const tileSize = exports.TILE.value
  const float32 = (address: Address, length = tileSize) => new Float32Array(buffer, address.value, length)
  const float64 = (address: Address) => new Float64Array(buffer, address.value, tileSize)
  const { LOG_PROBS, OLD_LOG_PROBS, REF_LOG_PROBS } = exports
  return {
    tileSize,
    blockSize: exports.BLOCK.value,
    single: {
      logProbs: float32(LOG_PROBS),
      oldLogProbs: float32(OLD_LOG_PROBS),
      refLogProbs: float32(REF_LOG_PROBS),
      policyTerm: exports.policyTermSingle,
      klTerm: exports.klTermSingle,
    },
    double: {
      logProbs: float64(LOG_PROBS),
      oldLogProbs: float64(OLD_LOG_PROBS),
      refLogProbs: float64(REF_LOG_PROBS),
      policyTerm: exports.policyTermDouble,
      klTerm: exports.klTermDouble,
    },
    advantages: float32(exports.ADVANTAGES),
    importanceWeights: float32(exports.IMPORTANCE_WEIGHTS),
    policyWeights: float32(exports.POLICY_WEIGHTS),
    klWeights: float32(exports.KL_WEIGHTS),
    mask: new Uint8Array(buffer, exports.MASK.value, tileSize),
    options: float32(exports.OPTIONS, 40),
    gradient: float32(exports.GRADIENT),
    sums: viewSums(buffer, exports.SUMS.value),
    moments: {
      values: float64(LOG_PROBS),
      offsets: new Int32Array(buffer, exports.OFFSETS.value, tileSize + 1),
      means: float64(OLD_LOG_PROBS),
      meanTails: float64(REF_LOG_PROBS),
      variances: float64(exports.VARIANCES),
      exact: new Uint8Array(buffer, exports.MASK.value, tileSize),
      run: exports.segmentMoments,
    },
    applyImportanceWeights: exports.applyImportanceWeights,
    countClips: exports.countClips,
    countTokens: exports.countTokens,
  }
}

interface Address {
  readonly value: number
}

interface KernelExports
  extends Readonly<Record<'TILE' | 'BLOCK' | 'LOG_PROBS' | 'OLD_LOG_PROBS' | 'REF_LOG_PROBS', Address>>,
    Readonly<Record<'ADVANTAGES' | 'IMPORTANCE_WEIGHTS' | 'POLICY_WEIGHTS' | 'KL_WEIGHTS', Address>>,
    Readonly<Record<'MASK' | 'OPTIONS' | 'GRADIENT' | 'SUMS' | 'OFFSETS' | 'VARIANCES', Address>> {
  readonly memory: { readonly buffer: ArrayBuffer }
  readonly segmentMoments: (segments: number) => void
  readonly policyTermSingle: (count: number) => void
  readonly policyTermDouble: (count: number) => void
  readonly klTermSingle: (count: number, form: number, straightThrough: boolean) => void
  readonly klTermDouble: (count: number, form: number, straightThrough: boolean) => void
  readonly applyImportanceWeights: (count: number) => void
  readonly countClips: (from: number, to: number) => number
  readonly countTokens: (from: number, to: number) => number
}

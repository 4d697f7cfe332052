import { type CompiledModule, exportsOf } from '../../losses/wasm/web-assembly.js'

/**
 * The compiled kernels, with views of their memory: it holds one tile of tokens, in arrays of `tileSize`. What each
 * kernel reads and writes is documented in its file in `assembly/`.
 */
export interface Kernels {
  /** The kernels' memory; the first `ownBytes` are theirs, the rest is for arrays of the host that they use in place. */
  readonly memory: ArrayBufferLike
  readonly ownBytes: number
  /** The address of each array of tokens for the kernels; initially that of the tile's own. */
  readonly pointers: Readonly<Record<TokenArray, Pointer>>
  /** Tokens in a tile. */
  readonly tileSize: number
  readonly logProbs: Float32Array
  readonly oldLogProbs: Float32Array
  readonly klLogProbs: Float32Array
  readonly refLogProbs: Float32Array
  readonly advantages: Float32Array
  readonly importanceWeights: Float32Array
  readonly mask: Uint8Array
  readonly options: Float32Array
  readonly gradient: Float32Array
  readonly sums: TileSums
  readonly moments: MomentKernel
  readonly policyTerm: PolicyTerm
  readonly klTerm: KlTerm
  /** The next stretch from `at` on, of `count` tokens, that the mask selects from: its start in the lower 16 bits, its end in the upper. */
  readonly selectedStretch: (at: number, count: number) => number
  /** Of the first `count` tokens, how many the mask selects. */
  readonly countTokens: (count: number) => number
}

/** Arrays with a value for each token. */
export const TOKEN_ARRAYS = [
  'logProbs',
  'oldLogProbs',
  'klLogProbs',
  'refLogProbs',
  'advantages',
  'importanceWeights',
  'mask',
  'gradient',
] as const

export type TokenArray = (typeof TOKEN_ARRAYS)[number]

/** An address in the kernels' memory, in bytes. */
export interface Pointer {
  value: number
}

/** The moments of groups of values, up to `size` of either at a time. */
export interface MomentKernel {
  readonly size: number
  readonly values: Float64Array
  readonly offsets: Int32Array
  readonly means: Float64Array
  readonly meanTails: Float64Array
  readonly variances: Float64Array
  readonly exact: Uint8Array
  readonly run: (segments: number) => void
}

/** Tokens from … to − 1 of one row; the result has those clipped below in its lower 16 bits, those above in its upper. */
type PolicyTerm = (from: number, to: number, perToken: boolean, advantage: number, weight: number) => number

type KlTerm = (
  from: number,
  to: number,
  form: number,
  straightThrough: boolean,
  weight: number,
  coefficient: number,
) => void

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

/**
 * The kernels with memory of their own; one instance serves one thread.
 *
 * @param more bytes of memory, at the least, after what the kernels need; throws where the host does not have them
 */
export function instantiate(module: CompiledModule, more = 0): Kernels {
  const exports = exportsOf(module) as KernelExports
  const ownBytes = exports.memory.buffer.byteLength
  // Views do not outlive growth, so the memory grows before there are any.
  if (more > 0) exports.memory.grow(Math.ceil(more / PAGE))
  const { buffer } = exports.memory
  const tileSize = exports.TILE.value
  const float32 = (address: Address, length = tileSize) => new Float32Array(buffer, address.value, length)
  const groups = exports.GROUP_TILE.value
  const float64 = (address: Address) => new Float64Array(buffer, address.value, groups)
  return {
    memory: buffer,
    ownBytes,
    pointers: {
      logProbs: exports.LOG_PROBS,
      oldLogProbs: exports.OLD_LOG_PROBS,
      klLogProbs: exports.KL_LOG_PROBS,
      refLogProbs: exports.REF_LOG_PROBS,
      advantages: exports.ADVANTAGES,
      importanceWeights: exports.IMPORTANCE_WEIGHTS,
      mask: exports.MASK,
      gradient: exports.GRADIENT,
    },
    tileSize,
    logProbs: float32(exports.LOG_PROBS),
    oldLogProbs: float32(exports.OLD_LOG_PROBS),
    klLogProbs: float32(exports.KL_LOG_PROBS),
    refLogProbs: float32(exports.REF_LOG_PROBS),
    advantages: float32(exports.ADVANTAGES),
    importanceWeights: float32(exports.IMPORTANCE_WEIGHTS),
    mask: new Uint8Array(buffer, exports.MASK.value, tileSize),
    options: float32(exports.OPTIONS, 32),
    gradient: float32(exports.GRADIENT),
    sums: viewSums(buffer, exports.SUMS.value),
    moments: {
      size: groups,
      values: float64(exports.GROUPED_VALUES),
      offsets: new Int32Array(buffer, exports.OFFSETS.value, groups + 1),
      means: float64(exports.MEANS),
      meanTails: float64(exports.MEAN_TAILS),
      variances: float64(exports.VARIANCES),
      exact: new Uint8Array(buffer, exports.EXACT.value, groups),
      run: exports.segmentMoments,
    },
    policyTerm: exports.policyTerm,
    klTerm: exports.klTerm,
    selectedStretch: exports.selectedStretch,
    countTokens: exports.countTokens,
  }
}

/** Bytes by which WebAssembly's memory grows. */
const PAGE = 65_536

type Address = Readonly<Pointer>

interface KernelExports
  extends Readonly<Record<'LOG_PROBS' | 'OLD_LOG_PROBS' | 'KL_LOG_PROBS' | 'REF_LOG_PROBS', Pointer>>,
    Readonly<Record<'ADVANTAGES' | 'IMPORTANCE_WEIGHTS' | 'MASK' | 'GRADIENT', Pointer>>,
    Readonly<
      Record<
        | 'TILE'
        | 'OPTIONS'
        | 'SUMS'
        | 'GROUP_TILE'
        | 'GROUPED_VALUES'
        | 'OFFSETS'
        | 'MEANS'
        | 'MEAN_TAILS'
        | 'VARIANCES'
        | 'EXACT',
        Address
      >
    >,
    Pick<Kernels, 'policyTerm' | 'klTerm' | 'selectedStretch' | 'countTokens'> {
  readonly memory: { readonly buffer: ArrayBuffer; grow(pages: number): number }
  readonly segmentMoments: MomentKernel['run']
}

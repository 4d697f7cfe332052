import { EXPONENTIALS } from '../fast-exp.js'
import { KERNEL_BYTES } from './kernel-bytes.js'
import { compile, exportsOf } from './web-assembly.js'

/** The compiled kernel of `assembly/`, with views of its memory, which holds one tile of tokens. */
export interface TokenKernel {
  /** Tokens in a tile. */
  readonly tileSize: number
  /** The log-probabilities of a tile, where both arrays of a batch are float32, and where not. */
  readonly single: TilePair
  readonly double: TilePair
  readonly gradient: Float64Array
  readonly mask: Uint8Array
  /** The limit of the log-ratio, the upper bound of the clip, the dual clip. */
  readonly options: Float64Array
  /** What the kernel adds to; see `SUM`. */
  readonly sums: Float64Array
  readonly sumTokens: (
    from: number,
    to: number,
    single: boolean,
    gain: number,
    advantage: number,
    least: number,
    most: number,
  ) => void
  /** The next stretch from `at` on, of `count` tokens, that the mask selects from: its start in the lower 16 bits, its end in the upper. */
  readonly selectedStretch: (at: number, count: number) => number
}

interface TilePair {
  readonly logProbs: Float32Array | Float64Array
  readonly oldLogProbs: Float32Array | Float64Array
}

/** Where each sum stands in `sums`. */
export const SUM = {
  loss: 0,
  logRatios: 1,
  ratios: 2,
  ratioMin: 3,
  ratioMax: 4,
  farLogRatios: 5,
  clippedBelow: 6,
  clippedAbove: 7,
  clippedLower: 8,
} as const

/** The kernel, compiled at the first call; undefined where the host cannot or may not compile it. Calls do not overlap: one serves all. */
export function tokenKernel(): TokenKernel | undefined {
  kernel ??= startKernel()
  return kernel === 'none' ? undefined : kernel
}

let kernel: TokenKernel | 'none' | undefined

function startKernel(): TokenKernel | 'none' {
  try {
    return instantiate(exportsOf(compile(KERNEL_BYTES)) as KernelExports)
  } catch {
    return 'none'
  }
}

function instantiate(exports: KernelExports): TokenKernel {
  const { buffer } = exports.memory
  const tileSize = exports.TILE.value
  const float32 = ({ value }: Address) => new Float32Array(buffer, value, tileSize)
  const float64 = ({ value }: Address, length = tileSize) => new Float64Array(buffer, value, length)
  float64(exports.EXPONENTIALS, EXPONENTIALS.length).set(EXPONENTIALS)
  return {
    tileSize,
    single: { logProbs: float32(exports.LOG_PROBS), oldLogProbs: float32(exports.OLD_LOG_PROBS) },
    double: { logProbs: float64(exports.LOG_PROBS), oldLogProbs: float64(exports.OLD_LOG_PROBS) },
    gradient: float64(exports.GRADIENT),
    mask: new Uint8Array(buffer, exports.MASK.value, tileSize),
    options: float64(exports.OPTIONS, 3),
    sums: float64(exports.SUMS, Object.keys(SUM).length),
    sumTokens: exports.sumTokens,
    selectedStretch: exports.selectedStretch,
  }
}

interface Address {
  readonly value: number
}

type Addresses =
  | 'TILE'
  | 'LOG_PROBS'
  | 'OLD_LOG_PROBS'
  | 'GRADIENT'
  | 'MASK'
  | 'EXPONENTIALS'
  | 'OPTIONS'
  | 'SUMS'

interface KernelExports
  extends Readonly<Record<Addresses, Address>>,
    Pick<TokenKernel, 'sumTokens' | 'selectedStretch'> {
  readonly memory: { readonly buffer: ArrayBuffer }
}

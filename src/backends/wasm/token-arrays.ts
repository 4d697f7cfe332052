/**
 * The arrays of a token batch, in memory that `wasmBackend` reaches without a copy. All hold 0 at first. Use those that the
 * batch needs, whole or `subarray`s of them; memory that is never touched is never taken from the system.
 */
export interface TokenArrays {
  readonly logProbs: Float32Array
  readonly oldLogProbs: Float32Array
  readonly refLogProbs: Float32Array
  readonly advantages: Float32Array
  readonly importanceWeights: Float32Array
  readonly responseMask: Uint8Array
  /** For the option of this name. */
  readonly gradLogProbs: Float32Array
}

const FLOAT_ARRAYS = [
  'logProbs',
  'oldLogProbs',
  'refLogProbs',
  'advantages',
  'importanceWeights',
  'gradLogProbs',
] as const

/** Arrays begin at the beginning of a cache line. */
const LINE = 64

const stride = (tokens: number, bytesPerToken: number): number =>
  Math.ceil((tokens * bytesPerToken) / LINE) * LINE

/** The bytes that `tokenArrays` takes. */
export const bytesFor = (tokens: number): number =>
  FLOAT_ARRAYS.length * stride(tokens, 4) + stride(tokens, 1)

/** Lays out the arrays of `tokens` tokens in a buffer, one after another from `start` on. */
export function tokenArrays(buffer: ArrayBufferLike, start: number, tokens: number): TokenArrays {
  const floats = FLOAT_ARRAYS.map((name, index) => [
    name,
    new Float32Array(buffer, start + index * stride(tokens, 4), tokens),
  ])
  const responseMask = new Uint8Array(buffer, start + FLOAT_ARRAYS.length * stride(tokens, 4), tokens)
  return { ...Object.fromEntries(floats), responseMask }
}

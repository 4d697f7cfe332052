import type { CheckedBatch } from '../checked-batch.js'
import { LOG_RATIO_LIMIT } from '../importance-ratio.js'
import type { FloatArray } from '../token-batch.js'
import type { ClipRange, TokenSums } from '../token-sums.js'
import { SUM, type TokenKernel, tokenKernel } from './token-kernel.js'

/** The first call compiles the kernel, in 2.5 ms. At this size each call saves 0.15 ms; programs with smaller batches do without. */
const FEWEST_TOKENS = 32_768

/**
 * The pass of `vanilla.ts` over the tokens of a batch, by the kernel: the same numbers, to the bit. The batch streams through a tile
 * of the kernel's memory. Stretches of a tile that the mask leaves out, as padding is, are not touched.
 *
 * @param gradient holds 0 throughout
 * @param fewestTokens what is worth the kernel, for tests
 * @returns undefined where the kernel does not compute this: advantages per token, importance weights, a mask of other than bytes, a
 * limit of the log-ratio above 20; where the batch is small; where the host has no WebAssembly with SIMD
 */
export function sumTokensByKernel(
  batch: CheckedBatch,
  weights: Float64Array,
  { lowest, highest, dualClip, mostPos, mostNeg }: ClipRange,
  logRatioLimit: number,
  gradient: FloatArray,
  fewestTokens = FEWEST_TOKENS,
): TokenSums | undefined {
  const { logProbs, oldLogProbs, advantages, responseMask, starts, rollouts, lengths } = batch
  if (responseMask !== undefined && !(responseMask instanceof Uint8Array)) return undefined
  if (batch.advantagePerToken || batch.importanceWeights !== undefined) return undefined
  if (logProbs.length < fewestTokens || logRatioLimit > LOG_RATIO_LIMIT) return undefined
  const kernel = tokenKernel()
  if (kernel === undefined) return undefined

  const { sums, mask, tileSize } = kernel
  const single = logProbs instanceof Float32Array && oldLogProbs instanceof Float32Array
  const tile = single ? kernel.single : kernel.double
  kernel.options.set([logRatioLimit, highest, dualClip])
  sums.fill(0)
  sums[SUM.ratioMin] = Number.POSITIVE_INFINITY
  sums[SUM.ratioMax] = Number.NEGATIVE_INFINITY
  if (responseMask === undefined) mask.fill(1)
  const clippedBelow = new Int32Array(rollouts)
  const clippedAbove = new Int32Array(rollouts)
  let row = 0

  for (let start = 0; start < logProbs.length; start += tileSize) {
    const size = Math.min(tileSize, logProbs.length - start)
    if (responseMask !== undefined) mask.set(responseMask.subarray(start, start + size))
    for (let stretch = nextStretch(kernel, 0, size); stretch.from < size; ) {
      const { from, to } = stretch
      tile.logProbs.set(logProbs.subarray(start + from, start + to), from)
      tile.oldLogProbs.set(oldLogProbs.subarray(start + from, start + to), from)
      for (let at = from; at < to; ) {
        while (starts[row + 1]! - start <= at) row++
        const rowEnd = Math.min(starts[row + 1]! - start, to)
        const advantage = advantages[row]!
        const negative = advantage < 0
        const gain = weights[row]! * advantage
        const least = negative ? lowest : 0
        kernel.sumTokens(at, rowEnd, single, gain, advantage, least, negative ? mostNeg : mostPos)
        clippedBelow[row]! += sums[SUM.clippedBelow]!
        clippedAbove[row]! += sums[SUM.clippedAbove]!
        sums[SUM.clippedBelow] = 0
        sums[SUM.clippedAbove] = 0
        at = rowEnd
      }
      gradient.set(kernel.gradient.subarray(from, to), start + from)
      stretch = nextStretch(kernel, to, size)
    }
  }
  let gains = 0
  for (let s = 0; s < rollouts; s++) if (lengths[s]! > 0) gains += Math.abs(weights[s]! * advantages[s]!)
  return {
    loss: sums[SUM.loss]!,
    logRatioSum: sums[SUM.logRatios]!,
    ratioSum: sums[SUM.ratios]!,
    ratioMin: sums[SUM.ratioMin]!,
    ratioMax: sums[SUM.ratioMax]!,
    ...{ clippedBelow, clippedAbove, gains },
    clippedLower: sums[SUM.clippedLower]!,
    farLogRatios: sums[SUM.farLogRatios]!,
  }
}

function nextStretch(kernel: TokenKernel, at: number, size: number): { from: number; to: number } {
  const packed = kernel.selectedStretch(at, size)
  return { from: packed & 0xffff, to: packed >>> 16 }
}

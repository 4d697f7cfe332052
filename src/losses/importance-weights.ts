import type { CheckedBatch } from './checked-batch.js'
import type { FloatArray } from './token-batch.js'

/** What a trainer logs about the importance weights of its response tokens; see `PolicyLossMetrics`. */
export function weightDiagnostics(
  batch: CheckedBatch,
  importanceWeights: FloatArray,
): { readonly weightMean: number; readonly effectiveSampleSize: number } {
  const unscaled = totals(batch, importanceWeights, 1)
  const scale = isOrdinary(unscaled.sumOfSquares) ? 1 : scaleOf(unscaled.largest)
  const { tokens, sum, sumOfSquares } = scale === 1 ? unscaled : totals(batch, importanceWeights, scale)
  return {
    weightMean: tokens === 0 ? 0 : sum / tokens / scale,
    effectiveSampleSize: sumOfSquares === 0 ? 0 : (sum / sumOfSquares) * (sum / tokens),
  }
}

/** Whether no weight that matters has left float64 when squared: from about 1e-100 to 1e154. */
const isOrdinary = (sumOfSquares: number): boolean => sumOfSquares >= 1e-200 && sumOfSquares < Infinity

/** A power of two, so that nothing is rounded, that brings the largest weight near 1, or a subnormal one near 1e-22. */
const scaleOf = (largest: number): number => 2 ** Math.min(-Math.floor(Math.log2(largest)), 1000)

function totals(batch: CheckedBatch, importanceWeights: FloatArray, scale: number) {
  const { responseMask, starts } = batch
  let tokens = 0
  let sum = 0
  let sumOfSquares = 0
  let largest = 0
  for (let rollout = 0; rollout < batch.rollouts; rollout++) {
    const end = starts[rollout + 1]!
    for (let i = starts[rollout]!; i < end; i++) {
      if (responseMask !== undefined && !responseMask[i]) continue
      const weight = scale * importanceWeights[i]!
      tokens++
      sum += weight
      sumOfSquares += weight * weight
      largest = Math.max(largest, Math.abs(weight))
    }
  }
  return { tokens, sum, sumOfSquares, largest }
}

import type { CheckedBatch } from './checked-batch.js'
import type { FloatArray } from './token-batch.js'

/** What a trainer logs about the importance weights of its response tokens; see `PolicyLossMetrics`. */
export function weightDiagnostics(
  batch: CheckedBatch,
  importanceWeights: FloatArray,
): { readonly weightMean: number; readonly effectiveSampleSize: number } {
  const { tokens, sum, sumOfSquares } = totals(batch, importanceWeights, 1)
  const scaled = Number.isFinite(sumOfSquares)
    ? { sum, sumOfSquares }
    : totals(batch, importanceWeights, DOWN)
  return {
    weightMean: tokens === 0 ? 0 : sum / tokens,
    effectiveSampleSize:
      scaled.sumOfSquares === 0 ? 0 : (scaled.sum / scaled.sumOfSquares) * (scaled.sum / tokens),
  }
}

/** Weights beyond 1e154 overflow when squared; the effective sample size does not feel a scale. */
const DOWN = 2 ** -600

function totals(batch: CheckedBatch, importanceWeights: FloatArray, scale: number) {
  const { responseMask, starts } = batch
  let tokens = 0
  let sum = 0
  let sumOfSquares = 0
  for (let rollout = 0; rollout < batch.rollouts; rollout++) {
    const end = starts[rollout + 1]!
    for (let i = starts[rollout]!; i < end; i++) {
      if (responseMask !== undefined && !responseMask[i]) continue
      const weight = scale * importanceWeights[i]!
      tokens++
      sum += weight
      sumOfSquares += weight * weight
    }
  }
  return { tokens, sum, sumOfSquares }
}

import type { CheckedBatch } from './checked-batch.js'
import type { FloatArray } from './token-batch.js'

/** What a trainer logs about the importance weights of its response tokens; see `PolicyLossMetrics`. */
export function weightDiagnostics(
  batch: CheckedBatch,
  importanceWeights: FloatArray,
): { readonly weightMean: number; readonly effectiveSampleSize: number } {
  const { responseMask, starts } = batch
  let tokens = 0
  let sum = 0
  let sumOfSquares = 0
  for (let rollout = 0; rollout < batch.rollouts; rollout++) {
    const end = starts[rollout + 1]!
    for (let i = starts[rollout]!; i < end; i++) {
      if (responseMask !== undefined && !responseMask[i]) continue
      const weight = importanceWeights[i]!
      tokens++
      sum += weight
      sumOfSquares += weight * weight
    }
  }
  return {
    weightMean: tokens === 0 ? 0 : sum / tokens,
    effectiveSampleSize: sumOfSquares === 0 ? 0 : (sum * sum) / (tokens * sumOfSquares),
  }
}

import type { TokenBatch } from 'golongrl'
import type { WasmBackend } from 'golongrl/backends'
import { rightOf } from './right-of.js'

/** A float32 batch as a trainer has it that keeps its tokens, and their gradient, in arrays of the backend. */
export function inMemoryOf(backend: WasmBackend, batch: TokenBatch) {
  const arrays = rightOf(backend.allocate(batch.logProbs.length))
  const { logProbs, oldLogProbs, responseMask, gradLogProbs } = arrays
  logProbs.set(batch.logProbs)
  oldLogProbs.set(batch.oldLogProbs)
  if (batch.responseMask !== undefined) responseMask.set(batch.responseMask as Uint8Array)
  const masked = batch.responseMask === undefined ? {} : { responseMask }
  return { batch: { ...batch, logProbs, oldLogProbs, ...masked }, gradLogProbs }
}

import { isLeft } from 'fp-ts/lib/Either.js'
import { describe, it } from 'vitest'
import type { Backend } from '../../src/backends/backend.js'
import { wasmBackend } from '../../src/backends/wasm/wasm.js'
import { describeBackend } from '../../src/testing/describe-backend.js'
import { moveBatch } from './move-batch.js'
import { describeSplitBatch } from './split-batch.js'

describeBackend('wasm', wasmBackend, { describe, it })
describeBackend('wasm, batches in its memory', backendOnItsMemory, { describe, it })
describeSplitBatch('wasm', wasmBackend)

/** Moves each batch into arrays of `allocate` before it computes, one batch at a time. */
function backendOnItsMemory(): Backend {
  const backend = wasmBackend()
  const allocated = backend.allocate(1 << 16)
  if (isLeft(allocated)) throw new Error(JSON.stringify(allocated.left))
  const arrays = allocated.right

  let turn: Promise<unknown> = Promise.resolve()
  const policyLoss: Backend['policyLoss'] = (batch, options) => () => {
    const result = turn.then(async () => {
      if (!ArrayBuffer.isView(batch?.logProbs)) return backend.policyLoss(batch, options)()
      const gradLogProbs = arrays.gradLogProbs.fill(Number.NaN).subarray(0, batch.logProbs.length)
      const loss = await backend.policyLoss(moveBatch(batch, arrays), { gradLogProbs, ...options })()
      if (isLeft(loss) || options?.gradLogProbs !== undefined) return loss
      return { ...loss, right: { ...loss.right, gradLogProbs: gradLogProbs.slice() } }
    })
    turn = result
    return result
  }
  return { ...backend, policyLoss }
}

import { isLeft } from 'fp-ts/lib/Either.js'
import { describe, it } from 'vitest'
import type { Backend } from '../../src/backends/backend.js'
import { wasmBackend } from '../../src/backends/wasm/wasm.js'
import type { FloatArray, TokenBatch } from '../../src/losses/token-batch.js'
import { describeBackend } from '../../src/testing/describe-backend.js'

describeBackend('wasm', wasmBackend, { describe, it })
describeBackend('wasm, batches in its memory', backendOnItsMemory, { describe, it })

/** Moves each batch into arrays of `allocate` before it computes, one batch at a time. */
function backendOnItsMemory(): Backend {
  const backend = wasmBackend()
  const allocated = backend.allocate(1 << 16)
  if (isLeft(allocated)) throw new Error(JSON.stringify(allocated.left))
  const arrays = allocated.right

  /** The batch, with those of its arrays that are float32 and of one value per token moved. */
  function moved(batch: TokenBatch): TokenBatch {
    const tokens = batch.logProbs.length
    const floats = ['logProbs', 'oldLogProbs', 'refLogProbs', 'advantages', 'importanceWeights'] as const
    const places = Object.fromEntries(
      floats
        .filter((name) => batch[name] instanceof Float32Array && batch[name].length === tokens)
        .map((name) => [name, place(batch[name]!, arrays[name])]),
    )
    const { responseMask } = batch
    if (!(responseMask instanceof Uint8Array)) return { ...batch, ...places }
    arrays.responseMask.set(responseMask)
    return { ...batch, ...places, responseMask: arrays.responseMask.subarray(0, responseMask.length) }
  }

  let turn: Promise<unknown> = Promise.resolve()
  const policyLoss: Backend['policyLoss'] = (batch, options) => () => {
    const result = turn.then(async () => {
      if (!ArrayBuffer.isView(batch?.logProbs)) return backend.policyLoss(batch, options)()
      const gradLogProbs = arrays.gradLogProbs.fill(Number.NaN).subarray(0, batch.logProbs.length)
      const loss = await backend.policyLoss(moved(batch), { gradLogProbs, ...options })()
      if (isLeft(loss) || options?.gradLogProbs !== undefined) return loss
      return { ...loss, right: { ...loss.right, gradLogProbs: gradLogProbs.slice() } }
    })
    turn = result
    return result
  }
  return { ...backend, policyLoss }
}

function place(values: FloatArray, room: Float32Array): Float32Array {
  room.set(values)
  return room.subarray(0, values.length)
}

import type { TokenArrays } from '../../src/backends/wasm/wasm.js'
import type { TokenBatch } from '../../src/losses/token-batch.js'

/** The batch with those of its arrays that hold one float32, or one byte, for each token moved to the backend's, from token `start` on. */
export function moveBatch(batch: TokenBatch, arrays: TokenArrays, start = 0): TokenBatch {
  const tokens = batch.logProbs.length
  const places = Object.entries(arrays).flatMap(([name, room]: [string, Float32Array | Uint8Array]) => {
    const values: unknown = batch[name as keyof TokenBatch]
    if (!(values instanceof Float32Array || values instanceof Uint8Array)) return []
    if (values.constructor !== room.constructor || values.length !== tokens) return []
    room.set(values, start)
    return [[name, room.subarray(start, start + tokens)] as const]
  })
  return { ...batch, ...Object.fromEntries(places) }
}

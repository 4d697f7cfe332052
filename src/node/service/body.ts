import { isUtf8 } from 'node:buffer'
import type { IncomingMessage } from 'node:http'
import { type Answer, refusal, SMALL } from './wire.js'

/** A body that is in, or the refusal of one that is not. */
export type Body =
  | { readonly content: string | SharedArrayBuffer; readonly bytes: number }
  | { readonly refusal: Answer }

/**
 * Reads bodies straight from their connections.
 *
 * @param mostBytes of one body
 * @param mostHeld bytes of all large bodies together that are not answered yet; small ones are not counted
 */
export function createBodyReader(mostBytes: number, mostHeld: number) {
  let held = 0
  const tooLong = refusal(413, `BadRecord: body must be at most ${mostBytes} bytes, but is longer.`)

  const read = (request: IncomingMessage): Promise<Body> =>
    new Promise((resolve) => {
      if (Number(request.headers['content-length'] ?? 0) > mostBytes) return resolve({ refusal: tooLong })
      const blocks: Buffer[] = []
      let large: ReturnType<typeof growingMemory> | undefined
      let bytes = 0
      const stop = (answer: Answer) => {
        request.off('data', take).off('end', end).off('close', cutOff).off('error', cutOff)
        // What is still coming is read and thrown away.
        request.on('error', () => {}).resume()
        if (bytes > SMALL) held -= bytes
        resolve({ refusal: answer })
      }
      const take = (block: Buffer) => {
        const before = bytes
        bytes += block.length
        if (bytes > SMALL) held += before > SMALL ? block.length : bytes
        if (bytes > mostBytes) return stop(tooLong)
        if (bytes > SMALL && held > mostHeld) return stop(FULL)
        if (bytes <= SMALL) {
          blocks.push(block)
          return
        }
        if (large === undefined) {
          large = growingMemory(Number(request.headers['content-length'] ?? 2 * bytes))
          for (const earlier of blocks) large.add(earlier)
        }
        large.add(block)
      }
      const cutOff = () => stop(CUT_OFF)
      const end = () => {
        request
          .off('close', cutOff)
          .off('error', cutOff)
          .on('error', () => {})
        if (large !== undefined) return resolve({ content: large.finish(), bytes })
        const small = blocks.length === 1 ? blocks[0]! : Buffer.concat(blocks)
        if (!isUtf8(small)) return resolve({ refusal: NO_UTF8 })
        resolve({ content: small.toString(), bytes })
      }
      request.on('data', take).on('end', end).on('close', cutOff).on('error', cutOff)
    })

  return {
    read,
    /** To be called once the request of a body is answered. */
    release: (bytes: number) => {
      if (bytes > SMALL) held -= bytes
    },
  }
}

const CUT_OFF = refusal(400, 'The body ended before it was complete.')
const NO_UTF8 = refusal(400, 'BadRecord: body must be UTF-8, but is not.')
const FULL = refusal(503, 'The service holds as many bytes of large requests as it can; try again.', {
  'retry-after': '1',
})

/** Shared memory that is filled block by block: to copy a large body at once would hold up everybody for that long. */
function growingMemory(expected: number) {
  let memory = new SharedArrayBuffer(expected)
  let length = 0
  const copyOf = (size: number) => {
    const copy = new SharedArrayBuffer(size)
    new Uint8Array(copy).set(new Uint8Array(memory, 0, length))
    return copy
  }
  return {
    add: (block: Buffer) => {
      if (length + block.length > memory.byteLength) memory = copyOf(2 * (length + block.length))
      new Uint8Array(memory).set(block, length)
      length += block.length
    },
    finish: (): SharedArrayBuffer => (length === memory.byteLength ? memory : copyOf(length)),
  }
}

import { isUtf8 } from 'node:buffer'
import type { IncomingMessage } from 'node:http'
import { createPieces, type SharedWriter } from './shared-pieces.js'
import type { Turns } from './turns.js'
import { type Answer, refusal, type SharedBytes, SMALL } from './wire.js'

/** A body that is in, or the refusal of one that is not. */
export type Body = { readonly content: string | SharedBytes } | { readonly refusal: Answer }

/**
 * Reads bodies straight from their connections: small ones as they come, large ones block by block, in turn.
 *
 * @param mostBytes of one body
 * @param mostHeld bytes of all large bodies together that are not answered yet; small ones are not counted
 * @param turns in which blocks of large bodies are taken
 */
export function createBodyReader(mostBytes: number, mostHeld: number, turns: Turns) {
  const memory = createPieces(mostHeld)
  const tooLong = refusal(413, `BadRecord: body must be at most ${mostBytes} bytes, but is longer.`)

  /** @param refused the answer, where it is known already: the body is thrown away, as a client first sends and then listens */
  const read = (request: IncomingMessage, refused?: Answer): Promise<Body> =>
    new Promise((resolve) => {
      if (Number(request.headers['content-length'] ?? 0) > mostBytes) return resolve({ refusal: tooLong })
      const blocks: Buffer[] = []
      let large: SharedWriter | undefined
      let bytes = 0
      const giveUp = () => {
        if (large !== undefined) memory.giveBack(large.content())
        large = undefined
        blocks.length = 0
      }
      const stop = (answer: Answer) => {
        request.off('data', take).off('end', end).off('close', cutOff).off('error', cutOff)
        request.on('error', () => {}).resume()
        giveUp()
        resolve({ refusal: answer })
      }
      const take = (block: Buffer) => {
        bytes += block.length
        if (bytes > mostBytes) return stop(tooLong)
        blocks.push(block)
        if (bytes <= SMALL) return
        if (refused === undefined) large ??= memory.write()
        for (const each of blocks.splice(0)) {
          if (large === undefined || large.add(each)) continue
          refused = FULL
          giveUp()
        }
        request.pause()
        turns.wait(() => request.resume())
      }
      const cutOff = () => stop(CUT_OFF)
      const end = () => {
        request
          .off('close', cutOff)
          .off('error', cutOff)
          .on('error', () => {})
        if (bytes <= SMALL) turns.othersCome()
        if (refused !== undefined) return resolve({ refusal: refused })
        if (large !== undefined) return resolve({ content: large.content() })
        const small = blocks.length === 1 ? blocks[0]! : Buffer.concat(blocks)
        if (!isUtf8(small)) return resolve({ refusal: NO_UTF8 })
        resolve({ content: small.toString() })
      }
      request.on('data', take).on('end', end).on('close', cutOff).on('error', cutOff)
    })

  return {
    read,
    /** To be called once the request of a body is answered. */
    release: (content: string | SharedBytes) => {
      if (typeof content !== 'string') memory.giveBack(content)
    },
  }
}

const CUT_OFF = refusal(400, 'The body ended before it was complete.')
const NO_UTF8 = refusal(400, 'BadRecord: body must be UTF-8, but is not.')
const FULL = refusal(503, 'The service holds as many bytes of large requests as it can; try again.', {
  'retry-after': '1',
})

import type { SharedBytes } from './wire.js'

/** Shared memory in pieces of one size, each handed out again once it has been given back. */
export interface SharedPieces {
  /** Starts some bytes. */
  readonly write: () => SharedWriter
  readonly giveBack: (content: SharedBytes) => void
}

export interface SharedWriter {
  /** @returns whether there was room; false leaves the bytes incomplete */
  readonly add: (block: Uint8Array) => boolean
  /** What has been written so far. */
  readonly content: () => SharedBytes
}

/**
 * Memory for large bodies. To allocate as much anew for each of them would cost more than to fill it: fresh pages from the
 * system, and a collection of garbage for every few of them, in the thread that answers everybody.
 *
 * @param most bytes of all pieces together
 */
export function createPieces(most: number): SharedPieces {
  const free: SharedArrayBuffer[] = []
  let room = Math.ceil(most / PIECE_BYTES)
  const take = () => {
    if (room === 0) return undefined
    room--
    return free.pop() ?? new SharedArrayBuffer(PIECE_BYTES)
  }
  return {
    write: () => writer(take),
    giveBack: ({ pieces }) => {
      room += pieces.length
      // After a flood most of the memory goes back to the system.
      free.push(...pieces.slice(0, MOST_KEPT - free.length))
    },
  }
}

const PIECE_BYTES = 1 << 17

/** 64 MiB. */
const MOST_KEPT = 512

function writer(take: () => SharedArrayBuffer | undefined): SharedWriter {
  const pieces: SharedArrayBuffer[] = []
  let bytes = 0
  return {
    add: (block) => {
      for (let from = 0; from < block.length; ) {
        const start = bytes % PIECE_BYTES
        const piece = start === 0 ? take() : pieces.at(-1)
        if (piece === undefined) return false
        if (start === 0) pieces.push(piece)
        const part = block.subarray(from, from + PIECE_BYTES - start)
        new Uint8Array(piece).set(part, start)
        from += part.length
        bytes += part.length
      }
      return true
    },
    content: () => ({ pieces, bytes }),
  }
}

/**
 * The bytes in one piece.
 *
 * @param target where they are put, when it is given
 */
export function joinPieces({ pieces, bytes }: SharedBytes, target = Buffer.allocUnsafeSlow(bytes)): Buffer {
  let end = 0
  for (const piece of pieces) {
    const part = new Uint8Array(piece, 0, Math.min(piece.byteLength, bytes - end))
    target.set(part, end)
    end += part.length
  }
  return target.subarray(0, bytes)
}

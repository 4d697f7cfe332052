import { BLOCK } from './lines.js'
import type { RowBlock } from './rows.js'

/** Memory for blocks of lines, which other threads read where they stand. */
export interface BlockMemory {
  readonly take: (length: number) => Buffer
  /** To be called when a block has been dealt with: its memory serves the next ones. */
  readonly giveBack: (block: RowBlock) => void
}

/** Fresh memory for each block would cost page faults, and stay until garbage is collected in all threads. */
export function blockMemory(): BlockMemory {
  const free: SharedArrayBuffer[] = []
  return {
    take: (length) =>
      length > PIECE
        ? Buffer.from(new SharedArrayBuffer(length))
        : Buffer.from(free.pop() ?? new SharedArrayBuffer(PIECE), 0, length),
    giveBack: (block) => {
      const bytes = 'rows' in block ? undefined : block.bytes
      if (bytes?.buffer.byteLength === PIECE) free.push(bytes.buffer as SharedArrayBuffer)
    },
  }
}

/** What is read at once, and the start of a line from before. */
const PIECE = 2 * BLOCK

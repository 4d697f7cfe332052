import { open } from 'node:fs/promises'

/** A line of a text file. */
export interface Line {
  /** Good until the next block of lines is asked for; undefined for a line of more than `LONGEST_LINE` bytes, which is passed over. */
  readonly bytes: Buffer | undefined
  /** Bytes of the file up to here, the line break included. */
  readonly end: number
  /** False for a last line without a line break: it may have been cut off. */
  readonly complete: boolean
}

/** Bytes. A row of 16 responses of a million characters each has a quarter of it. */
export const LONGEST_LINE = 1 << 26

/**
 * The lines of a stream of bytes. They end at `\n` and nowhere else: Node's `readline` also breaks at U+2028, which JSON
 * allows inside strings and Python writes there. Memory is bounded by `LONGEST_LINE`.
 */
export async function* lines(bytes: AsyncIterable<Buffer>, longest = LONGEST_LINE): AsyncIterable<Line> {
  for await (const block of lineBlocks(bytes, longest)) yield* block
}

/** The same, those that end in one block of bytes at a time: to wait for each line takes longer than to find it. */
export async function* lineBlocks(
  bytes: AsyncIterable<Buffer>,
  longest = LONGEST_LINE,
): AsyncIterable<readonly Line[]> {
  let parts: Buffer[] = []
  let length = 0
  let end = 0
  const lineWith = (tail: Buffer): Buffer | undefined => {
    if (length + tail.length > longest) return undefined
    return parts.length === 0 ? tail : Buffer.concat([...parts, tail])
  }
  for await (const block of bytes) {
    const found: Line[] = []
    let start = 0
    for (let stop = block.indexOf(NEWLINE); stop >= 0; stop = block.indexOf(NEWLINE, start)) {
      const tail = block.subarray(start, stop)
      end += length + tail.length + 1
      found.push({ bytes: lineWith(tail), end, complete: true })
      parts = []
      length = 0
      start = stop + 1
    }
    if (found.length > 0) yield found
    if (start === block.length) continue
    length += block.length - start
    // A copy: the next block may come in the same memory.
    if (length <= longest) parts.push(Buffer.from(block.subarray(start)))
    else parts = []
  }
  if (length > 0) yield [{ bytes: lineWith(Buffer.alloc(0)), end: end + length, complete: false }]
}

/** The bytes of a file, block after block, all in one piece of memory: each block is good until the next is asked for. */
export async function* blocks(path: string): AsyncIterable<Buffer> {
  const file = await open(path)
  try {
    const memory = Buffer.allocUnsafe(BLOCK)
    for (;;) {
      const { bytesRead } = await file.read(memory, 0, BLOCK)
      if (bytesRead === 0) return
      yield memory.subarray(0, bytesRead)
    }
  } finally {
    await file.close()
  }
}

/** A few dozen rows: while they are parsed no worker is handed its next chunk. */
const BLOCK = 1 << 16

const NEWLINE = 10

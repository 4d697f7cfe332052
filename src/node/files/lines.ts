import { open } from 'node:fs/promises'

/** A line of a text file. */
export interface Line {
  readonly text: string
  /** Bytes of the file up to here, the line break included. */
  readonly end: number
  /** False for a last line without a line break: it may have been cut off. */
  readonly complete: boolean
}

/**
 * The lines of a stream of UTF-8. They end at `\n` and nowhere else: Node's `readline` also breaks at U+2028, which JSON
 * allows inside strings and Python writes there.
 *
 * Rejects at a line of more than 2^28 bytes: V8's strings end at 2^29 characters.
 */
export async function* lines(bytes: AsyncIterable<Buffer>): AsyncIterable<Line> {
  let parts: Buffer[] = []
  let length = 0
  let end = 0
  for await (const block of bytes) {
    let start = 0
    for (let stop = block.indexOf(NEWLINE); stop >= 0; stop = block.indexOf(NEWLINE, start)) {
      const tail = block.subarray(start, stop)
      end += length + tail.length + 1
      yield {
        text: parts.length === 0 ? tail.toString() : Buffer.concat([...parts, tail]).toString(),
        end,
        complete: true,
      }
      parts = []
      length = 0
      start = stop + 1
    }
    if (start === block.length) continue
    // A copy: the next block may come in the same memory.
    parts.push(Buffer.from(block.subarray(start)))
    length += block.length - start
    if (length > LONGEST_LINE) throw new RangeError(`a line has more than ${LONGEST_LINE} bytes`)
  }
  if (length > 0) yield { text: Buffer.concat(parts).toString(), end: end + length, complete: false }
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

const BLOCK = 1 << 18

const NEWLINE = 10

const LONGEST_LINE = 1 << 28

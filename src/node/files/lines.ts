import { open } from 'node:fs/promises'

/** A line of a text file. */
export interface Line {
  /** Without its line break; undefined for a line of more than `LONGEST_LINE` bytes, which is passed over. */
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
export async function* lines(bytes: AsyncIterable<Buffer>): AsyncIterable<Line> {
  for await (const some of lineBlocks(bytes)) yield* some
}

/** The same, some lines at a time: to wait for each line takes longer than to find it. */
export async function* lineBlocks(bytes: AsyncIterable<Buffer>): AsyncIterable<readonly Line[]> {
  for await (const { bytes: text, count, end } of wholeLines(bytes)) {
    if (text === undefined) yield [{ bytes: undefined, end, complete: count > 0 }]
    else {
      const start = end - text.length
      yield linesOf(text).map((line) => ({
        bytes: line,
        end: start + Math.min(line.byteOffset - text.byteOffset + line.length + 1, text.length),
        complete: line.byteOffset + line.length < text.byteOffset + text.length,
      }))
    }
  }
}

/** Some lines of a text file, in one piece. */
export interface WholeLines {
  /** With their line breaks; undefined for one line of more than `LONGEST_LINE` bytes, which is passed over. */
  readonly bytes: Buffer | undefined
  /** Line breaks. A last line may have none. */
  readonly count: number
  /** Bytes of the file up to here. */
  readonly end: number
}

/**
 * A stream of bytes in pieces that end where a line ends: those lines that end in one block of the stream.
 *
 * @param most lines of one piece
 * @param memory where a piece is put, of this length
 */
export async function* wholeLines(
  blocks: AsyncIterable<Buffer>,
  most = Number.POSITIVE_INFINITY,
  memory: (length: number) => Buffer = Buffer.allocUnsafe,
): AsyncIterable<WholeLines> {
  // What has come of a line that has not ended; nothing of one that is too long.
  let parts: Buffer[] = []
  let length = 0
  let end = 0
  const piece = (tail: Buffer, count: number): WholeLines => {
    const isTooLong = length + tail.length > LONGEST_LINE
    const bytes = isTooLong ? undefined : joined([...parts, tail], memory(length + tail.length))
    end += length + tail.length
    parts = []
    length = 0
    return { bytes, count, end }
  }
  for await (const block of blocks) {
    let start = 0
    // The line that has come so far goes alone where it is too long.
    const first = length > LONGEST_LINE - block.length ? 1 : most
    for (let cut = afterLines(block, start, first); cut.count > 0; cut = afterLines(block, start, most)) {
      yield piece(block.subarray(start, cut.end), cut.count)
      start = cut.end
    }
    const rest = block.subarray(start)
    length += rest.length
    if (length > LONGEST_LINE) parts = []
    // A copy: the next block may come in the same memory.
    else if (rest.length > 0) parts.push(Buffer.from(rest))
  }
  if (length > 0) yield piece(Buffer.alloc(0), 0)
}

/** Where the last of at most so many lines ends. */
function afterLines(block: Buffer, start: number, most: number): { end: number; count: number } {
  let end = start
  let count = 0
  while (count < most) {
    const stop = block.indexOf(NEWLINE, end)
    if (stop < 0) break
    end = stop + 1
    count++
  }
  return { end, count }
}

function joined(parts: readonly Buffer[], target: Buffer): Buffer {
  let end = 0
  for (const part of parts) {
    target.set(part, end)
    end += part.length
  }
  return target
}

/** The lines in a piece of a file, without their line breaks. */
export function linesOf(bytes: Buffer): Buffer[] {
  const found: Buffer[] = []
  for (let start = 0; start < bytes.length; ) {
    const stop = bytes.indexOf(NEWLINE, start)
    const end = stop < 0 ? bytes.length : stop
    found.push(bytes.subarray(start, end))
    start = end + 1
  }
  return found
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

/** A hundred rows or so. */
export const BLOCK = 1 << 18

const NEWLINE = 10

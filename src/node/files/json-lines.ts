import { isUtf8 } from 'node:buffer'
import { createReadStream, type ReadStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import { basename } from 'node:path'
import { createGunzip } from 'node:zlib'
import { type Either, left } from 'fp-ts/lib/Either.js'
import { badRecord } from '../../errors.js'
import type { BadRecord } from '../../index.js'
import { blocks, LONGEST_LINE, linesOf, wholeLines } from './lines.js'
import { parseObject } from './parse-object.js'
import type { Row, RowObject } from './row.js'

/** Some lines of a JSON Lines file, in a form that can be handed to another thread. */
export interface LineBlock {
  /** The file's name. */
  readonly name: string
  /** The number of the first line, from 1. */
  readonly firstLine: number
  /** The lines; undefined for one that is too long. */
  readonly bytes: Uint8Array | undefined
  /** How much of the file has been read before it, and with it, in [0, 1]. */
  readonly from: number
  readonly to: number
}

/**
 * A JSON Lines file in blocks of lines, which are not looked at.
 *
 * @param most lines of a block
 * @param memory where a block is put, of this length
 */
export async function* lineBlocksOf(
  path: string,
  most?: number,
  memory?: (length: number) => Buffer,
): AsyncIterable<LineBlock> {
  const { size } = await stat(path)
  const packed = path.endsWith('.gz') ? createReadStream(path) : undefined
  const name = basename(path)
  const source = packed === undefined ? blocks(path) : unpacked(packed, name)
  let firstLine = 1
  let from = 0
  for await (const { bytes, count, end } of wholeLines(source, most, memory)) {
    const to = (packed?.bytesRead ?? end) / size
    yield { name, firstLine, bytes, from, to }
    firstLine += count
    from = to
  }
}

/**
 * The objects in some lines. Blank lines and a byte order mark are passed over. A line that is too long, no UTF-8, no JSON or nested too
 * deep is a `Left` in its place; the others are read.
 */
export function rowsOfLines({ name, firstLine, bytes, from, to }: LineBlock): Row[] {
  if (bytes === undefined) {
    const place = `${name}:${firstLine}`
    const error = { ...badRecord(place, `a line of at most ${LONGEST_LINE} bytes`, ''), received: 'longer' }
    return [{ place, value: left(error), fraction: to }]
  }
  const rows: Row[] = []
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length)
  for (const [i, line] of linesOf(text).entries()) {
    const place = `${name}:${firstLine + i}`
    const value = readLine(line, place)
    if (value === undefined) continue
    const end = line.byteOffset - text.byteOffset + line.length + 1
    rows.push({ place, value, fraction: end < text.length ? from + ((to - from) * end) / text.length : to })
  }
  return rows
}

/** @returns undefined for a blank line */
function readLine(bytes: Buffer, place: string): Either<BadRecord, RowObject> | undefined {
  if (!isUtf8(bytes)) return left(badRecord(place, 'UTF-8', bytes.toString()))
  const text = bytes.toString().replace(/^\uFEFF/u, '')
  return text.trim() === '' ? undefined : parseObject(text, place)
}

/** `pipe` passes data on, not errors. */
async function* unpacked(packed: ReadStream, name: string): AsyncIterable<Buffer> {
  const gunzip = createGunzip()
  packed.once('error', (error) => gunzip.destroy(error))
  try {
    yield* packed.pipe(gunzip)
  } catch (error) {
    throw new Error(`${name} cannot be unpacked: ${(error as Error).message}`)
  }
}

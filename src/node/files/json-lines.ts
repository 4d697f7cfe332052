import { isUtf8 } from 'node:buffer'
import { createReadStream, type ReadStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import { basename } from 'node:path'
import { createGunzip } from 'node:zlib'
import { type Either, left } from 'fp-ts/lib/Either.js'
import { badRecord } from '../../errors.js'
import type { BadRecord } from '../../index.js'
import { blocks, LONGEST_LINE, lineBlocks } from './lines.js'
import { parseObject } from './parse-object.js'
import type { Row, RowObject } from './row.js'

/**
 * The objects of a JSON Lines file, some at a time. Blank lines and a byte order mark are passed over. A line that is too long, no UTF-8, no
 * JSON or nested too deep is a `Left` in its place; the others are read.
 */
export async function* jsonLines(path: string): AsyncIterable<readonly Row[]> {
  const { size } = await stat(path)
  const packed = path.endsWith('.gz') ? createReadStream(path) : undefined
  const name = basename(path)
  const bytes = packed === undefined ? blocks(path) : unpacked(packed, name)
  let number = 0
  for await (const block of lineBlocks(bytes)) {
    const rows: Row[] = []
    for (const line of block) {
      number++
      const place = `${name}:${number}`
      const value = readLine(line.bytes, place)
      if (value !== undefined) rows.push({ place, value, fraction: (packed?.bytesRead ?? line.end) / size })
    }
    yield rows
  }
}

/** @returns undefined for a blank line */
function readLine(bytes: Buffer | undefined, place: string): Either<BadRecord, RowObject> | undefined {
  if (bytes === undefined)
    return left({ ...badRecord(place, `a line of at most ${LONGEST_LINE} bytes`, ''), received: 'longer' })
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

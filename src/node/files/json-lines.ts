import { createReadStream, type ReadStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import { basename } from 'node:path'
import { createGunzip } from 'node:zlib'
import { type Either, left, right } from 'fp-ts/lib/Either.js'
import { type BadRecord, badRecord } from '../../index.js'
import { blocks, lines } from './lines.js'
import type { Row, RowObject } from './rows.js'

/**
 * The objects of a JSON Lines file. Blank lines and a byte order mark are passed over.
 */
export async function* jsonLines(path: string): AsyncIterable<Row> {
  const { size } = await stat(path)
  const packed = path.endsWith('.gz') ? createReadStream(path) : undefined
  const bytes = packed === undefined ? blocks(path) : unpacked(packed)
  const name = basename(path)
  let number = 0
  for await (const line of lines(bytes)) {
    number++
    const text = number === 1 ? line.text.replace(/^\uFEFF/u, '') : line.text
    if (text.trim() === '') continue
    const place = `${name}:${number}`
    yield {
      place,
      value: parseObject(text, place),
      fraction: (packed?.bytesRead ?? line.end) / size,
    }
  }
}

/** `pipe` passes data on, not errors. */
function unpacked(packed: ReadStream): AsyncIterable<Buffer> {
  const gunzip = createGunzip()
  packed.once('error', (error) => gunzip.destroy(error))
  return packed.pipe(gunzip)
}

/** One JSON object out of a line. */
export function parseObject(text: string, place: string): Either<BadRecord, RowObject> {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    return left(badRecord(place, 'a JSON object', text))
  }
  const isObject = typeof value === 'object' && value !== null && !Array.isArray(value)
  return isObject ? right(value as RowObject) : left(badRecord(place, 'a JSON object', value))
}

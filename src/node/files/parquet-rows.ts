import { basename } from 'node:path'
import { brotliDecompressSync, gunzipSync } from 'node:zlib'
import { right } from 'fp-ts/lib/Either.js'
import { asyncBufferFromFile, type Compressors, parquetMetadataAsync, parquetReadObjects } from 'hyparquet'
import { decompressLz4, decompressLz4Raw, decompressZstd } from 'hyparquet-compressors'
import type { Row, RowObject } from './row.js'

/**
 * The rows of a Parquet file, nested columns as nested values. A row group is the unit that is held in memory; with an
 * offset index in the file, 256 of its rows.
 *
 * Parquet writes a null into every field that some other row of a struct has; such fields are left out here, as JSON has
 * them. 64-bit integers become numbers where they are exact, and texts beyond 2^53.
 */
export async function* parquetRows(path: string): AsyncIterable<Row> {
  const file = await asyncBufferFromFile(path)
  const metadata = await parquetMetadataAsync(file)
  const rows = Number(metadata.num_rows)
  const name = basename(path)
  let groupStart = 0
  for (const group of metadata.row_groups) {
    const groupEnd = groupStart + Number(group.num_rows)
    const indexed = group.columns.every((column) => column.offset_index_offset !== undefined)
    const step = indexed ? ROWS_AT_A_TIME : groupEnd - groupStart
    for (let rowStart = groupStart; rowStart < groupEnd; rowStart += step) {
      const rowEnd = Math.min(rowStart + step, groupEnd)
      const objects = await parquetReadObjects({
        file,
        metadata,
        compressors: COMPRESSORS,
        rowStart,
        rowEnd,
        useOffsetIndex: indexed,
      })
      for (let i = 0; i < objects.length; i++) {
        const number = rowStart + i + 1
        yield {
          place: `${name}:${number}`,
          value: right(asJson(objects[i]) as RowObject),
          fraction: number / rows,
        }
      }
    }
    groupStart = groupEnd
  }
}

const ROWS_AT_A_TIME = 256

/** Beside Snappy, which hyparquet reads itself. */
const COMPRESSORS: Compressors = {
  GZIP: (bytes) => gunzipSync(bytes),
  BROTLI: (bytes) => brotliDecompressSync(bytes),
  ZSTD: (bytes) => decompressZstd(bytes),
  LZ4: decompressLz4,
  LZ4_RAW: decompressLz4Raw,
}

/** A Parquet value as JSON would have carried it. */
function asJson(value: unknown): unknown {
  if (typeof value === 'bigint') return Number.isSafeInteger(Number(value)) ? Number(value) : String(value)
  if (Array.isArray(value)) return value.map(asJson)
  if (typeof value !== 'object' || value === null || Object.getPrototypeOf(value) !== Object.prototype)
    return value
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, field]) => field !== null && field !== undefined)
      .map(([key, field]) => [key, asJson(field)]),
  )
}

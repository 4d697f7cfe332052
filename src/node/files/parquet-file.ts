import { open } from 'node:fs/promises'
import { brotliDecompressSync, gunzipSync } from 'node:zlib'
import {
  type AsyncBuffer,
  asyncBufferFromFile,
  type Compressors,
  type FileMetaData,
  type ParquetParsers,
  parquetMetadataAsync,
  parquetReadObjects,
  type RowGroup,
} from 'hyparquet'
import { decompressLz4, decompressLz4Raw, decompressZstd } from 'hyparquet-compressors'
import { checkPages } from './parquet-pages.js'
import { checkSchemaFields, completeSchema } from './parquet-schema.js'
import type { RowObject } from './row.js'

/** Some rows of a Parquet file. */
export interface ParquetRows {
  readonly rows: readonly RowObject[]
  /** Rows in the file. */
  readonly total: number
}

export interface OpenParquetFile {
  /** The rows from `row` on, as many as are at hand: of one row group, or with an offset index in the file 256 of its rows; none at the end. */
  readonly rowsFrom: (row: number) => Promise<ParquetRows>
}

/**
 * Opens a Parquet file. Where a page of it has a checksum, rows are as they were written, or there is an error; where it has none, the reading
 * ends.
 */
export async function openParquetFile(path: string): Promise<OpenParquetFile> {
  const file = await asyncBufferFromFile(path)
  // Its search for geometry columns does not end where an element of the schema has -1 children: docs/command.md.
  const metadata = await parquetMetadataAsync(file, { geoparquet: false })
  const footerEnd = file.byteLength - MAGIC_AND_LENGTH
  checkSchemaFields(await file.slice(footerEnd - metadata.metadata_length, footerEnd))
  completeSchema(metadata.schema)
  const total = Number(metadata.num_rows)
  const sizes = metadata.row_groups.map(({ num_rows }) => Number(num_rows))
  if (sizes.some((size) => !(size >= 0)) || sizes.reduce((sum, size) => sum + size, 0) !== total)
    throw new Error('its row groups do not have as many rows as the file')
  const groupOf = (row: number): { readonly group: RowGroup; readonly start: number } => {
    let start = 0
    for (const [i, group] of metadata.row_groups.entries()) {
      if (row < start + sizes[i]!) return { group, start }
      start += sizes[i]!
    }
    throw new Error(`there is no row ${row}`)
  }
  const check = async (group: RowGroup) => {
    const handle = await open(path)
    try {
      await checkPages({ handle, size: file.byteLength, metadata, compressors: COMPRESSORS }, group)
    } finally {
      await handle.close()
    }
  }
  /** The row group that is being handed over. */
  let decoded: { readonly start: number; readonly rows: readonly RowObject[] } | undefined

  return {
    rowsFrom: async (row) => {
      if (row >= total) return { rows: [], total }
      const { group, start } = groupOf(row)
      const end = start + Number(group.num_rows)
      if (start === row) await check(group)
      const indexed = group.columns.every((column) => column.offset_index_offset !== undefined)
      if (indexed) {
        const rows = await readObjects(file, metadata, row, Math.min(row + ROWS_AT_A_TIME, end), true)
        return { rows, total }
      }
      if (decoded?.start !== start)
        decoded = { start, rows: await readObjects(file, metadata, start, end, false) }
      return { rows: decoded.rows.slice(row - start, row - start + ROWS_AT_A_TIME), total }
    },
  }
}

const ROWS_AT_A_TIME = 256

/** Bytes behind the footer. */
const MAGIC_AND_LENGTH = 8

async function readObjects(
  file: AsyncBuffer,
  metadata: FileMetaData,
  rowStart: number,
  rowEnd: number,
  useOffsetIndex: boolean,
): Promise<readonly RowObject[]> {
  const objects = await parquetReadObjects({
    ...{ file, metadata, compressors: COMPRESSORS, parsers: PARSERS },
    ...{ rowStart, rowEnd, useOffsetIndex },
  })
  if (objects.length !== rowEnd - rowStart)
    throw new Error(`${objects.length} rows came where ${rowEnd - rowStart} are due`)
  return objects.map((object) => asJson(object) as RowObject)
}

const utf8 = new TextDecoder('utf-8', { fatal: true })

/** A text that is no UTF-8 is an error, as it is everywhere; hyparquet would replace what it cannot read. */
const PARSERS: Partial<ParquetParsers> = {
  stringFromBytes: (bytes: Uint8Array) => bytes && utf8.decode(bytes),
}

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

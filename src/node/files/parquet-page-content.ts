import type {
  ColumnMetaData,
  Compressors,
  PageHeader,
  ParquetType,
  SchemaElement,
  SchemaTree,
} from 'hyparquet'
import { DEFAULT_PARSERS } from 'hyparquet/src/convert.js'
import { decompressPage, readDataPage, readDataPageV2 } from 'hyparquet/src/datapage.js'
import { readPlain } from 'hyparquet/src/plain.js'
import { getMaxDefinitionLevel, getMaxRepetitionLevel } from 'hyparquet/src/schema.js'

/** What a page is decoded with. */
export interface PageColumn extends ColumnMetaData {
  readonly element: SchemaElement
  /** From the root of the schema to the column. */
  readonly schemaPath: SchemaTree[]
  readonly compressors: Compressors
}

/** @returns the entries of a dictionary, which must fill its page exactly */
export function checkDictionary(header: PageHeader, bytes: Uint8Array, column: PageColumn): number {
  const entries = header.dictionary_page_header!.num_values
  const page = unpack(header, bytes, column)
  const reader = { view: viewOf(page), offset: 0 }
  readPlain(reader, column.type, entries, column.element.type_length)
  if (reader.offset !== page.length)
    throw new Error(`a dictionary of column ${nameOf(column)} has another number of entries than ${entries}`)
  return entries
}

/**
 * Holds what a data page says of itself against its content: values that are there, indices into the dictionary, the bytes that
 * its values take.
 *
 * @param entries of the dictionary before the page; undefined without one
 * @returns the rows that begin in the page
 */
export function checkDataPage(
  header: PageHeader,
  bytes: Uint8Array,
  column: PageColumn,
  entries: number | undefined,
): number {
  const page =
    header.type === 'DATA_PAGE' ? firstVersion(header, bytes, column) : secondVersion(header, bytes, column)
  const { count, encoding, definitionLevels, repetitionLevels, values } = page
  const name = nameOf(column)
  const most = getMaxDefinitionLevel(column.schemaPath)
  if (
    isOver(definitionLevels ?? [], most) ||
    isOver(repetitionLevels, getMaxRepetitionLevel(column.schemaPath))
  )
    throw new Error(`a page of column ${name} is nested deeper than its schema`)
  const present = definitionLevels?.length ? countOf(definitionLevels, most) : count
  if (values.length !== present)
    throw new Error(`a page of column ${name} has ${values.length} values where ${present} are due`)
  if (encoding.endsWith('_DICTIONARY')) {
    if (entries === undefined) throw new Error(`a page of column ${name} wants a dictionary`)
    for (const index of values as readonly number[])
      if (!(index < entries)) throw new Error(`a page of column ${name} points beyond its dictionary`)
    if (lengthOfRuns(page.bytes, values.length) < page.bytes.length)
      throw new Error(`a page of column ${name} has more values than are due`)
  } else if (encoding === 'PLAIN' && sizeOf(values, column) !== page.bytes.length) {
    throw new Error(`a page of column ${name} has values of another length`)
  }
  const rows = repetitionLevels.length > 0 ? countOf(repetitionLevels, 0) : count
  const rowsDue = header.data_page_header_v2?.num_rows ?? rows
  if (rows !== rowsDue) throw new Error(`a page of column ${name} has ${rows} rows where ${rowsDue} are due`)
  return rows
}

interface Content {
  readonly count: number
  readonly encoding: string
  readonly definitionLevels: readonly number[] | undefined
  readonly repetitionLevels: readonly number[]
  readonly values: ArrayLike<unknown> & Iterable<unknown>
  /** What the page holds behind its levels. */
  readonly bytes: Uint8Array
}

function firstVersion(header: PageHeader, bytes: Uint8Array, column: PageColumn): Content {
  const described = header.data_page_header!
  const page = unpack(header, bytes, column)
  const { dataPage, ...levels } = readDataPage(page, described, decoderOf(column))
  let start = 0
  for (const most of [getMaxRepetitionLevel, getMaxDefinitionLevel])
    if (most(column.schemaPath) > 0) start += 4 + viewOf(page).getUint32(start, true)
  return {
    ...levels,
    values: dataPage,
    count: described.num_values,
    encoding: described.encoding,
    bytes: page.subarray(start),
  }
}

function secondVersion(header: PageHeader, bytes: Uint8Array, column: PageColumn): Content {
  const described = header.data_page_header_v2!
  const { definition_levels_byte_length: definition, repetition_levels_byte_length: repetition } = described
  const levelBytes = definition + repetition
  const packed = bytes.subarray(levelBytes)
  const size = header.uncompressed_page_size - levelBytes
  const { dataPage, ...levels } = readDataPageV2(bytes, header, decoderOf(column))
  return {
    ...levels,
    values: dataPage,
    count: described.num_values,
    encoding: described.encoding,
    bytes:
      described.is_compressed === false
        ? packed
        : decompressPage(packed, size, column.codec, column.compressors),
  }
}

/** Bytes that indices take: their width, then runs of one value, and runs of groups of eight packed values. */
function lengthOfRuns(bytes: Uint8Array, count: number): number {
  const width = bytes[0]!
  // Indices of width 0 are all 0, and need no runs.
  if (width === 0 || count === 0) return bytes.length
  let at = 1
  for (let seen = 0; seen < count && at < bytes.length; ) {
    let run = 0
    for (let shift = 0; ; shift += 7) {
      const byte = bytes[at++]!
      run |= (byte & 0x7f) << shift
      if (byte < 0x80 || shift > 21) break
    }
    const isPacked = (run & 1) === 1
    at += isPacked ? (run >>> 1) * width : Math.ceil(width / 8)
    seen += isPacked ? 8 * (run >>> 1) : run >>> 1
  }
  return at
}

const decoderOf = (column: PageColumn): Parameters<typeof readDataPage>[2] => ({
  ...column,
  pathInSchema: column.path_in_schema,
  parsers: DEFAULT_PARSERS,
})

const nameOf = (column: PageColumn): string => column.path_in_schema.join('.')

const unpack = (header: PageHeader, bytes: Uint8Array, { codec, compressors }: PageColumn): Uint8Array =>
  decompressPage(bytes, header.uncompressed_page_size, codec, compressors)

export const viewOf = (bytes: Uint8Array): DataView =>
  new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)

function countOf(levels: readonly number[], level: number): number {
  let count = 0
  for (const each of levels) if (each === level) count++
  return count
}

function isOver(levels: readonly number[], most: number): boolean {
  for (const level of levels) if (!(level <= most)) return true
  return false
}

/** Bytes that plain values take. */
function sizeOf(values: Content['values'], { type, element }: PageColumn): number {
  if (type === 'BOOLEAN') return Math.ceil(values.length / 8)
  if (type !== 'BYTE_ARRAY') return values.length * (WIDTHS[type] ?? element.type_length!)
  let size = 4 * values.length
  for (const value of values as Iterable<Uint8Array>) size += value.length
  return size
}

const WIDTHS: Readonly<Partial<Record<ParquetType, number>>> = {
  INT32: 4,
  INT64: 8,
  INT96: 12,
  FLOAT: 4,
  DOUBLE: 8,
}

import type { FileHandle } from 'node:fs/promises'
import { crc32 } from 'node:zlib'
import {
  type ColumnChunk,
  type ColumnMetaData,
  type Compressors,
  type FileMetaData,
  type PageHeader,
  parquetSchema,
  type RowGroup,
  readOffsetIndex,
  type SchemaTree,
} from 'hyparquet'
import { parquetHeader } from 'hyparquet/src/column.js'
import { checkDataPage, checkDictionary, type PageColumn, viewOf } from './parquet-page-content.js'
import { checkDescription, leavesOf } from './parquet-schema.js'

/** A Parquet file whose footer is read. */
export interface ParquetFile {
  readonly handle: FileHandle
  readonly size: number
  readonly metadata: FileMetaData
  readonly compressors: Compressors
}

/**
 * Reads the pages of a row group before they become rows. A checksum (CRC-32), where a page has one, covers its content; neither its
 * header nor the footer of the file. What these say must agree with each other and with the content: sizes, numbers of values
 * and of rows, the entries of a dictionary. A decoder that is handed a page of negative size, or of two billion values, does not
 * come to an end; one that is handed a wrong count gives other values without a word. Pages without a checksum are held to
 * their sizes and counts alone.
 *
 * @throws Error with what is wrong, without the name of the file
 */
export async function checkPages(file: ParquetFile, group: RowGroup): Promise<void> {
  const leaves = leavesOf(parquetSchema(file.metadata))
  if (group.columns.length !== leaves.length)
    throw new Error(`a row group has ${group.columns.length} columns where ${leaves.length} are due`)
  for (const [i, chunk] of group.columns.entries()) {
    const column = chunk.meta_data
    if (column === undefined) throw new Error('a column has no description')
    checkDescription(column, leaves[i]!)
    const pages = await checkColumn(file, column, leaves[i]!, Number(group.num_rows))
    await checkOffsetIndex(file, chunk, pages)
  }
}

/** Where a data page begins, header included, its bytes, and the first of its rows, where that is known. */
type Place = readonly [position: number, bytes: number, row: number | undefined]

async function checkColumn(
  { handle, size: fileSize, compressors }: ParquetFile,
  description: ColumnMetaData,
  schemaPath: SchemaTree[],
  rowsDue: number,
): Promise<readonly Place[]> {
  const name = description.path_in_schema.join('.')
  const dictionary = Number(description.dictionary_page_offset ?? 0)
  const data = Number(description.data_page_offset)
  let position = dictionary > 0 ? Math.min(dictionary, data) : data
  const end = position + Number(description.total_compressed_size)
  if (!(position >= 4 && end >= position && end <= fileSize))
    throw new Error(`column ${name} lies outside the file`)
  const column: PageColumn = { ...description, element: schemaPath.at(-1)!.element, schemaPath, compressors }
  let values = 0
  let rows: number | undefined = 0
  let entries: number | undefined
  const places: Place[] = []
  // A single byte at the end is no page: a reader of this format stops there, too.
  while (position < end - 1) {
    const start = position
    const { header, size } = await readHeader(handle, position, end)
    position += size
    const count = checkHeader(header, end - position, Number(description.num_values), name)
    const bytes = await readBytes(handle, position, header.compressed_page_size)
    position += bytes.length
    if (header.crc !== undefined && crc32(bytes) !== header.crc >>> 0)
      throw new Error(`a page of column ${name} has another checksum`)
    if (header.type === 'DICTIONARY_PAGE') {
      entries = checkDictionary(header, bytes, column)
      continue
    }
    places.push([start, position - start, rows])
    values += count
    // To decode a page once more takes half as long as to read it; without a checksum, its values prove nothing anyway.
    if (header.crc === undefined) rows = undefined
    else if (rows !== undefined) rows += checkDataPage(header, bytes, column, entries)
  }
  if (values !== Number(description.num_values))
    throw new Error(`column ${name} has ${values} values where ${description.num_values} are due`)
  if (rows !== undefined && rows !== rowsDue)
    throw new Error(`column ${name} has ${rows} rows where ${rowsDue} are due`)
  return places
}

/** A part of a row group is found by its offset index. */
async function checkOffsetIndex(
  { handle, size }: ParquetFile,
  { offset_index_offset: offset, offset_index_length: length, meta_data: column }: ColumnChunk,
  places: readonly Place[],
): Promise<void> {
  if (offset === undefined || length === undefined) return
  if (!(Number(offset) >= 4 && length >= 0 && Number(offset) + length <= size))
    throw new Error('an offset index lies outside the file')
  const bytes = await readBytes(handle, Number(offset), length)
  const { page_locations } = readOffsetIndex({ view: viewOf(bytes), offset: 0 })
  const isSame = (page: (typeof page_locations)[number], [position, bytes, row]: Place) =>
    Number(page.offset) === position &&
    page.compressed_page_size === bytes &&
    (row === undefined || Number(page.first_row_index) === row)
  if (
    page_locations.length !== places.length ||
    !places.every((place, i) => isSame(page_locations[i]!, place))
  )
    throw new Error(`the offset index of column ${column?.path_in_schema.join('.')} lists other pages`)
}

/** @returns the number of values or entries that the page is said to hold */
function checkHeader(header: PageHeader, room: number, mostValues: number, name: string): number {
  const { compressed_page_size: size, uncompressed_page_size: unpacked, type } = header
  if (!(size >= 0 && size <= room)) throw new Error(`a page of column ${name} has ${size} bytes`)
  if (!(unpacked >= 0 && unpacked <= LARGEST_PAGE))
    throw new Error(`a page of column ${name} has ${unpacked} bytes unpacked`)
  const described =
    type === 'DICTIONARY_PAGE'
      ? header.dictionary_page_header
      : type === 'DATA_PAGE'
        ? header.data_page_header
        : header.data_page_header_v2
  const values = described?.num_values ?? Number.NaN
  if (!(values >= 0 && values <= Math.max(mostValues, 1)))
    throw new Error(`a page of column ${name} has ${values} values`)
  return values
}

const LARGEST_PAGE = 2 ** 30

/** Headers are short, unless statistics with long texts are in them. */
async function readHeader(
  file: FileHandle,
  position: number,
  end: number,
): Promise<{ readonly header: PageHeader; readonly size: number }> {
  for (let length = 1 << 10; ; length *= 16) {
    const bytes = await readBytes(file, position, Math.min(length, end - position))
    const reader = { view: viewOf(bytes), offset: 0 }
    try {
      const header = parquetHeader(reader)
      return { header, size: reader.offset }
    } catch (error) {
      if (position + length >= end) throw error
    }
  }
}

async function readBytes(file: FileHandle, position: number, length: number): Promise<Buffer> {
  const bytes = Buffer.allocUnsafe(length)
  const { bytesRead } = await file.read(bytes, 0, length, position)
  if (bytesRead < length) throw new Error('the file ends in the middle of a page')
  return bytes
}

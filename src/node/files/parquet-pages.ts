import type { FileHandle } from 'node:fs/promises'
import { crc32 } from 'node:zlib'
import type { ColumnMetaData, PageHeader, RowGroup } from 'hyparquet'
import { parquetHeader } from 'hyparquet/src/column.js'

/**
 * Reads the pages of a row group without decoding them: their sizes must fit into their column chunk, their values must add up to what
 * the file's footer says, and where a page has a checksum (CRC-32) its bytes must have it. A decoder that is handed a page of
 * negative size, or of two billion values, does not come to an end.
 *
 * @throws Error with what is wrong, without the name of the file
 */
export async function checkPages(file: FileHandle, fileSize: number, group: RowGroup): Promise<void> {
  for (const { meta_data: column } of group.columns) {
    if (column === undefined) throw new Error('a column has no description')
    await checkColumn(file, fileSize, column)
  }
}

async function checkColumn(file: FileHandle, fileSize: number, column: ColumnMetaData): Promise<void> {
  const name = column.path_in_schema.join('.')
  const dictionary = Number(column.dictionary_page_offset ?? 0)
  const data = Number(column.data_page_offset)
  let position = dictionary > 0 ? Math.min(dictionary, data) : data
  const end = position + Number(column.total_compressed_size)
  if (!(position >= 4 && end >= position && end <= fileSize))
    throw new Error(`column ${name} lies outside the file`)
  let values = 0
  // A single byte at the end is no page: a reader of this format stops there, too.
  while (position < end - 1) {
    const { header, size } = await readHeader(file, position, end)
    position += size
    values += checkHeader(header, end - position, Number(column.num_values), name)
    if (header.crc !== undefined) {
      const bytes = await readBytes(file, position, header.compressed_page_size)
      if (crc32(bytes) !== header.crc >>> 0) throw new Error(`a page of column ${name} has another checksum`)
    }
    position += header.compressed_page_size
  }
  if (values !== Number(column.num_values))
    throw new Error(`column ${name} has ${values} values where ${column.num_values} are due`)
}

/** @returns the values of a data page */
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
  return type === 'DICTIONARY_PAGE' ? 0 : values
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
    const reader = { view: new DataView(bytes.buffer, bytes.byteOffset, bytes.length), offset: 0 }
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

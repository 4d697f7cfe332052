import { type Progress, reportPart } from '../pool.js'
import { openParquetFile, type ParquetRows } from './parquet-file.js'

/** What runs in the thread that reads a Parquet file: a decoder may not terminate on a broken file. */

export interface ReadTask {
  readonly path: string
  /** The first row to read, from 0. */
  readonly row: number
  readonly progress: Progress
}

export default async function readParquet({ path, row, progress }: ReadTask): Promise<ParquetRows> {
  reportPart(progress, 0)
  opened ??= openParquetFile(path)
  return (await opened).rowsFrom(row)
}

let opened: ReturnType<typeof openParquetFile> | undefined

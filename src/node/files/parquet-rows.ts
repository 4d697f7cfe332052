import { stat } from 'node:fs/promises'
import { basename } from 'node:path'
import { right } from 'fp-ts/lib/Either.js'
import { createPool, type KillLimits } from '../pool.js'
import type { ParquetRows } from './parquet-file.js'
import type { Row } from './row.js'

/**
 * The rows of a Parquet file, some at a time, nested columns as nested values. A row group is the unit that is held in memory; with an
 * offset index in the file, 256 of its rows.
 *
 * Parquet writes a null into every field that some other row of a struct has; such fields are left out here, as JSON has
 * them. 64-bit integers become numbers where they are exact, and texts beyond 2^53.
 *
 * The file is read in a thread of its own, which is ended when it takes too long or too much memory: a decoder may not
 * terminate on a broken file. Rejects with the name of the file and the rows that could not be read.
 *
 * @param limits for 256 rows, or for a row group. Default 30 s and a second for each 16 MiB of the file, 3 GiB.
 */
export async function* parquetRows(path: string, limits: KillLimits = {}): AsyncIterable<readonly Row[]> {
  const { size } = await stat(path)
  const name = basename(path)
  const pool = createPool(
    'parquet-worker.cjs',
    1,
    {},
    {
      rolloutTimeout: limits.rolloutTimeout ?? 30_000 + Math.ceil(size / 2 ** 24) * 1000,
      rolloutMemory: limits.rolloutMemory ?? 3 * 2 ** 30,
    },
  )
  const read = async (row: number): Promise<ParquetRows> => {
    try {
      return await pool.run<ParquetRows>('default', (progress) => ({ path, row, progress }))
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error)
      throw new Error(`${name} cannot be read from row ${row + 1} on: ${message}`)
    }
  }
  try {
    let row = 0
    let next = read(row)
    for (;;) {
      const { rows, total } = await next
      if (rows.length === 0) return
      const start = row
      row += rows.length
      next = read(row)
      // It is awaited in the next round, unless the reader stops before.
      next.catch(() => {})
      yield rows.map((row, i) => {
        const number = start + i + 1
        return { place: `${name}:${number}`, value: right(row), fraction: number / total }
      })
    }
  } finally {
    await pool.close(0)
  }
}

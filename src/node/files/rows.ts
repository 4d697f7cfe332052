import type { Either } from 'fp-ts/lib/Either.js'
import type { BadRecord } from '../../index.js'
import { jsonLines } from './json-lines.js'
import { parquetRows } from './parquet-rows.js'

/** One row of a data file: a line of JSON, or a row of Parquet. */
export interface Row {
  /** `rollouts.jsonl:17`, the place to name when something is wrong with it. Rows count from 1. */
  readonly place: string
  /** The object in it, or why there is none. */
  readonly value: Either<BadRecord, RowObject>
  /** How much of the file has been read with this row, in (0, 1]. */
  readonly fraction: number
}

export type RowObject = Readonly<Record<string, unknown>>

/**
 * The rows of a data file in their order: JSON Lines (`.jsonl`, `.ndjson`, `.json`, each also with `.gz`) or Parquet
 * (`.parquet`, any usual compression). Memory is bounded by the longest line, or by the largest row group.
 *
 * A row that is no object is a `Left`; a file that cannot be read, or is not what its name says, rejects.
 */
export const readRows = (path: string): AsyncIterable<Row> =>
  path.endsWith('.parquet') ? parquetRows(path) : jsonLines(path)

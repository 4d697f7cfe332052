import type { Either } from 'fp-ts/lib/Either.js'
import type { RecordError } from '../../index.js'

/** One row of a data file: a line of JSON, or a row of Parquet. */
export interface Row {
  /** `rollouts.jsonl:17`, the place to name when something is wrong with it. Rows count from 1. */
  readonly place: string
  /** The object in it, or why there is none. */
  readonly value: Either<RecordError, RowObject>
  /** How much of the file has been read with this row, in (0, 1]. */
  readonly fraction: number
}

export type RowObject = Readonly<Record<string, unknown>>

/** Whether a value out of JSON or Parquet is an object. */
export const isObject = (value: unknown): value is RowObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

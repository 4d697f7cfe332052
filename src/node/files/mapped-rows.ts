import { type Either, isLeft, isRight, left, right } from 'fp-ts/lib/Either.js'
import { mapRecord, mapRollout, type RecordError, type RecordMap } from '../../index.js'
import type { Row, RowObject } from './row.js'
import { readBlocks, rowsOf } from './rows.js'

/**
 * The rows of a data file in our own form: beside what a row holds, its `promptId`, its `record`, and `responses` where it
 * has some. Without a map the rows as they are.
 *
 * @param recordsElsewhere whether a row without a record is right, because another file has it
 */
export async function* mappedRows(
  path: string,
  map: RecordMap | undefined,
  recordsElsewhere = false,
): AsyncIterable<Row> {
  for await (const block of readBlocks(path)) yield* mapped(rowsOf(block), map, recordsElsewhere)
}

/** The same of rows that have been read. */
export const mapped = (
  rows: readonly Row[],
  map: RecordMap | undefined,
  recordsElsewhere: boolean,
): readonly Row[] =>
  map === undefined
    ? rows
    : rows.map((row) =>
        isLeft(row.value)
          ? row
          : { ...row, value: inOurForm(row.value.right, map, recordsElsewhere, row.place) },
      )

function inOurForm(
  row: RowObject,
  map: RecordMap,
  recordsElsewhere: boolean,
  place: string,
): Either<RecordError, RowObject> {
  const mapped = mapRecord(row, map)
  if (isRight(mapped)) return right({ ...row, ...mapped.right })
  const rest = recordsElsewhere ? mapRollout(row, map) : mapped
  return isRight(rest)
    ? right({ ...row, ...rest.right })
    : left({ ...rest.left, argument: rest.left.argument.replace(/^row/u, place) })
}

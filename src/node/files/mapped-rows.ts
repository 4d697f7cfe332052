import { type Either, isLeft, isRight, left, right } from 'fp-ts/lib/Either.js'
import { mapRecord, mapRollout, type RecordError, type RecordMap } from '../../index.js'
import type { Row, RowObject } from './row.js'
import { readRowBlocks } from './rows.js'

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
  for await (const rows of mappedRowBlocks(path, map, recordsElsewhere)) yield* rows
}

/** The same, some rows at a time. */
export async function* mappedRowBlocks(
  path: string,
  map: RecordMap | undefined,
  recordsElsewhere: boolean,
): AsyncIterable<readonly Row[]> {
  for await (const rows of readRowBlocks(path)) {
    yield map === undefined
      ? rows
      : rows.map((row) =>
          isLeft(row.value)
            ? row
            : { ...row, value: inOurForm(row.value.right, map, recordsElsewhere, row.place) },
        )
  }
}

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

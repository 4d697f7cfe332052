import { type Either, isRight, left, right } from 'fp-ts/lib/Either.js'
import { badRecord } from '../../errors.js'
import { type RecordError, type RecordMap, recordAt } from '../../index.js'
import { holdsRecord, recordOf } from '../files/records.js'
import { isObject, type RowObject } from '../files/row.js'

/** Where the record behind a trainer's label is to be found. */
export interface RecordSources {
  /** The record of a prompt id (as text); undefined where there is none. */
  readonly recordOfPrompt: (promptId: string) => unknown
  /** The task type of labels that are golds themselves. */
  readonly labelTask: string | undefined
  /** Whether labels may be prompt ids: then a text is never a gold. */
  readonly hasRecords?: boolean
  /** How records in requests that are not in our own form become so. */
  readonly map?: RecordMap | undefined
}

/**
 * The record that a trainer's label stands for. In this order:
 *
 * 1. a record, as an object or as JSON text: `{"taskType": …, "gold": …}`, one of the published data set, or with a map a row
 *    that it reads
 * 2. the prompt id of a record that the service was started with
 * 3. a bare gold, when the service was started with the task type of its labels, or with a map that knows it; lists and
 *    tables as JSON text
 */
export function findRecord(
  label: unknown,
  sources: RecordSources,
  argument: string,
): Either<RecordError, unknown> {
  const value = unpacked(label)
  if (isObject(value)) {
    const mapped = mappedRecord(value, sources)
    if (mapped !== undefined)
      return isRight(mapped)
        ? mapped
        : left({ ...mapped.left, argument: mapped.left.argument.replace(/^row/u, argument) })
    if (holdsRecord(value)) return right(recordOf(value))
  }
  const known = recordOfPrompt(label, sources, argument)
  if (isRight(known)) return known
  const bare = sources.map === undefined || sources.hasRecords ? undefined : recordAt(label, sources.map)
  if (bare !== undefined && isRight(bare)) return bare
  const hasGold = sources.labelTask !== undefined && label !== null && label !== undefined
  if (hasGold)
    return right({ taskType: sources.labelTask, gold: TEXT_GOLDS.has(sources.labelTask) ? label : value })
  const gold = sources.labelTask === undefined ? '' : `, or a gold of ${sources.labelTask}`
  return left(
    badRecord(
      argument,
      `a record as JSON text, or the prompt id of a record that the service has${gold}`,
      label,
    ),
  )
}

/** An object by the map; undefined where there is none to apply: an object in our own form needs none. */
export function mappedRecord(
  value: RowObject,
  { map }: Pick<RecordSources, 'map'>,
): Either<RecordError, unknown> | undefined {
  if (map === undefined || value.taskType !== undefined || value.record !== undefined) return undefined
  return recordAt(value, map)
}

/** The record of a prompt id, and of nothing else. */
export function recordOfPrompt(
  id: unknown,
  sources: RecordSources,
  argument: string,
): Either<RecordError, unknown> {
  const isId = typeof id === 'string' || typeof id === 'number'
  const record = isId ? sources.recordOfPrompt(String(id)) : undefined
  return record === undefined
    ? left(badRecord(argument, 'the prompt id of a record that the service has', id))
    : right(record)
}

/** Task types whose gold is a text, even one that looks like JSON: the interval `[1, 2]` is no list. */
const TEXT_GOLDS: ReadonlySet<string> = new Set(['precise-retrieval', 'numerical-reasoning'])

export function unpacked(label: unknown): unknown {
  if (typeof label !== 'string' || !/^\s*[[{]/u.test(label)) return label
  try {
    return JSON.parse(label)
  } catch {
    return label
  }
}

import { type Either, isRight, left, right } from 'fp-ts/lib/Either.js'
import { type BadRecord, badRecord } from '../../index.js'
import { holdsRecord, recordOf } from '../files/records.js'
import type { RowObject } from '../files/row.js'

/** Where the record behind a trainer's label is to be found. */
export interface RecordSources {
  /** The record of a prompt id (as text); undefined where there is none. */
  readonly recordOfPrompt: (promptId: string) => unknown
  /** The task type of labels that are golds themselves. */
  readonly labelTask: string | undefined
}

/**
 * The record that a trainer's label stands for. In this order:
 *
 * 1. a record, as an object or as JSON text: `{"taskType": …, "gold": …}` or one of the published data set
 * 2. the prompt id of a record that the service was started with
 * 3. a bare gold, when the service was started with the task type of its labels; lists and tables as JSON text
 */
export function findRecord(
  label: unknown,
  sources: RecordSources,
  argument: string,
): Either<BadRecord, unknown> {
  const value = unpacked(label)
  if (isObject(value) && holdsRecord(value)) return right(recordOf(value))
  const known = recordOfPrompt(label, sources, argument)
  if (isRight(known)) return known
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

/** The record of a prompt id, and of nothing else. */
export function recordOfPrompt(
  id: unknown,
  sources: RecordSources,
  argument: string,
): Either<BadRecord, unknown> {
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

export const isObject = (value: unknown): value is RowObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

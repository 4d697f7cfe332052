import { type Either, isLeft } from 'fp-ts/lib/Either.js'
import {
  type BadOption,
  type BadRecord,
  describeError,
  mapRollout,
  type RecordMap,
  readTask,
  recordAt,
  type Task,
} from '../../index.js'
import { isObject } from '../../node/files/row.js'
import type { Row } from '../../node/index.js'

/** Parts of a record that a data command reads. */
export const PARTS = ['question', 'gold', 'context'] as const
export type Part = (typeof PARTS)[number]

/** Where each part stands in the records people have: the first of these paths that is there. */
const PATHS: Readonly<Record<Part, readonly string[]>> = {
  question: ['question', 'extra_info.question', 'problem', 'input', 'query', 'instruction'],
  gold: [
    'gold',
    'reward_model.ground_truth',
    'answer',
    'answers',
    'solution',
    'golden_label',
    'expected_answer',
  ],
  context: ['context', 'prompt', 'document', 'passage', 'text'],
}

/** The object in a row; a row without one is an error that names its place. */
export function objectOf({ place, value }: Row): Readonly<Record<string, unknown>> {
  if (isLeft(value)) throw new Error(`${place}: ${describeError(value.left)}`)
  return value.right
}

/**
 * The record in a row: by the map where there is one, beside its prompt id as `golongrl score --records` takes it, or the row
 * itself.
 */
export function recordOf(row: Row, map?: RecordMap): Readonly<Record<string, unknown>> {
  if (map !== undefined) return inRow(row, recordAt(objectOf(row), map))
  const object = objectOf(row)
  return isObject(object.record) ? object.record : object
}

/** The prompt's id in a row, as text. */
export function promptIdOf(row: Row, path: string, map?: RecordMap): string {
  const id = map === undefined ? at(objectOf(row), path) : inRow(row, mapRollout(objectOf(row), map)).promptId
  if (id === undefined)
    throw new Error(`${row.place} has no prompt id at ${path}; --prompt-id or --map says where it stands.`)
  return String(id)
}

function inRow<Value>({ place }: Row, read: Either<BadRecord | BadOption, Value>): Value {
  if (isLeft(read)) throw new Error(`${place}: ${describeError(read.left)}`)
  return read.right
}

/**
 * The texts of the named parts, a line each; messages by their content, lists and objects by the strings in them. With a map the
 * gold is the record's, the rest the row's.
 *
 * @throws an Error with the place and the keys that are there, where the row has none of the parts
 */
export function textOf(row: Row, parts: readonly Part[], map?: RecordMap): string {
  const object = map === undefined ? recordOf(row) : objectOf(row)
  const found = parts.flatMap((part) => {
    if (map !== undefined && part === 'gold') return [strings(recordOf(row, map).gold)]
    const path = PATHS[part].find((candidate) => at(object, candidate) !== undefined)
    return path === undefined ? [] : [strings(at(object, path))]
  })
  if (found.length > 0) return found.join('\n')
  const wanted = parts.map((part) => `${part} (${PATHS[part].join(', ')})`).join(', ')
  throw new Error(`${row.place} has no ${wanted}; its keys are ${Object.keys(object).join(', ')}.`)
}

/** What stands at a path of keys, `reward_model.ground_truth`. */
export function at(object: unknown, path: string): unknown {
  let value = object
  for (const key of path.split('.')) {
    if (typeof value !== 'object' || value === null) return undefined
    value = (value as Readonly<Record<string, unknown>>)[key]
  }
  return value ?? undefined
}

function strings(value: unknown): string {
  if (typeof value === 'string') return value
  if (Array.isArray(value)) return value.map(strings).filter(Boolean).join('\n')
  if (typeof value === 'object' && value !== null) {
    return 'content' in value
      ? strings(value.content)
      : Object.values(value).map(strings).filter(Boolean).join('\n')
  }
  return value === null || value === undefined ? '' : String(value)
}

/** The task of a row's record; a record that cannot be right is an error that names its place. */
export const taskOf = (row: Row, map?: RecordMap): Task => inRow(row, readTask(recordOf(row, map)))

import { createHash } from 'node:crypto'
import { isLeft } from 'fp-ts/lib/Either.js'
import { badRecord } from '../../errors.js'
import { type RecordError, type RecordMap, readTask, type TaskOptions } from '../../index.js'
import { mappedRows } from './mapped-rows.js'
import { noPromptId, type PromptId, promptIdOf } from './prompt-ids.js'
import type { RowObject } from './row.js'
import { type SharedRecords, shareRecords } from './shared-records.js'

/** The records of a data set by their prompt ids, and every trouble found in them, at once. */
export interface Records {
  readonly shared: SharedRecords
  readonly problems: readonly RecordProblem[]
  /** Of all ids and records, without the prompts, which scoring does not look at. */
  readonly fingerprint: string
}

export interface RecordProblem {
  readonly place: string
  readonly promptId: PromptId | undefined
  readonly error: RecordError
}

/**
 * Reads a file of records. Each is `{ promptId, record }`, or a record that carries its id itself, at `promptIdPath`.
 * Golds stay in memory, as JSON text: a tenth of what objects take. The prompts, which scoring does not look at and which may
 * be whole books, do not.
 */
export async function readRecords(
  path: string,
  promptIdPath: string,
  options: TaskOptions,
  map?: RecordMap,
): Promise<Records> {
  const texts = new Map<PromptId, string>()
  const problems: RecordProblem[] = []
  const hash = createHash('sha256')
  for await (const { place, value } of mappedRows(path, map)) {
    if (isLeft(value)) {
      problems.push({ place, promptId: undefined, error: value.left })
      continue
    }
    const promptId = promptIdOf(value.right, promptIdPath)
    const record = recordOf(value.right)
    const text = JSON.stringify(record)
    hash.update(JSON.stringify([promptId])).update(text)
    const report = (error: RecordError) => problems.push({ place, promptId, error })
    if (promptId === undefined) {
      report(noPromptId(value.right, promptIdPath, place))
    } else if (!texts.has(promptId)) {
      texts.set(promptId, text)
    } else if (map === undefined || texts.get(promptId) !== text) {
      // A mapped row that occurs twice is one prompt.
      report(badRecord(`${place} ${promptIdPath}`, 'an id that no row before it has', promptId))
    }
    const task = readTask(record, options)
    if (isLeft(task)) report(task.left)
  }
  return { shared: shareRecords(texts), problems, fingerprint: hash.digest('hex') }
}

/** The record in a row: its field `record`, or the row itself without the texts that scoring does not need. */
export function recordOf(row: RowObject): unknown {
  if (row.record !== undefined) return withoutTexts(row.record)
  return withoutTexts(row)
}

/** Whether a row holds a record of its own. */
export const holdsRecord = (row: RowObject): boolean =>
  row.record !== undefined || row.data_source !== undefined || row.taskType !== undefined

function withoutTexts(record: unknown): unknown {
  if (typeof record !== 'object' || record === null || Array.isArray(record)) return record
  const { prompt: _prompt, response: _response, responses: _responses, ...rest } = record as RowObject
  return rest
}

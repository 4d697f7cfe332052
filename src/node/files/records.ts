import { isLeft } from 'fp-ts/lib/Either.js'
import { type BadRecord, badRecord, readTask, type TaskOptions } from '../../index.js'
import { type PromptId, promptIdOf } from './prompt-ids.js'
import { type RowObject, readRows } from './rows.js'

/** The records of a data set by their prompt ids, and every trouble found in them, at once. */
export interface Records {
  readonly byId: ReadonlyMap<PromptId, unknown>
  readonly problems: readonly RecordProblem[]
}

export interface RecordProblem {
  readonly place: string
  readonly promptId: PromptId | undefined
  readonly error: BadRecord
}

/**
 * Reads a file of records. Each is `{ promptId, record }`, or a record that carries its id itself, at `promptIdPath`.
 * Golds stay in memory; the prompts, which scoring does not look at and which may be whole books, do not.
 */
export async function readRecords(
  path: string,
  promptIdPath: string,
  options: TaskOptions,
): Promise<Records> {
  const byId = new Map<PromptId, unknown>()
  const problems: RecordProblem[] = []
  for await (const { place, value } of readRows(path)) {
    if (isLeft(value)) {
      problems.push({ place, promptId: undefined, error: value.left })
      continue
    }
    const promptId = promptIdOf(value.right, promptIdPath)
    const record = recordOf(value.right)
    const report = (error: BadRecord) => problems.push({ place, promptId, error })
    if (promptId === undefined) {
      report(badRecord(`${place} ${promptIdPath}`, 'the id of a prompt, a string or a number', undefined))
    } else if (byId.has(promptId)) {
      report(badRecord(`${place} ${promptIdPath}`, 'an id that no row before it has', promptId))
    } else {
      byId.set(promptId, record)
    }
    const task = readTask(record, options)
    if (isLeft(task)) report(task.left)
  }
  return { byId, problems }
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

import { createHash } from 'node:crypto'
import { isLeft } from 'fp-ts/lib/Either.js'
import { badRecord } from '../../errors.js'
import { type RecordError, type RecordMap, readTask, type TaskOptions } from '../../index.js'
import { mappedRows } from './mapped-rows.js'
import { noPromptId, type PromptId, promptIdOf } from './prompt-ids.js'
import type { RowObject } from './row.js'

/** The records of a data set by their prompt ids, and every trouble found in them, at once. */
export interface Records {
  readonly get: (promptId: PromptId) => unknown
  /** Each record as JSON text. */
  readonly texts: () => Iterable<readonly [PromptId, string]>
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
  const short = shortIds()
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
      if (map !== undefined) short.add(promptId)
    } else if (map === undefined || texts.get(promptId) !== text) {
      // A mapped row that occurs twice is one prompt.
      report(badRecord(`${place} ${promptIdPath}`, 'an id that no row before it has', promptId))
    }
    const task = readTask(record, options)
    if (isLeft(task)) report(task.left)
  }
  const find = readTexts(texts)
  return {
    get: (promptId) => find(promptId) ?? find(short.whole(promptId)),
    texts: () => texts,
    problems,
    fingerprint: hash.digest('hex'),
  }
}

/** The rollouts of a prompt mostly stand together: the last record is kept, and is the same object for all of them. */
function readTexts(texts: ReadonlyMap<PromptId, string>): (promptId: PromptId | undefined) => unknown {
  let last: { readonly promptId: PromptId; readonly record: unknown } | undefined
  return (promptId) => {
    if (promptId === undefined) return undefined
    if (last?.promptId === promptId) return last.record
    const text = texts.get(promptId)
    if (text === undefined) return undefined
    last = { promptId, record: JSON.parse(text) }
    return last.record
  }
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

/** The last parts of ids such as `openai/gsm8k/train/7`: where only one id ends in 7, rollouts may name it so. */
function shortIds(): {
  readonly add: (promptId: PromptId) => void
  readonly whole: (promptId: PromptId) => PromptId | undefined
} {
  const ids = new Map<string, string | undefined>()
  return {
    add: (promptId) => {
      if (typeof promptId !== 'string' || !promptId.includes('/')) return
      const end = promptId.slice(promptId.lastIndexOf('/') + 1)
      ids.set(end, ids.has(end) ? undefined : promptId)
    },
    whole: (promptId) => ids.get(String(promptId)),
  }
}

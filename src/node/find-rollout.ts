import { isLeft } from 'fp-ts/lib/Either.js'
import type { RecordMap } from '../index.js'
import { findBadOrMissing } from '../options/find-bad-option.js'
import type { OptionRow, OptionRows } from '../options/option-row.js'
import { refuse } from '../results.js'
import { mappedRows } from './files/mapped-rows.js'
import { promptIdOf } from './files/prompt-ids.js'
import { recordOf } from './files/records.js'
import { type FileRollout, readRollouts } from './files/rollouts.js'
import { mapOf } from './task-options.js'

export interface FindRolloutOptions {
  readonly rollouts: string
  /** Default: the rows of `rollouts` hold their records. */
  readonly records?: string
  /** The prompt, as text; a number in the file matches its digits. */
  readonly promptId: string
  /** The rollout's number within its prompt, from 0. */
  readonly rollout: number
  /** Default `promptId`. */
  readonly promptIdPath?: string
  /** How rows in another form become records: the name of a preset, the text of a map, or the map. Default: they are. */
  readonly map?: string | RecordMap
}

const text: OptionRow = { kind: 'text' }

const FIND_ROLLOUT_OPTIONS: OptionRows<FindRolloutOptions> = {
  rollouts: text,
  records: text,
  promptId: text,
  rollout: { kind: 'number', from: 0, whole: true },
  promptIdPath: { ...text, default: 'promptId' },
  // Checked by `checkMap`.
  map: { kind: 'value', expected: 'a map', accepts: () => true },
}

/**
 * One rollout of a file, with its record; undefined when there is none. Stops reading once it is found.
 * Rejects for a wrong option, as `orReject` does, and when a file cannot be read.
 */
export async function findRollout(
  options: FindRolloutOptions,
): Promise<Pick<FileRollout, 'record' | 'response'> | undefined> {
  refuse(findBadOrMissing(options, FIND_ROLLOUT_OPTIONS, ['rollouts', 'promptId', 'rollout']))
  const { rollouts, records, promptId, promptIdPath = 'promptId' } = options
  const map = mapOf(options)
  const record = records === undefined ? undefined : await findRecordOf(records, promptId, promptIdPath, map)
  if (records !== undefined && record === undefined) return undefined
  const known = record === undefined ? undefined : () => record
  let number = 0
  for await (const rollout of readRollouts(rollouts, known, { promptIdPath, map })) {
    if (String(rollout.promptId) !== promptId || number++ < options.rollout) continue
    return { record: record ?? rollout.record, response: rollout.response }
  }
  return undefined
}

async function findRecordOf(
  path: string,
  promptId: string,
  promptIdPath: string,
  map: RecordMap | undefined,
): Promise<unknown> {
  for await (const { value } of mappedRows(path, map)) {
    if (isLeft(value) || String(promptIdOf(value.right, promptIdPath)) !== promptId) continue
    return recordOf(value.right)
  }
  return undefined
}

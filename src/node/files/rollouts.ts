import { crc32 } from 'node:zlib'
import { isLeft } from 'fp-ts/lib/Either.js'
import { badRecord } from '../../errors.js'
import type { RecordError, RecordMap, Rollout } from '../../index.js'
import { mappedRowBlocks } from './mapped-rows.js'
import { noPromptId, type PromptId, promptIdOf } from './prompt-ids.js'
import { holdsRecord, recordOf } from './records.js'
import type { Row, RowObject } from './row.js'

/** One rollout of a file. */
export interface FileRollout extends Rollout {
  readonly response: string
  readonly promptId: PromptId | undefined
  /** The batch its advantage is computed in; one for the whole file unless `batchBy` says otherwise. */
  readonly batch: PromptId
  /** Response length in tokens, for estimators that weigh by it. */
  readonly length: number | undefined
  /** Reward of a greedy rollout of the same prompt, for ReMax. */
  readonly baseline: number | undefined
  /** Why it cannot be scored, when its row already shows that. */
  readonly problem: RecordError | undefined
  readonly fraction: number
}

export interface RolloutFileOptions {
  /** Where a row has its prompt's id, as a path of keys. Default `promptId`. */
  readonly promptIdPath?: string
  /** The field whose value names the batch, a training step for instance. Default: the file is one batch. */
  readonly batchBy?: string
  /** How a row in another form becomes one of these. Default: it is one. */
  readonly map?: RecordMap
}

/**
 * The rollouts of a file, in any of the forms they are kept in:
 *
 * - `{ promptId, response }` or `{ promptId, responses: [...] }`, with the records in a file of their own
 * - a record with `response` or `responses`: the nested form, which needs no other file
 *
 * Optional beside them: `length` or `lengths`, `baseline`. The rollouts of a prompt need not stand together.
 *
 * @param records finds a record by its prompt id; undefined when the rows hold their own
 */
export async function* readRollouts(
  path: string,
  records: FindRecord | undefined,
  options: RolloutFileOptions = {},
): AsyncIterable<FileRollout> {
  for await (const rollouts of readRolloutBlocks(path, records, options)) yield* rollouts
}

/** The same, some rollouts at a time: to wait for each takes longer than to read it. */
export async function* readRolloutBlocks(
  path: string,
  records: FindRecord | undefined,
  options: RolloutFileOptions = {},
): AsyncIterable<readonly FileRollout[]> {
  const isOneRecord = options.map === undefined ? undefined : oneRecordEach()
  for await (const rows of mappedRowBlocks(path, options.map, records !== undefined)) {
    const rollouts: FileRollout[] = []
    for (const row of rows) addRollouts(rollouts, row, records, isOneRecord, options)
    yield rollouts
  }
}

type FindRecord = (promptId: PromptId) => unknown

const NOTHING = {
  record: undefined,
  response: '',
  promptId: undefined,
  batch: '',
  length: undefined,
  baseline: undefined,
}

/** Adds the rollouts of a row. */
function addRollouts(
  rollouts: FileRollout[],
  { place, value, fraction }: Row,
  records: FindRecord | undefined,
  isOneRecord: ReturnType<typeof oneRecordEach> | undefined,
  { promptIdPath = 'promptId', batchBy }: RolloutFileOptions,
): void {
  if (isLeft(value)) {
    rollouts.push({ ...NOTHING, problem: value.left, fraction })
    return
  }
  const row = value.right
  const promptId = promptIdOf(row, promptIdPath)
  const batch = batchBy === undefined ? '' : promptIdOf(row, batchBy)
  const responses = Array.isArray(row.responses) ? row.responses : [row.response]
  const found = findRecord(row, promptId, records, place, promptIdPath)
  const rowProblem =
    batch === undefined
      ? badRecord(`${place} ${batchBy}`, 'the name of a batch, a string or a number', undefined)
      : (found.problem ?? isOneRecord?.(promptId!, found.record, `${place} ${promptIdPath}`))
  for (let i = 0; i < responses.length; i++) {
    const response: unknown = responses[i]
    const isText = typeof response === 'string'
    rollouts.push({
      record: found.record,
      response: isText ? response : '',
      promptId,
      batch: batch ?? '',
      length: numberAt(row.lengths, i) ?? numberAt([row.length], i),
      baseline: numberAt([row.baseline], 0),
      problem: rowProblem ?? (isText ? undefined : badRecord(`${place} response`, 'a string', response)),
      fraction,
    })
  }
}

function findRecord(
  row: RowObject,
  promptId: PromptId | undefined,
  records: FindRecord | undefined,
  place: string,
  promptIdPath: string,
): { readonly record: unknown; readonly problem?: RecordError } {
  if (promptId === undefined) {
    return { record: undefined, problem: noPromptId(row, promptIdPath, place) }
  }
  const known = records?.(promptId)
  if (known !== undefined) return { record: known }
  if (holdsRecord(row)) return { record: recordOf(row) }
  const expected =
    records === undefined ? 'in a row with its record, or in a file of records' : 'the id of a record'
  return { record: undefined, problem: badRecord(`${place} ${promptIdPath}`, expected, promptId) }
}

/**
 * Finds a prompt id under which rows of somebody else's data hold different records: the same question with two golds, or an
 * index that counts anew in each part of a data set. As one prompt they would be compared with each other.
 */
function oneRecordEach(): (promptId: PromptId, record: unknown, argument: string) => RecordError | undefined {
  const sums = new Map<PromptId, number>()
  return (promptId, record, argument) => {
    const sum = crc32(JSON.stringify(record) ?? '')
    const first = sums.get(promptId)
    if (first === undefined) sums.set(promptId, sum)
    return first === undefined || first === sum
      ? undefined
      : badRecord(
          argument,
          'an id that no row with another record has; promptId=… of the map names another',
          promptId,
        )
  }
}

const numberAt = (values: unknown, position: number): number | undefined => {
  const value: unknown = Array.isArray(values) ? values[position] : undefined
  return typeof value === 'number' ? value : undefined
}

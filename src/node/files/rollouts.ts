import { isLeft } from 'fp-ts/lib/Either.js'
import { badRecord } from '../../errors.js'
import type { RecordError, RecordMap, Rollout } from '../../index.js'
import type { FindRecord } from './find-record.js'
import { isSameJson } from './is-same-json.js'
import { mapped } from './mapped-rows.js'
import { noPromptId, type PromptId, promptIdOf } from './prompt-ids.js'
import { holdsRecord, recordOf } from './records.js'
import type { Row, RowObject } from './row.js'
import { type RowBlock, readBlocks, rowsOf } from './rows.js'

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
  /** Where its prompt id stands: `rollouts.jsonl:17 promptId`. */
  readonly idPlace: string
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
 * @param findRecord undefined when the rows hold their own records
 */
export async function* readRollouts(
  path: string,
  findRecord: FindRecord | undefined,
  options: RolloutFileOptions = {},
): AsyncIterable<FileRollout> {
  for await (const block of readBlocks(path)) yield* rolloutsOf(block, findRecord, options)
}

/** The rollouts of some rows. */
export function rolloutsOf(
  block: RowBlock,
  findRecord: FindRecord | undefined,
  options: RolloutFileOptions,
): FileRollout[] {
  const rollouts: FileRollout[] = []
  const shared = oneOfEqual()
  for (const row of mapped(rowsOf(block), options.map, findRecord !== undefined))
    addRollouts(rollouts, row, findRecord, shared, options)
  return rollouts
}

const NOTHING = {
  record: undefined,
  response: '',
  promptId: undefined,
  batch: '',
  length: undefined,
  baseline: undefined,
}

/** The rollouts of a prompt mostly stand together: records that equal the one before them become that one, and are read once. */
function oneOfEqual(): (record: unknown) => unknown {
  let last: unknown
  return (record) => {
    if (!isSameJson(record, last)) last = record
    return last
  }
}

/** Adds the rollouts of a row. */
function addRollouts(
  rollouts: FileRollout[],
  { place, value }: Row,
  findRecord: FindRecord | undefined,
  shared: (record: unknown) => unknown,
  { promptIdPath = 'promptId', batchBy }: RolloutFileOptions,
): void {
  const idPlace = `${place} ${promptIdPath}`
  if (isLeft(value)) {
    rollouts.push({ ...NOTHING, problem: value.left, idPlace })
    return
  }
  const row = value.right
  const promptId = promptIdOf(row, promptIdPath)
  const batch = batchBy === undefined ? '' : promptIdOf(row, batchBy)
  const responses = Array.isArray(row.responses) ? row.responses : [row.response]
  const found = recordOfRow(row, promptId, findRecord, place, promptIdPath)
  const record = shared(found.record)
  const rowProblem =
    batch === undefined
      ? badRecord(`${place} ${batchBy}`, 'the name of a batch, a string or a number', undefined)
      : found.problem
  for (let i = 0; i < responses.length; i++) {
    const response: unknown = responses[i]
    const isText = typeof response === 'string'
    rollouts.push({
      // One that is not scored needs none.
      record: batch === undefined ? undefined : record,
      response: isText ? response : '',
      promptId,
      batch: batch ?? '',
      length: numberAt(row.lengths, i) ?? numberAt([row.length], i),
      baseline: numberAt([row.baseline], 0),
      problem: rowProblem ?? (isText ? undefined : badRecord(`${place} response`, 'a string', response)),
      idPlace,
    })
  }
}

function recordOfRow(
  row: RowObject,
  promptId: PromptId | undefined,
  findRecord: FindRecord | undefined,
  place: string,
  promptIdPath: string,
): { readonly record: unknown; readonly problem?: RecordError } {
  if (promptId === undefined) {
    return { record: undefined, problem: noPromptId(row, promptIdPath, place) }
  }
  const known = findRecord?.(promptId)
  if (known !== undefined) return { record: known }
  if (holdsRecord(row)) return { record: recordOf(row) }
  const expected =
    findRecord === undefined ? 'in a row with its record, or in a file of records' : 'the id of a record'
  return { record: undefined, problem: badRecord(`${place} ${promptIdPath}`, expected, promptId) }
}

const numberAt = (values: unknown, position: number): number | undefined => {
  const value: unknown = Array.isArray(values) ? values[position] : undefined
  return typeof value === 'number' ? value : undefined
}

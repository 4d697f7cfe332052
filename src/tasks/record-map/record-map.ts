import { type Either, isLeft, left, right } from 'fp-ts/lib/Either.js'
import { responseText } from '../../answers/response-text.js'
import { type BadOption, type BadRecord, badOption, badRecord } from '../../errors.js'
import { findBadOption } from '../../options/find-bad-option.js'
import { oneOf } from '../../options/nearest-name.js'
import type { OptionRow, OptionRows } from '../../options/option-row.js'
import { TASK_TYPES } from '../../verifiers/verdict.js'
import { PRESETS, type Preset, type PresetName, RECORD_PRESETS } from './presets.js'
import { questionId, textOf } from './question-id.js'
import { firstAt, unpacked, valueAt } from './row-paths.js'

/**
 * Where a row in another form has what a record needs. Each value is a path of keys (`reward_model.ground_truth`,
 * `answers[0]`), or a fixed text behind `=` (`=numerical-reasoning`; a task type needs no `=`).
 */
export interface RecordPaths {
  readonly gold: string
  readonly taskType: string
  /** Default: `promptId`, `id` and the like; else an id made of the row's question. */
  readonly promptId?: string
  /** A text, a list of chat messages whose last one counts, or a list of these. Default: `response`, `completion` and the like. */
  readonly response?: string
  readonly rewardMode?: string
  readonly language?: string
}

/** Paths of the caller's own, or the name of a preset some of whose paths are others here. */
export type RecordMap = RecordPaths | ({ readonly preset: PresetName } & Partial<RecordPaths>)

const PATH: OptionRow = {
  kind: 'value',
  expected: 'a path of keys, or = and a fixed value',
  accepts: (value) => typeof value === 'string' && value !== '' && value !== '=',
}

/** What a map may hold. */
export const RECORD_MAP: OptionRows<RecordPaths & { readonly preset: PresetName }> = {
  preset: { kind: 'choice', of: RECORD_PRESETS },
  gold: PATH,
  taskType: PATH,
  promptId: PATH,
  response: PATH,
  rewardMode: PATH,
  language: PATH,
}

/** A row in our own form. */
export interface MappedRow {
  readonly record: RowRecord
  /** A text or a number; absent where the row has neither an id nor a question. */
  readonly promptId?: string | number
  /** Texts, where the row holds responses. */
  readonly responses?: readonly string[]
}

type RowRecord = Readonly<Record<string, unknown>>

/**
 * The record, the prompt's id and the responses in a row, by a map or by the name of a preset.
 *
 * @returns `Left BadRecord` where a path leads nowhere: it lists the keys that are there, and the one that is likely meant;
 * `Left BadOption` for what is no map
 */
export function mapRecord(
  row: unknown,
  map: RecordMap | PresetName,
): Either<BadRecord | BadOption, MappedRow> {
  const record = recordAt(row, map)
  if (isLeft(record)) return record
  const rest = mapRollout(row, map)
  return isLeft(rest) ? rest : right({ record: record.right, ...rest.right })
}

/** The id and the responses alone, of a row whose record stands in another file. */
export function mapRollout(
  row: unknown,
  map: RecordMap | PresetName,
): Either<BadRecord | BadOption, Omit<MappedRow, 'record'>> {
  const wrong = findBadMap(map)
  if (wrong !== undefined) return left(wrong)
  const promptId = promptIdAt(row, map)
  if (isLeft(promptId)) return promptId
  const responses = responsesAt(row, pathsOf(map).response)
  if (isLeft(responses)) return responses
  return right({
    ...(promptId.right !== undefined && { promptId: promptId.right }),
    ...(responses.right !== undefined && { responses: responses.right }),
  })
}

/** The record alone. What is no object is a bare gold, as trainers hand one over in a label. */
export function recordAt(
  row: unknown,
  map: RecordMap | PresetName,
): Either<BadRecord | BadOption, RowRecord> {
  const wrong = findBadMap(map)
  if (wrong !== undefined) return left(wrong)
  const preset = presetOf(map)
  const paths = pathsOf(map)
  const taskType = fixedTaskType(paths.taskType)
  if (typeof row !== 'object' || row === null) {
    const record = taskType === undefined ? preset?.ofGold?.(row) : { taskType, gold: row }
    return record === undefined ? left(badRecord('row', 'an object', row)) : right(record)
  }
  const base = baseOf(row, preset, paths.gold)
  if (isLeft(base)) return base
  const record: Record<string, unknown> = { ...base.right, ...(taskType !== undefined && { taskType }) }
  for (const field of ['taskType', 'rewardMode', 'language'] as const) {
    const path = paths[field]
    if (path === undefined || (field === 'taskType' && taskType !== undefined)) continue
    const value = valueAt(row, path)
    if (isLeft(value)) return value
    record[field] = value.right
  }
  return right({ ...record, gold: inForm(record.gold, record.taskType) })
}

/** What a map has that no map can have. Whether something is missing is asked once, by `checkMap`. */
const findBadMap = (map: RecordMap | PresetName): BadOption | undefined =>
  typeof map !== 'string'
    ? findBadOption(map, RECORD_MAP, 'map')
    : Object.hasOwn(PRESETS, map)
      ? undefined
      : badOption('map', oneOf(RECORD_PRESETS, map), map)

/** What the preset makes of the row, with the gold at a path of the caller's own where there is one. */
function baseOf(
  row: unknown,
  preset: Preset | undefined,
  gold: string | undefined,
): Either<BadRecord, RowRecord> {
  if (gold === undefined) return preset === undefined ? right({}) : preset.record(row)
  const written = valueAt(row, gold)
  if (isLeft(written)) return written
  if (preset?.ofGold !== undefined) return right(preset.ofGold(written.right))
  const base = preset === undefined ? right({}) : preset.record(row)
  return isLeft(base) ? base : right({ ...base.right, gold: written.right })
}

/** Lists may be stored as JSON text, and a single summary without a list. */
function inForm(gold: unknown, taskType: unknown): unknown {
  if (typeof gold !== 'string' || !LISTS.has(taskType)) return gold
  const list = unpacked(gold)
  return Array.isArray(list) ? list : taskType === 'summarization' ? [gold] : gold
}

const LISTS: ReadonlySet<unknown> = new Set([
  'exhaustive-retrieval',
  'structured-matching',
  'graded-ranking',
  'sequence-ordering',
  'summarization',
])

const presetOf = (map: RecordMap | PresetName): Preset | undefined =>
  typeof map === 'string' ? PRESETS[map] : 'preset' in map ? PRESETS[map.preset] : undefined

const pathsOf = (map: RecordMap | PresetName): Partial<RecordPaths> => (typeof map === 'string' ? {} : map)

/** `=x` and the name of a task type are fixed; anything else is a path. */
const fixedTaskType = (path: string | undefined): string | undefined =>
  path?.startsWith('=') ? path.slice(1) : TASK_TYPES.find((name) => name === path)

function promptIdAt(
  row: unknown,
  map: RecordMap | PresetName,
): Either<BadRecord, string | number | undefined> {
  const { promptId: path } = pathsOf(map)
  if (path === undefined) {
    const found = presetOf(map)?.promptId?.(row) ?? firstAt(row, PROMPT_IDS)
    return right(isId(found) ? found : questionId(row))
  }
  const found = valueAt(row, path)
  if (isLeft(found) || isId(found.right)) return found as Either<BadRecord, string | number>
  // A conversation, or a question that is told apart from others by its context.
  const text = textOf(found.right)
  return text === undefined
    ? left(badRecord(`row.${path}`, 'the id of a prompt, a string or a number', found.right))
    : right(text)
}

const isId = (value: unknown): value is string | number =>
  typeof value === 'number' || (typeof value === 'string' && value.trim() !== '')

/** Where ids mostly stand. */
export const PROMPT_IDS = [
  ...['promptId', 'prompt_id', 'id', '_id', 'uid', 'uuid', 'unique_id', 'question_id', 'qid', 'problem_id'],
  ...['record_id', 'sample_id', 'example_id', 'index', 'idx'],
]

/** Where responses mostly stand. */
export const RESPONSES = [
  ...['response', 'responses', 'completion', 'completions', 'prediction', 'predictions', 'pred'],
  ...['generation', 'generations', 'generated_text', 'model_output'],
]

function responsesAt(
  row: unknown,
  path: string | undefined,
): Either<BadRecord, readonly string[] | undefined> {
  const found = path === undefined ? right(firstAt(row, RESPONSES)) : valueAt(row, path)
  // A row of records has no response, wherever the map looks for one.
  if (isLeft(found) || found.right === undefined || found.right === null) return right(undefined)
  const texts = textsOf(found.right)
  return texts === undefined
    ? left(badRecord(`row.${path ?? 'response'}`, 'a text, chat messages, or a list of these', found.right))
    : right(texts)
}

/** One response, or several. */
function textsOf(value: unknown): readonly string[] | undefined {
  const one = responseText(value)
  if (one !== undefined) return [one]
  if (!Array.isArray(value) || value.length === 0) return undefined
  const texts = value.map(responseText)
  return texts.every((text) => text !== undefined) ? texts : undefined
}

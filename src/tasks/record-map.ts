import { type Either, isLeft, left, right } from 'fp-ts/lib/Either.js'
import { type BadRecord, badRecord } from '../errors.js'
import { nearestName } from '../options/nearest-name.js'
import { property } from '../verifiers/golds.js'
import { DATA_SOURCES } from './dataset-record.js'
import { metricOfSubTask, SUB_TASKS } from './sub-tasks.js'

/**
 * Where a row of somebody else's data has what a record needs. Each value is a path of keys (`reward_model.ground_truth`, a
 * number is a place in a list), or a fixed text behind `=` (`=numerical-reasoning`). A field without a path is left out.
 */
export interface RecordMap {
  readonly gold: string
  readonly taskType: string
  readonly promptId?: string
  /** A text, or a list of chat messages whose last one counts. */
  readonly response?: string
  readonly rewardMode?: string
  readonly language?: string
}

/** A row in our own form. */
export interface MappedRow {
  readonly record: Readonly<Record<string, unknown>>
  readonly promptId?: unknown
  readonly response?: unknown
}

/**
 * The record, the prompt's id and the response in a row, by a map or by the name of a preset.
 *
 * @returns `Left BadRecord` where a path leads nowhere: it lists the keys that are there, and the one that is likely meant
 */
export function mapRecord(row: unknown, map: RecordMap | PresetName): Either<BadRecord, MappedRow> {
  if (typeof map === 'string') return PRESETS[map].read(row)
  const record: Record<string, unknown> = {}
  for (const field of ['taskType', 'gold', 'rewardMode', 'language'] as const) {
    const path = map[field]
    if (path === undefined) continue
    const value = valueAt(row, path)
    if (isLeft(value)) return value
    record[field] = value.right
  }
  return withIdAndResponse(row, record, map)
}

/** Only the id is needed here: rows of rollouts have no gold, rows of records no response. */
export function withIdAndResponse(
  row: unknown,
  record: Readonly<Record<string, unknown>>,
  { promptId, response }: Pick<RecordMap, 'promptId' | 'response'>,
): Either<BadRecord, MappedRow> {
  const id = promptId === undefined ? undefined : valueAt(row, promptId)
  if (id !== undefined && isLeft(id)) return id
  const text = response === undefined ? undefined : valueAt(row, response)
  return right({
    record,
    ...(id !== undefined && { promptId: id.right }),
    ...(text !== undefined && !isLeft(text) && { response: text.right }),
  })
}

function valueAt(row: unknown, path: string): Either<BadRecord, unknown> {
  if (path.startsWith('=')) return right(path.slice(1))
  let value = row
  let argument = 'row'
  for (const key of path.split('.')) {
    value = unpacked(value)
    const next = property(value, key)
    argument += `.${key}`
    if (next === undefined)
      return left(badRecord(argument, `a key that is there${keysOf(value, key)}`, undefined))
    value = next
  }
  return right(value)
}

/** The keys of an object as the end of a sentence, with the one that a missing key likely stands for. */
export function keysOf(value: unknown, missing: string): string {
  if (typeof value !== 'object' || value === null) return ''
  const keys = Object.keys(value)
  const nearest = nearestName(missing, keys)
  const shown = keys.slice(0, MOST_KEYS_SHOWN).map((key) => key.slice(0, LONGEST_KEY_SHOWN))
  const more = keys.length > shown.length ? ', …' : ''
  return ` (${shown.join(', ')}${more}${nearest === undefined ? '' : `; did you mean ${nearest}?`})`
}

const MOST_KEYS_SHOWN = 20
const LONGEST_KEY_SHOWN = 40

interface Preset {
  /** Keys of the rows that are known by it. */
  readonly keys: readonly string[]
  readonly read: (row: unknown) => Either<BadRecord, MappedRow>
}

/** A preset that is a map, with what is done to the gold that it finds. */
const preset = (
  keys: readonly string[],
  map: RecordMap,
  goldOf: (written: unknown) => unknown = (written) => written,
): Preset => ({
  keys,
  read: (row) => {
    const mapped = mapRecord(row, map)
    if (isLeft(mapped)) return mapped
    const { record, ...rest } = mapped.right
    return right({ ...rest, record: { ...record, gold: goldOf(record.gold) } })
  },
})

/** The forms in which well-known data sets come, the most particular first. */
const PRESETS = {
  verl: { keys: ['data_source', 'reward_model'], read: readVerl },
  'longbench-pro': { keys: ['secondary_task', 'answer', 'language'], read: readLongBenchPro },
  'longbench-v2': preset(['_id', 'question', 'choice_A', 'answer'], {
    taskType: '=comprehension',
    gold: 'answer',
    promptId: '_id',
    response: 'response',
  }),
  squad: preset(['id', 'question', 'context', 'answers'], {
    taskType: '=comprehension',
    gold: 'answers.text',
    promptId: 'id',
    response: 'response',
  }),
  ruler: preset(['index', 'input', 'outputs'], {
    taskType: '=structured-matching',
    gold: 'outputs',
    promptId: 'index',
    response: 'response',
  }),
  math: preset(
    ['problem', 'solution'],
    { taskType: '=numerical-reasoning', gold: 'solution', promptId: 'problem', response: 'response' },
    lastBoxed,
  ),
  trl: preset(
    ['prompt', 'solution'],
    { taskType: '=numerical-reasoning', gold: 'solution', promptId: 'prompt', response: 'completion' },
    lastBoxed,
  ),
  gsm8k: preset(
    ['question', 'answer'],
    { taskType: '=numerical-reasoning', gold: 'answer', promptId: 'question', response: 'response' },
    afterHashes,
  ),
} satisfies Record<string, Preset>

export type PresetName = keyof typeof PRESETS

/** The names of the presets. */
export const RECORD_PRESETS = /* @__PURE__ */ Object.keys(PRESETS) as readonly PresetName[]

/** The preset whose keys a row has; undefined where there is none. */
export function suggestPreset(row: unknown): PresetName | undefined {
  return RECORD_PRESETS.find((name) => PRESETS[name].keys.every((key) => property(row, key) !== undefined))
}

/** Sources of the published data set stay as they are; of the others, the known ones are mathematics, the rest custom tasks. */
function readVerl(row: unknown): Either<BadRecord, MappedRow> {
  const source = property(row, 'data_source')
  if (typeof source !== 'string') {
    return left(badRecord('row.data_source', `a string${keysOf(row, 'data_source')}`, source))
  }
  const where = { promptId: 'extra_info.index', response: 'response' }
  const { data_source, reward_model, extra_info } = row as Readonly<Record<string, unknown>>
  const isOurs = DATA_SOURCES.some((known) => source === known) || source.includes('math_longcot_math_verify')
  if (isOurs) return withIdAndResponse(row, { data_source, reward_model, extra_info }, where)
  const written = valueAt(row, 'reward_model.ground_truth')
  if (isLeft(written)) return written
  const truth = unpacked(written.right)
  const gold = property(truth, 'golden_label') ?? property(truth, 'target') ?? written.right
  return withIdAndResponse(
    row,
    { taskType: MATHEMATICS.test(source) ? 'numerical-reasoning' : source, gold },
    where,
  )
}

const MATHEMATICS = /gsm8k|math|aime|geometry3k|numina/iu

function readLongBenchPro(row: unknown): Either<BadRecord, MappedRow> {
  const name = property(row, 'secondary_task')
  const metric = metricOfSubTask(name)
  if (metric === undefined) {
    return left(
      badRecord('row.secondary_task', `one of ${SUB_TASKS.join(', ')}${keysOf(row, 'secondary_task')}`, name),
    )
  }
  const mapped = mapRecord(row, {
    taskType: `=${metric.verifier.taskType}`,
    rewardMode: `=${metric.rewardMode}`,
    gold: 'answer',
    language: 'language',
    promptId: 'id',
    response: 'response',
  })
  if (isLeft(mapped)) return mapped
  const { record } = mapped.right
  const gold = unpacked(record.gold)
  return right({ ...mapped.right, record: { ...record, gold: typeof gold === 'string' ? [gold] : gold } })
}

/** GSM8K: the number behind the last `####`. */
function afterHashes(written: unknown): unknown {
  if (typeof written !== 'string') return written
  const at = written.lastIndexOf('####')
  return at < 0 ? written : written.slice(at + 4).trim()
}

/** MATH: what stands in the last `\boxed{}`; a text without one as it is. */
function lastBoxed(written: unknown): unknown {
  if (typeof written !== 'string') return written
  const start = written.lastIndexOf('\\boxed{')
  if (start < 0) return written
  let depth = 0
  for (let i = start + '\\boxed'.length; i < written.length; i++) {
    if (written[i] === '\\') i++
    else if (written[i] === '{') depth++
    else if (written[i] === '}' && --depth === 0) return written.slice(start + '\\boxed{'.length, i)
  }
  return written
}

/**
 * A map as the command takes it: the name of a preset, or `gold=answer,taskType==numerical-reasoning,promptId=id`. A fixed
 * value stands behind a second `=`, or in quotes: `taskType='numerical-reasoning'`.
 *
 * @returns `Left BadRecord` for an unknown name, or where `gold` or `taskType` is absent
 */
export function readMap(text: string): Either<BadRecord, RecordMap | PresetName> {
  if (Object.hasOwn(PRESETS, text)) return right(text as PresetName)
  const map: Record<string, string> = {}
  for (const part of text.split(',')) {
    const at = part.indexOf('=')
    const name = part.slice(0, Math.max(at, 0)).trim()
    if (at < 0 || !FIELDS.includes(name)) {
      const meant = nearestName(at < 0 ? part : name, at < 0 ? RECORD_PRESETS : FIELDS)
      const hint = meant === undefined ? '' : `; did you mean ${meant}?`
      const expected = `a preset (${RECORD_PRESETS.join(', ')}) or field=path of ${FIELDS.join(', ')}${hint}`
      return left(badRecord('map', expected, part))
    }
    const value = part.slice(at + 1).trim()
    map[name] = value.replace(/^'(.*)'$|^"(.*)"$/u, '=$1$2')
  }
  const missing = ['gold', 'taskType'].find((name) => !map[name])
  if (missing !== undefined)
    return left(badRecord(`map.${missing}`, 'a path, or = and a fixed value', undefined))
  return right(map as unknown as RecordMap)
}

const FIELDS = ['gold', 'taskType', 'promptId', 'response', 'rewardMode', 'language']

/** A list or an object that was stored as JSON text; anything else as it is. */
function unpacked(value: unknown): unknown {
  if (typeof value !== 'string' || !/^\s*[[{]/.test(value)) return value
  try {
    return JSON.parse(value)
  } catch {
    return value
  }
}

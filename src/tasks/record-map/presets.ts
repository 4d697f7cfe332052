import { type Either, isLeft, left, right } from 'fp-ts/lib/Either.js'
import { type BadRecord, badRecord } from '../../errors.js'
import { nearestName } from '../../options/nearest-name.js'
import { property } from '../../verifiers/golds.js'
import { DATA_SOURCES } from '../dataset-record.js'
import { metricOfSubTask, SUB_TASKS } from '../sub-tasks.js'
import { afterHashes, lastBoxed, references } from './bare-golds.js'
import { firstAt, keysOf, unpacked, valueAt } from './row-paths.js'

type RowRecord = Readonly<Record<string, unknown>>

/** How the rows of a well-known data set become records. */
export interface Preset {
  /** Whether a row is one of these. */
  readonly isKnown: (row: unknown) => boolean
  readonly record: (row: unknown) => Either<BadRecord, RowRecord>
  /** The record of a gold that comes without its row. Absent where the row decides about the task. */
  readonly ofGold?: (gold: unknown) => RowRecord
  /** The id of a row, where it stands elsewhere than ids mostly do. */
  readonly promptId?: (row: unknown) => unknown
}

/** The forms in which well-known data sets come, the most particular first. */
export const PRESETS = {
  verl: {
    isKnown: (row) => hasAll(row, ['data_source', 'reward_model']),
    record: readVerl,
    promptId: verlId,
  },
  'longbench-pro': {
    isKnown: (row) => hasAll(row, ['secondary_task', 'answer', 'language']),
    record: readLongBenchPro,
  },
  'longbench-v2': preset(['question', 'choice_A', 'answer'], 'comprehension', ['answer']),
  squad: {
    ...preset(['answers', 'answer'], 'comprehension', ['answers', 'answer'], anyOf),
    isKnown: (row) =>
      hasAll(row, ['context']) &&
      firstAt(row, ['question', 'input']) !== undefined &&
      hasAll(row, ['answers']),
  },
  ruler: {
    isKnown: (row) => hasAll(row, ['input', 'outputs']),
    record: readRuler,
  },
  math: preset(['problem', 'solution'], 'numerical-reasoning', ['answer', 'solution'], lastBoxed),
  trl: preset(['prompt', 'solution'], 'numerical-reasoning', ['solution', 'answer'], lastBoxed),
  gsm8k: {
    ...preset(['question', 'answer'], 'numerical-reasoning', ['answer'], afterHashes),
    isKnown: (row) => hasAll(row, ['question']) && /#### ?\S/.test(String(property(row, 'answer'))),
  },
} satisfies Record<string, Preset>

export type PresetName = keyof typeof PRESETS

/** The names of the presets. */
export const RECORD_PRESETS = /* @__PURE__ */ Object.keys(PRESETS) as readonly PresetName[]

/** The preset whose rows look like this one; undefined where there is none. */
export const suggestPreset = (row: unknown): PresetName | undefined =>
  RECORD_PRESETS.find((name) => PRESETS[name].isKnown(row))

const hasAll = (row: unknown, keys: readonly string[]): boolean =>
  keys.every((key) => property(row, key) !== undefined && property(row, key) !== null)

/** A preset of one task type, whose gold stands at the first of some paths that is there. */
function preset(
  keys: readonly string[],
  taskType: string,
  golds: readonly string[],
  goldOf: (written: unknown) => unknown = (written) => written,
): Preset {
  const ofGold = (gold: unknown): RowRecord => ({ taskType, gold: goldOf(gold) })
  return {
    isKnown: (row) => hasAll(row, keys),
    record: (row) => {
      const written = firstAt(row, golds)
      return written === undefined ? missing(row, golds[0]!) : right(ofGold(written))
    },
    ofGold,
  }
}

const missing = (row: unknown, key: string): Either<BadRecord, never> =>
  left(badRecord(`row.${key}`, `a key that is there${keysOf(row, key)}`, property(row, key)))

/** Any of the reference answers will do. */
function anyOf(written: unknown): unknown {
  return { anyOf: references(written) }
}

/**
 * Rows of the published data set stay as they are. Of other sources, the gold is the ground truth: a text, `{ golden_label }`,
 * `{ target }`, or what else it holds. The known sources of mathematics are that, the questions of Search-R1 take any of their
 * answers; every other source is the name of a custom task.
 */
function readVerl(row: unknown): Either<BadRecord, RowRecord> {
  const source = property(row, 'data_source')
  if (typeof source !== 'string') return missing(row, 'data_source')
  const { data_source, reward_model, extra_info } = row as RowRecord
  const isOurs = DATA_SOURCES.some((known) => source === known) || source.includes('math_longcot_math_verify')
  if (isOurs) return right({ data_source, reward_model, extra_info })
  const written = valueAt(row, 'reward_model.ground_truth')
  if (isLeft(written)) return written
  const truth = unpacked(written.right)
  const gold = property(truth, 'golden_label') ?? property(truth, 'target') ?? written.right
  if (SEARCH.test(source)) return right({ data_source, taskType: 'comprehension', gold: anyOf(gold) })
  return right(
    MATHEMATICS.test(source)
      ? { data_source, taskType: 'numerical-reasoning', gold: lastBoxed(afterHashes(gold)) }
      : { taskType: source, gold },
  )
}

const MATHEMATICS = /gsm8k|math|aime|amc|olympiad|geometry3k|numina|deepscaler|orz|dapo/iu
const SEARCH = /^searchR1_/u

/** The index counts within one source and split only: the id is all three. */
function verlId(row: unknown): unknown {
  const index = firstAt(row, ['extra_info.index', 'extra_info.id', 'extra_info.uid'])
  if (typeof index !== 'number' && typeof index !== 'string') return undefined
  return [property(row, 'data_source'), firstAt(row, ['extra_info.split']), index]
    .filter((part) => part !== undefined)
    .join('/')
}

function readLongBenchPro(row: unknown): Either<BadRecord, RowRecord> {
  const name = property(row, 'secondary_task')
  const metric = metricOfSubTask(name)
  if (metric === undefined) {
    const meant = typeof name === 'string' ? nearestName(name, SUB_TASKS) : undefined
    if (meant === undefined && name === undefined) return missing(row, 'secondary_task')
    const expected = meant === undefined ? `one of ${SUB_TASKS.join(', ')}` : `"${meant}" or another sub-task`
    return left(badRecord('row.secondary_task', expected, name))
  }
  const written = valueAt(row, 'answer')
  if (isLeft(written)) return written
  const gold = unpacked(written.right)
  const language = property(row, 'language')
  return right({
    taskType: metric.verifier.taskType,
    rewardMode: metric.rewardMode,
    gold: typeof gold === 'string' ? [gold] : gold,
    ...(language !== undefined && { language }),
  })
}

/** The needles, variables and words of RULER are all asked for; of the answers to its questions any will do. */
function readRuler(row: unknown): Either<BadRecord, RowRecord> {
  const written = firstAt(row, ['outputs', 'answer', 'answers'])
  if (written === undefined) return missing(row, 'outputs')
  const golds = references(unpacked(written)).map((gold) => (typeof gold === 'number' ? String(gold) : gold))
  const task = firstAt(row, ['task', 'task_name', 'dataset', 'subset'])
  const prompt = firstAt(row, ['input', 'prompt', 'question'])
  const isQuestion =
    typeof task === 'string'
      ? /(?:^|[/_-])qa(?:[/_-]|$)/iu.test(task)
      : typeof prompt === 'string' && /answer the question based on the given documents/iu.test(prompt)
  return right(
    isQuestion
      ? { taskType: 'comprehension', gold: { anyOf: golds } }
      : { taskType: 'structured-matching', gold: golds },
  )
}

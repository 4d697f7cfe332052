import type { Either } from 'fp-ts/lib/Either.js'
import { left, right } from 'fp-ts/lib/Either.js'
import type { BadOption, BadRecord } from '../errors.js'
import { badRecord } from '../errors.js'
import { findMisspeltName } from '../options/find-bad-option.js'
import { oneOf } from '../options/nearest-name.js'
import type { Profile } from '../profile.js'
import { choiceAccuracyVerifier } from '../verifiers/choice-accuracy.js'
import { exactMatchVerifier } from '../verifiers/exact-match.js'
import { property } from '../verifiers/golds.js'
import { iouVerifier } from '../verifiers/iou.js'
import { mathVerifier } from '../verifiers/math-verify.js'
import { retrievalCalculateVerifier } from '../verifiers/retrieval-calculate.js'
import type { Verifier } from '../verifiers/verifier.js'
import { customTask } from './custom-task.js'
import { metricOfSubTask, SUB_TASKS } from './sub-tasks.js'
import type { Assignment } from './task.js'

/** The data sources of the published data set; any name that contains the mathematical one is that. */
export const DATA_SOURCES = [
  'longbench_pro',
  'EM',
  'selection',
  'multitableqa_pretraining',
  'math_longcot_math_verify',
  'retrieval_calculate',
] as const

const GROUND_TRUTH = 'record.reward_model.ground_truth'

/**
 * A record of the published data set:
 *
 *     { data_source, reward_model: { ground_truth }, extra_info: { reward_mode } }
 *
 * `ground_truth` is `{ golden_label }`, `{ doc_ids, summary }` or, for tables, `{ data }`; or a list whose
 * last element counts; for mathematics also the bare label. `reward_model`, `extra_info` and `ground_truth`
 * may be JSON texts. Null fields, as a columnar file fills them in, count as absent. A source that bears the name of a
 * custom task is scored by it, its gold being the label or the whole ground truth.
 */
export function readDatasetRecord(
  record: unknown,
  profile: Profile,
  customTasks: readonly Verifier<unknown>[] = [],
): Either<BadRecord | BadOption, Assignment> {
  const source = property(record, 'data_source')
  if (typeof source !== 'string') return left(badRecord('record.data_source', 'a string', source))
  const info = unpacked(property(record, 'extra_info'))
  const misspelt =
    findMisspeltName(record as object, ['data_source', 'reward_model', 'extra_info'], 'record') ??
    (isObject(info) ? findMisspeltName(info, ['reward_mode'], 'record.extra_info') : undefined)
  if (misspelt !== undefined) return left(misspelt)
  const written = unpacked(property(unpacked(property(record, 'reward_model')), 'ground_truth'))
  if (written === undefined || written === null)
    return left(badRecord(GROUND_TRUTH, 'a ground truth', written))
  const truth = Array.isArray(written) ? unpacked(written.at(-1)) : written
  const mode = property(info, 'reward_mode') ?? undefined
  if (mode !== undefined && typeof mode !== 'string') {
    return left(badRecord('record.extra_info.reward_mode', 'a string', mode))
  }
  const rewardMode = mode ?? source
  const assign = (
    verifier: Verifier<unknown>,
    publishedScope: Assignment['publishedScope'],
    gold: unknown = property(truth, 'golden_label'),
    goldPath: string = `${GROUND_TRUTH}.golden_label`,
  ): Either<BadRecord, Assignment> =>
    right({ verifier, rewardMode, gold, goldPath, publishedScope, options: {} })

  const custom = customTask(customTasks, source)
  if (custom !== undefined) {
    const gold = property(truth, 'golden_label') ?? written
    return assign(custom, custom.publishedScope ?? 'answer', gold, GROUND_TRUTH)
  }
  if (source.includes('math_longcot_math_verify')) {
    return typeof truth === 'string'
      ? assign(mathVerifier, 'response', truth, GROUND_TRUTH)
      : assign(mathVerifier, 'response')
  }
  switch (source) {
    case 'EM':
      return assign(exactMatchVerifier, 'answer')
    case 'selection':
      return assign(choiceAccuracyVerifier, 'answer')
    case 'multitableqa_pretraining':
      // The reference forgets to unwrap a list here, and then nothing can be right.
      return assign(iouVerifier, 'response', profile === 'published' ? written : truth, GROUND_TRUTH)
    case 'retrieval_calculate':
      return assign(retrievalCalculateVerifier, 'answer', truth, GROUND_TRUTH)
    case 'longbench_pro':
      return readLongBenchPro(truth, mode)
    default:
      return left(
        badRecord(
          'record.data_source',
          oneOf([...DATA_SOURCES, ...customTasks.map(({ taskType }) => taskType)], source),
          source,
        ),
      )
  }
}

function readLongBenchPro(truth: unknown, subTask: unknown): Either<BadRecord, Assignment> {
  const metric = metricOfSubTask(subTask)
  if (metric === undefined) {
    return left(badRecord('record.extra_info.reward_mode', oneOf(SUB_TASKS, subTask), subTask))
  }
  const language = property(truth, 'summary')
  if (typeof language !== 'string') {
    return left(badRecord(`${GROUND_TRUTH}.summary`, 'the language, "English" or "Chinese"', language))
  }
  return right({
    verifier: metric.verifier,
    rewardMode: metric.rewardMode,
    gold: property(truth, 'doc_ids'),
    goldPath: `${GROUND_TRUTH}.doc_ids`,
    publishedScope: 'response',
    options: { language },
  })
}

const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null

/** A list or an object that was stored as JSON text; anything else as it is. */
function unpacked(value: unknown): unknown {
  if (typeof value !== 'string' || !/^\s*[[{]/.test(value)) return value
  try {
    return JSON.parse(value)
  } catch {
    return value
  }
}

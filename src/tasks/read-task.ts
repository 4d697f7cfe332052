import type { Either } from 'fp-ts/lib/Either.js'
import { isLeft, left, right } from 'fp-ts/lib/Either.js'
import type { ThinkGate } from '../answers/think-gate.js'
import { type BadGold, type BadOption, type BadRecord, badRecord } from '../errors.js'
import { findMisspeltName } from '../options/find-bad-option.js'
import { property } from '../verifiers/golds.js'
import { readGoldSafely, scoreSafely } from '../verifiers/verifier.js'
import { readDatasetRecord } from './dataset-record.js'
import { readDirectRecord } from './direct-record.js'
import { suggestPreset } from './record-map/presets.js'
import { keysOf } from './record-map/row-paths.js'
import type { Assignment, Task, TaskOptions } from './task.js'
import { findBadTaskOption } from './task-options.js'
import type { KnownRecord, Untyped } from './task-record.js'

/**
 * Reads a record into a task: which metric scores it, with the gold read and the options bound, once for all
 * responses.
 *
 * @param record of the published data set (`{ data_source, reward_model, extra_info }`, see
 *   `readDatasetRecord`) or of our own form (`{ taskType, gold }`, see `TaskRecord`)
 * @returns `Left BadOption` for an option of an unknown name or out of its range, or a misspelt field of the record;
 *   `Left BadRecord` naming the field for a record or gold that cannot be right: unknown data source, sub-task or task type
 *   (the known ones are listed), missing field, wrong type, unreadable gold
 */
export function readTask(record: KnownRecord, options?: TaskOptions): Either<BadRecord | BadOption, Task>
export function readTask<R>(record: Untyped<R>, options?: TaskOptions): Either<BadRecord | BadOption, Task>
export function readTask(
  record: unknown,
  options: TaskOptions = NO_OPTIONS,
): Either<BadRecord | BadOption, Task> {
  const wrong = options === NO_OPTIONS ? undefined : findBadTaskOption(options)
  return wrong === undefined ? readCheckedTask(record, options) : left(wrong)
}

/** Nothing to check and nothing to copy: half a microsecond counts where a call takes two. */
const NO_OPTIONS: TaskOptions = /* @__PURE__ */ Object.freeze({})

/** `readTask` where the options are known to be right. */
export function readCheckedTask(record: unknown, options: TaskOptions): Either<BadRecord | BadOption, Task> {
  const { profile = 'natural', reading = 'strict', gate = {}, explain = false, customTasks = [] } = options
  const isDirect = property(record, 'taskType') !== undefined
  const assignment = isDirect
    ? readDirectRecord(record, customTasks)
    : property(record, 'data_source') !== undefined
      ? readDatasetRecord(record, profile, customTasks)
      : left(neitherForm(record))
  if (isLeft(assignment)) return assignment

  const { verifier, rewardMode, goldPath, publishedScope } = assignment.right
  // Not { ...a, ...b }: the spread takes longer than most metrics.
  const own = assignment.right.options
  const bound: TaskOptions & Assignment['options'] =
    options === NO_OPTIONS && own.language === undefined ? NO_OPTIONS : Object.assign({}, options, own)
  const gold = readGoldSafely(verifier, assignment.right.gold, bound, goldPath)
  if (isLeft(gold)) return left(inRecord(gold.left, goldPath))
  const lenient = (): Task | undefined =>
    toUndefined(readCheckedTask(record, { ...options, reading: 'lenient' }))
  const task: Task = {
    taskType: verifier.taskType,
    rewardMode,
    metric: verifier.metric,
    profile,
    reading: profile === 'published' ? 'strict' : reading,
    gate: isDirect && profile === 'natural' ? withOptionalClose(gate) : gate,
    explain,
    lenient: explain && profile === 'natural' && reading === 'strict' ? lenient : undefined,
    gold: assignment.right.gold,
    perfectAnswer: () => verifier.perfectAnswer?.(assignment.right.gold),
    scope: profile === 'published' ? publishedScope : 'answer',
    score: (text) => scoreSafely(verifier, text, gold.right, bound),
  }
  return right(task)
}

const toUndefined = <A>(either: Either<unknown, A>): A | undefined =>
  isLeft(either) ? undefined : either.right

/** A custom verifier that takes no path speaks of `gold`, which is a field of its record. */
const inRecord = ({ argument, expected, received }: BadGold, goldPath: string): BadRecord => ({
  _tag: 'BadRecord',
  argument: argument.startsWith(goldPath) ? argument : `record.${argument}`,
  expected,
  received,
})

/**
 * Records with a `taskType` are scored for any model: a response without a think tag is all answer. Records of the published
 * data set are for models that think and must close their block. So must a response whose prompt ended with the opening tag.
 */
const withOptionalClose = (gate: ThinkGate): ThinkGate =>
  gate.close !== undefined || gate.open === 'prefilled' ? gate : { ...gate, close: 'optional' }

function neitherForm(record: unknown): BadRecord | BadOption {
  const expected = 'an object with a `data_source` or a `taskType`'
  if (typeof record !== 'object' || record === null || Array.isArray(record))
    return badRecord('record', expected, record)
  const preset = suggestPreset(record)
  const hint = preset === undefined ? '' : `; these are rows of the preset ${preset}`
  return (
    findMisspeltName(record, ['taskType', 'data_source'], 'record') ?? {
      ...badRecord('record', `${expected}${hint}`, record),
      received: `an object with other keys${keysOf(record, 'taskType')}`,
    }
  )
}

import type { Either } from 'fp-ts/lib/Either.js'
import { left, right } from 'fp-ts/lib/Either.js'
import { type BadOption, type BadRecord, badRecord } from '../errors.js'
import { findMisspeltName } from '../options/find-bad-option.js'
import { oneOf } from '../options/nearest-name.js'
import { property } from '../verifiers/golds.js'
import { TASK_TYPES } from '../verifiers/verdict.js'
import type { Verifier } from '../verifiers/verifier.js'
import { customTask } from './custom-task.js'
import type { Assignment } from './task.js'
import { builtInVerifier } from './task-types.js'

/** See {@link TaskRecord}. */
export function readDirectRecord(
  record: unknown,
  customTasks: readonly Verifier<unknown>[],
): Either<BadRecord | BadOption, Assignment> {
  const misspelt = findMisspeltName(record as object, FIELDS, 'record')
  if (misspelt !== undefined) return left(misspelt)
  const taskType = property(record, 'taskType')
  const gold = property(record, 'gold')
  const verifier =
    customTask(customTasks, property(record, 'data_source')) ??
    customTask(customTasks, taskType) ??
    builtInVerifier(taskType, gold)
  if (verifier === undefined) {
    const known = [...TASK_TYPES, ...customTasks.map((custom) => custom.taskType)]
    return left(badRecord('record.taskType', oneOf(known, taskType), taskType))
  }
  const rewardMode = property(record, 'rewardMode') ?? verifier.metric
  if (typeof rewardMode !== 'string') return left(badRecord('record.rewardMode', 'a string', rewardMode))
  const language = property(record, 'language')
  if (language !== undefined && language !== null && typeof language !== 'string') {
    return left(badRecord('record.language', 'a string', language))
  }
  return right({
    verifier,
    rewardMode,
    gold,
    goldPath: 'record.gold',
    publishedScope: verifier.publishedScope ?? 'answer',
    options: typeof language === 'string' ? { language } : {},
  })
}

const FIELDS = ['taskType', 'gold', 'rewardMode', 'language']

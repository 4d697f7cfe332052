import type { Either } from 'fp-ts/lib/Either.js'
import { isLeft, left, right } from 'fp-ts/lib/Either.js'
import type { BadRecord } from '../errors.js'
import { badRecord } from '../errors.js'
import { property } from '../verifiers/golds.js'
import type { Score } from '../verifiers/verdict.js'
import { readDatasetRecord } from './dataset-record.js'
import { readDirectRecord } from './direct-record.js'
import type { Task, TaskOptions } from './task.js'
import { findWrongTaskOption } from './task-options.js'

/**
 * Reads a record into a task: which metric scores it, with the gold read and the options bound, once for all
 * responses.
 *
 * @param record of the published data set (`{ data_source, reward_model, extra_info }`, see
 *   `readDatasetRecord`) or of our own form (`{ taskType, gold }`, see `TaskRecord`)
 * @returns Left naming the field for a record, gold or option that cannot be right: unknown data source,
 *   sub-task or task type (the known ones are listed), missing field, wrong type, unreadable gold
 */
export function readTask(record: unknown, options: TaskOptions = {}): Either<BadRecord, Task> {
  const wrong = findWrongTaskOption(options)
  if (wrong !== undefined) return left(badRecord(wrong.argument, wrong.expected, wrong.received))
  const { profile = 'natural', reading = 'strict', gate = {}, explain = false, customTasks = [] } = options

  const assignment =
    property(record, 'taskType') !== undefined
      ? readDirectRecord(record, customTasks)
      : property(record, 'data_source') !== undefined
        ? readDatasetRecord(record, profile)
        : left(badRecord('record', 'an object with a `data_source` or a `taskType`', record))
  if (isLeft(assignment)) return assignment

  const { verifier, rewardMode, goldPath, publishedScope } = assignment.right
  // Not { ...a, ...b }, which takes longer than most metrics.
  const bound = Object.assign({}, options, assignment.right.options)
  const gold = verifier.readGold(assignment.right.gold, bound)
  if (isLeft(gold)) {
    const { argument, expected, received } = gold.left
    return left({ _tag: 'BadRecord', argument: argument.replace(/^gold/, goldPath), expected, received })
  }
  return right({
    taskType: verifier.taskType,
    rewardMode,
    metric: verifier.metric,
    profile,
    reading: profile === 'published' ? 'strict' : reading,
    gate,
    explain,
    scope: profile === 'published' ? publishedScope : 'answer',
    score: guarded((text) => verifier.score(text, gold.right, bound)),
  })
}

/**
 * A custom verifier may break its promise to be total. Its exception, or a reward that is no number, must not
 * end a run nor pass for a wrong answer: the verdict is undecided. Ours never get here.
 */
function guarded(score: (text: string) => Score): (text: string) => Score {
  return (text) => {
    try {
      const result = score(text)
      return Number.isFinite(result.reward)
        ? result
        : undecided(text, `The verifier gave the reward ${result.reward}.`)
    } catch (error) {
      return undecided(text, `The verifier threw ${String(error)}.`)
    }
  }
}

const undecided = (extracted: string, step: string): Score => ({
  reward: 0,
  reason: 'undecided',
  explanation: { extracted, steps: [step] },
})

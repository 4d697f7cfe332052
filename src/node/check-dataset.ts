import { isLeft } from 'fp-ts/lib/Either.js'
import { describeError, type RecordError, readTask, scoreTask } from '../index.js'
import { joinRows, type OptionRows } from '../options/option-row.js'
import { refuse } from '../results.js'
import { type PromptId, promptIdOf } from './files/prompt-ids.js'
import { recordOf } from './files/records.js'
import { readRows } from './files/rows.js'
import { perfectResponse } from './perfect-response.js'
import {
  findBadSource,
  loadTaskOptions,
  TASK_OPTIONS_SOURCE,
  type TaskOptionsSource,
} from './task-options.js'

export interface CheckOptions extends TaskOptionsSource {
  /** Where a row has its prompt's id. Default `promptId`. */
  readonly promptIdPath?: string
}

const CHECK_OPTIONS: OptionRows<CheckOptions> = joinRows(TASK_OPTIONS_SOURCE, {
  promptIdPath: { kind: 'text', default: 'promptId' },
})

/** What a data set holds, and everything that is wrong with it. */
export interface DatasetReport {
  readonly records: number
  /** Records by task type and reward mode. */
  readonly tasks: readonly {
    readonly taskType: string
    readonly rewardMode: string
    readonly records: number
  }[]
  /** Data sources, sub-tasks or task types that nothing scores, each with how often and where first. */
  readonly unknownTasks: readonly {
    readonly name: string
    readonly records: number
    readonly firstPlace: string
  }[]
  /** Records, golds and lines that cannot be right. */
  readonly badRecords: readonly { readonly place: string; readonly problem: string }[]
  /** Golds that, written down as an answer, do not score 1. */
  readonly unreachable: readonly {
    readonly place: string
    readonly reward: number
    readonly reason: string
  }[]
  /** Ids that more than one record has. */
  readonly repeatedIds: readonly { readonly promptId: PromptId; readonly place: string }[]
}

/**
 * Reads every record of a data set and reports all trouble at once: before the first training step, not hours into it. Rejects
 * for a wrong option, with the Error that `orThrow` makes of a `BadOption`.
 */
export async function checkDataset(path: string, options: CheckOptions = {}): Promise<DatasetReport> {
  refuse(findBadSource(options, CHECK_OPTIONS))
  const taskOptions = await loadTaskOptions(options)
  const tasks = new Map<string, { taskType: string; rewardMode: string; records: number }>()
  const unknownTasks = new Map<string, { name: string; records: number; firstPlace: string }>()
  const badRecords: DatasetReport['badRecords'][number][] = []
  const unreachable: DatasetReport['unreachable'][number][] = []
  const repeatedIds: DatasetReport['repeatedIds'][number][] = []
  const ids = new Set<PromptId>()
  let records = 0
  for await (const { place, value } of readRows(path)) {
    records++
    if (isLeft(value)) {
      badRecords.push({ place, problem: describeError(value.left) })
      continue
    }
    const promptId = promptIdOf(value.right, options.promptIdPath ?? 'promptId')
    if (promptId !== undefined && ids.has(promptId)) repeatedIds.push({ promptId, place })
    if (promptId !== undefined) ids.add(promptId)

    const record = recordOf(value.right)
    const task = readTask(record, taskOptions)
    if (isLeft(task)) {
      if (isUnknownTask(task.left)) {
        const name = `${task.left.argument} ${task.left.received}`
        const unknown = unknownTasks.get(name) ?? { name, records: 0, firstPlace: place }
        unknown.records++
        unknownTasks.set(name, unknown)
      } else {
        badRecords.push({ place, problem: describeError(task.left) })
      }
      continue
    }
    const { taskType, rewardMode } = task.right
    const key = JSON.stringify([taskType, rewardMode])
    const seen = tasks.get(key) ?? { taskType, rewardMode, records: 0 }
    seen.records++
    tasks.set(key, seen)

    const response = perfectResponse(task.right)
    if (response === undefined) continue
    const { reward, reason } = scoreTask(task.right, response)
    if (reward < 1) unreachable.push({ place, reward, reason })
  }
  return {
    records,
    tasks: [...tasks.values()],
    unknownTasks: [...unknownTasks.values()],
    badRecords,
    unreachable,
    repeatedIds,
  }
}

/** The fields that name a task; what they may be is a list of names. */
const isUnknownTask = ({ argument, expected }: RecordError): boolean =>
  /^record\.(data_source|taskType|extra_info\.reward_mode)$/u.test(argument) && expected.startsWith('one of ')

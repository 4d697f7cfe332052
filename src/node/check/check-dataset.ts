import { basename } from 'node:path'
import { isLeft } from 'fp-ts/lib/Either.js'
import { describeValue } from '../../errors.js'
import { describeError, type RecordError, readTask, scoreTask, type Task } from '../../index.js'
import { joinRows, type OptionRows } from '../../options/option-row.js'
import { refuse } from '../../results.js'
import { firstAt, unpacked } from '../../tasks/record-map/row-paths.js'
import { property } from '../../verifiers/golds.js'
import { mappedRows } from '../files/mapped-rows.js'
import { promptIdOf } from '../files/prompt-ids.js'
import { recordOf } from '../files/records.js'
import type { RowObject } from '../files/row.js'
import {
  findBadSource,
  loadTaskOptions,
  mapOf,
  TASK_OPTIONS_SOURCE,
  type TaskOptionsSource,
} from '../task-options.js'
import type { Finding, FindingKind, Problem } from './finding.js'
import { characterProblems } from './gold-characters.js'
import { goldProblems } from './gold-problems.js'
import { languageProblems, otherLanguage } from './language-problems.js'
import { isFull, perfectResponse } from './perfect-response.js'
import { createIdCheck } from './prompt-ids.js'
import { promptProblems } from './prompt-problems.js'
import { type ModeSeen, misspeltModes } from './reward-modes.js'

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
  /** In the file's order; those that need the whole file come last. */
  readonly findings: readonly Finding[]
}

/**
 * Reads every record of a data set and reports all errors at once, before the first training step. Rejects
 * for a wrong option, with the Error that `orThrow` makes of a `BadOption`.
 */
export async function checkDataset(path: string, options: CheckOptions = {}): Promise<DatasetReport> {
  refuse(findBadSource(options, CHECK_OPTIONS))
  const taskOptions = await loadTaskOptions(options)
  const { promptIdPath = 'promptId' } = options
  const ids = createIdCheck(promptIdPath)
  const tasks = new Map<string, TaskSeen>()
  const findings: Finding[] = []
  let records = 0
  for await (const { place, value } of mappedRows(path, mapOf(options))) {
    records++
    if (isLeft(value)) {
      findings.push({ place, promptId: null, gold: null, ...problemOf(value.left, 'row') })
      continue
    }
    const row = value.right
    const record = recordOf(row)
    const promptId = promptIdOf(row, promptIdPath) ?? null
    const task = readTask(record, taskOptions)
    const gold = goldIn(record)
    const where = { place, promptId, gold: gold === undefined ? null : describeGold(gold) }
    const found = [
      ...ids.problems(row, where),
      ...(isLeft(task)
        ? [problemOf(task.left, kindOf(task.left)), ...characterProblems(gold)]
        : taskProblems(row, record, task.right)),
    ]
    findings.push(...found.map((problem) => ({ ...where, ...problem })))
    if (isLeft(task)) continue

    const { taskType, rewardMode } = task.right
    const key = JSON.stringify([taskType, rewardMode])
    const seen = tasks.get(key) ?? { taskType, rewardMode, records: 0, rows: [] }
    seen.records++
    if (seen.rows.length < MOST_KEPT) seen.rows.push(where)
    tasks.set(key, seen)
  }
  const file = { place: basename(path), promptId: null, gold: null }
  return {
    records,
    tasks: [...tasks.values()].map(({ rows: _, ...task }) => task),
    findings: [
      ...findings,
      ...misspeltModes([...tasks.values()]),
      ...ids.missing(file),
      ...(records === 0 ? [{ ...file, ...EMPTY }] : []),
    ],
  }
}

/** Records of one task type and reward mode, with the first of them. */
interface TaskSeen extends ModeSeen {
  readonly taskType: string
  records: number
  readonly rows: ModeSeen['rows'][number][]
}

const MOST_KEPT = 1000

const EMPTY: Problem = { kind: 'file', why: 'there is no record in it', remedy: 'name the right file' }

/** What is wrong with a record that can be read as a task. */
function taskProblems(row: RowObject, record: unknown, task: Task): readonly Problem[] {
  const language = languageOf(record)
  return [
    ...unreachable(task),
    ...goldProblems(task),
    ...characterProblems(task.gold),
    ...languageProblems(language, task),
    ...otherLanguage(language, task),
    ...promptProblems(row, task),
  ]
}

function unreachable(task: Task): readonly Problem[] {
  const response = perfectResponse(task)
  if (response === undefined) return []
  const { reward, reason } = scoreTask(task, response)
  return isFull(reward)
    ? []
    : [
        {
          kind: 'unreachable gold',
          why: `the gold, written down as an answer, scores ${reward} (${reason})`,
          remedy: 'write the gold in the form in which an answer can give it, or leave the record out',
        },
      ]
}

const languageOf = (record: unknown): unknown =>
  property(record, 'language') ??
  property(unpacked(firstAt(record, ['reward_model.ground_truth'])), 'summary')

const goldIn = (record: unknown): unknown => firstAt(record, ['gold', 'reward_model.ground_truth'])

const LONGEST_GOLD = 80

/** A gold as one line of text. */
function describeGold(gold: unknown): string {
  const text = JSON.stringify(gold) ?? describeValue(gold)
  return text.length > LONGEST_GOLD ? `${text.slice(0, LONGEST_GOLD)}…` : text
}

function problemOf(error: RecordError, kind: FindingKind): Problem {
  return {
    kind,
    why: describeError(error).replace(/^\w+: /u, ''),
    remedy: REMEDIES[kind] ?? 'correct the record, or leave it out',
  }
}

/** The fields that name a task; the accepted values are a list of names. */
const kindOf = ({ _tag, argument }: RecordError): FindingKind =>
  _tag === 'BadRecord' && /^record\.(data_source|taskType|extra_info\.reward_mode)$/u.test(argument)
    ? 'task'
    : /^record\.(?:gold|reward_model)(?![A-Za-z])/u.test(argument)
      ? 'gold'
      : 'record'

const REMEDIES: Partial<Record<FindingKind, string>> = {
  row: 'write one object a line; --map says where it has what a record needs',
  task: 'write the name that is meant, or bring a verifier of your own: --options-module with customTasks',
  gold: 'correct the gold, or leave the record out',
}

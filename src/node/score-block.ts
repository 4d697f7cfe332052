import { type Either, isLeft, left } from 'fp-ts/lib/Either.js'
import { readTask, scoreResponse, type TaskOptions, type Verdict } from '../index.js'
import { type FindRecord, findRecordIn } from './files/find-record.js'
import { type RolloutColumns, toRolloutColumns } from './files/rollout-columns.js'
import { type FileRollout, type RolloutFileOptions, rolloutsOf } from './files/rollouts.js'
import type { RowBlock } from './files/rows.js'
import type { SharedRecords } from './files/shared-records.js'
import type { Known } from './isolate.js'
import type { ScoringError } from './score-chunk.js'
import { mapOf } from './task-options.js'
import { toColumns, type VerdictColumns } from './verdict-columns.js'

/** What decides how the rows of a file become rollouts, in a form that can be handed to another thread. */
export interface FileData extends Omit<RolloutFileOptions, 'map'> {
  /** As text. */
  readonly map?: string | undefined
  /** Default: the rows hold their own. */
  readonly records?: SharedRecords | undefined
  /** Also say how each reward came about. */
  readonly explain: boolean
}

/** The same in the thread that takes the rows apart. */
export interface FileContext {
  readonly findRecord: FindRecord | undefined
  readonly options: RolloutFileOptions
  readonly explain: boolean
}

export function fileContextOf({ records, map: text, explain, ...options }: FileData): FileContext {
  const map = text === undefined ? undefined : mapOf({ map: text })
  return {
    findRecord: records === undefined ? undefined : findRecordIn(records, map !== undefined),
    options: map === undefined ? options : { ...options, map },
    explain,
  }
}

/** A block of rows of which some rollouts at the start are not to be scored: a journal has their verdicts. */
export interface PartialBlock {
  readonly block: RowBlock
  readonly skip: number
}

export type Result = Either<ScoringError, Verdict>

/** A block whose rollouts have verdicts. */
export interface ScoredBlock {
  readonly rollouts: RolloutColumns
  readonly verdicts: VerdictColumns
}

/** The rollouts that are to be scored. */
export const readBlock = (
  { block, skip }: PartialBlock,
  { findRecord, options }: FileContext,
): FileRollout[] => rolloutsOf(block, findRecord, options).slice(skip)

/**
 * The verdicts of some rollouts. Each record is read once for those of its responses that stand together.
 *
 * @param known verdicts that are there already, by position
 * @param begins is called with the position of each rollout before it is scored
 */
export function scoreRollouts(
  rollouts: readonly FileRollout[],
  known: Known<Result>,
  taskOptions: TaskOptions,
  context: FileContext,
  begins: (position: number) => void,
): ScoredBlock {
  const options = context.explain ? { ...taskOptions, explain: true } : taskOptions
  let last: { readonly record: unknown; readonly task: ReturnType<typeof readTask> } | undefined
  const scoreOne = ({ record, response }: FileRollout, position: number): Result => {
    begins(position)
    if (last === undefined || last.record !== record) last = { record, task: readTask(record, options) }
    return isLeft(last.task) ? last.task : scoreResponse(last.task.right, response)
  }
  return {
    rollouts: toRolloutColumns(rollouts, context.options),
    verdicts: toColumns(
      rollouts.map((rollout, i) =>
        rollout.problem === undefined ? (known.get(i) ?? scoreOne(rollout, i)) : left(rollout.problem),
      ),
    ),
  }
}

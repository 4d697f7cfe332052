import { existsSync } from 'node:fs'
import { access, rename, rm } from 'node:fs/promises'
import { type Either, isLeft, left, right } from 'fp-ts/lib/Either.js'
import { type AdvantageSpec, describeError, scoringVersion } from '../index.js'
import {
  type AdvantageColumns,
  advantagesOfColumns,
  checkSpec,
  putOptional,
} from './files/advantage-columns.js'
import { openJournal, readJournal } from './files/journal.js'
import { type RecordProblem, readRecords } from './files/records.js'
import { type FileRollout, type RolloutFileOptions, readRollouts } from './files/rollouts.js'
import { type ScoredRow, scoredRow } from './files/scored-row.js'
import { type ScoreSummary, summarize } from './files/summary.js'
import { openWriter } from './files/write-rows.js'
import { createScorer, type ScorerOptions } from './scorer.js'
import { loadTaskOptions } from './task-options.js'

export interface ScoreFilesOptions extends ScorerOptions, RolloutFileOptions {
  /** File of rollouts, JSON Lines or Parquet; see `readRollouts` for its forms. */
  readonly rollouts: string
  /** File of the records. Default: the rows of `rollouts` hold their own. */
  readonly records?: string
  /** File to write, `.jsonl` or `.parquet`. It appears when it is complete; until then there is `<out>.part`. */
  readonly out: string
  /** The advantages to add; `none` for rewards alone. Default `{ estimator: 'tmnReweight' }`. */
  readonly estimator?: AdvantageSpec | 'none'
  /** What the estimators take for a task type. Default `rewardMode`, as the published trainer does. */
  readonly groupBy?: 'rewardMode' | 'taskType'
  /** Leave undecided rollouts out of the advantages, instead of taking them as reward 0. Default false. */
  readonly maskUndecided?: boolean
  /** Goes on with what an interrupted run left in `<out>.part`. Default false. */
  readonly resume?: boolean
  /** Replaces `out` and `<out>.part` if they are there. Default false. */
  readonly overwrite?: boolean
  /** Scores although some records are wrong; their rollouts get no verdict. Default false: none is scored. */
  readonly allowBadRecords?: boolean
  /** Also writes how each reward came about. Default false. */
  readonly explain?: boolean
  /** Stops; what has been scored stays in `<out>.part`. The call rejects with the signal's reason. Default: none. */
  readonly signal?: AbortSignal
  /** Called after each rollout. */
  readonly onProgress?: (progress: ScoreProgress) => void
}

export interface ScoreProgress {
  /** How much of the file of rollouts has been dealt with, in [0, 1]. */
  readonly fraction: number
  readonly rollouts: number
}

/** Why nothing was scored, or why it could not be finished: one sentence each. */
export interface CannotScore {
  readonly _tag: 'CannotScore'
  readonly problems: readonly string[]
}

/**
 * Scores a file of rollouts: rewards by all workers, then advantages over the whole file (or each batch in it), written in
 * the file's order. Texts pass through; what stays in memory is the golds and a few numbers a rollout.
 *
 * Advantages need all rewards of a batch, so scored rollouts go to a journal, `<out>.part`, first. It is also what `resume`
 * goes on from: a rollout is never scored twice, and the result is the same as without the interruption.
 *
 * @returns `Left CannotScore` for wrong records (all of them at once, before the first rollout), an estimator that cannot
 * work, files in the way, a journal made under other conditions. Rejects when a file cannot be read or written.
 */
export async function scoreFiles(options: ScoreFilesOptions): Promise<Either<CannotScore, ScoreSummary>> {
  const { out, estimator = { estimator: 'tmnReweight' }, resume = false, overwrite = false } = options
  const journalPath = `${out}.part`
  const checked = estimator === 'none' ? right(estimator) : checkSpec(estimator)
  if (isLeft(checked)) return cannotScore(describeError(checked.left))
  if (existsSync(out) && !overwrite)
    return cannotScore(`${out} exists already; overwrite it or choose another name.`)
  if (existsSync(journalPath) && !resume && !overwrite) {
    return cannotScore(`${journalPath} holds an interrupted run; resume it or overwrite it.`)
  }

  await access(options.rollouts)
  const taskOptions = await loadTaskOptions(options)
  const records =
    options.records === undefined
      ? undefined
      : await readRecords(options.records, options.promptIdPath ?? 'promptId', taskOptions)
  if (records !== undefined && records.problems.length > 0 && !options.allowBadRecords) {
    return left({ _tag: 'CannotScore', problems: records.problems.map(describeProblem) })
  }

  const conditions = JSON.stringify({ scoringVersion, taskOptions, explain: options.explain ?? false })
  const columns: AdvantageColumns = { rewards: [], groupOf: [], lengths: [], baselines: [], groups: [] }
  const { add, summary } = summarize()
  const groups = groupCounter(columns)
  const take = (rollout: FileRollout, group: number, row: ScoredRow) => {
    const type = options.groupBy === 'taskType' ? row.taskType : row.rewardMode
    columns.groups[group]!.type ??= type ?? undefined
    const masked = row.reward === null || (options.maskUndecided && row.reason === 'undecided')
    columns.rewards.push(masked ? Number.NaN : row.reward)
    columns.groupOf.push(group)
    const position = columns.rewards.length - 1
    putOptional(columns.lengths, position, rollout.length)
    putOptional(columns.baselines, position, rollout.baseline)
    add(row, group)
    options.onProgress?.({ fraction: rollout.fraction, rollouts: columns.rewards.length })
  }

  const rollouts = readRollouts(options.rollouts, records?.get, options)[Symbol.asyncIterator]()
  let keep: number | undefined
  if (resume && existsSync(journalPath)) {
    for await (const { conditions: old, row, end } of readJournal(journalPath)) {
      if (old !== conditions) {
        return cannotScore(`${journalPath} was scored under other conditions (${old}, not ${conditions}).`)
      }
      keep = end
      if (row === undefined) continue
      const { value: rollout, done } = await rollouts.next()
      if (done || (rollout.promptId ?? null) !== row.promptId) {
        return cannotScore(
          `${journalPath} was scored from another file: its rollout ${columns.rewards.length + 1} differs.`,
        )
      }
      take(rollout, groups.next(rollout).group, row)
    }
  }

  const journal = await openJournal(journalPath, conditions, keep)
  const scorer = createScorer(options)
  try {
    const { signal, explain } = options
    const rest = { [Symbol.asyncIterator]: () => rollouts }
    for await (const { rollout, verdict } of scorer.score(rest, { signal, explain })) {
      const { group, number } = groups.next(rollout)
      const row = scoredRow(
        rollout.promptId,
        number,
        rollout.problem === undefined ? verdict : left(rollout.problem),
      )
      await journal.append(row)
      take(rollout, group, row)
    }
  } finally {
    await journal.close()
    await scorer.close()
  }

  const advantages = estimator === 'none' ? undefined : advantagesOfColumns(columns, estimator)
  if (advantages !== undefined && isLeft(advantages)) {
    return cannotScore(
      describeError(advantages.left),
      `The rewards are kept: resume ${journalPath} with another estimator.`,
    )
  }
  await finish(journalPath, out, advantages?.right)
  return right(summary())
}

/** Numbers the prompts in the order they appear, and the rollouts within each. */
function groupCounter(columns: AdvantageColumns): {
  readonly next: (rollout: FileRollout) => { readonly group: number; readonly number: number }
} {
  const numbers = new Map<string, number>()
  return {
    next: ({ batch, promptId }) => {
      const key = JSON.stringify([batch, promptId])
      let group = numbers.get(key)
      if (group === undefined) {
        group = columns.groups.length
        numbers.set(key, group)
        columns.groups.push({ batch, type: undefined, size: 0 })
      }
      return { group, number: columns.groups[group]!.size++ }
    },
  }
}

/** The journal's rows with their advantages, under the name that was asked for. */
async function finish(journalPath: string, out: string, advantages: Float64Array | undefined): Promise<void> {
  const unfinished = `${out}.new`
  const writer = await openWriter(unfinished, out)
  let position = 0
  for await (const { row } of readJournal(journalPath)) {
    if (row === undefined) continue
    const advantage = advantages?.[position++] ?? Number.NaN
    await writer.write(Number.isNaN(advantage) ? row : { ...row, advantage })
  }
  await writer.close()
  await rename(unfinished, out)
  await rm(journalPath)
}

const describeProblem = ({ place, promptId, error }: RecordProblem): string =>
  `${place}${promptId === undefined ? '' : ` (${promptId})`}: ${describeError(error)}`

const cannotScore = (...problems: string[]): Either<CannotScore, never> =>
  left({ _tag: 'CannotScore', problems })

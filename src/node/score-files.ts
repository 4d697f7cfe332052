import { existsSync } from 'node:fs'
import { access, mkdir, realpath, rename, rm } from 'node:fs/promises'
import { dirname } from 'node:path'
import { type Either, isLeft, left, right } from 'fp-ts/lib/Either.js'
import { type AdvantageSpec, describeError, scoringVersion, type TaskOptions, writeMap } from '../index.js'
import { joinRows, type OptionRow, type OptionRows } from '../options/option-row.js'
import { createBlockScorer } from './block-scorer.js'
import { advantagesOfColumns, checkSpec } from './files/advantage-columns.js'
import { type BlockMemory, blockMemory } from './files/block-memory.js'
import { type Conditions, openJournal, readJournal, readJournalBlocks } from './files/journal.js'
import { takeLock } from './files/lock.js'
import { outputFile } from './files/output-file.js'
import { type RecordProblem, type Records, readRecords } from './files/records.js'
import { rolloutAt } from './files/rollout-columns.js'
import { cursorOf, type RolloutCursor } from './files/rollout-cursor.js'
import type { RolloutFileOptions } from './files/rollouts.js'
import { readBlocks } from './files/rows.js'
import { findSameFile } from './files/same-file.js'
import { scoredRow } from './files/scored-row.js'
import type { ScoreSummary } from './files/summary.js'
import { createTally, type Tally } from './files/tally.js'
import { openWriter } from './files/write-rows.js'
import { fingerprintModule } from './module-fingerprint.js'
import type { FileData } from './score-block.js'
import { SCORER_OPTIONS, type ScorerOptions } from './scorer.js'
import { findBadSource, mapOf, moduleUrl, readTaskOptions } from './task-options.js'

export interface ScoreFilesOptions extends ScorerOptions, Omit<RolloutFileOptions, 'map'> {
  /** Rows of `rollouts` handed to a worker at a time. Default 128. Where they are long, it is fewer. */
  readonly chunkSize?: number
  /** File of rollouts, JSON Lines or Parquet; see `readRollouts` for its forms. */
  readonly rollouts: string
  /** File of the records. Default: the rows of `rollouts` hold their own. */
  readonly records?: string
  /** File to write, `.jsonl` or `.parquet`, in a folder that is made if need be. It appears when it is complete; until then there is `<out>.part`. */
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
  /** Called with one sentence where something was wrong that the run could mend. Default: nothing happens. */
  readonly onWarning?: (sentence: string) => void
  /** Called after each rollout. */
  readonly onProgress?: (progress: ScoreProgress) => void
}

const ROWS_OF_A_BLOCK = 128

const flag: OptionRow = { kind: 'flag', default: false }
const text: OptionRow = { kind: 'text' }
const callback: OptionRow = {
  kind: 'value',
  expected: 'a function',
  accepts: (value) => typeof value === 'function',
}

const SCORE_FILES_OPTIONS: OptionRows<ScoreFilesOptions> = joinRows(SCORER_OPTIONS, {
  chunkSize: { kind: 'number', from: 1, whole: true, default: ROWS_OF_A_BLOCK },
  rollouts: text,
  records: text,
  out: text,
  promptIdPath: { ...text, default: 'promptId' },
  batchBy: text,
  // `checkSpec` knows the options of each estimator.
  estimator: { kind: 'value', expected: 'an object { estimator }, or "none"', accepts: () => true },
  groupBy: { kind: 'choice', of: ['rewardMode', 'taskType'], default: 'rewardMode' },
  maskUndecided: flag,
  resume: flag,
  overwrite: flag,
  allowBadRecords: flag,
  explain: flag,
  signal: { kind: 'value', expected: 'an AbortSignal', accepts: (value) => value instanceof AbortSignal },
  onWarning: callback,
  onProgress: callback,
})

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
 * goes on from: a rollout is never scored twice, and the result is the same as without the interruption. A lock file,
 * `<out>.lock`, keeps other processes from writing the same result.
 *
 * @returns `Left CannotScore` for a wrong option, wrong records (all of them at once, before the first rollout), an estimator that cannot
 * work, files in the way, a journal made under other conditions, a result that another process is writing. Rejects when a
 * file cannot be read or written.
 */
export async function scoreFiles(
  givenOptions: ScoreFilesOptions,
): Promise<Either<CannotScore, ScoreSummary>> {
  const wrong = findBadSource(givenOptions, SCORE_FILES_OPTIONS)
  if (wrong !== undefined) return cannotScore(describeError(wrong))
  const target = await outputFile(givenOptions.out)
  if (isLeft(target)) return cannotScore(target.left)
  const options = { ...givenOptions, out: target.right }
  const taskOptions = await readTaskOptions(options)
  if (isLeft(taskOptions)) return cannotScore(describeError(taskOptions.left))
  const { out, estimator = { estimator: 'tmnReweight' } } = options
  const checked = estimator === 'none' ? right(estimator) : checkSpec(estimator)
  if (isLeft(checked)) return cannotScore(describeError(checked.left))
  await access(options.rollouts)
  await mkdir(dirname(out), { recursive: true })
  const lock = await takeLock(`${out}.lock`)
  if (isLeft(lock)) return cannotScore(lock.left)
  try {
    const inTheWay = await fileInTheWay(options)
    return inTheWay === undefined
      ? await scoreLocked(options, taskOptions.right, estimator)
      : cannotScore(inTheWay)
  } finally {
    await lock.right.release()
  }
}

/** Why nothing may be written to `out`, in one sentence; undefined when it may. */
async function fileInTheWay(options: ScoreFilesOptions): Promise<string | undefined> {
  const { out, rollouts, records, taskOptionsModule, resume = false, overwrite = false } = options
  const inputs = [rollouts, records, taskOptionsModule].filter((input) => typeof input === 'string')
  const same = await findSameFile(inputs, [out, partOf(out), newOf(out)])
  if (same !== undefined)
    return `${same.output} is the same file as ${same.input}, which is read; choose another name.`
  if (existsSync(out) && !overwrite) return `${out} exists already; overwrite it or choose another name.`
  if (existsSync(partOf(out)) && !resume && !overwrite)
    return `${partOf(out)} holds an interrupted run; resume it or overwrite it.`
  return undefined
}

const partOf = (out: string): string => `${out}.part`
const newOf = (out: string): string => `${out}.new`

async function scoreLocked(
  options: ScoreFilesOptions,
  taskOptions: TaskOptions,
  estimator: AdvantageSpec | 'none',
): Promise<Either<CannotScore, ScoreSummary>> {
  const { out, resume = false } = options
  const map = mapOf(options)
  const records =
    options.records === undefined
      ? undefined
      : await readRecords(options.records, options.promptIdPath ?? 'promptId', taskOptions, map)
  if (records !== undefined && records.problems.length > 0 && !options.allowBadRecords) {
    return left({ _tag: 'CannotScore', problems: records.problems.map(describeProblem) })
  }

  const run: Run = {
    options,
    journalPath: partOf(out),
    conditions: await conditionsOf(options, taskOptions, records),
    file: { ...fileDataOf(options), records: records?.shared },
    memory: blockMemory(),
    tally: createTally(options),
  }
  const { chunkSize = ROWS_OF_A_BLOCK } = options
  const blocks = readBlocks(options.rollouts, { most: chunkSize, memory: run.memory.take })
  const rollouts = cursorOf(blocks, run.file, run.memory)
  try {
    const kept = resume && existsSync(run.journalPath) ? await takeJournal(run, rollouts) : right(undefined)
    if (isLeft(kept)) return cannotScore(kept.left)
    await scoreRest(run, rollouts, kept.right)
  } finally {
    await rollouts.close()
  }

  const { count, columns, summary } = run.tally
  const advantages = estimator === 'none' ? undefined : advantagesOfColumns(columns, estimator)
  if (advantages !== undefined && isLeft(advantages)) {
    return cannotScore(
      describeError(advantages.left),
      `The rewards are kept: resume ${run.journalPath} with another estimator.`,
    )
  }
  const lost = await finish(out, count(), advantages?.right)
  return lost === undefined ? right(summary()) : cannotScore(lost)
}

/** What a run is made of, from its journal to its result. */
interface Run {
  readonly options: ScoreFilesOptions
  readonly journalPath: string
  readonly conditions: Conditions
  readonly file: FileData
  readonly memory: BlockMemory
  readonly tally: Tally
}

/**
 * Takes over what an interrupted run has scored, as far as its journal holds it.
 *
 * @returns how many bytes of the journal to keep; `Left` with one sentence where it belongs to another run
 */
async function takeJournal(
  { options, journalPath, conditions, tally }: Run,
  rollouts: RolloutCursor,
): Promise<Either<string, number | undefined>> {
  let keep: number | undefined
  for await (const entry of readJournal(journalPath)) {
    if (isLeft(entry)) {
      if (keep === undefined) return left(describeError(entry.left))
      options.onWarning?.(`${describeError(entry.left)} Scoring goes on from there.`)
      break
    }
    const { place, end, content } = entry.right
    keep = end
    if ('conditions' in content) {
      const changed = changedConditions(content.conditions, conditions)
      if (changed !== undefined) return left(`${journalPath} was scored under other conditions: ${changed}.`)
      continue
    }
    const rollout = await rollouts.next()
    const stands = rollout && tally.next(rollout)
    if (stands?.fingerprint !== content.fingerprint) {
      const number = tally.count() + 1
      return left(`${place} was scored from other rollouts: number ${number} of ${options.rollouts} differs.`)
    }
    tally.add(rollout!, stands, JSON.parse(content.json))
    options.onProgress?.({ fraction: rollouts.fraction(), rollouts: tally.count() })
  }
  return right(keep)
}

/** Scores what the journal does not have yet, and adds it there. */
async function scoreRest(
  { options, journalPath, conditions, file, memory, tally }: Run,
  rollouts: RolloutCursor,
  keep: number | undefined,
): Promise<void> {
  const { signal, onProgress } = options
  const journal = await openJournal(journalPath, conditions, keep)
  const scorer = createBlockScorer(scorerOptionsOf(options), file, memory)
  try {
    let before = rollouts.fraction()
    for await (const { rollouts: read, verdicts, fraction } of scorer.score(rollouts.rest(), signal)) {
      for (const [i, verdict] of verdicts.entries()) {
        signal?.throwIfAborted()
        const rollout = rolloutAt(read, i)
        const place = tally.next(rollout)
        const row = scoredRow(
          rollout.promptId,
          place.number,
          place.problem === undefined ? verdict : left(place.problem),
        )
        journal.append(row, place.fingerprint)
        tally.add(rollout, place, row)
        const part = (i + 1) / verdicts.length
        onProgress?.({
          fraction: part < 1 ? before + (fraction - before) * part : fraction,
          rollouts: tally.count(),
        })
      }
      before = fraction
      await journal.drain()
    }
  } finally {
    await journal.close().finally(scorer.close)
  }
}

/** What a scorer takes of the options of files. Their rows are mapped when they are read. */
const scorerOptionsOf = ({ map: _, ...options }: ScoreFilesOptions): ScorerOptions =>
  Object.fromEntries(Object.entries(options).filter(([name]) => Object.hasOwn(SCORER_OPTIONS, name)))

const fileDataOf = (options: ScoreFilesOptions): FileData => ({
  promptIdPath: options.promptIdPath,
  batchBy: options.batchBy,
  map: options.map === undefined ? undefined : writeMap(mapOf(options)!),
  explain: options.explain ?? false,
})

/** What decides the rows of a journal, beside the rollouts. The estimator does not: it may change on resuming. */
async function conditionsOf(
  options: ScoreFilesOptions,
  taskOptions: TaskOptions,
  records: Records | undefined,
): Promise<Conditions> {
  const { taskOptionsModule } = options
  return {
    scoringVersion: String(scoringVersion),
    taskOptions: JSON.stringify(taskOptions),
    // Its functions do not show in the options.
    taskOptionsModule:
      taskOptionsModule === undefined ? 'none' : await fingerprintModule(moduleUrl(taskOptionsModule)),
    explain: String(options.explain ?? false),
    batchBy: options.batchBy ?? 'none',
    promptIdPath: options.promptIdPath ?? 'promptId',
    map: options.map === undefined ? 'none' : writeMap(mapOf(options)!),
    rollouts: await realpath(options.rollouts),
    records: options.records === undefined ? 'none' : await realpath(options.records),
    recordsContent: records?.fingerprint ?? 'none',
  }
}

/** The conditions that differ, each with its old and its new value. */
function changedConditions(old: Conditions, now: Conditions): string | undefined {
  const changed = Object.keys(now).filter((name) => old[name] !== now[name])
  return changed.length === 0
    ? undefined
    : changed.map((name) => `${name} was ${old[name]} and is ${now[name]}`).join('; ')
}

/**
 * The journal's rows with their advantages, under the name that was asked for.
 *
 * @returns what is wrong, in one sentence, when the journal does not hold what was scored; the result is not written then
 */
async function finish(
  out: string,
  scored: number,
  advantages: Float64Array | undefined,
): Promise<string | undefined> {
  try {
    return await writeResult(out, scored, advantages)
  } finally {
    // Only a result that was not finished is still there.
    await rm(newOf(out), { force: true })
  }
}

async function writeResult(
  out: string,
  scored: number,
  advantages: Float64Array | undefined,
): Promise<string | undefined> {
  const writer = await openWriter(newOf(out), out)
  let rows = 0
  for await (const entries of readJournalBlocks(partOf(out))) {
    for (const entry of entries) {
      if (isLeft(entry)) return describeError(entry.left)
      const { content } = entry.right
      if ('conditions' in content) continue
      writer.write(withAdvantage(content.json, advantages?.[rows] ?? Number.NaN))
      rows++
    }
    await writer.drain()
  }
  await writer.close()
  if (rows !== scored)
    return `${partOf(out)} holds ${rows} rows, but ${scored} were scored: another program has changed it.`
  await rename(newOf(out), out)
  await rm(partOf(out))
  return undefined
}

/** The JSON of a row with its advantage; NaN leaves it null. */
function withAdvantage(json: string, advantage: number): string {
  if (Number.isNaN(advantage)) return json
  // In no text does it stand like this: quotes within one follow a backslash. The texts before it are ids and names.
  const at = json.indexOf(NO_ADVANTAGE)
  return `${json.slice(0, at)},"advantage":${JSON.stringify(advantage)}${json.slice(at + NO_ADVANTAGE.length)}`
}

const NO_ADVANTAGE = ',"advantage":null'

const describeProblem = ({ place, promptId, error }: RecordProblem): string =>
  `${place}${promptId === undefined ? '' : ` (${promptId})`}: ${describeError(error)}`

const cannotScore = (...problems: string[]): Either<CannotScore, never> =>
  left({ _tag: 'CannotScore', problems })

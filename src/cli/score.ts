import { rm } from 'node:fs/promises'
import { setFlagsFromString } from 'node:v8'
import { type Command, Option } from 'commander'
import { isLeft } from 'fp-ts/lib/Either.js'
import { ADVANTAGE_ESTIMATORS, type AdvantageSpec } from '../index.js'
import { type ScoreSummary, scoreFiles } from '../node/index.js'
import { EXIT } from './exit-codes.js'
import { findMixUp } from './find-mix-up.js'
import { scoredFile } from './output-file.js'
import { showProgress } from './progress.js'
import { inputFile, printFile, STANDARD_STREAM, temporaryFile } from './standard-streams.js'
import { table } from './table.js'
import {
  choice,
  jsonObject,
  type TaskOptionFlags,
  taskOptionFlags,
  taskOptionsOf,
} from './task-option-flags.js'
import { type WorkerFlags, workerFlags, workersOf } from './worker-flags.js'

interface ScoreFlags extends TaskOptionFlags, WorkerFlags {
  readonly records?: string
  readonly rollouts: string
  readonly out: string
  readonly estimator: AdvantageSpec['estimator'] | 'none'
  readonly estimatorOptions?: Record<string, unknown>
  readonly groupBy: 'reward-mode' | 'task-type'
  readonly batchBy?: string
  readonly promptId: string
  readonly maskUndecided: boolean
  readonly resume: boolean
  readonly overwrite: boolean
  readonly allowBadRecords: boolean
  readonly explain: boolean
  readonly json: boolean
}

export const scoreCommand = (command: Command): Command =>
  taskOptionFlags(
    workerFlags(command)
      .requiredOption('--rollouts <file>', 'rollouts, .jsonl (also .gz) or .parquet; - for standard input')
      .requiredOption('--out <file>', 'file to write, .jsonl or .parquet; - for standard output', scoredFile)
      .option('--records <file>', 'records by prompt id (default: the rollouts carry theirs)')
      .addOption(
        choice(new Option('--estimator <name>', 'how advantages are made'), [
          ...ADVANTAGE_ESTIMATORS,
          'none',
        ]).default('tmnReweight'),
      )
      .option('--estimator-options <json>', 'its options, such as {"alpha":0.5}', jsonObject)
      .addOption(
        choice(new Option('--group-by <tag>', 'what shares a scale'), ['reward-mode', 'task-type']).default(
          'reward-mode',
        ),
      )
      .option(
        '--batch-by <field>',
        'field that names the batch, such as step (default: the file is one batch)',
      )
      .option('--prompt-id <path>', 'where the prompt id stands', 'promptId')
      .option('--mask-undecided', 'leave undecided rollouts out of the advantages', false)
      .option('--resume', 'go on with an interrupted run', false)
      .option('--overwrite', 'replace the file to write', false)
      .option('--allow-bad-records', 'score what can be scored although some records are wrong', false)
      .option('--explain', 'also write how each reward came about', false)
      .option('--json', 'print the summary as JSON', false),
  ).action(async (flags: ScoreFlags) => {
    process.exitCode = await score(flags)
  })

/** The files that are read and written: those of the flags, or others in the place of standard input and output. */
type Files = Pick<ScoreFlags, 'rollouts' | 'records' | 'out'>

async function score(flags: ScoreFlags): Promise<number> {
  const { rollouts, records, out, resume } = flags
  if (!usesStreams(flags)) return scoreThrough(flags, flags)
  if (rollouts === STANDARD_STREAM && records === STANDARD_STREAM)
    return refuse('Only one of --rollouts and --records can be standard input.')
  if (resume) return refuse('--resume needs files: standard input cannot be read a second time.')
  const files: Files = {
    rollouts: await inputFile(rollouts),
    ...(records !== undefined && { records: await inputFile(records) }),
    out: out === STANDARD_STREAM ? await temporaryFile('scored.jsonl') : out,
  }
  const code = await scoreThrough(flags, files)
  if (out === STANDARD_STREAM && (code === EXIT.fine || code === EXIT.findings)) await printFile(files.out)
  return code
}

const usesStreams = ({ rollouts, records, out }: Files): boolean =>
  [rollouts, records, out].includes(STANDARD_STREAM)

function refuse(sentence: string): number {
  process.stderr.write(`${sentence}\n`)
  return EXIT.cannot
}

async function scoreThrough(flags: ScoreFlags, files: Files): Promise<number> {
  const mixUp = await findMixUp(files.rollouts, files.records, flags.map)
  if (mixUp !== undefined) return refuse(mixUp)
  // By default V8 lets the heap grow in proportion to itself between collections; files of any size should need little memory.
  setFlagsFromString('--heap-growing-percent=30')
  const stop = new AbortController()
  const onSignal = () => stop.abort()
  process.once('SIGINT', onSignal).once('SIGTERM', onSignal)
  const progress = showProgress()
  try {
    const { estimator, estimatorOptions, groupBy, promptId } = flags
    const { batchBy, maskUndecided, resume, overwrite, allowBadRecords, explain } = flags
    const summary = await scoreFiles({
      ...{ rollouts: files.rollouts, records: files.records, out: files.out },
      ...{ batchBy, maskUndecided, resume, overwrite, allowBadRecords, explain },
      ...taskOptionsOf(flags),
      ...workersOf(flags),
      estimator: estimator === 'none' ? 'none' : ({ ...estimatorOptions, estimator } as AdvantageSpec),
      groupBy: groupBy === 'task-type' ? 'taskType' : 'rewardMode',
      promptIdPath: promptId,
      signal: stop.signal,
      onProgress: progress.update,
      onWarning: (sentence) => process.stderr.write(`${sentence}\n`),
    })
    progress.stop()
    if (isLeft(summary)) {
      for (const problem of summary.left.problems) process.stderr.write(`${problem}\n`)
      return EXIT.cannot
    }
    // With --out - standard output holds the rows and nothing else.
    const summaryTo = flags.out === STANDARD_STREAM ? process.stderr : process.stdout
    summaryTo.write(
      flags.json ? `${JSON.stringify({ out: flags.out, ...summary.right })}\n` : report(summary.right),
    )
    if (summary.right.rollouts === 0) process.stderr.write(`${files.rollouts} has no rollouts\n`)
    return summary.right.notScored > 0 || summary.right.rollouts === 0 ? EXIT.findings : EXIT.fine
  } catch (error) {
    progress.stop()
    if (!stop.signal.aborted) throw error
    if (usesStreams(flags)) {
      await rm(`${files.out}.part`, { force: true })
      process.stderr.write('Stopped. Only runs from files can go on later.\n')
    } else {
      process.stderr.write(`Stopped. What has been scored is in ${flags.out}.part; go on with --resume.\n`)
    }
    return EXIT.interrupted
  } finally {
    process.off('SIGINT', onSignal).off('SIGTERM', onSignal)
  }
}

function report({ rollouts, undecided, notScored, errors, tasks, notices }: ScoreSummary): string {
  const reasons = ['correct', 'partial', 'wrong', 'no answer', 'bad format', 'undecided'] as const
  const lines = [
    table([
      ['task type', 'prompts', 'rollouts', 'mean reward', ...reasons],
      ...tasks.map((task) => [
        task.taskType,
        String(task.prompts),
        String(task.rollouts),
        task.meanReward === null ? '-' : task.meanReward.toFixed(4),
        ...reasons.map((reason) => String(task.reasons[reason])),
      ]),
    ]),
    '',
    `${rollouts} rollouts, ${undecided} undecided (in no mean), ${notScored} not scored`,
    ...notices,
    ...errors,
  ]
  return `${lines.join('\n')}\n`
}

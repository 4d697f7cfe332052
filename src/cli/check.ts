import type { Command } from 'commander'
import { checkDataset, type DatasetReport } from '../node/index.js'
import { EXIT } from './exit-codes.js'
import { inputFile } from './standard-streams.js'
import { table } from './table.js'
import { type TaskOptionFlags, taskOptionFlags, taskOptionsOf } from './task-option-flags.js'

interface CheckFlags extends TaskOptionFlags {
  readonly promptId: string
  readonly json: boolean
}

export const checkCommand = (command: Command): Command =>
  taskOptionFlags(
    command
      .argument('<dataset>', 'records, .jsonl (also .gz) or .parquet; - for standard input')
      .option('--prompt-id <path>', 'where the prompt id stands', 'promptId')
      .option('--json', 'print the report as JSON', false),
  ).action(async (dataset: string, flags: CheckFlags) => {
    const report = await checkDataset(await inputFile(dataset), {
      ...taskOptionsOf(flags),
      promptIdPath: flags.promptId,
    })
    process.stdout.write(flags.json ? `${JSON.stringify(report)}\n` : describe(report))
    process.exitCode = faults(report) > 0 || report.records === 0 ? EXIT.findings : EXIT.fine
  })

const faults = ({ unknownTasks, badRecords, unreachable, repeatedIds }: DatasetReport): number =>
  unknownTasks.length + badRecords.length + unreachable.length + repeatedIds.length

function describe(report: DatasetReport): string {
  const tasks = report.tasks.map(({ taskType, rewardMode, records }) => [
    taskType,
    rewardMode,
    String(records),
  ])
  const section = (title: string, lines: readonly string[]) =>
    lines.length === 0 ? [] : ['', `${title} (${lines.length})`, ...lines.map((line) => `  ${line}`)]
  const lines = [
    table([['task type', 'reward mode', 'records'], ...tasks]),
    ...section(
      'Unknown tasks',
      report.unknownTasks.map(
        ({ name, records, firstPlace }) => `${name}: ${records} records, first at ${firstPlace}`,
      ),
    ),
    ...section(
      'Records that cannot be right',
      report.badRecords.map(({ place, problem }) => `${place}: ${problem}`),
    ),
    ...section(
      'Golds that do not score 1 against themselves',
      report.unreachable.map(({ place, reward, reason }) => `${place}: reward ${reward}, ${reason}`),
    ),
    ...section(
      'Prompt ids that were there before',
      report.repeatedIds.map(({ promptId, place }) => `${place}: ${promptId}`),
    ),
    '',
    report.records === 0
      ? 'There is no record in it.'
      : `${report.records} records, ${faults(report) === 0 ? 'nothing wrong' : 'see above'}`,
  ]
  return `${lines.join('\n')}\n`
}

import type { Command } from 'commander'
import { checkDataset, type DatasetReport, type Finding } from '../node/index.js'
import { EXIT } from './exit-codes.js'
import { inputFile } from './standard-streams.js'
import { suggestFor } from './suggest-map.js'
import { table } from './table.js'
import { type TaskOptionFlags, taskOptionFlags, taskOptionsOf } from './task-option-flags.js'

interface CheckFlags extends TaskOptionFlags {
  readonly promptId: string
  readonly suggest: boolean
  readonly json: boolean
}

export const checkCommand = (command: Command): Command =>
  taskOptionFlags(
    command
      .argument('<dataset>', 'records, .jsonl (also .gz) or .parquet; - for standard input')
      .option('--prompt-id <path>', 'where the prompt id stands', 'promptId')
      .option('--suggest', 'read the first rows of an unknown file and print the --map it needs', false)
      .option('--json', 'print the report as JSON', false),
  ).action(async (dataset: string, flags: CheckFlags) => {
    const path = await inputFile(dataset)
    if (flags.suggest) {
      process.exitCode = await suggestFor(path, taskOptionsOf(flags))
      return
    }
    const report = await checkDataset(path, { ...taskOptionsOf(flags), promptIdPath: flags.promptId })
    process.stdout.write(flags.json ? `${JSON.stringify(report)}\n` : describe(report))
    process.exitCode = report.findings.length > 0 ? EXIT.findings : EXIT.fine
  })

function describe({ records, tasks, findings }: DatasetReport): string {
  const rows = tasks.map((task) => [task.taskType, task.rewardMode, String(task.records)])
  const counted = `${records} ${records === 1 ? 'record' : 'records'}`
  const lines = [
    ...(rows.length === 0 ? [] : [table([['task type', 'reward mode', 'records'], ...rows]), '']),
    ...listed(findings),
    findings.length === 0
      ? `${counted}, nothing wrong`
      : `${counted}, ${findings.length} ${findings.length === 1 ? 'finding' : 'findings'}`,
  ]
  return `${lines.join('\n')}\n`
}

/** The findings, each with its place, id, gold, and what to do; many with the same reason are cut short. */
function listed(findings: readonly Finding[]): string[] {
  const shown = new Map<string, number>()
  const lines: string[] = []
  for (const { place, promptId, kind, gold, why, remedy } of findings) {
    const count = (shown.get(`${kind} ${why}`) ?? 0) + 1
    shown.set(`${kind} ${why}`, count)
    if (count > MOST_ALIKE) continue
    lines.push(
      `${place}${promptId === null ? '' : ` (${promptId})`}: ${kind}`,
      ...(gold === null ? [] : [`  gold  ${gold}`]),
      `  why   ${why}`,
      `  do    ${remedy}`,
      '',
    )
  }
  for (const [reason, count] of shown)
    if (count > MOST_ALIKE) lines.push(`${count - MOST_ALIKE} more like this: ${reason}`, '')
  return lines
}

const MOST_ALIKE = 20

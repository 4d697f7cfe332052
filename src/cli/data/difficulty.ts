import { type Command, Option } from 'commander'
import {
  createDifficultyMeter,
  DIFFICULTY_RULES,
  type DifficultyRule,
  keepByDifficulty,
  type PromptDifficulty,
  qaChecks,
  type ScoredRollout,
} from '../../data/index.js'
import { orThrow } from '../../index.js'
import { readRows } from '../../node/index.js'
import { jsonLinesFile } from '../output-file.js'
import { table } from '../table.js'
import { choice, wholeNumber } from '../task-option-flags.js'
import { objectOf } from './record-texts.js'
import { checkFiles, writeWholeFile } from './whole-file.js'

interface DifficultyFlags {
  readonly rule?: DifficultyRule
  readonly bins: number
  readonly seed: number
  readonly threshold: Readonly<Record<string, number>>
  readonly withoutDocument?: string
  readonly amongDistractors?: string
  readonly keep?: string
  readonly prompts?: string
  readonly overwrite: boolean
  readonly json: boolean
}

export const difficultyCommand = (data: Command): Command =>
  data
    .command('difficulty')
    .description('how hard each prompt is, by the rollouts that golongrl score has scored')
    .argument('<scored>', 'scored rollouts, .jsonl (also .gz) or .parquet')
    .argument('[second]', 'the same prompts scored with a stronger model, for the rule two-stage')
    .addOption(choice(new Option('--rule <name>', 'which prompts to keep'), DIFFICULTY_RULES))
    .option('--bins <count>', 'bins of the pass rate, for the rule bins', wholeNumber(1), 5)
    .option('--seed <number>', 'of the draw from the bins', wholeNumber(0), 0)
    .option(
      '--threshold <task type=reward>',
      'from which reward on a rollout passes (repeatable)',
      threshold,
      {},
    )
    .option('--without-document <scored>', 'rollouts on the prompts without their document')
    .option('--among-distractors <scored>', 'rollouts on the prompts among irrelevant documents')
    .option('--keep <file>', 'write the ids to keep, a line each')
    .option('--prompts <file>', 'write the figures of every prompt, JSON Lines', jsonLinesFile)
    .option('--overwrite', 'replace files that are there', false)
    .option('--json', 'print the report as JSON', false)
    .action(async (scored: string, second: string | undefined, flags: DifficultyFlags) => {
      if (flags.keep !== undefined && flags.rule === undefined)
        throw new Error('--keep needs a --rule that says which prompts to keep.')
      await checkFiles({
        inputs: [scored, second, flags.withoutDocument, flags.amongDistractors].filter(
          (path) => path !== undefined,
        ),
        outputs: [flags.keep, flags.prompts],
        overwrite: flags.overwrite,
      })
      const read = (path: string) => figuresOf(path, flags.threshold)
      const prompts = await read(scored)
      const kept =
        flags.rule &&
        orThrow(
          keepByDifficulty(prompts, {
            rule: flags.rule,
            ...(second !== undefined && { second: await read(second) }),
            ...(flags.rule === 'bins' && { bins: flags.bins, seed: flags.seed }),
          }),
        )
      if (flags.keep !== undefined) await writeWholeFile(flags.keep, kept ?? [])
      if (flags.prompts !== undefined) {
        await writeWholeFile(
          flags.prompts,
          prompts.map((prompt) => JSON.stringify(prompt)),
        )
      }
      const checks = qaChecks(prompts, {
        ...(flags.withoutDocument !== undefined && { withoutDocument: await read(flags.withoutDocument) }),
        ...(flags.amongDistractors !== undefined && { amongDistractors: await read(flags.amongDistractors) }),
      })
      const report = {
        taskTypes: summaries(prompts, new Set(kept)),
        ...(kept !== undefined && { rule: flags.rule, kept: kept.length }),
        ...checks,
      }
      process.stdout.write(flags.json ? `${JSON.stringify(report)}\n` : describe(report, kept !== undefined))
    })

function threshold(
  value: string,
  before: Readonly<Record<string, number>>,
): Readonly<Record<string, number>> {
  const [taskType, reward] = value.split('=')
  if (!(Number(reward) > 0 && Number(reward) <= 1)) {
    throw new Error(
      `--threshold ${value}: it must be a task type and a reward in (0, 1], as summarization=0.4`,
    )
  }
  return { ...before, [taskType!]: Number(reward) }
}

async function figuresOf(path: string, thresholds: Readonly<Record<string, number>>) {
  const meter = createDifficultyMeter(thresholds)
  for await (const row of readRows(path)) {
    const { promptId, taskType, reward, reason, error } = objectOf(row)
    if (error !== undefined && error !== null) continue
    if (promptId === undefined || promptId === null || typeof reward !== 'number') {
      throw new Error(
        `${row.place} is no scored rollout: it needs promptId and reward, as golongrl score writes them.`,
      )
    }
    meter.add({
      promptId: String(promptId),
      taskType: String(taskType),
      reward,
      reason: String(reason),
    } satisfies ScoredRollout)
  }
  const prompts = meter.prompts()
  if (prompts.length === 0) throw new Error(`${path} holds no scored rollout.`)
  return prompts
}

interface TaskSummary {
  readonly taskType: string
  readonly prompts: number
  readonly rollouts: number
  readonly mean: number
  readonly passRate: number
  readonly noSpread: number
  readonly undecided: number
  readonly badFormat: number
  /** Prompts by pass rate, in ten bins. */
  readonly histogram: readonly number[]
  readonly kept: number
}

function summaries(prompts: readonly PromptDifficulty[], kept: ReadonlySet<string>): readonly TaskSummary[] {
  const taskTypes = [...new Set(prompts.map(({ taskType }) => taskType))].sort()
  return taskTypes.map((taskType) => {
    const own = prompts.filter((prompt) => prompt.taskType === taskType)
    const sum = (of: (prompt: PromptDifficulty) => number) =>
      own.reduce((total, prompt) => total + of(prompt), 0)
    const decided = own.filter(({ passRate }) => !Number.isNaN(passRate))
    const histogram = new Array<number>(10).fill(0)
    for (const { passRate } of decided) histogram[Math.min(9, Math.floor(passRate * 10))]!++
    return {
      taskType,
      prompts: own.length,
      rollouts: sum(({ rollouts }) => rollouts),
      mean: decided.reduce((total, { mean }) => total + mean, 0) / decided.length,
      passRate: decided.reduce((total, { passRate }) => total + passRate, 0) / decided.length,
      noSpread: own.filter(({ spread }) => spread === 0).length,
      undecided: sum(({ undecided }) => undecided),
      badFormat: sum(({ badFormat }) => badFormat),
      histogram,
      kept: own.filter(({ promptId }) => kept.has(promptId)).length,
    }
  })
}

interface Report extends ReturnType<typeof qaChecks> {
  readonly taskTypes: readonly TaskSummary[]
  readonly kept?: number
  readonly rule?: DifficultyRule
}

function describe(report: Report, isFiltered: boolean): string {
  const head = ['task type', 'prompts', 'mean', 'pass', 'same', 'undecided', 'bad format', 'pass rate 0…1']
  const rows = report.taskTypes.map((task) => [
    task.taskType,
    String(task.prompts),
    task.mean.toFixed(3),
    task.passRate.toFixed(3),
    String(task.noSpread),
    String(task.undecided),
    String(task.badFormat),
    bars(task.histogram),
    ...(isFiltered ? [String(task.kept)] : []),
  ])
  const lines = [table([isFiltered ? [...head, 'kept'] : head, ...rows])]
  if (report.rule !== undefined) lines.push('', `${report.rule} keeps ${report.kept} prompts`)
  for (const [what, ids] of [
    ['answered without the document', report.answeredWithoutDocument],
    ['lost among distractors', report.lostAmongDistractors],
  ] as const) {
    if (ids.length > 0) lines.push('', `${what} (${ids.length})`, ...ids.map((id) => `  ${id}`))
  }
  return `${lines.join('\n')}\n`
}

/** A histogram in one line of characters. */
function bars(histogram: readonly number[]): string {
  const most = Math.max(1, ...histogram)
  return histogram.map((count) => '·▁▂▃▄▅▆▇█'[count === 0 ? 0 : Math.ceil((count / most) * 8)]).join('')
}

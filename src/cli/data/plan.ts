import { type Command, InvalidArgumentError } from 'commander'
import { type PlannedPrompt, planBatches } from '../../data/index.js'
import { orThrow, type RecordMap } from '../../index.js'
import { readRows } from '../../node/index.js'
import { jsonLinesFile } from '../output-file.js'
import { readText } from '../read-text.js'
import { table } from '../table.js'
import { mapFlag, wholeNumber } from '../task-option-flags.js'
import { promptIdOf, taskOf, textOf } from './record-texts.js'
import { type CountTokens, tokenCounter } from './token-counter.js'
import { checkFiles, writeWholeFile } from './whole-file.js'

interface PlanFlags {
  readonly batchSize: number
  readonly batches?: number
  readonly balance: 'equal' | 'proportional' | number
  readonly leastPerTask: number
  readonly stages?: readonly number[]
  readonly seed: number
  readonly keep?: string
  readonly promptId: string
  readonly tokenizer?: string
  readonly from: number
  readonly out: string
  readonly overwrite: boolean
  readonly map?: RecordMap
}

export const planCommand = (data: Command): Command =>
  mapFlag(data.command('plan'))
    .description('batches of prompts with every task type’s share held, drawn by a seed')
    .argument('<records>', 'records, .jsonl (also .gz) or .parquet')
    .requiredOption('--batch-size <prompts>', 'prompts of a batch', wholeNumber(1))
    .requiredOption('--out <file>', 'where the plan goes, a batch a line', jsonLinesFile)
    .option('--batches <count>', 'number of batches (default: every prompt once)', wholeNumber(1))
    .option('--balance <how>', 'equal, proportional, or a temperature from 1', balance, 'proportional')
    .option(
      '--least-per-task <prompts>',
      'fewest prompts of a task type in a batch, or none of it',
      wholeNumber(1),
      1,
    )
    .option(
      '--stages <bounds>',
      'longest prompts of successive stages in tokens, as 20000,60000,120000',
      bounds,
    )
    .option('--seed <number>', 'of the draw', wholeNumber(0), 0)
    .option('--keep <file>', 'ids to take, a line each, as data difficulty --keep writes them')
    .option('--prompt-id <path>', 'where the prompt id stands', 'promptId')
    .option(
      '--tokenizer <file>',
      'tokenizer.json of the model, for lengths (package @huggingface/tokenizers)',
    )
    .option('--from <batch>', 'write the plan from this batch on, to go on with a run', wholeNumber(0), 0)
    .option('--overwrite', 'replace a file that is there', false)
    .action(async (records: string, flags: PlanFlags) => {
      const inputs = [records, flags.keep, flags.tokenizer].filter((path) => path !== undefined)
      await checkFiles({ inputs, outputs: [flags.out], overwrite: flags.overwrite })
      const count = flags.stages === undefined ? undefined : await tokenCounter(flags.tokenizer)
      const prompts = await readPrompts(records, flags, count)
      if (prompts.length === 0)
        throw new Error(
          `${records} has no ${flags.keep === undefined ? 'records' : `records of ${flags.keep}`}.`,
        )
      const { batchSize, batches, balance, leastPerTask, stages, seed } = flags
      const plan = orThrow(
        planBatches(prompts, {
          batchSize,
          balance,
          leastPerTask,
          seed,
          ...(batches !== undefined && { batches }),
          ...(stages !== undefined && { stages }),
        }),
      )
      await writeWholeFile(
        flags.out,
        plan.slice(flags.from).map((batch) => JSON.stringify(batch)),
      )

      // Task type by task type: a map of all prompts would be the largest thing in memory.
      const rows = [...new Set(prompts.map(({ taskType }) => taskType))].sort().map((taskType) => {
        const own = new Set<string>()
        for (const prompt of prompts) if (prompt.taskType === taskType) own.add(prompt.promptId)
        let dealt = 0
        for (const { promptIds } of plan) for (const id of promptIds) if (own.has(id)) dealt++
        return [taskType, String(own.size), (dealt / plan.length).toFixed(2)]
      })
      process.stdout.write(
        `${table([['task type', 'prompts', 'per batch'], ...rows])}\n\n${plan.length} batches of ${batchSize} in ${flags.out}\n`,
      )
    })

function balance(value: string): PlanFlags['balance'] {
  if (value === 'equal' || value === 'proportional') return value
  if (Number(value) >= 1) return Number(value)
  throw new InvalidArgumentError('It must be equal, proportional, or a temperature from 1.')
}

function bounds(value: string): readonly number[] {
  const lengths = value.split(',').map(Number)
  if (lengths.every((length) => length > 0)) return lengths
  throw new InvalidArgumentError('It must be lengths above 0 with commas between them.')
}

async function readPrompts(
  path: string,
  { promptId, keep, map }: PlanFlags,
  count: CountTokens | undefined,
): Promise<readonly PlannedPrompt[]> {
  const kept = keep === undefined ? undefined : await readIds(keep)
  const prompts: PlannedPrompt[] = []
  for await (const row of readRows(path)) {
    const id = promptIdOf(row, promptId, map)
    if (kept !== undefined && !kept.has(id)) continue
    const { taskType } = taskOf(row, map)
    prompts.push({
      promptId: id,
      taskType,
      ...(count !== undefined && { length: count(textOf(row, ['context', 'question'], map)) }),
    })
  }
  return prompts
}

const readIds = async (path: string): Promise<ReadonlySet<string>> =>
  new Set((await readText(path)).split('\n').filter(Boolean))

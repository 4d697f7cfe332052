/** From raw records and rollouts to a plan of batches: check, score, difficulty, decontamination, near duplicates, plan. */
import { readFileSync } from 'node:fs'
import { type DatasetRecord, isRight, orThrow, readTask, scoreBatch } from 'golongrl'
import {
  createDecontaminator,
  createNearDuplicates,
  keepByDifficulty,
  measureDifficulty,
  planBatches,
  promptProblems,
} from 'golongrl/data'

interface Prompt {
  readonly promptId: string
  readonly record: DatasetRecord & { readonly prompt: readonly { readonly content: string }[] }
}

const lines = (name: string) =>
  readFileSync(new URL(`data/${name}`, import.meta.url), 'utf8')
    .trim()
    .split('\n')
const prompts = lines('prompts.jsonl').map((line) => JSON.parse(line) as Prompt)
const rollouts = lines('rollouts.jsonl').map(
  (line) => JSON.parse(line) as { readonly promptId: string; readonly response: string },
)

const tasks = new Map(prompts.map(({ promptId, record }) => [promptId, orThrow(readTask(record))]))
const textOf = ({ record }: Prompt) => record.prompt.map(({ content }) => content).join('\n')
/** What stands behind the document: documents are shared on purpose, questions are not. */
const questionOf = (prompt: Prompt) => textOf(prompt).split('\n\n').at(-1)!
const otherForm = prompts.filter(
  (prompt) => promptProblems(textOf(prompt), tasks.get(prompt.promptId)!.taskType as never).length > 0,
)
console.log(`${prompts.length} records can be read; ${otherForm.length} ask for another answer form`)

const records = new Map(prompts.map(({ promptId, record }) => [promptId, record]))
const verdicts = scoreBatch(
  rollouts.map(({ promptId, response }) => ({ record: records.get(promptId), response })),
)
const scored = verdicts.flatMap((verdict, i) =>
  isRight(verdict) ? [{ promptId: rollouts[i]!.promptId, ...verdict.right }] : [],
)
const difficulty = measureDifficulty(scored)
const kept = new Set(orThrow(keepByDifficulty(difficulty, { rule: 'loongrl' })))
console.log(`${scored.length} rollouts scored; the rule loongrl keeps ${kept.size} prompts`)

const decontaminator = orThrow(createDecontaminator({ n: 10 }))
decontaminator.addBenchmark(
  'Quote the motion carried under item 2, without the quotation marks. Then say who moved it.',
)
const duplicates = orThrow(createNearDuplicates())
for (const prompt of prompts) {
  decontaminator.addRecord(questionOf(prompt))
  duplicates.add(questionOf(prompt))
}
const leaked = new Set(decontaminator.contaminated().map(({ record }) => prompts[record]!.promptId))
const repeated = new Set(
  duplicates.clusters().flatMap(({ members }) => members.slice(1).map((i) => prompts[i]!.promptId)),
)
console.log(
  `${leaked.size} share 10 words with the benchmark; ${repeated.size} are near duplicates of another`,
)

const chosen = difficulty.filter(
  ({ promptId }) => kept.has(promptId) && !leaked.has(promptId) && !repeated.has(promptId),
)
const plan = orThrow(planBatches(chosen, { batchSize: 6, leastPerTask: 2, balance: 'equal', seed: 1 }))
console.log(`${chosen.length} prompts in ${plan.length} batches; the first:`)
for (const promptId of plan[0]!.promptIds) console.log(`  ${promptId}`)

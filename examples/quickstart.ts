/**
 * The main job, end to end: dataset records and responses → rewards → advantages → the policy loss and its gradient.
 *
 *   npm run quickstart                                  our own documents, examples/data
 *   npm run quickstart -- --data FOLDER                 any folder with prompts.jsonl and rollouts.jsonl
 */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import {
  type Advantages,
  describeError,
  groupRollouts,
  grpo,
  policyLoss,
  readTask,
  scoreTask,
  type Task,
  tmn,
  tmnReweight,
  type Verdict,
} from 'golongrl'
import { bold, count, orExit, percent, printTable, readJsonLines, signed, stopwatch } from './report.js'
import { simulateTokens } from './simulate-tokens.js'

const { values } = parseArgs({ options: { data: { type: 'string' } } })
const folder = values.data ?? fileURLToPath(new URL('data', import.meta.url))
const time = stopwatch()

// 1. Read the records once: a wrong one says which field is wrong, before any response is scored.
const prompts = readJsonLines(readFileSync(join(folder, 'prompts.jsonl'), 'utf8'))
const rollouts = readJsonLines(readFileSync(join(folder, 'rollouts.jsonl'), 'utf8'))
time('read the files')

const tasks = new Map<string, Task>()
for (const { promptId, record } of prompts) {
  tasks.set(
    promptId as string,
    orExit(readTask(record), (error) => `${promptId}: ${describeError(error)}`),
  )
}
time('read the records into tasks')

// 2. Rewards: one verdict a rollout, by the metric of its task.
const promptIds = rollouts.map((rollout) => rollout.promptId as string)
const verdicts: Verdict[] = rollouts.map(({ promptId, response }) => {
  const task = tasks.get(promptId as string)
  if (task === undefined) throw new Error(`rollouts.jsonl names ${promptId}, which prompts.jsonl lacks`)
  return scoreTask(task, response as string)
})
time(`score ${count(verdicts.length)} rollouts`)

// 3. Advantages: how much better than expected, per prompt, per task type, and by difficulty.
const groups = orExit(
  groupRollouts({
    rewards: verdicts.map((verdict) => verdict.reward),
    promptIds,
    taskTypes: verdicts.map((verdict) => verdict.taskType),
  }),
  describeError,
)
const estimates: Record<string, Advantages> = {
  GRPO: grpo(groups),
  TMN: tmn(groups),
  'TMN-Reweight': tmnReweight(groups),
}
time('group them and estimate advantages three ways')

// 4. The loss, on per-token log-probabilities made up from a seed: a policy a few updates away from the one that sampled.
const reweighted = estimates['TMN-Reweight']!
const tokens = simulateTokens(rollouts.map((rollout) => rollout.response as string))
time('make up log-probabilities')
const step = orExit(policyLoss({ ...tokens, advantages: reweighted.advantages }), describeError)
time(`policy loss and gradient of ${count(tokens.logProbs.length)} token slots`)

printReport()

function printReport(): void {
  console.log(
    bold(
      `golongrl quickstart — ${prompts.length} prompts, ${count(rollouts.length)} rollouts from ${folder}`,
    ),
  )
  const taskTypes = groups.taskTypes
  const rolloutsOf = (taskType: string) => verdicts.filter((verdict) => verdict.taskType === taskType)
  const promptsOf = (taskType: string) =>
    groups.promptIds.map((_, u) => u).filter((u) => taskTypes[groups.taskOf[u]!] === taskType)

  console.log(
    `\n${bold('1. Rewards')} — each response scored by its task's natural metric, 0 to 1. A format failure never passed the think gate;`,
  )
  console.log('   undecided means the verifier hit a work limit and says so, instead of guessing 0.')
  printTable(
    ['task type', 'metric', 'prompts', 'mean reward', 'format failures', 'undecided'],
    taskTypes.map((taskType) => {
      const scored = rolloutsOf(taskType)
      const share = (reason: string) =>
        scored.filter((verdict) => verdict.reason === reason).length / scored.length
      return [
        taskType,
        [...new Set(scored.map((verdict) => verdict.metric))].join(', '),
        String(promptsOf(taskType).length),
        mean(scored.map((verdict) => verdict.reward)).toFixed(3),
        percent(share('bad format')),
        percent(share('undecided')),
      ]
    }),
  )

  const { passRates, taskScales } = reweighted.statistics
  console.log(
    `\n${bold('2. Advantages')} — GRPO divides by each prompt's own spread; TMN by the task type's (task scale), so that metrics of different`,
  )
  console.log(
    '   scales weigh alike and a prompt that spreads more than its task type counts more. TMN-Reweight multiplies by difficulty.',
  )
  const totals = mapValues(estimates, ({ advantages }) => sumOfSizes(advantages, () => true))
  printTable(
    ['task type', 'pass rate', 'task scale', ...Object.keys(estimates).map((name) => `|A| share, ${name}`)],
    taskTypes.map((taskType) => [
      taskType,
      percent(mean(promptsOf(taskType).map((u) => passRates![u]!))),
      taskScales![taskType]!.toFixed(3),
      ...Object.entries(estimates).map(([name, { advantages }]) =>
        percent(sumOfSizes(advantages, (i) => verdicts[i]!.taskType === taskType) / totals[name]!),
      ),
    ]),
  )

  const byEase = groups.promptIds.map((_, u) => u).sort((a, b) => passRates![a]! - passRates![b]!)
  const informative = byEase.filter((u) => reweighted.statistics.promptStds[u]! > 0)
  console.log(
    '\n   What that does to the best and the worst rollout of a hard, a middling and an easy prompt:',
  )
  printTable(
    ['prompt', 'pass rate', 'GRPO best / worst', 'TMN-Reweight best / worst'],
    [informative[0]!, informative[informative.length >> 1]!, informative.at(-1)!].map((u) => [
      String(groups.promptIds[u]),
      percent(passRates![u]!),
      extremes(estimates.GRPO!.advantages, u),
      extremes(reweighted.advantages, u),
    ]),
  )

  const { metrics } = step
  console.log(
    `\n${bold('3. Loss')} — dual-clip policy loss on made-up log-probabilities (seeded, no model ran), TMN-Reweight advantages`,
  )
  printTable(
    [
      'loss',
      '|gradient|₂',
      'response tokens',
      'clipped',
      'dual-clipped',
      'approx. KL',
      'ratio min / mean / max',
    ],
    [
      [
        step.loss.toFixed(6),
        Math.hypot(...chunkNorms(step.gradLogProbs)).toExponential(3),
        count(metrics.tokens),
        percent(metrics.clipFraction),
        percent(metrics.clipFractionLower),
        metrics.approxKl.toExponential(2),
        [metrics.ratioMin, metrics.ratioMean, metrics.ratioMax].map((ratio) => ratio.toFixed(3)).join(' / '),
      ],
    ],
  )

  console.log(`\n${bold('4. Time')}`)
  printTable(
    ['stage', 'ms'],
    time.laps.map(({ stage, milliseconds }) => [stage, milliseconds.toFixed(1)]),
  )
}

function extremes(advantages: Float64Array, u: number): string {
  const own = groups.members.subarray(groups.offsets[u]!, groups.offsets[u + 1]!)
  const sorted = Array.from(own, (i) => advantages[i]!).sort((a, b) => b - a)
  return `${signed(sorted[0]!)} / ${signed(sorted.at(-1)!)}`
}

function sumOfSizes(advantages: Float64Array, counts: (i: number) => boolean): number {
  return advantages.reduce((sum, advantage, i) => (counts(i) ? sum + Math.abs(advantage) : sum), 0)
}

function mean(numbers: readonly number[]): number {
  return numbers.reduce((sum, value) => sum + value, 0) / numbers.length
}

function mapValues<A, B>(object: Record<string, A>, f: (value: A) => B): Record<string, B> {
  return Object.fromEntries(Object.entries(object).map(([key, value]) => [key, f(value)]))
}

/** Norms of short pieces, since Math.hypot takes its numbers as arguments. */
function chunkNorms(gradient: Float32Array | Float64Array): number[] {
  const norms: number[] = []
  for (let start = 0; start < gradient.length; start += 1024) {
    norms.push(Math.hypot(...gradient.subarray(start, start + 1024)))
  }
  return norms
}

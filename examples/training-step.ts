/** One training step of a trainer: rewards, advantages, the loss with its gradient. */

import { describeError, groupRollouts, isLeft, policyLoss, scoreBatch, tmnReweight } from 'golongrl'
import { orExit, signed } from './report.js'
import { simulateTokens } from './simulate-tokens.js'

const ferries = {
  data_source: 'longbench_pro',
  prompt: [{ role: 'user', content: 'Which entries name the ferry?' }],
  reward_model: { ground_truth: { doc_ids: ['E3', 'E8', 'E12'], summary: 'English' } },
  extra_info: { reward_mode: 'T5.1 Full-Sentence Citation Alignment' },
}
const vessel = {
  data_source: 'EM',
  prompt: [{ role: 'user', content: 'Which vessel left first?' }],
  reward_model: { ground_truth: { golden_label: 'Anna Toft' } },
  extra_info: { reward_mode: 'EM' },
}
const rollouts = [
  { promptId: 'ferries', record: ferries, response: '<think>…</think>[Answer]\nE3\nE8\nE12' },
  { promptId: 'ferries', record: ferries, response: '<think>…</think>[Answer]\nE3\nE8' },
  { promptId: 'ferries', record: ferries, response: '<think>…</think>[Answer]\nE3\nE9' },
  { promptId: 'ferries', record: ferries, response: '[Answer]\nE3\nE8\nE12' },
  { promptId: 'vessel', record: vessel, response: '<think>…</think>Anna Toft' },
  { promptId: 'vessel', record: vessel, response: '<think>…</think>Lindis' },
  { promptId: 'vessel', record: vessel, response: '<think>…</think>Sula' },
  { promptId: 'vessel', record: vessel, response: '<think>…</think>Merel' },
]

const verdicts = scoreBatch(rollouts).map((scored, i) =>
  orExit(scored, (error) => `rollout ${i}: ${describeError(error)}`),
)
const groups = orExit(
  groupRollouts({
    rewards: verdicts.map((verdict) => verdict.reward),
    promptIds: rollouts.map((rollout) => rollout.promptId),
    taskTypes: verdicts.map((verdict) => verdict.taskType),
  }),
  describeError,
)
const { advantages, statistics } = tmnReweight(groups)

verdicts.forEach(({ reward, reason }, i) => {
  console.log(
    `${rollouts[i]!.promptId}  reward ${reward.toFixed(3)} ${reason.padEnd(10)}  advantage ${signed(advantages[i]!)}`,
  )
})
console.log('task scales', statistics.taskScales)

// The trainer's own log-probabilities go here.
const tokens = simulateTokens(rollouts.map((rollout) => rollout.response))
const { loss, gradLogProbs, metrics } = orExit(
  policyLoss({ ...tokens, advantages }, { kl: undefined, aggregation: 'token-mean' }),
  describeError,
)
console.log(
  `loss ${loss.toFixed(6)} over ${metrics.tokens} tokens, ${(100 * metrics.clipFraction).toFixed(1)} % clipped`,
)
console.log(`d loss / d logProbs of the first token: ${gradLogProbs[0]!.toFixed(8)}`)

// A bad batch is a value, not an exception.
const bad = groupRollouts({ rewards: [1, Number.NaN], promptIds: ['a', 'a'] })
if (isLeft(bad)) console.log(describeError(bad.left))

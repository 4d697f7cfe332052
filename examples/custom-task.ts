/** A task type of your own: an object of the same shape as ours, handed over in the options. */
import { badGold, describeError, left, readTask, right, scoreTask, type Verifier } from 'golongrl'
import { orExit } from './report.js'

/** 1 for the exact year, less by a tenth for each year off. */
const yearVerifier: Verifier<number> = {
  taskType: 'dating',
  metric: 'years-off',
  readGold: (gold) =>
    typeof gold === 'number' && Number.isInteger(gold) ? right(gold) : left(badGold('gold', 'a year', gold)),
  score: (answer, gold) => {
    const year = /\b\d{4}\b/.exec(answer)?.[0]
    if (year === undefined) return { reward: 0, reason: 'no answer' }
    const reward = Math.max(0, 1 - Math.abs(Number(year) - gold) / 10)
    return { reward, reason: reward === 1 ? 'correct' : reward > 0 ? 'partial' : 'wrong' }
  },
}

const task = orExit(
  readTask({ taskType: 'dating', gold: 1871 }, { customTasks: [yearVerifier] }),
  describeError,
)
for (const answer of ['Built in 1871.', 'Built in 1868.', 'Built long ago.']) {
  const verdict = scoreTask(task, `<think>Let me see.</think>${answer}`)
  console.log(`${verdict.reward.toFixed(1)} ${verdict.reason.padEnd(9)} ${answer}`)
}

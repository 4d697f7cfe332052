import { type ResponseText, responseText } from '../answers/response-text.js'
import { passThinkGate } from '../answers/think-gate.js'
import { badRecord } from '../errors.js'
import { ResultError } from '../results.js'
import { withLenientHint } from '../verifiers/lenient-hint.js'
import type { Score, Verdict } from '../verifiers/verdict.js'
import type { Task } from './task.js'

/**
 * Scores one response. Total: whatever the text, it returns a verdict and does not throw. (It throws for what is no task.)
 *
 * A response that does not pass the think gate has reward 0 and reason `bad format`. What is no text cannot be judged and is
 * `undecided`; `scoreResponse` and `scoreRecord` return it as a `Left`.
 */
export function scoreTask(task: Task, response: ResponseText): Verdict {
  if (typeof task?.score !== 'function') {
    throw new ResultError(badRecord('task', 'what readTask returns, out of its Right (see orThrow)', task))
  }
  const { taskType, rewardMode, metric } = task
  const text = responseText(response)
  const { reward, reason, explanation } = text === undefined ? NO_TEXT : explained(task, text)
  // Not { ...verdict }: the spread takes longer than most metrics.
  return explanation === undefined
    ? { reward, reason, taskType, rewardMode, metric }
    : { reward, reason, explanation, taskType, rewardMode, metric }
}

/** The score, and where it is explained what the lenient reading would pay. */
function explained(task: Task, response: string): Score {
  const score = judge(task, response)
  if (!task.explain) return score
  return withLenientHint(score, () => {
    const lenient = task.lenient?.()
    return lenient && judge(lenient, response)
  })
}

function judge(task: Task, response: string): Score {
  const passed = passThinkGate(response, task.gate, task.profile, task.reading)
  if ('failure' in passed) {
    return {
      reward: 0,
      reason: 'bad format',
      ...(task.explain && { explanation: { extracted: '', steps: [passed.failure] } }),
    }
  }
  const score = task.score(task.scope === 'response' ? response : passed.answer)
  // The reference asserts 0 ≤ score ≤ 1 for a whole record and gives 0 where that fails.
  return score.reward >= 0 && score.reward <= 1 ? score : { ...score, reward: 0, reason: 'wrong' }
}

const NO_TEXT: Score = {
  reward: 0,
  reason: 'undecided',
  explanation: { extracted: '', steps: ['The response is no text.'] },
}

import type { Task } from '../index.js'

/** The response whose answer is the task's perfect one; undefined where its verifier does not say what that is. */
export function perfectResponse(task: Task): string | undefined {
  const answer = task.perfectAnswer()
  if (answer === undefined) return undefined
  return task.gate.open === 'prefilled' ? `</think>\n${answer}` : `<think>\n</think>\n${answer}`
}

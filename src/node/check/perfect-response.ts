import type { Task } from '../../index.js'

/** The response whose answer is the task's perfect one; undefined where its verifier does not say what that is. */
export function perfectResponse(task: Task): string | undefined {
  const answer = task.perfectAnswer()
  return answer === undefined ? undefined : responseOf(task, answer)
}

/** A response that passes the task's think gate and then answers. */
export function responseOf({ gate }: Task, answer: string): string {
  return gate.open === 'prefilled' ? `</think>\n${answer}` : `<think>\n</think>\n${answer}`
}

/** The published ROUGE-L is at most 1 − 5e-9. */
export const isFull = (reward: number): boolean => reward > 1 - 1e-6

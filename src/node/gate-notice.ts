/** Fewer responses of a task type say little about a gate. */
const FEWEST_RESPONSES = 8

/**
 * What to say about a task type most of whose responses fail the think gate: a wrong setting far more often than a model that
 * cannot close a tag. Every one of them has reward 0, and nothing else would show why.
 *
 * @param failed verdicts with reason `bad format`
 * @param responses all verdicts of the task type
 * @returns one sentence or two; undefined for at most half of them, or few responses
 */
export function gateNotice(taskType: string, failed: number, responses: number): string | undefined {
  if (responses < FEWEST_RESPONSES || failed * 2 <= responses) return undefined
  return `${taskType}: ${failed} of ${responses} responses fail the think gate ("bad format", reward 0). If prompts end with the opening tag, set the task option gate.open to "prefilled"; if the model does not think, gate.close to "optional"; if it thinks in other tags, gate.tags.`
}

/**
 * Watches verdicts as they come and tells of a failing gate once enough are in, and again whenever their number has doubled: a
 * log is not filled by it.
 */
export function watchGates(
  notify: (sentence: string) => void,
): (taskType: string, reason: string, count: number) => void {
  const tasks = new Map<string, { failed: number; responses: number; next: number }>()
  return (taskType, reason, count) => {
    let task = tasks.get(taskType)
    if (task === undefined) {
      task = { failed: 0, responses: 0, next: FIRST_LOOK }
      tasks.set(taskType, task)
    }
    task.responses += count
    if (reason === 'bad format') task.failed += count
    if (task.responses < task.next) return
    task.next = 2 * task.responses
    const notice = gateNotice(taskType, task.failed, task.responses)
    if (notice !== undefined) notify(notice)
  }
}

const FIRST_LOOK = 32

/** Below this many responses of a task type there is no notice. */
const FEWEST_RESPONSES = 8

/**
 * The notice about a task type most of whose responses fail the think gate. A wrong setting is a far more frequent cause than a model
 * that cannot close a tag, and all of these responses have reward 0.
 *
 * @param failed verdicts with reason `bad format`
 * @param responses all verdicts of the task type
 * @returns one sentence or two; undefined where at most half of them failed, or there are too few responses
 */
export function gateNotice(taskType: string, failed: number, responses: number): string | undefined {
  if (responses < FEWEST_RESPONSES || failed * 2 <= responses) return undefined
  return `${taskType}: ${failed} of ${responses} responses fail the think gate ("bad format", reward 0). If prompts end with the opening tag, set the task option gate.open to "prefilled"; if the model does not think, gate.close to "optional"; if it thinks in other tags, gate.tags.`
}

/**
 * Counts verdicts as they come and reports a failing gate once there are enough, and again each time their number has doubled, so
 * that the log is not flooded.
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

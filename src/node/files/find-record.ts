import type { PromptId } from './prompt-ids.js'
import { recordFinder, type SharedRecords } from './shared-records.js'

export type FindRecord = (promptId: PromptId) => unknown

/**
 * Finds the record of a rollout by its prompt id. The rollouts of a prompt mostly stand together: the last record is kept, and is the same object
 * for all of them.
 *
 * @param isMapped whether ids were made by a map: their last parts will do then
 */
export function findRecordIn(records: SharedRecords, isMapped: boolean): FindRecord {
  const recordOf = recordFinder(records)
  const wholeId = isMapped ? shortIds(records.ids) : () => undefined
  let last: { readonly promptId: PromptId; readonly record: unknown } | undefined
  const find = (promptId: PromptId) => {
    if (last?.promptId === promptId) return last.record
    const record = recordOf(promptId)
    if (record !== undefined) last = { promptId, record }
    return record
  }
  return (promptId) => {
    const record = find(promptId)
    const whole = record === undefined ? wholeId(promptId) : undefined
    return whole === undefined ? record : find(whole)
  }
}

/** The last parts of ids such as `openai/gsm8k/train/7`: where only one id ends in 7, rollouts may name it so. */
function shortIds(ids: readonly PromptId[]): (promptId: PromptId) => PromptId | undefined {
  const whole = new Map<string, PromptId | undefined>()
  for (const id of ids) {
    if (typeof id !== 'string' || !id.includes('/')) continue
    const end = id.slice(id.lastIndexOf('/') + 1)
    whole.set(end, whole.has(end) ? undefined : id)
  }
  return (promptId) => whole.get(String(promptId))
}

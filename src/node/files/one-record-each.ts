import { badRecord } from '../../errors.js'
import type { BadRecord } from '../../index.js'
import type { PromptId } from './prompt-ids.js'
import type { RecordSum } from './rollout-columns.js'

/**
 * Finds a prompt id under which rows of somebody else's data hold different records: the same question with two golds, or an
 * index that counts anew in each part of a data set. As one prompt they would be compared with each other.
 */
export function oneRecordEach(): (promptId: PromptId, record: RecordSum) => BadRecord | undefined {
  const checksums = new Map<PromptId, number>()
  return (promptId, { checksum, idPlace }) => {
    const first = checksums.get(promptId)
    if (first === undefined) checksums.set(promptId, checksum)
    return first === undefined || first === checksum
      ? undefined
      : badRecord(
          idPlace,
          'an id that no row with another record has; promptId=… of the map names another',
          promptId,
        )
  }
}

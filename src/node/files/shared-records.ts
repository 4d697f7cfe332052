import type { PromptId } from './prompt-ids.js'

/** Records in memory that all threads share: their JSON texts one behind the other. */
export interface SharedRecords {
  readonly ids: readonly PromptId[]
  /** Where each text ends among the bytes. */
  readonly ends: Float64Array<SharedArrayBuffer>
  readonly bytes: Uint8Array<SharedArrayBuffer>
}

/** @param texts each record as JSON text */
export function shareRecords(texts: ReadonlyMap<PromptId, string>): SharedRecords {
  let size = 0
  for (const text of texts.values()) size += Buffer.byteLength(text)
  const bytes = new Uint8Array(new SharedArrayBuffer(size))
  const ends = new Float64Array(new SharedArrayBuffer(8 * texts.size))
  const target = Buffer.from(bytes.buffer)
  let end = 0
  let i = 0
  for (const text of texts.values()) {
    end += target.write(text, end)
    ends[i++] = end
  }
  return { ids: [...texts.keys()], ends, bytes }
}

/**
 * The record of a prompt id; undefined where there is none.
 *
 * @param longest bytes of a record: a longer one counts as none
 */
export function recordFinder(
  { ids, ends, bytes }: SharedRecords,
  longest = Number.POSITIVE_INFINITY,
): (promptId: PromptId) => unknown {
  const positions = new Map(ids.map((id, i) => [id, i]))
  const texts = Buffer.from(bytes.buffer)
  return (promptId) => {
    const i = positions.get(promptId)
    if (i === undefined) return undefined
    const start = i === 0 ? 0 : ends[i - 1]!
    const end = ends[i]!
    return end - start > longest ? undefined : JSON.parse(texts.toString('utf8', start, end))
  }
}

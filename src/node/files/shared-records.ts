import type { Records } from './records.js'

/** The records of a service in memory that all threads share: their JSON texts one behind the other. */
export interface SharedRecords {
  /** Prompt ids as text: labels are texts, whatever the ids are in the file. */
  readonly ids: readonly string[]
  /** Where each text ends among the bytes. */
  readonly ends: Float64Array<SharedArrayBuffer>
  readonly bytes: Uint8Array<SharedArrayBuffer>
}

export function shareRecords(records: Records): SharedRecords {
  const texts = [...records.texts()]
  const size = texts.reduce((sum, [, text]) => sum + Buffer.byteLength(text), 0)
  const bytes = new Uint8Array(new SharedArrayBuffer(size))
  const ends = new Float64Array(new SharedArrayBuffer(8 * texts.length))
  const target = Buffer.from(bytes.buffer)
  let end = 0
  for (const [i, [, text]] of texts.entries()) {
    end += target.write(text, end)
    ends[i] = end
  }
  return { ids: texts.map(([id]) => String(id)), ends, bytes }
}

/** The record of a prompt id; undefined where there is none. */
export function recordFinder({ ids, ends, bytes }: SharedRecords): (promptId: string) => unknown {
  const positions = new Map(ids.map((id, i) => [id, i]))
  const texts = Buffer.from(bytes.buffer)
  return (promptId) => {
    const i = positions.get(promptId)
    if (i === undefined) return undefined
    return JSON.parse(texts.toString('utf8', i === 0 ? 0 : ends[i - 1], ends[i]))
  }
}

import { crc32 } from 'node:zlib'
import type { PromptId } from './prompt-ids.js'
import { checksumOf } from './rollout-fingerprint.js'
import type { FileRollout, RolloutFileOptions } from './rollouts.js'

/** Rollouts on their way from a thread to the one that writes their verdicts: what that needs to know, none of their text. */
export interface RolloutColumns {
  readonly promptIds: readonly (PromptId | undefined)[]
  /** Undefined where the file is one batch. */
  readonly batches: readonly PromptId[] | undefined
  /** NaN where a row has none. */
  readonly lengths: Float64Array
  readonly baselines: Float64Array
  /** See `checksumOf`. */
  readonly checksums: Uint32Array
  /** Of rows that were mapped; undefined where a row has no record. */
  readonly records: readonly (RecordSum | undefined)[] | undefined
}

/** What tells records of the same prompt id from each other. */
export interface RecordSum {
  readonly checksum: number
  readonly idPlace: string
}

export function toRolloutColumns(
  rollouts: readonly FileRollout[],
  { batchBy, map }: RolloutFileOptions,
): RolloutColumns {
  const textOf = lastText()
  const records: (RecordSum | undefined)[] = []
  const checksums = Uint32Array.from(rollouts, (rollout) => {
    const { record, idPlace } = rollout
    const text = textOf(record)
    if (map !== undefined) records.push(record === undefined ? undefined : { checksum: crc32(text), idPlace })
    return checksumOf(rollout, text)
  })
  return {
    promptIds: rollouts.map(({ promptId }) => promptId),
    batches: batchBy === undefined ? undefined : rollouts.map(({ batch }) => batch),
    lengths: Float64Array.from(rollouts, ({ length }) => length ?? Number.NaN),
    baselines: Float64Array.from(rollouts, ({ baseline }) => baseline ?? Number.NaN),
    checksums,
    records: map === undefined ? undefined : records,
  }
}

/** Records as JSON text. Those of one prompt mostly stand together, and are one object. */
function lastText(): (record: unknown) => string {
  let last: unknown
  let text = ''
  return (record) => {
    if (record !== last) text = JSON.stringify(record) ?? ''
    last = record
    return text
  }
}

/** One of the rollouts. */
export interface ReadRollout {
  readonly promptId: PromptId | undefined
  readonly batch: PromptId
  readonly length: number | undefined
  readonly baseline: number | undefined
  readonly checksum: number
  readonly record: RecordSum | undefined
}

export const rolloutAt = (columns: RolloutColumns, i: number): ReadRollout => ({
  promptId: columns.promptIds[i],
  batch: columns.batches?.[i] ?? '',
  length: unlessNaN(columns.lengths[i]!),
  baseline: unlessNaN(columns.baselines[i]!),
  checksum: columns.checksums[i]!,
  record: columns.records?.[i],
})

const unlessNaN = (value: number): number | undefined => (Number.isNaN(value) ? undefined : value)

import { readFileSync } from 'node:fs'
import type { Growth, Measurement } from '../src/bench/index.js'
import type { BundleSize } from './bundle-size.js'
import type { environment } from './environment.js'
import type { Latency } from './latency.js'
import type { MemoryUse } from './memory.js'

/** What a run found out, as it is written to a file. */
export interface Report {
  readonly environment: ReturnType<typeof environment>
  readonly measurements: readonly Measurement[]
  readonly latencies: readonly Latency[]
  readonly growth: readonly Growth[]
  readonly bundles: readonly BundleSize[]
  readonly memory: readonly MemoryUse[]
}

export const readReport = (file: string): Report => JSON.parse(readFileSync(file, 'utf8'))

/** A line of what bench/end-to-end.ts measures: medians over the rounds. */
export interface EndToEndRow {
  readonly work: string
  readonly subject: string
  readonly perSecond: number
  /** Microseconds of processor time each. */
  readonly processor: number
  /** Milliseconds. */
  readonly p99?: number
}

import { execFileSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'

/** What one run needs beyond its input. */
export interface MemoryUse {
  readonly work: string
  readonly item: string
  readonly size: number
  /** Bytes of input for each item, as typed arrays and JavaScript objects. */
  readonly inputPerItem: number
  /** Bytes of what the work returns for each item. */
  readonly resultPerItem: number
  /** Most bytes of the process above its input while the work ran, for each item. */
  readonly peakPerItem: number
}

/** Each work runs twice in a process of its own, which sees the peak of nobody else. */
export function memoryUses(sizes: 'tiny' | 'full'): readonly MemoryUse[] {
  const program = fileURLToPath(new URL('memory-of-one.ts', import.meta.url))
  return ['tmnReweight', 'policyLoss', 'wasm policyLoss', 'scoreBatch'].map((work) =>
    JSON.parse(
      execFileSync(process.execPath, ['--expose-gc', '--import', 'tsx', program, work, sizes], {
        encoding: 'utf8',
      }),
    ),
  )
}

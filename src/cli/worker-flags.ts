import type { Command } from 'commander'
import type { ScorerOptions } from '../node/index.js'
import { wholeNumber } from './task-option-flags.js'

/** What `workerFlags` adds to a command. */
export interface WorkerFlags {
  readonly workers?: number
  readonly rolloutTimeout?: number
  readonly rolloutMemory?: number
}

/** The flags of the commands that score on worker threads. */
export const workerFlags = (command: Command): Command =>
  command
    .option('--workers <count>', 'worker threads (default: one per core)', wholeNumber(0))
    .option(
      '--rollout-timeout <milliseconds>',
      'ends the worker of a rollout that takes longer (default: 30000)',
      wholeNumber(1),
    )
    .option(
      '--rollout-memory <bytes>',
      'ends the worker of a rollout that takes more memory (default: 1073741824)',
      wholeNumber(1),
    )

export const workersOf = ({ workers, rolloutTimeout, rolloutMemory }: WorkerFlags): ScorerOptions => ({
  ...(workers !== undefined && { workers }),
  ...(rolloutTimeout !== undefined && { rolloutTimeout }),
  ...(rolloutMemory !== undefined && { rolloutMemory }),
})

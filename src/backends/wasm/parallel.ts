import type { CompiledModule } from '../../losses/wasm/web-assembly.js'
import type { LossJob } from './loss-job.js'
import { sharedMemory, shareJob } from './shared-memory.js'
import { workerPool } from './worker-pool.js'

/** Workers with the shared memory they read and write. */
export interface ParallelEngine {
  readonly run: (job: LossJob, tiles: number) => Promise<void>
  readonly end: () => Promise<void>
}

export function parallelEngine(threads: number, module: CompiledModule): ParallelEngine {
  const pool = workerPool(threads, module)
  const memory = sharedMemory()
  return {
    run: async (job, tiles) => {
      const shared = shareJob(job, memory)
      await pool.run(shared.job, tiles)
      shared.settle()
    },
    end: async () => {
      memory.free()
      await pool.end()
    },
  }
}

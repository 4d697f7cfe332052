import type { CompiledModule } from '../../losses/wasm/web-assembly.js'
import { startWorker, type WorkerThread } from './host.js'
import type { LossJob } from './loss-job.js'
import type { WorkerReply, WorkerRequest } from './worker.js'
import { WORKER_SOURCE } from './worker-source.js'

/** Workers that share a job's tiles. They start with the first job and stay until `end`. */
export interface WorkerPool {
  /** Computes all tiles of a job whose arrays lie in shared memory; rejects when a worker fails. */
  readonly run: (job: LossJob, tiles: number) => Promise<void>
  readonly end: () => Promise<void>
}

export function workerPool(threads: number, module: CompiledModule): WorkerPool {
  const waiting = new Map<number, { readonly done: () => void; readonly failed: (error: Error) => void }>()
  let workers: readonly WorkerThread[] = []
  let lastId = 0
  let generation = 0

  function start(): void {
    const started = generation
    const listeners = {
      message: (message: unknown) => settle(message as WorkerReply),
      failure: (reason: string) => {
        if (started !== generation) return
        // A job needs all workers: where one has failed, the next job starts new ones.
        for (const id of [...waiting.keys()]) settle({ id, error: reason })
        void end()
      },
    }
    workers = Array.from({ length: threads }, () => startWorker(WORKER_SOURCE, listeners))
    for (const worker of workers) worker.post({ module } satisfies WorkerRequest)
  }

  function settle({ id, error }: WorkerReply): void {
    const call = waiting.get(id)
    waiting.delete(id)
    if (error === undefined) call?.done()
    else call?.failed(new Error(error))
    if (waiting.size === 0) for (const worker of workers) worker.release()
  }

  async function end(): Promise<void> {
    const ended = workers
    workers = []
    generation++
    await Promise.all(ended.map((worker) => worker.terminate()))
  }

  return {
    end,
    run: async (job, tiles) => {
      if (workers.length === 0) start()
      const shares = workers.map((worker, k) => {
        const first = Math.floor((k * tiles) / threads)
        const last = Math.floor(((k + 1) * tiles) / threads)
        lastId++
        const id = lastId
        const done = new Promise<void>((resolve, reject) => {
          waiting.set(id, { done: resolve, failed: reject })
        })
        worker.hold()
        worker.post({ id, job, first, last } satisfies WorkerRequest)
        return done
      })
      await Promise.all(shares)
    },
  }
}

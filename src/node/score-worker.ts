import { workerData } from 'node:worker_threads'
import { type Progress, reportPart, reportStart } from './pool.js'
import { type ChunkTask, scoreChunk } from './score-chunk.js'
import { loadTaskOptions } from './task-options.js'

/** What runs in each worker thread of a scorer. */
export default async function scoreInWorker(
  task: ChunkTask & { readonly progress: Progress },
): Promise<ReturnType<typeof scoreChunk>> {
  reportStart(task.progress)
  options ??= loadTaskOptions(workerData)
  return scoreChunk(task, await options, (position) => reportPart(task.progress, position))
}

/** Does nothing, once the worker is there. */
export const idle = (): void => {}

let options: ReturnType<typeof loadTaskOptions> | undefined

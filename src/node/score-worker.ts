import { workerData } from 'node:worker_threads'
import { type Chunk, scoreChunk } from './score-chunk.js'
import { loadTaskOptions } from './task-options.js'

/** What runs in each worker thread of a scorer. */
export default async function scoreInWorker(chunk: Chunk): Promise<ReturnType<typeof scoreChunk>> {
  options ??= loadTaskOptions(workerData)
  return scoreChunk(chunk, await options)
}

let options: ReturnType<typeof loadTaskOptions> | undefined

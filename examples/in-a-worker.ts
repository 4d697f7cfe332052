/**
 * The same in a worker: the pure entry needs no Node, no globals and no main thread (no signals, no clocks).
 * The worker here is Node's; browser-page.html beside this file does it in a page.
 */
import { isMainThread, parentPort, Worker } from 'node:worker_threads'
import { f1, mathVerify } from 'golongrl'

if (isMainThread) {
  const worker = new Worker(new URL(import.meta.url))
  worker.on('message', (message) => console.log(message))
} else {
  parentPort!.postMessage({
    f1: f1('[Answer]\nE3\nE8', ['E3', 'E8', 'E12']),
    mathVerify: mathVerify('so $x = \\boxed{0.5}$', '\\frac{1}{2}'),
  })
}

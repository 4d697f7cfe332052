/**
 * The same in a worker: the pure entry needs no Node, no globals and no main thread (no signals, no clocks).
 * The worker here is Node's; browser-page.html beside this file does it in a page.
 */
import { Worker } from 'node:worker_threads'

const worker = new Worker(new URL('worker.mjs', import.meta.url))
worker.once('message', async (verdicts) => {
  console.log(verdicts)
  await worker.terminate()
})
worker.postMessage({ list: '[Answer]\nE3\nE8', number: 'so half of them, $\\boxed{0.5}$' })

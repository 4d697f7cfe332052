// The worker of in-a-worker.ts: a text in, two verdicts out.
import { parentPort } from 'node:worker_threads'
import { f1, mathVerify } from 'golongrl'

parentPort.on('message', (answer) => {
  parentPort.postMessage({
    f1: f1(answer, ['E3', 'E8', 'E12']),
    mathVerify: mathVerify(answer, '\\frac{1}{2}'),
  })
})

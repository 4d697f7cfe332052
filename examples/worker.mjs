// The worker of in-a-worker.ts: two texts in, two verdicts out.
import { parentPort } from 'node:worker_threads'
import { f1, mathVerify } from 'golongrl'

parentPort.on('message', ({ list, number }) => {
  parentPort.postMessage({
    f1: f1(list, ['E3', 'E8', 'E12']),
    mathVerify: mathVerify(number, '\\frac{1}{2}'),
  })
})

/** Trains in a thread of its own. The code is that of the experiment in docs/learning.md, and so are the numbers. */
import { startRun } from '../../../examples/learn/run.js'
import { SIZES } from '../../../examples/learn/settings.js'
import type { Look, TrainOrder } from './messages.js'

export function awaitOrders(): void {
  addEventListener('message', ({ data }: MessageEvent<TrainOrder>) => carryOut(data))
  // What is posted before this module is loaded would find nobody listening.
  postMessage('ready')
}

function carryOut(order: TrainOrder): void {
  const runs = order.estimators.map((estimator) => ({
    estimator,
    run: startRun({ setting: order.setting, estimator, seed: order.seed }),
  }))
  for (let step = 0; step <= SIZES.steps; step++) {
    for (const { estimator, run } of runs) {
      if (step > 0) run.step()
      if (step % SIZES.evaluateEvery !== 0) continue
      const look: Look = { estimator, step, rewards: run.evaluate() }
      postMessage(look)
    }
  }
}

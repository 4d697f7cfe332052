/** Trains in a thread of its own. The code is that of the experiment in docs/learning.md, and so are the numbers. */
import { startRun } from '../../../examples/learn/run.js'
import { SIZES } from '../../../examples/learn/settings.js'
import type { Look, TrainOrder } from './messages.js'

addEventListener('message', ({ data }: MessageEvent<TrainOrder>) => {
  const runs = data.estimators.map((estimator) => ({
    estimator,
    run: startRun({ setting: data.setting, estimator, seed: data.seed }),
  }))
  for (let step = 0; step <= SIZES.steps; step++) {
    for (const { estimator, run } of runs) {
      if (step > 0) run.step()
      if (step % SIZES.evaluateEvery !== 0) continue
      const look: Look = { estimator, step, rewards: run.evaluate() }
      postMessage(look)
    }
  }
})

/** npm run learn:neural: the character policy, GRPO against TMN-Reweight. Runs that are on file are not run again. */
import { createRequire } from 'node:module'
import { parseArgs } from 'node:util'
import * as tf from '@tensorflow/tfjs'
import { setWasmPaths } from '@tensorflow/tfjs-backend-wasm'
import type { EstimatorName } from '../estimators.js'
import { appendLine, NEURAL_RESULTS_FILE, readLines } from '../results-file.js'
import { mean } from '../statistics.js'
import { NEURAL_SIZES, type NeuralResult, teach, train } from './run.js'

const ESTIMATORS: readonly EstimatorName[] = ['grpo', 'tmn-reweight']
const { values } = parseArgs({ options: { seeds: { type: 'string', default: '8' } } })

const packageFile = createRequire(import.meta.url).resolve('@tensorflow/tfjs-backend-wasm/package.json')
setWasmPaths(packageFile.replace('package.json', 'dist/'))
await tf.setBackend('wasm')

const onFile = readLines<NeuralResult>(NEURAL_RESULTS_FILE)
for (let seed = 1; seed <= Number(values.seeds); seed++) {
  const missing = ESTIMATORS.filter(
    (estimator) => !onFile.some((run) => run.estimator === estimator && run.seed === seed),
  )
  if (missing.length === 0) continue
  const weights = teach(seed)
  for (const estimator of missing) {
    const started = process.cpuUsage()
    const result = train(estimator, seed, weights)
    appendLine(result, NEURAL_RESULTS_FILE)
    const { user, system } = process.cpuUsage(started)
    const [first, last] = [mean(result.curve[0]!), mean(result.curve.at(-1)!)]
    console.log(
      `seed ${seed} ${estimator.padEnd(12)} ${first.toFixed(3)} → ${last.toFixed(3)} in ${NEURAL_SIZES.steps} steps, ${((user + system) / 1e6).toFixed(0)} s of processor time`,
    )
  }
}

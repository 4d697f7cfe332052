import '@tensorflow/tfjs-backend-cpu'
import '@tensorflow/tfjs-backend-wasm'
import * as tf from '@tensorflow/tfjs-core'
import { beforeAll, describe, it } from 'vitest'
import { tfjsBackend } from '../../src/backends/tfjs/tfjs.js'
import { describeBackend } from '../../src/testing/describe-backend.js'
import { describeSplitBatch } from './split-batch.js'

beforeAll(async () => {
  await tf.setBackend('wasm')
  await tf.setBackend('cpu')
})

describeBackend('tfjs-cpu', () => tfjsBackend(tf), { describe, it, runs: 20 })
// Not the active one: what runs there has to be switched to and back.
describeBackend('tfjs-wasm', () => tfjsBackend(tf, { backend: 'wasm' }), { describe, it, runs: 20 })
describeSplitBatch('tfjs-cpu', () => tfjsBackend(tf))

import '@tensorflow/tfjs-backend-cpu'
import '@tensorflow/tfjs-backend-wasm'
import * as tf from '@tensorflow/tfjs-core'
import { beforeAll, describe, expect, it } from 'vitest'
import { tfPolicyLoss } from '../../src/backends/tfjs/tf-policy-loss.js'
import { ResultError } from '../../src/results.js'
import { describeTfPolicyLoss } from '../conformance/describe-tf-policy-loss.js'

for (const backend of ['cpu', 'wasm']) {
  describe(`tfjs's ${backend}`, () => {
    beforeAll(async () => {
      await tf.setBackend(backend)
    })
    describeTfPolicyLoss(backend, tf)
  })
}

describe('tfPolicyLoss, wrong calls', () => {
  it('throws a BadOption that names the option', () => {
    const logProbs = tf.fill([1, 2], -1)
    const tokens = { oldLogProbs: logProbs, advantages: tf.tensor1d([1]), responseMask: tf.ones([1, 2]) }
    const call = (options: object) => () => tfPolicyLoss(tf, logProbs, tokens, options)
    expect(call({ clipLow: -1 })).toThrow(ResultError)
    expect(call({ clipLow: -1 })).toThrow('options.clipLow must be a number of 0 or more, but is -1')
    expect(call({ kl: { estimator: 'k4', coefficient: 1 } })).toThrow('kl.estimator')
    expect(call({ entropyCoefficient: 1 })).toThrow('entropies')
    expect(call({ kind: 'vespo' })).toThrow(
      'options.kind must be a loss that tfPolicyLoss has a graph for, but is "vespo"',
    )
  })
})

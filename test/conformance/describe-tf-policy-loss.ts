import type * as Tfjs from '@tensorflow/tfjs-core'
import { isLeft } from 'fp-ts/lib/Either.js'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type TfPolicyLossOptions, tfPolicyLoss } from '../../src/backends/tfjs/tf-policy-loss.js'
import { AGGREGATIONS } from '../../src/losses/aggregation.js'
import { policyLoss } from '../../src/losses/policy-loss.js'

const ROLLOUTS = 5
const TOKENS = 150
const SIZE = ROLLOUTS * TOKENS

/** Five rollouts: one of all tokens, one of none, three ragged; NaN where the mask does not select. */
const lengths = [TOKENS, 0, 7, 93, 1]
const responseMask = Uint8Array.from({ length: SIZE }, (_, i) =>
  i % TOKENS < lengths[Math.floor(i / TOKENS)]! ? 1 : 0,
)
const numbers = (of: (i: number) => number, masked = Number.NaN) =>
  Float32Array.from(responseMask, (selected, i) => (selected ? of(i) : masked))
const logProbs = numbers((i) => -1.5 - Math.sin(i))
const oldLogProbs = numbers((i) => -1.5 - Math.sin(i) + 0.6 * Math.sin(7 * i))
const refLogProbs = numbers((i) => -1.5 - Math.sin(i) + 0.2 * Math.cos(3 * i))
const importanceWeights = numbers((i) => 1 + 0.5 * Math.cos(i))
const advantages = Float32Array.of(0.8, 1, -1.3, 0, 2)
const batch = {
  logProbs,
  oldLogProbs,
  refLogProbs,
  importanceWeights,
  advantages,
  responseMask,
  rollouts: ROLLOUTS,
  tokens: TOKENS,
}

const matrixOf = (tf: typeof Tfjs) => (values: Float32Array) => tf.tensor2d(values, [ROLLOUTS, TOKENS])
const tensorsOf = (tf: typeof Tfjs) => {
  const matrix = matrixOf(tf)
  return {
    oldLogProbs: matrix(oldLogProbs),
    refLogProbs: matrix(refLogProbs),
    importanceWeights: matrix(importanceWeights),
    advantages: tf.tensor1d(advantages),
    responseMask: tf.tensor2d(responseMask, [ROLLOUTS, TOKENS], 'bool'),
  }
}

const CASES: readonly TfPolicyLossOptions[] = [
  {},
  { kind: 'gspo', clipLow: 0.01, clipHigh: 0.02 },
  { kind: 'cispo' },
  { kind: 'sapo' },
  { kind: 'gpg' },
  { kind: 'geo-mean' },
  { kind: 'dppo-tv' },
  { kind: 'dppo-kl' },
  { kind: 'dro' },
  { kind: 'luspo' },
  { importanceLevel: 'sequence' },
  { profile: 'trl', kl: { estimator: 'k3-unclamped', coefficient: 0.1 } },
  { kl: { estimator: 'k3+', coefficient: 0.5, aggregation: 'seq-mean-token-mean' } },
  { kl: { estimator: 'k1', coefficient: -0.5 } },
  { denominators: { tokens: 1000 } },
  { aggregation: 'seq-mean-token-sum', denominators: { rollouts: 9 } },
  // prompt-mean needs the prompts, which the graph does not know.
  ...AGGREGATIONS.filter((each) => each !== 'prompt-mean').map(
    (aggregation) => ({ aggregation, kl: { estimator: 'k3', coefficient: 0.1 } }) as const,
  ),
]

/**
 * Tests that `tfPolicyLoss` has the value and the gradient of `policyLoss`, on the backend that is tfjs's active one when
 * they run.
 */
export function describeTfPolicyLoss(name: string, tf: typeof Tfjs): void {
  const matrix = matrixOf(tf)
  const tensors = () => tensorsOf(tf)
  describe(`tfPolicyLoss on ${name}`, () => {
    beforeEach(() => tf.engine().startScope())
    afterEach(() => tf.engine().endScope())

    for (const options of CASES) {
      it(`has the value and the gradient of policyLoss: ${JSON.stringify(options)}`, async () => {
        const reference = policyLoss(batch, options)
        if (isLeft(reference)) throw new Error(JSON.stringify(reference.left))
        const tokens = tensors()
        const { value, grad } = tf.valueAndGrad((x) => tfPolicyLoss(tf, x, tokens, options))(matrix(logProbs))
        const { loss, gradLogProbs } = reference.right
        expect((await value.data())[0]).toBeCloseTo(loss, 5)
        const gradient = await grad.data()
        const largest = Math.max(...Array.from(gradLogProbs, Math.abs))
        for (let i = 0; i < SIZE; i++) {
          expect(Math.abs(gradient[i]! - gradLogProbs[i]!)).toBeLessThanOrEqual(2e-6 * largest)
        }
      })
    }

    it('takes part in variableGrads and in the chain rule', async () => {
      const reference = policyLoss(batch)
      if (isLeft(reference)) throw new Error(JSON.stringify(reference.left))
      const expected = reference.right.gradLogProbs[0]!
      const parameter = tf.variable(matrix(logProbs))
      const tokens = tensors()
      const { grads } = tf.variableGrads(() => tfPolicyLoss(tf, parameter, tokens))
      expect((await grads[parameter.name]!.data())[0]).toBeCloseTo(expected, 7)
      const tripled = tf.grad((x) => tfPolicyLoss(tf, x, tokens))(parameter, tf.scalar(3))
      expect((await tripled.data())[0]).toBeCloseTo(3 * expected, 7)
      expect((await tripled.data())[TOKENS]).toBe(0)
    })

    it('leaves no tensor behind', () => {
      const tokens = tensors()
      const parameter = matrix(logProbs)
      const before = tf.memory().numTensors
      tfPolicyLoss(tf, parameter, tokens).dispose()
      expect(tf.memory().numTensors).toBe(before)
      tf.grad((x) => tfPolicyLoss(tf, x, tokens))(parameter).dispose()
      expect(tf.memory().numTensors).toBe(before)
    })
  })
}

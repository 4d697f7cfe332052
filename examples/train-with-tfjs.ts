/**
 * A policy trained in TensorFlow.js: GRPO advantages, and the policy loss as a differentiable function of tensors.
 *
 *   node --import tsx examples/train-with-tfjs.ts                              in plain JavaScript
 *   node --import tsx examples/train-with-tfjs.ts @tensorflow/tfjs-node-gpu    on TensorFlow, after golongrl setup-tfjs
 */
import { createRequire } from 'node:module'
import { describeError, groupRollouts, grpo } from 'golongrl'
import { tfPolicyLoss } from 'golongrl/backends/tfjs'
import { orExit } from './report.js'

const [, , tfjs = '@tensorflow/tfjs'] = process.argv
const tf: typeof import('@tensorflow/tfjs') = createRequire(import.meta.url)(tfjs)
if (tfjs === '@tensorflow/tfjs') await tf.setBackend('cpu')

// The policy: logits for each of 3 positions over 4 tokens. What it has to learn: to say 2, 0, 3.
const wanted = [2, 0, 3]
const vocabulary = 4
const rollouts = 16
const logits = tf.variable(tf.zeros([wanted.length, vocabulary]))
let seed = 7
const optimizer = tf.train.adam(0.2)

/** [rollouts, positions] log-probability of each token that was said. */
const logProbsOf = (tokens: number[][]) =>
  tf.tidy(() =>
    tf.sum(tf.mul(tf.oneHot(tf.tensor2d(tokens, undefined, 'int32'), vocabulary), tf.logSoftmax(logits)), 2),
  )

for (let step = 0; step <= 30; step++) {
  const probabilities = tf.tidy(() => tf.softmax(logits).arraySync() as number[][])
  const responses = Array.from({ length: rollouts }, () => probabilities.map(draw))
  const rewards = responses.map((tokens) => tokens.filter((token, at) => token === wanted[at]).length / 3)

  const groups = orExit(groupRollouts({ rewards, promptIds: rewards.map(() => 'say 2 0 3') }), describeError)
  const tokens = {
    oldLogProbs: logProbsOf(responses),
    advantages: tf.tensor1d(Float32Array.from(grpo(groups).advantages)),
    responseMask: tf.ones([rollouts, wanted.length]),
  }
  const loss = () => tfPolicyLoss(tf, logProbsOf(responses), tokens, { aggregation: 'seq-mean-token-mean' })
  optimizer.minimize(loss)
  tf.dispose(tokens)

  const mean = rewards.reduce((sum, reward) => sum + reward) / rollouts
  if (step % 10 === 0) console.log(`step ${step}: mean reward ${mean.toFixed(2)}`)
}
console.log(`learnt: ${tf.argMax(logits, 1).dataSync().join(' ')}`)

/** A token drawn from a distribution, by a small generator with a fixed seed. */
function draw(distribution: number[]): number {
  seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0
  let left = seed / 2 ** 32
  for (const [token, probability] of distribution.entries()) {
    left -= probability
    if (left < 0) return token
  }
  return distribution.length - 1
}

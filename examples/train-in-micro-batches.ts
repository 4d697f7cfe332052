/**
 * A policy trained in TensorFlow.js in micro-batches: rewards by `scoreBatch`, advantages by `tmnReweight`, and `splitBatch` so that the gradients
 * of the parts add up to the whole batch's. The loss is `policyLoss`; its gradient goes back through the policy as
 * d loss / d logits = d (Σ gradLogProbs · logProbs) / d logits.
 */
import * as tf from '@tensorflow/tfjs'
import {
  groupRollouts,
  mergeLosses,
  orThrow,
  policyLoss,
  scoreBatch,
  splitBatch,
  tmnReweight,
} from 'golongrl'

// Two prompts, each asking for three words; the policy has logits for each prompt and position over five words.
const words = ['red', 'blue', 'fox', 'dog', 'sea']
const records = [
  { taskType: 'precise-retrieval', gold: 'fox' },
  { taskType: 'exhaustive-retrieval', gold: ['red', 'sea'] },
] as const
const [rollouts, positions] = [32, 3]
await tf.setBackend('cpu')
const logits = tf.variable(tf.zeros([records.length, positions, words.length]))
const optimizer = tf.train.adam(0.2)
let seed = 5

for (let step = 0; step <= 60; step++) {
  const policy = tf.tidy(() => tf.softmax(logits).arraySync() as number[][][])
  const prompts = Array.from({ length: rollouts }, (_, i) => (i < rollouts / 2 ? 0 : 1))
  const said = prompts.map((prompt) => policy[prompt]!.map(draw))
  // Precise retrieval takes the first word, exhaustive retrieval all of them as lines.
  const responses = said.map((tokens, i) =>
    prompts[i] === 0 ? words[tokens[0]!]! : tokens.map((token) => words[token]).join('\n'),
  )
  const verdicts = scoreBatch(
    responses.map((response, i) => ({ record: records[prompts[i]!]!, response })),
  ).map(orThrow)
  const rewards = verdicts.map(({ reward }) => reward)
  const groups = orThrow(
    groupRollouts({ rewards, promptIds: prompts, taskTypes: verdicts.map(({ taskType }) => taskType) }),
  )

  const logProbs = Float32Array.from(
    said.flatMap((tokens, i) => tokens.map((token, at) => Math.log(policy[prompts[i]!]![at]![token]!))),
  )
  const batch = {
    logProbs,
    oldLogProbs: logProbs,
    advantages: Float32Array.from(tmnReweight(groups).advantages),
    // What precise retrieval does not read is no response.
    responseMask: said.flatMap((tokens, i) => tokens.map((_, at) => (prompts[i] === 1 || at === 0 ? 1 : 0))),
    rollouts,
    tokens: positions,
  }
  const parts = orThrow(splitBatch(batch, { tokens: 24 }))
  const losses = parts.map((part) => orThrow(policyLoss(part)))
  const { loss, gradLogProbs } = orThrow(mergeLosses(batch, parts, losses))
  if (step === 0) {
    const whole = orThrow(policyLoss(batch)).loss
    console.log(
      `${parts.length} micro-batches; their losses add up to the whole's: ${Math.abs(loss - whole) < 1e-12}`,
    )
  }

  const gradient = tf.tensor2d(Float32Array.from(gradLogProbs), [rollouts, positions])
  const chosen = tf.tensor3d(
    said.map((tokens) => tokens.map((token) => words.map((_, word) => (word === token ? 1 : 0)))),
  )
  optimizer.minimize(() => {
    const ofRollouts = tf.gather(tf.logSoftmax(logits), tf.tensor1d(prompts, 'int32'))
    return tf.sum(tf.mul(gradient, tf.sum(tf.mul(ofRollouts, chosen), 2))).asScalar()
  })
  tf.dispose([gradient, chosen])
  const mean = rewards.reduce((sum, reward) => sum + reward) / rollouts
  if (step % 20 === 0) console.log(`step ${step}: mean reward ${mean.toFixed(2)}`)
}

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

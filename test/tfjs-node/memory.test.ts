import { afterAll, describe, expect, it } from 'vitest'
import { BYTES_PER_TOKEN } from '../../src/backends/tfjs/cuda-memory.js'
import { LOSS_KINDS, type PolicyLossOptions } from '../../src/losses/loss-options.js'
import { policyLoss } from '../../src/losses/policy-loss.js'
import type { TokenBatch } from '../../src/losses/token-batch.js'
import { orThrow } from '../../src/results.js'
import { nativeBackend, tf } from './native.js'

const backend = nativeBackend()
afterAll(() => backend.dispose())

/** Rollouts of 4,096 tokens whose ratios reach both sides of the clip range. */
function batchOf(tokens: number): TokenBatch & { readonly logProbs: Float32Array } {
  const rollouts = Math.ceil(tokens / 4096)
  const values = (of: (i: number) => number) => Float32Array.from({ length: tokens }, (_, i) => of(i))
  const logProbs = values((i) => -1 - 0.9 * Math.sin(i))
  return {
    logProbs,
    oldLogProbs: values((i) => logProbs[i]! + 0.3 * Math.sin(1.7 * i)),
    refLogProbs: values((i) => logProbs[i]! + 0.2 * Math.cos(0.7 * i)),
    importanceWeights: values((i) => 1 + 0.5 * Math.cos(i)),
    advantages: Float32Array.from({ length: rollouts }, (_, s) => Math.sin(s + 1)),
    offsets: Int32Array.from({ length: rollouts + 1 }, (_, s) => Math.min(tokens, s * 4096)),
    rollouts,
  }
}

describe('memory of the device', () => {
  it(`is at most ${BYTES_PER_TOKEN} bytes a token for every kind of loss, with a KL term`, async () => {
    const tokens = 1 << 18
    const batch = batchOf(tokens)
    const bytesPerToken: Record<string, number> = {}
    for (const kind of LOSS_KINDS) {
      const options = { kind, kl: { estimator: 'k3', coefficient: 0.1 } } as PolicyLossOptions
      const { peakBytes } = await tf.profile(async () => {
        orThrow(await backend.policyLoss(batch, options)())
      })
      // The kinds without a graph make no tensor.
      if (Number.isFinite(peakBytes)) bytesPerToken[kind] = peakBytes / tokens
    }
    console.log(
      'peak bytes of tensors per token:',
      Object.entries(bytesPerToken)
        .map(([kind, bytes]) => `${kind} ${bytes.toFixed(0)}`)
        .join(', '),
    )
    expect(Object.keys(bytesPerToken)).toHaveLength(10)
    expect(Math.max(...Object.values(bytesPerToken))).toBeLessThanOrEqual(BYTES_PER_TOKEN)
  })

  it('is given back: 1,000 calls leave no tensor, and no more memory in the process than 64 MiB', async () => {
    const batch = batchOf(1 << 14)
    for (let warmUp = 0; warmUp < 100; warmUp++) orThrow(await backend.policyLoss(batch)())
    const before = { tensors: tf.memory().numTensors, resident: process.memoryUsage.rss() }
    for (let call = 0; call < 1000; call++) orThrow(await backend.policyLoss(batch)())
    expect(tf.memory().numTensors).toBe(before.tensors)
    expect(process.memoryUsage.rss() - before.resident).toBeLessThan(64 * 2 ** 20)
  })
})

describe('8 million tokens', () => {
  it('have the loss and the gradient of float64 within float32, in two calls at once', async () => {
    const tokens = 1 << 23
    const batch = batchOf(tokens)
    const options: PolicyLossOptions = { dualClip: 3, kl: { estimator: 'k3', coefficient: 0.1 } }
    const [first, second] = await Promise.all([
      backend.policyLoss(batch, options)(),
      backend.policyLoss(batch, options)(),
    ])
    const [one, two] = [orThrow(first), orThrow(second)]
    const reference = orThrow(policyLoss(batch, options))
    expect(two.loss).toBe(one.loss)
    expect(Math.abs(one.loss - reference.loss)).toBeLessThan(1e-6 * Math.abs(reference.loss))

    // Next to a kink, and nowhere else, a token may fall on the other side than in float64.
    let largest = 0
    for (const slope of reference.gradLogProbs) largest = Math.max(largest, Math.abs(slope))
    let far = 0
    for (let i = 0; i < tokens; i++) {
      if (Math.abs(one.gradLogProbs[i]! - reference.gradLogProbs[i]!) > 4e-6 * largest) far++
    }
    expect(far).toBeLessThan(tokens * 2e-6)
  })
})

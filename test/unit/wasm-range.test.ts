import { describe, expect, it } from 'vitest'
import { wasmBackend } from '../../src/backends/wasm/wasm.js'
import { type PolicyLossOptions, policyLoss } from '../../src/losses/policy-loss.js'
import type { TokenBatch } from '../../src/losses/token-batch.js'

const floats = (...values: readonly number[]) => Float64Array.from(values)

/** Two rollouts of two tokens, on policy. */
const tokens = (given: Partial<TokenBatch> = {}): TokenBatch => ({
  rollouts: 2,
  tokens: 2,
  logProbs: floats(-1, -2, -1, -2),
  oldLogProbs: floats(-1, -2, -1, -2),
  advantages: floats(1, -1),
  responseMask: Uint8Array.of(1, 1, 1, 1),
  ...given,
})

/** Batches whose gradient float32 cannot hold. */
const BEYOND_FLOAT32: readonly [name: string, TokenBatch, PolicyLossOptions, argument: string][] = [
  [
    'an advantage per rollout',
    tokens({ advantages: floats(1e39, 1) }),
    { aggregation: 'token-sum' },
    'advantages[0]',
  ],
  [
    'an advantage per token',
    tokens({ advantages: floats(1, 1e39, 1, 1) }),
    { aggregation: 'token-sum' },
    'advantages[1]',
  ],
  [
    'the policy term and the KL term together',
    tokens({ advantages: floats(-3e38, 1), refLogProbs: floats(-1, -2, -1, -2) }),
    { aggregation: 'token-sum', kl: { estimator: 'k1', coefficient: 2e38 } },
    'advantages[0]',
  ],
  [
    'the coefficient of the KL',
    tokens({ refLogProbs: floats(-1, -2, -1, -2) }),
    { kl: { estimator: 'k1', coefficient: 1e50 } },
    'kl.coefficient',
  ],
  ['a denominator', tokens(), { denominators: { tokens: 1e-50 } }, 'denominators.tokens'],
]

describe('a gradient beyond float32', () => {
  it.each(BEYOND_FLOAT32)('%s: is refused in a Float32Array', async (_name, batch, options, argument) => {
    expect(await wasmBackend().policyLoss(batch, options)()).toMatchObject({
      _tag: 'Left',
      left: { argument },
    })
  })

  it.each(BEYOND_FLOAT32)('%s: is that of policyLoss in a Float64Array', async (_name, batch, options) => {
    const gradLogProbs = new Float64Array(4)
    expect(await wasmBackend().policyLoss(batch, { ...options, gradLogProbs })()).toEqual(
      policyLoss(batch, options),
    )
  })

  it('is not that of a masked rollout', async () => {
    const batch = tokens({ advantages: floats(1e39, 1), responseMask: Uint8Array.of(0, 0, 1, 1) })
    const outcome = await wasmBackend().policyLoss(batch)()
    expect(outcome).toMatchObject({
      _tag: 'Right',
      right: { gradLogProbs: Float32Array.of(0, 0, -0.5, -0.5) },
    })
  })
})

/** Batches with a factor that float32 rounds to 0. */
const BELOW_FLOAT32: readonly [name: string, TokenBatch, PolicyLossOptions][] = [
  ['an advantage of a rollout', tokens({ advantages: floats(1e-46, 1e-46) }), {}],
  [
    'an advantage of a rollout, with weights',
    tokens({ advantages: floats(1e-46, 1e-46), importanceWeights: floats(1e38, 1e38, 1e38, 1e38) }),
    {},
  ],
  [
    'a denominator',
    tokens({ advantages: floats(1e30, 1e30, 1e30, 1e30) }),
    { denominators: { tokens: 1e46 } },
  ],
  [
    'the coefficient of the KL',
    tokens({ advantages: floats(0, 0), refLogProbs: floats(1e20, 1e20, 1e20, 1e20) }),
    { kl: { estimator: 'k1', coefficient: 1e-46 } },
  ],
  ['a limit', tokens({ oldLogProbs: floats(-1 - 1e-10, -2, -1, -2) }), { logRatioLimit: 1e-46 }],
]

it.each(BELOW_FLOAT32)('%s that float32 rounds to 0', async (_name, batch, options) => {
  const gradLogProbs = new Float64Array(4)
  expect(await wasmBackend().policyLoss(batch, { ...options, gradLogProbs })()).toEqual(
    policyLoss(batch, options),
  )
})

it('a KL that only float64 holds, under a coefficient of 0', async () => {
  const batch = tokens({ refLogProbs: floats(1e30, -2, -1, -2) })
  const options = { kl: { estimator: 'k2', coefficient: 0 }, gradLogProbs: new Float64Array(4) } as const
  expect(await wasmBackend().policyLoss(batch, options)()).toEqual(policyLoss(batch, options))
})

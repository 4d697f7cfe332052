import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { orThrow } from '../../../src/results.js'
import { type GaeBatch, gae } from '../../../src/rewards/gae.js'
import { returns } from '../../../src/rewards/returns.js'
import type { TokenRewardBatch } from '../../../src/rewards/token-rewards.js'

const f = (...values: number[]) => Float64Array.from(values)
const nan = Number.NaN

describe('returns', () => {
  it('discounts over response tokens, the outcome on the last of them', () => {
    const batch = { rollouts: 2, tokens: 4, responseMask: [1, 0, 1, 1, 0, 0, 0, 0], rewards: [1, 5] }
    const { returns: discounted, rewards } = orThrow(returns(batch, { gamma: 0.5 }))
    expect([...discounted]).toEqual([0.25, 0, 0.5, 1, 0, 0, 0, 0])
    expect([...rewards]).toEqual([0, 0, 0, 1, 0, 0, 0, 0])
  })

  it('takes rewards per token and the KL off', () => {
    const batch: TokenRewardBatch = {
      rollouts: 1,
      offsets: Int32Array.of(0, 2),
      rewards: [1],
      tokenRewards: f(0.5, 0),
      logProbs: f(-1, -2),
      refLogProbs: f(-2, -1.5),
    }
    const { rewards } = orThrow(returns(batch, { kl: { estimator: 'k1', coefficient: 0.1 } }))
    expect(rewards[0]).toBeCloseTo(0.5 - 0.1 * 1, 14)
    expect(rewards[1]).toBeCloseTo(1 - 0.1 * -0.5, 14)
    const k3 = orThrow(returns(batch, { kl: { estimator: 'k3', coefficient: 1 } })).rewards
    expect(k3[0]).toBeCloseTo(0.5 - (Math.exp(-1) + 1 - 1), 14)
  })
})

/** The definition, with sums over all later tokens: no recursion to share with the code. */
function slowly(batch: GaeBatch, gamma: number, lambda: number) {
  const { values, responseMask, rollouts, tokens, rewards, tokenRewards, lastValues } = batch
  const advantages = new Float64Array(values.length)
  const discounted = new Float64Array(values.length)
  for (let s = 0; s < rollouts; s++) {
    const at = Array.from({ length: tokens! }, (_, t) => s * tokens! + t).filter((i) => responseMask![i])
    const reward = at.map((i, t) => tokenRewards![i]! + (t === at.length - 1 ? rewards![s]! : 0))
    const value = [...at.map((i) => values[i]!), lastValues?.[s] ?? 0]
    const delta = at.map((_, t) => reward[t]! + gamma * value[t + 1]! - value[t]!)
    at.forEach((i, t) => {
      for (let l = t; l < at.length; l++) {
        advantages[i]! += (gamma * lambda) ** (l - t) * delta[l]!
        discounted[i]! += gamma ** (l - t) * reward[l]!
      }
    })
  }
  return { advantages, discounted }
}

const number = fc.double({ min: -3, max: 3, noNaN: true })

describe('gae', () => {
  it('reward 1 behind two tokens of value 0.5', () => {
    const batch = { rollouts: 1, offsets: Int32Array.of(0, 2), rewards: [1], values: f(0.5, 0.5) }
    const result = orThrow(gae(batch))
    expect([...result.advantages]).toEqual([0.5, 0.5])
    expect([...result.returns]).toEqual([1, 1])
  })

  it('is the sum of its definition, and returns is too', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 3 }),
        fc.integer({ min: 1, max: 5 }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        fc.array(fc.record({ value: number, reward: number, on: fc.boolean() }), {
          minLength: 15,
          maxLength: 15,
        }),
        fc.option(fc.array(number, { minLength: 3, maxLength: 3 }), { nil: undefined }),
        (rollouts, tokens, gamma, lambda, cells, last) => {
          const own = cells.slice(0, rollouts * tokens)
          const batch: GaeBatch = {
            rollouts,
            tokens,
            responseMask: own.map(({ on }) => on),
            rewards: own.slice(0, rollouts).map(({ reward }) => reward),
            tokenRewards: f(...own.map(({ reward, on }) => (on ? reward : nan))),
            values: f(...own.map(({ value, on }) => (on ? value : nan))),
            ...(last && { lastValues: last.slice(0, rollouts) }),
          }
          const wanted = slowly(batch, gamma, lambda)
          const got = orThrow(gae(batch, { gamma, lambda }))
          const { returns: discounted } = orThrow(returns(batch, { gamma }))
          wanted.advantages.forEach((value, i) => {
            expect(got.advantages[i]).toBeCloseTo(value, 10)
            expect(discounted[i]).toBeCloseTo(wanted.discounted[i]!, 10)
            if (batch.responseMask![i]) expect(got.returns[i]).toBeCloseTo(value + batch.values[i]!, 10)
            else expect([got.advantages[i], got.returns[i], discounted[i]]).toEqual([0, 0, 0])
          })
        },
      ),
    )
  })

  it('λ = 1 and a critic of 0 are the returns', () => {
    const batch = { rollouts: 1, offsets: Int32Array.of(0, 3), tokenRewards: f(1, -2, 3), values: f(0, 0, 0) }
    expect(orThrow(gae(batch, { gamma: 0.9 })).advantages).toEqual(
      orThrow(returns(batch, { gamma: 0.9 })).returns,
    )
  })
})

describe('what they refuse', () => {
  const good: GaeBatch = {
    rollouts: 1,
    offsets: Int32Array.of(0, 2),
    rewards: [1],
    tokenRewards: f(0, 0),
    values: f(0, 0),
    logProbs: f(-1, -1),
    refLogProbs: f(-1, -1),
  }
  const kl = { estimator: 'k3-unclamped', coefficient: 1 }

  it.each<[object, unknown, string]>([
    [{ rewards: [nan] }, {}, 'rewards[0]'],
    [{ rewards: [1, 2] }, {}, 'rewards'],
    [{ rewards: undefined, tokenRewards: undefined }, {}, 'rewards'],
    [{ tokenRewards: f(0, nan) }, {}, 'tokenRewards[1]'],
    [{ tokenRewards: f(0) }, {}, 'offsets[1]'],
    [{ values: f(0) }, {}, 'values'],
    [{ values: f(Number.POSITIVE_INFINITY, 0) }, {}, 'values[0]'],
    [{ lastValues: [nan] }, {}, 'lastValues[0]'],
    [{ lastValues: [] }, {}, 'lastValues'],
    [{ logProbs: undefined }, { kl }, 'logProbs'],
    [{ refLogProbs: f(-1) }, { kl }, 'refLogProbs'],
    [{ refLogProbs: f(nan, -1) }, { kl }, 'refLogProbs[0]'],
    [{ logProbs: f(-1, Number.NEGATIVE_INFINITY) }, { kl }, 'logProbs[1]'],
    [{ logProbs: f(-1, -701) }, { kl }, 'logProbs[1]'],
    [{ offsets: Int32Array.of(0, 3) }, {}, 'offsets[1]'],
    [{}, { gamma: 1.1 }, 'options.gamma'],
    [{}, { lambda: nan }, 'options.lambda'],
    [{}, { kl: { estimator: 'k3' } }, 'options.kl.coefficient'],
    [{}, { lamda: 1 }, 'options.lamda'],
  ])('%j, %j', (change, options, argument) => {
    expect(gae({ ...good, ...change } as GaeBatch, options as object)).toMatchObject({ left: { argument } })
  })

  it('e^±700 is finite or named; nothing at all is nothing', () => {
    for (const shift of [700, -700]) {
      for (const estimator of ['k1', 'k2', 'k3', 'abs'] as const) {
        const batch = { ...good, refLogProbs: f(-1, -1 + shift) }
        const { advantages } = orThrow(gae(batch, { kl: { estimator, coefficient: 1 } }))
        expect(advantages.every(Number.isFinite)).toBe(true)
      }
    }
    const none = { rollouts: 0, offsets: Int32Array.of(0), rewards: [], values: f() }
    expect(orThrow(gae(none)).advantages).toHaveLength(0)
  })
})

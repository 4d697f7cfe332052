import { isLeft } from 'fp-ts/lib/Either.js'
import { describe, expect, it } from 'vitest'
import { rowWeights } from '../../../src/losses/aggregation.js'
import type { KlEstimator } from '../../../src/losses/kl-options.js'
import type { PolicyLossOptions } from '../../../src/losses/policy-loss.js'
import type { TokenBatch } from '../../../src/losses/token-batch.js'
import { checked, expectNear, floats, HALF, lossOf, oneToken, QUARTER, refusal } from './by-hand.js'

const { exp, LN2 } = Math

/** Rollouts of two tokens, of none and of one, on policy and without advantage. */
const flat: TokenBatch = {
  rollouts: 3,
  offsets: Int32Array.of(0, 2, 2, 3),
  promptOf: [7, 7, 0],
  logProbs: floats(HALF, QUARTER, HALF),
  oldLogProbs: floats(HALF, QUARTER, HALF),
  advantages: floats(0, 0, 0),
}

describe('aggregation', () => {
  it.each([
    ['token-mean', {}, [1 / 3, 1 / 3, 1 / 3]],
    ['token-mean', { denominators: { tokens: 1 } }, [1, 1, 1]],
    ['token-sum', {}, [1, 1, 1]],
    ['seq-mean-token-sum', {}, [1 / 2, 1 / 2, 1 / 2]],
    ['seq-mean-token-sum', { emptyRollouts: 'count' }, [1 / 3, 1 / 3, 1 / 3]],
    ['seq-mean-token-sum', { denominators: { rollouts: 10 } }, [1 / 10, 1 / 10, 1 / 10]],
    ['seq-mean-token-mean', {}, [1 / (2 * 2), 0, 1 / (2 * 1)]],
    ['seq-mean-token-sum-norm', { denominators: { length: 7 } }, [1 / 14, 1 / 14, 1 / 14]],
    [
      'seq-mean-token-sum-norm',
      { denominators: { length: 7 }, normalization: 'length' },
      [1 / 7, 1 / 7, 1 / 7],
    ],
    ['prompt-mean', {}, [1 / (2 * 2), 1 / (2 * 2), 1 / (2 * 1)]],
    ['prompt-mean', { denominators: { prompts: 5, promptTokens: [4, 4, 0] } }, [1 / 20, 1 / 20, 0]],
    [
      'seq-mean-token-sum',
      { emptyRollouts: 'count', denominators: { allRollouts: 8 } },
      [1 / 8, 1 / 8, 1 / 8],
    ],
    ['seq-mean-token-sum', { emptyRollouts: 'count', denominators: { rollouts: 9 } }, [1 / 9, 1 / 9, 1 / 9]],
  ] as const)('%s %j', (aggregation, options, weights) => {
    const result = rowWeights(aggregation, checked(flat), options)
    if (isLeft(result)) throw new Error(result.left.argument)
    expectNear(result.right, weights)
  })

  it.each(['tokens', 'rollouts', 'length'])('the denominator %s is positive and finite', (name) => {
    for (const value of [0, -1, Number.NaN, Number.POSITIVE_INFINITY]) {
      expect(refusal(flat, { denominators: { [name]: value } }).argument).toBe(`options.denominators.${name}`)
    }
  })

  it('of one token is that token', () => {
    for (const aggregation of ['token-mean', 'seq-mean-token-sum', 'seq-mean-token-mean'] as const) {
      expect(lossOf(oneToken(-1, -1, 1), { aggregation }).loss).toBe(-1)
    }
  })
})

describe('the KL term', () => {
  const klOf = (estimator: KlEstimator, logProb: number, refLogProb: number) => {
    const batch = { ...oneToken(logProb, logProb, 0), refLogProbs: floats(refLogProb) }
    const { loss, gradLogProbs, metrics } = lossOf(batch, { kl: { estimator, coefficient: 0.5 } })
    return [loss, gradLogProbs[0]!, metrics.kl!]
  }

  it.each<[KlEstimator, kl: number, slope: number]>([
    ['k1', -2, 1],
    ['kl', -2, 1],
    ['abs', 2, -1],
    ['k2', 2, -2],
    ['mse', 2, -2],
    ['k3', exp(2) - 2 - 1, 1 - exp(2)],
    ['low_var_kl', exp(2) - 2 - 1, 1 - exp(2)],
    ['k3-unclamped', exp(2) - 2 - 1, 1 - exp(2)],
    ['k1+', -2, -2],
    ['k3+', exp(2) - 2 - 1, -2],
  ])('%s at u = −2', (estimator, kl, slope) => {
    expectNear(klOf(estimator, -3, -1), [0.5 * kl, 0.5 * slope, kl])
  })

  it('clamps k3 above 10, not at 10', () => {
    const exactly10 = 10.999983298020256
    expectNear(klOf('k3', 0, -exactly10), [0.5 * 10, 0.5 * (1 - exp(-exactly10)), 10])
    expectNear(klOf('k3', 0, -11.5), [0.5 * 10, 0, 10])
    expectNear(klOf('k3-unclamped', 0, -11.5), [
      0.5 * (exp(-11.5) + 10.5),
      0.5 * (1 - exp(-11.5)),
      exp(-11.5) + 10.5,
    ])
    expectNear(klOf('k3', -800, 0), [0.5 * 10, 0, 10]) // e^800 is Infinity
  })

  it.each<KlEstimator>(['k1', 'abs', 'k2', 'k3', 'k3-unclamped', 'k3+'])(
    '%s refuses a reference that is not finite',
    (estimator) => {
      for (const bad of [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]) {
        for (const coefficient of [0, 1]) {
          const batch = { ...flat, refLogProbs: floats(-1, bad, -1) }
          expect(refusal(batch, { kl: { estimator, coefficient } }).argument).toBe('refLogProbs[1]')
        }
      }
    },
  )

  it('may be far away', () => {
    const far = { ...flat, logProbs: floats(-1e308, -1e308, -1), oldLogProbs: floats(-1e308, -1e308, -1) }
    const of = (estimator: KlEstimator) =>
      lossOf({ ...far, refLogProbs: floats(0, 0, -1) }, { kl: { estimator, coefficient: 1 } })
    expect(of('k3').loss).toBeCloseTo((10 + 10 + 0) / 3, 12)
    expect(of('k1').metrics.kl! / 1e308).toBeCloseTo((-1 - 1 + 0) / 3, 12)
  })

  it('does not press under a coefficient of 0, not even where it overflows', () => {
    const batch = { ...flat, refLogProbs: floats(800, -1, -1) }
    const { loss, gradLogProbs, metrics } = lossOf(batch, {
      kl: { estimator: 'k3-unclamped', coefficient: 0 },
    })
    expect([loss, [...gradLogProbs], metrics.kl]).toEqual([0, [0, 0, 0], Number.POSITIVE_INFINITY])
  })

  it('is aggregated as the loss is, or in its own way', () => {
    const batch = { ...flat, refLogProbs: floats(HALF, HALF, 0) } // u = 0, −ln 2, −ln 2
    const of = (options: PolicyLossOptions, own?: 'token-sum') =>
      lossOf(batch, { ...options, kl: { estimator: 'k1', coefficient: 2, aggregation: own } })
    expectNear(of({}), { loss: 2 * ((-2 * LN2) / 3) })
    expectNear(of({ aggregation: 'seq-mean-token-mean' }), { loss: 2 * ((-LN2 / 2 - LN2) / 2) })
    expectNear(of({ aggregation: 'seq-mean-token-mean' }, 'token-sum'), { loss: 2 * (-2 * LN2) })
    expectNear(of({}, 'token-sum').gradLogProbs, [2, 2, 2])
    expect(lossOf(batch).metrics.kl).toBeUndefined()
  })

  it('refuses an aggregation that lacks its length', () => {
    const kl = { estimator: 'k1', coefficient: 1, aggregation: 'seq-mean-token-sum-norm' }
    expect(refusal({ ...flat, refLogProbs: flat.logProbs }, { kl }).argument).toBe('tokens')
    const unknown = { ...kl, aggregation: 'mean' }
    expect(refusal({ ...flat, refLogProbs: flat.logProbs }, { kl: unknown }).argument).toBe(
      'options.kl.aggregation',
    )
  })

  it('needs no importance weights, and leaves masked tokens alone', () => {
    const batch: TokenBatch = {
      rollouts: 1,
      tokens: 2,
      logProbs: floats(-1, Number.NaN),
      oldLogProbs: floats(-1, Number.NaN),
      refLogProbs: floats(-2, Number.NaN),
      importanceWeights: floats(9, Number.NaN),
      advantages: floats(0),
      responseMask: [1, 0],
    }
    const { loss, gradLogProbs } = lossOf(batch, { kl: { estimator: 'k2', coefficient: 1 } })
    expect([loss, ...gradLogProbs]).toEqual([1 / 2, 1, 0])
  })
})

describe('the entropy bonus', () => {
  const batch = { ...flat, entropies: floats(1, 2, 5) }

  it('by rollout', () => {
    const aggregation = 'seq-mean-token-mean'
    const { loss, gradEntropies, metrics } = lossOf(batch, { aggregation, entropyCoefficient: 1 })
    expectNear(metrics, { entropy: ((1 + 2) / 2 + 5) / 2 })
    expect(loss).toBeCloseTo(-((1 + 2) / 2 + 5) / 2, 12)
    expect([...gradEntropies!]).toEqual([-1 / 4, 0, -1 / 2])
  })

  it('without a coefficient is a metric alone', () => {
    const { loss, metrics, ...rest } = lossOf(batch)
    expect([loss, metrics.entropy]).toEqual([0, (1 + 2 + 5) / 3])
    expect(rest).not.toHaveProperty('gradEntropies')
  })

  it('without entropies is nothing', () => {
    const { loss, metrics, ...rest } = lossOf(flat, { entropyCoefficient: 0 })
    expect(loss).toBe(0)
    expect(metrics).not.toHaveProperty('entropy')
    expect(rest).not.toHaveProperty('gradEntropies')
  })

  it('leaves masked tokens out', () => {
    const padded: TokenBatch = {
      ...oneToken(-1, -1, 0),
      offsets: undefined,
      tokens: 1,
      responseMask: [0],
      entropies: floats(Number.NaN),
    }
    const { loss, gradEntropies } = lossOf(padded, { entropyCoefficient: 2 })
    expect(loss + 0).toBe(0)
    expect([...gradEntropies!]).toEqual([0])
  })

  it('refuses an entropy that is not finite', () => {
    expect(refusal({ ...flat, entropies: floats(1, 2, Number.NaN) }).argument).toBe('entropies[2]')
  })

  it('refuses an aggregation that lacks its length, for the kinds that do not use it', () => {
    const options = { kind: 'gspo', entropyAggregation: 'seq-mean-token-sum-norm' }
    expect(refusal(batch, options).argument).toBe('tokens')
    expect(lossOf(flat, options as PolicyLossOptions).loss).toBe(0)
  })
})

describe('importance weights', () => {
  const weighed = (...weights: readonly number[]) =>
    lossOf({ ...flat, importanceWeights: floats(...weights) }).metrics

  it('have a mean and an effective sample size', () => {
    expectNear(weighed(1, 2, 3), { weightMean: 2, effectiveSampleSize: 6 ** 2 / (3 * (1 + 4 + 9)) })
    expectNear(weighed(0, 0, 3), { weightMean: 1, effectiveSampleSize: 3 ** 2 / (3 * 9) })
    const one = { ...flat, offsets: Int32Array.of(0, 1, 2, 3), importanceWeights: floats(1, 2, 6) }
    expectNear(lossOf(one).metrics, { weightMean: 3, effectiveSampleSize: 9 ** 2 / (3 * (1 + 4 + 36)) })
    expectNear(weighed(0, 0, 0), { weightMean: 0, effectiveSampleSize: 0 })
    expectNear(weighed(0.1, 0.1, 0.1), { weightMean: 0.1, effectiveSampleSize: 1 })
  })

  it('may be too large to be squared', () => {
    const { weightMean, effectiveSampleSize } = weighed(1e200, 2e200, 3e200)
    expect(weightMean! / 2e200).toBeCloseTo(1, 12)
    expect(effectiveSampleSize).toBeCloseTo(6 ** 2 / (3 * (1 + 4 + 9)), 12)
  })

  it.each([1e308, 1e-200, 5e-324])('may all be %s', (weight) => {
    const { weightMean, effectiveSampleSize } = weighed(weight, weight, weight)
    expect(weightMean! / weight).toBeCloseTo(1, 12)
    expect(effectiveSampleSize).toBeCloseTo(1, 12)
  })

  it('of no token are 0', () => {
    const none: TokenBatch = {
      rollouts: 1,
      tokens: 1,
      logProbs: floats(Number.NaN),
      oldLogProbs: floats(Number.NaN),
      advantages: floats(Number.NaN),
      importanceWeights: floats(Number.NaN),
      responseMask: [0],
    }
    expect(lossOf(none).metrics).toMatchObject({ weightMean: 0, effectiveSampleSize: 0 })
  })

  it('that are no numbers are refused, even where the loss does not see them', () => {
    // vespo clamps what enters its weight
    const batch = { ...flat, importanceWeights: floats(1, Number.POSITIVE_INFINITY, 1) }
    expect(refusal(batch, { kind: 'vespo' }).argument).toBe('importanceWeights[1]')
  })
})

import { describe, expect, it } from 'vitest'
import { tokenCovariances } from '../../../src/losses/covariance.js'
import type { TokenBatch } from '../../../src/losses/token-batch.js'
import { checked, expectNear, floats, HALF, lossOf, oneToken, QUARTER } from './by-hand.js'

const { exp, LN2 } = Math
const nan = Number.NaN

/** `size` tokens of one rollout, all with covariance (±1)(±½) = ½. */
const alike = (size: number): TokenBatch => {
  const logProbs = Float64Array.from({ length: size }, (_, i) => (i % 2 === 0 ? -1 : -2))
  return {
    rollouts: 1,
    offsets: Int32Array.of(0, size),
    logProbs,
    oldLogProbs: logProbs,
    advantages: logProbs.map((logProb) => (logProb === -1 ? 1 : -1)),
  }
}

describe('token covariances', () => {
  const batch: TokenBatch = {
    rollouts: 2,
    tokens: 2,
    logProbs: floats(-1, -2, nan, -6),
    oldLogProbs: floats(-1, -2, nan, -6),
    advantages: floats(2, -1),
    responseMask: [1, 1, 0, 1],
  }

  it('are over the response tokens: mean advantage (2 + 2 − 1) / 3 = 1, mean log-probability −9 / 3 = −3', () => {
    expect([...tokenCovariances(checked(batch))]).toEqual([1 * 2, 1 * 1, nan, -2 * -3])
  })

  it('with an advantage for each token', () => {
    const perToken = checked({ ...batch, advantages: floats(4, 1, nan, -2) })
    expect([...tokenCovariances(perToken)]).toEqual([3 * 2, 0 * 1, nan, -3 * -3])
  })

  it('of packed tokens', () => {
    const { responseMask: _, tokens: __, ...rest } = batch
    const packed = {
      ...rest,
      offsets: Int32Array.of(0, 1, 2),
      logProbs: floats(-1, -3),
      oldLogProbs: floats(-1, -3),
    }
    expect([...tokenCovariances(checked(packed))]).toEqual([1.5 * 1, -1.5 * -1])
  })
})

describe('clip-cov', () => {
  it('takes out what lies between the bounds, and clips the rest', () => {
    // advantages less their mean 1: 2, 0, −2, 0; log-probabilities less theirs: 1.5, 0.5, −0.5, −1.5; covariances 3, 0, 1, 0
    const batch: TokenBatch = {
      rollouts: 1,
      offsets: Int32Array.of(0, 4),
      logProbs: floats(-1, -2, -3, -4),
      oldLogProbs: floats(-1, -2 - LN2, -3 + LN2, -4),
      advantages: floats(3, 1, -1, 1),
      importanceWeights: floats(9, 2, 3, 0.5),
    }
    const { loss, gradLogProbs, metrics } = lossOf(batch, {
      kind: 'clip-cov',
      covRatio: 0.5,
      aggregation: 'token-sum',
    })
    expect(loss).toBeCloseTo(-1.28 * 2 + 0.8 * 3 - 1 * 0.5, 12)
    expect([...gradLogProbs]).toEqual([0, 0, 0, -0.5])
    expectNear(metrics, {
      clipFraction: 1 / 4,
      approxKl: 0,
      ratioMean: (1 + 2 + 1 / 2 + 1) / 4,
      ratioMin: 1 / 2,
      ratioMax: 2,
    })
    const share = (options: object) =>
      lossOf(batch, { kind: 'clip-cov', covRatio: 1, clipLow: 1, clipHigh: 9, ...options }).metrics
        .clipFraction
    expect(share({})).toBe(1 / 4)
    expect(share({ covLow: 0.9 })).toBe(2 / 4)
    const wider = { ...batch, logProbs: floats(-2, -4, -6, -8), oldLogProbs: floats(-2, -4, -6, -8) } // 6, 0, 2, 0
    expect(lossOf(wider, { kind: 'clip-cov', covRatio: 1 }).metrics.clipFraction).toBe(1 / 4)
    expect(share({ covLow: 0.9, covHigh: 3 })).toBe(1 / 4)
    expect(share({ covLow: 3 })).toBe(0)
  })

  it('keeps the unclipped branch where it is the larger loss', () => {
    const of = (ratio: number, advantage: number, options = {}) => {
      const oneOf = oneToken(Math.log(ratio), 0, advantage)
      const { loss, gradLogProbs, metrics } = lossOf(oneOf, { kind: 'clip-cov', ...options }) // covariance 0: stays
      return [loss, gradLogProbs[0]!, metrics.clipFraction]
    }
    expectNear(of(1 / 2, 1), [-1 / 2, -1 / 2, 0])
    expectNear(of(2, 1), [-1.28, 0, 0])
    expectNear(of(4, -1), [4, 4, 0])
    expectNear(of(1 / 2, -1), [0.8, 0, 0])
    expectNear(of(4, -1, { logRatioLimit: LN2 }), [2, 0, 0])
    expectNear(of(1 / 2, 1, { logRatioLimit: LN2 }), [-1 / 2, -1 / 2, 0])
    expectNear(of(2, 1, { clipHigh: 1 }), [-2, -2, 0])
  })

  it.each([
    // ratio, advantage; whether the clip leaves the token to be drawn from: bounds ½ and 2
    [2, 1, true],
    [4, 1, false],
    [1 / 4, 1, true],
    [1 / 2, -1, true],
    [1 / 4, -1, false],
    [4, -1, true],
    [4, 0, true],
    [1 / 4, 0, true],
  ])('draws from what is not clipped: ratio %d, advantage %d', (ratio, advantage, drawn) => {
    const logRatio = Math.log2(ratio) * LN2
    const options = { kind: 'clip-cov', clipLow: 0.5, clipHigh: 1, covLow: -1, covHigh: 1 } as const
    const { metrics } = lossOf(oneToken(Math.min(logRatio, 0), Math.min(-logRatio, 0), advantage), options)
    expect(metrics.clipFraction).toBe(drawn ? 1 : 0)
  })

  it('reads one advantage per rollout, or per token', () => {
    // ratios 1, 4 and 1/4, 1
    const batch: TokenBatch = {
      rollouts: 2,
      offsets: Int32Array.of(0, 2, 4),
      logProbs: floats(HALF, 0, QUARTER, HALF),
      oldLogProbs: floats(HALF, QUARTER, 0, HALF),
      advantages: floats(1, -1),
    }
    const options = { kind: 'clip-cov', covLow: -9, covHigh: 9, covRatio: 1 } as const
    const taken = (advantages: Float64Array) =>
      [...lossOf({ ...batch, advantages }, options).gradLogProbs].map((value) => value === 0)
    expect(lossOf(batch, options).metrics.clipFraction).toBe(2 / 4)
    expect(lossOf({ ...batch, advantages: floats(-1, 1) }, options).metrics.clipFraction).toBe(4 / 4)
    expect(taken(floats(1, -1, 1, -1))).toEqual([true, true, true, true])
    expect(lossOf({ ...batch, advantages: floats(1, 1, -1, 1) }, options).metrics.clipFraction).toBe(2 / 4)
    expect(lossOf({ ...batch, advantages: floats(1, -1, 1, -1) }, options).metrics.clipFraction).toBe(4 / 4)
  })

  it('takes out ⌊covRatio · N⌋ tokens, at least one', () => {
    const taken = (size: number, covRatio?: number) =>
      lossOf(alike(size), { kind: 'clip-cov', covLow: 0, covRatio }).metrics.clipFraction * size
    expect(taken(10, 0.29)).toBe(2)
    expect(taken(10, 1)).toBe(10)
    expect(taken(10, 0)).toBe(1)
    expect(taken(10)).toBe(1)
    expect(taken(12_000)).toBeCloseTo(2, 9)
  })

  it('draws with mulberry32 and a Fisher-Yates shuffle', () => {
    const drawn = (seed?: number) => {
      const { gradLogProbs } = lossOf(alike(1000), { kind: 'clip-cov', covLow: 0, covRatio: 0.003, seed })
      return [...gradLogProbs.keys()].filter((i) => gradLogProbs[i] === 0)
    }
    const places = (...random: readonly [number, number, number]) =>
      random.map((value, i) => i + Math.floor(value * (1000 - i))).sort((a, b) => a - b)
    expect(drawn()).toEqual(places(0.26642920868471265, 0.0003297457005828619, 0.2232720274478197))
    expect(drawn(1)).toEqual(places(0.6270739405881613, 0.002735721180215478, 0.5274470399599522))
    expect(drawn(7)).toEqual(places(0.011704753153026104, 0.06195825757458806, 0.97690763277933))
  })

  it('never draws a token twice', () => {
    const { gradLogProbs } = lossOf(alike(4), { kind: 'clip-cov', covLow: 0, covRatio: 0.75 })
    expect([...gradLogProbs].filter((value) => value === 0)).toHaveLength(3)
  })
})

describe('kl-cov', () => {
  const penalised = (batch: TokenBatch, options = {}) =>
    lossOf(batch, { kind: 'kl-cov', aggregation: 'token-sum', ...options })

  it('penalises the tokens of largest covariance', () => {
    // covariances 3, 0, 1, 0 as above; log-ratios 0.1, 0.2, −0.3, 0.4
    const batch: TokenBatch = {
      rollouts: 1,
      offsets: Int32Array.of(0, 4),
      logProbs: floats(-1, -2, -3, -4),
      oldLogProbs: floats(-1.1, -2.2, -2.7, -4.4),
      advantages: floats(3, 1, -1, 1),
      importanceWeights: floats(1, 2, 3, 0.5),
    }
    const { loss, gradLogProbs, metrics } = penalised(batch, { covRatio: 0.5, klCoefficient: 0.25 })
    expect(loss).toBeCloseTo(
      -3 * exp(0.1) + 0.25 * 0.1 + 2 * -exp(0.2) + 3 * (exp(-0.3) + 0.25 * 0.3) + 0.5 * -exp(0.4),
      12,
    )
    expectNear(gradLogProbs, [-3 * exp(0.1) + 0.25, 2 * -exp(0.2), 3 * (exp(-0.3) - 0.25), 0.5 * -exp(0.4)])
    expectNear(metrics, {
      clipFraction: 2 / 4,
      approxKl: -(0.1 + 0.2 - 0.3 + 0.4) / 4,
      ratioMin: exp(-0.3),
      ratioMax: exp(0.4),
    })
  })

  it('takes the earlier of those that tie, and ⌊covRatio · N⌋ of them, at least one, or none', () => {
    const batch = { ...alike(4), oldLogProbs: floats(-1.1, -2.1, -1.1, -2.1) }
    const pulled = (covRatio?: number) => {
      const { gradLogProbs, metrics } = penalised(batch, { covRatio })
      const pulls = [...gradLogProbs].map((slope, i) => slope + batch.advantages[i]! * exp(0.1))
      expect(metrics.clipFraction).toBe(Math.round(pulls.reduce((sum, pull) => sum + pull)) / 4)
      return pulls
    }
    expectNear(pulled(0.5), [1, 1, 0, 0])
    expectNear(pulled(0.74), [1, 1, 0, 0])
    expectNear(pulled(1), [1, 1, 1, 1])
    expectNear(pulled(), [1, 0, 0, 0])
    expectNear(pulled(0), [0, 0, 0, 0])
    const { metrics } = penalised(alike(12_000))
    expect(metrics.clipFraction * 12_000).toBeCloseTo(2, 9)
  })

  it('does not pull where the policy has not moved, nor past the limit of the log-ratio', () => {
    expect([...penalised(oneToken(-1, -1, 1)).gradLogProbs]).toEqual([-1])
    expect([...penalised(oneToken(-1, -1.5, 1), { logRatioLimit: 0.5 }).gradLogProbs]).toEqual([
      -exp(0.5) + 1,
    ])
    const held = penalised(oneToken(-1, -3, 2), { logRatioLimit: 0.5 })
    expect(held.loss).toBeCloseTo(-2 * exp(0.5) + 0.5, 12)
    expect([...held.gradLogProbs]).toEqual([0])
  })

  it('leaves masked tokens out of the count', () => {
    const batch: TokenBatch = {
      rollouts: 2,
      tokens: 2,
      logProbs: floats(-1, nan, -2, -3),
      oldLogProbs: floats(-1.5, nan, -2.5, -3.5),
      advantages: floats(2, -1),
      responseMask: [1, 0, 1, 1],
    }
    // mean advantage 0, mean log-probability −2: covariances 2 · 1, −1 · 0, −1 · −1
    const { gradLogProbs } = penalised(batch, { covRatio: 0.7 })
    expectNear(gradLogProbs, [-2 * exp(0.5) + 1, 0, exp(0.5), exp(0.5) + 1])
  })
})

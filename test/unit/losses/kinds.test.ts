import { describe, expect, it } from 'vitest'
import { cispo } from '../../../src/losses/cispo.js'
import { dppo } from '../../../src/losses/dppo.js'
import { LOSS_KINDS } from '../../../src/losses/loss-options.js'
import type { PolicyLossOptions } from '../../../src/losses/policy-loss.js'
import { sapo } from '../../../src/losses/sapo.js'
import { emptyTally, observe } from '../../../src/losses/tally.js'
import type { PolicyLossMetrics, TokenBatch } from '../../../src/losses/token-batch.js'
import { vanilla } from '../../../src/losses/vanilla.js'
import { checked, expectNear, floats, HALF, lossOf, oneToken, QUARTER } from './by-hand.js'

const { exp, LN2, sqrt } = Math
const nan = Number.NaN
const sigmoid = (x: number) => 1 / (1 + exp(-x))

/**
 * Three rollouts, the second without a token, one advantage per token:
 *
 *     token   x     A     w      logProb
 *     0       2     1     2      ln 1/2
 *     2       1/4   −2    3      ln 1/4
 *     6       1     1/2   1/2    ln 1/2
 *
 * The first rollout's mean log-ratio is (ln 2 − ln 4) / 2 = −ln 2 / 2, its ratio √½.
 */
const batch: TokenBatch = {
  rollouts: 3,
  tokens: 3,
  logProbs: floats(HALF, nan, QUARTER, nan, nan, nan, HALF, nan, nan),
  oldLogProbs: floats(QUARTER, nan, 0, nan, nan, nan, HALF, nan, nan),
  advantages: floats(1, nan, -2, nan, nan, nan, 1 / 2, nan, nan),
  importanceWeights: floats(2, nan, 3, nan, nan, nan, 1 / 2, nan, nan),
  responseMask: [1, 0, 1, 0, 0, 0, 1, 0, 0],
}

const byToken = {
  approxKl: (0 - LN2 + 2 * LN2 + 0) / 3,
  ratioMean: (2 + 1 / 4 + 1) / 3,
  ratioMin: 1 / 4,
  ratioMax: 2,
}
const byRollout = { ratioMean: (sqrt(1 / 2) * 2 + 1) / 3, ratioMin: sqrt(1 / 2), ratioMax: 1 }
const heldByRollout = { ...byRollout, approxKl: (LN2 / 2 + LN2 / 2 + 0) / 3 }

interface Example {
  /** The terms of tokens 0, 2 and 6, added up with aggregation token-sum, or with the kind's own. */
  readonly losses: readonly [number, number, number]
  readonly gradient: readonly [number, number, number]
  readonly metrics: Partial<PolicyLossMetrics>
}

const slope = (tau: number, x: number) => 4 * sigmoid(tau * (x - 1)) * (1 - sigmoid(tau * (x - 1))) * x

const examples: readonly (readonly [PolicyLossOptions, Example])[] = [
  [
    { kind: 'vanilla' },
    {
      losses: [2 * -1.28, 3 * 2 * 0.8, 0.5 * -0.5],
      gradient: [0, 0, 0.5 * -0.5],
      metrics: {
        ...byToken,
        clipFraction: 2 / 3,
        clipFractionLower: 0,
        clipFractionBelow: 1 / 3,
        clipFractionAbove: 1 / 3,
        clipFractionBelowMin: 0,
        clipFractionAboveMax: 1 / 2,
      },
    },
  ],
  [
    // √½ of a negative advantage is below 0.8; of a positive one it stays. Both tokens of the rollout share its gradient.
    { kind: 'vanilla', importanceLevel: 'sequence' },
    {
      losses: [2 * -sqrt(1 / 2), 3 * 2 * 0.8, 0.5 * -0.5],
      gradient: [(2 * -sqrt(1 / 2) + 0) / 2, (2 * -sqrt(1 / 2) + 0) / 2, 0.5 * -0.5],
      metrics: {
        ...heldByRollout,
        clipFraction: 1 / 3,
        clipFractionBelow: (1 / 2 + 0 + 0) / 3,
        clipFractionAbove: 0,
        clipFractionBelowMin: 0,
        clipFractionAboveMax: 0,
      },
    },
  ],
  [
    { kind: 'luspo' }, // the same, a mean over all three rollouts
    {
      losses: [(2 * -sqrt(1 / 2)) / 3, (3 * 2 * 0.8) / 3, (0.5 * -0.5) / 3],
      gradient: [-sqrt(1 / 2) / 3, -sqrt(1 / 2) / 3, (0.5 * -0.5) / 3],
      metrics: { ...heldByRollout, clipFraction: 1 / 3 },
    },
  ],
  [
    { kind: 'luspo', importanceLevel: 'token', emptyRollouts: 'skip' },
    {
      losses: [(2 * -1.28) / 2, (3 * 2 * 0.8) / 2, (0.5 * -0.5) / 2],
      gradient: [0, 0, (0.5 * -0.5) / 2],
      metrics: { ...byToken, clipFraction: 2 / 3 },
    },
  ],
  [
    { kind: 'gspo' }, // a mean over the two rollouts with tokens, of means over their tokens
    {
      losses: [(2 * -sqrt(1 / 2)) / 4, (3 * 2 * 0.8) / 4, (0.5 * -0.5) / 2],
      gradient: [(2 * -sqrt(1 / 2)) / 4, 0, (0.5 * -0.5) / 2],
      metrics: { ...byToken, ...byRollout, clipFraction: 1 / 3, clipFractionLower: 0 },
    },
  ],
  [
    { kind: 'gspo', clipLow: 0.5, clipHigh: 0.5, emptyRollouts: 'count' },
    {
      losses: [(2 * -sqrt(1 / 2)) / 6, (3 * 2 * sqrt(1 / 2)) / 6, (0.5 * -0.5) / 3],
      gradient: [(2 * -sqrt(1 / 2)) / 6, (3 * 2 * sqrt(1 / 2)) / 6, (0.5 * -0.5) / 3],
      metrics: { clipFraction: 0 },
    },
  ],
  [
    { kind: 'cispo' },
    {
      losses: [2 * -1.28 * HALF, 3 * 2 * 0.8 * QUARTER, 0.5 * -0.5 * HALF],
      gradient: [2 * -1.28, 3 * 2 * 0.8, 0.5 * -0.5],
      metrics: { ...byToken, clipFraction: 2 / 3, clipFractionLower: 0 },
    },
  ],
  [
    { kind: 'cispo', importanceLevel: 'sequence' },
    {
      losses: [2 * -0.8 * HALF, 3 * 2 * 0.8 * QUARTER, 0.5 * -0.5 * HALF],
      gradient: [2 * -0.8, 3 * 2 * 0.8, 0.5 * -0.5],
      metrics: { ...heldByRollout, clipFraction: 2 / 3 },
    },
  ],
  [
    { kind: 'cispo', ratioCap: 1.5 },
    {
      losses: [2 * -1.5 * HALF, (3 * 2 * QUARTER) / 4, 0.5 * -0.5 * HALF],
      gradient: [2 * -1.5, (3 * 2) / 4, 0.5 * -0.5],
      metrics: { clipFraction: 1 / 3 },
    },
  ],
  [
    { kind: 'sapo' },
    {
      losses: [
        (2 * -4 * sigmoid(2 - 1)) / 4,
        (3 * 2 * (4 / 1.05) * sigmoid(1.05 * (1 / 4 - 1))) / 4,
        (0.5 * -0.5 * 4 * sigmoid(0)) / 2,
      ],
      gradient: [(2 * -slope(1, 2)) / 4, (3 * 2 * slope(1.05, 1 / 4)) / 4, (0.5 * -0.5) / 2],
      metrics: { ...byToken, clipFraction: 0 },
    },
  ],
  [
    { kind: 'sapo', importanceLevel: 'sequence', tauPos: 2, tauNeg: 3 },
    {
      losses: [
        (2 * -2 * sigmoid(2 * (sqrt(1 / 2) - 1))) / 4,
        (3 * 2 * (4 / 3) * sigmoid(3 * (sqrt(1 / 2) - 1))) / 4,
        (0.5 * -0.5 * 2 * sigmoid(0)) / 2,
      ],
      gradient: [
        (2 * -slope(2, sqrt(1 / 2)) + 3 * 2 * slope(3, sqrt(1 / 2))) / 2 / 4,
        (2 * -slope(2, sqrt(1 / 2)) + 3 * 2 * slope(3, sqrt(1 / 2))) / 2 / 4,
        (0.5 * -0.5) / 2,
      ],
      metrics: heldByRollout,
    },
  ],
  [
    { kind: 'gpg' },
    {
      losses: [2 * -HALF, 3 * 2 * QUARTER, 0.5 * -0.5 * HALF],
      gradient: [2 * -1, 3 * 2, 0.5 * -0.5],
      metrics: byToken,
    },
  ],
  [
    { kind: 'dro' },
    {
      losses: [
        -2 * (HALF - 0.05 * LN2 ** 2),
        -3 * (-2 * QUARTER - 0.05 * (2 * LN2) ** 2),
        -0.5 * (0.5 * HALF - 0.05 * 0),
      ],
      gradient: [-2 * (1 - 0.1 * LN2), -3 * (-2 + 0.1 * 2 * LN2), -0.5 * 0.5],
      metrics: byToken,
    },
  ],
  [
    { kind: 'dppo-tv', clipLow: 0.75, clipHigh: 0.2 }, // probabilities ½ after ¼, ¼ after 1, ½ after ½
    {
      losses: [0, (3 * 2 * QUARTER) / 4, 0.5 * -0.5 * HALF],
      gradient: [0, (3 * 2) / 4, 0.5 * -0.5],
      metrics: { ...byToken, clipFraction: 1 / 3, clipFractionLower: 0 },
    },
  ],
  [
    // z = 0.4 and −0.5; the first rollout's mean advantage is −½, its mean log-weight ln √6
    { kind: 'geo-mean', clipLow: 0.5 },
    {
      losses: [(1 / 2) * exp((0.4 - 0.5) / 2) * sqrt(6) * (1 / 3), 0, (-0.5 * 0.5) / 3],
      gradient: [0, 0, (-0.5 * 0.5) / 3],
      metrics: { ...byToken, clipFraction: 1 / 3, clipFractionLower: 1 / 3 },
    },
  ],
  [
    { kind: 'geo-mean', clipHigh: 1, emptyRollouts: 'skip' },
    {
      losses: [(1 / 2) * exp((LN2 - 0.4) / 2) * sqrt(6) * (1 / 2), 0, (-0.5 * 0.5) / 2],
      gradient: [((1 / 2) * exp((LN2 - 0.4) / 2) * sqrt(6)) / 4, 0, (-0.5 * 0.5) / 2],
      metrics: { clipFraction: 0, clipFractionLower: 1 / 3 },
    },
  ],
]

describe('every kind by hand', () => {
  it.each(examples)('%j', (options, { losses, gradient, metrics }) => {
    const own = ['gspo', 'sapo', 'luspo'].includes(options.kind ?? '')
    const result = lossOf(batch, { ...(!own && { aggregation: 'token-sum' }), ...options })
    const [a, b, c] = gradient
    // geo-mean adds 1e-10 to each weight before it takes the logarithm
    const digits = options.kind === 'geo-mean' ? 8 : 12
    expect(result.loss).toBeCloseTo(losses[0] + losses[1] + losses[2], digits)
    ;[a, 0, b, 0, 0, 0, c, 0, 0].forEach((value, i) => {
      expect(result.gradLogProbs[i], `gradient[${i}]`).toBeCloseTo(value, digits)
    })
    expectNear(result.metrics, { ...metrics, policyLoss: result.loss, tokens: 3 })
  })

  it.each(LOSS_KINDS)(
    '%s: an advantage of 0 moves nothing, even beside a ratio that has overflowed',
    (kind) => {
      const batch: TokenBatch = {
        rollouts: 2,
        offsets: Int32Array.of(0, 1, 2),
        logProbs: floats(-1, -1),
        oldLogProbs: floats(-801, -1),
        advantages: floats(0, 1),
      }
      const { gradLogProbs, metrics } = lossOf(batch, {
        kind,
        profile: 'trl',
        droBeta: 0,
        klCoefficient: 0,
      } as never)
      expect(gradLogProbs[0]).toBe(0)
      for (const value of Object.values(metrics)) expect(value).not.toBeNaN()
    },
  )

  it('sapo: an overflowed ratio closes the gate', () => {
    const far = { ...oneToken(-1, -801, 1) }
    const { loss, gradLogProbs } = lossOf(far, { kind: 'sapo', profile: 'trl' })
    expect([loss, ...gradLogProbs]).toEqual([-4, 0])
  })

  it('an advantage of 0 moves nothing, whatever its ratio', () => {
    const flat = { ...batch, advantages: floats(0, 0, 0) }
    for (const [options] of examples) {
      if (options.kind === 'dro') continue
      const { loss, gradLogProbs } = lossOf(flat, options)
      expect(loss).toBeCloseTo(0, 14)
      expect([...gradLogProbs]).toEqual([0, 0, 0, 0, 0, 0, 0, 0, 0])
    }
  })
})

describe('what every loss counts', () => {
  it('a token at a time', () => {
    const tally = emptyTally()
    observe(tally, 30, 20, 8, -8)
    observe(tally, -1, -1, 0.5, 0)
    expect(tally).toEqual({
      loss: 0,
      tokens: 2,
      clipped: 0,
      clippedLower: 0,
      logRatioSum: 20 - 1,
      ratioSum: 8 + 0.5,
      ratioMin: 0.5,
      ratioMax: 8,
      magnitudes: 30 + 8 + 1 + 0,
    })
  })

  it.each([
    ['vanilla', vanilla],
    ['cispo', cispo],
    ['sapo', sapo],
    ['dppo', dppo],
  ] as const)('%s sees the log-ratio before and after it is held', (_name, kind) => {
    const given = checked({ ...oneToken(-1, -3, 1), advantages: floats(1) })
    const gradient = floats(9)
    const tally = kind(given, floats(1), { logRatioLimit: 1 } as never, gradient)
    expect(tally).toMatchObject({ tokens: 1, logRatioSum: 1 })
    expect(tally.magnitudes).toBeGreaterThanOrEqual(2 + Math.abs(gradient[0]!))
    expect(tally.magnitudes).toBeLessThan(10)
    expectNear(tally, { ratioSum: exp(1), ratioMin: exp(1), ratioMax: exp(1) })
  })

  it('on a limit of the log-ratio the gradient flows, beyond it none does', () => {
    for (const kind of ['vanilla', 'sapo'] as const) {
      const of = (options: object) => lossOf(oneToken(-1, 1, 1), { kind, ...options }).gradLogProbs[0]
      expect(of({ logRatioLimit: 2 })).toBe(of({}))
      expect(of({ logRatioLimit: 2 })).not.toBe(0)
      expect(of({ logRatioLimit: 1.9 })).toBe(0)
    }
  })

  it('and holds log-ratios within ± 20', () => {
    for (const kind of ['vanilla', 'cispo', 'sapo', 'dppo-tv'] as const) {
      expect(lossOf(oneToken(-1, -22, 1), { kind }).metrics).toMatchObject({
        approxKl: -20,
        ratioMax: exp(20),
      })
      expect(lossOf(oneToken(-22, -1, 1), { kind }).metrics.approxKl).toBe(20)
    }
  })
})

describe('vanilla on its bounds', () => {
  const bounds = { clipLow: 0.5, clipHigh: 1, dualClip: 4 } as const

  it.each([
    // name, ratio, advantage, options; loss, gradient, clipFraction, clipFractionLower
    ['on the lower bound', 1 / 2, -1, {}, 1 / 2, 1 / 2, 0, 0],
    ['below it', 1 / 4, -1, {}, 1 / 2, 0, 1, 0],
    ['below it with A > 0', 1 / 4, 1, {}, -1 / 4, -1 / 4, 0, 0],
    ['on the upper bound', 2, 1, {}, -2, -2, 0, 0],
    ['above it', 4, 1, {}, -2, 0, 1, 0],
    ['above it with A < 0', 4, -1, { dualClip: 5 }, 4, 4, 0, 0],
    ['on the dual clip', 4, -1, {}, 4, 4, 0, 0],
    ['above the dual clip', 4, -1, { dualClip: 3 }, 3, 0, 0, 1],
    ['capped below the upper bound', 2, 1, { ratioCap: 1.5 }, -1.5, 0, 0, 0],
    ['capped above the upper bound', 4, -1, { ratioCap: 3 }, 3, 0, 0, 0],
    ['capped below the upper bound with A < 0', 4, -1, { ratioCap: 1.5 }, 2, 0, 0, 0],
    ['no advantage, far below', 1 / 4, 0, {}, 0, 0, 0, 0],
    ['no advantage, far above', 4, 0, { dualClip: 3 }, 0, 0, 0, 0],
  ])('%s', (_name, ratio, advantage, options, loss, gradient, clipFraction, clipFractionLower) => {
    const logProb = ratio > 1 ? 0 : -Math.log2(1 / ratio) * LN2
    const oldLogProb = ratio > 1 ? -Math.log2(ratio) * LN2 : 0
    const result = lossOf(oneToken(logProb, oldLogProb, advantage), { ...bounds, ...options })
    expect(result.loss + 0).toBe(loss)
    expect([...result.gradLogProbs]).toEqual([gradient])
    expect(result.metrics).toMatchObject({ clipFraction, clipFractionLower, ratioMean: ratio, tokens: 1 })
  })

  it('tells the sides apart, over tokens or over rollouts', () => {
    // by token the ratios are 4, 1 and 2, 2, 1/2; by rollout √4 = 2 and ∛2 = 1.26
    const given: TokenBatch = {
      rollouts: 2,
      offsets: Int32Array.of(0, 2, 5),
      logProbs: floats(0, 0, 0, 0, HALF),
      oldLogProbs: floats(QUARTER, 0, HALF, HALF, 0),
      advantages: floats(1, 1, 1, -1, -1),
    }
    const { metrics } = lossOf(given)
    expectNear(metrics, {
      clipFractionAbove: 2 / 5,
      clipFractionBelow: 1 / 5,
      clipFractionAboveMax: 1 / 2,
      clipFractionBelowMin: 0,
    })
    expectNear(lossOf(given, { importanceLevel: 'sequence' }).metrics, {
      clipFractionAbove: (2 / 2 + 0) / 2,
      clipFractionBelow: 0,
      clipFractionAboveMax: 1,
    })
    const below = {
      ...given,
      logProbs: given.oldLogProbs,
      oldLogProbs: given.logProbs,
      advantages: floats(-1, -1),
    }
    expectNear(lossOf(below, { importanceLevel: 'sequence' }).metrics, {
      clipFractionAbove: 0,
      clipFractionBelow: (2 / 2 + 3 / 3) / 2,
      clipFractionBelowMin: 1,
    })
  })

  it.each(['token', 'sequence'] as const)('shares of one %s, and of none', (importanceLevel) => {
    expectNear(lossOf(oneToken(QUARTER, 0, -1), { importanceLevel }).metrics, {
      clipFractionBelow: 1,
      clipFractionBelowMin: 1,
      clipFractionAbove: 0,
      clipFractionAboveMax: 0,
    })
    const none = {
      rollouts: 0,
      offsets: Int32Array.of(0),
      logProbs: floats(),
      oldLogProbs: floats(),
      advantages: floats(),
    }
    expect(lossOf(none, { importanceLevel }).metrics).toEqual({
      policyLoss: 0,
      clipFraction: 0,
      clipFractionLower: 0,
      clipFractionBelow: 0,
      clipFractionAbove: 0,
      clipFractionBelowMin: 0,
      clipFractionAboveMax: 0,
      clipUnits: 0,
      rollouts: 0,
      approxKl: 0,
      ratioMean: 0,
      ratioMin: 0,
      ratioMax: 0,
      tokens: 0,
    })
    expect(lossOf(none, { kind: 'vespo' }).metrics.sequenceWeightMean).toBe(0)
  })

  it('spreads the gradient over a packed rollout', () => {
    const given: TokenBatch = {
      rollouts: 2,
      offsets: Int32Array.of(0, 2, 3),
      logProbs: floats(0, 0, -1),
      oldLogProbs: floats(QUARTER, 0, -1),
      advantages: floats(1, -1, 1),
    }
    // ratio √4 = 2: clipped where A = 1, not where A = −1
    const { gradLogProbs } = lossOf(given, { importanceLevel: 'sequence', aggregation: 'token-sum' })
    expect([...gradLogProbs]).toEqual([(0 + 2) / 2, (0 + 2) / 2, -1])
  })
})

describe('gspo', () => {
  it('lets the gradient flow up to a log-ratio of 10, beyond which the ratio stays', () => {
    const of = (logRatio: number) => lossOf(oneToken(logRatio, 0, -1), { kind: 'gspo' })
    expect([of(10).loss, ...of(10).gradLogProbs]).toEqual([exp(10), exp(10)])
    expect([of(10.5).loss, ...of(10.5).gradLogProbs]).toEqual([exp(10), 0])
  })

  it('clips above 1.28', () => {
    const { loss, metrics } = lossOf(oneToken(0, HALF, 1), { kind: 'gspo' })
    expect([loss, metrics.clipFraction]).toEqual([-1.28, 1])
  })
})

describe('geo-mean', () => {
  const packed = (logRatios: readonly number[], advantages: readonly number[]): TokenBatch => ({
    rollouts: 1,
    offsets: Int32Array.of(0, logRatios.length),
    logProbs: floats(...logRatios),
    oldLogProbs: new Float64Array(logRatios.length),
    advantages: floats(...advantages),
  })

  it('leaves a token without advantage out of the ratio, not out of the means', () => {
    const { loss, gradLogProbs, metrics } = lossOf(packed([0.3, -2, 2, 0], [1, 0, 0, 0]), {
      kind: 'geo-mean',
    })
    const gain = (1 / 4) * exp((0.3 + 0 + 0 + 0) / 4)
    expect(loss).toBeCloseTo(-gain, 14)
    expectNear(gradLogProbs, [-gain / 4, 0, 0, 0])
    expect(metrics).toMatchObject({ clipFraction: 0, clipFractionLower: 0 })
  })

  it('lets the gradient flow on a bound', () => {
    const { gradLogProbs, metrics } = lossOf(packed([0.4, -0.4], [2, 1]), { kind: 'geo-mean' })
    expectNear(gradLogProbs, [-1.5 / 2, -1.5 / 2])
    expect(metrics).toMatchObject({ clipFraction: 0, clipFractionLower: 0 })
  })

  it('clips above where the advantage is positive, below where it is negative', () => {
    const of = (logRatio: number, advantage: number) => {
      const { loss, gradLogProbs, metrics } = lossOf(packed([logRatio], [advantage]), { kind: 'geo-mean' })
      return [loss, gradLogProbs[0], metrics.clipFraction, metrics.clipFractionLower]
    }
    expect(of(2, 1)).toEqual([-exp(0.4), 0, 1, 0])
    expect(of(-2, 1)).toEqual([-exp(-2), -exp(-2), 1, 0])
    expect(of(2, -1)).toEqual([exp(2), exp(2), 0, 1])
    expect(of(-2, -1)).toEqual([exp(-0.4), 0, 0, 1])
  })
})

describe('dppo', () => {
  const { log } = Math
  const wide = { clipLow: 9, clipHigh: 9 }

  it.each([
    // kind, options, p, old p, A; whether the token stays
    ['dppo-tv', {}, 1 / 2, 2 / 5, 1, true],
    ['dppo-tv', {}, 1 / 2, 1 / 4, 1, false],
    ['dppo-tv', {}, 1 / 2, 1 / 4, 0, true],
    ['dppo-tv', {}, 2 / 5, 1 / 2, -1, true],
    ['dppo-tv', {}, 1 / 4, 1 / 2, -1, false],
    ['dppo-tv', {}, 1 / 4, 1 / 2, 0, false],
    ['dppo-tv', {}, 1 / 4, 1 / 2, 1, true],
    ['dppo-tv', { clipHigh: 1 / 4 }, 1 / 2, 1 / 4, 1, true],
    ['dppo-tv', { clipHigh: 0.24 }, 1 / 2, 1 / 4, 1, false],
    ['dppo-tv', { clipLow: 1 / 4 }, 1 / 4, 1 / 2, -1, true],
    ['dppo-tv', { clipLow: 0.24 }, 1 / 4, 1 / 2, -1, false],
    // k = ¼ ln ½ + ¾ ln 3/2 = 0.131
    ['dppo-kl', {}, 1 / 2, 1 / 4, 1, false],
    ['dppo-kl', {}, 1 / 2, 1 / 4, -1, true],
    ['dppo-kl', { clipHigh: 0.132 }, 1 / 2, 1 / 4, 1, true],
    ['dppo-kl', { clipHigh: 0.13 }, 1 / 2, 1 / 4, 1, false],
    ['dppo-kl', {}, 0.3, 1 / 4, 1, true], // k = 0.006
    // k = ½ ln 2 + ½ ln 2/3 = 0.144
    ['dppo-kl', {}, 1 / 4, 1 / 2, -1, false],
    ['dppo-kl', {}, 1 / 4, 1 / 2, 1, true],
    ['dppo-kl', { clipLow: 0.145 }, 1 / 4, 1 / 2, -1, true],
    ['dppo-kl', { clipLow: 0.143 }, 1 / 4, 1 / 2, -1, false],
    ['dppo-kl', {}, 1 / 4, 0.3, -1, true],
    // what keeps the logarithm finite: k = ½ ln ½ + ½ ln(½ / 1e-8) = 8.5, and k = ln 2 + 0 · ln(1e-8 / ½)
    ['dppo-kl', wide, 1, 1 / 2, 1, true],
    ['dppo-kl', { clipHigh: 8.4 }, 1, 1 / 2, 1, false],
    ['dppo-kl', {}, 1 / 2, 1, -1, false],
  ] as const)('%s %j: p = %d after %d, A = %d', (kind, options, p, old, advantage, stays) => {
    const { gradLogProbs, metrics } = lossOf(oneToken(log(p), log(old), advantage), { kind, ...options })
    expect(metrics.clipFraction).toBe(stays ? 0 : 1)
    expectNear(gradLogProbs, [stays ? (-advantage * p) / old : 0])
  })

  it('keeps a token whose probability has not moved, even where k is not 0 for rounding', () => {
    // both probabilities are 1 to the last bit, k = 1e-17
    for (const advantage of [1, -1]) {
      const given = oneToken(-2e-17, -1e-17, advantage)
      expect(lossOf(given, { kind: 'dppo-kl', clipLow: 0, clipHigh: 0 }).metrics.clipFraction).toBe(0)
    }
  })

  it('caps the ratio', () => {
    const of = (ratioCap?: number) => {
      const { loss, gradLogProbs, metrics } = lossOf(oneToken(HALF, QUARTER, -1), {
        kind: 'dppo-tv',
        ratioCap,
      })
      return [loss, gradLogProbs[0], metrics.clipFractionLower]
    }
    expect(of()).toEqual([2 * HALF, 2, 0])
    expect(of(2)).toEqual([2 * HALF, 2, 0])
    expect(of(1.5)).toEqual([1.5 * HALF, 1.5, 1])
    const far = lossOf(oneToken(-1, -5, -1), { kind: 'dppo-tv' }) // e⁴ = 55
    expect([...far.gradLogProbs, far.metrics.clipFractionLower]).toEqual([20, 1])
  })
})

describe('vespo', () => {
  it('weighs a rollout by its ratio', () => {
    const of = (advantage: number) => {
      const { loss, gradLogProbs, metrics } = lossOf(oneToken(HALF, QUARTER, advantage), { kind: 'vespo' })
      return [loss, gradLogProbs[0]!, metrics.sequenceWeightMean!, metrics.ratioMean]
    }
    const positive = exp(3 + 2 * LN2 - 3 * 2)
    const negative = exp(2 + 3 * LN2 - 2 * 2)
    expectNear(of(1), [-positive * HALF, -positive, positive, 2])
    expectNear(of(-1), [negative * HALF, negative, negative, 2])
    expectNear(of(0), [0, 0, positive, 2])
    expectNear(of(0.5), [-0.5 * positive * HALF, -0.5 * positive, positive, 2])
  })

  it('lets importance weights enter the ratio, and 1 stand for a rollout without tokens', () => {
    const { loss, gradLogProbs, metrics } = lossOf(batch, { kind: 'vespo', aggregation: 'token-sum' })
    // w = 2 · 1/4 · 2 · 3 = 3 for the first rollout, 1/2 for the last
    const positive = exp(3 + 2 * Math.log(3) - 3 * 3)
    const negative = exp(2 + 3 * Math.log(3) - 2 * 3)
    const last = exp(3 + 2 * HALF - 3 / 2)
    expect(loss).toBeCloseTo(-positive * HALF + 2 * negative * QUARTER - 0.5 * last * HALF, 12)
    expectNear(gradLogProbs, [-positive, 0, 2 * negative, 0, 0, 0, -0.5 * last, 0, 0])
    expectNear(metrics, {
      approxKl: byToken.approxKl,
      sequenceWeightMean: (negative + 1 + last) / 3,
      ratioMean: (3 + 3 + 1 / 2) / 3,
    })
  })

  it('takes its powers and decays from the options', () => {
    const options = { kind: 'vespo', powerPos: 1, decayPos: 0.5, powerNeg: 0.25, decayNeg: 1 } as const
    const of = (advantage: number) => lossOf(oneToken(HALF, QUARTER, advantage), options).gradLogProbs[0]
    expect(of(1)).toBeCloseTo(-exp(0.5 + LN2 - 0.5 * 2), 12)
    expect(of(-1)).toBeCloseTo(exp(1 + 0.25 * LN2 - 2), 12)
  })

  it('holds every term, and their sum', () => {
    const ratioOf = (logRatios: readonly number[], importanceWeights?: readonly number[]) =>
      lossOf(
        {
          rollouts: 1,
          offsets: Int32Array.of(0, logRatios.length),
          logProbs: floats(...logRatios),
          oldLogProbs: new Float64Array(logRatios.length),
          advantages: floats(1),
          importanceWeights: importanceWeights && floats(...importanceWeights),
        },
        { kind: 'vespo' },
      ).metrics.ratioMean
    expect(ratioOf([30])).toBe(exp(20))
    expect(ratioOf([-30])).toBeCloseTo(1e-8, 20)
    expect(ratioOf([-30, 15])).toBeCloseTo(exp(-20 + 15), 12)
    expect(ratioOf([30, -15])).toBeCloseTo(exp(20 - 15), 9)
    expect(ratioOf([15], [0])).toBeCloseTo(exp(15) * 1e-8, 12)
    expect(ratioOf([-15], [1e99])).toBeCloseTo(exp(20 - 15), 9)
  })
})

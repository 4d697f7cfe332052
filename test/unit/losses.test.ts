import { isLeft } from 'fp-ts/lib/Either.js'
import { describe, expect, it } from 'vitest'
import { describeError } from '../../src/errors.js'
import { LOSS_KINDS } from '../../src/losses/loss-options.js'
import type { PolicyLossOptions } from '../../src/losses/policy-loss.js'
import { type RolloutCorrectionOptions, rolloutCorrection } from '../../src/losses/rollout-correction.js'
import type { TokenBatch } from '../../src/losses/token-batch.js'
import { floats, lossOf, refusal } from './losses/by-hand.js'

/** Two rollouts of two and one tokens; what is masked is NaN. */
const batch: TokenBatch = {
  rollouts: 2,
  tokens: 2,
  logProbs: floats(-1, -0.5, -2, Number.NaN),
  oldLogProbs: floats(-1, -1, -1, Number.NaN),
  advantages: floats(1, -1),
  responseMask: [true, true, true, false],
}

describe('policyLoss', () => {
  it('is the clipped loss by hand', () => {
    const { loss, gradLogProbs, metrics } = lossOf(batch)
    // ratios 1, e^0.5 = 1.65 clipped to 1.28 with A = 1, and e^-1 = 0.37 raised to 0.8 with A = -1
    expect(loss).toBeCloseTo((-1 - 1.28 + 0.8) / 3, 14)
    expect([...gradLogProbs]).toEqual([-1 / 3, 0, 0, 0])
    expect(metrics).toMatchObject({ tokens: 3, clipFraction: 2 / 3, clipFractionLower: 0 })
    expect(metrics.approxKl).toBeCloseTo((0 - 0.5 + 1) / 3, 14)
  })

  it('takes the dual clip where the advantage is negative and the ratio large', () => {
    const { loss, gradLogProbs, metrics } = lossOf({ ...batch, logProbs: floats(-1, -1, 1, 0) })
    expect(loss).toBeCloseTo((-1 - 1 + 3) / 3, 14) // e^2 = 7.39 stops at 3
    expect(gradLogProbs[2]).toBe(0)
    expect(metrics.clipFractionLower).toBe(1 / 3)
  })

  it('aggregates', () => {
    const ones = { ...batch, logProbs: batch.oldLogProbs, advantages: floats(-1, -1) } // L = 1 at each token
    const of = (options: PolicyLossOptions) => lossOf(ones, options).loss
    expect(of({ aggregation: 'token-mean' })).toBeCloseTo(1, 14)
    expect(of({ aggregation: 'token-sum' })).toBe(3)
    expect(of({ aggregation: 'seq-mean-token-sum' })).toBe((2 + 1) / 2)
    expect(of({ aggregation: 'seq-mean-token-mean' })).toBe((2 / 2 + 1 / 1) / 2)
    expect(of({ aggregation: 'seq-mean-token-sum-norm' })).toBe(3 / (2 * 2))
    expect(of({ aggregation: 'seq-mean-token-sum-norm', profile: 'published' })).toBe(3 / 2)
    expect(of({ aggregation: 'token-mean', denominators: { tokens: 30 } })).toBeCloseTo(3 / 30, 14)
  })

  it('counts rollouts without tokens where asked to', () => {
    const half = {
      ...batch,
      logProbs: batch.oldLogProbs,
      advantages: floats(-1, -1),
      responseMask: [1, 1, 0, 0],
    }
    expect(lossOf(half, { aggregation: 'seq-mean-token-sum' }).loss).toBe(2)
    expect(lossOf(half, { aggregation: 'seq-mean-token-sum', emptyRollouts: 'count' }).loss).toBe(1)
    expect(lossOf(half, { kind: 'geo-mean' }).loss).toBe(0.5)
    expect(lossOf(half, { kind: 'geo-mean', emptyRollouts: 'skip' }).loss).toBe(1)
  })

  it.each(LOSS_KINDS)('%s of no token at all is 0, and its gradient too', (kind) => {
    const nothing = lossOf({ ...batch, responseMask: [0, 0, 0, 0] }, { kind } as PolicyLossOptions)
    expect(nothing.loss).toBe(0)
    expect([...nothing.gradLogProbs]).toEqual([0, 0, 0, 0])
    expect(Object.values(nothing.metrics).every(Number.isFinite)).toBe(true)
    const none = { rollouts: 0, tokens: 4, logProbs: floats(), oldLogProbs: floats(), advantages: floats() }
    expect(lossOf({ ...none, responseMask: [] }, { kind } as PolicyLossOptions).loss).toBe(0)
  })

  it.each(LOSS_KINDS)('%s never has a gradient of -0', (kind) => {
    const weights = { importanceWeights: floats(0, 1, 0, 1), advantages: floats(1, 0) }
    const { gradLogProbs } = lossOf({ ...batch, ...weights }, { kind } as PolicyLossOptions)
    expect([...gradLogProbs].some((value) => Object.is(value, -0))).toBe(false)
  })

  it('writes into a given buffer of either precision', () => {
    const gradLogProbs = new Float32Array(4).fill(9)
    expect(lossOf(batch, { gradLogProbs }).gradLogProbs).toBe(gradLogProbs)
    expect([...gradLogProbs]).toEqual([Math.fround(-1 / 3), 0, 0, 0])
  })

  it('gives an entropy bonus', () => {
    const entropies = floats(1, 2, 3, Number.NaN)
    const plain = lossOf({ ...batch, entropies })
    const bonus = lossOf({ ...batch, entropies }, { entropyCoefficient: 0.1 })
    expect(plain.metrics.entropy).toBeCloseTo((1 + 2 + 3) / 3, 14)
    expect(bonus.loss).toBeCloseTo(plain.loss - 0.1 * 2, 14)
    expect([...bonus.gradEntropies!]).toEqual([-0.1 * (1 / 3), -0.1 * (1 / 3)])
    expect(refusal(batch, { entropyCoefficient: 0.1 }).argument).toBe('entropies')
  })

  it('stops the pull of a clamped k3, not of an unclamped one', () => {
    // u = logProb - refLogProb = -2.7: e^2.7 - 2.7 - 1 = 11.18 is above 10
    const far = { ...batch, refLogProbs: floats(1.7, 2.2, 0.7, Number.NaN), advantages: floats(0, 0) }
    const pull = (estimator: 'k3' | 'k3-unclamped') =>
      lossOf(far, { kl: { estimator, coefficient: 1 } }).gradLogProbs[0]
    expect(pull('k3')).toBe(0)
    expect(pull('k3-unclamped')).toBeCloseTo((1 - Math.exp(2.7)) / 3, 12)
  })

  it('describes the importance weights', () => {
    const { metrics } = lossOf({ ...batch, importanceWeights: floats(1, 1, 4, Number.NaN) })
    expect(metrics.weightMean).toBe(2)
    expect(metrics.effectiveSampleSize).toBeCloseTo(6 ** 2 / (3 * (1 + 1 + 16)), 14)
    const zeroed = lossOf({ ...batch, importanceWeights: floats(0, 0, 0, 0) })
    expect(zeroed.metrics.effectiveSampleSize).toBe(0)
  })

  it('takes the tokens of largest covariance', () => {
    const four: TokenBatch = {
      rollouts: 1,
      offsets: Int32Array.of(0, 4),
      logProbs: floats(-1, -2, -3, -4),
      oldLogProbs: floats(-1.1, -2, -3, -4),
      advantages: floats(2, 0, 0, 0),
    }
    // covariances (2 - 0.5)(-1 + 2.5) = 2.25, (-0.5)(0.5) = -0.25, 0.25, 0.75
    const kl = lossOf(four, { kind: 'kl-cov', covRatio: 0.25, aggregation: 'token-sum' })
    expect(kl.loss).toBeCloseTo(-2 * Math.exp(0.1) + 0.1, 12)
    expect(kl.metrics.clipFraction).toBe(0.25)
    const clip = lossOf(four, { kind: 'clip-cov', covRatio: 0.25, aggregation: 'token-sum' })
    expect(clip.loss).toBeCloseTo(0, 14)
    expect([...clip.gradLogProbs]).toEqual([0, 0, 0, 0])
  })
})

describe('what policyLoss refuses', () => {
  const inMask = 'finite where the response mask selects'
  const { responseMask: _, tokens: __, ...unmasked } = batch

  it.each([
    ['no batch', null, {}, 'batch'],
    ['a plain array', { ...batch, logProbs: [1, 2, 3, 4] }, {}, 'logProbs'],
    ['missing old log-probabilities', { ...batch, oldLogProbs: undefined }, {}, 'oldLogProbs'],
    ['a short reference', { ...batch, refLogProbs: floats(1) }, {}, 'refLogProbs'],
    ['wrong columns', { ...batch, tokens: 3 }, {}, 'logProbs'],
    ['a fraction of a rollout', { ...batch, rollouts: 1.5 }, {}, 'rollouts'],
    ['no mask', { ...batch, responseMask: undefined }, {}, 'responseMask'],
    ['a short mask', { ...batch, responseMask: [1, 1] }, {}, 'responseMask'],
    ['three advantages', { ...batch, advantages: floats(1, 2, 3) }, {}, 'advantages'],
    ['offsets that fall', { ...unmasked, offsets: Int32Array.of(0, 5, 4) }, {}, 'offsets[2]'],
    ['offsets that start late', { ...unmasked, offsets: Int32Array.of(1, 2, 4) }, {}, 'offsets[0]'],
    ['offsets that end early', { ...unmasked, offsets: Int32Array.of(0, 2, 3) }, {}, 'offsets[2]'],
    ['too few offsets', { ...unmasked, offsets: Int32Array.of(0, 4) }, {}, 'offsets'],
    ['no options object', batch, null, 'options'],
    ['an unknown kind', batch, { kind: 'ppo' }, 'options.kind'],
    ['an unknown option', batch, { cliplow: 0.2 }, 'options.cliplow'],
    ['a dual clip of 1', batch, { dualClip: 1 }, 'options.dualClip'],
    ['a negative range', batch, { clipLow: -0.1 }, 'options.clipLow'],
    ['an unknown aggregation', batch, { aggregation: 'mean' }, 'options.aggregation'],
    ['a denominator of 0', batch, { denominators: { tokens: 0 } }, 'options.denominators.tokens'],
    ['an unknown denominator', batch, { denominators: { token: 3 } }, 'options.denominators.token'],
    [
      'an unknown estimator',
      batch,
      { kl: { estimator: 'constructor', coefficient: 1 } },
      'options.kl.estimator',
    ],
    ['a KL without a reference', batch, { kl: { estimator: 'k1', coefficient: 1 } }, 'refLogProbs'],
    ['a KL without a coefficient', batch, { kl: { estimator: 'k1' } }, 'options.kl.coefficient'],
    ['a short buffer', batch, { gradLogProbs: new Float64Array(3) }, 'options.gradLogProbs'],
    ['an input as buffer', batch, { gradLogProbs: batch.logProbs }, 'options.gradLogProbs'],
  ])('%s', (_name, given, options, argument) => {
    expect(refusal(given, options).argument).toBe(argument)
  })

  it.each(LOSS_KINDS)('%s: a number that is not finite, named with its index', (kind) => {
    for (const bad of [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]) {
      const at = (values: Float64Array, i: number) => values.map((value, j) => (j === i ? bad : value))
      const weights = floats(1, 1, 1, 1)
      const spoiled: readonly [TokenBatch, string][] = [
        [{ ...batch, logProbs: at(floats(-1, -1, -1, -1), 1) }, 'logProbs[1]'],
        [{ ...batch, oldLogProbs: at(floats(-1, -1, -1, -1), 2) }, 'oldLogProbs[2]'],
        [{ ...batch, advantages: at(floats(1, 1), 1) }, 'advantages[1]'],
        [{ ...batch, importanceWeights: at(weights, 0) }, 'importanceWeights[0]'],
      ]
      for (const [given, argument] of spoiled) {
        // a log is held within bounds, so these two can only see a weight that is no number
        const bounded = kind === 'vespo' && argument.startsWith('importance') && !Number.isNaN(bad)
        if (!bounded) expect(refusal(given, { kind })).toMatchObject({ argument, expected: inMask })
      }
    }
  })

  it('a packed batch that should be divided by a length nobody gave', () => {
    const { argument } = refusal(
      {
        ...unmasked,
        logProbs: floats(-1, -1, -1, -1),
        oldLogProbs: floats(-1, -1, -1, -1),
        offsets: Int32Array.of(0, 2, 4),
      },
      { aggregation: 'seq-mean-token-sum-norm' },
    )
    expect(argument).toBe('tokens')
  })
})

describe('rolloutCorrection', () => {
  const sampled = {
    rollouts: 2,
    tokens: 2,
    oldLogProbs: floats(-1, -1, -1, -12),
    rolloutLogProbs: floats(-1, -3, -1, -1),
    responseMask: [1, 1, 1, 1],
  }

  function correct(options?: RolloutCorrectionOptions, given = sampled) {
    const result = rolloutCorrection(given, { profile: 'published', ...options })
    if (isLeft(result)) throw new Error(describeError(result.left))
    return result.right
  }

  it('does what the recipe asks for', () => {
    const { importanceWeights, responseMask, metrics } = correct()
    expect([...importanceWeights!]).toEqual([1, 0, 0, 0]) // e^2 is above 5; e^-11 is below 1e-4 and vetoes its rollout
    expect([...responseMask]).toEqual([1, 1, 1, 1])
    expect(metrics.weights).toMatchObject({
      outOfBoundsFraction: 0.5,
      vetoedFraction: 0.5,
      catastrophicFraction: 0.25,
    })
  })

  it('truncates, masks, clamps', () => {
    const bounds = { upper: 2, lower: 0.25, vetoThreshold: 0 } as const
    expect([...correct({ ...bounds, mode: 'truncate' }).importanceWeights!]).toEqual([1, 2, 1, Math.exp(-11)])
    expect([...correct({ ...bounds, mode: 'mask' }).importanceWeights!]).toEqual([1, 0, 1, 0])
    expect([...correct({ ...bounds, mode: 'clamp' }).importanceWeights!]).toEqual([1, 2, 1, 0.25])
  })

  it('weighs by rollout', () => {
    const of = (level: 'sequence' | 'geometric') =>
      correct({ level, mode: 'truncate', upper: 100, vetoThreshold: 0 }).importanceWeights![0]
    expect(of('sequence')).toBe(Math.exp(0 + 2))
    expect(of('geometric')).toBe(Math.exp((0 + 2) / 2))
  })

  it('normalises, and does not divide by nothing', () => {
    const options = { upper: 2, mode: 'truncate', vetoThreshold: 0, batchNormalize: true } as const
    const { importanceWeights, metrics } = correct(options)
    expect(metrics.weights!.normalizationFactor).toBeCloseTo((1 + 2 + 1 + Math.exp(-11)) / 4, 14)
    expect(importanceWeights!.reduce((sum, weight) => sum + weight, 0) / 4).toBeCloseTo(1, 14)
    const nothing = correct({ ...options, mode: 'mask', lower: 1.5 })
    expect(nothing.metrics.weights).toMatchObject({ normalizationFactor: 1 })
    expect(nothing.metrics.weights!.applied.effectiveSampleSize).toBe(0)
  })

  it('rejects tokens and rollouts', () => {
    const keeps = (options: RolloutCorrectionOptions['rejection']) => [
      ...correct({ level: 'none', rejection: options }).responseMask,
    ]
    expect(keeps([{ measure: 'token-k1', upper: 2 }])).toEqual([1, 0, 1, 0])
    // k1 = -d: the bounds are on rollout / old, so 1/2 to 100 here is 1/100 to 2 of old / rollout
    expect(keeps([{ measure: 'token-k1', lower: 0.5, upper: 1e9 }])).toEqual([1, 0, 1, 1])
    expect(keeps([{ measure: 'seq-sum-k2', upper: 3 }])).toEqual([1, 1, 0, 0])
    expect(keeps([{ measure: 'seq-max-k3', upper: 5 }])).toEqual([1, 1, 0, 0])
    expect(
      keeps([
        { measure: 'token-k2', upper: 1 },
        { measure: 'seq-mean-k2', upper: 9 },
      ]),
    ).toEqual([1, 0, 0, 0])
  })

  it('gives metrics alone', () => {
    const { importanceWeights, metrics } = correct({ level: 'none' })
    expect(importanceWeights).toBeUndefined()
    expect(Object.keys(metrics)).toEqual(['mismatch'])
    expect(metrics.mismatch.kl).toBeCloseTo((0 - 2 - 0 + 11) / 4, 14)
  })

  it('of nothing is nothing', () => {
    const { metrics } = correct(
      { rejection: [{ measure: 'token-k2', upper: 1 }] },
      { ...sampled, responseMask: [0, 0, 0, 0] },
    )
    expect(JSON.stringify(metrics)).not.toContain('null') // JSON writes NaN and Infinity as null
  })

  it.each([
    ['a short array', { rolloutLogProbs: floats(-1) }, {}, 'rolloutLogProbs'],
    ['NaN', { oldLogProbs: floats(-1, Number.NaN, -1, -1) }, {}, 'oldLogProbs[1]'],
    ['an unknown level', {}, { level: 'row' }, 'options.level'],
    ['an unknown mode', {}, { mode: 'clip' }, 'options.mode'],
    ['bounds the wrong way', {}, { upper: 2, lower: 3 }, 'options.lower'],
    ['a negative veto', {}, { vetoThreshold: -1 }, 'options.vetoThreshold'],
    ['an unknown option', {}, { threshold: 2 }, 'options.threshold'],
    ['an unknown measure', {}, { rejection: [{ measure: 'k1', upper: 2 }] }, 'options.rejection[0].measure'],
    [
      'a lower bound of k2',
      {},
      { rejection: [{ measure: 'token-k2', upper: 2, lower: 1 }] },
      'options.rejection[0].lower',
    ],
  ])('refuses %s', (_name, change, options, argument) => {
    const result = rolloutCorrection({ ...sampled, ...change }, options as RolloutCorrectionOptions)
    expect(isLeft(result) && result.left.argument).toBe(argument)
  })
})

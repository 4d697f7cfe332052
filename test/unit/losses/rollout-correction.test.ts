import { isLeft } from 'fp-ts/lib/Either.js'
import { describe, expect, it } from 'vitest'
import { type BadBatch, type BadOption, describeError } from '../../../src/errors.js'
import {
  type RolloutCorrection,
  type RolloutCorrectionBatch,
  type RolloutCorrectionOptions,
  rolloutCorrection,
} from '../../../src/losses/rollout-correction.js'
import type { MismatchMetrics } from '../../../src/losses/rollout-mismatch.js'
import type { RejectionRule } from '../../../src/losses/rollout-rejection.js'
import type { WeightMetrics, WeightOptions } from '../../../src/losses/rollout-weights.js'
import { expectNear, floats, HALF, QUARTER } from './by-hand.js'

const { exp, LN2, sqrt } = Math
const nan = Number.NaN

/**
 * Three rollouts, the second without a token:
 *
 *     token   old probability   sampled with   ratio   d
 *     0       1/2               1/4            2       ln 2
 *     2       1/4               1              1/4     −2 ln 2
 *     6       1/2               1/2            1       0
 */
const batch: RolloutCorrectionBatch = {
  rollouts: 3,
  tokens: 3,
  oldLogProbs: floats(HALF, nan, QUARTER, nan, nan, nan, HALF, nan, nan),
  rolloutLogProbs: floats(QUARTER, nan, 0, nan, nan, nan, HALF, nan, nan),
  responseMask: [1, 0, 1, 0, 0, 0, 1, 0, 0],
}

const none: RolloutCorrectionBatch = {
  rollouts: 0,
  offsets: Int32Array.of(0),
  oldLogProbs: floats(),
  rolloutLogProbs: floats(),
}

/** Two rollouts whose tokens are all masked. */
const masked: RolloutCorrectionBatch = {
  rollouts: 2,
  tokens: 1,
  oldLogProbs: floats(nan, nan),
  rolloutLogProbs: floats(nan, nan),
  responseMask: [0, 0],
}

/** Rollouts of tokens with these old / sampled ratios, packed. */
const withRatios = (...rollouts: readonly (readonly number[])[]): RolloutCorrectionBatch => {
  const logRatios = rollouts.flat().map((ratio) => Math.log2(ratio) * LN2)
  const offsets = new Int32Array(rollouts.length + 1)
  rollouts.forEach((ratios, s) => {
    offsets[s + 1] = offsets[s]! + ratios.length
  })
  return {
    rollouts: rollouts.length,
    offsets,
    oldLogProbs: Float64Array.from(logRatios),
    rolloutLogProbs: new Float64Array(logRatios.length),
  }
}

function correct(given: RolloutCorrectionBatch, options?: RolloutCorrectionOptions): RolloutCorrection {
  const result = rolloutCorrection(given, { profile: 'published', ...options })
  if (isLeft(result)) throw new Error(describeError(result.left))
  return result.right
}

function refusal(given: unknown, options?: unknown): BadBatch | BadOption {
  const result = rolloutCorrection(given as RolloutCorrectionBatch, options as RolloutCorrectionOptions)
  if (!isLeft(result)) throw new Error('was accepted')
  return result.left
}

describe('mismatch', () => {
  it('by hand', () => {
    // mean log-probabilities of the first rollout: −1.5 ln 2 against −ln 2; of the last −ln 2 twice
    const expected: MismatchMetrics = {
      trainingPerplexity: (exp(1.5 * LN2) + 1 + 2) / 3,
      trainingLogPerplexity: (1.5 * LN2 + 0 + LN2) / 3,
      rolloutPerplexity: (2 + 1 + 2) / 3,
      rolloutLogPerplexity: (LN2 + 0 + LN2) / 3,
      kl: (-LN2 + 2 * LN2 + 0) / 3,
      k3Kl: (2 - LN2 - 1 + (1 / 4 + 2 * LN2 - 1) + 0) / 3,
      logPerplexityDifference: LN2 / 2 / 3,
      logPerplexityAbsoluteDifference: LN2 / 2 / 3,
      logPerplexityDifferenceMax: LN2 / 2,
      logPerplexityDifferenceMin: 0,
      perplexityRatio: (sqrt(2) + 1 + 1) / 3,
      chiSquaredToken: (4 + 1 / 16 + 1) / 3 - 1,
      chiSquaredSequence: (1 / 4 - 1 + (1 - 1) + (1 - 1)) / 3,
    }
    expectNear(correct(batch).metrics.mismatch, expected)
  })

  it('has signs', () => {
    const { mismatch } = correct(withRatios([2], [1 / 4])).metrics
    expectNear(mismatch, {
      logPerplexityDifference: (-LN2 + 2 * LN2) / 2,
      logPerplexityAbsoluteDifference: (LN2 + 2 * LN2) / 2,
      logPerplexityDifferenceMax: 2 * LN2,
      logPerplexityDifferenceMin: -LN2,
    })
  })

  it('holds what it squares within ± 20', () => {
    const far = { ...withRatios([1]), oldLogProbs: floats(-1), rolloutLogProbs: floats(-31) }
    expect(correct(far).metrics.mismatch.chiSquaredToken).toBe(exp(2 * 20) - 1)
  })

  it('of no rollout, and of none with tokens', () => {
    const names = Object.keys(correct(batch).metrics.mismatch)
    const zeros = Object.fromEntries(names.map((name) => [name, 0]))
    expect(correct(none).metrics.mismatch).toEqual(zeros)
    expect(correct(masked).metrics.mismatch).toEqual({
      ...zeros,
      trainingPerplexity: 1,
      rolloutPerplexity: 1,
      perplexityRatio: 1,
    })
  })
})

describe('weights', () => {
  const metricsOf = (given: RolloutCorrectionBatch, options: WeightOptions): WeightMetrics =>
    correct(given, options).metrics.weights!

  it('by token', () => {
    const { importanceWeights, metrics } = correct(batch, { upper: 2, lower: 1 / 2 })
    expect([...importanceWeights!]).toEqual([2, 0, 0, 0, 0, 0, 1, 0, 0])
    const { raw, applied, ...rest } = metrics.weights!
    // the clamped weights 2, ½, 1 have mean 7/6 and mean square 21/12
    const variance = 21 / 12 - (7 / 6) ** 2
    expectNear(raw, {
      mean: (2 + 1 / 4 + 1) / 3,
      max: 2,
      min: 1 / 4,
      std: sqrt(variance),
      effectiveSampleSize: (7 / 6) ** 2 / (21 / 12),
      rolloutMean: (9 / 8 + 0 + 1) / 3,
      rolloutStd: sqrt(((9 / 8 - 17 / 24) ** 2 + (17 / 24) ** 2 + (1 - 17 / 24) ** 2) / 2),
      rolloutMax: 9 / 8,
      rolloutMin: 0,
      rolloutMaxDeviation: 1,
    })
    expectNear(applied, {
      mean: (2 + 0 + 1) / 3,
      max: 2,
      min: 0,
      std: sqrt(5 / 3 - 1),
      effectiveSampleSize: 1 / (5 / 3),
      rolloutMean: (1 + 0 + 1) / 3,
      rolloutMax: 1,
      rolloutMin: 0,
      rolloutMaxDeviation: 1,
    })
    expectNear(rest, {
      fractionHigh: 0,
      fractionLow: 1 / 3,
      rolloutFractionHigh: 0,
      rolloutFractionLow: 1 / 3,
      outOfBoundsFraction: 1 / 3,
      rolloutOutOfBoundsFraction: 1 / 3,
      catastrophicFraction: 0,
      vetoedFraction: 0,
    })
  })

  it.each([
    // level, options; weights of the first and the last rollout
    ['token', {}, [2, 0, 1]], // the recipe: 0.5 to 5
    ['token', { upper: 4 }, [2, 1 / 4, 1]], // down to 1 / 4, bounds included
    ['token', { upper: 1 }, [0, 0, 1]],
    ['token', { lower: 0 }, [2, 1 / 4, 1]],
    ['token', { mode: 'truncate', upper: 1 }, [1, 1 / 4, 1]],
    ['token', { mode: 'clamp', upper: 1, lower: 1 }, [1, 1, 1]],
    ['sequence', {}, [1 / 2, 1 / 2, 1]],
    ['sequence', { lower: 0.51 }, [0, 0, 1]],
    ['geometric', {}, [sqrt(1 / 2), sqrt(1 / 2), 1]],
    ['geometric', { mode: 'truncate', upper: 0.6, lower: 0.1 }, [0.6, 0.6, 0.6]],
  ] as const)('at level %s with %j', (level, options, [a, b, c]) => {
    expectNear(correct(batch, { level, ...options }).importanceWeights!, [a, 0, b, 0, 0, 0, c, 0, 0])
  })

  it('are inside on their bounds', () => {
    const onBounds = withRatios([2], [1 / 2])
    for (const level of ['token', 'sequence', 'geometric'] as const) {
      const { importanceWeights, metrics } = correct(onBounds, { level, upper: 2 })
      expect([...importanceWeights!]).toEqual([2, 1 / 2])
      expect(metrics.weights).toMatchObject({
        fractionHigh: 0,
        fractionLow: 0,
        rolloutFractionHigh: 0,
        rolloutFractionLow: 0,
        outOfBoundsFraction: 0,
        rolloutOutOfBoundsFraction: 0,
      })
    }
  })

  it('count what is outside by token, at the sequence level by rollout', () => {
    const given = withRatios([4, 1, 1], [1 / 4], [1, 1])
    const fractions = (level: WeightOptions['level']) => metricsOf(given, { level, upper: 2, lower: 1 / 2 })
    expectNear(fractions('token'), { fractionHigh: 1 / 6, fractionLow: 1 / 6, outOfBoundsFraction: 2 / 6 })
    expectNear(fractions('token'), {
      rolloutFractionHigh: 0,
      rolloutFractionLow: 1 / 3,
      rolloutOutOfBoundsFraction: 2 / 3,
    })
    expectNear(fractions('sequence'), { fractionHigh: 1 / 3, fractionLow: 1 / 3, outOfBoundsFraction: 4 / 6 })
    expectNear(fractions('sequence'), { rolloutFractionHigh: 1 / 3, rolloutFractionLow: 1 / 3 })
    // ∛4 = 1.59 is inside
    expectNear(fractions('geometric'), { fractionHigh: 0, fractionLow: 1 / 6, outOfBoundsFraction: 1 / 6 })
  })

  it('have raw extremes over rollouts, held above only, where they are the rollout’s', () => {
    const far = {
      ...withRatios([1, 1], [1]),
      oldLogProbs: floats(-12, -13, -1),
      rolloutLogProbs: floats(0, 0, -1),
    }
    const near = { ...far, oldLogProbs: far.rolloutLogProbs, rolloutLogProbs: far.oldLogProbs }
    expectNear(metricsOf(far, { level: 'sequence' }).raw, {
      max: 1,
      min: exp(-25),
      mean: (2 * exp(-20) + 1) / 3,
    })
    expect(metricsOf(far, { level: 'sequence' }).raw.min).toBe(exp(-25))
    expect(metricsOf(near, { level: 'sequence' }).raw).toMatchObject({ max: exp(20), min: 1 })
    expect(metricsOf(far, { level: 'geometric' }).raw.min).toBe(exp(-12.5))
    const token = { ...withRatios([1]), oldLogProbs: floats(-30) }
    expect(metricsOf(token, { level: 'token' }).raw.min).toBe(exp(-20))
    // a rollout without tokens has ratio 1 there
    expectNear(metricsOf(batch, { level: 'geometric' }).raw, { max: 1, min: sqrt(1 / 2) })
    expectNear(metricsOf(withRatios([1 / 4]), { level: 'geometric' }).raw, { max: 1 / 4, min: 1 / 4 })
  })

  it('veto a rollout for a token below the threshold, not on it', () => {
    const given = withRatios([1 / 2, 1, 1], [1])
    const veto = (vetoThreshold?: number) => {
      const { importanceWeights, metrics } = correct(given, { vetoThreshold, lower: 0 })
      return [[...importanceWeights!], metrics.weights!.catastrophicFraction, metrics.weights!.vetoedFraction]
    }
    expect(veto()).toEqual([[1 / 2, 1, 1, 1], 0, 0])
    expect(veto(0)).toEqual([[1 / 2, 1, 1, 1], 0, 0])
    expect(veto(1 / 2)).toEqual([[1 / 2, 1, 1, 1], 0, 0])
    expect(veto(0.51)).toEqual([[0, 0, 0, 1], 1 / 4, 1 / 2])
    const rare = { ...withRatios([1, 1]), oldLogProbs: floats(Math.log(0.9e-4), 0) }
    expect([...correct(rare, { lower: 0 }).importanceWeights!]).toEqual([0, 0]) // the recipe's 1e-4
  })

  it('normalise by the mean over tokens, or over the rollouts with tokens', () => {
    const given = { ...withRatios([2, 2, 2], [], [1]) }
    const normalised = (level: WeightOptions['level'], change: WeightOptions = {}) => {
      const options = { level, upper: 9, lower: 0, batchNormalize: true, ...change }
      const { importanceWeights, metrics } = correct(given, options)
      return [metrics.weights!.normalizationFactor!, ...importanceWeights!]
    }
    const byToken = (3 * 2 + 1) / 4
    const bySequence = (8 + 1) / 2
    const byMean = (2 + 1) / 2
    expectNear(normalised('token'), [byToken, 2 / byToken, 2 / byToken, 2 / byToken, 1 / byToken])
    expectNear(normalised('sequence'), [
      bySequence,
      8 / bySequence,
      8 / bySequence,
      8 / bySequence,
      1 / bySequence,
    ])
    expectNear(normalised('geometric'), [byMean, 2 / byMean, 2 / byMean, 2 / byMean, 1 / byMean])
    const tiny = (weight: number) => normalised('token', { mode: 'clamp', lower: weight, upper: weight })
    expect(tiny(1e-8)).toEqual([1, 1e-8, 1e-8, 1e-8, 1e-8])
    expect(tiny(2e-8)).toEqual([2e-8, 1, 1, 1, 1])
    expect(metricsOf(given, { batchNormalize: false })).not.toHaveProperty('normalizationFactor')
  })

  it('of one token', () => {
    const one = metricsOf(withRatios([4]), { upper: 2 })
    expectNear(one, {
      fractionHigh: 1,
      fractionLow: 0,
      rolloutFractionHigh: 1,
      rolloutFractionLow: 0,
      outOfBoundsFraction: 1,
      rolloutOutOfBoundsFraction: 1,
    })
    expectNear(one.raw, { mean: 4, max: 4, min: 4, std: 0, effectiveSampleSize: 1, rolloutMean: 4 })
    expectNear(one.applied, {
      mean: 0,
      max: 0,
      min: 0,
      std: 0,
      effectiveSampleSize: 0,
      rolloutMaxDeviation: 1,
    })
  })

  it('of no rollout, and of none with tokens', () => {
    for (const level of ['token', 'sequence', 'geometric'] as const) {
      const { raw, applied, ...rest } = metricsOf(none, { level, batchNormalize: true })
      const nothing = Object.fromEntries(Object.keys(raw).map((name) => [name, 0]))
      // the extremes of rollouts are exponentials of log-ratios, of which there are none
      expect(raw).toEqual(level === 'token' ? nothing : { ...nothing, max: 1, min: 1 })
      expect(applied).toEqual(nothing)
      expect(rest).toEqual({
        fractionHigh: 0,
        fractionLow: 0,
        rolloutFractionHigh: 0,
        rolloutFractionLow: 0,
        outOfBoundsFraction: 0,
        rolloutOutOfBoundsFraction: 0,
        catastrophicFraction: 0,
        vetoedFraction: 0,
        normalizationFactor: 1,
      })
      const ofMasked = metricsOf(masked, { level })
      expect(ofMasked.applied).toEqual({ ...nothing, rolloutMaxDeviation: 1 })
      expect(ofMasked.raw).toEqual({
        ...nothing,
        rolloutMaxDeviation: 1,
        ...(level !== 'token' && { max: 1, min: 1 }),
      })
    }
  })
})

describe('rejection', () => {
  const rejected = (given: RolloutCorrectionBatch, ...rejection: readonly RejectionRule[]) => {
    const { responseMask, metrics } = correct(given, { level: 'none', rejection })
    return { mask: [...responseMask], ...metrics.rejection! }
  }

  it('by token', () => {
    // d²/2 = (ln 2)²/2, 2 (ln 2)² and 0
    const { mask, rules, ...shares } = rejected(batch, { measure: 'token-k2', upper: 0.5 })
    expect(mask).toEqual([1, 0, 0, 0, 0, 0, 1, 0, 0])
    expect(shares).toEqual({ rejectedFraction: 1 / 3, rolloutRejectedFraction: 1 / 3 })
    const [a, b] = [LN2 ** 2 / 2, 2 * LN2 ** 2]
    const mean = (a + 0.5 + 0) / 3 // of the clamped measures
    expectNear(
      { ...rules[0]!, rule: 0 },
      {
        mean: (a + b + 0) / 3,
        max: b,
        min: 0,
        std: sqrt(((a - mean) ** 2 + (0.5 - mean) ** 2 + mean ** 2) / 3),
        fractionHigh: 1 / 3,
        fractionLow: 0,
        rolloutMean: ((a + b) / 2 + 0) / 2,
        rolloutStd: (a + b) / 2 / sqrt(2),
        rolloutMax: (a + b) / 2,
        rolloutMin: 0,
        rolloutMaxDeviation: (a + b) / 2,
        rolloutFractionHigh: 1 / 2,
        rolloutFractionLow: 0,
        rejectedFraction: 1 / 3,
        rolloutRejectedFraction: 1 / 2,
      },
    )
  })

  it('by rollout', () => {
    // −Σd = ln 2 and 0, so rollout / old = 2 and 1
    const { mask, rules, ...shares } = rejected(batch, { measure: 'seq-sum-k1', lower: 0.9, upper: 1.5 })
    expect(mask).toEqual([0, 0, 0, 0, 0, 0, 1, 0, 0])
    expect(shares).toEqual({ rejectedFraction: 2 / 3, rolloutRejectedFraction: 1 / 3 })
    const mean = (2 * Math.log(1.5)) / 3
    expectNear(
      { ...rules[0]!, rule: 0 },
      {
        mean: (LN2 + LN2 + 0) / 3,
        max: LN2,
        min: 0,
        std: sqrt((2 * (Math.log(1.5) - mean) ** 2 + mean ** 2) / 3),
        fractionHigh: 1 / 2,
        fractionLow: 0,
        rolloutMean: LN2 / 2,
        rolloutMaxDeviation: LN2,
        rejectedFraction: 2 / 3,
        rolloutRejectedFraction: 1 / 2,
      },
    )
  })

  it.each<[RejectionRule, kept: readonly number[]]>([
    // ratios rollout / old of the tokens: 1/2, 4 and 1; bounds included
    [{ measure: 'token-k1', lower: 1 / 2, upper: 4 }, [1, 1, 1]],
    [{ measure: 'token-k1', lower: 0.51, upper: 4 }, [0, 1, 1]],
    [{ measure: 'token-k1', lower: 1 / 2, upper: 3.9 }, [1, 0, 1]],
    [{ measure: 'token-k1', upper: 2 }, [1, 0, 1]],
    [{ measure: 'token-k1', upper: 1 }, [0, 0, 1]],
    [{ measure: 'token-k2', upper: 2 * LN2 ** 2 }, [1, 1, 1]],
    [{ measure: 'token-k3', upper: 2 - LN2 - 1 }, [1, 0, 1]],
    [{ measure: 'seq-sum-k1', upper: 2 }, [1, 1, 1]],
    [{ measure: 'seq-sum-k1', lower: 2, upper: 3 }, [1, 1, 0]],
    [{ measure: 'seq-mean-k1', upper: 1.5 }, [1, 1, 1]],
    [{ measure: 'seq-mean-k1', upper: 1.4 }, [0, 0, 1]],
    [{ measure: 'seq-max-k1', upper: 3.9 }, [0, 0, 1]],
    [{ measure: 'seq-max-k2', upper: 2 * LN2 ** 2 }, [1, 1, 1]],
    [{ measure: 'seq-mean-k2', upper: 1.2 * LN2 ** 2 }, [0, 0, 1]],
    [{ measure: 'seq-mean-k2', upper: 1.3 * LN2 ** 2 }, [1, 1, 1]],
  ])('%j', (rule, [a, b, c]) => {
    expect(rejected(batch, rule).mask).toEqual([a, 0, b, 0, 0, 0, c, 0, 0])
  })

  it('counts what is on a bound as inside, on both sides', () => {
    const { rules } = rejected(withRatios([2], [1 / 2]), { measure: 'token-k1', upper: 2 })
    expect(rules[0]).toMatchObject({
      fractionHigh: 0,
      fractionLow: 0,
      rolloutFractionHigh: 0,
      rolloutFractionLow: 0,
      rejectedFraction: 0,
    })
    const outside = rejected(withRatios([4], [1 / 4], [1]), { measure: 'token-k1', upper: 2 }).rules[0]!
    expectNear(
      { ...outside, rule: 0 },
      {
        fractionHigh: 1 / 3,
        fractionLow: 1 / 3,
        rolloutFractionHigh: 1 / 3,
        rolloutFractionLow: 1 / 3,
        rolloutMaxDeviation: 2 * LN2,
      },
    )
  })

  it('holds log-ratios within ± 20', () => {
    const far = { ...withRatios([1]), oldLogProbs: floats(-30) }
    expect(rejected(far, { measure: 'token-k1', upper: 2 }).rules[0]!.max).toBe(20)
    expect(rejected(far, { measure: 'token-k2', upper: 2 }).rules[0]!.max).toBe(200)
  })

  it('by several rules takes what any of them takes', () => {
    const { mask, rejectedFraction, rolloutRejectedFraction, rules } = rejected(
      withRatios([4, 1], [1 / 4, 1], [1]),
      { measure: 'token-k1', lower: 1 / 3, upper: 9 },
      { measure: 'seq-max-k1', lower: 1e-3, upper: 3 },
    )
    expect(mask).toEqual([0, 1, 0, 0, 1])
    expect([rejectedFraction, rolloutRejectedFraction]).toEqual([3 / 5, 2 / 3])
    expect(rules.map((rule) => rule.rejectedFraction)).toEqual([1 / 5, 2 / 5])
  })

  it('of one token', () => {
    const { rules, ...rest } = rejected(withRatios([4]), { measure: 'token-k1', upper: 2 })
    expect(rest).toEqual({ mask: [0], rejectedFraction: 1, rolloutRejectedFraction: 1 })
    expect(rules[0]).toMatchObject({
      std: 0,
      fractionLow: 1,
      rejectedFraction: 1,
      rolloutRejectedFraction: 1,
    })
  })

  it('of no rollout, and of none with tokens', () => {
    for (const nothing of [none, masked]) {
      const rule = { measure: 'seq-max-k3', upper: 1 } as const
      const { mask, rules, ...shares } = rejected(nothing, rule)
      expect(mask).toEqual([...nothing.oldLogProbs].map(() => 0))
      expect(shares).toEqual({ rejectedFraction: 0, rolloutRejectedFraction: 0 })
      const names = Object.keys(rules[0]!).filter((name) => name !== 'rule')
      expect(rules[0]).toEqual({ rule, ...Object.fromEntries(names.map((name) => [name, 0])) })
    }
  })

  it('without rules has no metrics, and keeps the mask', () => {
    for (const rejection of [undefined, []]) {
      const { responseMask, metrics } = correct(batch, { rejection })
      expect([...responseMask]).toEqual([1, 0, 1, 0, 0, 0, 1, 0, 0])
      expect(Object.keys(metrics)).toEqual(['mismatch', 'weights'])
    }
  })
})

describe('what rolloutCorrection refuses', () => {
  const rule = (change: object) => ({
    rejection: [
      { measure: 'token-k1', upper: 2 },
      { measure: 'token-k1', ...change },
    ],
  })
  const packed = withRatios([1], [1])

  it.each<[string, unknown, unknown, argument: string]>([
    ['no batch', null, {}, 'batch'],
    ['a word for a batch', 'batch', {}, 'batch'],
    ['no options', packed, null, 'options'],
    ['a word for options', packed, 'token', 'options'],
    ['a plain array', { ...packed, oldLogProbs: [-1, -1] }, {}, 'oldLogProbs'],
    ['no old log-probabilities', { ...packed, oldLogProbs: undefined }, {}, 'oldLogProbs'],
    ['a plain array of the sampler', { ...packed, rolloutLogProbs: [-1, -1] }, {}, 'rolloutLogProbs'],
    ['a layout that does not fit', { ...packed, offsets: Int32Array.of(0, 1, 3) }, {}, 'offsets[2]'],
    ['NaN among packed tokens', { ...packed, rolloutLogProbs: floats(-1, nan) }, {}, 'rolloutLogProbs[1]'],
    [
      'NaN behind masked ones',
      { ...batch, oldLogProbs: batch.oldLogProbs.map((v, i) => (i === 6 ? nan : v)) },
      {},
      'oldLogProbs[6]',
    ],
    ['a word for an upper bound', packed, { upper: '5' }, 'options.upper'],
    ['an upper bound of 0', packed, { upper: 0, lower: 0 }, 'options.upper'],
    ['an upper bound that is no number', packed, { upper: nan }, 'options.upper'],
    ['a word for a lower bound', packed, { lower: '0.5' }, 'options.lower'],
    ['a negative lower bound', packed, { lower: -0.1 }, 'options.lower'],
    [
      'a lower bound above 1e100',
      packed,
      { lower: 1.1e100, upper: Number.POSITIVE_INFINITY },
      'options.lower',
    ],
    ['an upper bound below 1e-100', packed, { lower: 0, upper: 5e-324 }, 'options.upper'],
    ['an upper bound below its reciprocal', packed, { upper: 0.5 }, 'options.upper'],
    [
      'a distance',
      { ...packed, oldLogProbs: floats(-1, 1e308), rolloutLogProbs: floats(-1, -1.1e308) },
      {},
      'rolloutLogProbs[1]',
    ],
    [
      'a sum',
      { ...packed, rollouts: 1, offsets: Int32Array.of(0, 2), oldLogProbs: floats(-1e308, -1e308) },
      {},
      'oldLogProbs[1]',
    ],
    [
      'two sums',
      {
        ...packed,
        rollouts: 1,
        offsets: Int32Array.of(0, 2),
        oldLogProbs: floats(-1e308, -1e308),
        rolloutLogProbs: floats(-1e308, -1e308),
      },
      {},
      'oldLogProbs[1]',
    ],
    ['a word for a threshold', packed, { vetoThreshold: '0' }, 'options.vetoThreshold'],
    ['a threshold that is no number', packed, { vetoThreshold: nan }, 'options.vetoThreshold'],
    ['a word for a switch', packed, { batchNormalize: 'no' }, 'options.batchNormalize'],
    ['no list of rules', packed, { rejection: { measure: 'token-k1', upper: 2 } }, 'options.rejection'],
    ['no rule', packed, { rejection: [null] }, 'options.rejection[0]'],
    ['a word for a rule', packed, { rejection: ['token-k1'] }, 'options.rejection[0]'],
    ['no upper bound', packed, rule({}), 'options.rejection[1].upper'],
    ['a word for an upper bound of a rule', packed, rule({ upper: '2' }), 'options.rejection[1].upper'],
    ['an upper bound of 0 for a rule', packed, rule({ upper: 0, lower: 0 }), 'options.rejection[1].upper'],
    [
      'an upper bound of a rule below its reciprocal',
      packed,
      rule({ upper: 0.9 }),
      'options.rejection[1].upper',
    ],
    ['a lower bound of 0', packed, rule({ upper: 2, lower: 0 }), 'options.rejection[1].lower'],
    ['a negative lower bound of a rule', packed, rule({ upper: 2, lower: -1 }), 'options.rejection[1].lower'],
    [
      'a word for a lower bound of a rule',
      packed,
      rule({ upper: 2, lower: '1' }),
      'options.rejection[1].lower',
    ],
    [
      'a lower bound of a rule above 1e100',
      packed,
      rule({ upper: Number.POSITIVE_INFINITY, lower: 1.1e100 }),
      'options.rejection[1].lower',
    ],
    ['a lower bound above the upper', packed, rule({ upper: 2, lower: 2.1 }), 'options.rejection[1].lower'],
  ])('%s', (_name, given, options, argument) => {
    expect(refusal(given, options).argument).toBe(argument)
  })

  it('a sum over a rollout, where the other and that of the distances are finite', () => {
    const of = (old: number, sampled: number) =>
      refusal({
        ...packed,
        rollouts: 1,
        offsets: Int32Array.of(0, 2),
        oldLogProbs: floats(old, old),
        rolloutLogProbs: floats(sampled, sampled),
      })
    const expected = 'of smaller magnitude, for a finite sum over its rollout'
    expect(of(-1e308, -0.6e308)).toMatchObject({ argument: 'oldLogProbs[1]', expected })
    expect(of(-0.6e308, -1e308)).toMatchObject({ argument: 'rolloutLogProbs[1]', expected })
    expect(of(-1, nan)).toMatchObject({
      argument: 'rolloutLogProbs[0]',
      expected: 'finite where the response mask selects',
    })
  })

  it.each<[string, RolloutCorrectionOptions]>([
    ['a small upper bound', { upper: 0.5, lower: 0.1 }],
    ['the least upper bound', { upper: 1e-100, lower: 0 }],
    ['the largest lower bound', { upper: Number.POSITIVE_INFINITY, lower: 1e100 }],
    ['bounds that are one', { upper: 2, lower: 2 }],
    ['a lower bound of 0', { lower: 0 }],
    ['a switch', { batchNormalize: false }],
    ['an upper bound of 1 for a rule', { rejection: [{ measure: 'token-k1', upper: 1 }] }],
    [
      'a small upper bound with a lower one',
      { rejection: [{ measure: 'token-k1', upper: 0.5, lower: 0.1 }] },
    ],
    ['bounds of a rule that are one', { rejection: [{ measure: 'token-k1', upper: 2, lower: 2 }] }],
    ['a small upper bound of k2', { rejection: [{ measure: 'token-k2', upper: 0.1 }] }],
  ])('but not %s', (_name, options) => {
    expect(correct(packed, options).metrics.mismatch.kl).toBeCloseTo(0, 14)
  })
})

describe('by default', () => {
  const natural = (given: RolloutCorrectionBatch, options?: RolloutCorrectionOptions) => {
    const result = rolloutCorrection(given, options)
    if (isLeft(result)) throw new Error(describeError(result.left))
    return result.right
  }

  it('tokens out of bounds leave the mask, and nothing is vetoed', () => {
    const { importanceWeights, responseMask, tokenCounts, metrics } = natural(
      withRatios([1, 8, 2 ** -20], [8]),
    )
    expect([...importanceWeights!]).toEqual([1, 0, 0, 0])
    expect([...responseMask]).toEqual([1, 0, 0, 0])
    expect([...tokenCounts.selected]).toEqual([3, 1])
    expect([...tokenCounts.kept]).toEqual([1, 0])
    expect(metrics.weights).toMatchObject({ outOfBoundsFraction: 3 / 4, vetoedFraction: 0 })
    expect(metrics.weights!.applied).toMatchObject({ mean: 1, effectiveSampleSize: 1 })
  })

  it('a veto that is asked for takes the rollout out', () => {
    const { responseMask } = natural(withRatios([1, 2 ** -20], [1]), { vetoThreshold: 1e-4 })
    expect([...responseMask]).toEqual([0, 0, 1])
  })

  it('normalises over what is left', () => {
    const { importanceWeights } = natural(withRatios([2, 4, 8]), { batchNormalize: true })
    expectNear(importanceWeights!, [2 / 3, 4 / 3, 0])
  })
})

import { describe, expect, it } from 'vitest'
import { fillFromProfile, LOSS_KINDS } from '../../../src/losses/loss-options.js'
import type { TokenBatch } from '../../../src/losses/token-batch.js'
import { floats, lossOf, refusal } from './by-hand.js'

const { NaN: nan, POSITIVE_INFINITY: infinity } = Number

const batch: TokenBatch = {
  rollouts: 2,
  offsets: Int32Array.of(0, 1, 2),
  logProbs: floats(-1, -2),
  oldLogProbs: floats(-1, -2),
  advantages: floats(1, -1),
  refLogProbs: floats(-1, -2),
  entropies: floats(1, 1),
}

describe('the range of every option', () => {
  it.each<[string, good: readonly unknown[], bad: readonly unknown[]]>([
    ['kind', LOSS_KINDS, ['ppo', 'toString', 1]],
    ['profile', ['natural', 'published', 'verl-main', 'trl'], ['verl', null]],
    ['clipLow', [0, 0.5, infinity], [-0.1, nan, '0', null]],
    ['clipHigh', [0, 0.5], [-0.1, nan, '0']],
    ['dualClip', [1.01, infinity], [1, 0, nan, '3']],
    ['ratioCap', [0.01, infinity], [0, -1, nan, '1']],
    ['importanceLevel', ['token', 'sequence'], ['rollout']],
    ['logRatioLimit', [0.01, infinity], [0, -1, nan, '20']],
    ['tauPos', [0.01, 1e-100, 1e100], [0, nan, '1', 5e-324, 1.1e100, infinity]],
    ['tauNeg', [0.01, 1e-100, 1e100], [0, nan, '1', 5e-324, 1.1e100, infinity]],
    ['powerPos', [0, 2, 1e100], [-1, nan, '1', 1.1e100, infinity]],
    ['powerNeg', [0, 2, 1e100], [-1, nan, '1', 1.1e100, infinity]],
    ['decayPos', [0, 2, 1e100], [-1, nan, '1', 1.1e100, infinity]],
    ['decayNeg', [0, 2, 1e100], [-1, nan, '1', 1.1e100, infinity]],
    ['covRatio', [0, 0.5, 1], [-0.1, 1.5, nan, '0.5']],
    ['covLow', [-1, 0, -infinity], [nan, '1']],
    ['covHigh', [-1, 0, infinity], [nan, '1']],
    ['klCoefficient', [-1, 0, -1e100, 1e100], [infinity, nan, '1', -1.1e100]],
    ['seed', [-1, 0, 2 ** 40], [0.5, 2 ** 60, nan, '1']],
    ['droBeta', [0, 1, 1e100], [-1, nan, '1', 1.1e100, infinity]],
    ['aggregation', ['token-mean', 'token-sum', 'seq-mean-token-sum', 'seq-mean-token-mean'], ['mean']],
    ['denominators', [{}, { tokens: 1 }], [3, null]],
    ['emptyRollouts', ['skip', 'count'], ['drop']],
    ['normalization', ['length', 'rollouts-and-length'], ['none']],
    ['kl', [{ estimator: 'k1', coefficient: -1 }], ['k1', null]],
    ['entropyCoefficient', [-1, 0, 1, -1e100, 1e100], [infinity, nan, '1', -1.1e100]],
    ['gradLogProbs', [new Float32Array(2), new Float64Array(2)], [[0, 0], null]],
  ])('%s', (name, good, bad) => {
    for (const value of [undefined, ...good]) expect(lossOf(batch, { [name]: value }).metrics.tokens).toBe(2)
    for (const value of bad)
      expect(refusal(batch, { [name]: value }).argument, String(value)).toBe(`options.${name}`)
  })

  it.each(['tokens', 'rollouts', 'allRollouts', 'length', 'prompts'])('denominators.%s', (name) => {
    const denominators = (value: unknown) => ({ denominators: { [name]: value } })
    for (const value of [1e-100, 0.5, 1e100]) {
      expect(lossOf(batch, denominators(value) as never).metrics.tokens).toBe(2)
    }
    for (const value of [0, -1, 5e-324, 9e-101, 1.1e100, infinity, nan, '4', null]) {
      expect(refusal(batch, denominators(value)), String(value)).toMatchObject({
        argument: `options.denominators.${name}`,
        expected: 'a number from 1e-100 to 1e+100',
      })
    }
  })

  it('kl.coefficient', () => {
    const kl = (coefficient: unknown) => ({ kl: { estimator: 'k1', coefficient } })
    for (const value of [-1e100, 0, 1e100]) expect(lossOf(batch, kl(value) as never).metrics.kl).toBe(0)
    for (const value of [1.1e100, -infinity, nan, '1']) {
      expect(refusal(batch, kl(value)).argument).toBe('options.kl.coefficient')
    }
  })

  it('of a name that is none', () => {
    expect(refusal(batch, { klCoef: 1 }).argument).toBe('options.klCoef')
    expect(refusal(batch, { kl: { estimator: 'k1', coefficient: 1, coef: 1 } }).argument).toBe(
      'options.kl.coef',
    )
    expect(refusal(batch, { denominators: { rows: 1 } }).argument).toBe('options.denominators.rows')
    expect(refusal(batch, 'vanilla').argument).toBe('options')
  })
})

describe('a caller’s buffer', () => {
  it('has the size of the log-probabilities', () => {
    expect(refusal(batch, { gradLogProbs: new Float64Array(3) })).toMatchObject({
      argument: 'options.gradLogProbs',
      expected: '2 values',
      received: '"3 values"',
    })
  })

  it('may lie beside an input, not upon one', () => {
    const memory = new Float64Array(6)
    const given = { ...batch, logProbs: memory.subarray(2, 4) }
    for (const [from, free] of [
      [0, true],
      [1, false],
      [2, false],
      [3, false],
      [4, true],
    ] as const) {
      memory.set([-1, -2], 2)
      const gradLogProbs = memory.subarray(from, from + 2)
      if (free) expect(lossOf(given, { gradLogProbs }).gradLogProbs).toBe(gradLogProbs)
      else expect(refusal(given, { gradLogProbs }).expected).toContain('logProbs')
    }
  })
})

describe('profiles', () => {
  it('fill in what is left out', () => {
    expect(fillFromProfile({ dualClip: undefined, clipLow: 0.1 })).toEqual({ clipLow: 0.1 })
    expect(fillFromProfile({ profile: 'trl', dualClip: undefined, emptyRollouts: 'skip' })).toEqual({
      profile: 'trl',
      dualClip: infinity,
      logRatioLimit: infinity,
      entropyAggregation: 'token-mean',
      emptyRollouts: 'skip',
    })
    expect(fillFromProfile({ profile: 'verl-main' })).toEqual({ profile: 'verl-main' })
    expect(fillFromProfile({ profile: 'published' })).toEqual({
      profile: 'published',
      normalization: 'length',
    })
  })
})

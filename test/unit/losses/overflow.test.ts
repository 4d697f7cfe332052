import { describe, expect, it } from 'vitest'
import { LOSS_KINDS, type PolicyLossOptions } from '../../../src/losses/loss-options.js'
import type { TokenBatch } from '../../../src/losses/token-batch.js'
import { floats, lossOf, refusal } from './by-hand.js'

const tokens = (given: Partial<TokenBatch> = {}): TokenBatch => ({
  rollouts: 1,
  offsets: Int32Array.of(0, 2),
  logProbs: floats(-1, -2),
  oldLogProbs: floats(-1, -2),
  advantages: floats(1, -1),
  ...given,
})

const smaller = (precision: string) => `of smaller magnitude, for a finite loss and ${precision}`

describe('a loss or a gradient that overflows names what made it so large', () => {
  const single = () => ({ gradLogProbs: new Float32Array(2) })
  it.each<[name: string, TokenBatch, PolicyLossOptions, argument: string]>([
    ['advantages', tokens({ advantages: floats(1, 1e39) }), single(), 'advantages[1]'],
    ['an advantage per rollout', tokens({ advantages: floats(1e39) }), single(), 'advantages[0]'],
    [
      'the product with a weight',
      tokens({ advantages: floats(1, 1e200), importanceWeights: floats(1, 1e201) }),
      {},
      'importanceWeights[1]',
    ],
    [
      'a distance to the reference',
      tokens({ refLogProbs: floats(-1, 1e308) }),
      { kl: { estimator: 'k3+', coefficient: 100 } },
      'refLogProbs[1]',
    ],
    [
      'an exponential',
      tokens({ refLogProbs: floats(800, -2) }),
      { kl: { estimator: 'k3-unclamped', coefficient: 0.1 } },
      'refLogProbs[0]',
    ],
    ['a ratio', tokens({ oldLogProbs: floats(-1, -802) }), { profile: 'trl' }, 'oldLogProbs[1]'],
    [
      'a difference',
      tokens({ logProbs: floats(1e308, -2), oldLogProbs: floats(-1.1e308, -2) }),
      {},
      'oldLogProbs[0]',
    ],
    ['an entropy', tokens({ entropies: floats(1e300, 1) }), { entropyCoefficient: 1e100 }, 'entropies[0]'],
    [
      'the coefficient of the KL',
      tokens({ refLogProbs: floats(-1, -2) }),
      { kl: { estimator: 'k1', coefficient: -1e50 }, ...single() },
      'kl.coefficient',
    ],
    [
      'a strength',
      tokens({ oldLogProbs: floats(-1, -3) }),
      { kind: 'dro', droBeta: 1e50, ...single() },
      'droBeta',
    ],
    ['a decay', tokens({ logProbs: floats(-4, -2) }), { kind: 'vespo', decayPos: 1e4 }, 'decayPos'],
    [
      'the sum over a rollout',
      tokens({ advantages: floats(1.7e308, 1.7e308), logProbs: floats(-1.1, -2.1) }),
      { importanceLevel: 'sequence', aggregation: 'token-sum' },
      'advantages[0]',
    ],
    [
      'the sum over a rollout, behind a gate',
      tokens({ advantages: floats(3e307, 3e307) }),
      { kind: 'sapo', tauPos: 100, importanceLevel: 'sequence', denominators: { rollouts: 0.1 } },
      'advantages[0]',
    ],
  ])('%s', (_name, batch, options, argument) => {
    const precision = options.gradLogProbs ? 'a gradient that float32 holds' : 'a finite gradient'
    expect(refusal(batch, options)).toMatchObject({ argument, expected: smaller(precision) })
  })

  it('a denominator', () => {
    const options = { denominators: { tokens: 1e-50 }, gradLogProbs: new Float32Array(2) }
    expect(refusal(tokens(), options)).toMatchObject({
      argument: 'denominators.tokens',
      expected: 'larger, for a finite loss and a gradient that float32 holds',
    })
  })

  it.each(['geo-mean', 'vespo'] as const)('%s of a negative importance weight', (kind) => {
    const batch = tokens({ importanceWeights: floats(1, -2) })
    expect(refusal(batch, { kind })).toMatchObject({
      argument: 'importanceWeights[1]',
      expected: `0 or more: ${kind} takes its logarithm`,
    })
  })

  it.each(LOSS_KINDS)('%s: in the precision of the gradient', (kind) => {
    const batch = tokens({ advantages: floats(1e39, 1e39) })
    expect(lossOf(batch, { kind }).gradLogProbs[0]).toBeLessThan(-1e38)
    expect(refusal(batch, { kind, ...single() }).argument).toBe('advantages[0]')
  })

  it('neither a factor nor a denominator that weighs less than the largest number, or as much', () => {
    const size = 2 ** 130
    const batch = tokens({ advantages: floats(size, 1), refLogProbs: floats(-1, -2) })
    const kl = (coefficient: number) => ({ kl: { estimator: 'k1', coefficient } }) as const
    for (const options of [
      kl(size),
      kl(1),
      { denominators: { tokens: 1 / size } },
      { denominators: { tokens: 1.5 / size } },
      { denominators: { tokens: 0.01 } },
    ]) {
      expect(refusal(batch, { ...options, ...single() }).argument).toBe('advantages[0]')
    }
    expect(refusal(batch, { ...kl(1.5 * size), ...single() }).argument).toBe('kl.coefficient')
    const small = { denominators: { tokens: 0.9 / size } }
    expect(refusal(batch, { ...small, ...single() }).argument).toBe('denominators.tokens')
  })

  it('no importance weight that the kind takes', () => {
    const two = { rollouts: 2, offsets: Int32Array.of(0, 1, 2), advantages: floats(1, 1e39) }
    const of = (kind: 'vanilla' | 'geo-mean', weight: number) =>
      refusal(tokens({ ...two, importanceWeights: floats(weight, 1) }), { kind, ...single() }).argument
    expect(of('vanilla', -1)).toBe('advantages[1]')
    expect(of('geo-mean', 0)).toBe('advantages[1]')
  })

  it('gradients that add up to more than float32 holds are fine one by one', () => {
    const gradLogProbs = new Float32Array(2)
    const batch = tokens({ advantages: floats(3e38, -3e38) })
    expect([...lossOf(batch, { gradLogProbs, aggregation: 'token-sum' }).gradLogProbs]).toEqual([
      Math.fround(-3e38),
      Math.fround(3e38),
    ])
  })
})

describe('numbers beyond all reason that do no harm', () => {
  it('a log-ratio that is held', () => {
    const { loss, gradLogProbs, metrics } = lossOf(tokens({ oldLogProbs: floats(1e308, 1e308) }))
    expect(loss).toBeCloseTo(0.4, 8)
    expect([...gradLogProbs]).toEqual([0, 0])
    expect(metrics.approxKl).toBe(20)
  })

  it('beside masked tokens, whose numbers do not matter', () => {
    const masked = { logProbs: floats(-1, Number.NaN), responseMask: [1, 0] }
    expect([...lossOf(tokens({ ...masked, oldLogProbs: floats(1e308, 1) })).gradLogProbs]).toEqual([0, 0])
    expect([...lossOf(tokens({ ...masked, advantages: floats(1e308, 1) })).gradLogProbs]).toEqual([-1e308, 0])
  })

  it('a KL under a coefficient of 0, unless it is ∞ − ∞', () => {
    const batch = tokens({ advantages: floats(0, 0), refLogProbs: floats(1e308, -1e308) })
    const kl = { estimator: 'k1', coefficient: 0 } as const
    expect(lossOf(batch, { kl }).metrics.kl).toBe(0)
    const huge = { aggregation: 'seq-mean-token-sum-norm', normalization: 'rollouts-and-length' } as const
    const denominators = { rollouts: 1e-100, length: 1e-100 }
    expect(refusal(batch, { kl, ...huge, denominators }).argument).toBe('refLogProbs[0]')
  })

  it('entropies under a coefficient of 0', () => {
    const { loss, metrics } = lossOf(tokens({ entropies: floats(1e308, 1e308) }), {
      aggregation: 'token-sum',
    })
    expect([loss, metrics.entropy]).toEqual([0, Number.POSITIVE_INFINITY])
  })
})

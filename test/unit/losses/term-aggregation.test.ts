import { describe, expect, it } from 'vitest'
import type { PolicyLossOptions } from '../../../src/losses/policy-loss.js'
import { otherTerms, policyTerm } from '../../../src/losses/term-aggregation.js'
import type { TokenBatch } from '../../../src/losses/token-batch.js'
import { floats, lossOf, refusal } from './by-hand.js'

/** Two prompts: one of two rollouts with 2 and 1 tokens, one of a rollout with 1 token; every token's loss is −A. */
const batch: TokenBatch = {
  rollouts: 3,
  offsets: Int32Array.of(0, 2, 3, 4),
  tokens: 2,
  promptOf: [0, 0, 1],
  logProbs: floats(-1, -1, -1, -1),
  oldLogProbs: floats(-1, -1, -1, -1),
  advantages: floats(1, 2, 3, 5),
  entropies: floats(1, 2, 3, 5),
  refLogProbs: floats(-1, -2, -3, -5),
}

describe('the aggregation of each term', () => {
  const means = {
    'token-mean': (1 + 2 + 3 + 5) / 4,
    'token-sum': 1 + 2 + 3 + 5,
    'seq-mean-token-sum': (1 + 2 + 3 + 5) / 3,
    'seq-mean-token-mean': ((1 + 2) / 2 + 3 + 5) / 3,
    'seq-mean-token-sum-norm': (1 + 2 + 3 + 5) / (3 * 2),
    'prompt-mean': ((1 + 2 + 3) / 3 + 5) / 2,
  } as const
  const names = Object.keys(means) as (keyof typeof means)[]

  it.each(names)('%s, for every kind whose loss is ±A on policy', (aggregation) => {
    for (const kind of ['vanilla', 'gspo', 'luspo', 'gpg', 'dppo-tv', 'cispo', 'vespo'] as const) {
      const { metrics } = lossOf(batch, { kind, aggregation })
      expect(Math.abs(metrics.policyLoss), kind).toBeCloseTo(means[aggregation], 12)
      expect(metrics.entropy).toBeCloseTo(means[aggregation], 12)
    }
    const sapo = lossOf(batch, { kind: 'sapo', aggregation, tauPos: 1 }).metrics
    expect(sapo.policyLoss).toBeCloseTo(-2 * means[aggregation], 12)
  })

  it.each(names)('%s for one term alone', (aggregation) => {
    const base = { aggregation: 'token-sum' } as const
    expect(lossOf(batch, { ...base, policyAggregation: aggregation }).metrics).toMatchObject({
      policyLoss: expect.closeTo(-means[aggregation], 12),
      entropy: 11,
    })
    expect(lossOf(batch, { ...base, entropyAggregation: aggregation }).metrics).toMatchObject({
      policyLoss: -11,
      entropy: expect.closeTo(means[aggregation], 12),
    })
    const kl = { estimator: 'k1', coefficient: 1, aggregation } as const
    expect(lossOf(batch, { ...base, kl }).metrics.kl).toBeCloseTo(
      lossOf(batch, { aggregation, kl: { ...kl, aggregation: undefined } }).metrics.kl!,
      12,
    )
  })

  it.each<[PolicyLossOptions, policy: string, empty: string, others: string]>([
    [{}, 'token-mean', 'skip', 'token-mean'],
    [{ kind: 'sapo' }, 'seq-mean-token-mean', 'skip', 'seq-mean-token-mean'],
    [{ kind: 'sapo', aggregation: 'token-mean' }, 'token-mean', 'skip', 'token-mean'],
    [
      { kind: 'sapo', aggregation: 'token-mean', profile: 'verl-main' },
      'seq-mean-token-mean',
      'skip',
      'token-mean',
    ],
    [{ kind: 'gspo', profile: 'published' }, 'seq-mean-token-mean', 'skip', 'token-mean'],
    [{ kind: 'luspo' }, 'seq-mean-token-sum', 'count', 'seq-mean-token-sum'],
    [{ kind: 'geo-mean', aggregation: 'token-mean' }, 'seq-mean-token-mean', 'count', 'token-mean'],
    [{ kind: 'geo-mean', policyAggregation: 'token-mean' }, 'token-mean', 'count', 'seq-mean-token-mean'],
  ])('%j', (options, policy, emptyRollouts, others) => {
    expect(policyTerm(options)).toEqual({ aggregation: policy, emptyRollouts })
    expect(otherTerms(options, undefined).aggregation).toBe(others)
  })

  it('prompt-mean needs the prompts', () => {
    const { promptOf: _, ...without } = batch
    expect(refusal(without, { aggregation: 'prompt-mean' }).argument).toBe('promptOf')
    expect(refusal({ ...batch, promptOf: [0, 1] }).argument).toBe('promptOf')
    for (const wrong of [-1, 0.5, Number.NaN, '0']) {
      expect(refusal({ ...batch, promptOf: [0, wrong, 1] }).argument).toBe('promptOf[1]')
    }
    expect(refusal({ ...batch, denominators: { tokens: 0 } }).argument).toBe('denominators.tokens')
    const short = { denominators: { promptTokens: [1] } }
    expect(refusal(batch, short).argument).toBe('denominators.promptTokens')
    const negative = { denominators: { promptTokens: [1, -1, 1] } }
    expect(refusal(batch, negative).argument).toBe('denominators.promptTokens[1]')
  })
})

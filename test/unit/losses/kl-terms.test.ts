import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { KlOptions } from '../../../src/losses/kl-options.js'
import type { TokenBatch } from '../../../src/losses/token-batch.js'
import { floats, lossOf, oneToken, refusal } from './by-hand.js'

const { exp } = Math

const token = (logProb: number, old: number, ref: number, rollout = old): TokenBatch => ({
  ...oneToken(logProb, old, 0),
  refLogProbs: floats(ref),
  rolloutLogProbs: floats(rollout),
})
const klOf = (batch: TokenBatch, kl: Omit<KlOptions, 'coefficient'>) => {
  const { loss, gradLogProbs } = lossOf(batch, { kl: { ...kl, coefficient: 1 } })
  return [loss, gradLogProbs[0]!]
}

describe('a KL term with the importance ratio', () => {
  it('k3 at −3, −2, −1: value e^−1 (e² − 3), gradient −2 e^−1', () => {
    const batch = token(-3, -2, -1)
    const [value, gradient] = klOf(batch, { estimator: 'k3-unclamped', importance: 'ratio' })
    expect(value).toBeCloseTo(exp(-1) * (exp(2) - 3), 12)
    expect(gradient).toBeCloseTo(-0.7358, 4)
    expect(gradient).toBeCloseTo(-2 * exp(-1), 12)
    const [same, constant] = klOf(batch, { estimator: 'k3-unclamped', importance: 'constant-ratio' })
    expect(same).toBe(value)
    expect(constant).toBeCloseTo(exp(-1) * (1 - exp(2)), 12)
    expect(klOf(batch, { estimator: 'k3-unclamped' })[1]).toBeCloseTo(1 - exp(2), 12)
  })

  const between = (min: number, max: number) => fc.double({ min, max, noNaN: true })
  it.each<Omit<KlOptions, 'coefficient'>>([
    ...(['k1', 'k2', 'k3', 'k3-unclamped', 'abs'] as const).flatMap((estimator) => [
      { estimator },
      { estimator, importance: 'ratio' as const },
      { estimator, inputLimit: 1 },
      { estimator, outputLimit: 0.5, importance: 'ratio' as const },
      { estimator, to: 'old' as const },
      { estimator, to: 'sampler' as const, importance: 'ratio' as const },
    ]),
  ])('%j: the gradient is the central difference', (kl) => {
    fc.assert(
      fc.property(
        between(-3, -0.1),
        between(-3, -0.1),
        between(-3, -0.1),
        between(-3, -0.1),
        (lp, old, ref, s) => {
          const step = 1e-6
          const at = (logProb: number) => klOf(token(logProb, old, ref, s), kl)
          const [, gradient] = at(lp)
          const slopes = [at(lp - step)[1]!, gradient!, at(lp + step)[1]!]
          // Not on a kink.
          fc.pre(Math.max(...slopes) - Math.min(...slopes) < 1e-3)
          expect(gradient).toBeCloseTo((at(lp + step)[0]! - at(lp - step)[0]!) / (2 * step), 3)
        },
      ),
    )
  })

  it('limits: NeMo-RL’s 20 and 10, and none', () => {
    const far = token(-8, -8, -1)
    expect(klOf(far, { estimator: 'k3' })).toEqual([10, 0])
    expect(klOf(far, { estimator: 'k3', outputLimit: Number.POSITIVE_INFINITY })[0]).toBeCloseTo(
      exp(7) - 8,
      9,
    )
    expect(klOf(far, { estimator: 'k3', inputLimit: 1, outputLimit: 100 })).toEqual([exp(1) - 2, 0])
    expect(klOf(far, { estimator: 'k1', outputLimit: 3 })).toEqual([-3, 0])
    expect(klOf(far, { estimator: 'k2', outputLimit: 3 })).toEqual([3, 0])
  })

  it('ratios of e^±700 and more give finite numbers or a name', () => {
    for (const shift of [700, -700, 750, -750, 1e300]) {
      for (const estimator of ['k1', 'k2', 'k3', 'k3-unclamped', 'k3+'] as const) {
        for (const importance of ['none', 'ratio', 'constant-ratio'] as const) {
          for (const profile of ['natural', 'trl'] as const) {
            const kl = { estimator, importance, coefficient: 1 }
            for (const batch of [token(0, shift, 1), token(0, 1, shift), token(0, shift, shift)]) {
              const outcome = lossOrRefusal(batch, { kl, profile })
              expect(outcome, JSON.stringify([shift, kl, profile])).toSatisfy(
                (got) => typeof got === 'string' || Number.isFinite(got),
              )
            }
          }
        }
      }
    }
  })
})

const lossOrRefusal = (batch: TokenBatch, options: object): string | number => {
  try {
    const { loss, gradLogProbs } = lossOf(batch, options)
    return loss + gradLogProbs[0]!
  } catch {
    return refusal(batch, options).argument
  }
}

describe('two KL terms in one call', () => {
  const batch = token(-1, -1.2, -2, -1.5)
  const toReference = { estimator: 'k3', coefficient: 0.1 } as const
  const toSampler = { estimator: 'k2', coefficient: 0.5, to: 'sampler' } as const

  it('add up', () => {
    const both = lossOf(batch, { kl: [toReference, toSampler] })
    const [first, second] = [lossOf(batch, { kl: toReference }), lossOf(batch, { kl: toSampler })]
    expect(both.loss).toBeCloseTo(first.loss + second.loss, 14)
    expect(both.gradLogProbs[0]).toBeCloseTo(first.gradLogProbs[0]! + second.gradLogProbs[0]!, 14)
    expect(both.metrics.kl).toBe(first.metrics.kl)
    expect(both.metrics.klTerms).toEqual([first.metrics.kl, second.metrics.kl])
    expect(lossOf(batch, { kl: [] }).metrics).toMatchObject({ klTerms: [] })
  })

  it('are refused by their index', () => {
    const { rolloutLogProbs: _, ...without } = batch
    expect(refusal(without, { kl: [toReference, toSampler] }).argument).toBe('rolloutLogProbs')
    expect(refusal(batch, { kl: [toReference, { estimator: 'k9', coefficient: 1 }] }).argument).toBe(
      'options.kl[1].estimator',
    )
    expect(refusal(batch, { kl: [{ ...toReference, inputLimit: 0 }] }).argument).toBe(
      'options.kl[0].inputLimit',
    )
    const steep = { kl: [toReference, { ...toSampler, coefficient: 1e100 }], aggregation: 'token-sum' }
    const single = { ...steep, gradLogProbs: new Float32Array(1) }
    expect(refusal(batch, single).argument).toBe('kl[1].coefficient')
  })
})

describe('cispo on the sampler', () => {
  it('is cispo with the sampler’s log-probabilities for the old ones', () => {
    const batch = { ...token(-1, -1.2, -2, -1.6), advantages: floats(2) }
    for (const importanceLevel of ['token', 'sequence'] as const) {
      const anchored = lossOf(batch, { kind: 'cispo', anchor: 'rollout', importanceLevel })
      const byHand = lossOf({ ...batch, oldLogProbs: floats(-1.6) }, { kind: 'cispo', importanceLevel })
      expect(anchored.gradLogProbs).toEqual(byHand.gradLogProbs)
      expect(anchored.metrics).toEqual(byHand.metrics)
    }
  })

  it('needs them, and finite ones', () => {
    const { rolloutLogProbs: _, ...without } = token(-1, -1, -1)
    const options = { kind: 'cispo', anchor: 'rollout' }
    expect(refusal(without, options).argument).toBe('rolloutLogProbs')
    for (const wrong of [Number.NaN, Number.NEGATIVE_INFINITY]) {
      expect(refusal(token(-1, -1, -1, wrong), options).argument).toBe('rolloutLogProbs[0]')
    }
  })
})

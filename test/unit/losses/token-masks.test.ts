import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { groupRollouts, grpo } from '../../../src/index.js'
import { adaptKlCoefficient } from '../../../src/losses/adapt-kl-coefficient.js'
import { distillationAdvantages } from '../../../src/losses/distillation-advantages.js'
import { offPolicyMask } from '../../../src/losses/off-policy-mask.js'
import { rejectedRollouts } from '../../../src/losses/rejected-rollouts.js'
import { rolloutCorrection } from '../../../src/losses/rollout-correction.js'
import { topEntropyMask } from '../../../src/losses/top-entropy-mask.js'
import { orThrow } from '../../../src/results.js'
import { floats } from './by-hand.js'

describe('offPolicyMask', () => {
  const batch = {
    rollouts: 3,
    offsets: Int32Array.of(0, 2, 3, 3),
    logProbs: floats(-2, -3, -1),
    oldLogProbs: floats(-1, -1, -1),
    rolloutLogProbs: floats(-2, -3, 0),
    advantages: floats(-1, -1, -1),
  }

  it('drops failures whose mean distance is above the threshold', () => {
    const { responseMask, weights, metrics } = orThrow(offPolicyMask(batch, { threshold: 1.4 }))
    expect([...responseMask]).toEqual([0, 0, 1])
    expect([...weights]).toEqual([0, 0, 1])
    expect(metrics).toEqual({ droppedFraction: 2 / 3, rolloutDroppedFraction: 1 / 3 })
    expect([...orThrow(offPolicyMask(batch, { threshold: 1.5 })).responseMask]).toEqual([1, 1, 1])
    const against = { threshold: 0.9, against: 'rollout' } as const
    expect([...orThrow(offPolicyMask(batch, against)).responseMask]).toEqual([1, 1, 0])
    const perToken = { ...batch, offsets: Int32Array.of(0, 2, 3, 3), advantages: floats(1, -1, -1) }
    const four = { ...perToken, rollouts: 2, offsets: Int32Array.of(0, 2, 3) }
    expect([...orThrow(offPolicyMask(four, { threshold: 1 })).responseMask]).toEqual([1, 0, 1])
  })

  it.each<[object, unknown, string]>([
    [{}, {}, 'options.threshold'],
    [{}, { threshold: NaN }, 'options.threshold'],
    [{}, { threshold: 1, delta: 2 }, 'options.delta'],
    [{ logProbs: floats(NaN, -1, -1) }, { threshold: 1 }, 'logProbs[0]'],
    [{ oldLogProbs: floats(-1, -1, Number.POSITIVE_INFINITY) }, { threshold: 1 }, 'oldLogProbs[2]'],
    [{ logProbs: floats(1e308, 1e308, -1) }, { threshold: 1 }, 'logProbs[0]'],
    [{ rolloutLogProbs: undefined }, { threshold: 1, against: 'rollout' }, 'rolloutLogProbs'],
    [{ advantages: floats(1) }, { threshold: 1 }, 'advantages'],
  ])('%j, %j is refused', (change, options, argument) => {
    expect(offPolicyMask({ ...batch, ...change } as never, options as never)).toMatchObject({
      left: { argument },
    })
  })
})

describe('topEntropyMask', () => {
  const of = (entropies: readonly number[], share: number) => [
    ...orThrow(
      topEntropyMask(
        { rollouts: 1, offsets: Int32Array.of(0, entropies.length), entropies: floats(...entropies) },
        { share },
      ),
    ).responseMask,
  ]

  it('the quantile of torch: linear between neighbours', () => {
    expect(of([5, 1, 4, 2, 3], 0.4)).toEqual([1, 0, 1, 0, 0])
    expect(of([5, 1, 4, 2, 3], 1)).toEqual([1, 1, 1, 1, 1])
    expect(of([5, 1, 4, 2, 3], 0)).toEqual([1, 0, 0, 0, 0])
    expect(of([1, 1, 1], 0)).toEqual([1, 1, 1])
    expect(of([], 0.5)).toEqual([])
  })

  it('keeps at least its share', () => {
    fc.assert(
      fc.property(
        fc.array(fc.double({ min: 0, max: 5, noNaN: true }), { minLength: 1 }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (entropies, share) => {
          const kept = of(entropies, share)
          const count = kept.reduce((sum, bit) => sum + bit, 0)
          expect(count).toBeGreaterThanOrEqual(Math.floor(share * (entropies.length - 1)))
          const least = Math.min(...entropies.filter((_, i) => kept[i]))
          for (const [i, bit] of kept.entries()) if (!bit) expect(entropies[i]).toBeLessThan(least)
        },
      ),
    )
  })

  it('never reads what is masked, names what is not finite', () => {
    const batch = { rollouts: 1, tokens: 2, responseMask: [1, 0], entropies: floats(1, NaN) }
    expect([...orThrow(topEntropyMask(batch, { share: 0.5 })).responseMask]).toEqual([1, 0])
    const bad = { ...batch, responseMask: [1, 1] }
    expect(topEntropyMask(bad, { share: 0.5 })).toMatchObject({ left: { argument: 'entropies[1]' } })
    expect(topEntropyMask(batch, { share: 2 })).toMatchObject({ left: { argument: 'options.share' } })
    expect(topEntropyMask(batch, {} as never)).toMatchObject({ left: { argument: 'options.share' } })
    expect(topEntropyMask({ ...batch, entropies: [1] as never }, { share: 1 })).toMatchObject({
      left: { argument: 'entropies' },
    })
  })
})

describe('adaptKlCoefficient', () => {
  it('by hand', () => {
    const target = 6
    expect(orThrow(adaptKlCoefficient(0.1, { kl: 12, rollouts: 256 }, { target }))).toBeCloseTo(
      0.1 * 1.00512,
      14,
    )
    expect(orThrow(adaptKlCoefficient(0.1, { kl: 0, rollouts: 256 }, { target }))).toBeCloseTo(
      0.1 * 0.99488,
      14,
    )
    const slow = { target, horizon: 1000 }
    expect(orThrow(adaptKlCoefficient(1, { kl: 6.6, rollouts: 100 }, slow))).toBeCloseTo(1 + 0.1 * 0.1, 14)
    expect(orThrow(adaptKlCoefficient(1, { kl: 6, rollouts: 100 }, slow))).toBe(1)
  })

  it.each<[unknown, unknown, unknown, string]>([
    [-1, { kl: 1, rollouts: 1 }, { target: 1 }, 'coefficient'],
    [NaN, { kl: 1, rollouts: 1 }, { target: 1 }, 'coefficient'],
    [1, null, { target: 1 }, 'observed'],
    [1, { kl: NaN, rollouts: 1 }, { target: 1 }, 'observed.kl'],
    [1, { kl: 1, rollouts: -1 }, { target: 1 }, 'observed.rollouts'],
    [1, { kl: 1, rollouts: 6 }, { target: 1, horizon: 1 }, 'observed.rollouts'],
    [1e100, { kl: 9, rollouts: 5 }, { target: 1, horizon: 1 }, 'coefficient'],
    [1, { kl: 1, rollouts: 1 }, {}, 'options.target'],
    [1, { kl: 1, rollouts: 1 }, { target: 0 }, 'options.target'],
    [1, { kl: 1, rollouts: 1 }, { target: 1, horizon: 0 }, 'options.horizon'],
  ])('%j, %j, %j is refused', (coefficient, observed, options, argument) => {
    expect(adaptKlCoefficient(coefficient as number, observed as never, options as never)).toMatchObject({
      left: { argument },
    })
  })
})

describe('distillationAdvantages', () => {
  const batch = {
    rollouts: 1,
    tokens: 3,
    responseMask: [1, 1, 0],
    logProbs: floats(-1, -2, NaN),
    teacherLogProbs: floats(-0.5, -5, NaN),
  }

  it('teacher minus student', () => {
    const { advantages, reverseKl } = orThrow(distillationAdvantages(batch))
    expect([...advantages]).toEqual([0.5, -3, 0])
    expect(reverseKl).toBe((-0.5 + 3) / 2)
    expect([...orThrow(distillationAdvantages(batch, { coefficient: 2, limit: 1 })).advantages]).toEqual([
      1, -2, 0,
    ])
  })

  it.each<[object, unknown, string]>([
    [{ logProbs: floats(NaN, -1, -1) }, {}, 'logProbs[0]'],
    [{ teacherLogProbs: floats(-1, Number.NEGATIVE_INFINITY, 0) }, {}, 'teacherLogProbs[1]'],
    [{ teacherLogProbs: floats(-1) }, {}, 'teacherLogProbs'],
    [{}, { limit: 0 }, 'options.limit'],
    [{}, { coefficient: NaN }, 'options.coefficient'],
  ])('%j, %j is refused', (change, options, argument) => {
    expect(distillationAdvantages({ ...batch, ...change } as never, options as never)).toMatchObject({
      left: { argument },
    })
  })
})

describe('rejectedRollouts', () => {
  it('a rejected rollout leaves its sibling’s baseline', () => {
    const correction = orThrow(
      rolloutCorrection({
        rollouts: 3,
        offsets: Int32Array.of(0, 1, 3, 3),
        oldLogProbs: floats(-1, -1, -1),
        rolloutLogProbs: floats(-1, -9, -9),
      }),
    )
    const { valid, rejected, shortened } = rejectedRollouts(correction)
    expect([...valid]).toEqual([1, 0, 1])
    expect([rejected, shortened]).toEqual([1, 0])
    const groups = orThrow(
      groupRollouts({ rewards: [1, 0], promptIds: ['a', 'a'], valid: valid.slice(0, 2) }),
    )
    expect(grpo(groups, { epsilon: 0 }).advantages).toEqual(floats(1, 0))
  })

  it('counts what is shortened; weights of 0 are as good as the mask', () => {
    const batch = {
      rollouts: 2,
      offsets: Int32Array.of(0, 2, 3),
      oldLogProbs: floats(-1, -1, -1),
      rolloutLogProbs: floats(-1, -9, -9),
    }
    for (const mode of ['reject', 'mask'] as const) {
      expect(rejectedRollouts(orThrow(rolloutCorrection(batch, { mode })))).toEqual({
        valid: Uint8Array.of(1, 0),
        rejected: 1,
        shortened: 1,
      })
    }
  })
})

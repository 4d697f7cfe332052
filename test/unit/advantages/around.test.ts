import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { clipAdvantages } from '../../../src/advantages/clip-advantages.js'
import { gdpo } from '../../../src/advantages/gdpo.js'
import { groupRollouts } from '../../../src/advantages/group-rollouts.js'
import { grpo } from '../../../src/advantages/grpo.js'
import { maxRl } from '../../../src/advantages/max-rl.js'
import { reinforcePlusPlus } from '../../../src/advantages/reinforce-plus-plus.js'
import { type ValuesToWhiten, whiten } from '../../../src/advantages/whiten.js'
import { orThrow } from '../../../src/results.js'
import { rolloutBatches } from '../../../src/testing/index.js'
import { group, prompts } from './batches.js'

const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length
const std = (values: readonly number[], less = 1) =>
  Math.sqrt(values.reduce((sum, value) => sum + (value - mean(values)) ** 2, 0) / (values.length - less))

describe('maxRl', () => {
  it('in units of the mean', () => {
    expect([...maxRl(prompts([[1, 0, 0, 0]]), { epsilon: 0 }).advantages]).toEqual([3, -1, -1, -1])
    expect([...maxRl(prompts([[0, 0], [1], [0.5, 0.5]])).advantages]).toEqual([0, 0, 0, 0, 0])
  })

  it('is finite whatever the rewards', () => {
    for (const own of [
      [1e100, -1e100, 1e-300],
      [1e100, 0],
      [-1, -2],
      [1e-100, 0],
      [5e-324, 0],
    ]) {
      for (const epsilon of [0, 1e-6]) {
        expect([...maxRl(prompts([own]), { epsilon }).advantages].every(Number.isFinite)).toBe(true)
      }
    }
  })
})

describe('clipAdvantages', () => {
  it('holds, and leaves the original', () => {
    const result = grpo(prompts([[1, 0, 0, 0]]), { normalizeByStd: false })
    expect([...clipAdvantages(result, 0.5).advantages]).toEqual([0.5, -0.25, -0.25, -0.25])
    expect(result.advantages[0]).toBe(0.75)
    for (const limit of [0, -1, Number.NaN, '1' as never])
      expect(() => clipAdvantages(result, limit)).toThrow('limit')
  })
})

describe('the biased variance', () => {
  it('of grpo, whose group, batch or others', () => {
    const rewards = [1, 0.2, 0.4, 0]
    const groups = prompts([rewards, [0.5, 0.1]])
    const of = (options: object) => grpo(groups, { variance: 'biased', epsilon: 0, ...options }).advantages[0]
    expect(of({})).toBeCloseTo((1 - mean(rewards)) / std(rewards, 0), 12)
    expect(of({ scaling: 'batch' })).toBeCloseTo((1 - mean(rewards)) / std([...rewards, 0.5, 0.1], 0), 12)
    const others = rewards.slice(1)
    expect(of({ baseline: 'others' })).toBeCloseTo((1 - mean(others)) / std(others, 0), 12)
  })

  it('of reinforcePlusPlus: √((n − 1) / n) apart', () => {
    const groups = prompts([[1, 0, 0.3]], { lengths: [2, 3, 5] })
    const [a, b] = (['biased', 'unbiased'] as const).map((variance) =>
      reinforcePlusPlus(groups, { variance, epsilon: 0 }),
    )
    expect(b!.advantages[0]! / a!.advantages[0]!).toBeCloseTo(Math.sqrt(9 / 10), 12)
  })
})

describe('reinforcePlusPlus on equal rewards', () => {
  it('is 0; as published a trace', () => {
    const groups = prompts([[0.7, 0.7]], { lengths: [50, 50] })
    expect([...reinforcePlusPlus(groups).advantages]).toEqual([0, 0])
    expect(reinforcePlusPlus(groups, { profile: 'published' } as object).advantages[0]).toBeCloseTo(7e-7, 11)
  })
})

describe('whiten', () => {
  it('is the definition', () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.record({
            value: fc.double({ min: -5, max: 5, noNaN: true }),
            on: fc.boolean(),
            length: fc.integer({ min: 0, max: 4 }),
          }),
        ),
        fc.constantFrom('unbiased', 'biased'),
        fc.boolean(),
        (rows, variance, centre) => {
          const given = {
            values: rows.map(({ value, on }) => (on ? value : Number.NaN)),
            mask: rows.map(({ on }) => on),
            lengths: rows.map(({ length }) => length),
          }
          const flat = rows.flatMap(({ value, on, length }) =>
            on ? new Array<number>(length).fill(value) : [],
          )
          fc.pre(flat.length > 1 && new Set(flat).size > 1)
          const epsilon = 1e-8
          const divisor = Math.sqrt(std(flat, variance === 'biased' ? 0 : 1) ** 2 + epsilon)
          const got = orThrow(whiten(given, { variance, centre, epsilon } as object))
          rows.forEach(({ value, on }, i) => {
            expect(got[i]).toBeCloseTo(on ? (value - (centre ? mean(flat) : 0)) / divisor : 0, 6)
          })
        },
      ),
    )
  })

  it('equal values are 0, however they round, and so is one', () => {
    expect([...orThrow(whiten({ values: [0.1, 0.1, 0.1] }))]).toEqual([0, 0, 0])
    expect([...orThrow(whiten({ values: [3] }))]).toEqual([0])
    expect([...orThrow(whiten({ values: [] }))]).toEqual([])
    expect(orThrow(whiten({ values: [1e100, -1e100] })).every(Number.isFinite)).toBe(true)
  })

  it.each<[unknown, unknown, string]>([
    [{ values: [Number.NaN] }, {}, 'values[0]'],
    [{ values: [1], mask: [1, 0] }, {}, 'mask.length'],
    [{ values: [1], lengths: [-1] }, {}, 'lengths[0]'],
    [{ values: 3 }, {}, 'values'],
    [{ values: [1] }, { epsilon: -1 }, 'options.epsilon'],
    [{ values: [1] }, { variance: 'sample' }, 'options.variance'],
  ])('%j, %j is refused', (given, options, argument) => {
    expect(whiten(given as ValuesToWhiten, options as object)).toMatchObject({ left: { argument } })
  })
})

describe('gdpo, components that do not apply', () => {
  const nan = Number.NaN

  it('stay out of the mean, the deviation and the sum', () => {
    const components = [
      [1, 0, nan, 1],
      [0.2, nan, nan, 0.6],
    ]
    const groups = prompts([[0, 0, 0, 0]], { components })
    const { advantages, statistics } = gdpo(groups, { epsilon: 0, whitenEpsilon: 0 })
    const first = [1, 0, 1].map((r) => (r - 2 / 3) / std([1, 0, 1]))
    const second = [0.2, 0.6].map((r) => (r - 0.4) / std([0.2, 0.6]))
    const sums = [first[0]! + second[0]!, first[1]!, first[2]! + second[1]!]
    const expected = sums.map((value) => (value - mean(sums)) / std(sums))
    expect(
      [advantages[0], advantages[1], advantages[3]].map((a, i) => Math.abs(a! - expected[i]!) < 1e-12),
    ).toEqual([true, true, true])
    expect([advantages[2], statistics.withoutComponents]).toEqual([0, 1])
  })

  it('infinite ones and NaN rewards are refused still', () => {
    const batch = { rewards: [1, 0], promptIds: ['a', 'a'] }
    expect(groupRollouts({ ...batch, components: [[1, Number.POSITIVE_INFINITY]] })).toMatchObject({
      left: { argument: 'components[0][1]' },
    })
    expect(groupRollouts({ ...batch, rewards: [1, nan] })).toMatchObject({ left: { argument: 'rewards[1]' } })
  })

  it('a component that applies to no rollout changes nothing', () => {
    fc.assert(
      fc.property(rolloutBatches(), (batch) => {
        const own = [batch.rewards, batch.baselines]
        const none = batch.rewards.map(() => nan)
        expect(gdpo(group({ ...batch, components: [...own, none] })).advantages).toEqual(
          gdpo(group({ ...batch, components: own })).advantages,
        )
      }),
    )
  })
})

import { describe, expect, it } from 'vitest'
import { orThrow } from '../../../src/results.js'
import { type RawRewards, type ShapeOptions, shapeRewards } from '../../../src/rewards/shape-rewards.js'

const shaped = (raw: RawRewards, options?: ShapeOptions) => [...orThrow(shapeRewards(raw, options)).rewards]

describe('shapeRewards', () => {
  it('overlong: 0 up to 80, then down to −1 at 100 and beyond', () => {
    const lengths = [0, 80, 81, 90, 100, 101, 1000]
    const rewards = lengths.map(() => 1)
    const overlong = { maxLength: 100, cache: 20 }
    expect(shaped({ rewards, lengths }, { overlong })).toEqual([1, 1, 0.95, 0.5, 0, 0, 0])
    expect(shaped({ rewards, lengths }, { overlong: { ...overlong, factor: 0.5 } })[3]).toBe(0.75)
    expect(shaped({ rewards, lengths }, { overlong: { maxLength: 100, cache: 0 } })).toEqual([
      1, 1, 1, 1, 1, 0, 0,
    ])
  })

  it('bias, then scale, then clip, then the truncated ones, then what length costs', () => {
    const raw = { rewards: [1, 0, -3, 0.5], lengths: [10, 20, 30, 40], truncated: [0, 1, 0, true] }
    const options = { bias: 1, scale: 2, least: -1, most: 3, truncatedFactor: 0.5 }
    expect(shaped(raw, options)).toEqual([3, 1, -1, 1.5])
    expect(shaped(raw, { ...options, truncatedReward: -0.25 })).toEqual([3, -0.25, -1, -0.25])
    expect(shaped(raw, { length: { perToken: 0.5, free: 25 } })).toEqual([1, 0, -3 - 2.5, 0.5 - 7.5])
  })

  it('drops truncated rollouts, and says what it did', () => {
    const raw = { rewards: [1, 0], lengths: [5, 7], truncated: [false, true] }
    const { valid, metrics } = orThrow(
      shapeRewards(raw, { truncated: 'drop', overlong: { maxLength: 6, cache: 2 } }),
    )
    expect([...valid!]).toEqual([1, 0])
    expect(metrics).toEqual({
      rawMean: 0.5,
      shapedMean: (0.5 - 1) / 2,
      truncatedFraction: 0.5,
      penalisedFraction: 1,
    })
    expect(orThrow(shapeRewards({ rewards: [] }))).toMatchObject({
      metrics: { rawMean: 0, truncatedFraction: 0 },
    })
    expect(orThrow(shapeRewards({ rewards: [1] }))).not.toHaveProperty('valid')
  })

  it.each<[object, unknown, string]>([
    [{ rewards: [Number.NaN] }, {}, 'rewards[0]'],
    [{ rewards: [0, Number.POSITIVE_INFINITY] }, {}, 'rewards[1]'],
    [{ rewards: ['1'] }, {}, 'rewards[0]'],
    [{ rewards: 'abc' }, {}, 'rewards'],
    [{ rewards: [1], lengths: [1, 2] }, {}, 'lengths.length'],
    [{ rewards: [1], lengths: [-1] }, {}, 'lengths[0]'],
    [{ rewards: [1], lengths: [Number.NaN] }, {}, 'lengths[0]'],
    [{ rewards: [1] }, { overlong: { maxLength: 1, cache: 1 } }, 'lengths'],
    [{ rewards: [1] }, { truncatedFactor: 0.5 }, 'truncated'],
    [{ rewards: [1], truncated: ['no'] }, {}, 'truncated[0]'],
    [{ rewards: [1] }, { scale: Number.NaN }, 'options.scale'],
    [{ rewards: [1] }, { scal: 1 }, 'options.scal'],
    [{ rewards: [1] }, { least: 2, most: 1 }, 'options.most'],
    [{ rewards: [1] }, { truncatedFactor: 2 }, 'options.truncatedFactor'],
    [{ rewards: [1] }, { overlong: { maxLength: 5 } }, 'options.overlong.cache'],
    [{ rewards: [1] }, { overlong: { maxLength: 5, cache: 6 } }, 'options.overlong.cache'],
    [{ rewards: [1e100] }, { scale: 1e10 }, 'rewards[0]'],
    [{ rewards: [1], lengths: [1e100] }, { length: { perToken: 1e100 } }, 'rewards[0]'],
    [null as never, {}, 'batch'],
    [{ rewards: [1] }, null, 'options'],
  ])('%j, %j is refused by name', (raw, options, argument) => {
    expect(shapeRewards(raw as RawRewards, options as ShapeOptions)).toMatchObject({ left: { argument } })
  })
})

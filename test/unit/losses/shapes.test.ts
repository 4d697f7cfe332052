import { isLeft } from 'fp-ts/lib/Either.js'
import { describe, expect, it } from 'vitest'
import type { BadBatch } from '../../../src/errors.js'
import { fastExp } from '../../../src/losses/fast-exp.js'
import { checkLayout, type GivenLayout } from '../../../src/losses/layout.js'
import { shareOf, spreadOf } from '../../../src/losses/statistics.js'
import type { TokenBatch } from '../../../src/losses/token-batch.js'
import { floats, lossOf, refusal } from './by-hand.js'

describe('the layout', () => {
  const layoutOf = (given: GivenLayout, size: number) => {
    const result = checkLayout(given, size)
    if (isLeft(result)) throw new Error(result.left.argument)
    const { starts, lengths } = result.right
    return { starts: Array.from(starts), lengths: [...lengths] }
  }
  const wrong = (given: unknown, size: number): BadBatch => {
    const result = checkLayout(given as GivenLayout, size)
    if (!isLeft(result)) throw new Error('was accepted')
    return result.left
  }

  it('of padded rows has even starts, and counts what the mask selects', () => {
    const expected = { starts: [0, 3, 6], lengths: [2, 1] }
    const mask = [1, 0, 1, 0, 0, 1]
    for (const responseMask of [mask, mask.map(Boolean), Uint8Array.from(mask), Float32Array.from(mask)]) {
      expect(layoutOf({ rollouts: 2, tokens: 3, responseMask }, 6)).toEqual(expected)
    }
  })

  it('of packed rows has the offsets, and counts all', () => {
    const offsets = Int32Array.of(0, 2, 2, 5)
    expect(layoutOf({ rollouts: 3, offsets }, 5)).toEqual({ starts: [0, 2, 2, 5], lengths: [2, 0, 3] })
    expect(
      layoutOf({ rollouts: 3, offsets: Uint32Array.from(offsets), responseMask: [1, 0, 0, 1, 1] }, 5),
    ).toEqual({
      starts: [0, 2, 2, 5],
      lengths: [1, 0, 2],
    })
  })

  it('may be empty', () => {
    expect(layoutOf({ rollouts: 0, tokens: 3, responseMask: [] }, 0)).toEqual({ starts: [0], lengths: [] })
    expect(layoutOf({ rollouts: 2, tokens: 0, responseMask: [] }, 0)).toEqual({
      starts: [0, 0, 0],
      lengths: [0, 0],
    })
    expect(layoutOf({ rollouts: 0, offsets: Int32Array.of(0) }, 0)).toEqual({ starts: [0], lengths: [] })
    expect(checkLayout({ rollouts: 2 ** 20, tokens: 0, responseMask: [] }, 0)).toMatchObject({
      _tag: 'Right',
    })
  })

  it.each<[unknown, size: number, argument: string, received: string]>([
    [{ rollouts: -1, tokens: 1 }, 1, 'rollouts', '-1'],
    [{ rollouts: '1', tokens: 1 }, 1, 'rollouts', '"1"'],
    [{ rollouts: 2, tokens: 1.5, responseMask: [1, 1, 1] }, 3, 'tokens', '1.5'],
    [{ rollouts: 1, tokens: -1, offsets: Int32Array.of(0, 1) }, 1, 'tokens', '-1'],
    [{ rollouts: 1, responseMask: [1] }, 1, 'tokens', 'missing'],
    [{ rollouts: 2 ** 20 + 1, tokens: 0, responseMask: [] }, 0, 'rollouts', '1048577'],
    [{ rollouts: 2 ** 53 - 1, tokens: 0, responseMask: [] }, 0, 'rollouts', '9007199254740991'],
    [{ rollouts: 1, tokens: 1 }, 1, 'responseMask', 'missing'],
    [{ rollouts: 1, tokens: 1, responseMask: null }, 1, 'responseMask', 'null'],
    [{ rollouts: 1, tokens: 2, responseMask: [1] }, 2, 'responseMask', '"1 values"'],
    [{ rollouts: 1, offsets: [0, 1] }, 1, 'offsets', 'a list of 2'],
    [{ rollouts: 1, offsets: Int32Array.of(0, 1, 1) }, 1, 'offsets', '"3 values"'],
    [{ rollouts: 2, offsets: Int32Array.of(0, 2, 1) }, 1, 'offsets[2]', '1'],
  ])('%j of %d values', (given, size, argument, received) => {
    expect(wrong(given, size)).toMatchObject({ argument, received })
  })
})

describe('what a batch may hold', () => {
  const nan = Number.NaN
  const packed: TokenBatch = {
    rollouts: 2,
    offsets: Int32Array.of(0, 1, 3),
    logProbs: floats(-1, -1, -1),
    oldLogProbs: floats(-1, -1, -1),
    advantages: floats(1, 1),
  }
  const padded: TokenBatch = {
    ...packed,
    offsets: undefined,
    rollouts: 1,
    tokens: 3,
    responseMask: [0, 1, 1],
  }

  it.each<[string, unknown, argument: string]>([
    ['advantages in a plain array', { ...packed, advantages: [1, 1] }, 'advantages'],
    ['no advantages', { ...packed, advantages: undefined }, 'advantages'],
    ['too many advantages', { ...packed, advantages: floats(1, 1, 1, 1) }, 'advantages'],
    ['a word for a batch', 'batch', 'batch'],
    ['an advantage of a rollout', { ...packed, advantages: floats(1, nan) }, 'advantages[1]'],
    ['an advantage of a token', { ...packed, advantages: floats(1, 1, nan) }, 'advantages[2]'],
    [
      'a number behind masked ones',
      { ...padded, logProbs: floats(nan, -1, nan), advantages: floats(nan, 1, 1) },
      'logProbs[2]',
    ],
    [
      'an infinite reference',
      { ...packed, refLogProbs: floats(-1, -1, Number.POSITIVE_INFINITY) },
      'refLogProbs[2]',
    ],
  ])('%s', (_name, batch, argument) => {
    const options = { kl: { estimator: 'k1', coefficient: 1 } }
    const complete = typeof batch === 'object' ? { refLogProbs: packed.logProbs, ...batch } : batch
    expect(refusal(complete, options).argument).toBe(argument)
  })

  it('advantages of one per token where both would fit', () => {
    const square = { ...packed, rollouts: 3, offsets: Int32Array.of(0, 3, 3, 3), advantages: floats(1, 2, 3) }
    expect([...lossOf(square, { aggregation: 'token-sum' }).gradLogProbs]).toEqual([-1, -2, -3])
  })

  it('float32 numbers', () => {
    const single = {
      ...packed,
      logProbs: Float32Array.from(packed.logProbs),
      oldLogProbs: Float32Array.from(packed.oldLogProbs),
      advantages: Float32Array.of(1, 0.1),
    }
    expect([...lossOf(single, { aggregation: 'token-sum' }).gradLogProbs]).toEqual([
      -1,
      -Math.fround(0.1),
      -Math.fround(0.1),
    ])
  })

  it('numbers beyond all reason, but not a loss that is not finite', () => {
    const { argument, expected } = refusal(
      { ...packed, advantages: floats(1e308, 1e308) },
      { aggregation: 'token-sum' },
    )
    expect([argument, expected]).toEqual([
      'advantages[0]',
      'of smaller magnitude, for a finite loss and a finite gradient',
    ])
  })
})

describe('statistics', () => {
  it('of some numbers', () => {
    expect(spreadOf(floats(1, 2, 6))).toEqual({ mean: 3, std: Math.sqrt((4 + 1 + 9) / 2), max: 6, min: 1 })
    expect(spreadOf(floats(7))).toEqual({ mean: 7, std: 0, max: 7, min: 7 })
    expect(spreadOf(floats())).toEqual({ mean: 0, std: 0, max: 0, min: 0 })
    expect(shareOf(floats(1, 2, 6), (value) => value > 1)).toBe(2 / 3)
    expect(shareOf(floats(), () => true)).toBe(0)
  })
})

describe('the exponential of a table', () => {
  it('is Math.exp to a few units in the last place', () => {
    let farthest = 0
    for (let i = -21 * 256; i <= 21 * 256; i++) {
      farthest = Math.max(farthest, Math.abs(fastExp(i / 256) / Math.exp(i / 256) - 1))
    }
    expect(farthest).toBeLessThan(1e-15)
  })

  it('goes on outside the table', () => {
    expect([20.5, -20.5, 100, -100, 1000, -1000].map(fastExp)).toEqual(
      [20.5, -20.5, 100, -100, 1000, -1000].map(Math.exp),
    )
    expect([Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, Number.NaN].map(fastExp)).toEqual([
      Number.POSITIVE_INFINITY,
      0,
      Number.NaN,
    ])
  })

  it('is exact at whole powers of two', () => {
    expect([-2, -1, 0, 1, 2].map((power) => fastExp(power * Math.LN2))).toEqual([1 / 4, 1 / 2, 1, 2, 4])
  })
})

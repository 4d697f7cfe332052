import { describe, expect, it } from 'vitest'
import { exactMean, exactSum } from '../../../src/advantages/exact-sum.js'

const sumOf = (...values: number[]): number[] => {
  const out = new Float64Array(2)
  exactSum(Float64Array.from(values), 0, values.length, out)
  return [...out]
}

/** Half a unit in the last place of 2^53, and what breaks the tie. */
const HALF = 1
const CRUMB = 2 ** -60

describe('exactSum', () => {
  it.each<[string, number[], [head: number, tail: number]]>([
    ['nothing', [], [0, 0]],
    ['a number', [0.1], [0.1, 0]],
    ['what rounding takes', [2 ** 53, HALF], [2 ** 53, HALF]],
    ['a tie to even, upwards', [2 ** 53 + 2, HALF], [2 ** 53 + 4, -HALF]],
    ['crumbs under a large sum', [1, 1e100, 1, -1e100], [2, 0]],
    ['a sum of 0', [1, 1e100, -1, -1e100], [0, 0]],
    ['three magnitudes', [2 ** 106, 2 ** 53, 1], [2 ** 106 + 2 ** 54, 1 - 2 ** 53]],
    ['three magnitudes downwards', [2 ** 106, 2 ** 53, -1], [2 ** 106, 2 ** 53 - 1]],
    ['three magnitudes below 0', [-(2 ** 106), -(2 ** 53), -1], [-(2 ** 106) - 2 ** 54, 2 ** 53 - 1]],
    ['a tie that a crumb breaks', [2 ** 53, HALF, CRUMB], [2 ** 53 + 2, -HALF]],
    ['a tie that a crumb breaks downwards', [2 ** 53, HALF, -CRUMB], [2 ** 53, HALF]],
    ['a tie that nothing breaks', [2 ** 53, HALF, CRUMB, -CRUMB], [2 ** 53, HALF]],
    ['no tie, a crumb below', [2 ** 53, HALF / 2, CRUMB], [2 ** 53, HALF / 2]],
    ['a tie of the tail', [2 ** 120, 2 ** 53, HALF, CRUMB], [2 ** 120, 2 ** 53 + 2]],
  ])('%s', (_, values, wanted) => {
    expect(sumOf(...values)).toEqual(wanted)
    expect(sumOf(...values.toReversed())).toEqual(wanted)
  })

  it('sums the part that is asked for', () => {
    const out = new Float64Array(2)
    exactSum(Float64Array.of(5, 1, 2, 7), 1, 3, out)
    expect([...out]).toEqual([1 + 2, 0])
    exactSum(Float64Array.of(5, 2 ** 106, 2 ** 53, 1, 7), 1, 4, out)
    expect([...out]).toEqual([2 ** 106 + 2 ** 54, 1 - 2 ** 53])
  })

  it.each([1, 2, 3])('is the nearest float64 to the true sum, and its rest (seed %i)', (seed) => {
    const random = generator(seed)
    for (let round = 0; round < 200; round++) {
      const values = Array.from({ length: 1 + (random() % 12) }, () => wild(random))
      const [head, tail] = sumOf(...values)
      const exact = values.reduce((sum, value) => sum + units(value), 0n)
      const rest = exact - units(head!)
      expect(isNearest(head!, exact)).toBe(true)
      expect(isNearest(tail!, rest)).toBe(true)
    }
  })
})

describe('exactMean', () => {
  const meanOf = (total: readonly [number, number], count: number): number[] => {
    const out = new Float64Array(2)
    exactMean(Float64Array.from(total), count, out)
    return [...out]
  }

  it('leaves no tail of an exact quotient', () => {
    expect(meanOf([0.1 * 4, 0], 4)).toEqual([0.1, 0])
    expect(meanOf([-6, 0], 3)).toEqual([-2, 0])
  })

  it('has 31 digits of any other', () => {
    // 3 · 0.333… = 1 − 2^-54, so what is left over is 2^-54 / 3.
    expect(meanOf([1, 0], 3)).toEqual([1 / 3, 2 ** -54 / 3])
    expect(meanOf([1, 3 * 2 ** -60], 1)).toEqual([1, 3 * 2 ** -60])
    expect(meanOf([2 ** 53, 1], 2)).toEqual([2 ** 52, 0.5])
  })
})

type Random = () => number

/** 31 bits at a time. */
function generator(seed: number): Random {
  let state = seed
  return () => {
    state = (Math.imul(state, 1103515245) + 12345) >>> 0
    const high = state
    state = (Math.imul(state, 1103515245) + 12345) >>> 0
    return ((high & 0xffff0000) | (state >>> 16)) >>> 1
  }
}

/** Few bits at many magnitudes, so that ties and cancellation are common. */
const wild = (random: Random): number =>
  ((random() % 5) - 2) * 2 ** ((random() % 9) * 53 - 212) * (1 + (random() % 3) * 2 ** -52)

/** In units of 2^-1074. */
function units(x: number): bigint {
  let numerator = x
  let halvings = 0
  while (!Number.isInteger(numerator)) {
    numerator *= 2
    halvings++
  }
  return (BigInt(numerator) << 1074n) >> BigInt(halvings)
}

/** Whether no other float64 is nearer, and of two equally near the one with an even mantissa was taken. */
function isNearest(x: number, exact: bigint): boolean {
  const distance = (y: number) => (units(y) > exact ? units(y) - exact : exact - units(y))
  return [nextUp(x), -nextUp(-x)].every((other) => {
    if (distance(x) !== distance(other)) return distance(x) < distance(other)
    return bitsOf(x) % 2n === 0n
  })
}

const bitsOf = (x: number): bigint => new BigUint64Array(Float64Array.of(x).buffer)[0]!

function nextUp(x: number): number {
  if (x === 0) return Number.MIN_VALUE
  const bits = BigInt.asUintN(64, bitsOf(x) + (x > 0 ? 1n : -1n))
  return new Float64Array(BigUint64Array.of(bits).buffer)[0]!
}

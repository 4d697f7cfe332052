import { describe, expect, it } from 'vitest'
import { exactMean, exactSum } from '../../../src/advantages/exact-sum.js'
import { grpo } from '../../../src/advantages/grpo.js'
import { type Arithmetic, gather, promptMoments, segmentMoments } from '../../../src/advantages/moments.js'
import { prompts } from './batches.js'

const OFFSETS = Int32Array.of(0, 3, 3, 4, 6)
const VALUES = Float64Array.of(1, 2, 6, 7, 0.5, 0.5)

describe('segmentMoments', () => {
  it.each<Arithmetic>(['exact', 'two-pass', 'one-pass'])('%s, by hand', (arithmetic) => {
    const { sizes, means, meanTails, variances } = segmentMoments(VALUES, OFFSETS, arithmetic)
    expect([...sizes]).toEqual([3, 0, 1, 2])
    expect([...means]).toEqual([(1 + 2 + 6) / 3, 0, 7, 0.5])
    expect([...meanTails]).toEqual([0, 0, 0, 0])
    // Deviations −2, −1, 3.
    const spread = variances[0]!
    expect(spread).toBeCloseTo((4 + 1 + 9) / 2, 12)
    expect([...variances]).toEqual([spread, 0, 0, 0])
  })

  it('has no segments of nothing', () => {
    const none = segmentMoments(new Float64Array(), Int32Array.of(0), 'exact')
    expect([none.sizes, none.means, none.variances].map(({ length }) => length)).toEqual([0, 0, 0])
  })

  it('exact: what rounding takes from a mean is its tail', () => {
    const { means, meanTails } = segmentMoments(Float64Array.of(1, 0, 0), Int32Array.of(0, 3), 'exact')
    expect([means[0], meanTails[0]]).toEqual([1 / 3, 2 ** -54 / 3])
  })

  it('one-pass: never below 0, though E[x²] − E[x]² may be', () => {
    const values = Float64Array.of(0.1, 0.1, 0.1)
    const { variances } = segmentMoments(values, Int32Array.of(0, 3), 'one-pass')
    expect(variances[0]).toBeGreaterThanOrEqual(0)
    expect(variances[0]).toBeLessThan(1e-16)
  })
})

describe('exact moments, to the bit those of exact sums', () => {
  const kinds: Readonly<Record<string, (k: number) => number>> = {
    tenths: (k) => (k % 11) / 10,
    'right or wrong': (k) => k % 2,
    'small beside large': (k) => (k % 3 === 0 ? 1e-9 * k : k),
    'far apart': (k) => (k - 50) * 10 ** ((k % 41) - 20),
    tiny: (k) => k * 1e-300,
    large: (k) => (k - 50) * 1e98,
    zeros: () => 0,
  }

  it.each(Object.keys(kinds))('%s', (kind) => {
    const values = Float64Array.from({ length: 900 }, (_, i) => kinds[kind]!((i * 73) % 101))
    const offsets = Int32Array.of(0, 1, 3, 3, 19, 20, 36, 100, 900)
    const { means, meanTails, variances } = segmentMoments(values, offsets, 'exact')
    const out = new Float64Array(2)
    for (let s = 0; s < means.length; s++) {
      const own = values.subarray(offsets[s], offsets[s + 1])
      const count = own.length
      if (count === 0) continue
      exactSum(own, 0, count, out)
      exactMean(out, count, out)
      expect([means[s], meanTails[s]]).toEqual([...out])
      const [head, tail] = out as unknown as [number, number]
      exactSum(
        own.map((value) => (value - head - tail) ** 2),
        0,
        count,
        out,
      )
      expect(variances[s]).toBe(count === 1 ? 0 : out[0]! / (count - 1))
    }
  })
})

describe('promptMoments', () => {
  const groups = prompts([[1, 0]])
  const moments = segmentMoments(Float64Array.of(5, 3), groups.offsets, 'exact')

  it('takes exact moments that a backend has measured, and measures others itself', () => {
    expect(promptMoments({ ...groups, moments }, groups.rewards, 'exact')).toBe(moments)
    expect([...promptMoments({ ...groups, moments }, groups.rewards, 'two-pass').means]).toEqual([0.5])
    expect([...promptMoments(groups, groups.rewards, 'exact').means]).toEqual([0.5])
  })
})

describe('gather', () => {
  const source = Float64Array.of(5, 6)

  it('copies only where the order changes', () => {
    expect(gather(source, Int32Array.of(0, 1))).toBe(source)
    expect([...gather(source, Int32Array.of(1, 0))]).toEqual([6, 5])
    expect([...gather(source, Int32Array.of(0))]).toEqual([5])
    expect([...gather(Float64Array.of(5), new Int32Array())]).toEqual([])
  })
})

it('statistics have one entry per prompt', () => {
  const { statistics } = grpo(prompts([[1, 0], [0.5], []]))
  expect([...statistics.promptMeans]).toEqual([0.5, 0.5])
  expect([...statistics.promptStds]).toEqual([Math.sqrt(0.5), 0])
  expect([...statistics.promptSizes]).toEqual([2, 1])
})

import { describe, expect, it } from 'vitest'
import { compare, growth, type Measurement, measure, ratio } from '../../src/bench/index.js'

const measured = (over: Partial<Measurement>): Measurement => ({
  workload: 'w',
  item: 'rollout',
  size: 10,
  items: 10,
  subject: 'a',
  median: 2,
  p99: 3,
  relativeError: 1,
  rounds: [2, 2, 2],
  runs: 30,
  ...over,
})

describe('measure', () => {
  it('gives every subject its turn at every size, on inputs made once', async () => {
    const made: number[] = []
    const turns: string[] = []
    const measurements = await measure(
      [
        {
          workload: {
            name: 'w',
            item: 'rollout',
            sizes: [1, 2, 99],
            make: (size) => made.push(size) && size,
          },
          subjects: [
            { name: 'a', run: (size: number) => size },
            { name: 'b', run: async (size: number) => size },
          ],
        },
      ],
      { rounds: 2, roundTime: 0, warmupTime: 0, largest: 2, onTurn: (turn) => turns.push(turn.subject) },
    )
    expect(made).toEqual([1, 2])
    expect(turns).toEqual(['a', 'b', 'a', 'b', 'a', 'b', 'a', 'b'])
    expect(measurements.map(({ size, subject }) => [size, subject])).toEqual([
      [1, 'a'],
      [1, 'b'],
      [2, 'a'],
      [2, 'b'],
    ])
    expect(measurements[0]!.rounds).toHaveLength(2)
  })
})

describe('ratio', () => {
  it('compares rounds that ran side by side', () => {
    // 6/2, 8/2, 20/4
    expect(ratio(measured({ rounds: [6, 8, 20] }), measured({ rounds: [2, 2, 4] }))).toEqual({
      median: 4,
      min: 3,
      max: 5,
    })
  })
})

describe('compare', () => {
  const before = measured({ median: 10, rounds: [9, 10, 11] })

  it('says nothing of what lies within the spread of the rounds', () => {
    const [change] = compare([before], [measured({ median: 11, rounds: [10, 11, 12] })])
    expect(change).toMatchObject({ ratio: 11 / 10, verdict: 'within noise' })
  })

  it('flags what exceeds it', () => {
    expect(compare([before], [measured({ median: 20, rounds: [20] })])[0]!.verdict).toBe('slower')
    expect(compare([before], [measured({ median: 5, rounds: [5] })])[0]!.verdict).toBe('faster')
  })

  it('leaves out what only one run has', () => {
    expect(compare([before], [measured({ size: 11 })])).toEqual([])
  })
})

describe('growth', () => {
  it('fits the exponent of time against size', () => {
    // time = 3 · size²
    const sizes = [10, 100, 1000]
    const [fit] = growth(sizes.map((size) => measured({ size, items: size, median: 3 * size ** 2 })))
    expect(fit!.exponent).toBeCloseTo(2, 12)
  })
})

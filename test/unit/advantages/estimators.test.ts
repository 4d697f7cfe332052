import { describe, expect, it } from 'vitest'
import { difficultyWeights } from '../../../src/advantages/difficulty-weights.js'
import { gdpo } from '../../../src/advantages/gdpo.js'
import { gpg } from '../../../src/advantages/gpg.js'
import { grpo } from '../../../src/advantages/grpo.js'
import { grpoDifficulty } from '../../../src/advantages/grpo-difficulty.js'
import { grpoPassK, grpoPassKEstimator } from '../../../src/advantages/grpo-pass-k.js'
import { opo } from '../../../src/advantages/opo.js'
import { qwenLong } from '../../../src/advantages/qwen-long.js'
import { reinforcePlusPlusBaseline } from '../../../src/advantages/reinforce-plus-plus-baseline.js'
import { tmn } from '../../../src/advantages/tmn.js'
import { whitened } from '../../../src/advantages/whiten.js'
import { group, prompts } from './batches.js'

const close = (got: ArrayLike<number>, wanted: readonly number[], digits = 12) => {
  expect(got.length).toBe(wanted.length)
  wanted.forEach((value, i) => {
    expect(got[i]).toBeCloseTo(value, digits)
  })
}

describe('grpo', () => {
  it('others: the mean without oneself, per prompt', () => {
    // 1 − 0 and 0 − 1; 0.9 − (0.1 + 0.5) / 2 and so on; a single rollout has no others and keeps its reward.
    const groups = prompts([[1, 0], [0.9, 0.1, 0.5], [0.7]])
    close(grpo(groups, { baseline: 'others', normalizeByStd: false }).advantages, [
      1 - 0,
      0 - 1,
      0.9 - (0.1 + 0.5) / 2,
      0.1 - (0.9 + 0.5) / 2,
      0.5 - (0.9 + 0.1) / 2,
      0.7,
    ])
    // One other has no spread, so nothing is divided.
    const scaled = grpo(groups, { baseline: 'others', epsilon: 0, singletons: 'zero' }).advantages
    close(scaled, [1, -1, 0.6 / (0.4 / Math.SQRT2), -0.6 / (0.4 / Math.SQRT2), 0 / (0.8 / Math.SQRT2), 0])
  })

  it('others: the sample deviation without oneself, in every group of the batch', () => {
    const std = (...values: number[]) => {
      const mean = values.reduce((sum, value) => sum + value, 0) / values.length
      return Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (values.length - 1))
    }
    const second = [0.2, 0.4, 0.9, 0.5]
    const groups = prompts([[1, 0, 0.25], second])
    const { advantages } = grpo(groups, { baseline: 'others', epsilon: 0 })
    close(
      advantages.subarray(3),
      second.map((reward, i) => {
        const others = second.filter((_, j) => j !== i)
        return (reward - others.reduce((sum, value) => sum + value, 0) / 3) / std(...others)
      }),
    )
  })

  it('others: a group around 0, and one far from it', () => {
    // Without 1: −1 and 0.3, mean −0.35, deviation 1.3 / √2; likewise the others.
    close(grpo(prompts([[1, -1, 0.3]]), { baseline: 'others', epsilon: 0 }).advantages, [
      1.35 / (1.3 / Math.SQRT2),
      -1.65 / (0.7 / Math.SQRT2),
      0.3 / (2 / Math.SQRT2),
    ])
    const far = 2 ** 50
    const parts = [0, 1, 1, 3, 2]
    close(grpo(prompts([parts.map((part) => far + part)]), { baseline: 'others', epsilon: 0 }).advantages, [
      ...grpo(prompts([parts]), { baseline: 'others', epsilon: 0 }).advantages,
    ])
  })

  it('others: their variance is what is left of the sum of squares: 1 − 1/3 of 0, 0, 1', () => {
    const { advantages } = grpo(prompts([[0, 0, 0, 1]]), { baseline: 'others', epsilon: 0 })
    expect(advantages[0]).toBe((-0.25 * (4 / 3)) / Math.sqrt((0.75 - 0.25 / 3) / 2))
  })

  it('others: a single rollout keeps its reward, of mean 0 and deviation 1', () => {
    expect([...grpo(prompts([[0.7]]), { baseline: 'others' }).advantages]).toEqual([0.7 / (1 + 1e-6)])
  })

  it.each([1e3, 1e5, 1e6, 1e7, 3e7])('others: an outlier of %f takes no digit from the others', (outlier) => {
    // Without it: 1, 2, 3 of mean 2 and sample deviation 1.
    const { advantages } = grpo(
      prompts([
        [0, 1, 0.5],
        [outlier, 1, 2, 3],
      ]),
      { baseline: 'others', epsilon: 0 },
    )
    expect(advantages[3]).toBeCloseTo(outlier - 2, 6)
  })

  it('others: equal ones leave the advantage undivided, whatever the outlier', () => {
    for (const outlier of [1, 0.3, 1e5]) {
      const { advantages } = grpo(prompts([[outlier, 0.1, 0.1, 0.1]]), { baseline: 'others', epsilon: 0 })
      expect(advantages[0]).toBeCloseTo(outlier - 0.1, 10)
    }
  })

  it('batch scaling: n − 1 over all rollouts; published without the exact mean', () => {
    // Far from 0 plain sums lose digits: 2^53 + 1 is 2^53.
    const far = 2 ** 53
    const groups = prompts([
      [far, 1],
      [1, 1],
    ])
    const exact = grpo(groups, { scaling: 'batch', epsilon: 0 }).advantages[0]!
    const published = grpo(groups, { scaling: 'batch', epsilon: 0, profile: 'published' }).advantages[0]!
    // Deviations from far / 4: (3/4)² + 3 (1/4)² = 3/4 of far².
    expect(exact).toBeCloseTo(1 / 2 / Math.sqrt(3 / 4 / 3), 12)
    expect(published).toBeCloseTo(1 / 2 / Math.sqrt(3 / 4 / 3), 12)
  })

  it('batch scaling, published: plain sums, which miss the deviation 0.1 of these by a digit', () => {
    const rewards = [0.1, 0.1, 0.1, 0.3]
    const mean = (0.1 + 0.1 + 0.1 + 0.3) / 4
    const plain = Math.sqrt(rewards.reduce((squares, reward) => squares + (reward - mean) ** 2, 0) / 3)
    const options = { scaling: 'batch', epsilon: 0 } as const
    const published = grpo(prompts([rewards]), { ...options, profile: 'published' }).advantages
    expect([...published]).toEqual(rewards.map((reward) => (reward - mean) / plain))
    expect(grpo(prompts([rewards]), options).advantages[3]).toBe((0.3 - 0.15) / 0.1)
  })

  it('published: plain sums in the order of the batch', () => {
    // 0.1 + 0.2 + 0.3 is 0.6000000000000001, and a third of it is above 0.2.
    const mean = (0.1 + 0.2 + 0.3) / 3
    const { advantages } = grpo(prompts([[0.1, 0.2, 0.3]]), { profile: 'published', normalizeByStd: false })
    expect([...advantages]).toEqual([0.1 - mean, 0.2 - mean, 0.3 - mean])
  })
})

describe('grpoDifficulty', () => {
  it('weighs successes only, between the bounds', () => {
    // q = 1/4: e^(2 · 0.25) = 1.65 cut to 1.5; a failure and a reward at the mean keep weight 1.
    const { advantages, statistics } = grpoDifficulty(prompts([[1, 0, 0, 0]]), {
      gamma: 2,
      maxWeight: 1.5,
      normalizeByStd: false,
    })
    close(advantages, [0.75 * 1.5, -0.25, -0.25, -0.25])
    expect([...statistics.difficultyWeights!]).toEqual([1.5, 1, 1, 1])
    const middle = grpoDifficulty(prompts([[1, 0.5, 0]]), { minWeight: 0.5 }).statistics
    close(middle.difficultyWeights!, [Math.exp(0.5 - 1 / 3), 1, 1])
  })

  it('pass rates: 0.5 of a single rollout, 0 of none', () => {
    const groups = group({
      rewards: [1, 0.5, 1, 0],
      promptIds: ['none', 'one', 'two', 'two'],
      valid: [0, 1, 1, 1],
    })
    const { statistics } = grpoDifficulty(groups)
    expect([...statistics.passRates!]).toEqual([0, 0.5, 0.5])
    expect([...statistics.difficultyWeights!]).toEqual([0, 1, 1, 1])
  })

  it.each([
    [{ minWeight: 1.5, maxWeight: 1.5 }, undefined],
    [{ minWeight: 2 }, undefined],
    [{ maxWeight: 1 }, undefined],
    [{ minWeight: 2.5 }, 'maxWeight'],
    [{ maxWeight: 0.9 }, 'maxWeight'],
  ])('bounds in order: %j', (options, argument) => {
    const run = () => grpoDifficulty(prompts([[1, 0]]), options)
    if (argument === undefined) expect(run).not.toThrow()
    else expect(run).toThrow(`${argument} must be at least minWeight`)
  })
})

describe('grpoPassK', () => {
  it.each<[string, number[], number[]]>([
    ['the best last', [0.3, 0.6, 0.9], [0, 0, 0.3]],
    ['the best first', [0.9, 0.3, 0.6], [0.3, 0, 0]],
    ['a shared first place', [0.3, 0.9, 0.9], [0, 0, 0]],
    ['below 0', [-3, -1], [0, 2]],
  ])('%s', (_, rewards, wanted) => {
    close(grpoPassK(prompts([rewards]), { normalizeByStd: false }).advantages, wanted)
  })

  it('0 and −0 have no gap, in either order', () => {
    for (const rewards of [
      [-0, 0, 0],
      [0, -0, 0],
    ]) {
      expect([...grpoPassK(prompts([rewards])).advantages]).toEqual([0, 0, 0])
    }
  })

  it('without an epsilon, equal rewards have no gap to divide', () => {
    expect([...grpoPassK(prompts([[0.5, 0.5]]), { epsilon: 0 }).advantages]).toEqual([0, 0])
  })

  it('refuses the first prompt of a single valid rollout, and no other', () => {
    const refusing = { singletons: 'refuse' } as const
    expect(
      grpoPassKEstimator.check!(
        prompts([
          [1, 0],
          [1, 0, 1],
        ]),
        refusing,
      ),
    ).toBeUndefined()
    expect(grpoPassKEstimator.check!(prompts([[1, 0], [1], [0]]), refusing)).toMatchObject({
      argument: 'promptIds',
      received: '"p1"',
    })
  })
})

describe('qwenLong', () => {
  it('published: one-pass variance over the rollouts of the type', () => {
    const mean = (0.1 + 0.2 + 0.3) / 3
    const meanOfSquares = (0.1 * 0.1 + 0.2 * 0.2 + 0.3 * 0.3) / 3
    const std = Math.sqrt((meanOfSquares - mean * mean) * (3 / 2))
    const { statistics } = qwenLong(prompts([[0.1, 0.2], [0.3]]), { profile: 'published' })
    expect(statistics.taskScales).toEqual({ '': std })
  })

  it('a type of one rollout has the scale 1, a type of equal rewards no advantages', () => {
    const groups = prompts([[0.7], [0.5, 0.5]], { taskTypes: ['x', 'y', 'y'] })
    const { advantages, statistics } = qwenLong(groups, { epsilon: 0 })
    expect(statistics.taskScales).toEqual({ x: 1, y: 0 })
    expect([...advantages]).toEqual([0, 0, 0])
  })

  it('leaves invalid rollouts out', () => {
    const groups = prompts(
      [
        [9, 1, 0],
        [9, 0.5, 0.25],
      ],
      {
        taskTypes: ['x', 'x', 'x', 'y', 'y', 'y'],
        valid: [0, 1, 1, 0, 1, 1],
      },
    )
    const { advantages, statistics } = qwenLong(groups, { epsilon: 0 })
    expect(statistics.taskMeans).toEqual({ x: 0.5, y: 0.375 })
    close(advantages, [0, Math.SQRT1_2, -Math.SQRT1_2, 0, Math.SQRT1_2, -Math.SQRT1_2])
  })
})

describe('tmn', () => {
  it('zeroVariance: exclude leaves out groups of equal rewards, not single rollouts', () => {
    const groups = prompts([[1, 0], [0.5, 0.5], [0.7]])
    const { statistics } = tmn(groups, { zeroVariance: 'exclude', singletons: 'zero' })
    expect(statistics.taskScales!['']).toBe(Math.sqrt((0.5 + 0) / 2))
  })
})

describe('difficultyWeights', () => {
  it('α is 0.8 by default', () => {
    // T = (0.5 + 0) / 2; smooth of the first = 0.25 + 0.8 · 0.25 = 0.45, which 0.44 does not beat and 0.46 does.
    const rateOf = (third: number) =>
      difficultyWeights(
        prompts([
          [1 - third, third],
          [0, 0],
        ]),
      ).statistics.passRates![0]
    expect(rateOf(0.44)).toBe(1 / 2)
    expect(rateOf(0.46)).toBe(2 / 2)
    const explicit = difficultyWeights(
      prompts([
        [0.54, 0.46],
        [0, 0],
      ]),
      { alpha: 0.8 },
    )
    expect(explicit.statistics.passRates![0]).toBe(1)
  })

  it('a reward at the mean is on the side of the failures', () => {
    const { weights } = difficultyWeights(prompts([[1, 0.5, 0]]))
    close(weights, [Math.exp(0.5 - 1 / 3), Math.exp(1 / 3 - 0.5), Math.exp(1 / 3 - 0.5)])
  })

  it('the mean pass rate is over prompts, not rollouts; 0 of none', () => {
    const { statistics } = difficultyWeights(
      prompts([
        [1, 0, 0, 0],
        [1, 0],
      ]),
      { alpha: 1 },
    )
    expect(statistics.meanPassRate).toBe((1 / 4 + 1 / 2) / 2)
    const none = prompts([[1, 0]], { valid: [0, 0] })
    expect(difficultyWeights(none).statistics.meanPassRate).toBe(0)
  })
})

describe('gpg', () => {
  it('all rewards 0: the factor is N, and nothing is divided by 0', () => {
    const { advantages } = gpg(prompts([[0, 0], [0]]))
    expect([...advantages]).toEqual([0, 0, 0])
  })

  it('one reward in three is not 0', () => {
    close(gpg(prompts([[3, 0, 0]])).advantages, [(3 / 1) * 2, (3 / 1) * -1, (3 / 1) * -1])
  })
})

describe('gdpo', () => {
  const first = [1, 0, 0, 0]
  const second = [0, 0, 1, 1]
  const groups = prompts([[1, 0, 1, 1]], { components: [first, second] })
  const grpoOf = (rewards: readonly number[]) => [...grpo(prompts([rewards])).advantages]

  it('whitens the sum, each component once by default', () => {
    const sum = grpoOf(first).map((advantage, i) => advantage + grpoOf(second)[i]!)
    const spread = Math.sqrt(sum.reduce((squares, value) => squares + value * value, 0) / 3)
    close(
      gdpo(groups).advantages,
      sum.map((value) => value / spread),
      7,
    )
    expect([...gdpo(groups, { weights: [1, 1] }).advantages]).toEqual([...gdpo(groups).advantages])
  })

  it('weights count', () => {
    const doubled = grpoOf(first).map((advantage, i) => 2 * advantage - grpoOf(second)[i]!)
    const spread = Math.sqrt(doubled.reduce((squares, value) => squares + value * value, 0) / 3)
    close(
      gdpo(groups, { weights: [2, -1] }).advantages,
      doubled.map((value) => value / spread),
      7,
    )
    expect(() => gdpo(groups, { weights: [Number.NaN, 1] })).toThrow(
      'options.weights[0] must be a number within ±1e+40',
    )
  })

  it('the whitening has ε = 1e-8: equal components keep a trace of nothing', () => {
    const flat = prompts([[0.5, 0.5]], { components: [[0.5, 0.5]] })
    expect([...gdpo(flat, { whitenEpsilon: 0 }).advantages]).toEqual([0, 0])
    const small = prompts([[1, 0]], { components: [[1, 0]] })
    const weights = [1e-4]
    // ±7e-5 with sample variance 1e-8, as much as ε.
    const half = (1e-4 * 0.5) / (Math.SQRT1_2 + 1e-6)
    close(
      gdpo(small, { weights }).advantages,
      [half, -half].map((d) => d / Math.sqrt(2 * half * half + 1e-8)),
      7,
    )
  })

  it('lengths say over how many tokens each rollout is whitened', () => {
    const weighted = prompts([[1, 0]], { components: [[1, 0]], lengths: [3, 1] })
    const a = 0.5 / (Math.SQRT1_2 + 1e-6)
    const mean = (3 * a - a) / 4
    const std = Math.sqrt((3 * (a - mean) ** 2 + (-a - mean) ** 2) / 3)
    close(gdpo(weighted).advantages, [(a - mean) / std, (-a - mean) / std], 7)
  })
})

describe('opo', () => {
  it('a rollout of no tokens has the mean of the others as its baseline', () => {
    const groups = prompts([[1, 0, 0.5]], { lengths: [0, 1, 1] })
    close(opo(groups).advantages, [1 - 0.25, 0 - 0.25, 0.5 - 0.25])
  })

  it('half a token is a weight as well', () => {
    const groups = prompts([[1, 0]], { lengths: [0.25, 0.5] })
    close(opo(groups).advantages, [1 - 1 / 3, -1 / 3])
  })

  it('is rounded once where the baseline is a float64: (3 · 0.5 + 3 · 0.75) / 8', () => {
    const { advantages } = opo(prompts([[0.5, 0, 0.75]], { lengths: [3, 2, 3] }))
    expect([...advantages]).toEqual([0.5 - 3.75 / 8, 0 - 3.75 / 8, 0.75 - 3.75 / 8])
  })

  it('loses no digit far from 0', () => {
    // Parts 0, 1, 1 over lengths 1, 1, 2: baseline 3/4.
    const far = 2 ** 50
    const groups = prompts([[far, far + 1, far + 1]], { lengths: [1, 1, 2] })
    close(opo(groups).advantages, [0 - 3 / 4, 1 - 3 / 4, 1 - 3 / 4])
  })
})

describe('reinforcePlusPlusBaseline', () => {
  it('loses no digit far from 0', () => {
    const lengths = [1, 1, 1]
    const near = reinforcePlusPlusBaseline(prompts([[0, 1, 1]], { lengths })).advantages
    const far = 2 ** 50
    close(reinforcePlusPlusBaseline(prompts([[far, far + 1, far + 1]], { lengths })).advantages, [...near])
  })
})

describe('whiten', () => {
  const of = (values: number[], lengths: number[], epsilon: number) => [
    ...whitened(Float64Array.from(values), Float64Array.from(lengths), {
      epsilon,
      countEpsilon: epsilon,
      equalIsZero: epsilon === 0,
    }),
  ]

  it.each<[string, number[], number[], number, number[]]>([
    ['no token', [5, 7], [0, 0], 0, [0, 0]],
    ['half a token', [5], [0.5], 1e-8, [0]],
    ['one token', [5, 7], [1, 0], 0, [0, 0]],
    // n = 1.5, M = (5 + 3.5) / 1.5 = 17 / 3, V = (4/9 + 0.5 · 16/9) / 1.5 · 1.5 / 0.5 = 8 / 3.
    ['a token and a half', [5, 7], [1, 0.5], 0, [-2 / 3, 4 / 3].map((d) => d / Math.sqrt(8 / 3))],
    ['two tokens', [1, 0], [1, 1], 0, [0.5, -0.5].map((d) => d / Math.SQRT1_2)],
    ['equal values without an epsilon', [3, 3], [1, 1], 0, [0, 0]],
    ['equal values whose mean is rounded', [0.1, 0.1, 0.1], [1, 1, 1], 0, [0, 0, 0]],
    ['equal values beside one of no token', [0.1, 7, 0.1, 0.1], [1, 0, 1, 1], 0, [0, 0, 0, 0]],
    ['equal values behind one of no token', [7, 0.1, 0.1, 0.1], [0, 1, 1, 1], 0, [0, 0, 0, 0]],
    ['values whose squares are 0', [1e-170, 0], [1, 1], 0, [0, 0]],
    ['values whose squares overflow', [1e155, 0], [1, 1], 0, [0.5, -0.5].map((d) => d / Math.SQRT1_2)],
    ['the largest values', [1e308, -1e308], [1, 1], 1, [1, -1].map((d) => d / Math.sqrt(4 / 3))],
  ])('%s', (_, values, lengths, epsilon, wanted) => {
    close(of(values, lengths, epsilon), wanted)
  })

  it('ε stands in both denominators of the token count and under the root', () => {
    // n + ε = 4: M = 2 / 4, V = (1.5² + 0.5²) / 4 · 2 / 1 = 1.25.
    close(
      of([2, 0], [1, 1], 2),
      [2 - 0.5, 0 - 0.5].map((d) => d / Math.sqrt(1.25 + 2)),
    )
  })
})

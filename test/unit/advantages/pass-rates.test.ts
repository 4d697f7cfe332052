import { describe, expect, it } from 'vitest'
import { difficultyWeights } from '../../../src/advantages/difficulty-weights.js'
import { tmnReweight } from '../../../src/advantages/tmn-reweight.js'
import { group, prompts } from './batches.js'
import { exceeds, type Fraction, fraction, mean, minus, plus, times, ZERO } from './fractions.js'
import { type RandomInteger, randomInteger } from './random.js'

type Singletons = 'keep-reward' | 'zero' | 'exclude'

/** The pass rates of the prompts of one task type, by the formula, in fractions. */
function ratesOf(rewards: readonly (readonly number[])[], alpha: number, singletons: Singletons): number[] {
  const own = rewards.map((group) => group.map(fraction))
  const means = own.flatMap((group) => {
    if (group.length === 0 || (group.length === 1 && singletons === 'exclude')) return []
    return [group.length === 1 && singletons === 'keep-reward' ? ZERO : mean(group)]
  })
  const taskMean = means.length === 0 ? ZERO : mean(means)
  return own.map((group) => {
    if (group.length === 0) return 0
    const share = fraction(group.length === 1 ? 0 : alpha)
    const smooth: Fraction = plus(taskMean, times(share, minus(mean(group), taskMean)))
    return group.filter((reward) => exceeds(reward, smooth)).length / group.length
  })
}

const singletonPolicies: readonly Singletons[] = ['keep-reward', 'zero', 'exclude']

/** Rewards that tie in exact arithmetic, that nearly tie, that differ by magnitudes. */
const sources: readonly [name: string, draw: (random: RandomInteger) => number][] = [
  ['quarters', (random) => random(5) / 4],
  ['negative quarters', (random) => (random(5) - 3) / 4],
  ['tenths', (random) => random(11) / 10],
  ['negative tenths', (random) => (random(11) - 7) / 10],
  ['right or wrong', (random) => random(2)],
  ['a far offset', (random) => 1e15 + random(3) / 4],
  ['magnitudes', (random) => (random(3) - 1) * 10 ** (random(5) * 20 - 40)],
  ['large magnitudes', (random) => random(3) * 2 ** (random(3) * 30 + 53)],
]
const alphas = [0.8, 1, 2, 0, 0.5, -0.5, 1 / 3, 1e3, 2 ** 60]

describe('pass rates', () => {
  it.each(
    sources.flatMap(([name, draw]) => singletonPolicies.map((policy) => [name, policy, draw] as const)),
  )('of %s are those of exact arithmetic (singletons: %s)', (_, singletons, draw) => {
    const random = randomInteger(20260519)
    for (const alpha of alphas) {
      for (let round = 0; round < 12; round++) {
        const sizes = Array.from({ length: 1 + random(4) }, () => [1, 2, 3, 4, 6][random(5)]!)
        const rewards = sizes.map((size) => {
          const first = draw(random)
          const isSolved = random(3) === 0
          return Array.from({ length: size }, () => (isSolved ? first : draw(random)))
        })
        const { passRates } = difficultyWeights(prompts(rewards), { alpha, singletons }).statistics
        expect([...passRates!]).toEqual(ratesOf(rewards, alpha, singletons))
      }
    }
  })

  it('of task types are apart', () => {
    const random = randomInteger(20260519)
    for (let round = 0; round < 50; round++) {
      const byType = ['x', 'y', 'z'].map((type) => ({
        type,
        rewards: Array.from({ length: 1 + random(3) }, () =>
          Array.from({ length: 1 + random(4) }, () => random(5) / 4),
        ),
      }))
      const rewards = byType.flatMap((each) => each.rewards)
      const taskTypes = byType.flatMap((each) => each.rewards.flat().map(() => each.type))
      const { statistics } = tmnReweight(prompts(rewards, { taskTypes }), { alpha: 0.5 })
      expect([...statistics.passRates!]).toEqual(
        byType.flatMap((each) => ratesOf(each.rewards, 0.5, 'keep-reward')),
      )
    }
  })

  it.each([1, 0.8])('of a solved task type are 0: nothing beats the mean (alpha %f)', (alpha) => {
    const rewards = [
      [0.1, 0.1, 0.1],
      [0.1, 0.1],
      [0.1, 0.1, 0.1],
      [0.1, 0.1],
    ]
    const { statistics } = difficultyWeights(prompts(rewards), { alpha })
    expect([...statistics.passRates!]).toEqual([0, 0, 0, 0])
    expect(statistics.meanPassRate).toBe(0)
    expect(statistics.taskMeans).toEqual({ '': 0.1 })
  })

  it('of equal rewards depend on the task mean, which may be nearer than a digit', () => {
    // T = (0.1 + 0.1 + m) / 3 with m = (0.1 + next) / 2, one unit of the last place above 0.1 or below.
    const unit = 2 ** -56
    expect(
      ratesOf(
        [
          [0.1, 0.1],
          [0.1, 0.1, 0.1],
          [0.1, 0.1 - unit],
        ],
        0.8,
        'zero',
      ),
    ).toEqual([1, 1, 0.5])
    for (const step of [unit, -unit]) {
      const rewards = [
        [0.1, 0.1],
        [0.1, 0.1, 0.1],
        [0.1, 0.1],
        [0.1, 0.1 + step],
        [0.1 + step, 0.1],
      ]
      const { passRates } = difficultyWeights(prompts(rewards), { singletons: 'zero' }).statistics
      expect([...passRates!]).toEqual(ratesOf(rewards, 0.8, 'zero'))
    }
  })

  it('of subnormal rewards', () => {
    const least = Number.MIN_VALUE
    const rewards = [
      [2 * least, 4 * least, 6 * least],
      [4 * least, 4 * least],
      [3 * least, 5 * least, 4 * least, 4 * least],
      // The mean 1.5 is 2 as a float64, which the reward 2 is not above.
      [least, 2 * least],
    ]
    const { passRates } = difficultyWeights(prompts(rewards), { alpha: 1 }).statistics
    expect([...passRates!]).toEqual([1 / 3, 0, 1 / 4, 1 / 2])
  })

  const least = 2 ** -1022
  it.each([
    // 2^-1022 is the smallest number that is not subnormal, and the mean of each of these.
    [[2 * least, least, least / 2, least / 2], 1 / 4],
    [[-least - 2 ** -1073, -least, -least + 2 ** -1073], 1 / 3],
  ])('of subnormal rewards beside ordinary ones: %j', (rewards, wanted) => {
    const { passRates } = difficultyWeights(prompts([rewards]), { alpha: 1 }).statistics
    expect([...passRates!]).toEqual([wanted])
  })

  it('of a tie under a large α, of thirds that have no end in binary', () => {
    for (let power = 10; power <= 50; power++) {
      // (1 + α) / 2 · (α − 1) / 3 + (1 − α) / 2 · (α + 1) / 3 = 0.
      const alpha = 2 ** power + 1
      const rewards = [
        [alpha - 1, 0, 0],
        [alpha + 1, 0, 0],
      ]
      const { passRates } = difficultyWeights(prompts(rewards), { alpha }).statistics
      expect(passRates![0]).toBe(1 / 3)
    }
  })

  it('of a tie under an even α', () => {
    // Means ±2^-54, T = 0: the thresholds are ±α · 2^-54 = ±1.
    const crumb = 2 ** -54
    const groups = prompts([
      [1, -1, 3 * crumb],
      [-crumb, -crumb],
    ])
    expect([...difficultyWeights(groups, { alpha: 2 ** 54 }).statistics.passRates!]).toEqual([0, 1])
    // Means 0 and −2, T = −1: the thresholds are 2 · 0 + 1 and 2 · −2 + 1.
    const below = prompts([
      [1, -1],
      [-2, -2],
    ])
    expect([...difficultyWeights(below, { alpha: 2 }).statistics.passRates!]).toEqual([0, 1])
  })

  it('of a single rollout that beats the mean of its task type by less than 31 digits', () => {
    // T = (1 + 1 − 5e-41) / 2 in the task type y.
    const groups = prompts([[3, 3], [1], [2, -1e-40], [5, 5]], {
      taskTypes: ['x', 'x', 'y', 'y', 'y', 'z', 'z'],
    })
    for (const alpha of [1, 0.8]) {
      const { passRates } = difficultyWeights(groups, { alpha, singletons: 'zero' }).statistics
      expect(passRates![1]).toBe(1)
    }
  })

  it.each([0.8, 0.3, -3.7])('of rewards next to their threshold (alpha %f)', (alpha) => {
    for (let hundredths = 0; hundredths < 20; hundredths++) {
      const other = [0.9, 0.2, hundredths / 100]
      // The reward that is its own threshold, x = T + α (mean − T), as near as a float64 comes.
      let fixed = 0.5
      for (let i = 0; i < 200; i++) {
        const own = (fixed + 1 + 0.3) / 3
        const taskMean = (own + (0.9 + 0.2 + hundredths / 100) / 3) / 2
        fixed = taskMean + alpha * (own - taskMean)
      }
      for (let steps = -3; steps <= 3; steps++) {
        const rewards = [[fixed * (1 + steps * 2 ** -52), 1, 0.3], other]
        const { passRates } = difficultyWeights(prompts(rewards), { alpha }).statistics
        expect([...passRates!]).toEqual(ratesOf(rewards, alpha, 'keep-reward'))
      }
    }
  })

  it('leave out invalid rollouts, and are 0 where none is valid', () => {
    const groups = group({
      rewards: [1, 9, 0, 0.5, 9, 9],
      promptIds: ['a', 'a', 'a', 'b', 'c', 'c'],
      valid: [1, 0, 1, 1, 0, 0],
    })
    const { statistics } = difficultyWeights(groups, { singletons: 'zero' })
    expect([...statistics.passRates!]).toEqual([...ratesOf([[1, 0], [0.5]], 0.8, 'zero'), 0])
    expect(statistics.meanPassRate).toBe((1 / 2 + 0) / 2)
  })

  it.each<[string, number[][], number, number[]]>([
    // T = (0.5 + 0.25) / 2 = 0.375, smooth = 0.5 · 0.5 + 0.5 · 0.375 = 0.4375 and 0.5 · 0.25 + 0.1875 = 0.3125.
    [
      'halfway to the task mean',
      [
        [1, 0],
        [0.5, 0],
      ],
      0.5,
      [1 / 2, 1 / 2],
    ],
    // The single rollout counts with mean 0: T = (0.5 + 0) / 2 = 0.25.
    ['a single rollout above the task mean', [[1, 0], [0.375]], 0.5, [1 / 2, 1]],
    ['a single rollout at the task mean', [[1, 0], [0.25]], 0.5, [1 / 2, 0]],
    ['rounding decides: 0.1 + 0.2 + 0.3 over 3 is above 0.2', [[0.1, 0.2, 0.3]], 1, [1 / 3]],
  ])('published: %s', (_, rewards, alpha, wanted) => {
    const { passRates } = difficultyWeights(prompts(rewards), { alpha, profile: 'published' }).statistics
    expect([...passRates!]).toEqual(wanted)
  })

  it('published: invalid rollouts and prompts without any', () => {
    const groups = group({
      rewards: [9, 9, 1, 0, 0, 0],
      promptIds: ['c', 'c', 'a', 'a', 'a', 'a'],
      valid: [0, 0, 1, 1, 1, 1],
    })
    const { statistics } = difficultyWeights(groups, { profile: 'published' })
    expect([...statistics.passRates!]).toEqual([0, 1 / 4])
    expect(statistics.meanPassRate).toBe(1 / 4)
  })
})

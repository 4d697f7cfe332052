import { type Either, isLeft, isRight } from 'fp-ts/lib/Either.js'
import { describe, expect, it } from 'vitest'
import { advantageDiagnostics } from '../../src/advantages/advantage-diagnostics.js'
import {
  ADVANTAGE_ESTIMATORS,
  type AdvantageSpec,
  computeAdvantages,
} from '../../src/advantages/compute-advantages.js'
import { difficultyWeights, reweight } from '../../src/advantages/difficulty-weights.js'
import { gdpo } from '../../src/advantages/gdpo.js'
import { gpg } from '../../src/advantages/gpg.js'
import { groupRollouts, type RolloutBatch } from '../../src/advantages/group-rollouts.js'
import { grpo } from '../../src/advantages/grpo.js'
import { grpoDifficulty } from '../../src/advantages/grpo-difficulty.js'
import { grpoPassK } from '../../src/advantages/grpo-pass-k.js'
import { opo } from '../../src/advantages/opo.js'
import { qwenLong } from '../../src/advantages/qwen-long.js'
import { reinforcePlusPlus } from '../../src/advantages/reinforce-plus-plus.js'
import { reinforcePlusPlusBaseline } from '../../src/advantages/reinforce-plus-plus-baseline.js'
import { remax } from '../../src/advantages/remax.js'
import { rloo } from '../../src/advantages/rloo.js'
import { tmn } from '../../src/advantages/tmn.js'
import { tmnReweight } from '../../src/advantages/tmn-reweight.js'
import type { BadBatch, BadOption } from '../../src/errors.js'
import { ResultError } from '../../src/results.js'

const group = (batch: RolloutBatch) => {
  const groups = groupRollouts(batch)
  if (isRight(groups)) return groups.right
  throw new Error(JSON.stringify(groups.left))
}

/** One prompt. */
const one = (...rewards: number[]) => group({ rewards, promptIds: rewards.map(() => 'p') })

const problemOf = (either: Either<BadOption | BadBatch, unknown>): string =>
  isLeft(either) ? either.left.argument : 'no problem'

const close = (got: ArrayLike<number>, wanted: readonly number[]) => {
  expect(got.length).toBe(wanted.length)
  wanted.forEach((value, i) => {
    expect(got[i]).toBeCloseTo(value, 12)
  })
}

describe('groupRollouts', () => {
  it('numbers prompts and task types in the order of their first rollout', () => {
    const groups = group({
      rewards: [1, 2, 3, 4],
      promptIds: ['b', 'a', 'b', 'c'],
      taskTypes: ['y', 'x', 'y', 'y'],
    })
    expect(groups.promptIds).toEqual(['b', 'a', 'c'])
    expect(groups.taskTypes).toEqual(['y', 'x'])
    expect([...groups.promptOf]).toEqual([0, 1, 0, 2])
    expect([...groups.taskOf]).toEqual([0, 1, 0])
    expect([...groups.offsets]).toEqual([0, 2, 3, 4])
    expect([...groups.members]).toEqual([0, 2, 1, 3])
  })

  it("keeps 7, '7' and '007' apart", () => {
    expect(group({ rewards: [0, 0, 0, 0], promptIds: [7, '7', '007', 7] }).promptIds).toEqual([7, '7', '007'])
  })

  it('takes typed arrays and keeps none of them', () => {
    const rewards = Float32Array.of(1, 0)
    const groups = group({ rewards, promptIds: Int32Array.of(4, 4) })
    rewards[0] = 9
    expect([...groups.rewards]).toEqual([1, 0])
  })

  it('leaves invalid rollouts out, whatever their numbers', () => {
    const groups = group({
      rewards: [1, Number.NaN, 0],
      promptIds: ['a', 'a', 'b'],
      valid: [true, false, true],
      lengths: [1, Number.POSITIVE_INFINITY, 2],
    })
    expect([...groups.members]).toEqual([0, 2])
    expect([...groups.offsets]).toEqual([0, 1, 2])
  })

  it('keeps an invalid rollout from the place of the next prompt', () => {
    const groups = group({ rewards: [1, 0, 1], promptIds: ['a', 'b', 'a'], valid: [1, 1, 0] })
    expect([...groups.members]).toEqual([0, 1])
  })

  it('accepts an empty batch', () => {
    for (const estimator of ['grpo', 'tmnReweight', 'qwenLong', 'gpg'] as const) {
      const result = computeAdvantages(group({ rewards: [], promptIds: [] }), { estimator })
      expect(isRight(result) && result.right.advantages.length).toBe(0)
    }
  })

  it.each<[string, unknown]>([
    ['batch', null],
    ['rewards', { promptIds: [] }],
    ['rewards', { rewards: 'abc', promptIds: [] }],
    ['promptIds', { rewards: [1] }],
    ['promptIds.length', { rewards: [1, 2], promptIds: ['a'] }],
    ['promptIds[1]', { rewards: [1, 2], promptIds: ['a', Number.NaN] }],
    ['promptIds[0]', { rewards: [1, 2], promptIds: [undefined, 'a'] }],
    ['taskTypes', { rewards: [1], promptIds: ['a'], taskTypes: null }],
    ['taskTypes.length', { rewards: [1], promptIds: ['a'], taskTypes: [] }],
    ['taskTypes[0]', { rewards: [1], promptIds: ['a'], taskTypes: [7] }],
    ['taskTypes[2]', { rewards: [1, 1, 1], promptIds: ['a', 'b', 'a'], taskTypes: ['x', 'y', 'y'] }],
    ['rewards[1]', { rewards: [1, Number.NaN], promptIds: ['a', 'a'] }],
    ['rewards[0]', { rewards: [Number.NEGATIVE_INFINITY], promptIds: ['a'] }],
    ['rewards[0]', { rewards: ['1'], promptIds: ['a'] }],
    ['rewards[0]', { rewards: [1e101], promptIds: ['a'] }],
    ['rewards[0]', { rewards: new Array(1), promptIds: ['a'] }],
    ['valid', { rewards: [1], promptIds: ['a'], valid: 'yes' }],
    ['valid.length', { rewards: [1], promptIds: ['a'], valid: [1, 1] }],
    ['valid[0]', { rewards: [1], promptIds: ['a'], valid: [2] }],
    ['lengths[0]', { rewards: [1], promptIds: ['a'], lengths: [-1] }],
    ['baselines[0]', { rewards: [1], promptIds: ['a'], baselines: [Number.NaN] }],
    ['components', { rewards: [1], promptIds: ['a'], components: [] }],
    ['components[1].length', { rewards: [1], promptIds: ['a'], components: [[1], [1, 2]] }],
    ['components[0][0]', { rewards: [1], promptIds: ['a'], components: [[Number.POSITIVE_INFINITY]] }],
  ])('names %s', (argument, batch) => {
    expect(problemOf(groupRollouts(batch as RolloutBatch))).toBe(argument)
  })
})

describe('estimators, by hand', () => {
  it('grpo: 1, 0, 0, 1 in units of √(4 · 0.25 / 3)', () => {
    const std = Math.sqrt((4 * 0.25) / 3)
    close(
      grpo(one(1, 0, 0, 1)).advantages,
      [1, -1, -1, 1].map((sign) => (sign * 0.5) / (std + 1e-6)),
    )
    close(grpo(one(1, 0, 0, 1), { normalizeByStd: false }).advantages, [0.5, -0.5, -0.5, 0.5])
    close(grpo(one(0.7)).advantages, [0.7 / (1 + 1e-6)])
    close(grpo(one(0.7), { singletons: 'zero' }).advantages, [0])
    close(grpo(one(0.5, 0.5), { epsilon: 0 }).advantages, [0, 0])
  })

  it("grpo, leave-one-out: the others' mean and deviation, undivided where the others agree", () => {
    // Without 0.9: 0.1, 0.5, mean 0.3, std 0.4 / √2. Without 0.1: 0.9, 0.5. Without 0.5: 0.9, 0.1, mean 0.5.
    const loo = grpo(one(0.9, 0.1, 0.5), { baseline: 'others', epsilon: 0 }).advantages
    close(loo, [0.6 / (0.4 / Math.SQRT2), -0.6 / (0.4 / Math.SQRT2), 0])
    close(grpo(one(1, 0, 0, 0), { baseline: 'others', epsilon: 0 }).advantages, [
      1,
      ...[1, 1, 1].map(() => -1 / 3 / Math.sqrt(1 / 3)),
    ])
    // The outlier's own share cancels all but a trace: without 1e6, the sample variance of 1, 2, 3 is 1.
    expect(grpo(one(1e6, 1, 2, 3), { baseline: 'others', epsilon: 0 }).advantages[0]).toBeCloseTo(1e6 - 2, 6)
  })

  it('grpo, batch scaling: the deviation of all rewards', () => {
    const groups = group({ rewards: [1, 0, 0.5, 0.5], promptIds: ['a', 'a', 'b', 'b'] })
    const std = Math.sqrt((0.25 + 0.25) / 3)
    close(
      grpo(groups, { scaling: 'batch', epsilon: 1e-4 }).advantages,
      [0.5, -0.5, 0, 0].map((d) => d / (std + 1e-4)),
    )
  })

  it('grpo, variance floor: a spread of 1e-4 is divided by 1e-3', () => {
    const [low] = grpo(one(0.5, 0.5001, 0.5002), { varianceFloor: 1e-6, epsilon: 0 }).advantages
    expect(low).toBeCloseTo(-1e-4 / 1e-3, 10)
  })

  it('grpoDifficulty: intended on the rewards, published on what has overwritten them', () => {
    const positive = (0.25 / (0.5 + 1e-6)) * 1
    expect(grpoDifficulty(one(1, 1, 1, 0)).advantages[0]).toBeCloseTo(positive, 12)
    expect(grpoDifficulty(one(1, 1, 1, 0), { profile: 'published' }).advantages[0]).toBeCloseTo(
      positive * Math.exp(0.5),
      12,
    )
    expect(grpoDifficulty(one(1, 0, 0, 0)).statistics.difficultyWeights![0]).toBeCloseTo(Math.exp(0.25), 12)
  })

  it('tmn: variances 0.5 and 0 make the scale 0.5', () => {
    const groups = group({ rewards: [1, 0, 0.5, 0.5], promptIds: ['a', 'a', 'b', 'b'] })
    const result = tmn(groups)
    close(result.advantages, [0.5 / (0.5 + 1e-6), -0.5 / (0.5 + 1e-6), 0, 0])
    expect(result.statistics.taskScales).toEqual({ '': 0.5 })
    const without = tmn(groups, { zeroVariance: 'exclude' })
    expect(without.statistics.taskScales!['']).toBeCloseTo(Math.sqrt(0.5), 15)
    close(tmn(groups, { normalizeByTaskScale: false }).advantages, [0.5, -0.5, 0, 0])
  })

  it('tmn: what a single rollout does to its task type, by policy', () => {
    const groups = group({ rewards: [1, 0, 0.8], promptIds: ['a', 'a', 'b'] })
    const keep = tmn(groups)
    expect(keep.statistics.taskScales).toEqual({ '': Math.sqrt((0.5 + 1) / 2) })
    expect(keep.advantages[2]).toBeCloseTo(0.8 / (Math.sqrt(0.75) + 1e-6), 12)
    const zero = tmn(groups, { singletons: 'zero' })
    expect(zero.statistics.taskScales).toEqual({ '': Math.sqrt((0.5 + 0) / 2) })
    expect(zero.advantages[2]).toBe(0)
    const exclude = tmn(groups, { singletons: 'exclude' })
    expect(exclude.statistics.taskScales).toEqual({ '': Math.sqrt(0.5) })
    expect(exclude.advantages[2]).toBe(0)
  })

  it('difficultyWeights and tmnReweight: one success in four', () => {
    const result = tmnReweight(one(1, 0, 0, 0))
    close(result.advantages, [
      (0.75 / (0.5 + 1e-6)) * Math.exp(0.25),
      ...[1, 1, 1].map(() => (-0.25 / (0.5 + 1e-6)) * Math.exp(-0.25)),
    ])
    expect([...result.statistics.passRates!]).toEqual([0.25])
    expect(result.statistics.meanPassRate).toBe(0.25)
    close(difficultyWeights(one(1, 0, 0, 0), { gamma: 0 }).weights, [1, 1, 1, 1])
  })

  it('difficultyWeights: ties are settled by exact arithmetic, not by the order of summation', () => {
    expect(difficultyWeights(one(0.1, 0.2, 0.3)).statistics.meanPassRate).toBe(2 / 3)
    expect(difficultyWeights(one(0.3, 0.2, 0.1)).statistics.meanPassRate).toBe(2 / 3)
    expect(difficultyWeights(one(0.1, 0.2, 0.3), { profile: 'published' }).statistics.meanPassRate).toBe(
      1 / 3,
    )
    expect(difficultyWeights(one(0.3, 0.2, 0.1), { profile: 'published' }).statistics.meanPassRate).toBe(
      2 / 3,
    )
    expect(difficultyWeights(one(...new Array(10).fill(0.1))).statistics.meanPassRate).toBe(0)
  })

  it('reweight fits any estimator', () => {
    const groups = one(1, 0, 0)
    const weights = difficultyWeights(groups)
    close(
      reweight(rloo(groups), weights).advantages,
      [1, -0.5, -0.5].map((a, i) => a * weights.weights[i]!),
    )
  })

  it('qwenLong: against the mean of the prompt, in units of the std 0.5 of the task type', () => {
    const groups = group({
      rewards: [1, 0, 1, 1, 0.7],
      promptIds: ['a', 'a', 'b', 'b', 'c'],
      taskTypes: ['x', 'x', 'x', 'x', 'y'],
    })
    close(
      qwenLong(groups).advantages,
      [0.5, -0.5, 0, 0, 0].map((d) => d / (0.5 + 1e-6)),
    )
    close(
      qwenLong(groups, { profile: 'published' }).advantages,
      [0.25, -0.75, 0.25, 0.25, 0].map((d) => d / (0.5 + 1e-6)),
    )
  })

  it('rloo: against the mean of the others', () => {
    close(rloo(one(1, 0, 0)).advantages, [1, -0.5, -0.5])
    close(rloo(one(0.7)).advantages, [0.7])
    close(rloo(one(0.7), { singletons: 'zero' }).advantages, [0])
  })

  it('opo: against the mean weighted by length', () => {
    const groups = group({ rewards: [1, 0], promptIds: ['p', 'p'], lengths: [10, 30] })
    close(opo(groups).advantages, [1 - 10 / 40, -10 / 40])
    close(opo(group({ rewards: [1, 0], promptIds: ['p', 'p'], lengths: [0, 0] })).advantages, [0.5, -0.5])
  })

  it('remax: against the greedy rollout', () => {
    close(
      remax(group({ rewards: [1, 0], promptIds: ['p', 'p'], baselines: [0.4, 0.4] })).advantages,
      [0.6, -0.4],
    )
  })

  it('gpg: rollouts over non-zero rewards', () => {
    close(
      gpg(one(1, 0, 0, 1)).advantages,
      [0.5, -0.5, -0.5, 0.5].map((d) => (4 / 2) * d),
    )
    close(gpg(one(1, 0, 0, 1), { alpha: 1, normalization: 2 }).advantages, [0.25, -0.25, -0.25, 0.25])
  })

  it('grpoPassK: the best alone, by its lead', () => {
    close(grpoPassK(one(0.6, 0.9, 0.3)).advantages, [0, 0.3 / (0.3 + 1e-6), 0])
    close(grpoPassK(one(0.9, 0.9, 0.3)).advantages, [0, 0, 0])
    close(grpoPassK(one(0.9)).advantages, [0])
  })

  it('reinforcePlusPlus: whitened over tokens', () => {
    // Three tokens of reward 1, one of 0: mean 0.75, sample variance (3 · 0.25² + 0.75²) / 3 = 0.25.
    const groups = group({ rewards: [1, 0], promptIds: ['a', 'b'], lengths: [3, 1] })
    const got = reinforcePlusPlus(groups).advantages
    expect(got[0]).toBeCloseTo(0.25 / 0.5, 6)
    expect(got[1]).toBeCloseTo(-0.75 / 0.5, 6)
    close(reinforcePlusPlus(group({ rewards: [1], promptIds: ['a'], lengths: [1] })).advantages, [0])
  })

  it('reinforcePlusPlusBaseline: centred, then whitened', () => {
    const groups = group({ rewards: [1, 0, 1, 1], promptIds: ['a', 'a', 'b', 'b'], lengths: [1, 1, 1, 1] })
    const got = reinforcePlusPlusBaseline(groups).advantages
    expect(got[0]).toBeCloseTo(0.5 / Math.sqrt(0.5 / 3), 6)
    expect([got[2], got[3]]).toEqual([0, 0])
  })

  it('gdpo: a wide component counts no more than a narrow one', () => {
    const groups = group({
      rewards: [100, 1, 101, 0],
      promptIds: ['p', 'p', 'p', 'p'],
      components: [
        [100, 0, 100, 0],
        [0, 1, 1, 0],
      ],
    })
    const got = gdpo(groups).advantages
    expect(got[0]).toBeCloseTo(got[1]!, 5)
    expect(got[2]).toBeCloseTo(-got[3]!, 5)
  })
})

describe('wrong options and absent inputs', () => {
  const groups = one(1, 0)
  it.each<[string, unknown]>([
    ['options.estimator', { estimator: 'gppo' }],
    ['options', null],
    ['options.estimator', { estimator: 'toString' }],
    ['options.gama', { estimator: 'tmnReweight', gama: 2 }],
    ['options.profile', { estimator: 'rloo', profile: 'exact' }],
    ['options.epsilon', { estimator: 'grpo', epsilon: -1 }],
    ['options.epsilon', { estimator: 'tmn', epsilon: Number.NaN }],
    ['options.alpha', { estimator: 'tmnReweight', alpha: Number.NaN }],
    ['options.gamma', { estimator: 'tmnReweight', gamma: Number.POSITIVE_INFINITY }],
    ['options.gamma', { estimator: 'difficultyWeights', gamma: 1000 }],
    ['options.gamma', { estimator: 'difficultyWeights', gamma: '1' }],
    ['options.singletons', { estimator: 'tmn', singletons: 'drop' }],
    ['options.zeroVariance', { estimator: 'tmn', zeroVariance: 'drop' }],
    ['options.profile', { estimator: 'qwenLong', profile: 'exact' }],
    ['options.normalizeByStd', { estimator: 'grpo', normalizeByStd: 'no' }],
    ['options.baseline', { estimator: 'grpo', baseline: 'mean' }],
    ['options.maxWeight', { estimator: 'grpoDifficulty', maxWeight: 0.5 }],
    ['options.normalization', { estimator: 'gpg', normalization: 0 }],
    ['lengths', { estimator: 'opo' }],
    ['lengths', { estimator: 'reinforcePlusPlus' }],
    ['lengths', { estimator: 'reinforcePlusPlusBaseline' }],
    ['baselines', { estimator: 'remax' }],
    ['components', { estimator: 'gdpo' }],
    ['components', { estimator: 'gdpo', weights: [1] }],
  ])('computeAdvantages names %s', (argument, spec) => {
    expect(problemOf(computeAdvantages(groups, spec as AdvantageSpec))).toBe(argument)
  })

  it('computeAdvantages names the prompt that Pass@k refuses', () => {
    const result = computeAdvantages(one(1), { estimator: 'grpoPassK', singletons: 'refuse' })
    expect(problemOf(result)).toBe('promptIds')
  })

  it('computeAdvantages takes weights only for all components', () => {
    const twoComponents = group({ rewards: [1], promptIds: ['p'], components: [[1], [2]] })
    expect(problemOf(computeAdvantages(twoComponents, { estimator: 'gdpo', weights: [1] }))).toBe(
      'options.weights',
    )
    expect(problemOf(computeAdvantages(twoComponents, { estimator: 'gdpo', weights: [1, Number.NaN] }))).toBe(
      'options.weights[1]',
    )
  })

  it('a direct call throws the same sentence', () => {
    expect(() => grpo(groups, { epsilon: -1 })).toThrow(ResultError)
    expect(() => remax(groups)).toThrow('baselines must be the rewards of greedy rollouts')
  })

  it.each([-100, 100])('gamma may be %i', (gamma) => {
    expect(isRight(computeAdvantages(groups, { estimator: 'difficultyWeights', gamma }))).toBe(true)
  })

  it('alpha may lie outside 0 to 1', () => {
    expect(isRight(computeAdvantages(groups, { estimator: 'tmnReweight', alpha: -0.5 }))).toBe(true)
  })

  it('every estimator of the list is known', () => {
    const complete = group({
      rewards: [1, 0],
      promptIds: ['p', 'p'],
      lengths: [1, 2],
      baselines: [0, 0],
      components: [[1, 0]],
    })
    for (const estimator of ADVANTAGE_ESTIMATORS) {
      expect(problemOf(computeAdvantages(complete, { estimator }))).toBe('no problem')
    }
  })
})

describe('statistics', () => {
  it('names a task type that is a trap in plain objects', () => {
    const groups = group({ rewards: [1, 0], promptIds: ['p', 'p'], taskTypes: ['__proto__', '__proto__'] })
    expect(Object.keys(tmn(groups).statistics.taskScales!)).toEqual(['__proto__'])
  })

  it('has no key for a type without a valid rollout', () => {
    const groups = group({
      rewards: [1, 0, 1],
      promptIds: ['p', 'p', 'q'],
      taskTypes: ['x', 'x', 'y'],
      valid: [1, 1, 0],
    })
    const { advantages, statistics } = tmnReweight(groups)
    expect(Object.keys(statistics.taskScales!)).toEqual(['x'])
    expect(Object.keys(statistics.taskMeans!)).toEqual(['x'])
    expect(advantages[2]).toBe(0)
  })
})

describe('advantageDiagnostics', () => {
  const groups = group({
    rewards: [1, 1, 1, 0, 0, 0, 0.5],
    promptIds: ['a', 'a', 'b', 'b', 'c', 'c', 'd'],
    taskTypes: ['x', 'x', 'x', 'x', 'y', 'y', 'y'],
  })

  it('summarises each task type', () => {
    const { byTask, overall, passRateHistogram } = advantageDiagnostics(groups, tmnReweight(groups))
    expect(byTask.x).toMatchObject({
      prompts: 2,
      rollouts: 4,
      promptShare: 2 / 4,
      meanReward: 3 / 4,
      meanPromptStd: Math.sqrt(0.5) / 2,
      solvedAll: 1 / 2,
      solvedNone: 0,
      zeroVariance: 1 / 2,
      singletons: 0,
      taskScale: 0.5,
    })
    expect(byTask.y).toMatchObject({ solvedAll: 0, solvedNone: 1, singletons: 1 / 2, zeroVariance: 1 / 2 })
    expect(byTask.x!.advantageShare + byTask.y!.advantageShare).toBeCloseTo(1, 15)
    expect(overall).toMatchObject({ prompts: 4, rollouts: 7, promptShare: 1, meanReward: 3.5 / 7 })
    expect(passRateHistogram!.reduce((sum, count) => sum + count)).toBe(4)
  })

  it('says nothing about nothing, and never NaN', () => {
    const empty = group({ rewards: [1], promptIds: ['a'], taskTypes: ['x'], valid: [0] })
    expect(advantageDiagnostics(empty, grpo(empty))).toEqual({ byTask: {} })
    const flat = one(1, 1)
    expect(advantageDiagnostics(flat, grpo(flat)).byTask['']!.advantageShare).toBe(0)
  })
})

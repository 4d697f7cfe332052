import { describe, expect, it } from 'vitest'
import { advantageDiagnostics } from '../../../src/advantages/advantage-diagnostics.js'
import { grpo } from '../../../src/advantages/grpo.js'
import type { Advantages } from '../../../src/advantages/prompt-groups.js'
import { tmn } from '../../../src/advantages/tmn.js'
import { badOption, describeError } from '../../../src/errors.js'
import { group, prompts } from './batches.js'

describe('advantageDiagnostics', () => {
  const groups = group({
    rewards: [1, 0.5, 1, 1, 0, 0.25, 0.75, 9, 9],
    promptIds: ['a', 'a', 'b', 'b', 'c', 'c', 'd', 'd', 'e'],
    taskTypes: ['x', 'x', 'x', 'x', 'y', 'y', 'y', 'y', 'z'],
    valid: [1, 1, 1, 1, 1, 1, 1, 0, 0],
  })
  const { statistics } = grpo(groups)
  const advantages = Float64Array.of(2, -1, 0, 0, -0.5, 0.25, 1.25, 0, 0)
  const result: Advantages = { advantages, statistics: { ...statistics, taskScales: { x: 3, y: 4 } } }

  it('shares advantages whose sum overflows', () => {
    const large = { ...result, advantages: advantages.map((advantage) => advantage * 8e307) }
    const { byTask } = advantageDiagnostics(groups, large)
    expect(byTask.x!.advantageShare).toBeCloseTo((2 + 1) / (2 + 1 + 0.5 + 0.25 + 1.25), 12)
  })

  it('refuses a solved reward that is no finite number', () => {
    for (const solvedReward of [Number.NaN, Number.POSITIVE_INFINITY, '1' as never]) {
      expect(() => advantageDiagnostics(groups, result, { solvedReward })).toThrow(
        describeError(badOption('options.solvedReward', 'a finite number', solvedReward)),
      )
    }
  })

  it('describes each task type that has a valid rollout', () => {
    const { byTask } = advantageDiagnostics(groups, result)
    expect(Object.keys(byTask)).toEqual(['x', 'y'])
    expect(byTask.x).toEqual({
      prompts: 2,
      rollouts: 4,
      promptShare: 2 / 4,
      meanReward: (1 + 0.5 + 1 + 1) / 4,
      meanPromptStd: (Math.sqrt(0.5 ** 2 / 2) + 0) / 2,
      advantageShare: (2 + 1) / (2 + 1 + 0.5 + 0.25 + 1.25),
      solvedAll: 1 / 2,
      solvedNone: 0,
      zeroVariance: 1 / 2,
      singletons: 0,
      taskScale: 3,
    })
    expect(byTask.y).toEqual({
      prompts: 2,
      rollouts: 3,
      promptShare: 2 / 4,
      meanReward: (0 + 0.25 + 0.75) / 3,
      meanPromptStd: (Math.sqrt(0.25 ** 2 / 2) + 0) / 2,
      advantageShare: (0.5 + 0.25 + 1.25) / (2 + 1 + 0.5 + 0.25 + 1.25),
      solvedAll: 0,
      solvedNone: 1,
      zeroVariance: 0,
      singletons: 1 / 2,
      taskScale: 4,
    })
  })

  it('describes all of them together, without a scale', () => {
    const { overall } = advantageDiagnostics(groups, result, { solvedReward: 0.25 })
    expect(overall).toEqual({
      prompts: 4,
      rollouts: 7,
      promptShare: 1,
      meanReward: (1 + 0.5 + 1 + 1 + 0 + 0.25 + 0.75) / 7,
      meanPromptStd: (Math.sqrt(0.5 ** 2 / 2) + 0 + Math.sqrt(0.25 ** 2 / 2) + 0) / 4,
      advantageShare: 1,
      // All of a, b and d; of c one in two.
      solvedAll: 3 / 4,
      solvedNone: 0,
      zeroVariance: 1 / 4,
      singletons: 1 / 4,
    })
  })

  it('describes a single prompt', () => {
    const one = prompts([[1, 0]])
    expect(advantageDiagnostics(one, grpo(one)).overall).toMatchObject({ prompts: 1, rollouts: 2 })
  })

  it('has bins of a tenth, of which the last has 1 as well, for the prompts with a valid rollout', () => {
    const passRates = Float64Array.of(0, 0.05, 0.1, 0.25, 0.3, 0.5, 0.99, 1)
    const eight = prompts([[0], [0], [0], [0], [0], [0], [0], [0]], { valid: [0, 1, 1, 1, 1, 1, 1, 1] })
    const grouped = grpo(eight)
    const { passRateHistogram } = advantageDiagnostics(eight, {
      ...grouped,
      statistics: { ...grouped.statistics, passRates },
    })
    //                                    0.05 0.1 0.25 0.3    0.5          0.99 and 1
    expect([...passRateHistogram!]).toEqual([1, 1, 1, 1, 0, 1, 0, 0, 0, 2])
  })

  it('leaves out what the estimator does not have', () => {
    const { byTask, overall, passRateHistogram } = advantageDiagnostics(groups, grpo(groups))
    expect([byTask.x, overall].every((described) => !('taskScale' in described!))).toBe(true)
    expect(passRateHistogram).toBeUndefined()
    expect(advantageDiagnostics(groups, tmn(groups)).byTask.x).toHaveProperty('taskScale')
  })

  it('no advantages at all have no shares', () => {
    const solved = prompts(
      [
        [1, 1],
        [1, 1],
      ],
      { taskTypes: ['x', 'x', 'y', 'y'] },
    )
    const { byTask, overall } = advantageDiagnostics(solved, grpo(solved))
    expect([byTask.x, byTask.y, overall].map((described) => described!.advantageShare)).toEqual([0, 0, 0])
  })
})

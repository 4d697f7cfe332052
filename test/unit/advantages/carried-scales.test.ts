import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { carryScales } from '../../../src/advantages/carried-scales.js'
import { computeAdvantages } from '../../../src/advantages/compute-advantages.js'
import { grpo } from '../../../src/advantages/grpo.js'
import type { PromptGroups } from '../../../src/advantages/prompt-groups.js'
import { tmn } from '../../../src/advantages/tmn.js'
import { group, prompts } from './batches.js'

const variances = (...of: number[]) => of.map((v) => new Map([['x', v]]))

describe('carryScales', () => {
  it('is the exponential average, divided by 1 − decay^t', () => {
    fc.assert(
      fc.property(
        fc.array(fc.double({ min: 0, max: 10, noNaN: true }), { minLength: 1, maxLength: 30 }),
        fc.double({ min: 0, max: 0.999, noNaN: true }),
        (measured, decay) => {
          let scales = {}
          for (const step of variances(...measured)) scales = carryScales(scales, step, decay)
          let average = 0
          for (const v of measured) average = decay * average + (1 - decay) * v
          const weight = 1 - decay ** measured.length
          const { squared, weight: got } = (scales as Record<string, { squared: number; weight: number }>).x!
          expect(got).toBeCloseTo(weight, 12)
          expect(squared).toBeCloseTo(average / weight, 8)
        },
      ),
    )
  })

  it('equal steps stay what they are, types that are absent too', () => {
    const given = { y: 0.3, z: { squared: 2, weight: 0.5 } }
    expect(carryScales(given, new Map([['x', 0.1]]), 0.9)).toEqual({
      x: { squared: 0.1, weight: expect.closeTo(0.1, 15) },
      y: { squared: 0.3, weight: 1 },
      z: { squared: 2, weight: 0.5 },
    })
    expect(given).toEqual({ y: 0.3, z: { squared: 2, weight: 0.5 } })
  })

  it('a known scale and decay 1: the known scale; an unknown one and decay 1: the step’s own', () => {
    expect(carryScales({ x: 4 }, new Map([['x', 1]]), 1).x).toEqual({ squared: 4, weight: 1 })
    expect(carryScales({}, new Map([['x', 1]]), 1).x).toEqual({ squared: 1, weight: 0 })
  })
})

describe('tmn with scales', () => {
  const first = group({
    rewards: [1, 0, 0.2, 0.4],
    promptIds: ['a', 'a', 'b', 'b'],
    taskTypes: ['x', 'x', 'y', 'y'],
  })

  it('the first step is tmn alone', () => {
    const alone = tmn(first)
    const { advantages, statistics } = tmn(first, { scales: {} })
    expect(advantages).toEqual(alone.advantages)
    expect(statistics.taskScales).toEqual(alone.statistics.taskScales)
    expect(alone.statistics).not.toHaveProperty('scales')
  })

  it('the second step divides by both', () => {
    const { scales } = tmn(first, { scales: {}, decay: 0.5 }).statistics
    const second = group({ rewards: [1, 0.5], promptIds: ['c', 'c'], taskTypes: ['x', 'x'] })
    const { advantages, statistics } = tmn(second, { scales, decay: 0.5, epsilon: 0 })
    // Variances 0.5 and 0.125: V = 0.5 · 0.25 + 0.5 · 0.125, over 1 − 0.5².
    const squared = (0.5 * 0.25 + 0.5 * 0.125) / 0.75
    expect(statistics.scales!.x).toEqual({ squared: expect.closeTo(squared, 14), weight: 0.75 })
    expect(statistics.scales!.y).toEqual(scales!.y)
    expect(statistics.taskScales).toEqual({ x: expect.closeTo(Math.sqrt(squared), 14) })
    expect(advantages[0]).toBeCloseTo(0.25 / Math.sqrt(squared), 14)
  })

  it('a type with one prompt is GRPO without them, and no longer with them', () => {
    const rare = prompts([[0.3, 0.1, 0.2]])
    expect(tmn(rare).advantages[0]).toBeCloseTo(grpo(rare).advantages[0]!, 14)
    expect(tmn(rare, { scales: { '': 0.04 }, decay: 1, epsilon: 0 }).advantages[0]).toBeCloseTo(0.5, 14)
  })

  it('a step in which nothing of a type counts leaves its scale', () => {
    const constant = prompts([[0.5, 0.5]])
    const { statistics } = tmn(constant, { scales: { '': 0.04 }, zeroVariance: 'exclude' })
    expect(statistics.scales).toEqual({ '': { squared: 0.04, weight: 1 } })
    expect(statistics.taskScales).toEqual({ '': 0.2 })
    expect(tmn(constant, { scales: {}, zeroVariance: 'exclude' }).statistics.scales).toEqual({})
  })

  it('task types may be called anything, and the map survives JSON', () => {
    const taskTypes = ['__proto__', '__proto__', 'toString', 'toString']
    const odd = group({ rewards: [1, 0, 0.2, 0.4], promptIds: ['a', 'a', 'b', 'b'], taskTypes })
    const { scales } = tmn(odd, { scales: {} }).statistics
    const back = JSON.parse(JSON.stringify(scales))
    expect(tmn(odd, { scales: back }).statistics.scales).toEqual(tmn(odd, { scales }).statistics.scales)
    expect(Object.keys(scales!)).toEqual(['__proto__', 'toString'])
  })

  it.each<[string, unknown]>([
    ['scales', 3],
    ['scales', null],
    ['scales', [1]],
    ['scales.x', '1'],
    ['scales.x', -1],
    ['scales.x', Number.NaN],
    ['scales.x', null],
    ['scales.x.squared', { weight: 1 }],
    ['scales.x.squared', { squared: Number.POSITIVE_INFINITY, weight: 1 }],
    ['scales.x.weight', { squared: 1 }],
    ['scales.x.weight', { squared: 1, weight: 1.5 }],
  ])('%s as %j is refused by name', (argument, value) => {
    const scales = argument === 'scales' ? value : { x: value }
    const outcome = computeAdvantages(first, { estimator: 'tmn', scales } as never)
    expect(outcome).toMatchObject({ left: { _tag: 'BadOption', argument: `options.${argument}` } })
  })

  it('finite at both ends of the range', () => {
    for (const reward of [1e100, 1e-160]) {
      let groups: PromptGroups = prompts([[reward, 0]])
      const { statistics } = tmn(groups, { scales: {} })
      groups = prompts([[-reward, reward]])
      for (const a of tmn(groups, { scales: statistics.scales }).advantages)
        expect(a).toSatisfy(Number.isFinite)
    }
  })
})

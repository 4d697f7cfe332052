import { describe, expect, it } from 'vitest'
import { promptsByTask, taskAverages } from '../../../src/advantages/task-scale.js'
import { tmn } from '../../../src/advantages/tmn.js'
import { group, prompts } from './batches.js'

describe('promptsByTask, published', () => {
  const orderOf = (promptIds: readonly (string | number)[]): (string | number)[] => {
    const groups = group({ rewards: promptIds.map(() => 0), promptIds })
    const counted = new Uint8Array(promptIds.length).fill(1)
    return [...promptsByTask(groups, counted, 'published').prompts].map((u) => groups.promptIds[u]!)
  }

  it.each<[string, (string | number)[]]>([
    ['strings by their characters, not as numbers', ['p1', 'p10', 'p2']],
    ['a beginning before what it begins', ['', 'p', 'p1', 'p11']],
    ['numbers by size', [-1, 2, 9, 10]],
    ['numbers before strings', [2, 10, '', '1']],
    // U+D7FF, U+E000, U+FFFF and U+10000, which UTF-16 writes as D800 DC00, U+10FFFF as DBFF DFFF.
    [
      'strings by code point, the astral ones last',
      ['a', '\ud7ff', '\ue000', '\uffff', '\u{10000}', '\u{10ffff}'],
    ],
    ['astral characters among each other', ['\u{10000}', '\u{10001}', '\u{1f600}', '\u{1f601}']],
  ])('%s', (_, sorted) => {
    const rotated = [...sorted.slice(1), ...sorted.slice(0, 1)]
    for (const ids of [sorted, sorted.toReversed(), rotated]) expect(orderOf(ids)).toEqual(sorted)
  })
})

describe('promptsByTask', () => {
  it('keeps the task types apart and leaves out what does not count', () => {
    const groups = group({
      rewards: [0, 0, 0, 0, 0],
      promptIds: ['e', 'd', 'c', 'b', 'a'],
      taskTypes: ['x', 'y', 'x', 'y', 'x'],
    })
    const counted = Uint8Array.of(1, 1, 0, 1, 1)
    const natural = promptsByTask(groups, counted, 'natural')
    expect([...natural.offsets]).toEqual([0, 2, 4])
    expect([...natural.prompts]).toEqual([0, 4, 1, 3])
    expect([...promptsByTask(groups, counted, 'published').prompts]).toEqual([4, 0, 3, 1])
  })
})

describe('taskAverages', () => {
  const byTask = { prompts: Int32Array.of(2, 0, 1), offsets: Int32Array.of(0, 0, 3) }

  it('natural: the exact mean with its tail, 0 for a type of which nothing counts', () => {
    const values = Float64Array.of(1, 0, 0)
    const tails = Float64Array.of(2 ** -60, 0, 0)
    const { averages, tails: rest } = taskAverages(values, tails, byTask, 'natural')
    expect([...averages]).toEqual([0, 1 / 3])
    // 1 / 3 as a float64 is short by 2^-54 / 3.
    expect([...rest]).toEqual([0, (2 ** -54 + 2 ** -60) / 3])
    expect([...taskAverages(values, undefined, byTask, 'natural').tails]).toEqual([0, 2 ** -54 / 3])
  })

  it('published: sums run in the order of the prompts, and tails play no part', () => {
    const values = Float64Array.of(1, 1, 2 ** 53)
    // 2^53 + 1 + 1 loses both ones; 1 + 1 + 2^53 would not.
    const { averages, tails } = taskAverages(values, Float64Array.of(1, 1, 1), byTask, 'published')
    expect([...averages]).toEqual([0, 2 ** 53 / 3])
    expect([...tails]).toEqual([0, 0])
    const exact = taskAverages(values, undefined, byTask, 'natural').averages
    expect(exact[1]).toBe((2 ** 53 + 2) / 3)
  })
})

describe('tmn, task scales', () => {
  it('published: one-pass variances in the order of ids', () => {
    // Variances 0.5, 0.02 and 0.08.
    const groups = prompts([
      [1, 0],
      [0.1, 0.3],
      [0.2, 0.6],
    ])
    const scale = Math.sqrt((0.5 + 0.02 + 0.08) / 3)
    expect(tmn(groups, { profile: 'published' }).statistics.taskScales!['']).toBeCloseTo(scale, 14)
  })

  it('has 0 for a type none of whose prompts count, and divides by nothing there', () => {
    const groups = prompts([[0.7], [1, 0]], { taskTypes: ['x', 'y', 'y'] })
    const { statistics } = tmn(groups, { singletons: 'exclude' })
    expect(statistics.taskScales).toEqual({ x: 0, y: Math.sqrt(0.5) })
  })

  it('without an epsilon, a type without a spread has no advantages', () => {
    const flat = prompts([
      [0.5, 0.5],
      [0.25, 0.25],
    ])
    expect([...tmn(flat, { epsilon: 0 }).advantages]).toEqual([0, 0, 0, 0])
  })

  it('excludes prompts of equal rewards, not single rollouts', () => {
    const groups = prompts([[1, 0], [0.5, 0.5], [0.7]])
    const { statistics } = tmn(groups, { zeroVariance: 'exclude', singletons: 'zero' })
    expect(statistics.taskScales!['']).toBeCloseTo(Math.sqrt((0.5 + 0) / 2), 15)
  })
})

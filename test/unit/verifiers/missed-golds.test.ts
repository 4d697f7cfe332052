import { expect, it } from 'vitest'
import { f1, ndcg, pairwiseAccuracy, subExactMatch } from '../../../src/index.js'
import { verdictOf } from './expect-verdict.js'

it.each([f1, ndcg, pairwiseAccuracy, subExactMatch])(
  'names the golds that were missed, and why',
  (metric) => {
    const answer = 'Lyons\nParis\nthe port of Nice'
    const verdict = verdictOf(metric(answer, ['Paris', 'Lyon', 'Nice', 'Metz'], { explain: true }))
    expect(verdict.explanation?.steps.at(-1)).toBe(
      'Missed: "lyon" (the nearest line is "lyons"), "nice" (only within "the port of nice"), "metz" (no line is like it).',
    )
  },
)

it('graded golds: ties stand in any order, the cutoff counts', () => {
  const gold = [
    { item: 'a', grade: 2 },
    { item: 'b', grade: 1 },
    { item: 'c', grade: 1 },
  ]
  const reward = (answer: string, graded: unknown, cutoff?: number) =>
    verdictOf(ndcg(answer, graded, cutoff === undefined ? {} : { cutoff })).reward
  expect(reward('a\nb\nc', gold)).toBe(1)
  expect(reward('a\nc\nb', gold)).toBe(1)
  expect(reward('a\nc\nb', [['a'], ['b', 'c']])).toBe(1)
  const ideal = 2 + 1 / Math.log2(3) + 1 / Math.log2(4)
  expect(reward('b\na\nc', gold)).toBeCloseTo((1 + 2 / Math.log2(3) + 1 / Math.log2(4)) / ideal, 12)
  expect(reward('b\na\nc', gold, 1)).toBe(1 / 2)
  expect(ndcg('a', [{ item: 'a', grade: -1 }])._tag).toBe('Left')
  expect(ndcg('a', [{ item: 'a', grade: 0 }])._tag).toBe('Left')
  expect(ndcg('a', [['a'], 'b'])._tag).toBe('Left')
})

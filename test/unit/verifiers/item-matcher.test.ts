import { expect, it } from 'vitest'
import { f1, ndcg, pairwiseAccuracy, subExactMatch } from '../../../src/index.js'
import { verdictOf } from './expect-verdict.js'

const discount = (rank: number): number => 1 / Math.log2(rank + 1)

it.each<[string, readonly string[], string, number, number]>([
  ['a line as similar as the threshold matches: 1 − 1/4', ['abcd'], 'abcx', 0.75, (2 * 1) / (1 + 1)],
  ['a less similar one does not', ['abcd'], 'abcx', 0.76, 0],
  ['the longer of the two counts: 1 − 2/4', ['abcd'], 'ab', 0.5, (2 * 1) / (1 + 1)],
  ['whichever it is', ['ab'], 'abcd', 0.5, (2 * 1) / (1 + 1)],
  ['equal lengths and no common letter: 0', ['abcd'], 'wxyz', 0.01, 0],
  [
    'one of two lines stands for an item, the other is wrong',
    ['abcd'],
    'abcx\nabcy',
    0.75,
    (2 * 1) / (2 + 1),
  ],
  [
    'an item that is there exactly is not matched again',
    ['abcd', 'wxyz'],
    'abcd\nabcx',
    0.75,
    (2 * 1) / (2 + 2),
  ],
  ['a line that is an item exactly is for no other item', ['abcd', 'abce'], 'abcd', 0.75, (2 * 1) / (1 + 2)],
  ['beside an exact match', ['abcd', 'abce'], 'abcd\nabcf', 0.75, (2 * 2) / (2 + 2)],
])('f1: %s', (_rule, golds, answer, anls, reward) => {
  expect(verdictOf(f1(answer, golds, { match: { anls } })).reward).toBe(reward)
})

it.each<[string, readonly string[], string, number, number]>([
  ['of two equally similar items the earlier', ['abca', 'abcb'], 'abcx', 0.75, 2],
  ['the more similar item, not the earlier', ['abxy', 'abcd'], 'abce', 0.5, 1],
])('ndcg: a line stands for %s', (_rule, golds, answer, anls, gain) => {
  const ideal = 2 * discount(1) + 1 * discount(2)
  expect(verdictOf(ndcg(answer, golds, { match: { anls } })).reward).toBe((gain * discount(1)) / ideal)
})

it('of two equally similar lines the earlier stands for the item', () => {
  expect(verdictOf(ndcg('abcx\nabcy', ['abcd'], { match: { anls: 0.75 } })).reward).toBe(1)
})

it('100,000,000 steps decide, one more row does not', () => {
  const judge = (gold: string, answer: string) =>
    verdictOf(subExactMatch(answer, [gold], { match: { anls: 0.4 } })).reason
  // 80,000 / 32 words times 40,000 characters
  expect(judge('a'.repeat(80_000), 'b'.repeat(40_000))).toBe('wrong')
  expect(judge('a'.repeat(80_000), 'b'.repeat(40_001))).toBe('undecided')
})

it.each([f1, ndcg, pairwiseAccuracy, subExactMatch])('%o says so when it cannot decide', (metric) => {
  const golds = ['a'.repeat(80_000)]
  const answer = 'b'.repeat(80_000)
  const { reward, reason } = verdictOf(metric(answer, golds, { match: { anls: 0.5 } }))
  expect([reward, reason]).toEqual([0, 'undecided'])
  expect(verdictOf(metric(answer, golds, {})).reason).toBe('wrong')
})

it('lines whose length alone rules a match out cost nothing', () => {
  const golds = ['a'.repeat(80_000)]
  expect(verdictOf(f1('b'.repeat(50_000), golds, { match: { anls: 0.9 } })).reason).toBe('wrong')
})

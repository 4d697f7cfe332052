import { expect, it } from 'vitest'
import { f1, ndcg, pairwiseAccuracy, subExactMatch } from '../../../src/index.js'
import { type Expected, expectVerdict, verdictOf, wrongArgument } from './expect-verdict.js'

const PUBLISHED = { profile: 'published' }

it.each<[string, readonly string[], object, Expected]>([
  [
    'x\n[Answer]\nA\nb\n\nx',
    ['a', 'b', 'c', 'd'],
    {},
    {
      reward: (2 * 2) / (3 + 4),
      reason: 'partial',
      extracted: 'a\nb\nx',
      measures: { precision: 2 / 3, recall: 2 / 4 },
    },
  ],
  ['a', ['a'], {}, { reward: 1, reason: 'correct', measures: { precision: 1, recall: 1 } }],
  ['x', ['a'], {}, { reward: 0, reason: 'wrong', measures: { precision: 0, recall: 0 } }],
  [' ', ['a'], {}, { reward: 0, reason: 'no answer', extracted: '', measures: { precision: 0, recall: 0 } }],
  ['a', [], PUBLISHED, { reward: 0, reason: 'wrong', measures: { precision: 0, recall: 0 } }],
])('judges %j against %j with %j', (answer, gold, options, expected) => {
  expectVerdict(f1, answer, gold, options, expected)
})

it('rounds as the reference does in the published profile only', () => {
  const golds = ['a', 'b', 'c', 'd', 'e']
  const answer = 'a\nb'
  const [precision, recall] = [2 / 2, 2 / 5]
  const published = (2 * precision * recall) / (precision + recall)
  expect(published).not.toBe((2 * 2) / (2 + 5))
  expect(verdictOf(f1(answer, golds, { profile: 'published' })).reward).toBe(published)
  expect(verdictOf(f1(answer, golds)).reward).toBe((2 * 2) / (2 + 5))
})

it.each<[unknown, string]>([
  [[], 'gold'],
  ['ab', 'gold'],
  [['a', 5], 'gold[1]'],
  [['a', ' '], 'gold[1]'],
])('refuses the gold %j at %s', (gold, argument) => {
  for (const metric of [f1, ndcg, pairwiseAccuracy, subExactMatch]) {
    expect(wrongArgument(metric('a', gold))).toBe(argument)
  }
})

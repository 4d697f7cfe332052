import { expect, it } from 'vitest'
import { ndcg } from '../../../src/index.js'
import { type Expected, expectVerdict, verdictOf } from './expect-verdict.js'

const PUBLISHED = { profile: 'published' }
const discount = (rank: number): number => 1 / Math.log2(rank + 1)

const ideal = 3 * discount(1) + 2 * discount(2) + 1 * discount(3)
it.each<[string, object, Expected]>([
  [
    'x\nB',
    {},
    {
      reward: (2 * discount(2)) / ideal,
      reason: 'partial',
      extracted: 'x\nb',
      steps: ['1 of 3 golds are among the first 3 lines.', `Discounted gain ${2 * discount(2)} of ${ideal}.`],
      measures: { discountedGain: 2 * discount(2), idealGain: ideal },
    },
  ],
  ['a\nb\nc', {}, { reward: 1, reason: 'correct' }],
  ['x\ny\nz\na', {}, { reward: 0, reason: 'wrong' }],
  ['b\nb\na', {}, { reward: (2 * discount(1) + 3 * discount(2)) / ideal, reason: 'partial' }],
  ['b\na\nb', PUBLISHED, { reward: (3 * discount(1) + 2 * discount(2)) / ideal, reason: 'partial' }],
  // Only the published rules end a line at its first NUL.
  ['a\0x', {}, { reward: 0, reason: 'wrong' }],
  [' ', {}, { reward: 0, reason: 'no answer', extracted: '' }],
  [' ', PUBLISHED, { reward: 0, reason: 'wrong', extracted: '' }],
])('judges %j against a, b, c with %j', (answer, options, expected) => {
  expectVerdict(ndcg, answer, ['a', 'b', 'c'], options, expected)
})

it('has exponential gains: 2^3 − 1, 2^2 − 1, 2^1 − 1', () => {
  const best = 7 * discount(1) + 3 * discount(2) + 1 * discount(3)
  expect(verdictOf(ndcg('b', ['a', 'b', 'c'], { gain: 'exponential' })).reward).toBeCloseTo(
    (3 * discount(1)) / best,
    15,
  )
})

const two = 2 * discount(1) + 1 * discount(2)
it.each<[string, string, readonly string[], number]>([
  ['a line is what stands before its NUL', 'a\0junk', ['a', 'b'], (2 * discount(1)) / two],
  ['and so is an item', 'a', ['a\0junk', 'b'], (2 * discount(1)) / two],
  ['both', 'a\0x', ['a\0y', 'b'], (2 * discount(1)) / two],
  ['a NUL in front leaves nothing', '\0y', ['\0x', 'b'], (2 * discount(1)) / two],
  ['a line without a gold before its NUL is wrong', 'b\nx\0b', ['a', 'b'], (1 * discount(1)) / two],
  [
    'two items may be one: the last counts, but both make the cut-off',
    'x\na',
    ['a\0x', 'a\0y'],
    (1 * discount(2)) / discount(1),
  ],
  ['what is cut keeps its space, lines have none at the end', 'a ', ['a', 'a \0x'], (2 * discount(1)) / two],
  [
    'a repeated item is worth what the last one is',
    'a',
    ['a', 'b', 'a'],
    (1 * discount(1)) / (2 * discount(1) + 1 * discount(2)),
  ],
])('published: %s', (_rule, answer, gold, reward) => {
  expect(verdictOf(ndcg(answer, gold, { profile: 'published' })).reward).toBe(reward)
})

it('natural: items that are one up to their NUL are two', () => {
  expect(verdictOf(ndcg('a\0x', ['a\0x', 'a\0y'])).reward).toBe((2 * discount(1)) / two)
})

it('counts the published golds that are one up to the NUL once', () => {
  const { explanation } = verdictOf(ndcg('a', ['a\0x', 'a\0y'], { profile: 'published', explain: true }))
  expect(explanation?.steps[0]).toBe('1 of 1 golds are among the first 2 lines.')
})

it('a fuzzy match stands for its item whatever is cut', () => {
  const { reward } = verdictOf(
    ndcg('abce', ['abcd', 'x\0y'], { profile: 'published', match: { anls: 0.75 } }),
  )
  expect(reward).toBe((2 * discount(1)) / two)
})

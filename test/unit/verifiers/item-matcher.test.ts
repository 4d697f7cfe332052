import type { Either } from 'fp-ts/lib/Either.js'
import { describe, expect, it } from 'vitest'
import type { GolongrlError, Verdict } from '../../../src/index.js'
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
  ['characters count, not UTF-16 units: 1 − 1/4', ['ab🂡c'], 'ab🂢c', 0.75, (2 * 1) / (1 + 1)],
  ['whether a gold has them or not', ['abc𝒹'], 'abc𝑒', 0.76, 0],
  ['also against a letter', ['abc𝒹'], 'abcd', 0.75, (2 * 1) / (1 + 1)],
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

it('2,000,000 steps decide, more do not', () => {
  const judge = (gold: string, answer: string) =>
    verdictOf(subExactMatch(answer, [gold], { match: { anls: 0.04 } })).reason
  // The pair, and 38,624 / 32 words times 1,657 characters: 1 + 1,207 · 1,657.
  expect(judge('a'.repeat(38_624), 'b'.repeat(1_657))).toBe('wrong')
  expect(judge('a'.repeat(38_624), 'b'.repeat(1_658))).toBe('undecided')
})

it.each<[string, number, (i: number) => string, (i: number) => string]>([
  // Han characters, 1,000 for the items and others for the lines.
  ['a pair of one character each: 1, and 1', 1000, (i) => han(i), (i) => han(1000 + i)],
  ['a pair whose lengths rule a match out: 1', 2000, (i) => `an item of some length ${i}`, (i) => `${i}`],
])('steps of %s', (_rule, lines, gold, line) => {
  const golds = Array.from({ length: 1000 }, (_, i) => gold(i))
  const answer = (count: number) => Array.from({ length: count }, (_, i) => line(i)).join('\n')
  const judge = (count: number) =>
    verdictOf(subExactMatch(answer(count), golds, { match: { anls: 0.9 } })).reason
  expect(judge(lines)).toBe('wrong')
  expect(judge(lines + 1)).toBe('undecided')
})

const han = (i: number): string => String.fromCodePoint(0x4e00 + i)

it('equality needs no steps', () => {
  const golds = numbered(1500, 'gold')
  expect(verdictOf(subExactMatch(numbered(1500, 'line').join('\n'), golds)).reason).toBe('wrong')
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

const numbered = (count: number, name: string): string[] =>
  Array.from({ length: count }, (_, i) => `${name} ${i}`)

const undecided = { _tag: 'Right', right: { reward: 0, reason: 'undecided' } }
const VERIFIERS: readonly (readonly [
  string,
  (answer: string, golds: string[]) => Either<GolongrlError, Verdict>,
])[] = [
  ['f1', (answer, golds) => f1(answer, golds, { match: { anls: 0.9 } })],
  ['ndcg', (answer, golds) => ndcg(answer, golds, { match: { anls: 0.9 } })],
  ['pairwiseAccuracy', (answer, golds) => pairwiseAccuracy(answer, golds, { match: { anls: 0.9 } })],
  ['subExactMatch', (answer, golds) => subExactMatch(answer, golds, { match: { anls: 0.9 } })],
]

describe.each(VERIFIERS)('the work limit of fuzzy matching: %s', (_name, score) => {
  it('gives up on one pair of long lines', () => {
    expect(score('a'.repeat(9000), ['b'.repeat(9000)])).toMatchObject(undecided)
  })

  it('counts the pairs whose lengths alone rule out a match', () => {
    const golds = numbered(400, 'a very long item indeed')
    expect(score(numbered(6000, 'x').join('\n'), golds)).toMatchObject(undecided)
    expect(score(numbered(400, 'x').join('\n'), golds)).not.toMatchObject({ right: { reason: 'undecided' } })
  })

  it('does not spend it on equal lines', () => {
    const golds = numbered(2000, 'item')
    expect(score(golds.join('\n'), golds)).toMatchObject({ right: { reward: 1 } })
  })
})

import { describe, expect, it } from 'vitest'
import type { RougeLVariant } from '../../../src/index.js'
import { rougeL } from '../../../src/index.js'
import { type Expected, expectVerdict, verdictOf, wrongArgument } from './expect-verdict.js'

const PUBLISHED = { profile: 'published' }
const EPSILON = 1e-8
const published = (precision: number, recall: number): number =>
  2 * ((precision * recall) / (precision + recall + EPSILON))
const ofBoth = (precision: number, recall: number): number => (2 * precision * recall) / (precision + recall)

describe('sentence', () => {
  it.each<[string, readonly string[], Expected]>([
    [
      'The cat, the dog',
      ['the cat sat'],
      {
        reward: (2 * 2) / (4 + 3),
        reason: 'partial',
        measures: { precision: 2 / 4, recall: 2 / 3, f1: (2 * 2) / (4 + 3) },
      },
    ],
    ['x', ['a'], { reward: 0, reason: 'wrong', measures: { precision: 0, recall: 0, f1: 0 } }],
    ['...', ['a'], { reward: 0, reason: 'no answer', measures: { precision: 0, recall: 0, f1: 0 } }],
    ['a b', ['x', 'a b', 'a'], { reward: 1, reason: 'correct' }],
    ['a b', ['...', 'a'], { reward: (2 * 1) / (2 + 1), reason: 'partial' }],
    ['x[Answer]a', ['a'], { reward: 1, reason: 'correct', extracted: 'a' }],
  ])('judges %j against %j', (answer, gold, expected) => {
    expectVerdict(rougeL, answer, gold, {}, expected)
  })

  it('has the tokenizer cut what is written without spaces, and nothing else', () => {
    const tokenize = (text: string) => [...text]
    expect(verdictOf(rougeL('天气 warm', ['天空 warm'], { tokenize })).reward).toBe((2 * 2) / (3 + 3))
    expect(verdictOf(rougeL('warm', ['worm'], { tokenize })).reward).toBe(0)
  })

  it.each<[unknown, string]>([
    [[], 'gold'],
    [['...'], 'gold'],
    [['a', 5], 'gold[1]'],
    ['a', 'gold'],
  ])('refuses the gold %j at %s', (gold, argument) => {
    expect(wrongArgument(rougeL('a', gold))).toBe(argument)
  })
})

describe("google's variants", () => {
  it.each<[RougeLVariant, string, string, number]>([
    ['rougeL', 'a b c', 'a c', (2 * 2) / (3 + 2)],
    ['rougeL', 'é', 'é a', 0],
    ['rougeL', 'b\na', 'a\nb', (2 * 1) / (2 + 2)],
    ['rougeLsum', 'b\na', 'a\nb', 1],
    // w1 w2 w3 w4 w5 against w1 w2 w6 w7 w8 and w1 w3 w8 w9 w5: the union of the two is w1 w2 w3 w5 (Lin 2004).
    ['rougeLsum', 'w1 w2 w6 w7 w8\nw1 w3 w8 w9 w5', 'w1 w2 w3 w4 w5', ofBoth(4 / 10, 4 / 5)],
    // A word counts as often as it occurs on the side where it is rarer.
    ['rougeLsum', 'a', 'a\na', ofBoth(1 / 1, 1 / 2)],
    ['rougeLsum', 'a\na', 'a', ofBoth(1 / 2, 1 / 1)],
    ['rougeLsum', 'x\n\ny', 'a', 0],
  ])('%s of %j against %j', (variant, answer, reference, reward) => {
    expect(verdictOf(rougeL(answer, [reference], { variant })).reward).toBe(reward)
  })

  it('says so when there is no word', () => {
    for (const variant of ['rougeL', 'rougeLsum', 'set-based'] as const) {
      const verdict = verdictOf(rougeL('', ['a'], { variant }))
      expect([verdict.reward, verdict.reason]).toEqual([0, 'no answer'])
      expect(verdictOf(rougeL('x', ['a'], { variant, explain: true })).explanation?.measures).toEqual({
        precision: 0,
        recall: 0,
        f1: 0,
      })
    }
  })
})

describe('published', () => {
  it.each<[string, readonly string[], number]>([
    ['a b. c', ['a b. c'], published(3 / 3, 3 / 3)],
    // The whole text counts, marker and all; words are what stands between spaces.
    ['x [Answer] a', ['a'], published(1 / 3, 1 / 1)],
    ['b. a', ['a. b'], published(2 / 2, 2 / 2)],
    ['b a', ['a b'], published(1 / 2, 1 / 2)],
    ['a a a', ['a'], published(1 / 1, 1 / 1)],
    ['a b. b a', ['a b'], published(2 / 2, 2 / 2)],
    ['a b. a b', ['a b. c'], published(2 / 2, 2 / 3)],
    ['a . b', ['a'], published(1 / 2, 1 / 1)],
    // A sentence that adds nothing of its own, and one whose only new word no reference sentence shares.
    ['a b. b a. a c', ['a b. x a'], published(2 / 3, 2 / 3)],
    // Of two common subsequences the walk takes c, which is new.
    ['a b. c a', ['a b. a c'], published(3 / 3, 3 / 3)],
    ['a', ['a', ''], 0],
    ['a', ['', 'a'], 0],
  ])('%j against %j', (answer, gold, reward) => {
    expect(verdictOf(rougeL(answer, gold, { profile: 'published' })).reward).toBeCloseTo(reward, 12)
  })

  it('cuts Chinese when the record says so', () => {
    const tokenize = (text: string) => [...text]
    const judge = (language: string) =>
      verdictOf(rougeL('天气', ['天空'], { profile: 'published', tokenize, language })).reward
    expect(judge('Chinese')).toBe(published(1 / 2, 1 / 2))
    expect(judge('English')).toBe(0)
  })

  it('is never quite 1', () => {
    expectVerdict(rougeL, 'a', ['a'], PUBLISHED, { reward: 2 * (1 / (2 + EPSILON)), reason: 'partial' })
  })
})

describe('how much is compared', () => {
  const lines = (count: number, word: (i: number) => string) =>
    Array.from({ length: count }, (_, i) => word(i)).join('\n')

  it.each<[string, string, string]>([
    ['one word', lines(32_768, () => 'a'), lines(32_768, () => 'a')],
    ['two words in turn', lines(32_768, (i) => 'ab'[i % 2]!), lines(32_768, (i) => 'ba'[i % 2]!)],
    ['a word of its own', lines(18_000, (i) => `${i}`), lines(18_000, (i) => `${17_999 - i}`)],
  ])('64 KiB of lines of %s are decided sentence by sentence', (_what, answer, reference) => {
    expect(verdictOf(rougeL(answer, [reference], { variant: 'rougeLsum' })).reward).toBe(1)
  })

  it.each<[RougeLVariant, string, readonly string[]]>([
    ['sentence', 'a '.repeat(32_768), ['a '.repeat(32_768)]],
    ['rougeL', 'a '.repeat(32_768), Array.from({ length: 10_000 }, () => 'a')],
    ['rougeLsum', 'a '.repeat(32_768), ['a '.repeat(32_768)]],
    ['rougeLsum', 'b a '.repeat(16_384), Array.from({ length: 10_000 }, () => 'a b')],
    ['set-based', 'a '.repeat(32_768), ['a '.repeat(32_768)]],
    ['set-based', 'a '.repeat(32_768), Array.from({ length: 10_000 }, () => 'a')],
  ])('%s gives up, and says so: %#', (variant, answer, gold) => {
    const verdict = verdictOf(rougeL(answer, gold, { variant, explain: true }))
    expect([verdict.reward, verdict.reason]).toEqual([0, 'undecided'])
    expect(verdict.explanation?.steps).toEqual(['Answer and references are too long for 6000000 steps.'])
    expect(verdictOf(rougeL(answer, gold, { variant })).explanation).toBeUndefined()
  })

  it.each<[RougeLVariant, string, readonly string[]]>([
    ['sentence', '堆积'.repeat(93_751), ['堆']],
    ['sentence', '堆', ['堆积'.repeat(50_000), '文字'.repeat(43_751)]],
    ['set-based', '堆积'.repeat(93_751), ['堆']],
    ['set-based', '堆', ['堆积'.repeat(93_751)]],
  ])('%s does not cut 187,502 Chinese characters: %#', (variant, answer, gold) => {
    const language = 'Chinese'
    const tokenize = (text: string) => (text.length > 100_000 ? expect.fail('cut') : [...text])
    const { reward, reason } = verdictOf(rougeL(answer, gold, { variant, language, tokenize }))
    expect([reward, reason]).toEqual([0, 'undecided'])
  })

  it('what needs no cutting is read, however much it is', () => {
    const english = 'word '.repeat(100_000)
    expect(verdictOf(rougeL(english, ['one word']))).toMatchObject({ reason: 'partial' })
    const published = { profile: 'published', language: 'Chinese' } as const
    expect(verdictOf(rougeL(english, ['one word'], published))).toMatchObject({ reason: 'partial' })
  })

  it('a thousand references of an ordinary length are compared', () => {
    const words = (from: number) => Array.from({ length: 300 }, (_, i) => `w${(from + i) % 2_000}`).join(' ')
    const gold = Array.from({ length: 1_000 }, (_, i) => words(i))
    expect(verdictOf(rougeL(words(999), gold)).reward).toBe(1)
  })
})

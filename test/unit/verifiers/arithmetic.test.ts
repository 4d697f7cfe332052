import type { Either } from 'fp-ts/lib/Either.js'
import { isLeft } from 'fp-ts/lib/Either.js'
import { describe, expect, it } from 'vitest'
import type { GolongrlError, Verdict } from '../../../src/index.js'
import {
  accuracy,
  choiceAccuracy,
  exactMatch,
  f1,
  iou,
  ndcg,
  pairwiseAccuracy,
  rougeL,
  subExactMatch,
} from '../../../src/index.js'

const reward = (verdict: Either<GolongrlError, Verdict>): number => {
  if (isLeft(verdict)) throw new Error(JSON.stringify(verdict.left))
  return verdict.right.reward
}

describe('exactMatch', () => {
  it.each([
    ['Paris', 1],
    [' Paris\n', 1],
    ['paris', 0],
    ['Paris.', 0],
    ['', 0],
  ])('%j against Paris is %d', (answer, expected) => {
    expect(reward(exactMatch(answer, 'Paris'))).toBe(expected)
  })
})

describe('accuracy', () => {
  it.each([
    ['PARIS', 1],
    ['London\nParis', 0],
    ['\n \nParis\nLondon', 1],
    ['I think:\n[Answer]\n  the   City ', 0],
    ['[Answer]Paris', 1],
  ])('%j against Paris, London is %d', (answer, expected) => {
    expect(reward(accuracy(answer, ['Paris', 'London']))).toBe(expected)
  })
})

describe('choiceAccuracy', () => {
  it.each([
    ['The correct answer is (B).', 1],
    ['The correct answer is A. No: the correct answer is: option B', 1],
    ['The correct answer is (A) or (B).', 0],
    ['The correct answer is Bananas.', 0],
    ['B', 0],
  ])('%j against B is %d', (answer, expected) => {
    expect(reward(choiceAccuracy(answer, 'B'))).toBe(expected)
  })
})

describe('f1', () => {
  it.each([
    ['a\nb\nc', (2 * 3) / (3 + 3)],
    ['a\na\nA', (2 * 1) / (1 + 3)],
    ['a\nx\ny\nz', (2 * 1) / (4 + 3)],
    ['  a \n\nB', (2 * 2) / (2 + 3)],
    ['x\nX', 0],
    ['', 0],
  ])('%j against a, b, c is %d', (answer, expected) => {
    expect(reward(f1(answer, ['a', 'B', 'c']))).toBe(expected)
  })

  it('takes a line for the gold it equals, however either is written', () => {
    expect(reward(f1('DOCUMENT  1\ndocument 1\nDocument 1', ['Document 1']))).toBe((2 * 1) / (1 + 1))
    expect(reward(f1('ΟΔΟΣ\nÉtÉ', ['οδος', 'été']))).toBe((2 * 2) / (2 + 2))
  })
})

describe('subExactMatch', () => {
  it.each([
    ['a\nb', 2 / 3],
    ['a\na', 1 / 3],
    ['x\na\ny', 1 / 3],
    ['x', 0],
  ])('%j against a, b, c is %d', (answer, expected) => {
    expect(reward(subExactMatch(answer, ['a', 'b', 'c']))).toBe(expected)
  })

  it('maxLinesPerGold: 3 distinct lines for 2 golds are 1.5 a gold', () => {
    expect(reward(subExactMatch('a\nx\ny\ny', ['a', 'b'], { maxLinesPerGold: 1.5 }))).toBe(1 / 2)
    expect(reward(subExactMatch('a\nx\ny\ny', ['a', 'b'], { maxLinesPerGold: 1.4 }))).toBe(0)
  })

  it('published counts a repeated gold as often as it stands there', () => {
    expect(reward(subExactMatch('a', ['a', 'a', 'b'], { profile: 'published' }))).toBe(2 / 3)
    expect(reward(subExactMatch('a', ['a', 'a', 'b']))).toBe(1 / 2)
  })
})

describe('ndcg', () => {
  const ideal = 3 / Math.log2(2) + 2 / Math.log2(3) + 1 / Math.log2(4)
  it.each([
    ['a\nb\nc', 1],
    ['b\na\nc', (2 / Math.log2(2) + 3 / Math.log2(3) + 1 / Math.log2(4)) / ideal],
    ['x\na', 3 / Math.log2(3) / ideal],
    ['x\ny\nz\na', 0],
    ['a\na\nb', (3 / Math.log2(2) + 2 / Math.log2(3)) / ideal],
  ])('%j against a, b, c is %d', (answer, expected) => {
    expect(reward(ndcg(answer, ['a', 'b', 'c']))).toBeCloseTo(expected, 12)
  })

  it('exponential gain: 2^2 − 1 and 2^1 − 1', () => {
    const expected = (1 / Math.log2(2) + 3 / Math.log2(3)) / (3 / Math.log2(2) + 1 / Math.log2(3))
    expect(reward(ndcg('b\na', ['a', 'b'], { gain: 'exponential' }))).toBeCloseTo(expected, 12)
  })

  it('published: a repeated line keeps its last position', () => {
    const expected = (2 / Math.log2(2) + 3 / Math.log2(3)) / ideal
    expect(reward(ndcg('a\nb\na', ['a', 'b', 'c'], { profile: 'published' }))).toBeCloseTo(expected, 12)
  })
})

describe('pairwiseAccuracy', () => {
  it.each([
    ['a\nb\nc', 3 / 3],
    ['a\nc\nb', 2 / 3],
    ['c\nb\na', 0],
    ['a\nb', 1 / 3],
    ['a\nx\nb\nc', 3 / 6],
    ['a\nb\nc\na', 3 / 3],
  ])('%j against a, b, c is %d', (answer, expected) => {
    expect(reward(pairwiseAccuracy(answer, ['a', 'b', 'c']))).toBe(expected)
  })

  it('a single gold is 1 as the only line', () => {
    expect(reward(pairwiseAccuracy('a', ['a']))).toBe(1)
    expect(reward(pairwiseAccuracy('a\nb', ['a']))).toBe(0)
  })
})

describe('iou', () => {
  const gold = '{"data": [["a", 1], ["b", 2], ["b", 2]]}'
  const answer = (rows: string): string => `<answer>{"data": [${rows}]}</answer>`
  it.each([
    ['["b", 2], ["a", 1], ["b", 2]', 3 / 3],
    ['["b", 2], ["a", 1]', 2 / 3],
    ['["b",2],["a",1.0],["b",2e0]', 3 / 3],
    ['["b", 2], ["b", 2], ["b", 2]', 2 / 4],
    ['["b", "2"], ["a", "1"], ["b", "2"]', 3 / 3],
    ['["B", 2]', 0],
    ['', 0],
  ])('%s is %d', (rows, expected) => {
    expect(reward(iou(answer(rows), gold))).toBe(expected)
  })

  it('a row that begins as the gold writes it is not taken for that row', () => {
    expect(reward(iou(answer('[["x"], 3]'), '{"data": [["x"], [["x"], 3]]}'))).toBe(1 / 2)
    expect(reward(iou(answer('["a]", 1]'), '{"data": [["a]", 1], ["a"]]}'))).toBe(1 / 2)
    expect(reward(iou('<answer>{"data": [["a", 1] 2]}</answer>', gold))).toBe(0)
    expect(reward(iou('<answer>{"data": [["a", 1]</answer>', gold))).toBe(0)
  })

  it('integers beyond 2^53 compare exactly', () => {
    expect(reward(iou(answer('[9007199254740993]'), '{"data": [[9007199254740992]]}'))).toBe(0)
    expect(reward(iou(answer('[9007199254740993.0]'), '{"data": [[9007199254740993]]}'))).toBe(1)
  })
})

describe('rougeL', () => {
  it.each([
    ['the cat sat', 1],
    ['the dog sat', (2 * 2) / (3 + 3)],
    ['sat cat the', (2 * 1) / (3 + 3)],
    ['The cat, the cat: the cat SAT!', (2 * 3) / (7 + 3)],
    ['nothing', 0],
  ])('%j against "the cat sat" is %d', (answer, expected) => {
    expect(reward(rougeL(answer, ['the cat sat']))).toBeCloseTo(expected, 12)
  })

  it('set-based: 2 distinct words in common, of 2 and 4', () => {
    const [precision, recall] = [2 / 2, 2 / 4]
    const expected = (2 * precision * recall) / (precision + recall + 1e-8)
    expect(reward(rougeL('a b. a b. b', ['a b. c d'], { variant: 'set-based' }))).toBeCloseTo(expected, 12)
  })
})

describe('options that cannot be right', () => {
  it.each([
    ['profile', () => exactMatch('a', 'a', { profile: 'fast' as 'natural' })],
    ['gain', () => ndcg('a', ['a'], { gain: 'square' as 'linear' })],
    ['match.anls', () => f1('a', ['a'], { match: { anls: 2 } })],
    ['match', () => pairwiseAccuracy('a', ['a'], { match: 'fuzzy' as 'exact' })],
    ['variant', () => rougeL('a', ['a'], { variant: 'rouge2' as 'rougeL' })],
    ['tokenize', () => rougeL('a', ['a'], { tokenize: 'jieba' as unknown as (text: string) => string[] })],
    ['maxLinesPerGold', () => subExactMatch('a', ['a'], { maxLinesPerGold: 0 })],
  ])('%s is a Left that names it', (name, call) => {
    expect(call()).toMatchObject({ _tag: 'Left', left: { _tag: 'BadOption', argument: `options.${name}` } })
  })
})

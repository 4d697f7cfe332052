import { expect, it } from 'vitest'
import { exactMatch } from '../../../src/index.js'
import { type Expected, expectVerdict, wrongArgument } from './expect-verdict.js'

it.each<[string, Expected]>([
  [' Paris ', { reward: 1, reason: 'correct', extracted: 'Paris' }],
  ['paris', { reward: 0, reason: 'wrong' }],
  [' \n', { reward: 0, reason: 'no answer', extracted: '' }],
])('judges %j', (answer, expected) => {
  expectVerdict(exactMatch, answer, 'Paris', {}, expected)
})

it.each([
  [5, 'gold'],
  [' ', 'gold'],
  [{ golden_label: 5 }, 'gold.golden_label'],
  [{ golden_label: '' }, 'gold.golden_label'],
  [{}, 'gold.golden_label'],
])('refuses the gold %j at %s', (gold, argument) => {
  expect(wrongArgument(exactMatch('x', gold))).toBe(argument)
})

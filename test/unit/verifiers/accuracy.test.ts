import { expect, it } from 'vitest'
import { accuracy } from '../../../src/index.js'
import { type Expected, expectVerdict, wrongArgument } from './expect-verdict.js'

it.each<[string, object, Expected]>([
  ['Paris\nLondon', {}, { reward: 1, reason: 'correct', extracted: 'paris' }],
  ['London', {}, { reward: 0, reason: 'wrong', extracted: 'london' }],
  ['Rome\nParis', {}, { reward: 0, reason: 'wrong', extracted: 'rome' }],
  [' \n', {}, { reward: 0, reason: 'no answer', extracted: '' }],
  // Published, an empty line is an answer too.
  [' \n', { profile: 'published' }, { reward: 0, reason: 'wrong', extracted: '' }],
])('judges %j with %j', (answer, options, expected) => {
  expectVerdict(accuracy, answer, ['Paris', 'London'], options, expected)
})

it('refuses a blank item, and names it', () => {
  expect(wrongArgument(accuracy('a', ['a', ' ']))).toBe('gold[1]')
})

import { expect, it } from 'vitest'
import { choiceAccuracy } from '../../../src/index.js'
import { type Expected, expectVerdict, wrongArgument } from './expect-verdict.js'

const NONE = 'No statement "the correct answer is X" was found.'
it.each<[string, object, Expected]>([
  [
    'The correct answer is (B).',
    {},
    { reward: 1, reason: 'correct', extracted: 'B', steps: ['The answer states B; the gold is B.'] },
  ],
  [
    'The correct answer is (C).',
    {},
    { reward: 0, reason: 'wrong', extracted: 'C', steps: ['The answer states C; the gold is B.'] },
  ],
  [
    'The correct answer is (A) or (B).',
    {},
    {
      reward: 0,
      reason: 'wrong',
      extracted: '',
      steps: ['The last statement names several letters.'],
    },
  ],
  ['B', {}, { reward: 0, reason: 'no answer', extracted: '', steps: [NONE] }],
  ['B', { profile: 'published' }, { reward: 0, reason: 'no answer', extracted: '', steps: [NONE] }],
])('judges %j with %j', (answer, options, expected) => {
  expectVerdict(choiceAccuracy, answer, 'B', options, expected)
})

it.each([5, 'none of them'])('refuses the label %j', (gold) => {
  expect(wrongArgument(choiceAccuracy('x', gold))).toBe('gold')
})

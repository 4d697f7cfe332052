import { expect, it } from 'vitest'
import { choiceAccuracy } from '../../../src/index.js'
import { type Expected, expectVerdict, verdictOf, wrongArgument } from './expect-verdict.js'

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

const rewardFor = (statement: string, gold: string) =>
  verdictOf(choiceAccuracy(`The correct answer is ${statement}`, gold)).reward

it.each([
  'A or B or C or D or E',
  'A or A or B',
  'A, and/or, B',
  'A or or or or B',
  'A, I or B',
  'A, I and B, I think',
  'A\u200b or B',
  'A,\u200bB',
  'A o\u200br (\u200bB)',
  '(A)\ufe0f & (B)',
  'A\u0000or\u00adB',
  'A or\u200bB',
])('"%s" is a hedge, whichever letter is right', (statement) => {
  for (const gold of 'ABCDEI') expect(rewardFor(statement, gold)).toBe(0)
})

it.each(['A, A', 'A and A, I think', 'A, I am sure', 'A. I or B', 'A, or so I think', 'A\u200b'])(
  '"%s" names one letter',
  (statement) => {
    expect(rewardFor(statement, 'A')).toBe(1)
  },
)

it('nothing unseen is overlooked before the letter', () => {
  expect(rewardFor('(\u200bA)', 'A')).toBe(0)
})

it('an unseen character does not set a letter apart', () => {
  expect(rewardFor('A\u200dB', 'A')).toBe(0)
})

import { it } from 'vitest'
import { pairwiseAccuracy } from '../../../src/index.js'
import { type Expected, expectVerdict } from './expect-verdict.js'

const PUBLISHED = { profile: 'published' }

it.each<[string, readonly string[], object, Expected]>([
  [
    'A\nc\nb',
    ['a', 'b', 'c'],
    {},
    {
      reward: 2 / 3,
      reason: 'partial',
      extracted: 'a\nc\nb',
      steps: ['3 of 3 golds are among the lines.', '2 of 3 pairs stand in the right order.'],
      measures: { rightPairs: 2, pairs: 3 },
    },
  ],
  ['c\nb\na', ['a', 'b', 'c'], {}, { reward: 0, reason: 'wrong' }],
  ['a\nx\nb\ny', ['a', 'b'], {}, { reward: 1 / 6, reason: 'partial', measures: { rightPairs: 1, pairs: 6 } }],
  [
    'a\nb\nc\nd',
    ['a', 'b', 'c', 'd'],
    {},
    { reward: 1, reason: 'correct', measures: { rightPairs: 6, pairs: 6 } },
  ],
  ['d\na\nb\nc', ['a', 'b', 'c', 'd'], {}, { reward: 3 / 6, reason: 'partial' }],
  [
    'a',
    ['a'],
    {},
    {
      reward: 1,
      reason: 'correct',
      steps: ['1 of 1 golds are among the lines.', 'The one gold is the only line.'],
    },
  ],
  [
    'x',
    ['a'],
    {},
    {
      reward: 0,
      reason: 'wrong',
      steps: ['0 of 1 golds are among the lines.', '0 of 0 pairs stand in the right order.'],
    },
  ],
  ['a', ['a'], PUBLISHED, { reward: 0, reason: 'wrong' }],
  [' ', ['a'], {}, { reward: 0, reason: 'no answer', extracted: '' }],
  [' ', ['a'], PUBLISHED, { reward: 0, reason: 'wrong', extracted: '' }],
  // The published pairs are those of the lines, repeated and blank ones too; a gold stands where it stands last.
  ['a\nb\na', ['a', 'b'], PUBLISHED, { reward: 0, reason: 'wrong' }],
  ['a\nx\nb', ['a', 'b'], PUBLISHED, { reward: 1 / 3, reason: 'partial' }],
  ['a\nb', ['a', 'b', 'b'], PUBLISHED, { reward: 2 / 1, reason: 'correct' }],
])('judges %j against %j with %j', (answer, gold, options, expected) => {
  expectVerdict(pairwiseAccuracy, answer, gold, options, expected)
})

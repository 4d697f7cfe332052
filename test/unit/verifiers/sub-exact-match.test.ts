import { it } from 'vitest'
import { subExactMatch } from '../../../src/index.js'
import { type Expected, expectVerdict } from './expect-verdict.js'

const PUBLISHED = { profile: 'published' }

it.each<[string, readonly string[], object, Expected]>([
  [
    'A\nx',
    ['a', 'b'],
    {},
    {
      reward: 1 / 2,
      reason: 'partial',
      extracted: 'a\nx',
      measures: { linesPerGold: 2 / 2, recall: 1 / 2 },
    },
  ],
  ['x', ['a'], {}, { reward: 0, reason: 'wrong', measures: { linesPerGold: 1, recall: 0 } }],
  [
    ' ',
    ['a'],
    {},
    { reward: 0, reason: 'no answer', extracted: '', measures: { linesPerGold: 0, recall: 0 } },
  ],
  [
    'a',
    ['a', 'a', 'b'],
    PUBLISHED,
    { reward: 2 / 3, reason: 'partial', measures: { linesPerGold: 1 / 2, recall: 2 / 3 } },
  ],
  [
    'a',
    ['a', 'a', 'b'],
    {},
    { reward: 1 / 2, reason: 'partial', measures: { linesPerGold: 1 / 2, recall: 1 / 2 } },
  ],
  ['a', [], PUBLISHED, { reward: 0, reason: 'wrong', measures: { linesPerGold: 0, recall: 0 } }],
  [
    'a\nb\nc',
    ['a'],
    { maxLinesPerGold: 3 },
    { reward: 1, reason: 'correct', steps: ['1 of 1 golds occur among 3 distinct lines.'] },
  ],
  [
    'a\nb\nc',
    ['a'],
    { maxLinesPerGold: 2.5 },
    {
      reward: 0,
      reason: 'wrong',
      steps: ['1 of 1 golds occur among 3 distinct lines.', 'More than 2.5 lines per gold: no reward.'],
      measures: { linesPerGold: 3, recall: 1 },
    },
  ],
])('judges %j against %j with %j', (answer, gold, options, expected) => {
  expectVerdict(subExactMatch, answer, gold, options, expected)
})

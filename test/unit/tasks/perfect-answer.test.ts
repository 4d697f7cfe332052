import { right } from 'fp-ts/lib/Either.js'
import { expect, it } from 'vitest'
import { orThrow, readTask, scoreTask, type Verifier } from '../../../src/index.js'

const table = { data: [['a', 1]] }

it.each<[taskType: string, gold: unknown]>([
  ['precise-retrieval', 'x y'],
  ['precise-retrieval', { golden_label: 'x y' }],
  ['comprehension', '(b)'],
  ['comprehension', 'The correct answer is (C)'],
  ['comprehension', ['A', 'B']],
  ['exhaustive-retrieval', ['S1', 'S8']],
  ['exhaustive-retrieval', { doc_ids: ['S1', 'S8'] }],
  ['numerical-reasoning', '\\frac{1}{2}'],
  ['numerical-reasoning', { doc_ids: ['<|doc_1|>', '<|doc_2|>'], golden_label: '750' }],
  ['structured-extraction', table],
  ['structured-extraction', JSON.stringify(table)],
  ['structured-extraction', { golden_label: JSON.stringify(table) }],
  ['structured-matching', ['a: 1', 'b: 2']],
  ['graded-ranking', ['a', 'b', 'c']],
  ['sequence-ordering', ['a', 'b', 'c']],
  ['summarization', ['a summary of a few words']],
])('the perfect answer to %s %j scores 1', (taskType, gold) => {
  const task = orThrow(readTask({ taskType, gold }))
  expect(task.gold).toBe(gold)
  expect(scoreTask(task, task.perfectAnswer()!).reward).toBeCloseTo(1, 12)
})

it('is not known of a custom task that does not say', () => {
  const custom: Verifier<number> = {
    taskType: 'mine',
    metric: 'mine',
    readGold: () => right(0),
    score: () => ({ reward: 1, reason: 'correct' }),
  }
  const task = orThrow(readTask({ taskType: 'mine', gold: 0 }, { customTasks: [custom] }))
  expect(task.perfectAnswer()).toBeUndefined()
})

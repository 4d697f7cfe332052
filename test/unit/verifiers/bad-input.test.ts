import { isLeft } from 'fp-ts/lib/Either.js'
import { describe, expect, it } from 'vitest'
import { readTask, scoreTask } from '../../../src/index.js'

const MEGABYTE = 1_000_000
const nested = '['.repeat(50_000) + ']'.repeat(50_000)

const TEXTS = {
  empty: '',
  '1 MB of words': 'word '.repeat(MEGABYTE / 5),
  '1 MB of white space': ' '.repeat(MEGABYTE),
  '1 MB without a break': 'x'.repeat(MEGABYTE),
  'lone surrogates': '\ud800\n\udc00',
  'NUL characters': 'a\0b\n\0',
  '20,000 lines': Array.from({ length: 20_000 }, (_, i) => `line ${i}`).join('\n'),
  'JSON nested 50,000 deep': `<answer>{"data":[["a",1],[${nested}]]}</answer>`,
  'JSON that never closes': `<answer>{"data":${'['.repeat(50_000)}`,
  '__proto__ keys': '<answer>{"__proto__":{"data":[["a",1]]},"data":[["a",1],[{"__proto__":1}]]}</answer>',
  'a statement without an end': `the correct answer is A${' , or'.repeat(100_000)}`,
  'markers and tags without an end': '[Answer]<answer>'.repeat(100_000),
  'a Chinese text without a stop': '我们去公园'.repeat(2_000),
}

const GOLDS = {
  'precise-retrieval': 'Paris',
  comprehension: 'A',
  'exhaustive-retrieval': ['line 1', 'line 19999'],
  'structured-extraction': '{"data":[["a",1]]}',
  'structured-matching': ['line 1', 'no line'],
  'graded-ranking': ['line 0', 'line 1'],
  'sequence-ordering': ['line 3', 'line 2'],
  summarization: ['word for word', '我们去公园'],
}

describe.each(['natural', 'published'] as const)('%s', (profile) => {
  describe.each(Object.entries(GOLDS))('%s', (taskType, gold) => {
    it.each(Object.entries(TEXTS))('scores %s', (_name, text) => {
      const task = readTask({ taskType, gold }, { profile })
      if (isLeft(task)) throw new Error(task.left.expected)
      const { reward } = scoreTask(task.right, `</think>${text}`)
      expect(reward).toBeGreaterThanOrEqual(0)
      expect(reward).toBeLessThanOrEqual(1)
    })
  })
})

const natural = (taskType: keyof typeof GOLDS, text: keyof typeof TEXTS): number => {
  const task = readTask({ taskType, gold: GOLDS[taskType] })
  if (isLeft(task)) throw new Error(task.left.expected)
  return scoreTask(task.right, `</think>${TEXTS[text]}`).reward
}

it('gives the right numbers for them', () => {
  expect(natural('exhaustive-retrieval', '20,000 lines')).toBe((2 * 2) / (20_000 + 2))
  expect(natural('structured-matching', '20,000 lines')).toBe(1 / 2)
  expect(natural('graded-ranking', '20,000 lines')).toBe(1)
  expect(natural('structured-extraction', 'JSON nested 50,000 deep')).toBe(1 / 2)
  expect(natural('structured-extraction', '__proto__ keys')).toBe(1 / 2)
})

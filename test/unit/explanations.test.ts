import { isRight } from 'fp-ts/lib/Either.js'
import { describe, expect, it } from 'vitest'
import { choiceAccuracy, type Reading, scoreRecord } from '../../src/index.js'

function stepsOf(record: unknown, response: string, reading: Reading = 'strict'): readonly string[] {
  const verdict = scoreRecord(record, response, { explain: true, reading })
  return isRight(verdict) ? (verdict.right.explanation?.steps ?? []) : []
}

describe('a strict reward of 0 says what the lenient reading would pay', () => {
  it.each<[taskType: string, gold: unknown, response: string, reward: number]>([
    ['precise-retrieval', '7f3a', '**7f3a**', 1],
    ['comprehension', 'B', 'Answer: B', 1],
    ['comprehension', ['Paris'], 'Answer: Paris.', 1],
    ['exhaustive-retrieval', ['Paris', 'Rome'], '1. Paris\n2. Rome', 1],
    ['structured-matching', ['Paris', 'Rome'], '- Paris', 0.5],
    ['graded-ranking', ['Paris', 'Rome'], '- Paris\n- Rome', 1],
    ['sequence-ordering', ['Paris', 'Rome'], '- Paris\n- Rome', 1],
    ['structured-extraction', '{"data":[["a",1],["b",2]]}', '<answer>{"data":[["a",1],]}</answer>', 0.5],
    ['summarization', ['Ａ'], 'A', 1],
  ])('%s %j, answered %j', (taskType, gold, response, reward) => {
    const record = { taskType, gold }
    const hint = expect.stringContaining(`The lenient reading would pay ${reward}: it reads `)
    expect(stepsOf(record, response)).toContainEqual(hint)
    expect(stepsOf(record, response, 'lenient')).not.toContainEqual(hint)
  })

  it('also where the think gate was failed', () => {
    const record = { data_source: 'EM', reward_model: { ground_truth: { golden_label: '7f3a' } } }
    expect(stepsOf(record, '[THINK]…[/THINK]7f3a')).toEqual([
      'There is no </think>.',
      'The lenient reading would pay 1: it reads "7f3a".',
    ])
  })

  it('also from the function of a metric', () => {
    const verdict = choiceAccuracy('Answer: B', 'B', { explain: true })
    expect(isRight(verdict) && verdict.right.explanation?.steps.at(-1)).toBe(
      'The lenient reading would pay 1: it reads "B".',
    )
  })

  it('not where it would pay nothing either, nor without an explanation', () => {
    expect(stepsOf({ taskType: 'comprehension', gold: 'B' }, 'Answer: C')).toHaveLength(1)
    expect(scoreRecord({ taskType: 'comprehension', gold: 'B' }, 'Answer: B')).not.toHaveProperty(
      'right.explanation',
    )
  })
})

describe('an explanation names what was missed', () => {
  it.each<[taskType: string, gold: unknown, response: string, step: string]>([
    ['precise-retrieval', '7f3a', '7f3b', 'From character 4 on the answer has "b", the gold "a".'],
    ['precise-retrieval', 'Paris', 'paris', 'They differ in case alone.'],
    ['precise-retrieval', 'a b', 'a  b', 'They differ in white space alone.'],
    [
      'precise-retrieval',
      'Paris',
      'It is Paris.',
      'The gold stands within the answer: nothing may stand beside it.',
    ],
    ['comprehension', ['Paris'], '[Answer]\nRome\nParis', 'Line 2 is a gold: only the first counts.'],
    [
      'structured-extraction',
      '{"data":[["a",1],["b",2]]}',
      '<answer>{"data":[["a",1],["c",2]]}</answer>',
      'Missed rows: ["b",2].',
    ],
    [
      'structured-extraction',
      '{"data":[["a",1],["b",2]]}',
      '<answer>{"data":[["a",1],["c",2]]}</answer>',
      'Rows that the gold has not: ["c", 2].',
    ],
    [
      'summarization',
      ['the council met today'],
      'the bank met',
      'Missed 2 of 4 words of reference 1: "council", "today".',
    ],
    [
      'numerical-reasoning',
      { doc_ids: ['<|doc_1|>', '<|doc_2|>'], golden_label: '5' },
      '<relevant_doc_ids><|doc_1|><|doc_3|></relevant_doc_ids><continue_reasoning>5</continue_reasoning>',
      'The documents are not those of the gold. Missed: <|doc_2|>. Not asked for: <|doc_3|>.',
    ],
  ])('%s %j, answered %j', (taskType, gold, response, step) => {
    expect(stepsOf({ taskType, gold }, response)).toContain(step)
  })
})

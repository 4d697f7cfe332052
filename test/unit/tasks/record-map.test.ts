import { describe, expect, it } from 'vitest'
import { mapRecord, orThrow, readMap, scoreRecord, suggestPreset } from '../../../src/index.js'

const verdictOf = (row: unknown, response: string) => {
  const name = suggestPreset(row)
  const mapped = mapRecord(row, name!)
  if (mapped._tag === 'Left') throw new Error(JSON.stringify(mapped.left))
  const verdict = scoreRecord(mapped.right.record as { taskType: string; gold: unknown }, response)
  if (verdict._tag === 'Left') throw new Error(JSON.stringify(verdict.left))
  return { name, promptId: mapped.right.promptId, reward: verdict.right.reward }
}

describe('presets', () => {
  it.each([
    [
      'verl',
      {
        data_source: 'openai/gsm8k',
        reward_model: { style: 'rule', ground_truth: '72' },
        extra_info: { index: 7 },
      },
      '\\boxed{72}',
      'openai/gsm8k/7',
    ],
    [
      'verl',
      {
        data_source: 'numina',
        reward_model: { ground_truth: { golden_label: '1/2' } },
        extra_info: { index: 0 },
      },
      '\\boxed{\\frac{1}{2}}',
      'numina/0',
    ],
    ['trl', { prompt: 'How many?', solution: 'So $\\boxed{\\frac{3}{4}}$.' }, '\\boxed{0.75}', 'How many?'],
    [
      'longbench-pro',
      { id: 'a', secondary_task: 'T3.2 Single-Hop Fact QA', answer: ['Paris'], language: 'English' },
      '[Answer]\nParis',
      'a',
    ],
    [
      'longbench-v2',
      { _id: 'x', question: 'q', choice_A: '1', choice_B: '2', answer: 'B' },
      'The correct answer is (B)',
      'x',
    ],
    ['ruler', { index: 3, input: 'i', outputs: ['123', '456'] }, '[Answer]\n123\n456', 3],
    [
      'squad',
      { id: 's', question: 'q', context: 'c', answers: { text: ['Paris'], answer_start: [4] } },
      '[Answer]\nParis',
      's',
    ],
    ['gsm8k', { question: 'q', answer: '48 + 24 = 72\n#### 72' }, '\\boxed{72}', 'q'],
    [
      'math',
      { problem: 'p', solution: 'It is \\boxed{\\frac{1}{\\sqrt{2}}}.' },
      '\\boxed{\\frac{\\sqrt2}{2}}',
      'p',
    ],
  ])('%s rows are known by their keys, and score', (name, row, response, promptId) => {
    expect(verdictOf(row, response)).toEqual({ name, promptId, reward: 1 })
  })

  it('an unknown data source is the name of a custom task', () => {
    const row = { data_source: 'mine', reward_model: { ground_truth: 'x' }, extra_info: { index: 1 } }
    expect(mapRecord(row, 'verl')).toMatchObject({ right: { record: { taskType: 'mine', gold: 'x' } } })
  })
})

describe('maps', () => {
  const map = orThrow(readMap("gold=a.b,taskType='numerical-reasoning',promptId=id"))

  it('reads paths and fixed values', () => {
    expect(mapRecord({ id: 1, a: { b: '2' } }, map)).toMatchObject({
      right: { promptId: 1, record: { taskType: 'numerical-reasoning', gold: '2' } },
    })
    expect(readMap('gold=a,taskType==comprehension')).toMatchObject({ right: { taskType: '=comprehension' } })
  })

  it('names the keys that are there and the likely one', () => {
    expect(mapRecord({ ids: 1, a: { b: '2' } }, map)).toMatchObject({
      left: { argument: 'row.id', expected: 'a key that is there (ids, a; did you mean ids?)' },
    })
  })

  it.each(['glod=a,taskType==x', 'gsm', 'gold=a', ''])('refuses %j', (text) => {
    expect(readMap(text)).toMatchObject({ _tag: 'Left', left: { _tag: 'BadOption' } })
  })
})

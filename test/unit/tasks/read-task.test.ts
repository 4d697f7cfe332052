import type { Either } from 'fp-ts/lib/Either.js'
import { isLeft, isRight, right } from 'fp-ts/lib/Either.js'
import { describe, expect, it } from 'vitest'
import {
  readTask,
  scoreBatch,
  scoreRecord,
  scoreTask,
  TASK_TYPES,
  type Verifier,
} from '../../../src/index.js'

const record = (source: string, truth: unknown, mode: string = source) => ({
  data_source: source,
  prompt: [{ role: 'user', content: '?' }],
  reward_model: { ground_truth: truth },
  extra_info: { reward_mode: mode },
})

describe('records of the published data set', () => {
  it.each([
    ['EM', { golden_label: 'Paris' }, 'EM', 'precise-retrieval', 'EM'],
    ['selection', { golden_label: 'B' }, 'selection', 'comprehension', 'Accuracy'],
    [
      'multitableqa_pretraining',
      { golden_label: '{"data":[]}' },
      'multitableqa_pretraining',
      'structured-extraction',
      'IoU',
    ],
    [
      'x_math_longcot_math_verify_y',
      { golden_label: '42' },
      'x_math_longcot_math_verify_y',
      'numerical-reasoning',
      'math_verify',
    ],
    [
      'x_math_longcot_math_verify_y',
      '42',
      'x_math_longcot_math_verify_y',
      'numerical-reasoning',
      'math_verify',
    ],
    [
      'retrieval_calculate',
      { doc_ids: ['<|doc_1|>'], golden_label: '7' },
      'retrieval_calculate',
      'numerical-reasoning',
      'math_verify',
    ],
  ])('%s', (source, truth, rewardMode, taskType, metric) => {
    const task = right_(readTask(record(source, truth)))
    expect(task).toMatchObject({ rewardMode, taskType, metric })
  })

  it.each([
    ['T1.1 Global Cohesive Retrieval', 'NDCG', 'graded-ranking'],
    ['T2.2 Local Causal Chain Sorting', 'Pairwise_Accuracy', 'sequence-ordering'],
    ['T3.2 Single-Hop Fact QA', 'Accuracy', 'comprehension'],
    ['T4.1 Global-Coverage Constrained Summary', 'Summary', 'summarization'],
    ['T5.1 Full-Sentence Citation Alignment', 'F1_Score', 'exhaustive-retrieval'],
    ['T6.1 Large-Scale Document Clustering', 'SubEM', 'structured-matching'],
    ['T6.3 Global Frequency Analysis', 'Pairwise_Accuracy', 'sequence-ordering'],
  ])('longbench_pro, %s', (subTask, rewardMode, taskType) => {
    const truth = { doc_ids: ['a', 'b'], summary: 'English' }
    expect(right_(readTask(record('longbench_pro', truth, subTask)))).toMatchObject({ rewardMode, taskType })
  })

  it('takes the last element of a list, and JSON texts', () => {
    const list = [{ golden_label: 'London' }, { golden_label: 'Paris' }]
    for (const truth of [list, JSON.stringify(list), JSON.stringify(list[1])]) {
      expect(reward(record('EM', truth), '</think>Paris')).toBe(1)
    }
    const packed = {
      data_source: 'EM',
      reward_model: JSON.stringify({ ground_truth: list }),
      extra_info: '{}',
    }
    expect(reward(packed, '</think>Paris')).toBe(1)
  })

  it('takes null fields, as a columnar file fills them in, for absent', () => {
    const truth = { golden_label: null, doc_ids: ['a'], summary: 'English', data: null }
    expect(reward(record('longbench_pro', truth, 'T3.2 Single-Hop Fact QA'), '</think>A')).toBe(1)
    expect(reward(record('EM', { golden_label: 'a', doc_ids: null }), '</think>a')).toBe(1)
  })

  it.each([
    [null, 'record'],
    ['text', 'record'],
    [{}, 'record'],
    [{ data_source: 7 }, 'record.data_source'],
    [record('model_verify', { golden_label: 'x' }), 'record.data_source'],
    [record('__proto__', { golden_label: 'x' }), 'record.data_source'],
    [{ data_source: 'EM' }, 'record.reward_model.ground_truth'],
    [record('EM', []), 'record.reward_model.ground_truth.golden_label'],
    [record('EM', { golden_label: 42 }), 'record.reward_model.ground_truth.golden_label'],
    [record('selection', { golden_label: '?' }), 'record.reward_model.ground_truth.golden_label'],
    [record('longbench_pro', { doc_ids: ['a'], summary: 'English' }, 'T99'), 'record.extra_info.reward_mode'],
    [
      record('longbench_pro', { doc_ids: ['a'] }, 'T3.2 Single-Hop Fact QA'),
      'record.reward_model.ground_truth.summary',
    ],
    [
      record('longbench_pro', { doc_ids: ['a', 1], summary: 'English' }, 'T3.2 Single-Hop Fact QA'),
      'record.reward_model.ground_truth.doc_ids[1]',
    ],
    [
      record('multitableqa_pretraining', { golden_label: 'oops' }),
      'record.reward_model.ground_truth.golden_label',
    ],
    [{ taskType: 'haiku', gold: 'x' }, 'record.taskType'],
    [{ taskType: 'precise-retrieval' }, 'record.gold'],
    [{ taskType: 'precise-retrieval', gold: 'x', rewardMode: 1 }, 'record.rewardMode'],
  ])('a wrong record names its field: %j', (wrong, argument) => {
    const read = readTask(wrong)
    expect(isLeft(read) && read.left).toMatchObject({ _tag: 'BadRecord', argument })
  })

  it('lists the names it knows', () => {
    const read = readTask(record('model_verify', {}))
    const unknown = readTask(record('x', { golden_label: 'a' }))
    expect(isLeft(read)).toBe(true)
    expect(isLeft(unknown) && unknown.left.expected).toContain('multitableqa_pretraining')
    const type = readTask({ taskType: 'haiku', gold: 'x' })
    for (const name of TASK_TYPES) expect(isLeft(type) && type.left.expected).toContain(name)
  })

  it.each([
    [{ profile: 'fast' }, 'options.profile'],
    [{ gate: { open: 'maybe' } }, 'options.gate.open'],
    [{ match: { anls: 0 } }, 'options.match.anls'],
    [{ match: { anls: Number.NaN } }, 'options.match.anls'],
    [{ gain: 'square' }, 'options.gain'],
    [{ variant: 'rouge2' }, 'options.variant'],
    [{ maxLinesPerGold: 0 }, 'options.maxLinesPerGold'],
    [{ tokenize: 'jieba' }, 'options.tokenize'],
  ])('a wrong option is named: %j', (options, argument) => {
    const read = readTask({ taskType: 'precise-retrieval', gold: 'x' }, options as object)
    expect(isLeft(read) && read.left.argument).toBe(argument)
  })
})

describe('the think gate', () => {
  const paris = { taskType: 'precise-retrieval', gold: 'Paris' }
  const reason = (
    response: string,
    open?: 'required' | 'optional' | 'prefilled',
    close?: 'optional' | 'required',
  ) =>
    scoreTask(right_(readTask(paris, { gate: { ...(open && { open }), ...(close && { close }) } })), response)
      .reason

  it('reads what follows the one </think>', () => {
    expect(reason('<think>x</think>Paris')).toBe('correct')
    expect(reason('x</think>Paris')).toBe('correct')
    expect(reason('Paris')).toBe('correct')
    expect(reason('Paris', 'optional', 'required')).toBe('bad format')
    expect(reason('Paris', 'prefilled')).toBe('bad format')
    expect(reason('<think>x Paris')).toBe('bad format')
    expect(reason('<think>x</think></think>Paris')).toBe('bad format')
    expect(reason('<think>x</think><think>Paris')).toBe('bad format')
    expect(reason('<think>the tag <think> is discussed</think>Paris')).toBe('correct')
  })

  it('may ask for the opening tag, or know that the prompt has written it', () => {
    expect(reason('\n<think>x</think>Paris', 'required')).toBe('correct')
    expect(reason('x</think>Paris', 'required')).toBe('bad format')
    expect(reason('x</think>Paris', 'prefilled')).toBe('correct')
    expect(reason('<think>x</think>Paris', 'prefilled')).toBe('bad format')
  })

  it('may let a model that does not think through', () => {
    expect(reason('Paris', 'optional', 'optional')).toBe('correct')
    expect(reason('<think>Paris', 'optional', 'optional')).toBe('bad format')
    expect(reason('<think>x</think>Paris', 'optional', 'optional')).toBe('correct')
  })
})

describe('custom tasks', () => {
  const wordCount: Verifier<number> = {
    taskType: 'word-count',
    metric: 'WordCount',
    readGold: (gold) => right(Number(gold)),
    score: (answer, gold) => {
      const words = answer.trim().split(/\s+/).length
      return { reward: words === gold ? 1 : 0, reason: words === gold ? 'correct' : 'wrong' }
    },
  }

  it('are routed by their task type', () => {
    const verdict = scoreRecord({ taskType: 'word-count', gold: 3 }, '</think>one two three', {
      customTasks: [wordCount],
    })
    expect(verdict).toEqual(
      right({
        reward: 1,
        reason: 'correct',
        taskType: 'word-count',
        rewardMode: 'WordCount',
        metric: 'WordCount',
      }),
    )
  })

  it('that throw or give no number leave an undecided verdict, not a dead run', () => {
    const record_ = { taskType: 'word-count', gold: 3 }
    const throwing = { ...wordCount, score: () => { throw new Error('bug') } } // biome-ignore format: one line
    const nan = { ...wordCount, score: () => ({ reward: Number.NaN, reason: 'correct' as const }) }
    for (const custom of [throwing, nan]) {
      const verdict = scoreRecord(record_, '</think>x', { customTasks: [custom] })
      expect(isRight(verdict) && verdict.right).toMatchObject({ reward: 0, reason: 'undecided' })
    }
  })
})

it('scoreBatch keeps the order, and one wrong record touches no other', () => {
  const good = { taskType: 'precise-retrieval', gold: 'a' }
  const verdicts = scoreBatch([
    { record: good, response: '</think>a' },
    { record: {}, response: '</think>a' },
    { record: good, response: '</think>b' },
  ])
  expect(verdicts.map((verdict) => (isRight(verdict) ? verdict.right.reward : verdict.left._tag))).toEqual([
    1,
    'BadRecord',
    0,
  ])
})

function right_<T>(either: Either<unknown, T>): T {
  if (isLeft(either)) throw new Error(JSON.stringify(either.left))
  return either.right
}

function reward(record_: unknown, response: string): number {
  return right_(scoreRecord(record_, response)).reward
}

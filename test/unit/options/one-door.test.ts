import { describe, expect, it } from 'vitest'
import * as golongrl from '../../../src/index.js'
import { isLeft, orThrow, type Rollout } from '../../../src/index.js'
import { advantagesReply, readBatch, readRollout } from '../../../src/node/service/protocols/native.js'

const rewards = { rewards: [1, 0], promptIds: ['p', 'p'] }
const groups = orThrow(
  golongrl.groupRollouts({
    ...rewards,
    lengths: [1, 2],
    baselines: [0, 0],
    components: [
      [1, 0],
      [0, 1],
    ],
  }),
)
const record = { taskType: 'precise-retrieval', gold: 'x' } as const

/** What a call refuses: the value of its `Left`, or of the Error that it throws. */
function refusal(call: () => unknown): unknown {
  let result: unknown
  try {
    result = call()
  } catch (error) {
    return (error as golongrl.ResultError).value
  }
  const first = Array.isArray(result) ? result[0] : result
  if (!isLeft(first as never)) throw new Error('was accepted')
  return (first as { left: unknown }).left
}

describe('the examples of a review: each misspelt name is refused with the right one', () => {
  const tasks = { options: { percentEquivalance: 'either' }, nearest: 'percentEquivalence' }
  it.each<[name: string, call: () => unknown, argument: string, nearest: string]>([
    [
      'task options',
      () => golongrl.readTask(record, tasks.options as object),
      'options.percentEquivalance',
      tasks.nearest,
    ],
    [
      'scoreRecord',
      () => golongrl.scoreRecord(record, 'x', { profil: 'published' } as object),
      'options.profil',
      'profile',
    ],
    [
      'scoreBatch',
      () => golongrl.scoreBatch([{ record, response: 'x' }], { profil: 'published' } as object),
      'options.profil',
      'profile',
    ],
    [
      'groupRollouts',
      () => golongrl.groupRollouts({ ...rewards, taskType: ['a', 'a'] } as never),
      'options.taskType',
      'taskTypes',
    ],
    ['tmnReweight', () => golongrl.tmnReweight(groups, { gama: 5 } as object), 'options.gama', 'gamma'],
    [
      'computeAdvantages',
      () => golongrl.computeAdvantages(groups, { estimator: 'tmnReweight', gama: 5 } as never),
      'options.gama',
      'gamma',
    ],
    [
      'gate',
      () => golongrl.readTask(record, { gate: { opn: 'required' } } as object),
      'options.gate.opn',
      'open',
    ],
    ['match', () => golongrl.f1('x', ['x'], { match: { anl: 0.5 } } as object), 'options.match.anl', 'anls'],
    [
      'a record',
      () => golongrl.readTask({ ...record, reward_mode: 'EM' }),
      'record.reward_mode',
      'rewardMode',
    ],
    [
      'a record without its type',
      () => golongrl.readTask({ task_type: 'x', gold: 'x' } as unknown),
      'record.task_type',
      'taskType',
    ],
    [
      '/v1/score',
      () => readRollout({ response: 'x', recrod: record }, NO_RECORDS),
      'options.recrod',
      'record',
    ],
    [
      '/v1/batch',
      () => readBatch({ rollouts: [], explian: true }, NO_RECORDS, 9),
      'options.explian',
      'explain',
    ],
    [
      '/v1/advantages',
      () => advantagesReply({ ...rewards, taskType: ['a', 'a'] }, 9),
      'options.taskType',
      'taskTypes',
    ],
    [
      '/v1/advantages, its estimator',
      () => advantagesReply({ ...rewards, estimator: { estimator: 'tmnReweight', gama: 1 } }, 9),
      'options.gama',
      'gamma',
    ],
  ])('%s', (_name, call, argument, nearest) => {
    expect(refusal(call)).toMatchObject({ _tag: 'BadOption', argument, nearest })
    expect(golongrl.describeError(refusal(call) as golongrl.GolongrlError)).toContain(`did you mean`)
  })

  const NO_RECORDS = { recordOfPrompt: () => undefined, labelTask: undefined }
})

const EXPORTS = new Map(
  Object.entries(golongrl as unknown as Record<string, (...given: unknown[]) => unknown>),
)

/** Functions around the loss: their own tests call them with wrong options. */
const ELSEWHERE: ReadonlySet<string> = new Set([
  'adaptKlCoefficient',
  'clipAdvantages',
  'distillationAdvantages',
  'gae',
  'mergeLosses',
  'mergeMetrics',
  'offPolicyMask',
  'rejectedRollouts',
  'returns',
  'shapeRewards',
  'splitBatch',
  'suggestMap',
  'topEntropyMask',
  'writeMap',
  'valueLoss',
  'whiten',
])

/** How to call each exported function with one option that it does not have; `none` for those without options. */
const CALLS: Readonly<Record<string, ((options: never) => unknown) | 'none'>> = {
  accuracy: (options) => golongrl.accuracy('x', ['x'], options),
  choiceAccuracy: (options) => golongrl.choiceAccuracy('x', 'A', options),
  exactMatch: (options) => golongrl.exactMatch('x', 'x', options),
  f1: (options) => golongrl.f1('x', ['x'], options),
  iou: (options) => golongrl.iou('x', { data: [] }, options),
  mathVerify: (options) => golongrl.mathVerify('1', '1', options),
  ndcg: (options) => golongrl.ndcg('x', ['x'], options),
  pairwiseAccuracy: (options) => golongrl.pairwiseAccuracy('x', ['x'], options),
  rougeL: (options) => golongrl.rougeL('x', ['x'], options),
  subExactMatch: (options) => golongrl.subExactMatch('x', ['x'], options),
  verify: (options) => golongrl.verify(golongrl.f1Verifier, 'x', ['x'], options),
  readTask: (options) => golongrl.readTask(record, options),
  scoreRecord: (options) => golongrl.scoreRecord(record, 'x', options),
  scoreBatch: (options) => golongrl.scoreBatch([{ record, response: 'x' }], options),
  checkTaskOptions: (options) => golongrl.checkTaskOptions(options),
  groupRollouts: (options) => golongrl.groupRollouts({ ...rewards, ...(options as object) }),
  advantageDiagnostics: (options) => golongrl.advantageDiagnostics(groups, golongrl.grpo(groups), options),
  computeAdvantages: (options) =>
    golongrl.computeAdvantages(groups, { estimator: 'tmn', ...(options as object) }),
  informativeGroups: (options) => golongrl.informativeGroups(groups, options),
  policyLoss: (options) => golongrl.policyLoss(oneToken, options),
  rolloutCorrection: (options) => golongrl.rolloutCorrection(oneSampledToken, options),
  ...Object.fromEntries(
    golongrl.ADVANTAGE_ESTIMATORS.map((name) => [
      name,
      (options: never) => EXPORTS.get(name)!(groups, options),
    ]),
  ),
}

const one = Float64Array.of(-1)
const layout = { rollouts: 1, tokens: 1, responseMask: [1] }
const oneToken = { ...layout, logProbs: one, oldLogProbs: one, advantages: one }
const oneSampledToken = { ...layout, oldLogProbs: one, rolloutLogProbs: one }

describe('every exported function refuses an option that it does not have', () => {
  it.each(Object.entries(CALLS))('%s', (_name, call) => {
    if (call === 'none') return
    const unheard = { unheardOf: 1 } as never
    expect(refusal(() => call(unheard))).toMatchObject({ _tag: 'BadOption', argument: 'options.unheardOf' })
  })

  it('and no function is left out', () => {
    const withoutOptions =
      /^(describe\w+|is(Left|Right)|left|right|getOrElse|match|or(Throw|Reject)|\w*[bB]ad[A-Z]\w+|unknownOption|workerFailed|reasonFor|segmentWords|reweight|score(Task|Response)|mapRecord|mapRollout|recordAt|checkMap|readMap|suggestPreset|ResultError)$/
    const functions = Object.entries(golongrl).flatMap(([name, value]) =>
      typeof value === 'function' ? [name] : [],
    )
    const missing = functions.filter((name) => !(name in CALLS) && !withoutOptions.test(name))
    expect(missing.filter((name) => !ELSEWHERE.has(name))).toEqual([])
  })
})

describe('a response that is no text', () => {
  const wrong = [null, undefined, 3, {}, [], [3], [{ role: 'user' }], [{ role: 'assistant', content: null }]]
  it.each(wrong.map((response) => [response]))('%j is a Left that names it, in every entry', (response) => {
    const given = response as never
    const task = orThrow(golongrl.readTask(record))
    for (const call of [
      () => golongrl.scoreRecord(record, given),
      () => golongrl.scoreBatch([{ record, response: given }]),
      () => golongrl.scoreResponse(task, given),
      () => golongrl.exactMatch(given, 'x'),
      () => golongrl.mathVerify(given, '1'),
    ]) {
      expect(refusal(call)).toMatchObject({ _tag: 'BadResponse', argument: 'response' })
    }
    expect(golongrl.scoreTask(task, given).reason).toBe('undecided')
  })

  it('a chat completion is read as its last message', () => {
    const chat = [
      { role: 'user', content: 'y' },
      { role: 'assistant', content: 'x' },
    ]
    expect(orThrow(golongrl.scoreRecord(record, chat)).reward).toBe(1)
    const parts = [{ role: 'assistant', content: [{ type: 'text', text: 'x' }] }]
    expect(orThrow(golongrl.exactMatch(parts, 'x')).reward).toBe(1)
  })

  it('one bad row costs itself alone', () => {
    const rows = [{ record, response: 'x' }, null, { record, response: null }, { record: 3, response: 'x' }]
    const results = golongrl.scoreBatch(rows as unknown as Rollout[])
    expect(results.map(({ _tag }) => _tag)).toEqual(['Right', 'Left', 'Left', 'Left'])
  })
})

describe('a custom verifier is guarded whole', () => {
  const custom = (
    score: () => unknown,
    readGold: (gold: unknown) => unknown = (gold) => ({ _tag: 'Right', right: gold }),
  ) => ({ taskType: 'mine', metric: 'M', readGold, score }) as never
  const mine = { taskType: 'mine', gold: 'g' }
  const verdictOf = (score: () => unknown, profile: 'natural' | 'published' = 'natural') =>
    orThrow(golongrl.scoreRecord(mine, '</think>a', { customTasks: [custom(score)], profile, explain: true }))

  it.each<[string, () => unknown, sentence: string]>([
    [
      'an exception',
      () => {
        throw new Error('boom')
      },
      'The verifier threw Error: boom.',
    ],
    [
      'a reward above 1',
      () => ({ reward: 1.5, reason: 'correct' }),
      'The verifier gave the reward 1.5, outside [0, 1].',
    ],
    [
      'a negative reward',
      () => ({ reward: -1, reason: 'wrong' }),
      'The verifier gave the reward -1, outside [0, 1].',
    ],
    ['no number', () => ({ reward: Number.NaN, reason: 'wrong' }), 'The verifier gave the reward NaN.'],
    ['a text', () => ({ reward: '1', reason: 'correct' }), 'The verifier gave the reward 1.'],
    ['an unknown reason', () => ({ reward: 1, reason: 'good' }), 'The verifier gave the reason good.'],
  ])('%s is undecided, with the sentence', (_name, score, sentence) => {
    expect(verdictOf(score)).toMatchObject({
      reward: 0,
      reason: 'undecided',
      explanation: { steps: [sentence] },
    })
  })

  it('published: a reward out of range is 0, as the reference has it', () => {
    expect(verdictOf(() => ({ reward: 1.5, reason: 'correct' }), 'published')).toMatchObject({
      reward: 0,
      reason: 'wrong',
    })
  })

  it('a readGold that throws is a Left with its sentence', () => {
    const throwing = custom(
      () => ({ reward: 1, reason: 'correct' }),
      () => {
        throw new Error('no such gold')
      },
    )
    const refused = refusal(() => golongrl.readTask(mine, { customTasks: [throwing] }))
    expect(refused).toMatchObject({ _tag: 'BadRecord', argument: 'record.gold' })
    expect(golongrl.describeError(refused as never)).toContain('it threw: no such gold')
    const rows = [mine, record].map((given) => ({ record: given, response: 'x' }))
    const results = golongrl.scoreBatch(rows, { customTasks: [throwing] })
    expect(results.map(({ _tag }) => _tag)).toEqual(['Left', 'Right'])
  })

  it('brings rows for options of its own', () => {
    const withOption = {
      ...(custom(() => ({ reward: 1, reason: 'correct' })) as object),
      options: { depth: { kind: 'number', from: 1 } },
    }
    const options = { customTasks: [withOption], depth: 0 } as never
    expect(refusal(() => golongrl.readTask(mine, options))).toMatchObject({ argument: 'options.depth' })
    expect(orThrow(golongrl.readTask(mine, { customTasks: [withOption], depth: 2 } as never)).taskType).toBe(
      'mine',
    )
  })
})

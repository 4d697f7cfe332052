import { describe, expect, it } from 'vitest'
import { wasmBackend } from '../../../src/backends/wasm/wasm.js'
import { measure } from '../../../src/bench/measure.js'
import * as data from '../../../src/data/index.js'
import * as golongrl from '../../../src/index.js'
import { isLeft, orThrow, type Rollout } from '../../../src/index.js'
import * as node from '../../../src/node/index.js'
import { advantagesReply, readBatch, readRollout } from '../../../src/node/service/protocols/native.js'
import { readPlan } from '../../../src/node/service/protocols/step.js'
import * as testing from '../../../src/testing/index.js'

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
const row = { data_source: 'EM', reward_model: { ground_truth: { golden_label: 'x' } } }

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
      'a row of the data set',
      () => golongrl.readTask({ ...row, extra_info: { rewardmode: 'EM' } }),
      'record.extra_info.rewardmode',
      'reward_mode',
    ],
    [
      'a row of the data set',
      () => golongrl.readTask({ ...row, extra_inf: { reward_mode: 'EM' } }),
      'record.extra_inf',
      'extra_info',
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
      '/v1/advantages, an option of the estimator beside it',
      () => advantagesReply({ ...rewards, alpha: 1 }, 9),
      'options.alpha',
      'estimator.alpha',
    ],
    [
      '/v1/step, its shape',
      () => readPlan({ rollouts: [], shape: { overlong: { maxLength: 5, cach: 1 } } }),
      'options.shape.overlong.cach',
      'cache',
    ],
    [
      '/v1/step, its estimator',
      () => readPlan({ rollouts: [], estimator: { estimator: 'tmnReweight', gama: 1 } }),
      'options.gama',
      'gamma',
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

/** How to call each exported function with one option, or one field of its input, that it does not have. */
const CALLS: Readonly<Record<string, (options: never) => unknown>> = {
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
  checkAdvantageSpec: (options) => golongrl.checkAdvantageSpec({ estimator: 'tmn', ...(options as object) }),
  adaptKlCoefficient: (options) =>
    golongrl.adaptKlCoefficient(0.1, { kl: 1, rollouts: 1 }, { target: 1, ...(options as object) }),
  distillationAdvantages: (options) =>
    golongrl.distillationAdvantages({ ...layout, logProbs: one, teacherLogProbs: one }, options),
  gae: (options) => golongrl.gae({ ...layout, rewards: [1], values: one }, options),
  offPolicyMask: (options) => golongrl.offPolicyMask(oneToken, { threshold: 1, ...(options as object) }),
  returns: (options) => golongrl.returns({ ...layout, rewards: [1] }, options),
  shapeRewards: (options) => golongrl.shapeRewards({ rewards: [1] }, options),
  splitBatch: (options) => golongrl.splitBatch(oneToken, options),
  topEntropyMask: (options) =>
    golongrl.topEntropyMask({ ...layout, entropies: one }, { share: 0.5, ...(options as object) }),
  valueLoss: (options) => golongrl.valueLoss({ ...layout, values: one, returns: one }, options),
  whiten: (options) => golongrl.whiten({ values: [1] }, options),
  checkMap: (options) => inMap(golongrl.checkMap({ preset: 'verl', ...(options as object) })),
  mapRecord: (options) => inMap(golongrl.mapRecord({}, { preset: 'verl', ...(options as object) })),
  mapRollout: (options) => inMap(golongrl.mapRollout({}, { preset: 'verl', ...(options as object) })),
  recordAt: (options) => inMap(golongrl.recordAt({}, { preset: 'verl', ...(options as object) })),
  'data createDecontaminator': (options) => data.createDecontaminator(options),
  'data keepByDifficulty': (options) => data.keepByDifficulty([], options),
  'data createNearDuplicates': (options) => data.createNearDuplicates(options),
  'data shingleSimilarity': (options) => data.shingleSimilarity('a', 'a', options),
  'data planBatches': (options) => data.planBatches([], options),
  'testing verifierLaws': (options) => testing.verifierLaws(() => 0, options),
  'testing estimatorLaws': (options) => testing.estimatorLaws(golongrl.grpo as never, options),
  'testing lossLaws': (options) => testing.lossLaws(() => 0 as never, options),
  'testing stepLaws': (options) => testing.stepLaws('gae', golongrl.gae as never, options),
  'testing describeVerifier': (options) => testing.describeVerifier('mine', () => 0, options),
  'testing describeEstimator': (options) =>
    testing.describeEstimator('mine', golongrl.grpo as never, options),
  'testing describeLoss': (options) => testing.describeLoss('mine', () => 0 as never, options),
  'testing describeStep': (options) => testing.describeStep('mine', 'gae', golongrl.gae as never, options),
  'testing describeBackend': (options) => testing.describeBackend('mine', () => 0 as never, options),
  'testing answeredGolds': (options) => testing.answeredGolds('choice', options),
  'testing answeredRecords': (options) => testing.answeredRecords('choice', options),
  'testing hostileText': (options) => testing.hostileText(options),
  'testing rolloutBatches': (options) => testing.rolloutBatches(options),
  'testing tokenBatches': (options) => testing.tokenBatches(options),
  'node createScorer': (options) => node.createScorer(options),
  ...Object.fromEntries(
    golongrl.ADVANTAGE_ESTIMATORS.map((name) => [
      name,
      (options: never) => EXPORTS.get(name)!(groups, options),
    ]),
  ),
}

/** A map's fields stand in `map`. */
const inMap = (refused: golongrl.Either<golongrl.GolongrlError, unknown>) => {
  if (!isLeft(refused) || !('argument' in refused.left)) return refused
  return golongrl.left({ ...refused.left, argument: refused.left.argument.replace('map.', 'options.') })
}

const one = Float64Array.of(-1)
const layout = { rollouts: 1, tokens: 1, responseMask: [1] }
const oneToken = { ...layout, logProbs: one, oldLogProbs: one, advantages: one }
const oneSampledToken = { ...layout, oldLogProbs: one, rolloutLogProbs: one }

describe('every exported function refuses an option that it does not have', () => {
  it.each(Object.entries(CALLS))('%s', (_name, call) => {
    const unheard = { unheardOf: 1 } as never
    expect(refusal(() => call(unheard))).toMatchObject({ _tag: 'BadOption', argument: 'options.unheardOf' })
  })

  it.each(['f1', 'readTask', 'scoreBatch', 'tmn', 'policyLoss', 'gae', 'testing lossLaws'])(
    '%s takes its options as an object, not as a Map',
    (name) => {
      const map = new Map([['unheardOf', 1]]) as never
      expect(refusal(() => CALLS[name]!(map))).toMatchObject({ _tag: 'BadOption', argument: 'options' })
    },
  )

  it('and no function is left out', () => {
    const withoutOptions =
      /^(describeError|is(Left|Right)|left|right|getOrElse|match|or(Throw|Reject)|badGold|reasonFor|segmentWords|reweight|score(Task|Response)|(read|write|suggest)Map|suggestPreset|ResultError|clipAdvantages|mergeLosses|mergeMetrics|rejectedRollouts)$/
    const functions = Object.entries(golongrl).flatMap(([name, value]) =>
      typeof value === 'function' ? [name] : [],
    )
    expect(functions.filter((name) => !(name in CALLS) && !withoutOptions.test(name))).toEqual([])
  })

  it.each<[string, () => Promise<unknown>]>([
    ['scoreFiles', () => node.scoreFiles({ rollouts: 'a', out: 'b', unheardOf: 1 } as never)],
    ['serve', () => node.serve({ unheardOf: 1 } as never)],
    ['checkDataset', () => node.checkDataset('a', { unheardOf: 1 } as never)],
    ['findRollout', () => node.findRollout({ rollouts: 'a', unheardOf: 1 } as never)],
    ['loadTaskOptions', () => node.loadTaskOptions({ taskOption: {} } as never)],
    ['loadTaskOptions', () => node.loadTaskOptions({ taskOptions: { unheardOf: 1 } as never })],
    ['measure', () => measure([], { unheardOf: 1 } as never)],
    ['wasmBackend', () => wasmBackend({ unheardOf: 1 } as never).policyLoss(oneToken)()],
  ])('%s, which answers later', async (_name, call) => {
    const answer = await call().catch(String)
    expect(typeof answer === 'string' ? answer : JSON.stringify(answer)).toMatch(
      /options\.(taskOptions\.unheardOf|unheardOf|taskOption) is unknown|"argument":"options\.unheardOf"/,
    )
  })
})

describe('a misspelt field of a batch changes a result where it is passed over', () => {
  const padded = { ...oneToken, refLogProbs: undefined }
  it.each<[field: string, call: (field: object) => unknown]>([
    ['importanceWeight', (field) => golongrl.policyLoss({ ...padded, ...field })],
    ['importance_weights', (field) => golongrl.policyLoss({ ...padded, ...field })],
    ['refLogprobs', (field) => golongrl.splitBatch({ ...padded, ...field }, {})],
    ['entropie', (field) => golongrl.offPolicyMask({ ...oneToken, ...field }, { threshold: 1 })],
    ['denominator', (field) => golongrl.policyLoss({ ...padded, ...field })],
    ['offset', (field) => golongrl.rolloutCorrection({ ...oneSampledToken, ...field })],
    ['oldValue', (field) => golongrl.valueLoss({ ...layout, values: one, returns: one, ...field })],
    ['lastValue', (field) => golongrl.gae({ ...layout, rewards: [1], values: one, ...field })],
    ['tokenReward', (field) => golongrl.returns({ ...layout, rewards: [1], ...field })],
    ['length', (field) => golongrl.shapeRewards({ rewards: [1], ...field })],
    ['responseMask', (field) => golongrl.whiten({ values: [1], ...field })],
  ])('%s is refused', (field, call) => {
    expect(refusal(() => call({ [field]: one }))).toMatchObject({
      _tag: 'BadOption',
      argument: `options.${field}`,
    })
  })

  it('a field of its owner’s is passed over', () => {
    expect(golongrl.policyLoss({ ...oneToken, promptTexts: ['p'] } as never)._tag).toBe('Right')
  })

  it('a denominator of an unknown name is refused', () => {
    const denominators = { token: 3 } as object
    expect(refusal(() => golongrl.policyLoss({ ...oneToken, denominators }))).toMatchObject({
      argument: 'denominators.token',
      nearest: 'tokens',
    })
  })

  it.each([['0'], [null], [Number.NaN]])('a mask does not select by %j', (value) => {
    const responseMask = [value as never]
    expect(refusal(() => golongrl.policyLoss({ ...oneToken, responseMask }))).toMatchObject({
      argument: 'responseMask[0]',
    })
    expect(refusal(() => golongrl.whiten({ values: [1], mask: responseMask }))).toMatchObject({
      argument: 'mask[0]',
    })
  })

  it.each([[null], ['x'], [[]]])('a mask is no %j: the error names it', (responseMask) => {
    const batch = { ...layout, tokens: 2, rewards: [1], responseMask: responseMask as never }
    expect(refusal(() => golongrl.returns(batch))).toMatchObject({ argument: 'responseMask' })
  })
})

it('a name among values of other kinds is suggested', () => {
  const given = () => golongrl.readTask(record, { gate: { tags: 'qwn' } } as object)
  expect(golongrl.describeError(refusal(given) as golongrl.GolongrlError)).toContain('(did you mean "qwen"?)')
})

describe('an Either in the place of what it holds is refused by name', () => {
  const either = golongrl.groupRollouts(rewards) as never
  const onePart = orThrow(golongrl.splitBatch(oneToken, {}))
  it.each<[string, () => unknown, argument: string]>([
    ['grpo', () => golongrl.grpo(either), 'groups'],
    ['computeAdvantages', () => golongrl.computeAdvantages(either, { estimator: 'tmn' }), 'groups'],
    ['difficultyWeights', () => golongrl.difficultyWeights(either), 'groups'],
    ['informativeGroups', () => golongrl.informativeGroups(either), 'groups'],
    ['advantageDiagnostics', () => golongrl.advantageDiagnostics(either, golongrl.grpo(groups)), 'groups'],
    ['advantageDiagnostics', () => golongrl.advantageDiagnostics(groups, either), 'result'],
    ['clipAdvantages', () => golongrl.clipAdvantages(either, 1), 'result'],
    ['reweight', () => golongrl.reweight(either, golongrl.difficultyWeights(groups)), 'result'],
    ['reweight', () => golongrl.reweight(golongrl.grpo(groups), either), 'weights'],
    ['rejectedRollouts', () => golongrl.rejectedRollouts(either), 'correction'],
    ['mergeLosses', () => golongrl.mergeLosses(oneToken, either, []), 'parts'],
    ['mergeLosses', () => golongrl.mergeLosses(oneToken, onePart, [either]), 'losses[0]'],
    ['readMap', () => golongrl.readMap({ preset: 'verl' } as never), 'map'],
    ['scoreTask', () => golongrl.scoreTask(golongrl.readTask(record) as never, 'x'), 'task'],
    ['scoreResponse', () => golongrl.scoreResponse(golongrl.readTask(record) as never, 'x'), 'task'],
    ['scoreBatch', () => golongrl.scoreBatch(either), 'rollouts'],
    ['mapRecord', () => golongrl.mapRecord({}, 'verll' as never), 'map'],
    ['answerFormat', () => data.answerFormat('comprehensio' as never, 'en'), 'options.taskType'],
    ['answerFormat', () => data.answerFormat('comprehension', 'fr' as never), 'options.language'],
    [
      'measureDifficulty',
      () => data.measureDifficulty([], { comprehensio: 1 }),
      'options.thresholds.comprehensio',
    ],
  ])('%s', (_name, call, argument) => {
    expect(refusal(call)).toMatchObject({ argument })
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

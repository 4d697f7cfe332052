/** Every function of the training step on the batches that break careless ones: an error by name, or finite numbers. */
import { readdirSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import * as golongrl from '../../src/index.js'
import {
  ADVANTAGE_ESTIMATORS,
  adaptKlCoefficient,
  advantageDiagnostics,
  clipAdvantages,
  computeAdvantages,
  distillationAdvantages,
  gae,
  groupRollouts,
  informativeGroups,
  LOSS_KINDS,
  mergeLosses,
  mergeMetrics,
  offPolicyMask,
  orThrow,
  type PolicyLossOptions,
  policyLoss,
  ResultError,
  rejectedRollouts,
  returns,
  rolloutCorrection,
  shapeRewards,
  splitBatch,
  type TokenBatch,
  topEntropyMask,
  valueLoss,
  whiten,
} from '../../src/index.js'

/** All arrays that any function reads. */
interface Batch extends TokenBatch {
  readonly refLogProbs: Float64Array
  readonly rolloutLogProbs: Float64Array
  readonly entropies: Float64Array
  readonly importanceWeights: Float64Array
  readonly rewards: readonly number[]
}

const of = (...values: number[]) => Float64Array.from(values)
const filled = (count: number, value: (i: number) => number) =>
  Float64Array.from({ length: count }, (_, i) => value(i))

/** Rows of `tokens` columns, of which the mask selects what `selects` says. */
function batchOf(rollouts: number, tokens: number, selects: (i: number) => boolean, shift = 0.1): Batch {
  const count = rollouts * tokens
  return {
    rollouts,
    tokens,
    responseMask: Uint8Array.from({ length: count }, (_, i) => Number(selects(i))),
    logProbs: filled(count, (i) => -1 - (i % 7) / 4),
    oldLogProbs: filled(count, (i) => -1 - (i % 7) / 4 - shift),
    refLogProbs: filled(count, (i) => -1.2 - (i % 5) / 4),
    rolloutLogProbs: filled(count, (i) => -1 - (i % 7) / 4 - shift / 2),
    entropies: filled(count, (i) => (i % 11) / 4),
    importanceWeights: filled(count, () => 1),
    advantages: filled(rollouts, (s) => (s % 3) - 1),
    rewards: Array.from({ length: rollouts }, (_, s) => (s % 3) / 2),
    promptOf: Int32Array.from({ length: rollouts }, (_, s) => s >> 1),
  }
}

const ARRAYS = ['logProbs', 'oldLogProbs', 'refLogProbs', 'rolloutLogProbs', 'entropies', 'importanceWeights']

const plain = batchOf(4, 3, () => true)
const at = (values: ArrayLike<number>, i: number, value: number) =>
  Float64Array.from(values).fill(value, i, i + 1)

const batches: readonly [name: string, batch: Batch][] = [
  ['plain', plain],
  ['NaN log-probabilities', { ...plain, logProbs: at(plain.logProbs, 2, Number.NaN) }],
  ['an old log-probability of −Infinity', { ...plain, oldLogProbs: at(plain.oldLogProbs, 0, -Infinity) }],
  ['a reference of NaN', { ...plain, refLogProbs: at(plain.refLogProbs, 5, Number.NaN) }],
  ['a sampler of NaN', { ...plain, rolloutLogProbs: at(plain.rolloutLogProbs, 5, Number.NaN) }],
  ['an entropy of NaN', { ...plain, entropies: at(plain.entropies, 5, Number.NaN) }],
  ['a weight of NaN', { ...plain, importanceWeights: at(plain.importanceWeights, 5, Number.NaN) }],
  ['an advantage of NaN', { ...plain, advantages: at(plain.advantages, 1, Number.NaN) }],
  ['a reward of NaN', { ...plain, rewards: [0, Number.NaN, 1, 1] }],
  ['a reward of 1e308', { ...plain, rewards: [0, 1e308, -1e308, 1] }],
  ['one log-probability too few', { ...plain, logProbs: plain.logProbs.slice(1) }],
  ['one old log-probability too many', { ...plain, oldLogProbs: of(...plain.oldLogProbs, -1) }],
  ['one advantage too few', { ...plain, advantages: of(1, 2, 3) }],
  ['one reward too few', { ...plain, rewards: [1, 0, 1] }],
  ['one bit of the mask too few', { ...plain, responseMask: new Uint8Array(11) }],
  ['no rollouts', batchOf(0, 3, () => true)],
  ['no columns', batchOf(3, 0, () => true)],
  ['one token', batchOf(1, 1, () => true)],
  ['rows all masked', batchOf(3, 4, () => false)],
  ['one row all masked', batchOf(3, 4, (i) => i >= 4)],
  ['ratios of e^700', batchOf(3, 4, () => true, 700)],
  ['ratios of e^−700', batchOf(3, 4, () => true, -700)],
]

type Call = (batch: Batch) => unknown

const value = <T>(either: { _tag: 'Left' } | { _tag: 'Right'; right: T }): T => orThrow(either as never)
const groupsOf = ({ rewards, rollouts, importanceWeights: _ }: Batch) =>
  value(
    groupRollouts({
      rewards,
      promptIds: Array.from({ length: rollouts }, (_unused, s) => s >> 1),
      taskTypes: Array.from({ length: rollouts }, () => 'qa'),
      lengths: Array.from({ length: rollouts }, () => 3),
      baselines: Array.from({ length: rollouts }, () => 0.5),
      components: [Array.from({ length: rollouts }, (_unused, s) => s % 2)],
    }),
  )
const parts = (batch: Batch) => value(splitBatch(batch, { rollouts: 1 }))

/** A call of each function, by its name; estimators and kinds of loss one by one. */
const calls: Readonly<Record<string, Call>> = {
  ...Object.fromEntries(
    LOSS_KINDS.map((kind) => [
      `policyLoss ${kind}`,
      (batch: Batch) => value(policyLoss(batch, { kind } as PolicyLossOptions)),
    ]),
  ),
  'policyLoss with everything': (batch) =>
    value(
      policyLoss(batch, {
        aggregation: 'prompt-mean',
        entropyCoefficient: 0.01,
        kl: [
          { estimator: 'k3', coefficient: 0.1, importance: 'ratio' },
          { estimator: 'k2', coefficient: 0.1, to: 'sampler' },
        ],
      }),
    ),
  valueLoss: ({ logProbs, oldLogProbs, refLogProbs, ...batch }) =>
    value(
      valueLoss({ ...batch, values: logProbs, oldValues: oldLogProbs, returns: refLogProbs }, { clip: 0.2 }),
    ),
  returns: ({ entropies, ...batch }) =>
    value(
      returns(
        { ...batch, tokenRewards: entropies },
        { gamma: 0.9, kl: { estimator: 'k3', coefficient: 0.1 } },
      ),
    ),
  gae: ({ entropies, oldLogProbs, ...batch }) =>
    value(gae({ ...batch, tokenRewards: entropies, values: oldLogProbs }, { gamma: 0.9, lambda: 0.9 })),
  whiten: ({ logProbs, responseMask }) => value(whiten({ values: logProbs, mask: responseMask! })),
  shapeRewards: ({ rewards, rollouts }) =>
    value(
      shapeRewards(
        { rewards, lengths: Array.from({ length: rollouts }, (_, s) => 40 * s) },
        { scale: 2, overlong: { maxLength: 100, cache: 20 } },
      ),
    ),
  offPolicyMask: (batch) => value(offPolicyMask(batch, { threshold: 0.05 })),
  topEntropyMask: (batch) => value(topEntropyMask(batch, { share: 0.2 })),
  distillationAdvantages: ({ refLogProbs, ...batch }) =>
    value(distillationAdvantages({ ...batch, teacherLogProbs: refLogProbs }, { limit: 5 })),
  rolloutCorrection: (batch) => value(rolloutCorrection(batch)),
  rejectedRollouts: (batch) => rejectedRollouts(value(rolloutCorrection(batch))),
  // The parts hold the batch's own numbers, which are not looked at.
  splitBatch: (batch) =>
    parts(batch).map(({ rows, offsets, denominators }) => ({ rows, offsets, denominators })),
  mergeLosses: (batch) =>
    value(
      mergeLosses(
        batch,
        parts(batch),
        parts(batch).map((part) => value(policyLoss(part))),
      ),
    ),
  mergeMetrics: (batch) => value(mergeMetrics(parts(batch).map((part) => value(policyLoss(part))))),
  adaptKlCoefficient: (batch) =>
    value(
      adaptKlCoefficient(
        0.1,
        { kl: value(policyLoss(batch)).metrics.approxKl, rollouts: batch.rollouts },
        { target: 1 },
      ),
    ),
  groupRollouts: groupsOf,
  informativeGroups: (batch) => informativeGroups(groupsOf(batch)),
  ...Object.fromEntries(
    ADVANTAGE_ESTIMATORS.map((estimator) => [
      estimator,
      (batch: Batch) => {
        const groups = groupsOf(batch)
        const result = value(computeAdvantages(groups, { estimator } as never))
        return [result, clipAdvantages(result, 5), advantageDiagnostics(groups, result)]
      },
    ]),
  ),
}

/** The first number that is not finite, by its path. */
function notFinite(result: unknown, path = 'result'): string | undefined {
  if (typeof result === 'number') return Number.isFinite(result) ? undefined : `${path} is ${result}`
  if (ArrayBuffer.isView(result)) {
    const values = result as unknown as Float64Array
    const odd = values.findIndex((each) => !Number.isFinite(each))
    return odd < 0 ? undefined : `${path}[${odd}] is ${values[odd]}`
  }
  if (typeof result !== 'object' || result === null) return undefined
  for (const [name, field] of Object.entries(result)) {
    const found = notFinite(field, `${path}.${name}`)
    if (found !== undefined) return found
  }
  return undefined
}

function outcomeOf(call: Call, batch: Batch): string | undefined {
  try {
    return notFinite(call(batch))
  } catch (error) {
    const { value: left } = error as ResultError<{ readonly argument?: string }>
    if (error instanceof ResultError && left.argument) return undefined
    throw error
  }
}

describe.each(Object.entries(calls))('%s', (_name, call) => {
  it.each(batches)('%s: an error by name, or finite numbers', (_batch, batch) => {
    expect(outcomeOf(call, batch)).toBeUndefined()
  })
  it('takes the plain batch', () => {
    expect(notFinite(call(plain))).toBeUndefined()
  })
})

it('two million tokens', { timeout: 60_000 }, () => {
  const [rollouts, tokens] = [200, 10_000]
  const numbers = Float32Array.from({ length: rollouts * tokens }, (_, i) => -1 - (i % 7) / 4)
  const large = {
    ...batchOf(rollouts, 0, () => true),
    tokens,
    responseMask: new Uint8Array(rollouts * tokens).fill(1),
    ...Object.fromEntries(ARRAYS.map((name) => [name, numbers])),
  } as unknown as Batch
  for (const name of [
    'valueLoss',
    'returns',
    'gae',
    'offPolicyMask',
    'topEntropyMask',
    'distillationAdvantages',
    'rolloutCorrection',
    'splitBatch',
    'shapeRewards',
  ])
    expect(outcomeOf(calls[name]!, large), name).toBeUndefined()
})

it('no function of these rooms is left out', async () => {
  const files = ['losses', 'advantages', 'rewards'].flatMap((room) =>
    readdirSync(new URL(`../../src/${room}/`, import.meta.url))
      .filter((file) => file.endsWith('.ts'))
      .map((file) => `../../src/${room}/${file}`),
  )
  const rooms = await Promise.all(files.map((file) => import(file)))
  const exported = new Set<unknown>(Object.values(golongrl))
  const functions = Object.values(rooms).flatMap((room) =>
    Object.entries(room as Record<string, unknown>).filter(
      ([, each]) => typeof each === 'function' && exported.has(each),
    ),
  )
  const reached = new Set(Object.keys(calls).map((name) => name.split(' ')[0]))
  // Those of the estimators' names, and what takes an estimator's result, are called by computeAdvantages' row.
  const through = [
    'computeAdvantages',
    'checkAdvantageSpec',
    'clipAdvantages',
    'advantageDiagnostics',
    'reweight',
  ]
  const left = functions.map(([name]) => name).filter((name) => !reached.has(name) && !through.includes(name))
  expect(left).toEqual([])
})

import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import * as golongrl from '../../src/index.js'
import {
  ADVANTAGE_ESTIMATORS,
  advantageDiagnostics,
  computeAdvantages,
  describeError,
  groupRollouts,
  policyLoss,
  type RolloutCorrectionOptions,
  rolloutCorrection,
} from '../../src/index.js'

/** Numbers at the edges of the format, by name. */
const EDGES = {
  NaN: Number.NaN,
  Infinity: Number.POSITIVE_INFINITY,
  '-Infinity': Number.NEGATIVE_INFINITY,
  '1e308': 1e308,
  '-1e308': -1e308,
  'smallest subnormal': 5e-324,
  'largest subnormal': 2.225073858507201e-308,
  '-0': -0,
} as const

const edges = Object.entries(EDGES)

/**
 * The first number in a result that should not be there, by its path: NaN anywhere, an infinity anywhere but among the
 * metrics, which may say that a ratio overflowed.
 */
function firstSilent(value: unknown, path: string): string | undefined {
  if (typeof value === 'number') {
    const isFine = Number.isFinite(value) || (!Number.isNaN(value) && path.includes('.metrics.'))
    return isFine ? undefined : `${path} is ${value}`
  }
  if (typeof value !== 'object' || value === null) return undefined
  for (const [key, inner] of Object.entries(value)) {
    const found = firstSilent(inner, `${path}.${key}`)
    if (found !== undefined) return found
  }
  return undefined
}

/** Either an error that names the argument, or a result in which every number is finite. */
function namedOrFinite(outcome: { _tag: string; left?: unknown; right?: unknown }, argument: string): void {
  if (outcome._tag === 'Left') {
    expect((outcome.left as { argument: string }).argument).toContain(argument)
  } else {
    expect(firstSilent(outcome.right, argument)).toBeUndefined()
  }
}

const GROUP = {
  rewards: [0, 1, 0.5, 1, 0.25],
  promptIds: ['p', 'p', 'p', 'q', 'q'],
  taskTypes: ['t', 't', 't', 'u', 'u'],
  lengths: [3, 4, 5, 6, 7],
  baselines: [0.5, 0.5, 0.5, 0.5, 0.5],
  components: [
    [0, 1, 0.5, 1, 0.25],
    [1, 0, 1, 0, 1],
  ],
}

describe('groupRollouts', () => {
  it.each(edges)('rewards[1] = %s', (_name, value) => {
    const groups = groupRollouts({ ...GROUP, rewards: GROUP.rewards.with(1, value) })
    if (Math.abs(value) <= 1e100) expect(groups._tag).toBe('Right')
    else expect(groups).toMatchObject({ _tag: 'Left', left: { _tag: 'BadBatch', argument: 'rewards[1]' } })
  })
  it.each(edges)('lengths[1] = %s', (_name, value) => {
    const groups = groupRollouts({ ...GROUP, lengths: GROUP.lengths.with(1, value) })
    if (value >= 0 && value <= 1e100) expect(groups._tag).toBe('Right')
    else expect(groups).toMatchObject({ _tag: 'Left', left: { argument: 'lengths[1]' } })
  })
  it.each(edges)('baselines[1] = %s', (_name, value) => {
    const groups = groupRollouts({ ...GROUP, baselines: GROUP.baselines.with(1, value) })
    if (Math.abs(value) <= 1e100) expect(groups._tag).toBe('Right')
    else expect(groups).toMatchObject({ _tag: 'Left', left: { argument: 'baselines[1]' } })
  })
  it.each(edges)('components[1][1] = %s', (_name, value) => {
    const groups = groupRollouts({ ...GROUP, components: [GROUP.rewards, GROUP.rewards.with(1, value)] })
    if (Math.abs(value) <= 1e100 || Number.isNaN(value)) expect(groups._tag).toBe('Right')
    else expect(groups).toMatchObject({ _tag: 'Left', left: { argument: 'components[1][1]' } })
  })
  it.each(edges)('promptIds[1] = %s', (_name, value) => {
    const groups = groupRollouts({ ...GROUP, promptIds: [1, value, 3, 4, 5], taskTypes: undefined })
    namedOrFinite(groups, 'promptIds[1]')
  })
})

/** Every numeric option of every estimator. */
const ESTIMATOR_OPTIONS = [
  'epsilon',
  'alpha',
  'gamma',
  'whitenEpsilon',
  'varianceFloor',
  'normalization',
  'minWeight',
  'maxWeight',
]

/** The ends of every option's range, and what else changes the path. */
const RANGE_ENDS = {
  epsilon: [0, 1e-100, 1e308],
  alpha: [-1e100, 5e-324, 1e100],
  gamma: [-100, 100],
  whitenEpsilon: [0, 1e-100, 1e308],
  varianceFloor: [5e-324, 1e308],
  normalization: [1e-100, 1e100],
  minWeight: [0, 5e-324],
  maxWeight: [1, 1e40],
  weights: [
    [1e40, -1e40],
    [5e-324, 0],
  ],
  profile: ['natural', 'published'],
  baseline: ['group', 'others'],
  scaling: ['prompt', 'batch'],
  singletons: ['zero'],
  zeroVariance: ['keep', 'exclude'],
} as const

const EXTREME_REWARDS = [1e100, -1e100, 1, -0, 0, 0.1, 1e10, 1e10 + 1, 1e-100, 1e-160, -1e-162, 5e-324]

describe.each(ADVANTAGE_ESTIMATORS)('computeAdvantages %s', (estimator) => {
  const good = groupRollouts(GROUP)
  if (good._tag === 'Left') throw new Error('a good batch')

  it.each(
    edges.flatMap(([name, value]) => ESTIMATOR_OPTIONS.map((option) => [option, name, value] as const)),
  )('%s = %s', (option, _name, value) => {
    // A minimum above the maximum is reported as a wrong maximum.
    const argument = option === 'minWeight' ? 'Weight' : option
    namedOrFinite(computeAdvantages(good.right, { estimator, [option]: value } as never), argument)
  })

  it.each([
    ['the largest magnitudes', [1e100, -1e100, 0, 1e100, -1e100]],
    ['subnormal rewards', [5e-324, 0, 1e-323, 5e-324, 0]],
    ['minus zero', [-0, 0, -0, 0, -0]],
    ['a far offset', [1e15, 1e15 + 1, 1e15 + 2, 1e15, 1e15 + 1]],
    ['mixed magnitudes', [1e100, 1e-300, 1, -1, 5e-324]],
  ])('%s give finite advantages', (_name, rewards) => {
    const groups = groupRollouts({ ...GROUP, rewards, baselines: rewards, components: [rewards, rewards] })
    if (groups._tag === 'Left') throw new Error('these rewards are in range')
    namedOrFinite(computeAdvantages(groups.right, { estimator } as never), 'rewards')
  })

  it('at the ends of all ranges the advantages are finite', () => {
    const known = Object.entries(RANGE_ENDS).filter(
      ([name]) => computeAdvantages(good.right, { estimator, [name]: undefined } as never)._tag === 'Right',
    )
    const options = fc.record(
      Object.fromEntries(known.map(([name, values]) => [name, fc.constantFrom<unknown>(...values)])),
      { requiredKeys: [] },
    )
    const rewards = fc.array(fc.constantFrom(...EXTREME_REWARDS), { minLength: 5, maxLength: 5 })
    fc.assert(
      fc.property(options, rewards, rewards, (given, first, second) => {
        const groups = groupRollouts({
          ...GROUP,
          rewards: first,
          baselines: second,
          lengths: second.map(Math.abs),
          components: [first, second],
        })
        if (groups._tag === 'Left') throw new Error('these rewards are in range')
        const outcome = computeAdvantages(groups.right, { estimator, ...given } as never)
        if (outcome._tag === 'Left') throw new Error(describeError(outcome.left))
        expect(firstSilent(outcome.right, estimator)).toBeUndefined()
        expect(firstSilent(advantageDiagnostics(groups.right, outcome.right), 'diagnostics')).toBeUndefined()
      }),
      // A seed: the mutants are run against these numbers.
      { numRuns: 500, seed: 20261127 },
    )
  })

  it('an empty batch has no advantages and no NaN', () => {
    const groups = groupRollouts({ rewards: [], promptIds: [], lengths: [], baselines: [], components: [[]] })
    if (groups._tag === 'Left') throw new Error('an empty batch is fine')
    const outcome = computeAdvantages(groups.right, { estimator } as never)
    namedOrFinite(outcome, '')
    if (outcome._tag === 'Right') expect(outcome.right.advantages).toHaveLength(0)
  })

  it('a batch without a valid rollout gives zeros', () => {
    const groups = groupRollouts({ ...GROUP, valid: [0, 0, 0, 0, 0] })
    if (groups._tag === 'Left') throw new Error('an invalid batch is fine')
    const outcome = computeAdvantages(groups.right, { estimator } as never)
    namedOrFinite(outcome, '')
    if (outcome._tag === 'Right') expect(Array.from(outcome.right.advantages)).toEqual([0, 0, 0, 0, 0])
  })
})

describe.each(edges)('other options of estimators = %s', (_name, value) => {
  const groups = groupRollouts(GROUP)
  if (groups._tag === 'Left') throw new Error('a good batch')

  it('both bounds of grpoDifficulty', () => {
    const options = { estimator: 'grpoDifficulty', minWeight: value, maxWeight: value } as const
    namedOrFinite(computeAdvantages(groups.right, options), 'minWeight')
  })
  it('weights of gdpo', () => {
    for (const weights of [
      [value, 1],
      [1, value],
    ]) {
      namedOrFinite(computeAdvantages(groups.right, { estimator: 'gdpo', weights }), 'weights[')
    }
  })
  it('solvedReward', () => {
    const result = computeAdvantages(groups.right, { estimator: 'grpo' })
    if (result._tag === 'Left') throw new Error('a good batch')
    const diagnose = () => advantageDiagnostics(groups.right, result.right, { solvedReward: value })
    if (Number.isFinite(value)) expect(firstSilent(diagnose(), '')).toBeUndefined()
    else expect(diagnose).toThrow('solvedReward')
  })
})

const TOKENS = () => ({
  promptOf: Int32Array.of(0, 0),
  logProbs: Float64Array.of(-1, -2, -0.5, -0.1),
  oldLogProbs: Float64Array.of(-1.1, -1.9, -0.6, -0.1),
  refLogProbs: Float64Array.of(-1.2, -2, -0.4, -0.3),
  advantages: Float64Array.of(1, -1, 0.5, -0.5),
  importanceWeights: Float64Array.of(1, 0.5, 2, 1),
  entropies: Float64Array.of(1, 1, 1, 1),
  responseMask: Uint8Array.of(1, 1, 1, 0),
  rollouts: 2,
  tokens: 2,
})

const TOKEN_FIELDS = [
  'logProbs',
  'oldLogProbs',
  'refLogProbs',
  'advantages',
  'importanceWeights',
  'entropies',
] as const

const LOSS_OPTIONS = [
  'clipLow',
  'clipHigh',
  'dualClip',
  'ratioCap',
  'logRatioLimit',
  'tauPos',
  'tauNeg',
  'powerPos',
  'powerNeg',
  'decayPos',
  'decayNeg',
  'covRatio',
  'covLow',
  'covHigh',
  'klCoefficient',
  'seed',
  'droBeta',
  'entropyCoefficient',
] as const

describe.each(golongrl.LOSS_KINDS)('policyLoss %s', (kind) => {
  const options = { kind, kl: { estimator: 'k3', coefficient: 0.1 }, entropyCoefficient: 0.01 } as const

  it.each(TOKEN_FIELDS.flatMap((field) => edges.map(([name, value]) => [field, name, value] as const)))(
    'a selected %s of %s',
    (field, _name, value) => {
      for (const more of [
        {},
        { profile: 'trl' },
        { importanceLevel: 'sequence' },
        { aggregation: 'token-sum' },
        { kl: { estimator: 'k2+', coefficient: 100 } },
        { kl: { estimator: 'k3-unclamped', coefficient: 0 } },
        { gradLogProbs: new Float32Array(4) },
      ] as const) {
        const batch = TOKENS()
        batch[field][1] = value
        const outcome = policyLoss(batch, { ...options, ...more })
        if (outcome._tag === 'Right') expect(firstSilent(outcome.right, field)).toBeUndefined()
        else expect(outcome.left.argument).toBe(`${field}[1]`)
      }
    },
  )

  it.each(TOKEN_FIELDS.flatMap((field) => edges.map(([name, value]) => [field, name, value] as const)))(
    'a masked %s of %s changes nothing',
    (field, _name, value) => {
      const batch = TOKENS()
      batch[field][3] = value
      expect(policyLoss(batch, options)).toEqual(policyLoss(TOKENS(), options))
    },
  )

  it.each(LOSS_OPTIONS.flatMap((option) => edges.map(([name, value]) => [option, name, value] as const)))(
    'option %s = %s',
    (option, _name, value) => {
      const outcome = policyLoss(TOKENS(), { ...options, [option]: value } as never)
      namedOrFinite(outcome, option)
    },
  )

  it.each(edges)('kl.coefficient, denominators = %s', (_name, value) => {
    for (const aggregation of golongrl.AGGREGATIONS) {
      const given = { ...options, aggregation }
      const kl = { estimator: 'k3', coefficient: value } as const
      namedOrFinite(policyLoss(TOKENS(), { ...given, kl }), 'kl.coefficient')
      for (const name of ['tokens', 'rollouts', 'length']) {
        const outcome = policyLoss(TOKENS(), { ...given, denominators: { [name]: value } } as never)
        namedOrFinite(outcome, `denominators.${name}`)
      }
    }
  })

  it.each(edges)('rollouts, tokens = %s', (_name, value) => {
    expect(policyLoss({ ...TOKENS(), rollouts: value }, options)).toMatchObject({ _tag: 'Left' })
    expect(policyLoss({ ...TOKENS(), tokens: value }, options)).toMatchObject({ _tag: 'Left' })
  })
})

describe('rolloutCorrection', () => {
  const floats = (...values: readonly number[]) => Float64Array.from(values)
  const everyWeighting = (options: RolloutCorrectionOptions): RolloutCorrectionOptions[] =>
    (['token', 'sequence', 'geometric'] as const).flatMap((level) =>
      (['truncate', 'mask', 'clamp'] as const).flatMap((mode) =>
        [true, false].map((batchNormalize) => ({
          vetoThreshold: 0,
          ...options,
          level,
          mode,
          batchNormalize,
        })),
      ),
    )
  const batch = () => ({
    oldLogProbs: Float64Array.of(-1, -2, -0.5, -0.1),
    rolloutLogProbs: Float64Array.of(-1.1, -1.9, -0.6, -0.1),
    responseMask: Uint8Array.of(1, 1, 1, 0),
    rollouts: 2,
    tokens: 2,
  })
  it.each(
    (['oldLogProbs', 'rolloutLogProbs'] as const).flatMap((field) =>
      edges.map(([name, value]) => [field, name, value] as const),
    ),
  )('a selected %s of %s', (field, _name, value) => {
    const changed = batch()
    changed[field][1] = value
    for (const options of everyWeighting({}))
      namedOrFinite(rolloutCorrection(changed, options), `${field}[1]`)
  })
  it.each(
    (['upper', 'lower', 'vetoThreshold'] as const).flatMap((option) =>
      edges.map(([name, value]) => [option, name, value] as const),
    ),
  )('%s = %s', (option, _name, value) => {
    for (const options of everyWeighting({ [option]: value })) {
      // A small upper bound wants a lower one, a large lower one an upper one.
      namedOrFinite(rolloutCorrection(batch(), options), option)
      if (option !== 'vetoThreshold') {
        namedOrFinite(rolloutCorrection(batch(), { ...options, lower: value, upper: value }), 'er')
      }
    }
  })
  it.each(edges)('bounds of a rejection rule = %s', (_name, value) => {
    for (const measure of ['token-k1', 'seq-sum-k1', 'seq-mean-k2', 'seq-max-k3'] as const) {
      for (const bounds of [{ upper: value }, { upper: 2, lower: value }, { upper: value, lower: value }]) {
        namedOrFinite(rolloutCorrection(batch(), { rejection: [{ measure, ...bounds }] }), 'rejection[0].')
      }
    }
  })
  it.each(edges)('both sides of a rollout = %s', (_name, value) => {
    const same = {
      ...batch(),
      oldLogProbs: floats(value, value, -value, 0),
      rolloutLogProbs: floats(value, value, 0, 0),
    }
    for (const options of everyWeighting({})) namedOrFinite(rolloutCorrection(same, options), 'oldLogProbs')
  })
})

/** Options of the verifiers that are numbers. */
describe('verifier options', () => {
  it.each(edges)('anls threshold and lines per gold = %s', (_name, value) => {
    for (const outcome of [
      golongrl.f1('a', ['a'], { match: { anls: value } }),
      golongrl.subExactMatch('a', ['a'], { match: { anls: value } }),
      golongrl.subExactMatch('a', ['a'], { maxLinesPerGold: value }),
      golongrl.ndcg('a', ['a'], { match: { anls: value } }),
      golongrl.pairwiseAccuracy('a\nb', ['a', 'b'], { match: { anls: value } }),
    ]) {
      if (outcome._tag === 'Right') expect(outcome.right.reward >= 0 && outcome.right.reward <= 1).toBe(true)
    }
  })
})

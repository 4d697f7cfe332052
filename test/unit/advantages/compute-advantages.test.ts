import { expect, it } from 'vitest'
import {
  ADVANTAGE_ESTIMATORS,
  type AdvantageSpec,
  computeAdvantages,
} from '../../../src/advantages/compute-advantages.js'
import { difficultyWeights, reweight } from '../../../src/advantages/difficulty-weights.js'
import { rloo } from '../../../src/advantages/rloo.js'
import { prompts } from './batches.js'

type Estimator = AdvantageSpec['estimator']

const GRPO = {
  singletons: 'zero',
  normalizeByStd: false,
  epsilon: 0.5,
  baseline: 'others',
  scaling: 'batch',
  varianceFloor: 0.5,
  variance: 'biased',
}
const TMN = {
  singletons: 'exclude',
  epsilon: 0.5,
  normalizeByTaskScale: false,
  zeroVariance: 'exclude',
  scales: {},
  decay: 0.5,
}
const DIFFICULTY = { singletons: 'exclude', alpha: 0.5, gamma: 2 }

/** Every option of every estimator, beside `profile`, with a value that is not its default. */
const options: Readonly<Record<Estimator, Readonly<Record<string, unknown>>>> = {
  grpo: GRPO,
  grpoDifficulty: { ...GRPO, gamma: 2, minWeight: 0.5, maxWeight: 3 },
  grpoPassK: { singletons: 'refuse', normalizeByStd: false, epsilon: 0.5 },
  tmn: TMN,
  difficultyWeights: DIFFICULTY,
  tmnReweight: { ...TMN, ...DIFFICULTY },
  qwenLong: { epsilon: 0.5 },
  rloo: { singletons: 'zero' },
  reinforcePlusPlus: { epsilon: 0.5, variance: 'biased' },
  reinforcePlusPlusBaseline: { singletons: 'zero', epsilon: 0.5, variance: 'biased' },
  maxRl: { epsilon: 0.5 },
  opo: { singletons: 'zero' },
  remax: {},
  gpg: { singletons: 'zero', normalization: 2, alpha: 3 },
  gdpo: { ...GRPO, weights: [1, 2], whitenEpsilon: 0.5 },
}

const groups = prompts(
  [
    [1, 0],
    [0.25, 0.5, 1],
  ],
  {
    lengths: [1, 2, 3, 4, 5],
    baselines: [0, 0, 0, 0, 0],
    components: [
      [1, 0, 1, 0, 1],
      [0, 1, 0.5, 0.5, 0],
    ],
  },
)

const everyName = new Set(Object.values(options).flatMap((own) => Object.keys(own)))

it('the estimators are those of the table', () => {
  expect(ADVANTAGE_ESTIMATORS.toSorted()).toEqual(Object.keys(options).sort())
})

it.each(ADVANTAGE_ESTIMATORS)('%s takes its options and no other', (estimator) => {
  for (const profile of ['natural', 'published']) {
    const outcome = computeAdvantages(groups, { estimator, profile, ...options[estimator] } as AdvantageSpec)
    expect(outcome._tag).toBe('Right')
  }
  for (const name of everyName) {
    const outcome = computeAdvantages(groups, { estimator, [name]: undefined } as unknown as AdvantageSpec)
    if (name in options[estimator]) expect(outcome._tag).toBe('Right')
    else
      expect(outcome).toMatchObject({
        _tag: 'Left',
        left: { _tag: 'BadOption', argument: `options.${name}` },
      })
  }
})

it.each(ADVANTAGE_ESTIMATORS)('%s refuses a wrong value of each of its options by name', (estimator) => {
  for (const name of [...Object.keys(options[estimator]), 'profile']) {
    const wrong = typeof options[estimator][name] === 'number' ? Number.NaN : 'no such value'
    const outcome = computeAdvantages(groups, { estimator, [name]: wrong } as unknown as AdvantageSpec)
    expect(outcome).toMatchObject({ _tag: 'Left', left: { _tag: 'BadOption', argument: `options.${name}` } })
  }
})

it('a misspelt option is answered with the right ones', () => {
  const outcome = computeAdvantages(groups, { estimator: 'gpg', apha: 1 } as unknown as AdvantageSpec)
  expect(outcome).toMatchObject({
    left: {
      _tag: 'BadOption',
      argument: 'options.apha',
      known: ['profile', 'normalization', 'alpha', 'singletons'],
      nearest: 'alpha',
      received: '1',
    },
  })
})

type RangeCase = [Estimator, option: string, good: readonly unknown[], bad: readonly unknown[]]

const EPSILON = [
  [0, 1e-100, 1e308],
  [-1, 5e-324, 9e-101, Number.POSITIVE_INFINITY, '1'],
] as const

it.each<RangeCase>([
  ['grpo', 'epsilon', ...EPSILON],
  ['grpoDifficulty', 'epsilon', ...EPSILON],
  ['grpoPassK', 'epsilon', ...EPSILON],
  ['tmn', 'epsilon', ...EPSILON],
  ['tmnReweight', 'epsilon', ...EPSILON],
  ['tmn', 'decay', [0, 0.5, 1], [-0.1, 1.1, Number.NaN, '1']],
  ['qwenLong', 'epsilon', ...EPSILON],
  ['reinforcePlusPlus', 'epsilon', ...EPSILON],
  ['reinforcePlusPlusBaseline', 'epsilon', ...EPSILON],
  ['gdpo', 'epsilon', ...EPSILON],
  ['gdpo', 'whitenEpsilon', ...EPSILON],
  ['grpo', 'varianceFloor', [0, 5e-324, 1e308], [-1, Number.NaN, Number.POSITIVE_INFINITY, '1']],
  ['gdpo', 'weights', [[1e40, -1e40]], [[1], null]],
  ['gpg', 'alpha', [-1e100, 0, 1e100], [-1.1e100, 1.1e100, Number.NaN, '1']],
  ['gpg', 'normalization', [1e-100, 1e100], [0, -1, 9e-101, 1.1e100, '1']],
  ['grpoDifficulty', 'minWeight', [0, 2], [-1, 1.1e40, '1']],
  ['grpoDifficulty', 'maxWeight', [1, 1e40], [0.5, -1, 1.1e40, '2']],
])('the range of %s’s %s', (estimator, name, good, bad) => {
  const outcomeOf = (value: unknown) =>
    computeAdvantages(groups, { estimator, [name]: value } as unknown as AdvantageSpec)
  for (const value of good) expect(outcomeOf(value)._tag, String(value)).toBe('Right')
  for (const value of bad)
    expect(outcomeOf(value), String(value)).toMatchObject({
      left: { _tag: 'BadOption', argument: `options.${name}` },
    })
})

it('weights of another batch are refused', () => {
  const other = difficultyWeights(prompts([[1, 0]]))
  expect(() => reweight(rloo(groups), other)).toThrow(
    'BadBatch: weights must be of 5 rollouts, as the advantages are, but is 2.',
  )
})

import { readFileSync } from 'node:fs'
import { type Either, isRight } from 'fp-ts/lib/Either.js'
import { describe, expect, it } from 'vitest'
import { type AdvantageSpec, computeAdvantages } from '../../src/advantages/compute-advantages.js'
import { groupRollouts } from '../../src/advantages/group-rollouts.js'

/** One vector: the reference's output, and exact arithmetic's where the two part (ties, cancellation). */
interface Vector {
  readonly id: string
  readonly estimator: string
  readonly params: {
    readonly epsilon?: number
    readonly normByStd?: boolean
    readonly normByTaskScale?: boolean
    readonly difficultyGamma?: number
    readonly difficultySmoothAlpha?: number
    readonly fNorm?: number
    readonly lengths?: readonly number[]
    readonly rewardBaselines?: readonly number[]
    readonly rewardComponents?: readonly (readonly number[])[]
    readonly rewardWeights?: readonly number[]
  }
  readonly rewards: readonly number[]
  readonly promptIds: readonly string[]
  readonly tasks: readonly string[]
  readonly advantages: readonly number[]
  readonly advantagesExact?: readonly number[]
  /** The paper's form, where the reference departs from it. */
  readonly natural?: readonly number[]
  readonly metrics: { readonly 'difficulty/mean_pass_rate'?: number }
  readonly metricsExact?: { readonly 'difficulty/mean_pass_rate'?: number }
  readonly absTol: number
}

const vectors: readonly Vector[] = readFileSync(
  new URL('./advloss/advantages.jsonl', import.meta.url),
  'utf8',
)
  .trim()
  .split('\n')
  .map((line) => JSON.parse(line))

/** The vectors' names for estimators and parameters, in ours. */
function specOf({ estimator, params }: Vector, profile: 'natural' | 'published'): AdvantageSpec {
  const grpo = { epsilon: params.epsilon, normalizeByStd: params.normByStd, profile }
  const tmn = { epsilon: params.epsilon, normalizeByTaskScale: params.normByTaskScale, profile }
  switch (estimator) {
    case 'grpo':
    case 'dr_grpo':
    case 'grpo_vectorized':
      return { estimator: 'grpo', ...grpo }
    case 'grpo_vectorized_fork':
      return { estimator: 'grpo', ...grpo, varianceFloor: 1e-6 }
    case 'grpo_difficulty':
      // The vectors hold what the released code does, which is not what it means to do.
      return { estimator: 'grpoDifficulty', ...grpo, gamma: params.difficultyGamma, profile: 'published' }
    case 'tmn':
      return { estimator: 'tmn', ...tmn }
    case 'tmn_reweight':
      return {
        estimator: 'tmnReweight',
        ...tmn,
        alpha: params.difficultySmoothAlpha,
        gamma: params.difficultyGamma,
      }
    case 'qwenlong':
      return { estimator: 'qwenLong', epsilon: params.epsilon, profile }
    case 'rloo':
      return { estimator: 'rloo' }
    case 'rloo_vectorized':
      return { estimator: 'rloo', singletons: 'zero' }
    case 'gpg':
      return { estimator: 'gpg', normalization: params.fNorm }
    case 'opo':
      return { estimator: 'opo' }
    case 'remax':
      return { estimator: 'remax' }
    case 'grpo_passk':
      return { estimator: 'grpoPassK', epsilon: params.epsilon, normalizeByStd: params.normByStd }
    case 'reinforce_plus_plus':
      return { estimator: 'reinforcePlusPlus' }
    case 'reinforce_plus_plus_baseline':
      return { estimator: 'reinforcePlusPlusBaseline' }
    case 'gdpo':
      return {
        estimator: 'gdpo',
        epsilon: params.epsilon,
        normalizeByStd: params.normByStd,
        weights: params.rewardWeights,
      }
    default:
      throw new Error(`a vector for an estimator we do not have: ${estimator}`)
  }
}

function compute(vector: Vector, profile: 'natural' | 'published') {
  const groups = unwrap(
    groupRollouts({
      rewards: vector.rewards,
      promptIds: vector.promptIds,
      taskTypes: vector.tasks,
      lengths: vector.params.lengths,
      baselines: vector.params.rewardBaselines,
      components: vector.params.rewardComponents,
    }),
  )
  return unwrap(computeAdvantages(groups, specOf(vector, profile)))
}

function unwrap<T>(either: Either<unknown, T>): T {
  if (isRight(either)) return either.right
  throw new Error(JSON.stringify(either.left))
}

const worstDifference = (got: ArrayLike<number>, wanted: readonly number[]): number =>
  wanted.reduce((worst, value, i) => Math.max(worst, Math.abs(got[i]! - value)), 0)

const sameBits = (got: ArrayLike<number>, wanted: readonly number[]): boolean =>
  wanted.every((value, i) => got[i] === value)

/** The `natural` vectors are plain float64: at rewards of 1e8 they are 2.5e-9 away from exact arithmetic. */
const NATURAL_TOLERANCE = 1e-8

const estimators = [...new Set(vectors.map((vector) => vector.estimator))]

describe.each(estimators)('vectors of %s', (estimator) => {
  const cases = vectors.filter((vector) => vector.estimator === estimator)

  it.each(cases)('$id by default equals exact arithmetic', (vector) => {
    const { advantages, statistics } = compute(vector, 'natural')
    const wanted = vector.natural ?? vector.advantagesExact ?? vector.advantages
    const scale = Math.max(1, ...wanted.map(Math.abs))
    const tolerance = vector.natural
      ? NATURAL_TOLERANCE * scale
      : vector.advantagesExact
        ? 1e-12 * scale
        : vector.absTol
    expect(worstDifference(advantages, wanted)).toBeLessThanOrEqual(tolerance)
    const rate = (vector.metricsExact ?? vector.metrics)['difficulty/mean_pass_rate']
    if (rate !== undefined) expect(statistics.meanPassRate).toBeCloseTo(rate, 12)
  })

  it.each(cases)('$id as published equals the reference', (vector) => {
    const { advantages, statistics } = compute(vector, 'published')
    expect(worstDifference(advantages, vector.advantages)).toBeLessThanOrEqual(vector.absTol)
    const rate = vector.metrics['difficulty/mean_pass_rate']
    if (rate !== undefined) expect(statistics.meanPassRate).toBeCloseTo(rate, 12)
  })
})

describe('the published order of evaluation', () => {
  const published = (estimator: string) =>
    vectors
      .filter((vector) => vector.estimator === estimator)
      .map((vector) => ({ vector, advantages: compute(vector, 'published').advantages }))

  it('gives TMN bit for bit, cancellation included', () => {
    const other = published('tmn').filter(
      ({ vector, advantages }) => !sameBits(advantages, vector.advantages),
    )
    expect(other.map(({ vector }) => vector.id)).toEqual([])
  })

  it('gives TMN-Reweight bit for bit but for the last digit of eight exponentials', () => {
    const other = published('tmn_reweight').filter(
      ({ vector, advantages }) => !sameBits(advantages, vector.advantages),
    )
    expect(other).toHaveLength(8)
    for (const { vector, advantages } of other) {
      vector.advantages.forEach((value, i) => {
        expect(Math.abs(advantages[i]! - value)).toBeLessThanOrEqual(1e-14 * Math.abs(value))
      })
    }
  })
})

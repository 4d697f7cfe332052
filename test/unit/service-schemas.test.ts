import { Ajv2020 } from 'ajv/dist/2020.js'
import { describe, expect, it } from 'vitest'
import { ADVANTAGE_ESTIMATORS, checkAdvantageSpec, ESTIMATOR_OPTIONS, shapeRewards } from '../../src/index.js'
import { openApiDocument } from '../../src/node/service/openapi.js'
import { PLAN_OPTIONS, readPlan } from '../../src/node/service/protocols/step.js'
import { SHAPE_OPTIONS } from '../../src/rewards/shape-rewards.js'

const ajv = new Ajv2020({ strict: false })

/** Values of every type, at and beyond the bounds that options have. */
const VALUES: readonly unknown[] = [
  ...[null, true, false, '', 'x', [], [1], {}, { a: 1 }, { a: { squared: 1, weight: 1 } }],
  ...[-1e101, -1, 0, 1e-101, 1e-6, 0.5, 1, 1.5, 2, 41, 1e101],
  ...['zero', 'keep-reward', 'exclude', 'natural', 'published', 'group', 'prompt', 'biased', 'informative'],
  ...[{ maxLength: 5, cache: 1 }, { maxLength: 5 }, { maxLength: 5, cach: 1 }, { perToken: 1, free: '1' }],
]

/** Specs of one option each; all names, and one that there is not. */
const specs = (names: readonly string[]): readonly Readonly<Record<string, unknown>>[] =>
  [...names, 'unheardOf'].flatMap((name) => VALUES.map((value) => ({ [name]: value })))

const differing = (
  given: readonly object[],
  schema: (value: unknown) => unknown,
  checker: (value: never) => { readonly _tag: string },
) => given.filter((each) => Boolean(schema(each)) !== (checker(each as never)._tag === 'Right'))

describe('the OpenAPI document accepts what the checker accepts', () => {
  it.each(ADVANTAGE_ESTIMATORS)('%s', (estimator) => {
    const { [`Estimator_${estimator}`]: schema } = openApiDocument.components.schemas as Record<
      string,
      object
    >
    const given = specs(Object.keys(ESTIMATOR_OPTIONS[estimator])).map((spec) => ({ ...spec, estimator }))
    expect(differing(given, ajv.compile(schema!), checkAdvantageSpec)).toEqual([])
  })

  const step = openApiDocument.paths['/v1/step'].post.requestBody.content['application/json'].schema
  const validate = ajv.compile({ ...step, components: openApiDocument.components })

  it('/v1/step', () => {
    const given = specs(Object.keys(PLAN_OPTIONS)).map((spec) => ({ ...spec, rollouts: [] }))
    // The reader of the batch refuses unknown fields; the plan is read after it.
    const known = given.filter((each) => !('unheardOf' in each))
    expect(differing(known, validate, readPlan)).toEqual([])
  })

  it('/v1/step, its shape', () => {
    const given = specs(Object.keys(SHAPE_OPTIONS)).map((shape) => ({ shape, rollouts: [] }))
    expect(differing(given, validate, readPlan)).toEqual([])
  })

  it('/v1/step, its estimator', () => {
    const given = [...VALUES, ...ADVANTAGE_ESTIMATORS, ...specs(['estimator', 'alpha'])].map((estimator) => ({
      estimator,
      rollouts: [],
    }))
    expect(differing(given, validate, readPlan)).toEqual([])
  })

  it('and what a shape may be is what shapeRewards takes, but for its inputs', () => {
    const given = specs(Object.keys(SHAPE_OPTIONS))
    const raw = { rewards: [1], lengths: [1], truncated: [0] }
    const refused = given.filter((shape) => shapeRewards(raw, shape)._tag === 'Left')
    const plans = given.filter((shape) => readPlan({ rollouts: [], shape })._tag === 'Left')
    expect(refused).toEqual(expect.arrayContaining(plans as object[]))
  })
})

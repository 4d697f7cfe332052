import * as fc from 'fast-check'
import { type AdvantageSpec, computeAdvantages } from '../../advantages/compute-advantages.js'
import type { Advantages, PromptGroups } from '../../advantages/prompt-groups.js'
import { describeError } from '../../errors.js'
import { promptGroups } from '../backend/advantage-cases.js'
import {
  advantageNumbers,
  EPSILON,
  findDiscrepancy,
  type Numbers,
  nearbyGroups,
} from '../backend/closeness.js'
import type { EstimatorClaims } from './estimator-claims.js'
import { type EstimatorOutcome, type EstimatorUnderTest, outcomeOf } from './estimator-under-test.js'
import { type Law, law } from './law.js'

/** The law that compares an estimator with ours of the same name; `undefined` where it names none. */
export function referenceLaw(
  estimator: EstimatorUnderTest,
  like: string | AdvantageSpec | EstimatorClaims,
  tolerance: number,
): Law | undefined {
  const epsilon = tolerance > 1e-6 ? EPSILON.float32 : EPSILON.float64
  if (typeof like === 'string')
    return law(
      'like the reference',
      `the advantages are those of ${like}, for an epsilon between 0 and 1e-4`,
      fc
        .constantFrom('ragged' as const, 'ragged' as const, 'rare' as const)
        .chain((shape) => promptGroups({ shape })),
      (groups) => {
        if (hasSingleton(groups)) return undefined
        return outsideOf(outcomeOf(estimator(groups)), conventions(like), groups, epsilon, tolerance)
      },
    )
  if (!('estimator' in like)) return undefined
  return law(
    'like the reference',
    `every number is that of ${JSON.stringify(like)}`,
    promptGroups(),
    (groups) => discrepancy(outcomeOf(estimator(groups)), like, groups, epsilon, tolerance),
  )
}

/** The advantage of a single rollout is each estimator's choice, and in some estimators it affects other prompts. */
const hasSingleton = ({ offsets }: PromptGroups): boolean =>
  offsets.subarray(1).some((end, prompt) => end - offsets[prompt]! === 1)

/** The specs whose results bound those of an estimator of this name. */
function conventions(name: string): readonly AdvantageSpec[] {
  const spec = (options: object) => options as AdvantageSpec
  switch (name) {
    case 'drGrpo':
      return [spec({ estimator: 'grpo', normalizeByStd: false })]
    case 'qwenLongPublished':
      return [0, 1e-6, 1e-4].map((epsilon) => spec({ estimator: 'qwenLong', profile: 'published', epsilon }))
    case 'rloo':
    case 'opo':
    case 'remax':
    case 'gpg':
      return [spec({ estimator: name })]
    // Its epsilon is also added to a count, where it matters if the rewards are shifted: more values are tried.
    case 'reinforcePlusPlus':
      return [0, 1e-8, 1e-6, 1e-4].map((epsilon) => spec({ estimator: name, epsilon }))
    default:
      return [0, 1e-6, 1e-4].map((epsilon) => spec({ estimator: name, epsilon }))
  }
}

function outsideOf(
  outcome: EstimatorOutcome,
  specs: readonly AdvantageSpec[],
  groups: PromptGroups,
  epsilon: number,
  tolerance: number,
): string | undefined {
  const between = specs.map((spec) => reference(groups, spec).advantages)
  const nearby = specs.flatMap((spec) =>
    nearbyGroups(groups, epsilon).map((moved) => reference(moved, spec).advantages),
  )
  const rounding = roundings(groups, between, epsilon)
  const { advantages } = outcome
  if (advantages.length !== groups.rewards.length)
    return `${advantages.length} advantages for ${groups.rewards.length} rollouts`
  for (let i = 0; i < advantages.length; i++) {
    const values = between.map((one) => one[i]!)
    const [least, most] = [Math.min(...values), Math.max(...values)]
    const spread = Math.max(...nearby.map((one) => Math.max(least - one[i]!, one[i]! - most, 0)))
    const slack = 2 * spread + 2 * rounding[i]! + tolerance * Math.max(1, Math.abs(least), Math.abs(most))
    const got = advantages[i]!
    if (!(got >= least - slack && got <= most + slack))
      return `advantages[${i}] is ${got}, ours is ${least === most ? least : `between ${least} and ${most}`}`
  }
  return undefined
}

/**
 * [N] The error of a prompt's mean under plain summation: n roundings of the largest reward, in units of the advantages. 0
 * where all rewards are equal.
 */
function roundings(groups: PromptGroups, advantages: readonly Float64Array[], epsilon: number): Float64Array {
  const { offsets, members } = groups
  const off = new Float64Array(groups.rewards.length)
  for (let prompt = 0; prompt + 1 < offsets.length; prompt++) {
    const own = members.subarray(offsets[prompt]!, offsets[prompt + 1]!)
    const rewards = Array.from(own, (i) => groups.rewards[i]!)
    const spread = Math.max(...rewards) - Math.min(...rewards)
    if (!(spread > 0)) continue
    const largest = Math.max(...advantages.flatMap((each) => Array.from(own, (i) => Math.abs(each[i]!))))
    const rounding = own.length * epsilon * Math.max(...rewards.map(Math.abs))
    for (const i of own) off[i] = (2 * rounding * largest) / spread
  }
  return off
}

function discrepancy(
  { advantages, statistics }: EstimatorOutcome,
  spec: AdvantageSpec,
  groups: PromptGroups,
  epsilon: number,
  tolerance: number,
): string | undefined {
  const numbers = (result: Advantages): Numbers =>
    statistics === undefined ? { advantages: result.advantages } : advantageNumbers(result)
  const actual = { advantages, statistics } as unknown as Advantages
  const nearby = nearbyGroups(groups, epsilon).map((moved) => numbers(reference(moved, spec)))
  return findDiscrepancy(
    numbers(actual),
    numbers(reference(groups, spec)),
    nearby,
    epsilon,
    tolerance,
    'the estimator',
  )
}

function reference(groups: PromptGroups, spec: AdvantageSpec): Advantages {
  const result = computeAdvantages(groups, spec)
  if (result._tag === 'Right') return result.right
  throw new Error(describeError(result.left))
}

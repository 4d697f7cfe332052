import * as fc from 'fast-check'
import { type AdvantageSpec, checkAdvantageSpec } from '../../advantages/compute-advantages.js'
import { groupRollouts, type RolloutBatch } from '../../advantages/group-rollouts.js'
import type { PromptGroups } from '../../advantages/prompt-groups.js'
import { oneOf } from '../../options/nearest-name.js'
import { orThrow, refuse } from '../../results.js'
import {
  type FullRolloutBatch,
  type RolloutBatchShape,
  rolloutBatches,
} from '../arbitraries/rollout-batches.js'
import { describeLaws, type TestRunner, withoutRunner } from './describe-laws.js'
import { ESTIMATOR_CLAIMS, type EstimatorClaims } from './estimator-claims.js'
import { referenceLaw } from './estimator-reference.js'
import { type EstimatorUnderTest, outcomeOf } from './estimator-under-test.js'
import { assertLaws, caseOf, type Law, law } from './law.js'
import { LAW_PARAMETERS, type LawParameters, ofLike, refuseUnknown, refuseUnless } from './law-parameters.js'

/** Which laws are checked. */
export interface EstimatorLawOptions extends LawParameters {
  /**
   * What is checked besides the laws of all estimators:
   *
   * - an estimator's name: its claims, and a comparison with ours where every prompt has two rollouts or more. Choices that
   *   papers leave open are free: an epsilon from 0 to 1e-4, the advantage of a prompt's only rollout.
   * - a spec as `computeAdvantages` takes it, `{ estimator: 'grpo', epsilon: 1e-4 }`: compared with ours in
   *   every convention, statistics included where they are given.
   * - claims of your own: no comparison.
   */
  readonly like: keyof typeof ESTIMATOR_CLAIMS | AdvantageSpec | EstimatorClaims
  /** Two advantages are equal when they differ by no more than this, relative to max(1, |A|). Default 1e-9; use 1e-4 for float32. */
  readonly tolerance?: number
  /** Batches of your own, tried before the generated ones. */
  readonly examples?: readonly FullRolloutBatch[]
}

/**
 * Checks an advantage estimator against the laws of all estimators and against its own claims.
 *
 * For all: `one finite advantage per rollout`, `leaves the batch alone`, `deterministic`, `order is nothing`,
 * `names are nothing`, `an invalid rollout is nothing`, `a better reward is better`.
 * By claim: `reach`, `centred`, `unit variance`, `shift`, `scale`. By name or spec: `like the reference`.
 *
 * @returns the names of the laws that hold
 * @throws LawsBroken with a shrunk counter-example for each law that does not; the Error of a `BadOption` for a wrong option
 */
export function estimatorLaws(
  estimator: EstimatorUnderTest,
  options: EstimatorLawOptions,
): readonly string[] {
  const laws = lawsOf(estimator, options)
  return assertLaws(subjectOf(options), laws, options)
}

/**
 * Declares a suite with one test for each law of `estimatorLaws`.
 *
 * ```ts
 * import { describe, it } from 'vitest' // or node:test; jest and mocha have them as globals
 * describeEstimator('my RLOO', myRloo, { like: 'rloo', describe, it })
 * ```
 */
export function describeEstimator(
  name: string,
  estimator: EstimatorUnderTest,
  given: EstimatorLawOptions & TestRunner,
): void {
  const [{ describe, it }, options] = withoutRunner(given)
  describeLaws(name, lawsOf(estimator, options), options, { describe, it } as TestRunner)
}

function subjectOf({ like }: EstimatorLawOptions): string {
  if (typeof like === 'string') return `The estimator like ${like}`
  return 'estimator' in like ? `The estimator like ${JSON.stringify(like)}` : 'The estimator'
}

const CLAIMS = ['reach', 'centred', 'unitVariance', 'shiftInvariant', 'scale', 'strictlyBetter']

function lawsOf(estimator: EstimatorUnderTest, options: EstimatorLawOptions): readonly Law[] {
  refuseUnknown('options', options, [...LAW_PARAMETERS, 'like', 'tolerance', 'examples'])
  const { like, tolerance = 1e-9, examples = [] } = options
  refuseUnless(typeof estimator === 'function', 'estimator', 'a function of prompt groups', estimator)
  refuseUnless(
    typeof tolerance === 'number' && tolerance >= 0,
    'options.tolerance',
    'a number, 0 or more',
    tolerance,
  )
  const isKnown = typeof like === 'string' ? Object.hasOwn(ESTIMATOR_CLAIMS, like) : isObject(like)
  refuseUnless(
    isKnown,
    'options.like',
    `${oneOf(Object.keys(ESTIMATOR_CLAIMS), like)}, a spec, or claims`,
    like,
  )
  const claims = claimsOf(like)
  const advantagesOf = (batch: RolloutBatch) => outcomeOf(estimator(grouped(batch))).advantages
  const reference = referenceLaw(estimator, like, tolerance)
  return [
    ...lawsOfEvery(estimator, advantagesOf, claims, tolerance, examples),
    ...lawsOfClaims(advantagesOf, claims, tolerance),
    ...(reference === undefined ? [] : [reference]),
  ]
}

const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null

/** The claims that come with a name; those of a spec only where it has no options, which may change any of them. */
function claimsOf(like: EstimatorLawOptions['like']): EstimatorClaims {
  if (typeof like === 'string') return ESTIMATOR_CLAIMS[like]
  if (!('estimator' in like)) {
    refuseUnknown('options.like', like, CLAIMS)
    refuseUnless(
      ['prompt', 'task', 'batch'].includes(like.reach),
      'options.like.reach',
      'prompt, task or batch',
      like.reach,
    )
    return like
  }
  const problem = checkAdvantageSpec(like)
  if (problem._tag === 'Left') refuse(ofLike(problem.left))
  const named = ESTIMATOR_CLAIMS as Readonly<Record<string, EstimatorClaims>>
  const plain = Object.keys(like).length === 1 ? named[like.estimator] : undefined
  return plain ?? { reach: 'batch', strictlyBetter: 'unclaimed' }
}

type AdvantagesOf = (batch: RolloutBatch) => ArrayLike<number>

const grouped = (batch: RolloutBatch): PromptGroups => orThrow(groupRollouts(batch))

function lawsOfEvery(
  estimator: EstimatorUnderTest,
  advantagesOf: AdvantagesOf,
  { strictlyBetter = true }: EstimatorClaims,
  tolerance: number,
  examples: readonly FullRolloutBatch[],
): readonly Law[] {
  const batches = rolloutBatches()
  const far = fc.oneof(
    { weight: 2, arbitrary: batches },
    rolloutBatches({ rewards: 'wide' }),
    rolloutBatches({ rewards: 'close' }),
  )
  return [
    law(
      'one finite advantage per rollout',
      'N rollouts get N finite advantages',
      far,
      (batch) => {
        const advantages = Array.from(advantagesOf(batch))
        if (advantages.length !== batch.rewards.length)
          return `${advantages.length} for ${batch.rewards.length} rollouts`
        const odd = advantages.findIndex((value) => !Number.isFinite(value))
        return odd < 0 ? undefined : `advantages[${odd}] is ${advantages[odd]}`
      },
      { examples },
    ),
    law(
      'leaves the batch alone',
      'the arrays handed over are not written to',
      batches,
      (batch) => {
        const groups = grouped(batch)
        const before = fc.stringify(groups)
        estimator(groups)
        return fc.stringify(groups) === before ? undefined : `the groups became ${fc.stringify(groups)}`
      },
      { examples },
    ),
    law(
      'deterministic',
      'the same batch gets the same advantages, five times in a row',
      fc.record({ batch: batches, other: batches }),
      ({ batch, other }) => {
        const seen = Array.from({ length: 5 }, (_, call) => {
          if (call === 2) advantagesOf(other)
          return Array.from(advantagesOf(batch))
        })
        const odd = seen.findIndex((advantages) => differ(advantages, seen[0]!, 0) !== undefined)
        return odd < 0 ? undefined : `call 1 gave ${show(seen[0]!)}, call ${odd + 1} ${show(seen[odd]!)}`
      },
    ),
    law(
      'order is nothing',
      'shuffling the rollouts shuffles their advantages',
      withPermutation(batches),
      ({ batch, order }) => {
        const advantages = advantagesOf(batch)
        return differ(
          advantagesOf(reordered(batch, order)),
          order.map((from) => advantages[from]!),
          tolerance,
        )
      },
    ),
    law('names are nothing', 'prompts and task types may be called anything', batches, (batch) => {
      const prompts = [...new Set(batch.promptIds)]
      const renamed = {
        ...batch,
        promptIds: batch.promptIds.map((id) => PROMPT_NAMES[prompts.indexOf(id) % PROMPT_NAMES.length]!),
        taskTypes: batch.taskTypes.map((type) => [...type].reverse().join('')),
      }
      return differ(advantagesOf(renamed), advantagesOf(batch), tolerance)
    }),
    law(
      'an invalid rollout is nothing',
      'a rollout marked invalid gets 0 and changes no other, whatever its reward',
      fc.record({ batch: batches, at: fc.nat({ max: 99 }), reward: fc.constantFrom(0, 1, 1000, Number.NaN) }),
      ({ batch, at, reward }) => {
        const source = at % batch.rewards.length
        const clone = { ...reordered(batch, [...batch.rewards.keys(), source]) }
        const count = batch.rewards.length
        const advantages = Array.from(
          advantagesOf({
            ...clone,
            rewards: clone.rewards.with(count, reward),
            components: clone.components.map((component) => component.with(count, reward)),
            valid: clone.rewards.map((_, i) => i < count),
          }),
        )
        if (advantages[count] !== 0) return `advantage ${advantages[count]} for the invalid rollout`
        return differ(advantages.slice(0, count), advantagesOf(batch), tolerance)
      },
    ),
    // Rewards that differ by 1e-9 are equal in float32.
    ...(strictlyBetter === 'unclaimed'
      ? []
      : [orderLaw(advantagesOf, strictlyBetter, tolerance > 1e-6 ? batches : far, tolerance, examples)]),
  ]
}

const orderLaw = (
  advantagesOf: AdvantagesOf,
  strict: boolean,
  batches: fc.Arbitrary<FullRolloutBatch>,
  tolerance: number,
  examples: readonly FullRolloutBatch[],
): Law =>
  law(
    strict ? 'a better reward is better' : 'a better reward is no worse',
    `within a prompt, a higher reward ${strict ? 'gets a higher' : 'never gets a lower'} advantage`,
    batches,
    (batch) => {
      const { rewards, promptIds } = batch
      const pairs = rewards.flatMap((reward, i) =>
        rewards.flatMap((other, j) =>
          promptIds[i] === promptIds[j] && reward > other ? [[i, j] as const] : [],
        ),
      )
      caseOf(pairs.length > 0)
      const advantages = advantagesOf(batch)
      const odd = pairs.find(([i, j]) =>
        strict ? !(advantages[i]! > advantages[j]!) : advantages[i]! < advantages[j]! - tolerance,
      )
      if (odd === undefined) return undefined
      const [i, j] = odd
      return `rewards ${rewards[i]} > ${rewards[j]}, advantages ${advantages[i]} ${strict ? '≤' : '<'} ${advantages[j]}`
    },
    { examples },
  )

const show = (advantages: readonly number[]): string =>
  `[${advantages.slice(0, 8).join(', ')}${advantages.length > 8 ? ', …' : ''}]`

/** Prompt ids that a number parser, a sort or a plain object confuses. */
const PROMPT_NAMES = ['7', '007', '7.0', '__proto__', 'toString', 'p10', 'p2', '']

/** Batches in which every prompt has at least two rollouts: the advantage of a single rollout is each estimator's choice. */
const comparable = (shape: RolloutBatchShape = {}): fc.Arbitrary<FullRolloutBatch> =>
  fc
    .constantFrom('even', 'ragged', 'constant', 'rare')
    .chain((one) => rolloutBatches({ ...shape, shape: one }))

const withPermutation = (batches: fc.Arbitrary<FullRolloutBatch>) =>
  batches.chain((batch) => {
    const identity = [...batch.rewards.keys()]
    return fc
      .shuffledSubarray(identity, { minLength: identity.length })
      .map((order) => ({ batch, order: order as readonly number[] }))
  })

const reordered = (batch: FullRolloutBatch, order: readonly number[]): FullRolloutBatch => ({
  rewards: order.map((from) => batch.rewards[from]!),
  promptIds: order.map((from) => batch.promptIds[from]!),
  taskTypes: order.map((from) => batch.taskTypes[from]!),
  baselines: order.map((from) => batch.baselines[from]!),
  lengths: order.map((from) => batch.lengths[from]!),
  components: batch.components.map((component) => order.map((from) => component[from]!)),
})

function differ(got: ArrayLike<number>, wanted: ArrayLike<number>, tolerance: number): string | undefined {
  for (let i = 0; i < wanted.length; i++) {
    if (!(Math.abs(got[i]! - wanted[i]!) <= tolerance * Math.max(1, Math.abs(wanted[i]!))))
      return `advantages[${i}] is ${got[i]} instead of ${wanted[i]}`
  }
  return undefined
}

/** The largest epsilon that papers and libraries add to a deviation. */
const LARGEST_EPSILON = 1e-4

/** The relative change of a normalised advantage by such an epsilon; largest at the smallest spread. */
function epsilonTolerance({ promptIds, rewards }: FullRolloutBatch): number {
  const spreads = [...mapValues(byName(promptIds, rewards), sampleVariance).values()].filter(
    (one) => one > 1e-12,
  )
  return 1e-9 + (2 * LARGEST_EPSILON) / Math.sqrt(Math.min(1, ...spreads))
}

function lawsOfClaims(
  advantagesOf: AdvantagesOf,
  claims: EstimatorClaims,
  tolerance: number,
): readonly Law[] {
  const laws: Law[] = []
  if (claims.reach !== 'batch') laws.push(reachLaw(advantagesOf, claims.reach, tolerance))
  if (claims.centred) laws.push(centredLaw(advantagesOf, claims.centred, tolerance))
  if (claims.unitVariance) laws.push(unitVarianceLaw(advantagesOf, claims.unitVariance))
  if (claims.shiftInvariant) laws.push(shiftLaw(advantagesOf, claims.shiftInvariant, tolerance))
  if (claims.scale) laws.push(scaleLaw(advantagesOf, claims.scale))
  return laws
}

const reachLaw = (advantagesOf: AdvantagesOf, reach: 'prompt' | 'task', tolerance: number): Law =>
  law('reach', `an advantage depends on no reward outside its ${reach}`, rolloutBatches(), (batch) => {
    const names = reach === 'prompt' ? batch.promptIds : batch.taskTypes
    const inside = batch.rewards.map((_, i) => names[i] === names[0])
    const changed = {
      ...batch,
      rewards: batch.rewards.map((reward, i) => (inside[i] ? reward : 1 - reward)),
    }
    const select = (values: ArrayLike<number>) => Array.from(values).filter((_, i) => inside[i])
    return differ(select(advantagesOf(changed)), select(advantagesOf(batch)), tolerance)
  })

const centredLaw = (advantagesOf: AdvantagesOf, level: 'prompt' | 'task', tolerance: number): Law =>
  law('centred', `the advantages of a ${level} add up to 0`, comparable({ rewards: 'exact' }), (batch) => {
    for (const [name, advantages] of byName(
      level === 'prompt' ? batch.promptIds : batch.taskTypes,
      advantagesOf(batch),
    )) {
      const sum = advantages.reduce((total, value) => total + value, 0)
      if (Math.abs(sum) > tolerance * 100) return `those of ${name} add up to ${sum}`
    }
    return undefined
  })

const unitVarianceLaw = (advantagesOf: AdvantagesOf, level: 'prompt' | 'task' | 'pooled'): Law => {
  const says = {
    prompt: 'the sample variance (n − 1) of the advantages of a prompt is 1',
    task: 'the sample variance (n − 1) of the advantages of a prompt, averaged over the prompts of a task type, is 1',
    pooled: 'the sample variance (n − 1) of all advantages of a task type is 1',
  }[level]
  return law('unit variance', says, comparable(), (batch) => {
    const advantages = advantagesOf(batch)
    for (const [name, variance] of variances(level, batch, advantages)) {
      const constant =
        variance === 0 ||
        [...variances(level, batch, batch.rewards)].some(([other, of]) => other === name && of < 1e-12)
      if (!constant && Math.abs(variance - 1) > 2 * epsilonTolerance(batch))
        return `variance ${variance} for ${name}`
    }
    return undefined
  })
}

function variances(
  level: 'prompt' | 'task' | 'pooled',
  { promptIds, taskTypes }: FullRolloutBatch,
  values: ArrayLike<number>,
): ReadonlyMap<Name, number> {
  if (level !== 'task')
    return mapValues(byName(level === 'prompt' ? promptIds : taskTypes, values), sampleVariance)
  const taskOf = new Map(promptIds.map((prompt, i) => [prompt, taskTypes[i]!]))
  const ofPrompts = [...mapValues(byName(promptIds, values), sampleVariance)]
  const tasks = ofPrompts.map(([prompt]) => taskOf.get(prompt)!)
  return mapValues(
    byName(
      tasks,
      ofPrompts.map(([, variance]) => variance),
    ),
    mean,
  )
}

const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length

const sampleVariance = (values: readonly number[]): number => {
  const centre = mean(values)
  return values.reduce((sum, value) => sum + (value - centre) ** 2, 0) / (values.length - 1)
}

type Name = string | number

function byName(names: readonly Name[], values: ArrayLike<number>): ReadonlyMap<Name, readonly number[]> {
  const groups = new Map<Name, number[]>()
  names.forEach((name, i) => {
    groups.set(name, [...(groups.get(name) ?? []), values[i]!])
  })
  return groups
}

const mapValues = <From, To>(
  map: ReadonlyMap<Name, From>,
  change: (value: From) => To,
): ReadonlyMap<Name, To> => new Map([...map].map(([name, value]) => [name, change(value)]))

const shiftLaw = (advantagesOf: AdvantagesOf, level: 'prompt' | 'task' | 'batch', tolerance: number): Law =>
  law(
    'shift',
    `adding a constant to every reward of a ${level} changes no advantage`,
    fc.record({ batch: comparable({ rewards: 'exact' }), by: fc.constantFrom(1, -0.5, 8, 2 ** 20) }),
    ({ batch, by }) => {
      const names = { prompt: batch.promptIds, task: batch.taskTypes, batch: batch.rewards.map(() => '') }[
        level
      ]
      const rewards = batch.rewards.map((reward, i) => (names[i] === names[0] ? reward + by : reward))
      return differ(
        advantagesOf({ ...batch, rewards }),
        advantagesOf(batch),
        Math.max(tolerance, by === 2 ** 20 ? FAR_SHIFT_ROUNDING : SHIFT_ROUNDING),
      )
    },
  )

/** Shifted rewards are exact; means over 3, 5, 6 or 7 rollouts are rounded. */
const SHIFT_ROUNDING = 1e-9
/** Near 2²⁰ the error of a mean is 1e-10 and the spread at least 1e-3; the error of a sum of squares is 1e-4 or more. */
const FAR_SHIFT_ROUNDING = 1e-6

const scaleLaw = (advantagesOf: AdvantagesOf, scale: 'invariant' | 'equivariant'): Law =>
  law(
    'scale',
    scale === 'invariant'
      ? 'doubling every reward changes no advantage'
      : 'doubling every reward doubles every advantage',
    comparable(),
    (batch) => {
      const doubled = advantagesOf({
        ...batch,
        rewards: batch.rewards.map((reward) => 2 * reward),
        baselines: batch.baselines.map((reward) => 2 * reward),
      })
      const factor = scale === 'invariant' ? 1 : 2
      return differ(
        doubled,
        Array.from(advantagesOf(batch), (value) => factor * value),
        scale === 'invariant' ? epsilonTolerance(batch) : 1e-9,
      )
    },
  )

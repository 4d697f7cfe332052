import * as fc from 'fast-check'
import { groupRollouts, type RolloutBatch } from '../../advantages/group-rollouts.js'
import type { Advantages, PromptGroups } from '../../advantages/prompt-groups.js'
import { describeError } from '../../errors.js'
import {
  type FullRolloutBatch,
  type RolloutBatchShape,
  rolloutBatches,
} from '../arbitraries/rollout-batches.js'
import { assertLaws, type Law, type LawParameters, law } from './law.js'

/** An advantage estimator: ours, or anybody's. It may give the numbers alone, our `Advantages`, or an `Either` of them. */
export type EstimatorUnderTest = (
  groups: PromptGroups,
) =>
  | ArrayLike<number>
  | Pick<Advantages, 'advantages'>
  | { readonly _tag: 'Left'; readonly left: unknown }
  | { readonly _tag: 'Right'; readonly right: Pick<Advantages, 'advantages'> }

/** What an estimator claims beyond the laws of all; each claim is checked. */
export interface EstimatorClaims {
  /** Whose rewards an advantage depends on: those of its own prompt, of its task type, or of the whole batch. */
  readonly reach: 'prompt' | 'task' | 'batch'
  /** The advantages of each prompt, or task type, with at least two rollouts add up to 0. */
  readonly centred?: 'prompt' | 'task'
  /**
   * `prompt`: the sample variance (n − 1) of a prompt's advantages is 1. `task`: the average of these over the prompts
   * of a task type is 1. `pooled`: the sample variance of all advantages of a task type is 1.
   */
  readonly unitVariance?: 'prompt' | 'task' | 'pooled'
  /** Adding a constant to every reward of one prompt (task type, batch) changes nothing. */
  readonly shiftInvariant?: 'prompt' | 'task' | 'batch'
  /** Doubling every reward changes nothing (`invariant`, up to epsilon) or doubles every advantage (`equivariant`). */
  readonly scale?: 'invariant' | 'equivariant'
}

/** What the estimators of this library claim, by name. */
export const ESTIMATOR_CLAIMS = {
  grpo: {
    reach: 'prompt',
    centred: 'prompt',
    unitVariance: 'prompt',
    shiftInvariant: 'prompt',
    scale: 'invariant',
  },
  drGrpo: { reach: 'prompt', centred: 'prompt', shiftInvariant: 'prompt', scale: 'equivariant' },
  tmn: {
    reach: 'task',
    centred: 'prompt',
    unitVariance: 'task',
    shiftInvariant: 'prompt',
    scale: 'invariant',
  },
  tmnReweight: { reach: 'task', shiftInvariant: 'task', scale: 'invariant' },
  qwenLong: { reach: 'task', centred: 'prompt', shiftInvariant: 'task', scale: 'invariant' },
  /** `profile: 'published'`. */
  qwenLongPublished: {
    reach: 'task',
    centred: 'task',
    unitVariance: 'pooled',
    shiftInvariant: 'task',
    scale: 'invariant',
  },
  rloo: { reach: 'prompt', centred: 'prompt', shiftInvariant: 'prompt', scale: 'equivariant' },
  opo: { reach: 'prompt', shiftInvariant: 'prompt', scale: 'equivariant' },
  remax: { reach: 'prompt' },
  gpg: { reach: 'batch', centred: 'prompt', scale: 'equivariant' },
  grpoPassK: { reach: 'prompt', shiftInvariant: 'prompt', scale: 'invariant' },
  /** Its whitening divides by a count plus epsilon, so that a shift is felt: no claim. */
  reinforcePlusPlus: { reach: 'batch', scale: 'invariant' },
  reinforcePlusPlusBaseline: { reach: 'batch', shiftInvariant: 'prompt', scale: 'invariant' },
} as const satisfies Record<string, EstimatorClaims>

/** Which laws an estimator is held to. */
export interface EstimatorLawOptions extends LawParameters {
  /** An estimator's name, to be held to its claims, or claims of your own. */
  readonly like: keyof typeof ESTIMATOR_CLAIMS | EstimatorClaims
  /** Two advantages are equal when they differ by no more than this, relative to max(1, |A|). Default 1e-9; use 1e-4 for float32. */
  readonly tolerance?: number
}

/**
 * Checks an advantage estimator against the laws of all estimators and against its own claims.
 *
 * For all: `one finite advantage per rollout`, `leaves the batch alone`, `deterministic`, `order is nothing`,
 * `names are nothing`, `an invalid rollout is nothing`, `a better reward is no worse`.
 * By claim: `reach`, `centred`, `unit variance`, `shift`, `scale`.
 *
 * @returns the names of the laws that hold
 * @throws LawsBroken with a shrunk counter-example for each law that does not
 */
export function estimatorLaws(
  estimator: EstimatorUnderTest,
  options: EstimatorLawOptions,
): readonly string[] {
  const claims = typeof options.like === 'string' ? ESTIMATOR_CLAIMS[options.like] : options.like
  const subject = typeof options.like === 'string' ? `The estimator like ${options.like}` : 'The estimator'
  const advantagesOf = (batch: RolloutBatch) => numbersOf(estimator(grouped(batch)))
  const tolerance = options.tolerance ?? 1e-9
  return assertLaws(
    subject,
    [...lawsOfEvery(estimator, advantagesOf, tolerance), ...lawsOfClaims(advantagesOf, claims, tolerance)],
    options,
  )
}

type AdvantagesOf = (batch: RolloutBatch) => ArrayLike<number>

function numbersOf(outcome: ReturnType<EstimatorUnderTest>): ArrayLike<number> {
  if (!('_tag' in outcome)) return 'advantages' in outcome ? outcome.advantages : outcome
  if (outcome._tag === 'Right') return outcome.right.advantages
  throw new Error(`the estimator refused a good batch: ${fc.stringify(outcome.left)}`)
}

function grouped(batch: RolloutBatch): PromptGroups {
  const groups = groupRollouts(batch)
  if (groups._tag === 'Right') return groups.right
  throw new Error(describeError(groups.left))
}

function lawsOfEvery(
  estimator: EstimatorUnderTest,
  advantagesOf: AdvantagesOf,
  tolerance: number,
): readonly Law[] {
  const batches = rolloutBatches()
  return [
    law('one finite advantage per rollout', 'N rollouts get N finite advantages', batches, (batch) => {
      const advantages = Array.from(advantagesOf(batch))
      if (advantages.length !== batch.rewards.length)
        return `${advantages.length} for ${batch.rewards.length} rollouts`
      const odd = advantages.findIndex((value) => !Number.isFinite(value))
      return odd < 0 ? undefined : `advantages[${odd}] is ${advantages[odd]}`
    }),
    law('leaves the batch alone', 'the arrays handed over are not written to', batches, (batch) => {
      const groups = grouped(batch)
      const before = fc.stringify(groups)
      estimator(groups)
      return fc.stringify(groups) === before ? undefined : `the groups became ${fc.stringify(groups)}`
    }),
    law('deterministic', 'the same batch gets the same advantages', batches, (batch) =>
      differ(advantagesOf(batch), advantagesOf(batch), 0),
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
      const renamed = {
        ...batch,
        promptIds: batch.promptIds.map((id) => PROMPT_NAMES[Number(id.split(' ')[1])]!),
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
            valid: clone.rewards.map((_, i) => i < count),
          }),
        )
        if (advantages[count] !== 0) return `advantage ${advantages[count]} for the invalid rollout`
        return differ(advantages.slice(0, count), advantagesOf(batch), tolerance)
      },
    ),
    law(
      'a better reward is no worse',
      'within a prompt, a higher reward never gets a lower advantage',
      batches,
      (batch) => {
        const advantages = advantagesOf(batch)
        for (let i = 0; i < batch.rewards.length; i++) {
          for (let j = 0; j < batch.rewards.length; j++) {
            if (batch.promptIds[i] !== batch.promptIds[j] || batch.rewards[i]! <= batch.rewards[j]!) continue
            if (advantages[i]! < advantages[j]! - tolerance)
              return `rewards ${batch.rewards[i]} > ${batch.rewards[j]}, advantages ${advantages[i]} < ${advantages[j]}`
          }
        }
        return undefined
      },
    ),
  ]
}

/** Names that a number parser, a sort or a plain object would mix up. */
const PROMPT_NAMES = ['7', '007', '7.0', '__proto__', 'toString', 'p10', 'p2', '']

/** Batches in which every prompt has at least two rollouts: what one rollout alone gets is a choice of each estimator. */
const comparable = (shape: RolloutBatchShape = {}): fc.Arbitrary<FullRolloutBatch> =>
  fc.constantFrom('even', 'ragged', 'constant').chain((one) => rolloutBatches({ ...shape, shape: one }))

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
})

function differ(got: ArrayLike<number>, wanted: ArrayLike<number>, tolerance: number): string | undefined {
  for (let i = 0; i < wanted.length; i++) {
    if (!(Math.abs(got[i]! - wanted[i]!) <= tolerance * Math.max(1, Math.abs(wanted[i]!))))
      return `advantages[${i}] is ${got[i]} instead of ${wanted[i]}`
  }
  return undefined
}

/** Epsilon (1e-6) beside the smallest spread of the generated rewards (about 1e-3) moves a normalised advantage by 1e-3 at most. */
const EPSILON_TOLERANCE = 2e-3

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
  law('centred', `the advantages of a ${level} add up to 0`, comparable(), (batch) => {
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
      if (!constant && Math.abs(variance - 1) > 2 * EPSILON_TOLERANCE)
        return `variance ${variance} for ${name}`
    }
    return undefined
  })
}

function variances(
  level: 'prompt' | 'task' | 'pooled',
  { promptIds, taskTypes }: FullRolloutBatch,
  values: ArrayLike<number>,
): ReadonlyMap<string, number> {
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

function byName(names: readonly string[], values: ArrayLike<number>): ReadonlyMap<string, readonly number[]> {
  const groups = new Map<string, number[]>()
  names.forEach((name, i) => {
    groups.set(name, [...(groups.get(name) ?? []), values[i]!])
  })
  return groups
}

const mapValues = <From, To>(
  map: ReadonlyMap<string, From>,
  change: (value: From) => To,
): ReadonlyMap<string, To> => new Map([...map].map(([name, value]) => [name, change(value)]))

const shiftLaw = (advantagesOf: AdvantagesOf, level: 'prompt' | 'task' | 'batch', tolerance: number): Law =>
  law(
    'shift',
    `adding a constant to every reward of a ${level} changes no advantage`,
    fc.record({ batch: comparable({ rewards: 'exact' }), by: fc.constantFrom(1, -0.5, 8) }),
    ({ batch, by }) => {
      const names = { prompt: batch.promptIds, task: batch.taskTypes, batch: batch.rewards.map(() => '') }[
        level
      ]
      const rewards = batch.rewards.map((reward, i) => (names[i] === names[0] ? reward + by : reward))
      return differ(
        advantagesOf({ ...batch, rewards }),
        advantagesOf(batch),
        Math.max(tolerance, SHIFT_ROUNDING),
      )
    },
  )

/** The shifted rewards are exact, their means over 3, 5, 6 or 7 rollouts are rounded. */
const SHIFT_ROUNDING = 1e-9

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
        EPSILON_TOLERANCE,
      )
    },
  )

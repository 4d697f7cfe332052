import * as fc from 'fast-check'
import type { RolloutBatch } from '../../advantages/group-rollouts.js'
import { findBadOption } from '../../options/find-bad-option.js'
import type { OptionRows } from '../../options/option-row.js'
import { refuse } from '../../results.js'

/** A batch that every estimator accepts: all fields of `groupRollouts` except `valid`. */
export interface FullRolloutBatch extends RolloutBatch {
  readonly rewards: readonly number[]
  readonly promptIds: readonly (string | number)[]
  readonly taskTypes: readonly string[]
  /** [N] greedy rewards for ReMax; one per prompt, repeated for its rollouts. */
  readonly baselines: readonly number[]
  /** [N] response lengths in tokens. */
  readonly lengths: readonly number[]
  /** [2][N] components of the rewards, for GDPO. */
  readonly components: readonly (readonly number[])[]
}

/** Which batches are generated. */
export interface RolloutBatchShape {
  /**
   * - `even`: every prompt has as many rollouts; `ragged`: from two to forty
   * - `singleton`: at least one prompt has a single rollout
   * - `constant`: at least one prompt's rewards are all equal
   * - `rare`: at least one prompt has 36 rollouts or more, one of which differs from all others
   * - `any` (default): a mixture of these
   */
  readonly shape?: 'even' | 'ragged' | 'singleton' | 'constant' | 'rare' | 'any'
  /** How many task types at most. Default 3. */
  readonly taskTypes?: number
  /**
   * - `shares` (default): k/10, k/64 and k/3: many ties, and unequal rewards differ by at least 1/320
   * - `exact`: k/64 only, whose sums and shifts are exact in floating point
   * - `wide`: negative and large rewards, and close rewards far from 0, where sums of squares cancel
   * - `close`: 2⁻³⁰ apart, about 1e-9
   */
  readonly rewards?: 'shares' | 'exact' | 'wide' | 'close'
}

const SHAPE: OptionRows<RolloutBatchShape> = {
  shape: {
    kind: 'choice',
    of: ['even', 'ragged', 'singleton', 'constant', 'rare', 'any'],
    default: 'any',
  },
  taskTypes: { kind: 'number', from: 1, whole: true, default: 3 },
  rewards: { kind: 'choice', of: ['shares', 'exact', 'wide', 'close'], default: 'shares' },
}

/**
 * Batches of rollouts, shuffled, so that the rollouts of a group are not adjacent. Prompt ids are strings or numbers.
 * A counter-example shrinks towards few prompts of few rollouts.
 *
 * @throws the Error of a `BadOption` for a wrong option
 */
export const rolloutBatches = (options: RolloutBatchShape = {}): fc.Arbitrary<FullRolloutBatch> => {
  refuse(findBadOption(options, SHAPE))
  const { shape = 'any', taskTypes = 3, rewards = 'shares' } = options
  const rollout = fc.record({
    reward: share(rewards),
    length: fc.integer({ min: 1, max: 500 }),
    place: fc.nat(),
  })
  const rollouts = fc.oneof(
    { weight: 12, arbitrary: fc.array(rollout, { minLength: 2, maxLength: 8, size: 'max' }) },
    { weight: 3, arbitrary: fc.array(rollout, { minLength: 9, maxLength: 17, size: 'max' }) },
    { weight: 1, arbitrary: fc.array(rollout, { minLength: 18, maxLength: 40, size: 'max' }) },
  )
  const group = fc.record({ task: fc.nat({ max: taskTypes - 1 }), baseline: share(rewards), rollouts })
  return fc
    .record({
      groups: fc.array(group, { minLength: 1, maxLength: 5, size: 'max' }),
      form:
        shape === 'any'
          ? fc.constantFrom('even', 'ragged', 'singleton', 'constant', 'rare')
          : fc.constant(shape),
      unit: unitOf(rewards),
      numericIds: fc.oneof({ weight: 3, arbitrary: fc.constant(false) }, fc.constant(true)),
    })
    .map(({ groups, form, unit, numericIds }) => batchOf(formed(groups, form), unit, numericIds))
}

interface Group {
  readonly task: number
  readonly baseline: number
  readonly rollouts: readonly Rollout[]
}

interface Rollout {
  readonly reward: number
  readonly length: number
  readonly place: number
}

/** reward = offset + scale · share, the same for a whole batch. */
interface Unit {
  readonly offset: number
  readonly scale: number
}

const share = (rewards: RolloutBatchShape['rewards']): fc.Arbitrary<number> => {
  const exact = fc.integer({ min: 0, max: 64 }).map((parts) => parts / 64)
  if (rewards === 'close') return fc.integer({ min: 0, max: 5 })
  if (rewards !== 'shares') return exact
  return fc.oneof(
    exact,
    fc.integer({ min: 0, max: 10 }).map((tenths) => tenths / 10),
    fc.integer({ min: 0, max: 3 }).map((thirds) => thirds / 3),
  )
}

function unitOf(rewards: RolloutBatchShape['rewards']): fc.Arbitrary<Unit> {
  switch (rewards) {
    case 'close':
      return fc.constant({ offset: 0.5, scale: 2 ** -30 })
    case 'wide':
      return fc.record({
        offset: fc.constantFrom(0, -0.5, -1, 2 ** 20, -(2 ** 20), 2 ** 28),
        scale: fc.constantFrom(1, -1, 64, 4096),
      })
    default:
      return fc.constant({ offset: 0, scale: 1 })
  }
}

/** The first prompt of a `constant` batch has equal rewards, that of a `singleton` batch a single rollout. */
function formed(groups: readonly Group[], form: string): readonly Group[] {
  const [first, ...others] = groups as readonly [Group, ...Group[]]
  switch (form) {
    case 'even': {
      const size = Math.min(...groups.map(({ rollouts }) => rollouts.length))
      return groups.map((group) => ({ ...group, rollouts: group.rollouts.slice(0, size) }))
    }
    case 'singleton':
      return [{ ...first, rollouts: first.rollouts.slice(0, 1) }, ...others]
    case 'constant': {
      const { reward } = first.rollouts[0]!
      return [{ ...first, rollouts: first.rollouts.map((rollout) => ({ ...rollout, reward })) }, ...others]
    }
    case 'rare': {
      const [success, failure] = first.rollouts as readonly [Rollout, Rollout]
      const failures = Array.from(
        { length: Math.max(FEWEST_OF_RARE, first.rollouts.length) - 1 },
        (_, k) => ({
          ...first.rollouts[1 + (k % (first.rollouts.length - 1))]!,
          reward: failure.reward,
        }),
      )
      return [{ ...first, rollouts: [success, ...failures] }, ...others]
    }
    default:
      return groups
  }
}

/** One success among 36 or more rollouts lies about √n ≥ 6 standard deviations from the mean. */
const FEWEST_OF_RARE = 36

function batchOf(groups: readonly Group[], { offset, scale }: Unit, numericIds: boolean): FullRolloutBatch {
  const rows = groups
    .flatMap(({ task, baseline, rollouts }, prompt) =>
      rollouts.map((rollout) => ({ ...rollout, prompt, task, baseline })),
    )
    .sort((a, b) => a.place - b.place)
  const reward = (drawn: number) => offset + scale * drawn
  return {
    rewards: rows.map((row) => reward(row.reward)),
    promptIds: rows.map(({ prompt }) => (numericIds ? prompt : `prompt ${prompt}`)),
    taskTypes: rows.map(({ task }) => `task ${task}`),
    baselines: rows.map(({ baseline }) => reward(baseline)),
    lengths: rows.map(({ length }) => length),
    components: [rows.map((row) => reward(row.reward)), rows.map(({ length }) => (length % 5) / 4)],
  }
}

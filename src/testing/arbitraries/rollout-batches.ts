import * as fc from 'fast-check'
import type { RolloutBatch } from '../../advantages/group-rollouts.js'

/** A batch that every estimator can work with: all fields of `groupRollouts`, components and validity aside. */
export interface FullRolloutBatch extends RolloutBatch {
  readonly rewards: readonly number[]
  readonly promptIds: readonly string[]
  readonly taskTypes: readonly string[]
  /** [N] greedy rewards for ReMax; one per prompt, repeated for its rollouts. */
  readonly baselines: readonly number[]
  /** [N] response lengths in tokens. */
  readonly lengths: readonly number[]
}

/** What a batch looks like. */
export interface RolloutBatchShape {
  /**
   * - `even`: every prompt has as many rollouts; `ragged`: from two to seven
   * - `singleton`: at least one prompt has a single rollout
   * - `constant`: at least one prompt's rewards are all equal
   * - `any` (default): a mixture of these
   */
  readonly shape?: 'even' | 'ragged' | 'singleton' | 'constant' | 'any'
  /** How many task types at most. Default 3. */
  readonly taskTypes?: number
  /** `shares` (default): k/10, k/64 and k/3; `exact`: k/64 only, whose sums and shifts are exact in floating point. */
  readonly rewards?: 'shares' | 'exact'
}

/**
 * Batches of rollouts, shuffled, so that a group's rollouts do not lie side by side.
 * Rewards are shares (k/10, k/64, k/3), which tie often and never lie closer than 1/320 without being equal.
 */
export const rolloutBatches = (options: RolloutBatchShape = {}): fc.Arbitrary<FullRolloutBatch> => {
  const { shape = 'any', taskTypes = 3, rewards = 'shares' } = options
  if (shape === 'any')
    return fc
      .constantFrom('even', 'ragged', 'singleton', 'constant')
      .chain((one) => rolloutBatches({ ...options, shape: one }))
  return groupSizes(shape)
    .chain((sizes) =>
      fc.tuple(
        ...sizes.map((size, prompt) =>
          promptGroup(prompt, size, shape, taskTypes, rewards === 'exact' ? exactShare() : share()),
        ),
      ),
    )
    .chain((groups) => shuffled(groups.flat()))
    .map((rows) => ({
      rewards: rows.map(({ reward }) => reward),
      promptIds: rows.map(({ prompt }) => `prompt ${prompt}`),
      taskTypes: rows.map(({ task }) => `task ${task}`),
      baselines: rows.map(({ baseline }) => baseline),
      lengths: rows.map(({ length }) => length),
    }))
}

interface Row {
  readonly prompt: number
  readonly task: number
  readonly reward: number
  readonly baseline: number
  readonly length: number
}

const exactShare = (): fc.Arbitrary<number> => fc.integer({ min: 0, max: 64 }).map((parts) => parts / 64)

const share = (): fc.Arbitrary<number> =>
  fc.oneof(
    exactShare(),
    fc.integer({ min: 0, max: 10 }).map((tenths) => tenths / 10),
    fc.integer({ min: 0, max: 3 }).map((thirds) => thirds / 3),
  )

function groupSizes(shape: 'even' | 'ragged' | 'singleton' | 'constant'): fc.Arbitrary<readonly number[]> {
  const ragged = fc.array(fc.integer({ min: 2, max: 7 }), { minLength: 1, maxLength: 5 })
  switch (shape) {
    case 'even':
      return fc
        .tuple(fc.integer({ min: 1, max: 5 }), fc.integer({ min: 2, max: 8 }))
        .map(([prompts, size]) => Array.from({ length: prompts }, () => size))
    case 'singleton':
      return ragged.map((sizes) => [1, ...sizes])
    default:
      return ragged
  }
}

/** The first prompt of a `constant` batch is the constant one. */
const promptGroup = (
  prompt: number,
  size: number,
  shape: string,
  taskTypes: number,
  reward: fc.Arbitrary<number>,
): fc.Arbitrary<readonly Row[]> =>
  fc
    .tuple(
      fc.integer({ min: 0, max: taskTypes - 1 }),
      reward,
      fc.array(fc.tuple(reward, fc.integer({ min: 1, max: 500 })), { minLength: size, maxLength: size }),
    )
    .map(([task, baseline, drawn]) =>
      drawn.map(([drawnReward, length]) => ({
        prompt,
        task,
        reward: shape === 'constant' && prompt === 0 ? drawn[0]![0] : drawnReward,
        baseline,
        length,
      })),
    )

const shuffled = <Item>(list: readonly Item[]): fc.Arbitrary<readonly Item[]> =>
  fc.shuffledSubarray([...list], { minLength: list.length, maxLength: list.length })

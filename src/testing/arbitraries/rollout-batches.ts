import * as fc from 'fast-check'

/** Rewards of a training step, as `groupRollouts` takes them. */
export interface RolloutBatch {
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
}

/**
 * Batches of rollouts, shuffled, so that a group's rollouts do not lie side by side.
 * Rewards are shares (k/10, k/64), which tie often, or any double in [0, 1].
 */
export const rolloutBatches = (options: RolloutBatchShape = {}): fc.Arbitrary<RolloutBatch> => {
  const { shape = 'any', taskTypes = 3 } = options
  if (shape === 'any')
    return fc
      .constantFrom('even', 'ragged', 'singleton', 'constant')
      .chain((one) => rolloutBatches({ shape: one, taskTypes }))
  return groupSizes(shape)
    .chain((sizes) => fc.tuple(...sizes.map((size, prompt) => promptGroup(prompt, size, shape, taskTypes))))
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

const share = (): fc.Arbitrary<number> =>
  fc.oneof(
    fc.integer({ min: 0, max: 10 }).map((tenths) => tenths / 10),
    fc.integer({ min: 0, max: 64 }).map((parts) => parts / 64),
    fc.double({ min: 0, max: 1, noNaN: true }).map((value) => Math.fround(value)),
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
): fc.Arbitrary<readonly Row[]> =>
  fc
    .tuple(
      fc.integer({ min: 0, max: taskTypes - 1 }),
      share(),
      fc.array(fc.tuple(share(), fc.integer({ min: 1, max: 500 })), { minLength: size, maxLength: size }),
    )
    .map(([task, baseline, drawn]) =>
      drawn.map(([reward, length]) => ({
        prompt,
        task,
        reward: shape === 'constant' && prompt === 0 ? drawn[0]![0] : reward,
        baseline,
        length,
      })),
    )

const shuffled = <Item>(list: readonly Item[]): fc.Arbitrary<readonly Item[]> =>
  fc.shuffledSubarray([...list], { minLength: list.length, maxLength: list.length })

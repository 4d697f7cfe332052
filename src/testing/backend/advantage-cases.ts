import * as fc from 'fast-check'
import { isRight } from 'fp-ts/lib/Either.js'
import type { AdvantageSpec } from '../../advantages/compute-advantages.js'
import { groupRollouts } from '../../advantages/group-rollouts.js'
import type { PromptGroups } from '../../advantages/prompt-groups.js'
import { type RolloutBatchShape, rolloutBatches } from '../arbitraries/rollout-batches.js'

/** A call of `computeAdvantages`. */
export interface AdvantageCase {
  readonly groups: PromptGroups
  readonly spec: AdvantageSpec
}

export type Estimator = AdvantageSpec['estimator']

/** A call of an estimator on `promptGroups`. */
export const advantageCases = (estimator: Estimator): fc.Arbitrary<AdvantageCase> =>
  fc.record({ groups: promptGroups(), spec: specs(estimator) })

/**
 * Shuffled groups of equal and different sizes, single rollouts and groups of equal rewards; sometimes with rewards on another
 * scale, far from 0, or 1e-9 apart, or with invalid rollouts.
 */
export const promptGroups = (shape: RolloutBatchShape = {}): fc.Arbitrary<PromptGroups> => {
  const batchOf = (rewards: RolloutBatchShape['rewards']) => rolloutBatches({ ...shape, rewards: rewards! })
  return fc
    .record({
      batch: fc.oneof({ weight: 6, arbitrary: batchOf('shares') }, batchOf('wide'), batchOf('close')),
      scale: fc.constantFrom(1, 1, 1e-3, 1e3),
      shift: fc.constantFrom(0, 0, 0.9, -5),
      leftOut: fc.option(fc.array(fc.boolean(), { minLength: 1, maxLength: 7 })),
    })
    .map(({ batch, scale, shift, leftOut }) => {
      const rewards = batch.rewards.map((reward) => reward * scale + shift)
      const groups = groupRollouts({
        ...batch,
        rewards,
        components: [rewards, batch.components[1]!.map((value, i) => (i % 5 === 3 ? Number.NaN : value))],
        ...(leftOut !== null && { valid: rewards.map((_, i) => !leftOut[i % leftOut.length]) }),
      })
      if (isRight(groups)) return groups.right
      throw new Error(`our own batch was refused: ${JSON.stringify(groups.left)}`)
    })
}

/** The options of an estimator, each given or omitted. */
function specs(estimator: Estimator): fc.Arbitrary<AdvantageSpec> {
  const epsilon = { epsilon: fc.constantFrom(1e-6, 1e-3) }
  const singletons = { singletons: fc.constantFrom('keep-reward', 'zero') }
  const task = { singletons: fc.constantFrom('keep-reward', 'zero', 'exclude') }
  const difficulty = { alpha: fc.constantFrom(0, 0.5, 0.8, 1), gamma: fc.constantFrom(0, 1, 2) }
  const profile = { profile: fc.constantFrom('natural', 'published') }
  const variance = { variance: fc.constantFrom('unbiased', 'biased') }
  const grpo = {
    ...profile,
    ...epsilon,
    ...singletons,
    ...variance,
    normalizeByStd: fc.boolean(),
    baseline: fc.constantFrom('group', 'group', 'others'),
    scaling: fc.constantFrom('prompt', 'prompt', 'batch'),
    varianceFloor: fc.constantFrom(0, 0, 1e-6),
  }
  const tmn = {
    ...profile,
    ...epsilon,
    ...task,
    normalizeByTaskScale: fc.boolean(),
    zeroVariance: fc.constantFrom('keep', 'exclude'),
    scales: fc.constantFrom({}, { 'task 0': 0.04, elsewhere: { squared: 1, weight: 0.5 } }),
    decay: fc.constantFrom(0, 0.5, 1),
  }
  const options: Record<Estimator, Record<string, fc.Arbitrary<unknown>>> = {
    grpo,
    grpoDifficulty: { ...grpo, gamma: fc.constantFrom(0.5, 1) },
    grpoPassK: { ...epsilon, normalizeByStd: fc.boolean() },
    tmn,
    difficultyWeights: { ...profile, ...task, ...difficulty },
    tmnReweight: { ...tmn, ...difficulty },
    qwenLong: { ...profile, ...epsilon },
    rloo: singletons,
    reinforcePlusPlus: { ...profile, ...variance, epsilon: fc.constantFrom(1e-8, 1e-3) },
    reinforcePlusPlusBaseline: { ...singletons, ...variance },
    maxRl: epsilon,
    opo: singletons,
    remax: {},
    gpg: { ...singletons, normalization: fc.constantFrom(1, 2) },
    gdpo: { weights: fc.constantFrom([1, 1], [0.7, 0.3]) },
  }
  return fc
    .record(options[estimator], { requiredKeys: [] })
    .map((given) => ({ estimator, ...given }) as AdvantageSpec)
}

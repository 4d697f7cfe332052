import { type BadBatch, badBatch } from '../errors.js'
import type { CarriedScale } from './carried-scales.js'

/**
 * The rollouts of a batch, sorted into the groups of their prompts; checked once, then shared by every estimator.
 * N rollouts, P prompts, K task types. Everything is indexed in the order of first appearance.
 */
export interface PromptGroups {
  /** [N] reward of each rollout. */
  readonly rewards: Float64Array
  /** [P] the distinct prompt ids. */
  readonly promptIds: readonly (string | number)[]
  /** [N] index into `promptIds`. */
  readonly promptOf: Int32Array
  /** [K] the distinct task types; one unnamed type (`''`) when the caller gave none. */
  readonly taskTypes: readonly string[]
  /** [P] index into `taskTypes`. */
  readonly taskOf: Int32Array
  /** [P + 1] the valid rollouts of prompt u are `members[offsets[u]] … members[offsets[u + 1] - 1]`. */
  readonly offsets: Int32Array
  /** [number of valid rollouts] rollout indices, prompt after prompt, each group in the batch's order. */
  readonly members: Int32Array
  /** [N] 1 where the rollout counts; absent when all do. Invalid rollouts get advantage 0 and touch no statistic. */
  readonly valid?: Uint8Array
  /** [N] response lengths in tokens, for the estimators that weigh by length. */
  readonly lengths?: Float64Array
  /** [N] the reward of a greedy rollout of the same prompt, for ReMax. */
  readonly baselines?: Float64Array
  /** [D][N] the components a reward is made of, for GDPO; NaN where one does not apply. */
  readonly components?: readonly Float64Array[]
}

/** What every estimator returns. */
export interface Advantages {
  /** [N] one advantage per rollout. */
  readonly advantages: Float64Array
  readonly statistics: AdvantageStatistics
}

/** What the advantages were made from. A field an estimator does not use is absent. */
export interface AdvantageStatistics {
  /** [P] mean reward of each prompt's valid rollouts. */
  readonly promptMeans: Float64Array
  /** [P] sample standard deviation (n − 1) of each prompt's rewards; 0 for one rollout. */
  readonly promptStds: Float64Array
  /** [P] how many valid rollouts each prompt has. */
  readonly promptSizes: Int32Array
  /** The divisor of each task type present, before epsilon. */
  readonly taskScales?: Readonly<Record<string, number>>
  /** What `tmn` with `scales` hands to the next step. */
  readonly scales?: Readonly<Record<string, CarriedScale>>
  /** Mean over the prompts of each task type of their mean reward; of its rollouts for QwenLong. */
  readonly taskMeans?: Readonly<Record<string, number>>
  /** [P] share of each prompt's rollouts above its smoothed mean. */
  readonly passRates?: Float64Array
  /** Mean of the pass rates over the prompts that have rollouts. */
  readonly meanPassRate?: number
  /** Rollouts to which no component of the reward applies, for GDPO. */
  readonly withoutComponents?: number
  /** [N] the factor that difficulty put on each advantage. */
  readonly difficultyWeights?: Float64Array
}

/** What `groupRollouts` did not make, such as its whole `Either`. */
export const findBadGroups = (groups: PromptGroups): BadBatch | undefined =>
  groups?.offsets instanceof Int32Array && groups.members instanceof Int32Array
    ? undefined
    : badBatch('groups', 'what groupRollouts returns, out of its Right (see orThrow)', groups)

/** What no estimator made. */
export const findBadResult = (result: Advantages): BadBatch | undefined =>
  result?.advantages instanceof Float64Array
    ? undefined
    : badBatch('result', 'what an estimator returns', result)

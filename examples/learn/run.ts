/**
 * One training run: sample answers, score their text, turn rewards into advantages, take the loss's gradient, step.
 * A setting, an estimator and a seed fix every number. Runs of one seed are paired: they start from the same weights and see the
 * same prompts.
 */
import {
  advantageDiagnostics,
  groupRollouts,
  informativeGroups,
  orThrow,
  type PromptGroups,
  policyLoss,
  TASK_TYPES,
} from 'golongrl'
import { createAdam } from './adam.js'
import { ESTIMATORS, type EstimatorName } from './estimators.js'
import { createPolicy } from './policy.js'
import { drawPrompt, type Prompt } from './prompts.js'
import { createRandom, type Random } from './random.js'
import { backPropagate, type Rollout, sampleRollouts } from './rollouts.js'
import { SETTINGS, type Setting, type SettingName, SIZES } from './settings.js'

export interface RunName {
  readonly setting: SettingName
  readonly estimator: EstimatorName
  readonly seed: number
}

export interface Run {
  /** Makes one training step. */
  readonly step: () => StepReport
  /** Mean reward of each task type over the held-out prompts, in the order of TASK_TYPES. */
  readonly evaluate: () => number[]
}

export interface StepReport {
  readonly meanReward: number
  /** Who moves the policy: each task type's share of Σ|A|. A type that the batch does not hold has 0. */
  readonly advantageShares: readonly number[]
  readonly loss: number
}

export function startRun({ setting: settingName, estimator, seed }: RunName): Run {
  const setting: Setting = SETTINGS[settingName]
  const promptRandom = createRandom(1000 + seed)
  const sampleRandom = createRandom(2000 + seed)
  const luck = createRandom(4000 + seed)
  const policy = createPolicy(createRandom(3000 + seed), SIZES.hiddenUnits)
  const estimate = ESTIMATORS[estimator].create()
  const descend = createAdam(policy.weights)
  const heldOut = drawHeldOut()

  const step = (): StepReport => {
    const sampled = drawBatch(setting, promptRandom).flatMap((prompt, id) =>
      sampleRollouts(policy, prompt, id, SIZES.rolloutsPerPrompt, sampleRandom, luck),
    )
    const rollouts = setting.dropConstant ? informative(sampled) : sampled
    const groups = groupByPrompt(rollouts)
    const result = estimate(groups)
    const logProbs = Float64Array.from(
      rollouts.flatMap(({ choices }) => choices.map(({ logProb }) => logProb)),
    )
    const { loss, gradLogProbs } = orThrow(
      policyLoss({
        ...{ logProbs, oldLogProbs: logProbs, advantages: result.advantages },
        ...{ rollouts: rollouts.length, offsets: offsetsOf(rollouts) },
      }),
    )
    const gradient = new Float64Array(policy.weights.length)
    backPropagate(policy, rollouts, gradLogProbs, gradient)
    descend(gradient)
    const { byTask } = advantageDiagnostics(groups, result)
    return {
      meanReward: mean(sampled.map(({ reward }) => reward)),
      advantageShares: TASK_TYPES.map((taskType) => byTask[taskType]?.advantageShare ?? 0),
      loss,
    }
  }

  // Its own stream, from its beginning each time: looking does not change the run, and no look differs by its luck.
  const evaluate = (): number[] => {
    const random = createRandom(999 + seed)
    const rewards = heldOut.map((prompt, id) =>
      mean(
        sampleRollouts(policy, prompt, id, SIZES.heldOutRollouts, random, luck).map(({ reward }) => reward),
      ),
    )
    return TASK_TYPES.map((taskType) => mean(rewards.filter((_, i) => heldOut[i]!.taskType === taskType)))
  }

  return { step, evaluate }
}

/** The same prompts for every run: easy to hard, none of luck. */
function drawHeldOut(): Prompt[] {
  const random = createRandom(77)
  return TASK_TYPES.flatMap((taskType) =>
    Array.from({ length: SIZES.heldOutPromptsPerTask }, () => drawPrompt(taskType, random)),
  )
}

function drawBatch(setting: Setting, random: Random): Prompt[] {
  const { shares } = setting
  return Array.from({ length: SIZES.promptsPerStep }, (_, i) => {
    const k = shares === undefined ? i % TASK_TYPES.length : random.draw(shares)
    return drawPrompt(TASK_TYPES[k]!, random, setting)
  })
}

/** Without the prompts whose rollouts all have the same reward. */
const informative = (rollouts: readonly Rollout[]): Rollout[] => {
  const { valid } = informativeGroups(groupByPrompt(rollouts))
  return rollouts.filter((_, i) => valid[i] === 1)
}

const groupByPrompt = (rollouts: readonly Rollout[]): PromptGroups =>
  orThrow(
    groupRollouts({
      rewards: rollouts.map(({ reward }) => reward),
      promptIds: rollouts.map(({ prompt }) => prompt.id),
      taskTypes: rollouts.map(({ prompt }) => prompt.prompt.taskType),
    }),
  )

/** Row s of the packed batch holds the tokens offsets[s] … offsets[s + 1] − 1. */
function offsetsOf(rollouts: readonly Rollout[]): Int32Array {
  const offsets = new Int32Array(rollouts.length + 1)
  for (const [i, { choices }] of rollouts.entries()) offsets[i + 1] = offsets[i]! + choices.length
  return offsets
}

const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length

/** A run from start to end, as what is kept of it: learning curves per task type. */
import { TASK_TYPES } from 'golongrl'
import { type RunName, startRun } from './run.js'
import { SIZES } from './settings.js'

export interface RunResult extends RunName {
  /** [looks][K] mean held-out reward of each task type, every `evaluateEvery` steps from step 0. */
  readonly curve: readonly (readonly number[])[]
  /** [K] share of Σ|A| by task type, averaged over the steps. */
  readonly advantageShares: readonly number[]
}

/** Trains to the end. `onLook` hears of each evaluation. */
export function trainFully(
  name: RunName,
  onLook: (step: number, rewards: readonly number[]) => void = () => {},
): RunResult {
  const run = startRun(name)
  const curve: number[][] = []
  const shares = TASK_TYPES.map(() => 0)
  for (let step = 0; step <= SIZES.steps; step++) {
    if (step % SIZES.evaluateEvery === 0) {
      const rewards = run.evaluate()
      curve.push(rewards.map(fourDecimals))
      onLook(step, rewards)
    }
    if (step === SIZES.steps) break
    for (const [k, share] of run.step().advantageShares.entries()) shares[k]! += share / SIZES.steps
  }
  return { ...name, curve, advantageShares: shares.map(fourDecimals) }
}

const fourDecimals = (value: number): number => Math.round(value * 1e4) / 1e4

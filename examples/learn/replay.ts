/** The first five steps of a run, in full precision: what a fixed seed has to give again, wherever it runs. */
import { type RunName, type StepReport, startRun } from './run.js'

export interface Replay extends RunName {
  readonly steps: readonly StepReport[]
  /** [K] held-out rewards after the five steps. */
  readonly heldOut: readonly number[]
}

export function replayFiveSteps(name: RunName): Replay {
  const run = startRun(name)
  return { ...name, steps: Array.from({ length: 5 }, run.step), heldOut: run.evaluate() }
}

/** Runs that between them touch every part: luck, a mix of task types, weights, constant groups. */
export const REPLAYED: readonly RunName[] = [
  { setting: 'luck', estimator: 'grpo', seed: 1 },
  { setting: 'paper-mix', estimator: 'tmn-reweight', seed: 2 },
  { setting: 'drop-constant', estimator: 'grpo-difficulty', seed: 3 },
]

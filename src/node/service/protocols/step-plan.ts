import type { AdvantageSpec, ShapeOptions } from '../../../index.js'

/** A training step but for its loss: what is done with the verdicts of its rollouts. Plain data: it goes from thread to thread. */
export interface StepPlan {
  /** [N] whose rollouts are compared with each other. */
  readonly promptIds: readonly (string | number)[]
  /** [N] */
  readonly lengths?: readonly number[]
  /** [N] */
  readonly truncated?: readonly (boolean | number)[]
  readonly shape: ShapeOptions
  readonly filter: 'none' | 'informative'
  readonly estimator: AdvantageSpec
  readonly clip?: number
}

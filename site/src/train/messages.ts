import type { EstimatorName } from '../../../examples/learn/estimators.js'
import type { SettingName } from '../../../examples/learn/settings.js'

/** What the page asks of the worker: to train these, in turns. A new order replaces the one before. */
export interface TrainOrder {
  readonly setting: SettingName
  readonly estimators: readonly EstimatorName[]
  readonly seed: number
}

/** One look at a run: held-out rewards by task type. */
export interface Look {
  readonly estimator: EstimatorName
  readonly step: number
  /** [K] */
  readonly rewards: readonly number[]
}

import type { OptionRow } from '../options/option-row.js'
import type { Profile } from '../profile.js'

/** The profile an estimator computes in. */
export interface Profiled {
  /**
   * `natural` (default): exact sums and two-pass variances; no digit depends on the order of the rollouts.
   * `published`: plain float64 sums in the order and form of GoLongRL's training code, rounding included. Where the
   * reference's form is the only one the two are the same.
   */
  readonly profile?: Profile
}

/**
 * What the only rollout of a prompt gets, having nothing to be compared with.
 *
 * - `keep-reward`: its baseline is 0 and, where a spread is needed, its variance is 1, in units of reward.
 * - `zero`: it is its own baseline and its variance is 0: advantage 0.
 * - `exclude`: advantage 0, and the prompt enters neither the scale nor the mean of its task type.
 */
export type SingletonPolicy = 'keep-reward' | 'zero' | 'exclude'

export const KEEP_OR_ZERO: OptionRow = {
  kind: 'choice',
  of: ['keep-reward', 'zero'],
  default: 'keep-reward',
}

/** The largest factor on advantages, which reach 1e262 where epsilon is 0: 1e100 over the root of the smallest variance above 0. */
export const LARGEST_WEIGHT = 1e40

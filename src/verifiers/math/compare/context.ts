import type { Tree } from '../tree.js'
import type { Work } from '../work.js'
import type { Rules } from './rules.js'

/** How the parts of two answers are compared. */
export type Equal = (gold: Tree, prediction: Tree) => boolean

/** What a comparison of two answers goes by. */
export interface Comparison extends Rules {
  /** Significant digits or decimal places, as `decimals` says, to which a decimal must agree with an exact value. */
  readonly precision: number
  /** Tuples are not sets. */
  readonly strict: boolean
  /** An inequality may answer for an interval. */
  readonly allowSetRelation: boolean
  /** `50%` may answer for `50`. */
  readonly percentEquivalence: 'value' | 'either'
  readonly work: Work
  /** Records that a pair of values is neither shown equal nor shown different. */
  readonly doubt: () => void
  /** Why, for an explanation; the sentence is made where one is asked for. */
  readonly because: (sentence: () => string) => void
}

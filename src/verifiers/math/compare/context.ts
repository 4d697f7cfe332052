import type { Work } from '../work.js'

/** What a comparison of two answers goes by. */
export interface Comparison {
  /** The rules of the published reward instead of the natural ones. */
  readonly published: boolean
  /** Significant digits (natural) or decimal places (published) to which a decimal must agree with an exact value. */
  readonly precision: number
  /** Tuples are not sets. */
  readonly strict: boolean
  /** An inequality may answer for an interval. */
  readonly allowSetRelation: boolean
  /** `50%` may answer for `50`. */
  readonly percentEquivalence: 'value' | 'either'
  readonly work: Work
  /** Notes that a pair of values was neither told apart nor shown equal. */
  readonly doubt: () => void
  /** Why, for an explanation. */
  readonly because: (sentence: string) => void
}

import * as fc from 'fast-check'
import type { AdvantageStatistics, PromptGroups } from '../../advantages/prompt-groups.js'

/** An advantage estimator, of this library or of the caller's. It may return the numbers alone, our `Advantages`, or an `Either` of them. */
export type EstimatorUnderTest = (
  groups: PromptGroups,
) =>
  | ArrayLike<number>
  | EstimatorOutcome
  | { readonly _tag: 'Left'; readonly left: unknown }
  | { readonly _tag: 'Right'; readonly right: EstimatorOutcome }

/** The part of an estimator's result that is checked. Statistics are compared where they are present. */
export interface EstimatorOutcome {
  readonly advantages: ArrayLike<number>
  readonly statistics?: AdvantageStatistics
}

/** The numbers of a result in any of these forms. */
export function outcomeOf(outcome: ReturnType<EstimatorUnderTest>): EstimatorOutcome {
  if (!('_tag' in outcome)) return 'advantages' in outcome ? outcome : { advantages: outcome }
  if (outcome._tag === 'Right') return outcome.right
  throw new Error(`the estimator refused a good batch: ${fc.stringify(outcome.left)}`)
}

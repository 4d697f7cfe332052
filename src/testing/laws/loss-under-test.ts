import * as fc from 'fast-check'
import type { PolicyLoss, TokenBatch } from '../../losses/token-batch.js'

/**
 * A policy loss with its options bound: `(batch) => policyLoss(batch, { kind: 'gspo' })`, or one of the caller's.
 * It may return the loss or an `Either` of it.
 */
export type LossUnderTest = (
  batch: TokenBatch,
) =>
  | LossOutcome
  | { readonly _tag: 'Left'; readonly left: unknown }
  | { readonly _tag: 'Right'; readonly right: LossOutcome }

/** The part of a loss's result that is checked. Metrics are checked where they are present. */
export interface LossOutcome {
  readonly loss: number
  readonly gradLogProbs: ArrayLike<number>
  readonly gradEntropies?: ArrayLike<number>
  readonly metrics?: Partial<PolicyLoss['metrics']>
}

/** The numbers of a result in any of these forms. */
export function outcomeOf(outcome: ReturnType<LossUnderTest>): LossOutcome {
  if (!('_tag' in outcome)) return outcome
  if (outcome._tag === 'Right') return outcome.right
  throw new Error(`the loss refused a good batch: ${fc.stringify(outcome.left)}`)
}

import { LARGEST } from '../magnitude.js'
import type { OptionRows } from '../options/option-row.js'
import { AGGREGATIONS } from './aggregation.js'
import type { Aggregation } from './token-batch.js'

type BaseEstimator = 'k1' | 'abs' | 'k2' | 'k3' | 'k3-unclamped' | 'kl' | 'mse' | 'low_var_kl'

/** A base estimator, or one with a `+`: its value, with the gradient of k2. */
export type KlEstimator = BaseEstimator | `${BaseEstimator}+`

export interface KlOptions {
  readonly estimator: KlEstimator
  /** The factor of the KL term in the loss, within ±1e100. 0 reports the KL and leaves loss and gradient unchanged; negative is allowed. */
  readonly coefficient: number
  /** Default: the loss's, see `PolicyLossOptions.aggregation`. */
  readonly aggregation?: Aggregation
  /**
   * From whose log-probabilities the policy is kept near: the `reference` policy's (`refLogProbs`), the `sampler`'s
   * (`rolloutLogProbs`) or the `old` policy's (`oldLogProbs`). Default: `'reference'`.
   */
  readonly to?: 'reference' | 'sampler' | 'old'
  /**
   * Whether each token's KL is multiplied by its importance ratio x = exp(logProb − oldLogProb), as samples of the old policy
   * need for an unbiased gradient: `ratio` with the gradient through x, `constant-ratio` without. Default: `'none'`.
   */
  readonly importance?: 'none' | 'ratio' | 'constant-ratio'
  /** logProb − refLogProb is held within ± this, in nats, without gradient beyond. Default: Infinity; NeMo-RL has 20. */
  readonly inputLimit?: number
  /** The estimator's value is held within ± this, without gradient beyond. Default: 10 for k3, as verl; else Infinity. */
  readonly outputLimit?: number
}

/** What a KL term may be. */
export const KL_OPTIONS: OptionRows<KlOptions> = {
  estimator: {
    kind: 'choice',
    of: ['k1', 'kl', 'abs', 'k2', 'mse', 'k3', 'low_var_kl', 'k3-unclamped'].flatMap((name) => [
      name,
      `${name}+`,
    ]),
  },
  coefficient: { kind: 'number', from: -LARGEST, to: LARGEST },
  aggregation: { kind: 'choice', of: AGGREGATIONS },
  to: { kind: 'choice', of: ['reference', 'sampler', 'old'], default: 'reference' },
  importance: { kind: 'choice', of: ['none', 'ratio', 'constant-ratio'], default: 'none' },
  inputLimit: { kind: 'number', above: 0, default: Number.POSITIVE_INFINITY },
  outputLimit: { kind: 'number', above: 0 },
}

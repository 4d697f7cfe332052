/** Numbers in, either precision; never copied, never written to. */
export type FloatArray = Float32Array | Float64Array

/**
 * The tokens of a batch of responses: N rollouts (rows) of T columns, flat and row-major, with a response mask;
 * or rows of their own lengths, packed one after another, with `offsets`.
 */
export interface TokenBatch {
  /** [N·T] or [offsets[N]] log-probability of each token under the current policy, in nats. */
  readonly logProbs: FloatArray
  /** Same shape: under the policy that the importance ratio is taken against. */
  readonly oldLogProbs: FloatArray
  /** Same shape, or [N]: one advantage per rollout, meant for each of its tokens. */
  readonly advantages: FloatArray
  /** Same shape: non-zero selects a response token. Values elsewhere never matter, NaN included. Padded layout only. */
  readonly responseMask?: ArrayLike<number | boolean>
  /** N. */
  readonly rollouts: number
  /** T: columns of the padded layout. In the packed layout, the column count that `seq-mean-token-sum-norm` divides by. */
  readonly tokens?: number
  /** [N + 1] packed layout: row s holds the tokens `offsets[s] … offsets[s + 1] - 1`; every one is a response token. */
  readonly offsets?: Int32Array | Uint32Array
  /** Same shape: under the reference policy, for the KL term. */
  readonly refLogProbs?: FloatArray
  /** Same shape: factors on the policy term, for instance of rollout correction. Constants: no gradient flows through. */
  readonly importanceWeights?: FloatArray
  /** Same shape: entropy of the policy at each token, for the bonus and its diagnostics. */
  readonly entropies?: FloatArray
}

/** How per-token losses become one number. n_s tokens in row s, S rows that have tokens. */
export type Aggregation =
  | 'token-mean'
  | 'token-sum'
  | 'seq-mean-token-sum'
  | 'seq-mean-token-mean'
  | 'seq-mean-token-sum-norm'

/** The loss, its gradient and what a trainer logs. */
export interface PolicyLoss {
  readonly loss: number
  /** d loss / d logProbs, shaped like `logProbs`; 0 at masked tokens. */
  readonly gradLogProbs: Float64Array | Float32Array
  readonly metrics: PolicyLossMetrics
}

/** Diagnostics; each is a mean over response tokens unless it says otherwise. Absent when the inputs for it are. */
export interface PolicyLossMetrics {
  /** Share of tokens where the clipped branch is the larger loss. */
  readonly clipFraction: number
  /** Share of tokens where the dual clip acts. */
  readonly clipFractionLower: number
  /** Mean of oldLogProbs − logProbs. */
  readonly approxKl: number
  readonly ratioMean: number
  readonly ratioMin: number
  readonly ratioMax: number
  readonly tokens: number
  /** Aggregated KL to the reference policy, before its coefficient. */
  readonly kl?: number
  readonly entropy?: number
}

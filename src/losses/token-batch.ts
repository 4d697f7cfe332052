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
  /** Same shape, or [N]: one advantage per rollout, meant for each of its tokens. Where both fit, it is read per token. */
  readonly advantages: FloatArray
  /**
   * Same shape: non-zero (or true) selects a response token. What the other arrays hold elsewhere never matters, NaN included.
   * Needed in the padded layout; in the packed one, without it every token is a response token.
   */
  readonly responseMask?: ArrayLike<number | boolean>
  /** N. At most 2²⁰ where T is 0. */
  readonly rollouts: number
  /** T: columns of the padded layout. In the packed layout, the column count that `seq-mean-token-sum-norm` divides by. */
  readonly tokens?: number
  /** [N + 1] packed layout: row s holds the tokens `offsets[s] … offsets[s + 1] - 1`. */
  readonly offsets?: Int32Array | Uint32Array
  /** Same shape: under the reference policy, for the KL term. */
  readonly refLogProbs?: FloatArray
  /** Same shape: factors on the policy term, for instance of rollout correction. Constants: no gradient flows through. */
  readonly importanceWeights?: FloatArray
  /** Same shape: entropy of the policy at each token, in nats, for the bonus and its diagnostics. */
  readonly entropies?: FloatArray
  /** Same shape: under the policy that sampled the tokens, for `cispo` anchored on it and a KL term to it. */
  readonly rolloutLogProbs?: FloatArray
  /** [N] a number, 0 or more, for each rollout's prompt: rollouts of one prompt share it. For `prompt-mean`. */
  readonly promptOf?: ArrayLike<number>
  /** What the whole batch divides by, when this one is a part of it; `splitBatch` sets it. `options.denominators` come first. */
  readonly denominators?: Denominators
  /** Where this part's tokens come from; `splitBatch` sets it. Read by the kinds that rank the tokens of the whole batch. */
  readonly partOf?: { readonly batch: TokenBatch; readonly positions: Int32Array }
}

/**
 * What the whole batch divides by, when the batch at hand is a part of it. Give every micro-batch the same numbers and
 * their losses and gradients add up to those of the whole batch. From 1e-100 to 1e100. Default: counted from the batch at hand.
 */
export interface Denominators {
  /** Response tokens of the whole batch: `token-mean`. */
  readonly tokens?: number
  /** Rollouts that count in the whole batch: the `seq-mean-…` ones. */
  readonly rollouts?: number
  /** All rollouts of the whole batch, for `emptyRollouts: 'count'`. Default: `rollouts`. */
  readonly allRollouts?: number
  /** The length that `seq-mean-token-sum-norm` divides by, for instance the longest response allowed. Default: T. */
  readonly length?: number
  /** Prompts of the whole batch that have response tokens: `prompt-mean`. */
  readonly prompts?: number
  /** [N] response tokens, in the whole batch, of each rollout's prompt: `prompt-mean`. */
  readonly promptTokens?: ArrayLike<number>
}

/** How per-token losses become one number: `rowWeights` has the formulas. */
export type Aggregation =
  | 'token-mean'
  | 'token-sum'
  | 'seq-mean-token-sum'
  | 'seq-mean-token-mean'
  | 'seq-mean-token-sum-norm'
  | 'prompt-mean'

/** The loss, its gradient and what a trainer logs. */
export interface PolicyLoss {
  readonly loss: number
  /** d loss / d logProbs, shaped like `logProbs`; 0 at masked tokens. */
  readonly gradLogProbs: Float64Array | Float32Array
  /** d loss / d entropies, one number per rollout for each of its response tokens. Present with an entropy bonus. */
  readonly gradEntropies?: Float64Array
  readonly metrics: PolicyLossMetrics
}

/**
 * Diagnostics; each is a mean over response tokens unless it says otherwise, and 0 without any. Absent when the inputs
 * for it are. Never NaN; a diagnostic that overflows and does not enter the loss is ±Infinity: the `ratio…` ones from
 * log-ratios beyond 709 where they are not held, `approxKl`, `kl` and `entropy` under a coefficient of 0.
 */
export interface PolicyLossMetrics extends Partial<ClipSides> {
  /** The policy term alone: the loss without KL and entropy. */
  readonly policyLoss: number
  /** Share of tokens where the clipped branch is the larger loss; what else a kind counts here, its own file says. */
  readonly clipFraction: number
  /** Share of tokens where the dual clip acts, or a kind's second bound. */
  readonly clipFractionLower: number
  /** Mean of oldLogProbs − logProbs, each difference held as the loss holds it. */
  readonly approxKl: number
  readonly ratioMean: number
  readonly ratioMin: number
  readonly ratioMax: number
  /** Response tokens. */
  readonly tokens: number
  /** Rollouts of the batch, those without tokens among them. */
  readonly rollouts: number
  /** Aggregated KL of the first term, to the reference policy unless it says otherwise, before its coefficient. */
  readonly kl?: number
  /** Aggregated KL of each term, where `kl` is a list. */
  readonly klTerms?: readonly number[]
  /** Aggregated entropy, before its coefficient. */
  readonly entropy?: number
  /** vespo: mean over the rollouts of the weight φ; a rollout without tokens has φ = 1. */
  readonly sequenceWeightMean?: number
  /** Mean importance weight. */
  readonly weightMean?: number
  /** (Σw)² / (N·Σw²): the share of the tokens that the importance weights leave in effect, 1 when all are equal, 0 when all are 0. */
  readonly effectiveSampleSize?: number
}

/** On which side the clip acts. At sequence level the first two are shares of rollouts. */
export interface ClipSides {
  /** What the first two are shares of: response tokens, or at sequence level rollouts. */
  readonly clipUnits: number
  /** Share with A < 0 and a ratio below 1 − clipLow. */
  readonly clipFractionBelow: number
  /** Share with A > 0 and a ratio above 1 + clipHigh. */
  readonly clipFractionAbove: number
  /** The least share of tokens below, over the rollouts. */
  readonly clipFractionBelowMin: number
  /** The largest share of tokens above, over the rollouts. */
  readonly clipFractionAboveMax: number
}

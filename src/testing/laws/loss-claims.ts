import type { KlOptions } from '../../losses/kl-options.js'
import type { PolicyLossOptions } from '../../losses/loss-options.js'

/** Properties that a loss has beyond the laws of all losses; each one is checked. */
export interface LossClaims {
  /**
   * The gradient is the derivative of the loss. Default true; false for losses that stop gradients on purpose, like CISPO;
   * `per-rollout advantages` for those that share a ratio among the tokens of a rollout, like GSPO, and are exact only
   * where these have one advantage.
   */
  readonly exactGradient?: boolean | 'per-rollout advantages'
  /** Every term is proportional to the advantages: no KL, no entropy bonus, no square. Default true. */
  readonly proportional?: boolean
  /** Columns of padding change nothing. Default true; false for `seq-mean-token-sum-norm`, which divides by their number. */
  readonly columnsAreNothing?: boolean
  /** Rows without a response token change nothing. Default true; false where a mean counts them. */
  readonly emptyRowsAreNothing?: boolean
  /**
   * A batch repeated twice has the same loss (a mean) or twice the loss (a sum). Default true; false where tokens are ranked
   * for exclusion and ties are broken by their order.
   */
  readonly additive?: boolean
  /** The packed layout is supported. Default true. */
  readonly packed?: boolean
  /** `importanceWeights` are supported. Default false: batches have none. */
  readonly weights?: boolean
  /** Weights of 1 change nothing, doubling them doubles the policy term. Default: `weights`. */
  readonly weightsMultiply?: boolean
  /** Also compared with the reference without a token or a rollout, and with log-ratios up to ±25. Default false. */
  readonly edges?: boolean
  /** A batch that the reference refuses is refused, by a `Left` that names the same argument. Default false. */
  readonly refusals?: boolean
}

export const CLAIM_NAMES: readonly (keyof LossClaims)[] = [
  'exactGradient',
  'proportional',
  'columnsAreNothing',
  'emptyRowsAreNothing',
  'additive',
  'packed',
  'weights',
  'weightsMultiply',
  'edges',
  'refusals',
]

type LossKind = NonNullable<PolicyLossOptions['kind']>

const KIND_CLAIMS: Partial<Record<LossKind, LossClaims>> = {
  vanilla: {},
  sapo: {},
  gpg: {},
  gspo: { exactGradient: 'per-rollout advantages' },
  cispo: { exactGradient: false },
  'geo-mean': { emptyRowsAreNothing: false, weightsMultiply: false },
  'dppo-tv': { exactGradient: false },
  'dppo-kl': { exactGradient: false },
  dro: { proportional: false },
  luspo: { emptyRowsAreNothing: false },
}

/** A kind without claims of its own: only compared with the reference. */
const NO_CLAIMS: LossClaims = {
  exactGradient: false,
  proportional: false,
  columnsAreNothing: false,
  emptyRowsAreNothing: false,
  additive: false,
}

/** The claims of `policyLoss` with these options. */
export function claimsOf(options: PolicyLossOptions): LossClaims {
  const {
    kind = 'vanilla',
    aggregation,
    policyAggregation,
    entropyAggregation,
    kl,
    entropyCoefficient,
    profile,
    emptyRollouts,
    denominators,
  } = options
  const { importanceLevel } = options as { importanceLevel?: string }
  const ofKind = KIND_CLAIMS[kind] ?? NO_CLAIMS
  const klTerms = kl === undefined ? [] : [kl].flat()
  const aggregations: readonly unknown[] = [
    ...[aggregation, policyAggregation, entropyAggregation],
    ...klTerms.map((term) => term.aggregation),
  ]
  const countsRows = profile === 'trl' || emptyRollouts === 'count'
  return {
    ...ofKind,
    ...((kl !== undefined || entropyCoefficient !== undefined) && { proportional: false }),
    ...(importanceLevel === 'sequence' &&
      ofKind.exactGradient !== false && { exactGradient: 'per-rollout advantages' as const }),
    ...(klTerms.some(stopsGradient) && { exactGradient: false }),
    ...(aggregations.includes('seq-mean-token-sum-norm') && { columnsAreNothing: false }),
    ...(countsRows && { emptyRowsAreNothing: false }),
    ...(denominators !== undefined && { additive: false, columnsAreNothing: false }),
  }
}

/** An estimator with a `+` has the gradient of k2 whatever its value is; a constant ratio has no gradient. */
const stopsGradient = ({ estimator, importance }: KlOptions): boolean =>
  (estimator?.endsWith('+') && !/^(?:k2|mse)/.test(estimator)) || importance === 'constant-ratio'

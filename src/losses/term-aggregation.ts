import type { PolicyLossOptions } from './loss-options.js'
import type { Aggregation } from './token-batch.js'

/** An aggregation, and whether rows without tokens count in it. */
export interface TermAggregation {
  readonly aggregation: Aggregation
  readonly emptyRollouts: 'skip' | 'count'
}

/**
 * How the policy term is aggregated: by `policyAggregation`, else by `aggregation`, else as the kind's definition says. The
 * code behind the profile `published` lets no option change a kind's own, that behind `verl-main` not sapo's; nor does
 * geo-mean's definition, whose loss is one number per rollout.
 */
export function policyTerm(options: PolicyLossOptions): TermAggregation {
  const { policyAggregation, emptyRollouts } = options
  const own = ownAggregation(options)
  const isFixed = own !== undefined && keepsItsOwn(options)
  const aggregation = isFixed ? own.aggregation : (options.aggregation ?? own?.aggregation ?? DEFAULT)
  return {
    aggregation: policyAggregation ?? aggregation,
    emptyRollouts: emptyRollouts ?? own?.emptyRollouts ?? 'skip',
  }
}

/**
 * How the KL and entropy terms are: by an option of their own, else by `aggregation`, else as the kind aggregates. verl's
 * take token-mean instead of the kind's.
 */
export function otherTerms(options: PolicyLossOptions, given: Aggregation | undefined): TermAggregation {
  const own = followsVerl(options) ? undefined : ownAggregation(options)
  return {
    aggregation: given ?? options.aggregation ?? own?.aggregation ?? DEFAULT,
    emptyRollouts: options.emptyRollouts ?? own?.emptyRollouts ?? 'skip',
  }
}

const DEFAULT: Aggregation = 'token-mean'

const keepsItsOwn = ({ kind, profile }: PolicyLossOptions): boolean =>
  kind === 'geo-mean' || profile === 'published' || (profile === 'verl-main' && kind === 'sapo')

const followsVerl = ({ profile }: PolicyLossOptions): boolean =>
  profile === 'published' || profile === 'verl-main'

function ownAggregation({ kind }: PolicyLossOptions): TermAggregation | undefined {
  switch (kind) {
    case 'gspo':
    case 'sapo':
      return { aggregation: 'seq-mean-token-mean', emptyRollouts: 'skip' }
    case 'geo-mean':
      return { aggregation: 'seq-mean-token-mean', emptyRollouts: 'count' }
    case 'luspo':
      return { aggregation: 'seq-mean-token-sum', emptyRollouts: 'count' }
    default:
      return undefined
  }
}

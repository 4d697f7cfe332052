import { describeError } from '../../errors.js'
import type { PolicyLossOptions } from '../../losses/loss-options.js'
import { policyLoss } from '../../losses/policy-loss.js'
import type { PolicyLoss, TokenBatch } from '../../losses/token-batch.js'
import { EPSILON, findDiscrepancy, lossNumbers, type Numbers, nearbyBatches } from '../backend/closeness.js'
import { laidOutBatches } from '../backend/loss-cases.js'
import { type Law, law } from './law.js'
import type { LossClaims } from './loss-claims.js'
import type { LossOutcome } from './loss-under-test.js'

/** The law that compares a loss with `policyLoss` under the options `like`. */
export const lossReferenceLaw = (
  of: (batch: TokenBatch) => LossOutcome,
  like: PolicyLossOptions,
  claims: LossClaims & { readonly entropies: boolean },
  tolerance: number,
): Law => {
  const { packed = true, weights = false, edges = false, entropies } = claims
  return law(
    'like the reference',
    `every number is that of policyLoss with ${JSON.stringify(like)}`,
    laidOutBatches({ packed, weights, edges, entropies }),
    (batch) => {
      const actual = numbersOf(of(batch))
      const epsilon = tolerance > 1e-6 ? EPSILON.float32 : EPSILON.float64
      const alike = (numbers: Numbers): Numbers =>
        Object.fromEntries(Object.entries(numbers).filter(([name]) => name in actual))
      const nearby = nearbyBatches(batch, epsilon).map((moved) => alike(reference(moved, like)))
      const expected = alike(reference(batch, like))
      const known = Object.fromEntries(Object.entries(actual).filter(([name]) => name in expected))
      return findDiscrepancy(known, expected, nearby, epsilon, tolerance, 'the loss')
    },
  )
}

/** Metrics that a loss does not give are not asked for; those of other names are its own affair. */
const numbersOf = ({ metrics = {}, ...outcome }: LossOutcome): Numbers =>
  lossNumbers({ ...outcome, metrics } as PolicyLoss)

function reference(batch: TokenBatch, like: PolicyLossOptions): Numbers {
  const result = policyLoss(batch, like)
  if (result._tag === 'Right') return lossNumbers(result.right)
  throw new Error(describeError(result.left))
}

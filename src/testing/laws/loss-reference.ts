import * as fc from 'fast-check'
import { describeError } from '../../errors.js'
import type { PolicyLossOptions } from '../../losses/loss-options.js'
import { policyLoss } from '../../losses/policy-loss.js'
import type { PolicyLoss, TokenBatch } from '../../losses/token-batch.js'
import { EPSILON, findDiscrepancy, lossNumbers, type Numbers, nearbyBatches } from '../backend/closeness.js'
import { laidOutBatches } from '../backend/loss-cases.js'
import { type Law, law } from './law.js'
import type { LossClaims } from './loss-claims.js'
import type { LossOutcome, LossUnderTest } from './loss-under-test.js'
import { NO_NUMBERS, otherRefusal, spoilt } from './step/step.js'
import { outcomeOf as stepOutcome } from './step/step-under-test.js'

/** The optional arrays that the batches of a loss must have. */
export interface NeededArrays {
  readonly entropies: boolean
  readonly sampler: boolean
  readonly prompts: boolean
}

/** The arrays that `policyLoss` requires under these options. */
export function neededArrays(like: PolicyLossOptions = {}): NeededArrays {
  const terms = [like.kl ?? []].flat()
  const { anchor } = like as { readonly anchor?: string }
  const aggregations = [like.aggregation, like.policyAggregation, like.entropyAggregation]
  return {
    entropies: like.entropyCoefficient !== undefined,
    sampler: anchor === 'rollout' || terms.some(({ to }) => to === 'sampler'),
    prompts: [...aggregations, ...terms.map(({ aggregation }) => aggregation)].includes('prompt-mean'),
  }
}

/** The law that compares a loss with `policyLoss` under the options `like`. */
export const lossReferenceLaw = (
  of: (batch: TokenBatch) => LossOutcome,
  like: PolicyLossOptions,
  claims: LossClaims & NeededArrays,
  tolerance: number,
): Law => {
  const { packed = true, weights = false, edges = false, entropies, sampler, prompts } = claims
  return law(
    'like the reference',
    `every number is that of policyLoss with ${JSON.stringify(like)}`,
    laidOutBatches({ packed, weights, edges, entropies, sampler, prompts }),
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

/** The law that every batch which `policyLoss` refuses is refused. */
export const refusalLaw = (loss: LossUnderTest, like: PolicyLossOptions, needed: NeededArrays): Law =>
  law(
    'refuses like the reference',
    'a batch that policyLoss refuses is refused, and every other one is taken',
    spoilt(fc.tuple(laidOutBatches({ weights: true, ...needed })), NO_NUMBERS),
    (call) => {
      const [batch] = call as readonly [TokenBatch]
      const got = stepOutcome(() => loss(batch), 'loss')
      const wanted = stepOutcome(() => policyLoss(batch, like), 'loss')
      if (wanted.refused !== undefined) return otherRefusal(got, wanted.refused)
      return got.refused === undefined ? undefined : 'it refuses a batch that policyLoss takes'
    },
  )

/** Metrics that the loss does not return, and those of other names, are not compared. */
const numbersOf = ({ metrics = {}, ...outcome }: LossOutcome): Numbers =>
  lossNumbers({ ...outcome, metrics } as PolicyLoss)

function reference(batch: TokenBatch, like: PolicyLossOptions): Numbers {
  const result = policyLoss(batch, like)
  if (result._tag === 'Right') return lossNumbers(result.right)
  throw new Error(describeError(result.left))
}

import * as fc from 'fast-check'
import { AGGREGATIONS } from '../../../losses/aggregation.js'
import {
  type DistillationBatch,
  type DistillationOptions,
  distillationAdvantages,
} from '../../../losses/distillation-advantages.js'
import { type OffPolicyMaskOptions, offPolicyMask } from '../../../losses/off-policy-mask.js'
import type { FloatArray, TokenBatch } from '../../../losses/token-batch.js'
import { type TopEntropyOptions, topEntropyMask } from '../../../losses/top-entropy-mask.js'
import { type ValueBatch, type ValueLossOptions, valueLoss } from '../../../losses/value-loss.js'
import { laidOutBatches } from '../../backend/loss-cases.js'
import { caseOf, type Law, law } from '../law.js'
import { responseTokens } from './response-tokens.js'
import type { Step } from './step.js'

/** Each response token with its rollout. */
const selectedTokens = (batch: TokenBatch) =>
  responseTokens(batch).flatMap((row, rollout) => row.map((token) => ({ token, rollout })))

const ordinary = () => laidOutBatches({ entropies: true, sampler: true, prompts: true, edges: false })
const everyBatch = () => laidOutBatches({ entropies: true })

/** The layout of a token batch. */
const layoutOf = ({ rollouts, tokens, offsets, responseMask, promptOf }: TokenBatch) => ({
  rollouts,
  ...(tokens !== undefined && { tokens }),
  ...(offsets && { offsets }),
  ...(responseMask && { responseMask }),
  ...(promptOf && { promptOf }),
})

const valueBatch = (batch: TokenBatch): ValueBatch => ({
  ...layoutOf(batch),
  values: batch.logProbs,
  oldValues: batch.oldLogProbs,
  returns: batch.refLogProbs!,
})

const valueOptions = (): fc.Arbitrary<ValueLossOptions> =>
  fc.record(
    {
      clip: fc.constantFrom(0, 0.2, 1, Number.POSITIVE_INFINITY),
      aggregation: fc.constantFrom(...AGGREGATIONS),
      emptyRollouts: fc.constantFrom('skip', 'count'),
      normalization: fc.constantFrom('length', 'rollouts-and-length'),
      denominators: fc.constantFrom({ tokens: 40 }, { rollouts: 9 }, { length: 16 }, { prompts: 5 }),
    },
    { requiredKeys: [] },
  ) as fc.Arbitrary<ValueLossOptions>

const STEP = 1e-5

const critic: Step<[ValueBatch, ValueLossOptions?]> = {
  reference: valueLoss,
  main: 'loss',
  calls: fc.tuple(everyBatch().map(valueBatch), valueOptions()),
  measured: ['values', 'oldValues', 'returns'],
  checksNumbers: true,
  laws: (of, isNear) => [
    law(
      'the gradient is the derivative',
      'where the loss has no kink, its gradient is the central difference, and 0 where the mask is off',
      fc.record({ batch: ordinary(), at: fc.nat(), clip: fc.constantFrom(0.2, Number.POSITIVE_INFINITY) }),
      ({ batch, at, clip }) => {
        const given = valueBatch(batch)
        const values = Float64Array.from(given.values)
        const i = at % values.length
        const lossAt = (step: number) =>
          of({ ...given, values: values.with(i, values[i]! + step) }, { clip }).loss![0]!
        const claimed = of(given, { clip }).gradValues![i]!
        if (!selectedTokens(batch).some(({ token }) => token === i))
          return claimed === 0 ? undefined : `gradValues[${i}] is ${claimed} where the mask is off`
        const [below, here, above] = [lossAt(-STEP), lossAt(0), lossAt(STEP)]
        caseOf(Math.abs(above - 2 * here + below) <= 2 * STEP * STEP)
        const slope = (above - below) / (2 * STEP)
        return Math.abs(claimed - slope) <= 1e-4 * Math.max(1, Math.abs(slope))
          ? undefined
          : `gradValues[${i}] is ${claimed}, the slope is ${slope}`
      },
    ),
    law(
      'a critic that is right has no loss',
      'where values are the returns, and were before, loss and gradient are 0',
      fc.record({ batch: ordinary(), options: valueOptions() }),
      ({ batch, options }) => {
        const given = { ...valueBatch(batch), values: batch.logProbs, oldValues: batch.logProbs }
        const { loss, gradValues } = of({ ...given, returns: batch.logProbs }, options)
        const odd = Array.from(gradValues!).findIndex((value) => value !== 0)
        return loss![0] === 0 && odd < 0
          ? undefined
          : `loss ${loss![0]}, gradValues[${odd}] ${gradValues![odd]}`
      },
    ),
    law(
      'a clip never lowers the loss',
      'the larger of two losses is no smaller than the plain one',
      fc.record({ batch: ordinary(), clip: fc.constantFrom(0, 0.2, 1) }),
      ({ batch, clip }) => {
        const given = valueBatch(batch)
        const [plain, clipped] = [of(given, {}).loss![0]!, of(given, { clip }).loss![0]!]
        return clipped >= plain || isNear(clipped, plain) ? undefined : `${plain} fell to ${clipped}`
      },
    ),
  ],
}

type Mask = Readonly<Record<string, ArrayLike<number>>>

/** The laws of a mask that drops response tokens. */
const maskLaws = <Options>(
  of: (batch: TokenBatch, options: Options) => Mask,
  options: fc.Arbitrary<Options>,
): readonly Law[] => [
  law(
    'what was masked stays masked',
    'no token is selected that the mask did not select',
    fc.record({ batch: everyBatch(), options }),
    ({ batch, options: given }) => {
      const selected = new Set(selectedTokens(batch).map(({ token }) => token))
      const kept = of(batch, given).responseMask!
      const odd = Array.from(kept).findIndex((bit, i) => Boolean(bit) && !selected.has(i))
      return odd < 0 ? undefined : `token ${odd} is selected`
    },
  ),
]

const offPolicyOptions = (): fc.Arbitrary<OffPolicyMaskOptions> =>
  fc.record(
    {
      threshold: fc.constantFrom(-0.1, 0, 0.05, 0.2, Number.POSITIVE_INFINITY),
      against: fc.constantFrom('old', 'rollout'),
    },
    { requiredKeys: ['threshold'] },
  ) as fc.Arbitrary<OffPolicyMaskOptions>

const offPolicy: Step<[TokenBatch, OffPolicyMaskOptions]> = {
  reference: offPolicyMask,
  main: 'responseMask',
  calls: fc.tuple(everyBatch(), offPolicyOptions()),
  measured: ['logProbs', 'oldLogProbs', 'rolloutLogProbs'],
  checksNumbers: true,
  laws: (of) => [
    ...maskLaws(of, fc.constant({ threshold: 0 })),
    law(
      'only failures are dropped',
      'a token with an advantage of 0 or more stays',
      fc.record({ batch: ordinary(), threshold: fc.constantFrom(-9, 0, 0.05) }),
      ({ batch, threshold }) => {
        const kept = of(batch, { threshold }).responseMask!
        const { advantages, logProbs } = batch
        const isPerToken = advantages.length === logProbs.length
        const odd = selectedTokens(batch).find(
          ({ token, rollout }) => advantages[isPerToken ? token : rollout]! >= 0 && !kept[token],
        )
        return odd === undefined ? undefined : `token ${odd.token} is dropped`
      },
    ),
    law(
      'a rollout goes where it is far from the policy',
      'failures stay up to the mean distance of the threshold, and go beyond it',
      fc.record({ batch: ordinary(), threshold: fc.constantFrom(-0.1, 0.05, 0.2) }),
      ({ batch, threshold }) => {
        const kept = of(batch, { threshold }).responseMask!
        const { advantages, logProbs, oldLogProbs } = batch
        const isPerToken = advantages.length === logProbs.length
        const selected = selectedTokens(batch)
        const odd = selected.find(({ token, rollout }) => {
          if (!(advantages[isPerToken ? token : rollout]! < 0)) return false
          const own = selected.filter((other) => other.rollout === rollout)
          const distance =
            own.reduce((sum, { token: i }) => sum + oldLogProbs[i]! - logProbs[i]!, 0) / own.length
          if (Math.abs(distance - threshold) < 1e-6) return false
          return Boolean(kept[token]) !== distance < threshold
        })
        return odd === undefined ? undefined : `token ${odd.token} is ${kept[odd.token] ? 'kept' : 'dropped'}`
      },
    ),
  ],
}

const topEntropy: Step<[TokenBatch & { readonly entropies: FloatArray }, TopEntropyOptions]> = {
  reference: topEntropyMask,
  main: 'responseMask',
  calls: fc.tuple(
    everyBatch().map((batch) => ({ ...batch, entropies: batch.entropies! })),
    fc.record({ share: fc.constantFrom(0, 0.2, 0.5, 0.9, 1) }),
  ),
  measured: ['entropies'],
  checksNumbers: true,
  laws: (of) => {
    const mask = (batch: TokenBatch, options: TopEntropyOptions) =>
      of({ ...batch, entropies: batch.entropies! }, options)
    return [
      ...maskLaws(mask, fc.constant({ share: 0.5 })),
      law(
        'the most open tokens stay',
        'every token that stays has at least the entropy of every one that goes, and at least the share stays',
        fc.record({ batch: ordinary(), share: fc.constantFrom(0, 0.2, 0.5, 1) }),
        ({ batch, share }) => {
          const kept = mask(batch, { share }).responseMask!
          const selected = selectedTokens(batch)
          const entropyOf = ({ token }: { readonly token: number }) => batch.entropies![token]!
          const stay = selected.filter(({ token }) => kept[token])
          const gone = selected.filter(({ token }) => !kept[token])
          const [least, most] = [Math.min(...stay.map(entropyOf)), Math.max(...gone.map(entropyOf))]
          if (gone.length > 0 && least <= most) return `entropy ${least} stays, ${most} goes`
          if (stay.length < Math.floor(share * selected.length))
            return `${stay.length} of ${selected.length} stay for a share of ${share}`
          const above = selected.filter((one) => entropyOf(one) > least).length
          return above <= Math.ceil(share * selected.length)
            ? undefined
            : `${stay.length} of ${selected.length} stay for a share of ${share}`
        },
      ),
    ]
  },
}

const distillationBatch = (batch: TokenBatch): DistillationBatch => ({
  ...layoutOf(batch),
  logProbs: batch.logProbs,
  teacherLogProbs: batch.refLogProbs!,
})

const distillation: Step<[DistillationBatch, DistillationOptions?]> = {
  reference: distillationAdvantages,
  main: 'advantages',
  calls: fc.tuple(
    everyBatch().map(distillationBatch),
    fc.record(
      { coefficient: fc.constantFrom(1, 0.5, -2), limit: fc.constantFrom(0.1, 5) },
      { requiredKeys: [] },
    ) as fc.Arbitrary<DistillationOptions>,
  ),
  measured: ['logProbs', 'teacherLogProbs'],
  checksNumbers: true,
  laws: (of, isNear) => [
    law(
      'the teacher’s opinion is the advantage',
      'a token’s advantage is the teacher’s log-probability less the student’s, within the limit',
      fc.record({ batch: ordinary(), limit: fc.constantFrom(0.1, Number.POSITIVE_INFINITY) }),
      ({ batch, limit }) => {
        const got = of(distillationBatch(batch), { limit }).advantages!
        const odd = selectedTokens(batch).find(({ token }) => {
          const opinion = batch.refLogProbs![token]! - batch.logProbs[token]!
          return !isNear(got[token]!, Math.max(-limit, Math.min(limit, opinion)))
        })
        return odd === undefined ? undefined : `advantages[${odd.token}] is ${got[odd.token]}`
      },
    ),
  ],
}

/** The steps on single tokens, apart from the policy loss. */
export const tokenSteps = {
  valueLoss: critic,
  offPolicyMask: offPolicy,
  topEntropyMask: topEntropy,
  distillationAdvantages: distillation,
}

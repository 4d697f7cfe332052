import * as fc from 'fast-check'
import { clipAdvantages } from '../../../advantages/clip-advantages.js'
import type { Advantages } from '../../../advantages/prompt-groups.js'
import { type ValuesToWhiten, type WhitenOptions, whiten } from '../../../advantages/whiten.js'
import { type AdaptiveKlOptions, adaptKlCoefficient } from '../../../losses/adapt-kl-coefficient.js'
import { type GaeBatch, type GaeOptions, gae } from '../../../rewards/gae.js'
import { returns } from '../../../rewards/returns.js'
import { type RawRewards, type ShapeOptions, shapeRewards } from '../../../rewards/shape-rewards.js'
import type { TokenRewardBatch, TokenRewardOptions } from '../../../rewards/token-rewards.js'
import { uniform } from '../../arbitraries/token-batches.js'
import { laidOutBatches } from '../../backend/loss-cases.js'
import { caseOf, law } from '../law.js'
import { responseTokens } from './response-tokens.js'
import type { Step } from './step.js'

const optional = <Fields extends object>(fields: { [Name in keyof Fields]: fc.Arbitrary<Fields[Name]> }) =>
  fc.record(fields, { requiredKeys: [] }) as unknown as fc.Arbitrary<Partial<Fields>>

const differs = (name: string, got: ArrayLike<number>, wanted: ArrayLike<number>, isNear: Nearness) => {
  const odd = Array.from(wanted).findIndex((value, i) => !isNear(got[i]!, value))
  return odd < 0 ? undefined : `${name}[${odd}] is ${got[odd]} instead of ${wanted[odd]}`
}

type Nearness = (got: number, wanted: number) => boolean

const rawRewards = (): fc.Arbitrary<RawRewards & Required<Pick<RawRewards, 'lengths' | 'truncated'>>> =>
  fc
    .array(
      fc.record({
        reward: fc.oneof(uniform(-2, 2), fc.constantFrom(0, 1, -1, 0.5)),
        length: fc.oneof(fc.integer({ min: 0, max: 130 }), fc.constantFrom(0, 80, 90, 100)),
        cut: fc.boolean(),
      }),
      { maxLength: 9 },
    )
    .map((rollouts) => ({
      rewards: rollouts.map(({ reward }) => reward),
      lengths: rollouts.map(({ length }) => length),
      truncated: rollouts.map(({ cut }) => cut),
    }))

const shapeOptions = (): fc.Arbitrary<ShapeOptions> =>
  optional<ShapeOptions>({
    bias: fc.constantFrom(0, 1, -0.5),
    scale: fc.constantFrom(1, 2, 0.5, -1),
    least: fc.constantFrom(-1, 0),
    most: fc.constantFrom(1, 0.75),
    truncatedFactor: fc.constantFrom(0, 0.5, 1),
    truncatedReward: fc.constantFrom(0, -1),
    truncated: fc.constantFrom('keep', 'drop'),
    overlong: fc.record({
      maxLength: fc.constant(100),
      cache: fc.constantFrom(0, 20, 100),
      factor: fc.constantFrom(1, 0.5),
    }),
    length: fc.record({ perToken: fc.constantFrom(0, 0.01), free: fc.constantFrom(0, 90) }),
  })

const shaping: Step<[RawRewards, ShapeOptions?]> = {
  reference: shapeRewards,
  main: 'rewards',
  calls: fc.tuple(rawRewards(), shapeOptions()),
  measured: ['rewards'],
  checksNumbers: true,
  laws: (of, isNear) => [
    law(
      'rollouts know nothing of each other',
      'the rollouts the other way round get the same rewards',
      fc.record({ raw: rawRewards(), options: shapeOptions() }),
      ({ raw: { rewards, lengths, truncated }, options }) => {
        const turned = {
          rewards: Array.from(rewards).reverse(),
          lengths: Array.from(lengths).reverse(),
          truncated: Array.from(truncated).reverse(),
        }
        const shaped = Array.from(of({ rewards, lengths, truncated }, options).rewards!)
        return differs('rewards', of(turned, options).rewards!, shaped.reverse(), isNear)
      },
    ),
    law(
      'more tokens never pay',
      'a longer response gets no higher reward',
      fc.record({ raw: rawRewards(), options: shapeOptions(), more: fc.integer({ min: 1, max: 60 }) }),
      ({ raw, options, more }) => {
        const longer = { ...raw, lengths: Array.from(raw.lengths, (length) => length + more) }
        const [before, after] = [of(raw, options).rewards!, of(longer, options).rewards!]
        const odd = Array.from(after).findIndex(
          (reward, i) => reward > before[i]! && !isNear(reward, before[i]!),
        )
        return odd < 0 ? undefined : `${before[odd]} rose to ${after[odd]} with ${more} tokens more`
      },
    ),
    law('without options nothing changes', 'the rewards come back as they are', rawRewards(), (raw) =>
      differs('rewards', of(raw, {}).rewards!, raw.rewards, isNear),
    ),
  ],
}

/** Rewards on tokens in every layout, with values of a critic. */
const tokenRewards = (): fc.Arbitrary<GaeBatch> =>
  fc
    .record({
      batch: laidOutBatches({ entropies: true }),
      outcomes: fc.boolean(),
      perToken: fc.boolean(),
      last: fc.option(uniform(-1, 1), { nil: undefined }),
    })
    .map(({ batch, outcomes, perToken, last }) => {
      const { rollouts, tokens, offsets, responseMask, logProbs, oldLogProbs, refLogProbs, entropies } = batch
      return {
        rollouts,
        ...(tokens !== undefined && { tokens }),
        ...(offsets && { offsets }),
        ...(responseMask && { responseMask }),
        ...((outcomes || !perToken) && { rewards: Array.from({ length: rollouts }, (_, s) => s / 4 - 0.5) }),
        ...(perToken && { tokenRewards: entropies! }),
        logProbs,
        ...(refLogProbs && { refLogProbs }),
        values: oldLogProbs,
        ...(last !== undefined && { lastValues: Array.from({ length: rollouts }, (_, s) => last + s / 8) }),
      }
    })

const rewardOptions = (): fc.Arbitrary<TokenRewardOptions> =>
  optional<Required<TokenRewardOptions>>({
    gamma: fc.constantFrom(0, 0.5, 0.97, 1),
    kl: fc
      .record(
        {
          estimator: fc.constantFrom('k1', 'abs', 'k2', 'k3', 'k3-unclamped', 'k1+'),
          coefficient: fc.constantFrom(0, 0.1, -1),
          inputLimit: fc.constantFrom(0.3, 20),
          outputLimit: fc.constantFrom(0.1, 10),
        },
        { requiredKeys: ['estimator', 'coefficient'] },
      )
      .map((kl) => kl as NonNullable<TokenRewardOptions['kl']>),
  })

/** The undiscounted rewards on the tokens of a row, from the definition. */
const rewardsOfRow = ({ rewards, tokenRewards: own }: TokenRewardBatch, row: readonly number[], s: number) =>
  row.map((i, t) => (own?.[i] ?? 0) + (t === row.length - 1 ? (rewards?.[s] ?? 0) : 0))

const returnsStep: Step<[TokenRewardBatch, TokenRewardOptions?]> = {
  reference: returns,
  main: 'returns',
  calls: fc.tuple(tokenRewards(), rewardOptions()),
  measured: ['tokenRewards', 'logProbs', 'refLogProbs'],
  checksNumbers: true,
  laws: (of, isNear) => [
    law(
      'returns add up',
      'the return of a token is its reward and γ times the next return',
      fc.record({ batch: tokenRewards(), gamma: fc.constantFrom(0, 0.5, 1) }),
      ({ batch, gamma }) => {
        const got = of(batch, { gamma }).returns!
        for (const [s, row] of responseTokens(batch).entries()) {
          const own = rewardsOfRow(batch, row, s)
          const wanted = own.map((_, t) => own.slice(t).reduce((sum, r, k) => sum + r * gamma ** k, 0))
          const odd = row.findIndex((i, t) => !isNear(got[i]!, wanted[t]!))
          if (odd >= 0) return `returns[${row[odd]}] is ${got[row[odd]!]} instead of ${wanted[odd]}`
        }
        return undefined
      },
    ),
    paddingLaw('returns', of),
  ],
}

const paddingLaw = <Options>(main: string, of: (batch: GaeBatch, options?: Options) => Numbers) =>
  law('nothing at padding', `\`${main}\` is 0 where the mask is off`, tokenRewards(), (batch) => {
    const selected = new Set(responseTokens(batch).flat())
    const got = of(batch)[main]!
    const odd = Array.from(got).findIndex((value, i) => value !== 0 && !selected.has(i))
    return odd < 0 ? undefined : `${main}[${odd}] is ${got[odd]}`
  })

type Numbers = Readonly<Record<string, ArrayLike<number>>>

const gaeStep: Step<[GaeBatch, GaeOptions?]> = {
  reference: gae,
  main: 'advantages',
  calls: fc
    .tuple(
      tokenRewards(),
      rewardOptions(),
      optional<{ lambda: number }>({ lambda: fc.constantFrom(0, 0.5, 0.95, 1) }),
    )
    .map(([batch, options, more]): [GaeBatch, GaeOptions] => [batch, { ...options, ...more }]),
  measured: ['tokenRewards', 'logProbs', 'refLogProbs', 'values'],
  checksNumbers: true,
  laws: (of, isNear) => [
    law(
      'a perfect critic leaves nothing',
      'where each value is the return that follows, every advantage is 0, whatever λ is',
      fc.record({
        batch: tokenRewards(),
        gamma: fc.constantFrom(0.5, 1),
        lambda: fc.constantFrom(0, 0.5, 1),
      }),
      ({ batch: { lastValues: _, ...batch }, gamma, lambda }) => {
        const values = new Float64Array(batch.values.length)
        for (const [s, row] of responseTokens(batch).entries()) {
          const own = rewardsOfRow(batch, row, s)
          row.forEach((i, t) => {
            values[i] = own.slice(t).reduce((sum, r, k) => sum + r * gamma ** k, 0)
          })
        }
        const got = of({ ...batch, values }, { gamma, lambda }).advantages!
        const odd = Array.from(got).findIndex((value) => !isNear(value, 0))
        return odd < 0 ? undefined : `advantages[${odd}] is ${got[odd]}`
      },
    ),
    law(
      'λ = 1 is the return less the value',
      'without λ the critic is only a baseline, and what follows a rollout that was cut off is its last value',
      fc.record({ batch: tokenRewards(), gamma: fc.constantFrom(0.5, 1) }),
      ({ batch, gamma }) => {
        const got = of(batch, { gamma, lambda: 1 }).advantages!
        for (const [s, row] of responseTokens(batch).entries()) {
          const own = [...rewardsOfRow(batch, row, s), batch.lastValues?.[s] ?? 0]
          for (const [t, i] of row.entries()) {
            const wanted = own.slice(t).reduce((sum, r, k) => sum + r * gamma ** k, 0) - batch.values[i]!
            if (!isNear(got[i]!, wanted)) return `advantages[${i}] is ${got[i]} instead of ${wanted}`
          }
        }
        return undefined
      },
    ),
    paddingLaw('advantages', of),
  ],
}

const valuesToWhiten = (): fc.Arbitrary<ValuesToWhiten> =>
  fc
    .record({
      cells: fc.array(
        fc.record({
          value: fc.oneof({ weight: 3, arbitrary: uniform(-3, 3) }, fc.constantFrom(0, 1, 1, 2 ** 20)),
          selected: fc.constantFrom(true, true, false),
          length: fc.nat({ max: 4 }),
        }),
        { maxLength: 12 },
      ),
      masked: fc.boolean(),
      weighed: fc.boolean(),
    })
    .map(({ cells, masked, weighed }) => ({
      values: Float64Array.from(cells, ({ value, selected }) => (masked && !selected ? Number.NaN : value)),
      ...(masked && { mask: cells.map(({ selected }) => selected) }),
      ...(weighed && { lengths: cells.map(({ length }) => length) }),
    }))

/** The selected values, each repeated as often as its length says. */
const repeated = ({ values, mask, lengths }: ValuesToWhiten): readonly number[] =>
  Array.from(values).flatMap((value, i) =>
    mask === undefined || mask[i] ? Array.from({ length: lengths?.[i] ?? 1 }, () => value) : [],
  )

const whitening: Step<[ValuesToWhiten, WhitenOptions?]> = {
  reference: whiten,
  main: 'values',
  calls: fc.tuple(
    valuesToWhiten(),
    optional<WhitenOptions>({
      variance: fc.constantFrom('unbiased', 'biased'),
      epsilon: fc.constantFrom(0, 1e-8, 1e-3),
      centre: fc.boolean(),
    }),
  ),
  measured: ['values'],
  checksNumbers: true,
  laws: (of, isNear) => [
    law(
      'mean 0 and variance 1',
      'over the tokens that the selected values stand on, and with n − 1 where the variance is unbiased',
      fc.record({
        given: valuesToWhiten(),
        variance: fc.constantFrom('unbiased' as const, 'biased' as const),
      }),
      ({ given, variance }) => {
        const before = repeated(given)
        caseOf(new Set(before).size > 1)
        const white = repeated({ ...given, values: of(given, { variance, epsilon: 0 }).values! })
        const mean = white.reduce((sum, value) => sum + value, 0) / white.length
        const squares = white.reduce((sum, value) => sum + value * value, 0)
        const spread = squares / (white.length - (variance === 'biased' ? 0 : 1))
        return isNear(mean, 0) && isNear(spread, 1) ? undefined : `mean ${mean}, variance ${spread}`
      },
    ),
    law(
      'equal values are 0',
      'where all selected values are equal there is nothing to tell apart',
      fc.record({ given: valuesToWhiten(), value: fc.constantFrom(0.1, 1, -7) }),
      ({ given, value }) => {
        const equal = { ...given, values: Array.from(given.values, () => value) }
        const got = of(equal, {}).values!
        const odd = Array.from(got).findIndex((each) => each !== 0)
        return odd < 0 ? undefined : `values[${odd}] is ${got[odd]}`
      },
    ),
    law(
      'a value on three tokens is three values',
      'lengths weigh a value as if it stood there so often',
      valuesToWhiten(),
      (given) => {
        const white = repeated({ ...given, values: of(given, {}).values! })
        return differs('values', of({ values: repeated(given) }, {}).values!, white, isNear)
      },
    ),
    law('nothing at padding', 'a value that is not selected becomes 0', valuesToWhiten(), (given) => {
      const got = of(given, {}).values!
      const odd = Array.from(got).findIndex((value, i) => value !== 0 && given.mask?.[i] === false)
      return odd < 0 ? undefined : `values[${odd}] is ${got[odd]}`
    }),
  ],
}

const NO_STATISTICS = {
  promptMeans: new Float64Array(),
  promptStds: new Float64Array(),
  promptSizes: new Int32Array(),
}

const someAdvantages = (): fc.Arbitrary<Advantages> =>
  fc
    .array(fc.oneof(uniform(-9, 9), fc.constantFrom(0, 5, -5)), { maxLength: 9 })
    .map((values) => ({ advantages: Float64Array.from(values), statistics: NO_STATISTICS }))

const clipping: Step<[Advantages, number]> = {
  reference: clipAdvantages,
  main: 'advantages',
  calls: fc.tuple(someAdvantages(), fc.constantFrom(0.5, 1, 5, Number.POSITIVE_INFINITY, 0, -1, Number.NaN)),
  measured: ['advantages'],
  checksNumbers: false,
  laws: (of, isNear) => [
    law(
      'held within the limit',
      'beyond the limit an advantage is the limit with its sign, within it stays',
      fc.tuple(someAdvantages(), fc.constantFrom(0.5, 5)),
      ([result, limit]) =>
        differs(
          'advantages',
          of(result, limit).advantages!,
          result.advantages.map((a) => (Math.abs(a) > limit ? Math.sign(a) * limit : a)),
          isNear,
        ),
    ),
  ],
}

type AdaptKl = [
  coefficient: number,
  observed: { readonly kl: number; readonly rollouts: number },
  options: AdaptiveKlOptions,
]

const adaptKlCalls = (): fc.Arbitrary<AdaptKl> =>
  fc.tuple(
    fc.oneof(uniform(0, 2), fc.constantFrom(0, -1)),
    fc.record({
      kl: fc.oneof(uniform(-1, 12), fc.constantFrom(0, 6, Number.NaN)),
      rollouts: fc.constantFrom(0, 1, 256, 10_000, 60_000),
    }),
    fc.record(
      { target: fc.constantFrom(0.01, 6), horizon: fc.constantFrom(1_000, 10_000) },
      { requiredKeys: ['target'] },
    ),
  )

const adaptingKl: Step<AdaptKl> = {
  reference: adaptKlCoefficient,
  main: 'coefficient',
  calls: adaptKlCalls(),
  measured: [],
  checksNumbers: true,
  laws: (of, isNear) => [
    law(
      'steers towards the target',
      'above the target the coefficient grows, below it shrinks, on it stays, by a fifth a horizon at most',
      fc.tuple(uniform(0.1, 2), uniform(-1, 12), fc.constantFrom(1, 256, 4_096), fc.constantFrom(0.1, 6)),
      ([coefficient, kl, rollouts, target]) => {
        const next = of(coefficient, { kl, rollouts }, { target }).coefficient![0]!
        const onTarget = of(coefficient, { kl: target, rollouts }, { target }).coefficient![0]!
        const most = (0.2 * rollouts) / 10_000
        if (!isNear(onTarget, coefficient)) return `${coefficient} became ${onTarget} on the target`
        if ((next - coefficient) * (kl - target) < 0 || (next === coefficient && kl !== target))
          return `${coefficient} became ${next} at a KL of ${kl}, target ${target}`
        return Math.abs(next / coefficient - 1) <= most * (1 + 1e-6)
          ? undefined
          : `${coefficient} became ${next} after ${rollouts} rollouts`
      },
    ),
  ],
}

/** The steps on rewards before they are compared, and on advantages after it. */
export const rewardSteps = {
  shapeRewards: shaping,
  returns: returnsStep,
  gae: gaeStep,
  whiten: whitening,
  clipAdvantages: clipping,
  adaptKlCoefficient: adaptingKl,
}

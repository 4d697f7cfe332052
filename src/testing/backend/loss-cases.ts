import * as fc from 'fast-check'
import { AGGREGATIONS } from '../../losses/aggregation.js'
import type { PolicyLossOptions } from '../../losses/loss-options.js'
import type { TokenBatch } from '../../losses/token-batch.js'
import { type PaddedTokenBatch, tokenBatches } from '../arbitraries/token-batches.js'
import {
  advantagePerRollout,
  inFloat32,
  mapTokens,
  packed,
  withPadding,
} from '../arbitraries/token-layouts.js'

/** A call of `policyLoss`. */
export interface LossCase {
  readonly batch: TokenBatch
  readonly options: PolicyLossOptions
}

export type LossKind = NonNullable<PolicyLossOptions['kind']>

/** Batches of up to 6 rollouts of up to 11 tokens, with options for a kind of loss. */
export const lossCases = (kind: LossKind): fc.Arbitrary<LossCase> =>
  lossOptions(kind).chain((options) =>
    laidOutBatches({ entropies: options.entropyCoefficient !== undefined }).map((batch) => ({
      batch,
      options,
    })),
  )

/** Which layouts, arrays and edge cases a batch may have. Default of each: true, except for `entropies`. */
export interface BatchFeatures {
  readonly packed?: boolean
  readonly weights?: boolean
  /** All batches have entropies, because a bonus without them is only refused. Default: some have. */
  readonly entropies?: boolean
  /** All batches have `rolloutLogProbs`, or `promptOf`. Default: most have. */
  readonly sampler?: boolean
  readonly prompts?: boolean
  /** Batches without a token or a rollout, and policies as far apart as the limits of exp. */
  readonly edges?: boolean
}

/** Token batches in every layout. */
export const laidOutBatches = ({
  packed: mayPack = true,
  weights = true,
  entropies = false,
  sampler = false,
  prompts = false,
  edges = true,
}: BatchFeatures): fc.Arbitrary<TokenBatch> =>
  fc
    .record({
      shape: shapes(),
      batch: tokenBatches(EVERY_ARRAY),
      extreme: tokenBatches({ ...EVERY_ARRAY, drift: 25 }),
    })
    .map(({ shape, batch, extreme }) =>
      laidOut(edges && shape.drift === 'extreme' ? extreme : batch, {
        ...shape,
        layout: mayPack ? shape.layout : 'padded',
        mask: edges || shape.mask === 'full' ? shape.mask : 'as drawn',
        importanceWeights: weights && shape.importanceWeights,
        entropies: entropies || shape.entropies,
        sampler: sampler || shape.sampler,
        prompts: prompts || shape.prompts,
      }),
    )

const EVERY_ARRAY = { weights: true, entropies: true, sampler: true, prompts: true } as const

/**
 * Batches that kernels process in several blocks, whose bounds are not those of rollouts. Options and layout are shrunk; the
 * numbers are not, because each attempt is a pass over 36,413 tokens and the result is not readable.
 */
export const longLossCases = (): fc.Arbitrary<LossCase> =>
  fc
    .record({
      shape: shapes(),
      mask: fc.constantFrom('as drawn', 'full'),
      advantages: fc.constantFrom('per token', 'per rollout'),
      batch: fc.noShrink(tokenBatches(EVERY_ARRAY)),
      seed: fc.noShrink(fc.integer()),
      options: lossOptions('vanilla'),
    })
    .map(({ shape, batch, seed, options, ...usual }) => ({
      batch: laidOut(enlarged(batch, 13, 2801, seed), {
        ...shape,
        ...usual,
        entropies: shape.entropies || options.entropyCoefficient !== undefined,
      }),
      options,
    }))

/** The form of a batch: layout, mask, optional arrays, and values at masked tokens. */
interface Shape {
  readonly layout: 'padded' | 'packed' | 'packed with a mask'
  readonly mask: 'as drawn' | 'full' | 'nothing' | 'no rollouts'
  readonly maskAs: 'bytes' | 'booleans'
  readonly precision: 'float32' | 'float64'
  readonly advantages: 'per token' | 'per rollout' | 'zero'
  /** The distance of the policies: around the clip range, or for some tokens up to the limits of exp. */
  readonly drift: 'ordinary' | 'extreme'
  /** The value at masked tokens. */
  readonly padding: number
  readonly importanceWeights: boolean
  readonly entropies: boolean
  readonly sampler: boolean
  readonly prompts: boolean
}

const shapes = (): fc.Arbitrary<Shape> =>
  fc.record({
    layout: fc.constantFrom('padded', 'padded', 'packed', 'packed with a mask'),
    mask: fc.oneof(
      { weight: 12, arbitrary: fc.constant('as drawn' as const) },
      { weight: 3, arbitrary: fc.constant('full' as const) },
      fc.constantFrom('nothing', 'no rollouts'),
    ),
    maskAs: fc.constantFrom('bytes', 'bytes', 'booleans'),
    precision: fc.constantFrom('float32', 'float64'),
    advantages: fc.constantFrom('per token', 'per token', 'per rollout', 'per rollout', 'zero'),
    drift: fc.constantFrom('ordinary', 'ordinary', 'extreme'),
    padding: fc.constantFrom(Number.NaN, Number.POSITIVE_INFINITY, 0, 1e30),
    importanceWeights: fc.boolean(),
    entropies: fc.boolean(),
    sampler: fc.constantFrom(true, true, true, false),
    prompts: fc.constantFrom(true, true, true, false),
  })

/** The options of a kind of loss, each given or omitted. */
function lossOptions(kind: LossKind): fc.Arbitrary<PolicyLossOptions> {
  const limits = { logRatioLimit: fc.constantFrom(20, 5, Number.POSITIVE_INFINITY) }
  const clips = { clipLow: fc.constantFrom(0, 0.1, 0.2, 2), clipHigh: fc.constantFrom(0, 0.28, 5) }
  const level = { importanceLevel: fc.constantFrom('token', 'sequence') }
  const ofKind: Partial<Record<LossKind, Record<string, fc.Arbitrary<unknown>>>> = {
    vanilla: {
      ...clips,
      ...limits,
      ...level,
      dualClip: fc.constantFrom(1.5, 3, Number.POSITIVE_INFINITY),
      ratioCap: fc.constantFrom(2, Number.POSITIVE_INFINITY),
    },
    gspo: clips,
    cispo: { ...clips, ...limits, ...level, anchor: fc.constantFrom('old', 'rollout') },
    sapo: { ...limits, ...level, tauPos: fc.constantFrom(0.5, 1), tauNeg: fc.constantFrom(1.05, 2) },
    'geo-mean': { clipLow: fc.constantFrom(0.1, 0.4), clipHigh: fc.constantFrom(0.1, 0.4) },
    'clip-cov': { ...clips, covRatio: fc.constantFrom(0.2, 1), covLow: fc.constantFrom(-9, 0.05) },
    'kl-cov': { covRatio: fc.constantFrom(0, 0.3), klCoefficient: fc.constantFrom(0.5, 1) },
    'dppo-tv': { ratioCap: fc.constantFrom(2, 20) },
    'dppo-kl': { ratioCap: fc.constantFrom(2, 20) },
    dro: { droBeta: fc.constantFrom(0, 0.5) },
    luspo: { ...clips, ...level },
    vespo: { powerPos: fc.constantFrom(1, 2), decayNeg: fc.constantFrom(1, 2) },
  }
  return fc
    .tuple(
      fc.record(ofKind[kind] ?? {}, { requiredKeys: [] }),
      fc.record(
        {
          aggregation: fc.constantFrom(...AGGREGATIONS),
          emptyRollouts: fc.constantFrom('skip', 'count'),
          normalization: fc.constantFrom('length', 'rollouts-and-length'),
          denominators: fc.constantFrom({ tokens: 40 }, { rollouts: 9 }, { length: 16 }, { prompts: 5 }),
          profile: fc.constantFrom('natural', 'published', 'trl', 'verl-main'),
          policyAggregation: fc.constantFrom(...AGGREGATIONS),
          entropyAggregation: fc.constantFrom(...AGGREGATIONS),
          kl: fc.oneof(
            { weight: 3, arbitrary: klTerms({}) },
            { weight: 1, arbitrary: fc.array(klTerms(KL_CHOICES), { maxLength: 2 }) },
          ),
          entropyCoefficient: fc.constantFrom(0.01, -0.01),
        },
        { requiredKeys: [] },
      ),
    )
    .map(([ofKind, common]) => ({ kind, ...ofKind, ...common }) as PolicyLossOptions)
}

/** A KL term: one that every backend computes in its kernels, or one that it may leave to the reference. */
const klTerms = (choices: Readonly<Record<string, fc.Arbitrary<unknown>>>) =>
  fc.record(
    {
      estimator: fc.constantFrom('k1', 'abs', 'k2', 'k3', 'k3-unclamped', 'k1+', 'k3+'),
      coefficient: fc.constantFrom(0.001, 0.1, 1, 0, -0.5),
      aggregation: fc.constantFrom(...AGGREGATIONS),
      ...choices,
    },
    { requiredKeys: ['estimator', 'coefficient'] },
  )

const KL_CHOICES = {
  to: fc.constantFrom('reference', 'sampler', 'old'),
  importance: fc.constantFrom('none', 'ratio', 'constant-ratio'),
  inputLimit: fc.constantFrom(0.3, 20),
  outputLimit: fc.constantFrom(0.1, 10, Number.POSITIVE_INFINITY),
}

/** The batch in that form; arrays that it does not name are omitted. */
function laidOut(drawn: PaddedTokenBatch, shape: Shape): TokenBatch {
  const { importanceWeights, entropies, rolloutLogProbs, promptOf, ...plain } =
    shape.mask === 'no rollouts' ? noRollouts(drawn) : drawn
  const responseMask = plain.responseMask.map((bit) =>
    shape.mask === 'full' ? 1 : shape.mask === 'nothing' ? 0 : bit,
  )
  const batch: PaddedTokenBatch = {
    ...plain,
    responseMask,
    ...(importanceWeights && shape.importanceWeights && { importanceWeights }),
    ...(entropies && shape.entropies && { entropies }),
    ...(rolloutLogProbs && shape.sampler && { rolloutLogProbs }),
    ...(promptOf && shape.prompts && { promptOf }),
  }
  const perRollout =
    shape.advantages === 'zero' ? new Float64Array(batch.rollouts) : advantagePerRollout(batch)
  const poisoned = withPadding(batch, shape.padding)
  const { responseMask: _, ...moved } = placed(poisoned, shape.layout)
  const mask = maskOf(poisoned, shape)
  const placedBatch = {
    ...moved,
    ...(shape.advantages !== 'per token' && { advantages: perRollout }),
    ...(mask !== undefined && { responseMask: mask }),
  }
  return shape.precision === 'float32' ? inFloat32(placedBatch) : placedBatch
}

const noRollouts = (batch: PaddedTokenBatch): PaddedTokenBatch =>
  ({
    ...mapTokens(batch, (values) => values.slice(0, 0)),
    responseMask: new Uint8Array(),
    promptOf: new Int32Array(),
    rollouts: 0,
  }) as PaddedTokenBatch

/** Packed rows keep the response tokens; with a mask they keep every other token of the padding as well. */
const isKept =
  ({ responseMask }: PaddedTokenBatch, layout: Shape['layout']) =>
  (i: number) =>
    responseMask[i] !== 0 || (layout === 'packed with a mask' && i % 2 === 0)

const placed = (batch: PaddedTokenBatch, layout: Shape['layout']): TokenBatch =>
  layout === 'padded' ? batch : packed(batch, isKept(batch, layout))

function maskOf(batch: PaddedTokenBatch, { layout, maskAs }: Shape): TokenBatch['responseMask'] {
  if (layout === 'packed') return undefined
  const bits = batch.responseMask.filter((_, i) => layout === 'padded' || isKept(batch, layout)(i))
  return maskAs === 'bytes' ? bits : Array.from(bits, Boolean)
}

/** A batch of rows × columns tokens, each drawn from those of a small one. */
function enlarged(batch: PaddedTokenBatch, rollouts: number, tokens: number, seed: number): PaddedTokenBatch {
  const random = randomNumbers(seed)
  const from = Uint32Array.from({ length: rollouts * tokens }, () =>
    Math.floor(random() * batch.logProbs.length),
  )
  const gathered = (values: Float64Array) => Float64Array.from(from, (i) => values[i]!)
  return {
    ...mapTokens(batch, gathered),
    responseMask: Uint8Array.from(from, (i) => batch.responseMask[i]!),
    promptOf: Int32Array.from({ length: rollouts }, (_, row) => row >> 1),
    rollouts,
    tokens,
  } as PaddedTokenBatch
}

/** Uniform numbers in [0, 1) from a seed (mulberry32): a batch is then one small integer to fast-check. */
export function randomNumbers(seed: number): () => number {
  let state = seed | 0
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296
  }
}

import * as fc from 'fast-check'
import { AGGREGATIONS } from '../../losses/aggregation.js'
import type { PolicyLossOptions } from '../../losses/loss-options.js'
import type { FloatArray, TokenBatch } from '../../losses/token-batch.js'

/** A call of `policyLoss`. */
export interface LossCase {
  readonly batch: TokenBatch
  readonly options: PolicyLossOptions
}

export type LossKind = NonNullable<PolicyLossOptions['kind']>

/** Batches of up to 6 rollouts of up to 11 tokens, with options for a kind of loss. */
export const lossCases = (kind: LossKind): fc.Arbitrary<LossCase> =>
  fc
    .record({
      shape: shapes(),
      rollouts: fc.integer({ min: 0, max: 6 }),
      tokens: fc.integer({ min: 1, max: 11 }),
      options: lossOptions(kind),
    })
    .map(({ shape, rollouts, tokens, options }) => lossCase(shape, rollouts, tokens, options))

/** Batches long enough that kernels take them in several pieces, which do not end where rollouts end. */
export const longLossCases = (): fc.Arbitrary<LossCase> =>
  fc
    .record({
      shape: shapes(),
      mask: fc.constantFrom('full', 'ragged', 'holes'),
      advantages: fc.constantFrom('per token', 'per rollout'),
      options: lossOptions('vanilla'),
    })
    .map(({ shape, options, ...usual }) =>
      lossCase({ ...shape, ...usual, drift: 'ordinary' }, 13, 2801, options),
    )

const lossCase = (shape: Shape, rollouts: number, tokens: number, options: PolicyLossOptions): LossCase => ({
  // An entropy bonus without entropies is refused, and little is learnt from refusals.
  batch: batchOf(
    { ...shape, entropies: shape.entropies || options.entropyCoefficient !== undefined },
    rollouts,
    tokens,
  ),
  options,
})

/** What a batch of tokens looks like, from the ordinary to the hostile. */
interface Shape {
  readonly layout: 'padded' | 'packed' | 'packed with a mask'
  readonly mask: 'full' | 'ragged' | 'holes' | 'nothing'
  readonly maskAs: 'bytes' | 'booleans'
  readonly precision: 'float32' | 'float64'
  readonly advantages: 'per token' | 'per rollout' | 'zero'
  /** How far the policies lie apart: around the clip range, or here and there up to the limits of exp. */
  readonly drift: 'ordinary' | 'extreme'
  /** What stands where the mask does not select. */
  readonly padding: number
  readonly importanceWeights: boolean
  readonly entropies: boolean
  readonly seed: number
}

const shapes = (): fc.Arbitrary<Shape> =>
  fc.record({
    layout: fc.constantFrom('padded', 'padded', 'packed', 'packed with a mask'),
    mask: fc.constantFrom('full', 'ragged', 'ragged', 'ragged', 'holes', 'holes', 'nothing'),
    maskAs: fc.constantFrom('bytes', 'bytes', 'booleans'),
    precision: fc.constantFrom('float32', 'float64'),
    advantages: fc.constantFrom('per token', 'per token', 'per rollout', 'per rollout', 'zero'),
    drift: fc.constantFrom('ordinary', 'ordinary', 'extreme'),
    padding: fc.constantFrom(Number.NaN, Number.POSITIVE_INFINITY, 0, 1e30),
    importanceWeights: fc.boolean(),
    entropies: fc.boolean(),
    seed: fc.integer(),
  })

/** The options a kind of loss understands, each now left out, now given. */
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

/** A KL term as every backend's kernels know it, and with the choices that they may leave to the reference. */
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

/** Log-ratios at which something happens: the recipe's clip bounds, its dual clip, the limit, and beyond it. */
const LANDMARKS = [Math.log(0.8), Math.log(1.28), Math.log(3), 20, -20, 25, -25, 19.5, 6, -6, 0]

function batchOf(shape: Shape, rollouts: number, columns: number): TokenBatch {
  const random = randomNumbers(shape.seed)
  const packed = shape.layout !== 'padded'
  const lengths = Array.from({ length: rollouts }, () =>
    packed ? Math.floor(random() * (columns + 1)) : columns,
  )
  const offsets = Int32Array.of(0, ...lengths.map((_, s) => lengths.slice(0, s + 1).reduce((a, b) => a + b)))
  const size = offsets[rollouts]!
  const selected = shape.layout === 'packed' ? undefined : selection(shape, lengths, random)

  const filled = (count: number, next: () => number): Float64Array => new Float64Array(count).map(next)
  const logProbs = filled(size, () => -0.01 - 4 * random())
  const drifted = (): Float64Array =>
    logProbs.map((value) => {
      const landmark = shape.drift === 'extreme' && random() < 0.3
      return value - (landmark ? LANDMARKS[Math.floor(random() * LANDMARKS.length)]! : random() * 1.2 - 0.6)
    })
  const perToken = (values: Float64Array): FloatArray => {
    if (selected !== undefined) {
      for (let i = 0; i < size; i++) if (!selected[i]) values[i] = shape.padding
    }
    return shape.precision === 'float32' ? Float32Array.from(values) : values
  }
  const oldLogProbs = drifted()
  const refLogProbs = drifted()
  const rolloutLogProbs = drifted()
  const advantage = () => (shape.advantages === 'zero' ? 0 : random() * 4 - 2)
  return {
    rollouts,
    oldLogProbs: perToken(oldLogProbs),
    refLogProbs: perToken(refLogProbs),
    rolloutLogProbs: perToken(rolloutLogProbs),
    promptOf: lengths.map((_, s) => s >> 1),
    advantages:
      shape.advantages === 'per token'
        ? perToken(filled(size, advantage))
        : Float64Array.from({ length: rollouts }, advantage),
    ...(shape.importanceWeights && {
      importanceWeights: perToken(filled(size, () => (random() < 0.2 ? 0 : random() * 2))),
    }),
    ...(shape.entropies && { entropies: perToken(filled(size, () => random() * 3)) }),
    logProbs: perToken(logProbs),
    tokens: columns,
    ...(packed && { offsets }),
    ...(selected !== undefined && {
      responseMask: shape.maskAs === 'bytes' ? Uint8Array.from(selected, Number) : selected,
    }),
  }
}

function selection(shape: Shape, lengths: readonly number[], random: () => number): boolean[] {
  return lengths.flatMap((length) => {
    const responses = random() < 0.15 ? 0 : Math.ceil(random() * length)
    return Array.from({ length }, (_, t) => {
      if (shape.mask === 'full') return true
      if (shape.mask === 'ragged') return t < responses
      return shape.mask === 'holes' && random() < 0.6
    })
  })
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

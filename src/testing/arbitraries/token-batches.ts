import * as fc from 'fast-check'
import type { TokenBatch } from '../../losses/token-batch.js'
import { findBadOption } from '../../options/find-bad-option.js'
import type { OptionRows } from '../../options/option-row.js'
import { refuse } from '../../results.js'

/** A token batch in the padded layout, in float64, with a mask and one advantage per token. */
export interface PaddedTokenBatch extends TokenBatch {
  readonly logProbs: Float64Array
  readonly oldLogProbs: Float64Array
  readonly advantages: Float64Array
  readonly responseMask: Uint8Array
  readonly rollouts: number
  readonly tokens: number
  readonly refLogProbs: Float64Array
  readonly importanceWeights?: Float64Array
  readonly entropies?: Float64Array
  readonly rolloutLogProbs?: Float64Array
}

/** Which token batches are generated. */
export interface TokenBatchShape {
  /**
   * Largest distance between new and old (and reference) log-probability, in nats. Default 0.6: some ratios leave the
   * clip range. From 25 on the limits of exp are reached as well.
   */
  readonly drift?: number
  /** Which tokens the mask selects. `ragged` (default): rows of different lengths, with gaps, and empty rows; `full`: all tokens. */
  readonly mask?: 'ragged' | 'full'
  /** Rollouts and columns at most. Default 6 and 11. */
  readonly rollouts?: number
  readonly tokens?: number
  /** Whether the batch has `importanceWeights` (some of them 0) and `entropies`. Default false. */
  readonly weights?: boolean
  readonly entropies?: boolean
  /** Whether the batch has `rolloutLogProbs`, as far from the new policy as `oldLogProbs` are. Default false. */
  readonly sampler?: boolean
  /** Whether the batch has `promptOf`: one to three rollouts to a prompt, some of them without a token. Default false. */
  readonly prompts?: boolean
}

const SHAPE: OptionRows<TokenBatchShape> = {
  drift: { kind: 'number', from: 0, finite: true, default: 0.6 },
  mask: { kind: 'choice', of: ['ragged', 'full'], default: 'ragged' },
  rollouts: { kind: 'number', from: 1, whole: true, default: 6 },
  tokens: { kind: 'number', from: 1, whole: true, default: 11 },
  weights: { kind: 'flag', default: false },
  entropies: { kind: 'flag', default: false },
  sampler: { kind: 'flag', default: false },
  prompts: { kind: 'flag', default: false },
}

/**
 * Small batches with at least one response token. A counter-example shrinks towards one rollout of one token.
 *
 * Two thirds of the log-ratios are uniform; a third is 0 or the logarithm of a common clip bound, ± one unit in the last
 * place. All other numbers are multiples of 2⁻²⁰, so that differences of nearby values lose no digits and
 * float32 holds them.
 */
export const tokenBatches = (shape: TokenBatchShape = {}): fc.Arbitrary<PaddedTokenBatch> => {
  refuse(findBadOption(shape, SHAPE))
  const { drift = 0.6, mask = 'ragged', rollouts = 6, tokens = 11, sampler = false } = shape
  const minLength = mask === 'full' ? 1 : 0
  const cells = fc.record({
    logProb: uniform(-5, -0.01),
    drift: drifts(drift),
    refDrift: drifts(drift),
    advantage: fc.oneof({ weight: 8, arbitrary: uniform(-2, 2) }, fc.constantFrom(1, -1, 0)),
    weight: fc.oneof({ weight: 4, arbitrary: uniform(0, 2) }, fc.constant(0)),
    entropy: uniform(0, 3),
    samplerDrift: sampler ? drifts(drift) : fc.constant(0),
    selected:
      mask === 'full'
        ? fc.constant(true)
        : fc.oneof({ weight: 3, arbitrary: fc.constant(true) }, fc.constant(false)),
  })
  return fc
    .array(fc.array(cells, { minLength, maxLength: tokens, size: 'max' }), {
      minLength: 1,
      maxLength: rollouts,
      size: 'max',
    })
    .map((rows) => (mask === 'full' ? equallyLong(rows) : rows))
    .filter((rows) => rows.some((row) => row.some(({ selected }) => selected)))
    .map((rows) => batchOf(rows, shape))
}

interface Cell {
  readonly logProb: number
  readonly drift: number
  readonly refDrift: number
  readonly advantage: number
  readonly weight: number
  readonly entropy: number
  readonly samplerDrift: number
  readonly selected: boolean
}

const EMPTY: Cell = {
  logProb: 0,
  drift: 0,
  refDrift: 0,
  advantage: 0,
  weight: 0,
  entropy: 0,
  samplerDrift: 0,
  selected: false,
}

/** Uniform multiples of 2⁻²⁰: `fc.double` is uniform over bit patterns, so that nearly all of its numbers are tiny. */
export const uniform = (min: number, max: number): fc.Arbitrary<number> =>
  fc
    .integer({ min: Math.ceil(min * 2 ** 20), max: Math.floor(max * 2 ** 20) })
    .map((parts) => parts / 2 ** 20)

/** Bounds of losses in use: clip ranges of PPO, DAPO and others, dual clips, and limits of log-ratios. */
const LANDMARKS: readonly number[] = [
  ...[0.6, 0.7, 0.8, 0.9, 1, 1.1, 1.2, 1.28, 1.4, 1.5, 2, 3].map(Math.log),
  ...[5, 19.5, 20, 25].flatMap((limit) => [limit, -limit]),
]

function drifts(largest: number): fc.Arbitrary<number> {
  const landmarks = LANDMARKS.filter((landmark) => Math.abs(landmark) <= largest)
  const ordinary = uniform(-Math.min(largest, 1), Math.min(largest, 1))
  if (landmarks.length === 0) return ordinary
  return fc.oneof(
    { weight: 2, arbitrary: ordinary },
    {
      weight: 1,
      arbitrary: fc
        .tuple(fc.constantFrom(...landmarks), fc.constantFrom(0, -1, 1))
        .map(([landmark, units]) => landmark * (1 + units * 2 ** -52)),
    },
  )
}

function equallyLong(rows: readonly (readonly Cell[])[]): readonly (readonly Cell[])[] {
  const columns = Math.min(...rows.map((row) => row.length))
  return rows.map((row) => row.slice(0, columns))
}

function batchOf(
  rows: readonly (readonly Cell[])[],
  { weights = false, entropies = false, sampler = false, prompts = false }: TokenBatchShape,
): PaddedTokenBatch {
  const tokens = Math.max(...rows.map((row) => row.length))
  const cells = rows.flatMap((row) => Array.from({ length: tokens }, (_, t) => row[t] ?? EMPTY))
  const numbers = (of: (cell: Cell) => number) => Float64Array.from(cells, of)
  return {
    logProbs: numbers(({ logProb }) => logProb),
    oldLogProbs: numbers(({ logProb, drift }) => logProb - drift),
    refLogProbs: numbers(({ logProb, refDrift }) => logProb - refDrift),
    advantages: numbers(({ advantage }) => advantage),
    responseMask: Uint8Array.from(cells, ({ selected }) => Number(selected)),
    rollouts: rows.length,
    tokens,
    ...(weights && { importanceWeights: numbers(({ weight }) => weight) }),
    ...(entropies && { entropies: numbers(({ entropy }) => entropy) }),
    ...(sampler && { rolloutLogProbs: numbers(({ logProb, samplerDrift }) => logProb - samplerDrift) }),
    ...(prompts && { promptOf: promptsOf(rows) }),
  }
}

/** One to three adjacent rollouts share a prompt. The prompts' numbers are neither dense nor ascending. */
function promptsOf(rows: readonly (readonly Cell[])[]): Int32Array {
  const size = 1 + (rows[0]!.length % 3)
  return Int32Array.from(rows, (_, row) => 7 * (rows.length - Math.floor(row / size)))
}

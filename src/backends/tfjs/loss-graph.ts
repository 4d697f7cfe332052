import type { KlTerm } from '../../losses/kl.js'
import { tokenKl } from './kl-graph.js'
import { planSegments, segmentSum } from './segments.js'
import type { Tensor, Tensor1D, Tf } from './tf.js'
import { BLOCK, type TokenBlocks } from './token-blocks.js'
import { type GraphLossOptions, type Rollouts, tokenLosses } from './token-losses.js'

/** The numbers of a chunk of tokens in the layout of its blocks, [R × BLOCK]; 0 at padding, 1 in the weights. */
export interface BlockedTokens {
  readonly logRatios: Float32Array
  readonly advantages: Float32Array
  readonly logProbs: Float32Array
  readonly importanceWeights?: Float32Array
  /** [R] c_s of the rollout each row belongs to. */
  readonly weights: Float32Array
  readonly kl?: BlockedKl
}

export interface BlockedKl extends Pick<KlTerm, 'form' | 'straightThrough'> {
  /** [R × BLOCK] logProb − refLogProb. */
  readonly differences: Float32Array
  /** [R] coefficient · c_s. */
  readonly weights: Float32Array
}

/** What is known of each row of a chunk once its graph has run; the host adds the rows up in float64. */
export const ROW_SUMS = [
  'losses',
  'logRatios',
  'ratios',
  'smallestRatios',
  'largestRatios',
  'clipped',
  'clippedLower',
  'below',
  'above',
  'kl',
] as const

/**
 * The loss of a chunk of tokens and its gradient, in one graph.
 *
 * @returns `gradient` [R, BLOCK], 0 at padding; `rowSums` [ROW_SUMS.length, R], each the sum (or least, or largest) over the
 * tokens of a row. Rows are 64 tokens short, so float32 sums of them keep their digits.
 */
export function lossGraph(
  tf: Tf,
  blocks: TokenBlocks,
  tokens: BlockedTokens,
  options: GraphLossOptions,
): { readonly gradient: Tensor; readonly rowSums: Tensor } {
  const blocked = (values: Float32Array) => tf.tensor2d(values, [blocks.rows, BLOCK])
  const perRow = (values: Float32Array) => tf.tensor2d(values, [blocks.rows, 1])
  const isToken = tf.less(
    tf.tensor2d(
      Float32Array.from({ length: BLOCK }, (_, column) => column),
      [1, BLOCK],
    ),
    perRow(Float32Array.from(blocks.counts)),
  )
  const { importanceWeights, kl } = tokens
  const perToken = tokenLosses(
    tf,
    {
      logRatios: blocked(tokens.logRatios),
      advantages: blocked(tokens.advantages),
      logProbs: blocked(tokens.logProbs),
      importanceWeights: importanceWeights && blocked(importanceWeights),
      rollouts: rolloutsOf(tf, blocks),
    },
    options,
  )
  const select = (values: Tensor, elsewhere = 0): Tensor =>
    tf.where(isToken, values, tf.fill([1, 1], elsewhere))
  const slopes = tf.mul(select(perToken.slopes), perRow(tokens.weights))
  const klTerm = kl && tokenKl(tf, blocked(kl.differences), kl)
  const gradient =
    klTerm === undefined ? slopes : tf.add(slopes, tf.mul(select(klTerm.slopes), perRow(kl!.weights)))

  const sum = (values: Tensor | undefined): Tensor1D =>
    values === undefined ? tf.zeros([blocks.rows]) : tf.sum(select(values), 1)
  const count = (holds: Tensor | undefined) => sum(holds && tf.cast(holds, 'float32'))
  const rowSums: Readonly<Record<(typeof ROW_SUMS)[number], Tensor1D>> = {
    losses: sum(perToken.losses),
    logRatios: sum(perToken.logRatios),
    ratios: sum(perToken.ratios),
    smallestRatios: tf.min(select(perToken.ratios, LARGER_THAN_ANY_RATIO), 1),
    largestRatios: tf.max(select(perToken.ratios), 1),
    clipped: count(perToken.isClipped),
    clippedLower: count(perToken.isClippedLower),
    below: count(perToken.isBelow),
    above: count(perToken.isAbove),
    kl: sum(klTerm?.values),
  }
  return { gradient, rowSums: tf.stack(ROW_SUMS.map((name) => rowSums[name])) }
}

const LARGER_THAN_ANY_RATIO = 1e18

function rolloutsOf(tf: Tf, { rows, counts, rowStarts }: TokenBlocks): Rollouts {
  const rolloutOf = new Int32Array(rows)
  const lengths = new Float32Array(rows)
  for (let s = 0; s + 1 < rowStarts.length; s++) {
    const [from, to] = [rowStarts[s]!, rowStarts[s + 1]!]
    let length = 0
    for (let row = from; row < to; row++) length += counts[row]!
    rolloutOf.fill(s, from, to)
    lengths.fill(length, from, to)
  }
  return {
    lengths: tf.tensor2d(lengths, [rows, 1]),
    sum: (perToken) => {
      const sums = segmentSum(tf, tf.sum(perToken, 1), planSegments(rowStarts))
      return tf.reshape(tf.gather(sums, tf.tensor1d(rolloutOf, 'int32')), [rows, 1])
    },
  }
}

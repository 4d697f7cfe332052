import type { CheckedBatch } from '../../losses/checked-batch.js'
import type { KlTerm } from '../../losses/kl.js'
import { emptyTally, type Tally } from '../../losses/tally.js'
import type { ClipSides } from '../../losses/token-batch.js'
import { ROW_SUMS } from './loss-graph.js'
import type { TokenBlocks } from './token-blocks.js'
import type { GraphLossOptions } from './token-losses.js'

/** Adds up, in float64, what the graphs say about rows of tokens. */
export interface RowTally {
  /** @param steepness the sum of the gradient's magnitudes */
  readonly add: (blocks: TokenBlocks, rowSums: Float32Array, steepness: number) => void
  readonly total: (options: GraphLossOptions) => { readonly tally: Tally; readonly kl: readonly number[] }
}

export function rowTally(batch: CheckedBatch, weights: Float64Array, klTerm: KlTerm | undefined): RowTally {
  const tally = emptyTally()
  // [N] tokens of each rollout below the clip range with A < 0, and above it with A > 0.
  const below = new Float64Array(batch.rollouts)
  const above = new Float64Array(batch.rollouts)
  let kl = 0
  return {
    add: ({ rows, counts, rolloutOf }, rowSums, steepness) => {
      tally.magnitudes += steepness
      const of = Object.fromEntries(
        ROW_SUMS.map((name, i) => [name, rowSums.subarray(i * rows, (i + 1) * rows)]),
      ) as Record<(typeof ROW_SUMS)[number], Float32Array>
      for (let row = 0; row < rows; row++) {
        const rollout = rolloutOf[row]!
        tally.loss += weights[rollout]! * of.losses[row]!
        tally.tokens += counts[row]!
        tally.clipped += of.clipped[row]!
        tally.clippedLower += of.clippedLower[row]!
        tally.logRatioSum += of.logRatios[row]!
        tally.ratioSum += of.ratios[row]!
        tally.ratioMin = Math.min(tally.ratioMin, of.smallestRatios[row]!)
        tally.ratioMax = Math.max(tally.ratioMax, of.largestRatios[row]!)
        below[rollout]! += of.below[row]!
        above[rollout]! += of.above[row]!
        if (klTerm !== undefined) kl += klTerm.weights[rollout]! * of.kl[row]!
      }
    },
    total: (options) => {
      if (options.kind !== undefined && options.kind !== 'vanilla' && options.kind !== 'luspo') {
        return { tally, kl: klTerm === undefined ? [] : [kl] }
      }
      const { importanceLevel = options.kind === 'luspo' ? 'sequence' : 'token' } = options
      const perSequence = importanceLevel === 'sequence'
      return {
        tally: { ...tally, clipSides: clipSides(below, above, batch.lengths, perSequence) },
        kl: klTerm === undefined ? [] : [kl],
      }
    },
  }
}

/** As `vanilla` reports them: shares of all tokens, or means over the rollouts of the share of their tokens. */
function clipSides(
  below: Float64Array,
  above: Float64Array,
  lengths: Int32Array,
  perSequence: boolean,
): ClipSides {
  const share = (count: number, rollout: number) => count / Math.max(lengths[rollout]!, 1)
  const belowShares = below.map(share)
  const aboveShares = above.map(share)
  const units = perSequence ? lengths.length : sum(lengths)
  return {
    clipUnits: units,
    clipFractionBelow: sum(perSequence ? belowShares : below) / Math.max(units, 1),
    clipFractionAbove: sum(perSequence ? aboveShares : above) / Math.max(units, 1),
    clipFractionBelowMin:
      lengths.length === 0 ? 0 : belowShares.reduce((least, each) => Math.min(least, each)),
    clipFractionAboveMax: aboveShares.reduce((most, each) => Math.max(most, each), 0),
  }
}

function sum(values: Float64Array | Int32Array): number {
  let total = 0
  for (const value of values) total += value
  return total
}

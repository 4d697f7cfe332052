import * as fc from 'fast-check'
import type { TokenBatch } from '../../losses/token-batch.js'

/** A token batch in the padded layout, in float64, with a mask and one advantage per token. */
export interface PaddedTokenBatch extends TokenBatch {
  readonly logProbs: Float64Array
  readonly oldLogProbs: Float64Array
  readonly advantages: Float64Array
  readonly responseMask: Uint8Array
  readonly rollouts: number
  readonly tokens: number
  readonly refLogProbs: Float64Array
}

/** What a batch of tokens looks like. */
export interface TokenBatchShape {
  /** Largest distance between new and old (and reference) log-probability, in nats. Default 0.6: some ratios leave the clip range. */
  readonly drift?: number
  /** How much of the mask is on. `ragged` (default): rows of their own lengths, holes, and rows without a token; `full`: all of it. */
  readonly mask?: 'ragged' | 'full'
}

/** Small batches (up to 5 rollouts of up to 6 tokens) with at least one response token. */
export const tokenBatches = ({
  drift = 0.6,
  mask = 'ragged',
}: TokenBatchShape = {}): fc.Arbitrary<PaddedTokenBatch> =>
  fc.tuple(fc.integer({ min: 1, max: 5 }), fc.integer({ min: 1, max: 6 })).chain(([rollouts, tokens]) => {
    const cells = rollouts * tokens
    const numbers = (min: number, max: number) =>
      fc
        .array(fc.double({ min, max, noNaN: true }), { minLength: cells, maxLength: cells })
        .map((values) => Float64Array.from(values, inUnitsOf2To20))
    return fc
      .tuple(
        numbers(-5, -0.01),
        numbers(-drift, drift),
        numbers(-drift, drift),
        numbers(-2, 2),
        mask === 'full'
          ? fc.constant(new Uint8Array(cells).fill(1))
          : fc
              .array(fc.constantFrom(1, 1, 1, 0), { minLength: cells, maxLength: cells })
              .map((bits) => Uint8Array.from(bits))
              .filter((bits) => bits.includes(1)),
      )
      .map(([logProbs, oldDrift, refDrift, advantages, responseMask]) => ({
        logProbs,
        oldLogProbs: logProbs.map((value, i) => value - oldDrift[i]!),
        refLogProbs: logProbs.map((value, i) => value - refDrift[i]!),
        advantages,
        responseMask,
        rollouts,
        tokens,
      }))
  })

/** Rounded so that no generated number is tiny: differences of nearby values then lose no digits. */
const inUnitsOf2To20 = (value: number): number => Math.round(value * 2 ** 20) / 2 ** 20

import type { CheckedBatch } from '../../losses/checked-batch.js'
import type { FloatArray } from '../../losses/token-batch.js'

/**
 * The response tokens of some rollouts, cut into rows of `BLOCK`; only the last row of a rollout is padded. Masked tokens
 * stay on the host, so that their values never enter the arithmetic of a device.
 */
export interface TokenBlocks {
  /** R. */
  readonly rows: number
  /** [R] response tokens in each row. */
  readonly counts: Int32Array
  /** [R] the batch's index of the rollout that the row belongs to. */
  readonly rolloutOf: Int32Array
  /** [rollouts of this chunk + 1] where the rows of each begin. */
  readonly rowStarts: Int32Array
  /** [response tokens] where in the batch's arrays each token is. */
  readonly positions: Int32Array
}

export const BLOCK = 64

/** Tokens sent to the device at a time: large enough to keep it busy, small enough for any GPU's buffers. */
export const TOKENS_AT_A_TIME = 1 << 22

/** The batch in chunks of whole rollouts, of at most `tokensAtATime` tokens; a longer rollout is a chunk of its own. */
export function* cutIntoBlocks(
  batch: CheckedBatch,
  tokensAtATime = TOKENS_AT_A_TIME,
): Generator<TokenBlocks> {
  let from = 0
  while (from < batch.rollouts) {
    let to = from
    let tokens = 0
    do {
      tokens += batch.lengths[to]!
      to++
    } while (to < batch.rollouts && tokens + batch.lengths[to]! <= tokensAtATime)
    yield blocksOf(batch, from, to, tokens)
    from = to
  }
}

function blocksOf(batch: CheckedBatch, from: number, to: number, tokens: number): TokenBlocks {
  const { lengths, starts, responseMask } = batch
  const rowStarts = new Int32Array(to - from + 1)
  for (let s = from; s < to; s++) {
    rowStarts[s - from + 1] = rowStarts[s - from]! + Math.ceil(lengths[s]! / BLOCK)
  }
  const rows = rowStarts[to - from]!
  const counts = new Int32Array(rows).fill(BLOCK)
  const rolloutOf = new Int32Array(rows)
  const positions = new Int32Array(tokens)
  let next = 0
  for (let s = from; s < to; s++) {
    rolloutOf.fill(s, rowStarts[s - from]!, rowStarts[s - from + 1]!)
    if (lengths[s]! % BLOCK !== 0) counts[rowStarts[s - from + 1]! - 1] = lengths[s]! % BLOCK
    for (let i = starts[s]!; i < starts[s + 1]!; i++) {
      if (responseMask === undefined || responseMask[i]) positions[next++] = i
    }
  }
  return { rows, counts, rolloutOf, rowStarts, positions }
}

/** Values laid out in blocks, with the largest magnitude among them: NaN or Infinity when one of them is. */
export interface BlockedValues {
  /** [R × BLOCK] */
  readonly values: Float32Array
  readonly largest: number
}

/**
 * `values`, or `values − minus`, in the layout of the blocks. The difference is taken before it is rounded to float32: of
 * two log-probabilities near −20 it keeps six more bits that way.
 */
export function layOut(
  blocks: TokenBlocks,
  values: FloatArray,
  minus?: FloatArray,
  padding = 0,
): BlockedValues {
  const { rows, counts, positions } = blocks
  const laidOut = new Float32Array(rows * BLOCK)
  if (padding !== 0) laidOut.fill(padding)
  let largest = 0
  let next = 0
  for (let row = 0; row < rows; row++) {
    const start = row * BLOCK
    for (let at = start; at < start + counts[row]!; at++) {
      const i = positions[next++]!
      const value = minus === undefined ? values[i]! : values[i]! - minus[i]!
      laidOut[at] = value
      largest = Math.max(largest, Math.abs(value))
    }
  }
  return { values: laidOut, largest }
}

/** One value per rollout, repeated for its tokens. */
export function layOutPerRollout(blocks: TokenBlocks, values: FloatArray): BlockedValues {
  const { rows, counts, rolloutOf } = blocks
  const laidOut = new Float32Array(rows * BLOCK)
  let largest = 0
  for (let row = 0; row < rows; row++) {
    const value = values[rolloutOf[row]!]!
    laidOut.fill(value, row * BLOCK, row * BLOCK + counts[row]!)
    largest = Math.max(largest, Math.abs(value))
  }
  return { values: laidOut, largest }
}

import { type Either, isLeft, left, right } from 'fp-ts/lib/Either.js'
import { type BadBatch, type BadOption, badBatch, badOption } from '../errors.js'
import { findBadOption } from '../options/find-bad-option.js'
import type { OptionRows } from '../options/option-row.js'
import { promptsWithTokens, promptTokens } from './aggregation.js'
import { type CheckedBatch, checkTokenBatch, PER_TOKEN } from './checked-batch.js'
import { firstFit } from './first-fit.js'
import type { Denominators, FloatArray, TokenBatch } from './token-batch.js'

export interface SplitOptions {
  /** The most response tokens of a part. No rollout may have more. Default: no limit. */
  readonly tokens?: number
  /** The most rollouts of a part. Default: no limit. */
  readonly rollouts?: number
}

/** What an option may be. */
const SPLIT_OPTIONS: OptionRows<SplitOptions> = {
  tokens: { kind: 'number', whole: true, from: 1 },
  rollouts: { kind: 'number', whole: true, from: 1 },
}

/** A micro-batch: a batch of packed rows with the denominators of the whole batch. */
export interface BatchPart extends TokenBatch {
  readonly offsets: Int32Array
  readonly denominators: Denominators
  readonly partOf: NonNullable<TokenBatch['partOf']>
  /** [rollouts] which rollouts of the whole batch these are, ascending. */
  readonly rows: Int32Array
}

/**
 * Cuts a batch into parts of whole rollouts. Each part carries the denominators of the whole batch for every aggregation, so
 * that the losses and gradients of `policyLoss(part, options)` add up to those of the whole, in every kind, aggregation and
 * KL term; `mergeLosses` adds them up, `mergeMetrics` their metrics.
 *
 * Parts hold response tokens only, packed. With `tokens`, rollouts go, longest first, to the first part with room (first fit
 * decreasing: at most 11/9 of the fewest parts possible, and one); with `rollouts` alone they stay in order. Within a part
 * rows keep the batch's order, and parts are ordered by their first row. The same batch is always cut alike.
 *
 * `clip-cov` and `kl-cov` rank the tokens of the whole batch by its log-probabilities: their parts keep a reference to it (`partOf`) and
 * take a pass over it each. A trainer that computes log-probabilities part by part puts them into each part,
 * `{ ...part, logProbs }`; the ranking is then by those that were given here.
 *
 * @returns at least one part; `Left BadOption` for a wrong option or a limit below the longest rollout, `Left BadBatch` for a
 * batch that does not fit. The numbers in it are not looked at.
 */
export function splitBatch(
  batch: TokenBatch,
  options: SplitOptions,
): Either<BadBatch | BadOption, readonly BatchPart[]> {
  const wrong = findBadOption(options, SPLIT_OPTIONS)
  if (wrong !== undefined) return left(wrong)
  const checked = checkTokenBatch(batch)
  if (isLeft(checked)) return checked
  const { lengths, rollouts, logProbs } = checked.right
  if (logProbs.length > LARGEST_BATCH) {
    return left(badBatch('logProbs', `at most ${LARGEST_BATCH} values`, `${logProbs.length} values`))
  }
  const { tokens = Number.POSITIVE_INFINITY, rollouts: most = Number.POSITIVE_INFINITY } = options
  const longest = lengths.reduce((length, other) => Math.max(length, other), 0)
  if (longest > tokens) {
    return left(badOption('options.tokens', `at least ${longest}, the tokens of the longest rollout`, tokens))
  }
  const bins =
    tokens === Number.POSITIVE_INFINITY
      ? Int32Array.from({ length: rollouts }, (_, s) =>
          most === Number.POSITIVE_INFINITY ? 0 : Math.floor(s / most),
        )
      : firstFit(lengths, tokens, most)
  const shared = wholeDenominators(checked.right)
  return right(rowsByPart(bins).map((rows) => takeRows(batch, checked.right, shared, rows)))
}

/** Positions are 32-bit. */
const LARGEST_BATCH = 2 ** 31 - 1

/** The rows of each part; parts in the order of their first row. */
function rowsByPart(bins: Int32Array): readonly Int32Array[] {
  const parts = new Map<number, number[]>()
  bins.forEach((bin, row) => {
    const rows = parts.get(bin)
    if (rows === undefined) parts.set(bin, [row])
    else rows.push(row)
  })
  return parts.size === 0 ? [new Int32Array()] : [...parts.values()].map((rows) => Int32Array.from(rows))
}

interface WholeDenominators extends Denominators {
  readonly promptTokens?: Float64Array
}

/** The denominators of the whole batch; those it carries where it is itself a part. None of them is 0. */
function wholeDenominators(batch: CheckedBatch): WholeDenominators {
  const { lengths, rollouts, promptOf, denominators: carried = {} } = batch
  let tokens = 0
  let withTokens = 0
  for (const length of lengths) {
    tokens += length
    if (length > 0) withTokens++
  }
  const totals = carried.promptTokens ?? promptTokens(batch)
  const counted = {
    tokens,
    rollouts: withTokens,
    allRollouts: carried.rollouts ?? rollouts,
    length: batch.tokens,
    prompts: promptOf && promptsWithTokens(batch),
    ...carried,
  }
  const positive = Object.entries(counted).filter(([, value]) => value !== undefined && value !== 0)
  return { ...Object.fromEntries(positive), ...(totals && { promptTokens: Float64Array.from(totals) }) }
}

function takeRows(
  batch: TokenBatch,
  checked: CheckedBatch,
  { promptTokens: totals, ...denominators }: WholeDenominators,
  rows: Int32Array,
): BatchPart {
  const { starts, lengths, responseMask, advantagePerToken } = checked
  const offsets = new Int32Array(rows.length + 1)
  rows.forEach((row, s) => {
    offsets[s + 1] = offsets[s]! + lengths[row]!
  })
  const positions = new Int32Array(offsets[rows.length]!)
  let next = 0
  for (const row of rows) {
    for (let i = starts[row]!; i < starts[row + 1]!; i++) {
      if (responseMask === undefined || responseMask[i]) positions[next++] = i
    }
  }
  const perToken = (values: FloatArray): FloatArray => pick(values, positions)
  // As many values as tokens would be read as one per token.
  const perRollout = (values: FloatArray): FloatArray =>
    positions.length === rows.length ? pick(values, repeated(rows, lengths)) : pick(values, rows)
  const optional = PER_TOKEN.flatMap((name) => {
    const values = checked[name]
    return values === undefined ? [] : [[name, perToken(values)] as const]
  })
  return {
    ...(Object.fromEntries(optional) as Pick<TokenBatch, (typeof PER_TOKEN)[number]>),
    rollouts: rows.length,
    offsets,
    logProbs: perToken(checked.logProbs),
    advantages: advantagePerToken ? perToken(checked.advantages) : perRollout(checked.advantages),
    ...(checked.tokens !== undefined && { tokens: checked.tokens }),
    ...(checked.promptOf && { promptOf: Float64Array.from(rows, (row) => checked.promptOf![row]!) }),
    denominators: {
      ...denominators,
      ...(totals && { promptTokens: pick(totals, rows) }),
    },
    partOf: partOf(batch, positions),
    rows,
  }
}

/** Each row as often as it has tokens. */
function repeated(rows: Int32Array, lengths: Int32Array): Int32Array {
  return Int32Array.from(Array.from(rows).flatMap((row) => new Array<number>(lengths[row]!).fill(row)))
}

/** A part of a part is a part of the whole. */
const partOf = ({ partOf: outer, ...batch }: TokenBatch, positions: Int32Array) =>
  outer === undefined
    ? { batch, positions }
    : { batch: outer.batch, positions: positions.map((i) => outer.positions[i]!) }

function pick<Floats extends FloatArray>(values: Floats, indices: Int32Array): Floats {
  const { length } = indices
  const picked = (
    values instanceof Float32Array ? new Float32Array(length) : new Float64Array(length)
  ) as Floats
  for (let i = 0; i < length; i++) picked[i] = values[indices[i]!]!
  return picked
}

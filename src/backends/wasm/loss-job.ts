import type { FloatArray } from '../../losses/token-batch.js'
import { type Kernels, SUMS_BYTES } from './kernels.js'

/**
 * A loss as the kernels compute it: nothing but numbers and typed arrays, so that it can be sent to a worker. The arrays
 * of results are written at each token's, row's or tile's own place, whoever computes it and in whatever order.
 */
export interface LossJob {
  readonly logProbs: FloatArray
  readonly oldLogProbs: FloatArray
  readonly refLogProbs: FloatArray | undefined
  readonly importanceWeights: FloatArray | undefined
  readonly advantages: FloatArray
  readonly advantagePerToken: boolean
  readonly responseMask: ArrayLike<number | boolean> | undefined
  /** [N + 1] row s is `starts[s] … starts[s + 1] − 1`. */
  readonly starts: ArrayLike<number>
  /** [N] the aggregation's weight of each row. */
  readonly policyWeights: Float64Array
  readonly klWeights: Float64Array | undefined
  readonly klForm: number
  readonly straightThrough: boolean
  readonly klCoefficient: number
  /** The kernels' options, see `OPTION`. */
  readonly options: Float32Array
  /** Result: shaped like `logProbs`. */
  readonly gradient: FloatArray
  /** Result: [tiles] of SUMS_BYTES. */
  readonly sums: Uint8Array
  /** Results: [N] tokens clipped on either side. */
  readonly clippedBelow: Int32Array
  readonly clippedAbove: Int32Array
}

/** Where each option stands in the kernels' table. */
export const OPTION = {
  lowestLogRatio: 0,
  highestLogRatio: 1,
  lowestRatio: 2,
  highestRatio: 3,
  dualClip: 4,
  lowestKlExponent: 5,
  highestKlExponent: 6,
  highestK3: 7,
} as const

/**
 * Computes tiles `first … last − 1` of a loss. What the mask selects of a tile is copied in stretch by stretch, the kernels
 * run over it row by row, and its gradient is copied out. Longer parts that the mask leaves out, as padding is, are not read.
 */
export function runTiles(kernels: Kernels, job: LossJob, first: number, last: number): void {
  const { tileSize, gradient, sums } = kernels
  for (const [index, value] of job.options.entries()) {
    kernels.options.fill(value, 4 * index, 4 * index + 4)
  }
  // Without a mask every token of every tile is selected.
  if (job.responseMask === undefined) kernels.mask.fill(1)
  const sumBytes = new Uint8Array(sums.float64.buffer, sums.float64.byteOffset, SUMS_BYTES)
  let row = rowOf(job.starts, first * tileSize)
  for (let tile = first; tile < last; tile++) {
    const start = tile * tileSize
    const size = Math.min(tileSize, job.logProbs.length - start)
    copyMask(kernels, job, start, size)
    clear(kernels)
    let done = 0
    while (done < size) {
      const stretch = kernels.selectedStretch(done, size)
      const from = stretch & 0xffff
      const to = stretch >>> 16
      if (from > done) job.gradient.fill(0, start + done, start + from)
      if (to > from) {
        copyTokens(kernels, job, start, from, to)
        row = runRows(kernels, job, row, start, from, to)
        job.gradient.set(gradient.subarray(from, to), start + from)
      }
      done = to
    }
    job.sums.set(sumBytes, tile * SUMS_BYTES)
  }
}

/** How many tiles a batch of `tokens` tokens takes. */
export const tilesOf = (kernels: Kernels, tokens: number): number => Math.ceil(tokens / kernels.tileSize)

function copyMask({ mask }: Kernels, { responseMask }: LossJob, start: number, size: number): void {
  if (responseMask === undefined) return
  if (responseMask instanceof Uint8Array) mask.set(responseMask.subarray(start, start + size))
  else for (let i = 0; i < size; i++) mask[i] = responseMask[start + i] ? 1 : 0
}

/** Copies tokens from … to − 1 of the tile that begins at token `start`. */
function copyTokens(kernels: Kernels, job: LossJob, start: number, from: number, to: number): void {
  const copy = (source: FloatArray, target: Float32Array): void =>
    target.set(source.subarray(start + from, start + to), from)
  // Differences are taken before anything is rounded.
  const copyPair = (a: FloatArray, b: FloatArray, aTarget: Float32Array, bTarget: Float32Array): void => {
    if (a instanceof Float32Array && b instanceof Float32Array) {
      copy(a, aTarget)
      copy(b, bTarget)
    } else {
      for (let i = from; i < to; i++) aTarget[i] = a[start + i]! - b[start + i]!
      bTarget.fill(0, from, to)
    }
  }
  const { logProbs, oldLogProbs, refLogProbs, advantages, importanceWeights } = job
  copyPair(logProbs, oldLogProbs, kernels.logProbs, kernels.oldLogProbs)
  if (refLogProbs !== undefined) copyPair(logProbs, refLogProbs, kernels.klLogProbs, kernels.refLogProbs)
  if (job.advantagePerToken) copy(advantages, kernels.advantages)
  if (importanceWeights !== undefined) copy(importanceWeights, kernels.importanceWeights)
  else if (job.advantagePerToken) kernels.importanceWeights.fill(1, from, to)
}

/**
 * Runs the kernels on each row's part of tokens from … to − 1 of the tile that begins at token `start`.
 *
 * @returns the last row that was looked at
 */
function runRows(
  kernels: Kernels,
  job: LossJob,
  firstRow: number,
  start: number,
  from: number,
  to: number,
): number {
  const { advantagePerToken, klWeights } = job
  const perToken = advantagePerToken || job.importanceWeights !== undefined
  let row = firstRow
  for (let at = from; at < to; ) {
    const rowEnd = Math.min(job.starts[row + 1]! - start, to)
    if (rowEnd <= at) {
      row++
      continue
    }
    const advantage = advantagePerToken ? 0 : job.advantages[row]!
    if (perToken && !advantagePerToken) kernels.advantages.fill(advantage, at, rowEnd)
    const clips = kernels.policyTerm(at, rowEnd, perToken, advantage, job.policyWeights[row]!)
    // Another thread may have the rest of the row.
    if (clips !== 0) {
      Atomics.add(job.clippedBelow, row, clips & 0xffff)
      Atomics.add(job.clippedAbove, row, clips >>> 16)
    }
    if (klWeights !== undefined) {
      kernels.klTerm(at, rowEnd, job.klForm, job.straightThrough, klWeights[row]!, job.klCoefficient)
    }
    at = rowEnd
  }
  return row
}

function clear({ sums }: Kernels): void {
  sums.float64.fill(0)
  sums.float32.fill(Number.POSITIVE_INFINITY, 12, 16)
  sums.float32.fill(Number.NEGATIVE_INFINITY, 16, 20)
}

/** The last row that starts at or before a token. */
function rowOf(starts: ArrayLike<number>, token: number): number {
  let low = 0
  let high = starts.length - 1
  while (high - low > 1) {
    const middle = (low + high) >> 1
    if (starts[middle]! <= token) low = middle
    else high = middle
  }
  return low
}

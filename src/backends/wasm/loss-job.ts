import type { FloatArray } from '../../losses/token-batch.js'
import { type Kernels, type LogProbKernels, SUMS_BYTES } from './kernels.js'

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
  klCoefficient: 5,
  lowestKlExponent: 6,
  highestKlExponent: 7,
  highestK3: 8,
  half: 9,
} as const

/** Computes tiles `first … last − 1` of a loss, each in three steps: copy in, run the kernels, copy out. */
export function runTiles(kernels: Kernels, job: LossJob, first: number, last: number): void {
  const { tileSize, blockSize, sums } = kernels
  const size = job.logProbs.length
  for (const [index, value] of job.options.entries()) {
    kernels.options.fill(value, 4 * index, 4 * index + 4)
  }
  let row = rowOf(job.starts, first * tileSize)
  for (let tile = first; tile < last; tile++) {
    const start = tile * tileSize
    const end = Math.min(start + tileSize, size)
    const count = end - start
    const blocks = Math.ceil(count / blockSize) * blockSize

    copyTokens(kernels, job, start, end)
    kernels.mask.fill(0, count, blocks)
    spreadRows(kernels, job, row, start, end)
    clear(kernels)

    if (job.importanceWeights !== undefined) kernels.applyImportanceWeights(blocks)
    if (isDouble(job)) runTerms(kernels.double, job, blocks)
    else runTerms(kernels.single, job, blocks)

    job.gradient.set(kernels.gradient.subarray(0, count), start)
    job.sums.set(new Uint8Array(sums.float64.buffer, sums.float64.byteOffset, SUMS_BYTES), tile * SUMS_BYTES)
    row = countRowClips(kernels, job, row, start, end)
  }
}

/** How many tiles a batch of `tokens` tokens takes. */
export const tilesOf = (kernels: Kernels, tokens: number): number => Math.ceil(tokens / kernels.tileSize)

const isDouble = ({ logProbs, oldLogProbs, refLogProbs }: LossJob): boolean =>
  [logProbs, oldLogProbs, refLogProbs].some((values) => values instanceof Float64Array)

function runTerms(kernels: LogProbKernels<FloatArray>, job: LossJob, count: number): void {
  kernels.policyTerm(count)
  if (job.klWeights !== undefined) kernels.klTerm(count, job.klForm, job.straightThrough)
}

function copyTokens(kernels: Kernels, job: LossJob, start: number, end: number): void {
  const { logProbs, oldLogProbs, refLogProbs } = isDouble(job) ? kernels.double : kernels.single
  logProbs.set(job.logProbs.subarray(start, end))
  oldLogProbs.set(job.oldLogProbs.subarray(start, end))
  if (job.klWeights !== undefined) refLogProbs.set(job.refLogProbs!.subarray(start, end))
  if (job.importanceWeights !== undefined) {
    kernels.importanceWeights.set(job.importanceWeights.subarray(start, end))
  }
  if (job.advantagePerToken) kernels.advantages.set(job.advantages.subarray(start, end))
  const { responseMask } = job
  if (responseMask === undefined) kernels.mask.fill(1, 0, end - start)
  else if (responseMask instanceof Uint8Array) kernels.mask.set(responseMask.subarray(start, end))
  else for (let i = start; i < end; i++) kernels.mask[i - start] = responseMask[i] ? 1 : 0
}

/** Writes what a row's tokens share at each of its tokens. */
function spreadRows(kernels: Kernels, job: LossJob, firstRow: number, start: number, end: number): void {
  for (let row = firstRow, from = start; from < end; row++) {
    const to = Math.min(job.starts[row + 1]!, end)
    if (to <= from) continue
    kernels.policyWeights.fill(job.policyWeights[row]!, from - start, to - start)
    if (job.klWeights !== undefined) {
      kernels.klWeights.fill(job.klWeights[row]!, from - start, to - start)
    }
    if (!job.advantagePerToken) kernels.advantages.fill(job.advantages[row]!, from - start, to - start)
    from = to
  }
}

/** Adds each row's clipped tokens to its counts; a row may go on in the next tile, which another thread may have. */
function countRowClips(kernels: Kernels, job: LossJob, firstRow: number, start: number, end: number): number {
  let row = firstRow
  for (let from = start; ; row++) {
    const to = Math.min(job.starts[row + 1]!, end)
    if (to > from) {
      const clips = kernels.countClips(from - start, to - start)
      Atomics.add(job.clippedBelow, row, clips & 0xffff)
      Atomics.add(job.clippedAbove, row, clips >>> 16)
      from = to
    }
    if (from === end) return row
  }
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

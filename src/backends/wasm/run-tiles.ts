import type { FloatArray } from '../../losses/token-batch.js'
import { type Kernels, SUMS_BYTES, TOKEN_ARRAYS, type TokenArray } from './kernels.js'
import type { LossJob } from './loss-job.js'

/**
 * Computes tiles `first … last − 1` of a loss. What the mask selects of a tile is copied in stretch by stretch, the kernels
 * run over it row by row, and its gradient is copied out. Longer parts that the mask leaves out, as padding is, are not read.
 *
 * Arrays that lie in the kernels' own memory are not copied; the kernels are pointed to them. But vectors reach up to three
 * tokens beyond the last, and beyond the last tile of a batch anything may lie, so of that one everything is copied.
 */
export function runTiles(kernels: Kernels, job: LossJob, first: number, last: number): void {
  const { tileSize, gradient, sums } = kernels
  for (const [index, value] of job.options.entries()) {
    kernels.options.fill(value, 4 * index, 4 * index + 4)
  }
  // Without a mask every token of every tile is selected.
  if (job.responseMask === undefined) kernels.mask.fill(1)
  const placed = placedArrays(kernels, job)
  const sumBytes = new Uint8Array(sums.float64.buffer, sums.float64.byteOffset, SUMS_BYTES)
  let row = rowOf(job.starts, first * tileSize)
  for (let tile = first; tile < last; tile++) {
    const start = tile * tileSize
    const size = Math.min(tileSize, job.logProbs.length - start)
    const here = start + size < job.logProbs.length ? placed : NOWHERE
    point(kernels, here, start)
    if (here.mask === undefined) copyMask(kernels, job, start, size)
    clear(kernels)
    let done = 0
    while (done < size) {
      const stretch = kernels.selectedStretch(done, size)
      const from = stretch & 0xffff
      const to = stretch >>> 16
      if (from > done && !job.gradientIsZero) job.gradient.fill(0, start + done, start + from)
      if (to > from) {
        copyTokens(kernels, job, here, start, from, to)
        row = runRows(kernels, job, row, start, from, to)
        if (here.gradient === undefined) job.gradient.set(gradient.subarray(from, to), start + from)
      }
      done = to
    }
    job.sums.set(sumBytes, tile * SUMS_BYTES)
  }
  point(kernels, NOWHERE, 0)
}

/** How many tiles a batch of `tokens` tokens takes. */
export const tilesOf = (kernels: Kernels, tokens: number): number => Math.ceil(tokens / kernels.tileSize)

/** Those arrays of a job that lie in the kernels' memory and that they can use as they are. */
type Placed = Readonly<Partial<Record<TokenArray, Float32Array | Uint8Array | undefined>>>

const NOWHERE: Placed = {}

function placedArrays({ memory }: Kernels, job: LossJob): Placed {
  const { logProbs, oldLogProbs, refLogProbs, advantages, importanceWeights, responseMask, gradient } = job
  const own = (values: FloatArray | undefined, partner = values) =>
    values instanceof Float32Array && partner instanceof Float32Array && values.buffer === memory
      ? values
      : undefined
  return {
    logProbs: own(logProbs, oldLogProbs),
    oldLogProbs: own(oldLogProbs, logProbs),
    klLogProbs: refLogProbs && own(logProbs, refLogProbs),
    refLogProbs: own(refLogProbs, logProbs),
    advantages: job.advantagePerToken ? own(advantages) : undefined,
    importanceWeights: own(importanceWeights),
    mask: responseMask instanceof Uint8Array && responseMask.buffer === memory ? responseMask : undefined,
    gradient: own(gradient),
  }
}

/** Points the kernels to arrays that lie in their memory, at token `start`, and to the tile for the others. */
function point(kernels: Kernels, placed: Placed, start: number): void {
  for (const array of TOKEN_ARRAYS) {
    const values = placed[array]
    kernels.pointers[array].value =
      values === undefined ? kernels[array].byteOffset : values.byteOffset + start * values.BYTES_PER_ELEMENT
  }
}

function copyMask({ mask }: Kernels, { responseMask }: LossJob, start: number, size: number): void {
  if (responseMask === undefined) return
  if (responseMask instanceof Uint8Array) mask.set(responseMask.subarray(start, start + size))
  else for (let i = 0; i < size; i++) mask[i] = responseMask[start + i] ? 1 : 0
}

/** Copies tokens from … to − 1 of the tile that begins at token `start`, of all arrays that are not placed. */
function copyTokens(
  kernels: Kernels,
  job: LossJob,
  placed: Placed,
  start: number,
  from: number,
  to: number,
): void {
  const copy = (source: FloatArray, array: FloatTokenArray): void => {
    if (placed[array] === undefined) kernels[array].set(source.subarray(start + from, start + to), from)
  }
  // Differences are taken before anything is rounded.
  const copyPair = (a: FloatArray, b: FloatArray, aArray: FloatTokenArray, bArray: FloatTokenArray): void => {
    if (a instanceof Float32Array && b instanceof Float32Array) {
      copy(a, aArray)
      copy(b, bArray)
    } else {
      const differences = kernels[aArray]
      for (let i = from; i < to; i++) differences[i] = a[start + i]! - b[start + i]!
      kernels[bArray].fill(0, from, to)
    }
  }
  const { logProbs, oldLogProbs, refLogProbs, advantages, importanceWeights } = job
  copyPair(logProbs, oldLogProbs, 'logProbs', 'oldLogProbs')
  if (refLogProbs !== undefined) copyPair(logProbs, refLogProbs, 'klLogProbs', 'refLogProbs')
  if (job.advantagePerToken) copy(advantages, 'advantages')
  if (importanceWeights !== undefined) copy(importanceWeights, 'importanceWeights')
  else if (job.advantagePerToken) kernels.importanceWeights.fill(1, from, to)
}

type FloatTokenArray = Exclude<TokenArray, 'mask'>

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

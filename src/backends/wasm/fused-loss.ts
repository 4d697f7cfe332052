import { isLeft } from 'fp-ts/lib/Either.js'
import type { CheckedBatch } from '../../losses/checked-batch.js'
import { LOG_RATIO_LIMIT } from '../../losses/importance-ratio.js'
import { isPlainKl, K3_CLAMP, type KlForm, type KlTerm, readKlTerms } from '../../losses/kl.js'
import type { CountSelected } from '../../losses/layout.js'
import {
  assembleLoss,
  type LossCall,
  type PolicyLossOptions,
  policyWeights,
} from '../../losses/policy-loss.js'
import type { Tally } from '../../losses/tally.js'
import type { PolicyLoss } from '../../losses/token-batch.js'
import type { VanillaOptions } from '../../losses/vanilla.js'
import { type Kernels, SUMS_BYTES, viewSums } from './kernels.js'
import { type LossJob, OPTION } from './loss-job.js'

/** A loss that the kernels can compute: the job, and how its results become a `PolicyLoss`. */
export interface FusedLoss {
  readonly job: LossJob
  /** Undefined where float32 is not enough: a number or the gradient is not finite, or a log-ratio is outside the range of exp. */
  readonly finish: () => PolicyLoss | undefined
}

/** Makes arrays for results; those that workers write to lie in shared memory. */
export type Allocate = (bytes: number) => ArrayBufferLike

/**
 * Prepares a loss for the kernels: kind vanilla on the token's own ratio, with a plain KL term or none, and any aggregation,
 * layout and weights.
 *
 * @returns undefined for every other loss, for factors too small for float32, and for whatever `policyLoss` answers with a
 * `Left`
 */
export function fuseLoss(
  { batch, options }: LossCall,
  kernels: Kernels,
  allocate: Allocate,
): FusedLoss | undefined {
  if (!hasKernel(options)) return undefined
  const weights = policyWeights(batch, options)
  const terms = readKlTerms(batch, options)
  if (isLeft(weights) || isLeft(terms)) return undefined
  const [kl, ...others] = terms.right
  if (others.length > 0 || (kl !== undefined && !isPlainKl(kl))) return undefined
  if (!factorsFit(batch, options, weights.right, kl)) return undefined
  return prepare(batch, options, weights.right, kl, kernels.tileSize, allocate)
}

/** How many tokens a mask selects, counted by the kernels whose memory it lies in. */
export const countWith =
  (kernelsFor: (mask: Uint8Array) => Kernels): CountSelected =>
  (bytes, start, end) => {
    const { memory, mask, pointers, tileSize, countTokens } = kernelsFor(bytes)
    if (bytes.buffer === memory) {
      pointers.mask.value = bytes.byteOffset + start
      const count = countTokens(end - start)
      pointers.mask.value = mask.byteOffset
      return count
    }
    let count = 0
    for (let at = start; at < end; at += tileSize) {
      const stop = Math.min(at + tileSize, end)
      mask.set(bytes.subarray(at, stop))
      count += countTokens(stop - at)
    }
    return count
  }

type FusedOptions = PolicyLossOptions & VanillaOptions

const hasKernel = (options: PolicyLossOptions): options is FusedOptions =>
  (options.kind === undefined || options.kind === 'vanilla') &&
  (options.importanceLevel ?? 'token') === 'token' &&
  (options.ratioCap ?? Number.POSITIVE_INFINITY) === Number.POSITIVE_INFINITY

/** Whether the factors that the tokens of a row share, and the limit of the log-ratio, keep full precision in float32. */
function factorsFit(
  batch: CheckedBatch,
  { logRatioLimit = LOG_RATIO_LIMIT }: FusedOptions,
  policyWeights: Float64Array,
  klTerm: KlTerm | undefined,
): boolean {
  const { lengths, advantages, advantagePerToken, importanceWeights } = batch
  const isProduct = !advantagePerToken && importanceWeights === undefined
  for (let rollout = 0; rollout < batch.rollouts; rollout++) {
    if (lengths[rollout] === 0) continue
    const weight = policyWeights[rollout]!
    const advantage = advantagePerToken ? 1 : advantages[rollout]!
    if (!(isProduct ? isNormal(weight * advantage) : isNormal(weight) && isNormal(advantage))) return false
    if (klTerm !== undefined && !isNormal(klTerm.weights[rollout]! * klTerm.coefficient)) return false
  }
  return isNormal(logRatioLimit)
}

/** Whether a number is 0 or a normal float32, not a subnormal one. */
const isNormal = (x: number): boolean => x === 0 || Math.abs(x) >= 2 ** -126

/** exp of ±80 and its products with ordinary advantages are well inside the range of float32. */
const EXPONENT_LIMIT = 80

const KL_FORMS: Readonly<Record<KlForm, number>> = { k1: 0, abs: 1, k2: 2, k3: 3, 'k3-unclamped': 3 }

function prepare(
  batch: CheckedBatch,
  options: FusedOptions,
  policyWeights: Float64Array,
  kl: KlTerm | undefined,
  tileSize: number,
  allocate: Allocate,
): FusedLoss {
  const size = batch.logProbs.length
  const job: LossJob = {
    logProbs: batch.logProbs,
    oldLogProbs: batch.oldLogProbs,
    refLogProbs: kl?.target,
    importanceWeights: batch.importanceWeights,
    advantages: batch.advantages,
    advantagePerToken: batch.advantagePerToken,
    responseMask: batch.responseMask,
    starts: batch.starts,
    policyWeights,
    klWeights: kl?.weights,
    klForm: kl === undefined ? 0 : KL_FORMS[kl.form],
    straightThrough: kl?.straightThrough ?? false,
    klCoefficient: kl?.coefficient ?? 0,
    options: kernelOptions(options, kl),
    gradient: options.gradLogProbs ?? new Float32Array(allocate(4 * size), 0, size),
    gradientIsZero: options.gradLogProbs === undefined,
    sums: new Uint8Array(allocate(SUMS_BYTES * Math.ceil(size / tileSize))),
    clippedBelow: new Int32Array(allocate(4 * batch.rollouts)),
    clippedAbove: new Int32Array(allocate(4 * batch.rollouts)),
  }
  return { job, finish: () => finish(batch, options, kl, job) }
}

function kernelOptions(options: FusedOptions, kl: KlTerm | undefined): Float32Array {
  const { clipLow = 0.2, clipHigh = 0.28, dualClip = 3, logRatioLimit = LOG_RATIO_LIMIT } = options
  const limit = Math.min(logRatioLimit, EXPONENT_LIMIT)
  const table = new Float32Array(Object.keys(OPTION).length)
  table[OPTION.lowestLogRatio] = -limit
  table[OPTION.highestLogRatio] = limit
  table[OPTION.lowestRatio] = 1 - clipLow
  table[OPTION.highestRatio] = 1 + clipHigh
  table[OPTION.dualClip] = dualClip
  table[OPTION.lowestKlExponent] = -EXPONENT_LIMIT
  table[OPTION.highestKlExponent] = EXPONENT_LIMIT
  table[OPTION.highestK3] = kl?.form === 'k3' ? K3_CLAMP : Number.POSITIVE_INFINITY
  return table
}

function finish(
  batch: CheckedBatch,
  options: FusedOptions,
  kl: KlTerm | undefined,
  job: LossJob,
): PolicyLoss | undefined {
  const totals = addUp(job.sums)
  const tally = tallyOf(batch, options, job, totals)
  const { logRatioLimit = LOG_RATIO_LIMIT } = options
  const reach = Math.max(totals.largestLogRatio, -totals.smallestLogRatio)
  if (logRatioLimit > EXPONENT_LIMIT && reach > EXPONENT_LIMIT) return undefined
  if (kl !== undefined && !klFits(kl, totals.largestDistance)) return undefined
  if (!Number.isFinite(tally.magnitudes + totals.kl) || !gradientFits(batch, job, tally.ratioMax))
    return undefined
  const loss = assembleLoss(batch, options, {
    tally,
    kl: kl === undefined ? [] : [totals.kl],
    gradLogProbs: job.gradient,
  })
  return isLeft(loss) ? undefined : loss.right
}

interface Totals {
  readonly loss: number
  readonly logRatios: number
  readonly ratios: number
  readonly smallestLogRatio: number
  readonly largestLogRatio: number
  readonly clippedLower: number
  readonly kl: number
  /** The largest |logProb − refLogProb|. */
  readonly largestDistance: number
}

/** Adds up the tiles, always in the order of the tiles, so that the number of threads changes no digit. */
function addUp(sums: Uint8Array): Totals {
  let loss = 0
  let logRatios = 0
  let ratios = 0
  let smallestLogRatio = Number.POSITIVE_INFINITY
  let largestLogRatio = Number.NEGATIVE_INFINITY
  let clippedLower = 0
  let kl = 0
  let largestDistance = 0
  const { float64, float32, int32 } = viewSums(sums.buffer, sums.byteOffset, sums.length)
  for (let at = 0; at < sums.length; at += SUMS_BYTES) {
    const pair = at >> 3
    const single = at >> 2
    loss += float64[pair]! + float64[pair + 1]!
    logRatios += float64[pair + 2]! + float64[pair + 3]!
    ratios += float64[pair + 4]! + float64[pair + 5]!
    clippedLower += int32[single + 20]!
    kl += float64[pair + 12]! + float64[pair + 13]!
    for (let lane = 0; lane < 4; lane++) {
      smallestLogRatio = Math.min(smallestLogRatio, float32[single + 12 + lane]!)
      largestLogRatio = Math.max(largestLogRatio, float32[single + 16 + lane]!)
      largestDistance = Math.max(largestDistance, float32[single + 28 + lane]!)
    }
  }
  return { loss, logRatios, ratios, smallestLogRatio, largestLogRatio, clippedLower, kl, largestDistance }
}

function tallyOf(
  batch: CheckedBatch,
  { logRatioLimit = LOG_RATIO_LIMIT }: VanillaOptions,
  { clippedBelow, clippedAbove }: LossJob,
  totals: Totals,
): Tally {
  let tokens = 0
  let below = 0
  let above = 0
  let leastBelow = Number.POSITIVE_INFINITY
  let mostAbove = 0
  for (let rollout = 0; rollout < batch.rollouts; rollout++) {
    const length = batch.lengths[rollout]!
    tokens += length
    below += clippedBelow[rollout]!
    above += clippedAbove[rollout]!
    leastBelow = Math.min(leastBelow, clippedBelow[rollout]! / Math.max(length, 1))
    mostAbove = Math.max(mostAbove, clippedAbove[rollout]! / Math.max(length, 1))
  }
  const ratioAt = (logRatio: number) => Math.exp(Math.min(Math.max(logRatio, -logRatioLimit), logRatioLimit))
  return {
    loss: totals.loss,
    tokens,
    clipped: below + above,
    clippedLower: totals.clippedLower,
    clipSides: {
      clipUnits: tokens,
      clipFractionBelow: below / Math.max(tokens, 1),
      clipFractionAbove: above / Math.max(tokens, 1),
      clipFractionBelowMin: batch.rollouts === 0 ? 0 : leastBelow,
      clipFractionAboveMax: mostAbove,
    },
    logRatioSum: totals.logRatios,
    ratioSum: totals.ratios,
    ratioMin: ratioAt(totals.smallestLogRatio),
    ratioMax: ratioAt(totals.largestLogRatio),
    magnitudes: tokens === 0 ? 0 : totals.logRatios + totals.largestLogRatio - totals.smallestLogRatio,
  }
}

/**
 * Whether the gradient of the policy term is finite in float32. Where each token has a factor of its own the loss is the sum of the
 * same float32 numbers, so that it is not finite either. Otherwise the ratios are summed and multiplied by the factor in float64, which
 * hides an overflow.
 */
function gradientFits(batch: CheckedBatch, { policyWeights }: LossJob, ratioMax: number): boolean {
  if (batch.advantagePerToken || batch.importanceWeights !== undefined) return true
  let steepest = 0
  for (let rollout = 0; rollout < batch.rollouts; rollout++) {
    if (batch.lengths[rollout] === 0) continue
    steepest = Math.max(steepest, Math.abs(policyWeights[rollout]! * batch.advantages[rollout]!))
  }
  return Math.fround(steepest * Math.max(ratioMax, 1)) < Infinity
}

/** Whether the KL of the token with the largest distance, and its gradient, are finite in float32. */
function klFits({ form, straightThrough, weights, coefficient }: KlTerm, distance: number): boolean {
  if (!Number.isFinite(distance)) return false
  if (form === 'k3-unclamped' && distance > EXPONENT_LIMIT) return false
  const exponential = form === 'k3-unclamped' && !straightThrough
  const steepest = exponential ? Math.exp(distance) : Math.max(distance, K3_SLOPE)
  const heaviest = weights.reduce((largest, weight) => Math.max(largest, weight), 1)
  return steepest * heaviest * Math.abs(coefficient) < LARGEST_KL_SLOPE
}

/** Half a unit in the last place of the largest float32: adding less than that to a finite gradient cannot overflow. */
const LARGEST_KL_SLOPE = 2 ** 103

/** An upper bound of k3's slope where its value is at most K3_CLAMP. */
const K3_SLOPE = 13

import { type BadOption, badOption } from '../errors.js'
import { LARGEST, SMALLEST } from '../magnitude.js'
import type { OptionRows } from '../options/option-row.js'
import { holdLogRatio, LOG_RATIO_LIMIT } from './importance-ratio.js'
import type { LogRatios } from './rollout-mismatch.js'
import { shareOf, spreadOf } from './statistics.js'

export interface WeightOptions {
  /** Whose ratio weighs a token: its own, the product over its rollout, their geometric mean; or no weights. Default: `'token'`. */
  readonly level?: 'token' | 'sequence' | 'geometric' | 'none'
  /** What happens outside [lower, upper]: see `rolloutWeights`. Default: `'reject'`; published `'mask'`. */
  readonly mode?: 'truncate' | 'mask' | 'clamp' | 'reject'
  /** Upper bound of the weights, 1e-100 or more. Default: 5. */
  readonly upper?: number
  /** Lower bound of the weights, from 0 to upper, at most 1e100. Default: 1 / upper where that is given, else 0.5. */
  readonly lower?: number
  /** A rollout with a token of ratio below this gets weight 0 altogether. 0 switches it off. Default: 0; published 1e-4. */
  readonly vetoThreshold?: number
  /** Divides the weights by their mean: over tokens at level `'token'`, else over rollouts with tokens. Default: false. */
  readonly batchNormalize?: boolean
  /** Whose defaults: trainers' of today, or those that GoLongRL's recipe asks for. Default: `'natural'`. */
  readonly profile?: 'natural' | 'published'
}

/** What a weight option may be. */
export const WEIGHT_OPTIONS: OptionRows<WeightOptions> = {
  level: { kind: 'choice', of: ['token', 'sequence', 'geometric', 'none'], default: 'token' },
  mode: { kind: 'choice', of: ['truncate', 'mask', 'clamp', 'reject'] },
  upper: { kind: 'number', from: SMALLEST, default: 5 },
  lower: { kind: 'number', from: 0, to: LARGEST },
  vetoThreshold: { kind: 'number', from: 0 },
  batchNormalize: { kind: 'flag', default: false },
  profile: { kind: 'choice', of: ['natural', 'published'], default: 'natural' },
}

/** About weights as a whole; means and extremes are over response tokens, `rollout…` over each rollout's mean weight. */
export interface WeightSummary {
  readonly mean: number
  readonly max: number
  readonly min: number
  /** Population standard deviation. */
  readonly std: number
  /** (Σw)² / (N·Σw²); 0 when all weights are. */
  readonly effectiveSampleSize: number
  /** Over all rollouts; one without tokens has mean weight 0. */
  readonly rolloutMean: number
  readonly rolloutStd: number
  readonly rolloutMax: number
  readonly rolloutMin: number
  /** Largest |mean weight of a rollout − 1|. */
  readonly rolloutMaxDeviation: number
}

export interface WeightMetrics {
  /**
   * Of the weights before any bound; `std` and `effectiveSampleSize` with the weights clamped into [lower, upper], and at the
   * sequence and geometric levels `max` and `min` over rollouts, one without tokens at 1. That `min` is of the ratio as it
   * came, which verl does not hold as it does the others: it can exceed `max`, e²⁰, and beyond e⁷⁰⁹ it is Infinity.
   */
  readonly raw: WeightSummary
  /** Of the weights handed out. */
  readonly applied: WeightSummary
  /** Share of raw weights above `upper`: of tokens, at level `'sequence'` of rollouts. */
  readonly fractionHigh: number
  readonly fractionLow: number
  /** Share of rollouts whose mean raw weight is above `upper`. */
  readonly rolloutFractionHigh: number
  readonly rolloutFractionLow: number
  /** Share of tokens outside [lower, upper]. */
  readonly outOfBoundsFraction: number
  /** Share of rollouts with such a token. */
  readonly rolloutOutOfBoundsFraction: number
  /** Share of tokens whose ratio is below the veto threshold, and of rollouts vetoed for one. */
  readonly catastrophicFraction: number
  readonly vetoedFraction: number
  /** What the weights were divided by. Present with `batchNormalize`. */
  readonly normalizationFactor?: number
}

/**
 * Importance weights of response tokens, with d = oldLogProb − rolloutLogProb at a token:
 *
 *     token       w = exp(d)              sequence   w = exp(Σ d over the rollout)
 *     geometric   w = exp(mean d)         exponents held within ± 20
 *
 *     truncate    min(w, upper)                        TIS; `lower` serves the metrics only
 *     reject      w where lower ≤ w ≤ upper, else 0, and out of the response mask
 *     mask        w where lower ≤ w ≤ upper, else 0    IcePop; the recipe's "clip"
 *     clamp       clamp(w, lower, upper)
 *
 * then the veto, then `batchNormalize`. Under `mask` a weight of 0 takes a token out of the numerator only: it stays in the
 * response mask and in the denominators, so that a batch with many such tokens takes a smaller step. `reject` takes it, and
 * a vetoed rollout, out of both.
 *
 * @see verl `mismatch_helper.compute_rollout_importance_weights`, `rollout_corr_helper.compute_rollout_correction_weights`
 */
export function rolloutWeights(
  batch: LogRatios,
  options: WeightOptions,
  kept: Uint8Array,
): { readonly weights: Float64Array; readonly metrics: WeightMetrics } {
  const { level = 'token', mode, vetoThreshold } = withDefaults(options)
  const { lower, upper } = bounds(options)
  const { oldLogProbs, rolloutLogProbs, responseMask, starts, lengths, rollouts } = batch
  const logVetoThreshold = Math.log(vetoThreshold)
  const weights = new Float64Array(oldLogProbs.length)
  const rolloutLogRatios = new Float64Array(rollouts)
  const rawMeans = new Float64Array(rollouts)
  const raw = new Moments(lower, upper)
  let tokens = 0
  let outOfBounds = 0
  let rolloutsOutOfBounds = 0
  let high = 0
  let low = 0
  let catastrophic = 0
  let vetoed = 0
  for (let rollout = 0; rollout < rollouts; rollout++) {
    const start = starts[rollout]!
    const end = starts[rollout + 1]!
    let logRatioSum = 0
    let worst = 0
    for (let i = start; i < end; i++) {
      if (responseMask !== undefined && !responseMask[i]) continue
      const logRatio = oldLogProbs[i]! - rolloutLogProbs[i]!
      logRatioSum += logRatio
      if (logRatio < logVetoThreshold) worst++
    }
    const length = lengths[rollout]!
    const rolloutLogRatio = level === 'geometric' ? logRatioSum / Math.max(length, 1) : logRatioSum
    rolloutLogRatios[rollout] = rolloutLogRatio
    catastrophic += worst
    if (worst > 0) vetoed++

    let weightSum = 0
    let outside = 0
    for (let i = start; i < end; i++) {
      if (responseMask !== undefined && !responseMask[i]) continue
      const logRatio = level === 'token' ? oldLogProbs[i]! - rolloutLogProbs[i]! : rolloutLogRatio
      const weight = Math.exp(holdLogRatio(logRatio, LOG_RATIO_LIMIT))
      raw.add(weight)
      tokens++
      weightSum += weight
      if (weight > upper) high++
      if (weight < lower) low++
      const inside = weight >= lower && weight <= upper
      if (!inside) outside++
      if (worst > 0) weights[i] = 0
      else if (mode === 'mask' || mode === 'reject') weights[i] = inside ? weight : 0
      else weights[i] = Math.min(mode === 'clamp' ? Math.max(weight, lower) : weight, upper)
    }
    if (mode === 'reject') for (let i = start; i < end; i++) if (weights[i] === 0) kept[i] = 0
    rawMeans[rollout] = length === 0 ? 0 : weightSum / length
    outOfBounds += outside
    if (outside > 0) rolloutsOutOfBounds++
  }
  const applied = mode === 'reject' ? selectedBy(batch, kept) : batch
  const normalizationFactor = options.batchNormalize === true ? normalize(weights, applied, level) : undefined
  const perToken = (count: number) => count / Math.max(tokens, 1)
  const perRollout = (count: number) => count / Math.max(rollouts, 1)
  const summary = raw.summary(rawMeans)
  return {
    weights,
    metrics: {
      raw: level === 'token' ? summary : { ...summary, ...extremesOfRollouts(rolloutLogRatios) },
      applied: summarize(weights, applied),
      fractionHigh:
        level === 'sequence' ? shareOf(rolloutLogRatios, (d) => d > Math.log(upper)) : perToken(high),
      fractionLow:
        level === 'sequence' ? shareOf(rolloutLogRatios, (d) => d < Math.log(lower)) : perToken(low),
      rolloutFractionHigh: shareOf(rawMeans, (weight) => weight > upper),
      rolloutFractionLow: shareOf(rawMeans, (weight) => weight < lower),
      outOfBoundsFraction: perToken(outOfBounds),
      rolloutOutOfBoundsFraction: perRollout(rolloutsOutOfBounds),
      catastrophicFraction: perToken(catastrophic),
      vetoedFraction: perRollout(vetoed),
      ...(normalizationFactor !== undefined && { normalizationFactor }),
    },
  }
}

/** The conditions between options, which the rows cannot express. */
export function checkBounds(options: WeightOptions): BadOption | undefined {
  const { lower, upper } = bounds(options)
  if (options.lower === undefined && lower > upper) {
    return badOption('options.upper', 'at least 1, or lower given', upper)
  }
  return lower > upper ? badOption('options.lower', `a number from 0 to upper (${upper})`, lower) : undefined
}

const withDefaults = ({ profile = 'natural', ...options }: WeightOptions) =>
  profile === 'published'
    ? { mode: 'mask', vetoThreshold: 1e-4, ...options }
    : { mode: 'reject', vetoThreshold: 0, ...options }

const UPPER = 5
const LOWER = 0.5

/** The same log-ratios with another response mask. */
function selectedBy(batch: LogRatios, responseMask: Uint8Array): LogRatios {
  const lengths = new Int32Array(batch.rollouts)
  for (let s = 0; s < batch.rollouts; s++) {
    for (let i = batch.starts[s]!; i < batch.starts[s + 1]!; i++) lengths[s]! += responseMask[i]!
  }
  return { ...batch, responseMask, lengths }
}

function bounds({ upper, lower }: WeightOptions): { lower: number; upper: number } {
  return upper === undefined ? { upper: UPPER, lower: lower ?? LOWER } : { upper, lower: lower ?? 1 / upper }
}

/** Divides the weights by their mean, in place, unless it is 0 to within 1e-8; returns the divisor. */
function normalize(weights: Float64Array, batch: LogRatios, level: WeightOptions['level']): number {
  const { mean } = summarize(weights, batch)
  const meansOfRollouts = meanWeights(weights, batch).filter((_, rollout) => batch.lengths[rollout]! > 0)
  const divisor = level === 'token' ? mean : spreadOf(meansOfRollouts).mean
  if (!(divisor > 1e-8)) return 1
  for (let i = 0; i < weights.length; i++) weights[i]! /= divisor
  return divisor
}

function summarize(weights: Float64Array, batch: LogRatios): WeightSummary {
  const { responseMask, starts, rollouts } = batch
  const moments = new Moments(0, Number.POSITIVE_INFINITY)
  for (let i = 0; i < starts[rollouts]!; i++) {
    if (responseMask === undefined || responseMask[i]) moments.add(weights[i]!)
  }
  return moments.summary(meanWeights(weights, batch))
}

function meanWeights(weights: Float64Array, { starts, lengths, rollouts }: LogRatios): Float64Array {
  const means = new Float64Array(rollouts)
  for (let rollout = 0; rollout < rollouts; rollout++) {
    let sum = 0
    for (let i = starts[rollout]!; i < starts[rollout + 1]!; i++) sum += weights[i]!
    means[rollout] = sum / Math.max(lengths[rollout]!, 1)
  }
  return means
}

function extremesOfRollouts(logRatios: Float64Array): { max: number; min: number } {
  const { max, min } = spreadOf(logRatios)
  return { max: Math.exp(Math.min(max, LOG_RATIO_LIMIT)), min: Math.exp(min) }
}

/** Sums over weights; those of the second order with the weights clamped into [lower, upper]. */
class Moments {
  private count = 0
  private sum = 0
  private max = Number.NEGATIVE_INFINITY
  private min = Number.POSITIVE_INFINITY
  /** Mean and sum of squared deviations so far (Welford): one pass without cancellation. */
  private clampedMean = 0
  private deviations = 0

  constructor(
    private readonly lower: number,
    private readonly upper: number,
  ) {}

  add(weight: number): void {
    this.count++
    this.sum += weight
    this.max = Math.max(this.max, weight)
    this.min = Math.min(this.min, weight)
    const clamped = Math.min(Math.max(weight, this.lower), this.upper)
    const distance = clamped - this.clampedMean
    this.clampedMean += distance / this.count
    this.deviations += distance * (clamped - this.clampedMean)
  }

  summary(rolloutMeans: Float64Array): WeightSummary {
    const rollouts = spreadOf(rolloutMeans)
    const perWeight = (sum: number) => (this.count === 0 ? 0 : sum / this.count)
    const variance = perWeight(this.deviations)
    const meanSquare = variance + this.clampedMean ** 2
    return {
      mean: perWeight(this.sum),
      max: this.count === 0 ? 0 : this.max,
      min: this.count === 0 ? 0 : this.min,
      std: Math.sqrt(variance),
      effectiveSampleSize: meanSquare === 0 ? 0 : this.clampedMean ** 2 / meanSquare,
      rolloutMean: rollouts.mean,
      rolloutStd: rollouts.std,
      rolloutMax: rollouts.max,
      rolloutMin: rollouts.min,
      rolloutMaxDeviation: rolloutMeans.reduce((most, mean) => Math.max(most, Math.abs(mean - 1)), 0),
    }
  }
}

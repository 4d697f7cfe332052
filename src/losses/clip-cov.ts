import type { CheckedBatch } from './checked-batch.js'
import { tokenCovariances, wholeOf } from './covariance.js'
import { holdLogRatio } from './importance-ratio.js'
import { emptyTally, observe, type Tally } from './tally.js'
import type { FloatArray } from './token-batch.js'

export interface ClipCovOptions {
  readonly kind: 'clip-cov'
  /** The ratio is clipped below at 1 − clipLow. Default: 0.2. */
  readonly clipLow?: number
  /** The ratio is clipped above at 1 + clipHigh. Default: 0.28. */
  readonly clipHigh?: number
  /** Share of the response tokens to take out, at least one token. Default: 0.0002. */
  readonly covRatio?: number
  /** Only tokens with a covariance above this are taken out. Default: 1. */
  readonly covLow?: number
  /** Only tokens with a covariance below this are taken out. Default: 5. */
  readonly covHigh?: number
  /** Which of the candidates are taken out is drawn at random; the same seed draws the same. A whole number. Default: 0. */
  readonly seed?: number
  /** The log-ratio is held within ± this, in nats. Default: Infinity, as verl. */
  readonly logRatioLimit?: number
}

/**
 * Clip-Cov: PPO's clip, and a random few of the tokens whose covariance is large lose their loss and gradient.
 *
 *     L = max(−A·x, −A·clip(x, 1 − clipLow, 1 + clipHigh)), or 0 where taken out
 *     taken out: max(1, ⌊covRatio·N⌋) tokens drawn from those with covLow < cov < covHigh that are not clipped
 *     dL/dlogProb = −A·x where the unclipped branch is the loss and the token stays, else 0
 *
 * `clipFraction` is the share taken out. The covariances are over the batch at hand, or over the whole that a part of
 * `splitBatch` comes from. Allocates a Float64Array of that batch's size.
 *
 * @see arXiv 2505.22617, eq. 11; verl `core_algos.compute_policy_loss_clip_cov`
 */
export function clipCov(
  batch: CheckedBatch,
  weights: Float64Array,
  options: ClipCovOptions,
  gradient: FloatArray,
): Tally {
  const { clipLow = 0.2, clipHigh = 0.28, logRatioLimit = Number.POSITIVE_INFINITY } = options
  const { logProbs, oldLogProbs, advantages, advantagePerToken, responseMask, importanceWeights } = batch
  const lowest = 1 - clipLow
  const highest = 1 + clipHigh
  const { whole, positionOf } = wholeOf(batch)
  const takenOut = chooseTokens(whole, options, lowest, highest)
  const tally = emptyTally()
  for (let rollout = 0; rollout < batch.rollouts; rollout++) {
    const end = batch.starts[rollout + 1]!
    for (let i = batch.starts[rollout]!; i < end; i++) {
      if (responseMask !== undefined && !responseMask[i]) continue
      const weight = weights[rollout]! * (importanceWeights === undefined ? 1 : importanceWeights[i]!)
      const advantage = advantages[advantagePerToken ? i : rollout]!
      const rawLogRatio = logProbs[i]! - oldLogProbs[i]!
      const logRatio = holdLogRatio(rawLogRatio, logRatioLimit)
      const ratio = Math.exp(logRatio)
      let slope = 0
      if (takenOut.has(positionOf(i))) tally.clipped++
      // A token with advantage 0 has gradient 0, also where its ratio overflows (0 · Infinity is NaN).
      else if (advantage !== 0) {
        const unclipped = -advantage * ratio
        const clipped = -advantage * Math.min(Math.max(ratio, lowest), highest)
        tally.loss += weight * Math.max(unclipped, clipped)
        if (unclipped >= clipped && logRatio === rawLogRatio) slope = 0 - weight * advantage * ratio
      }
      gradient[i] = slope
      observe(tally, rawLogRatio, logRatio, ratio, slope)
    }
  }
  return tally
}

/** Draws among the tokens that are not clipped and whose covariance lies in the open range. */
function chooseTokens(
  batch: CheckedBatch,
  { covRatio = 0.0002, covLow = 1, covHigh = 5, seed = 0 }: ClipCovOptions,
  lowest: number,
  highest: number,
): ReadonlySet<number> {
  const { logProbs, oldLogProbs, advantages, advantagePerToken, starts } = batch
  const covariances = tokenCovariances(batch)
  const candidates: number[] = []
  let tokens = 0
  for (let rollout = 0; rollout < batch.rollouts; rollout++) {
    tokens += batch.lengths[rollout]!
    for (let i = starts[rollout]!; i < starts[rollout + 1]!; i++) {
      if (!(covariances[i]! > covLow && covariances[i]! < covHigh)) continue
      const advantage = advantages[advantagePerToken ? i : rollout]!
      const ratio = Math.exp(logProbs[i]! - oldLogProbs[i]!)
      const clipped = advantage > 0 ? ratio > highest : advantage < 0 && ratio < lowest
      if (!clipped) candidates.push(i)
    }
  }
  return draw(candidates, Math.max(1, Math.floor(covRatio * tokens)), seed)
}

/** `wanted` of the candidates (all, if there are fewer), by a Fisher-Yates shuffle. */
function draw(candidates: number[], wanted: number, seed: number): ReadonlySet<number> {
  const random = mulberry32(seed)
  const count = Math.min(wanted, candidates.length)
  for (let i = 0; i < count; i++) {
    const j = i + Math.floor(random() * (candidates.length - i))
    const chosen = candidates[j]!
    candidates[j] = candidates[i]!
    candidates[i] = chosen
  }
  return new Set(candidates.slice(0, count))
}

/** A small generator of numbers in [0, 1): 32 bits of state. */
function mulberry32(seed: number): () => number {
  let state = seed | 0
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

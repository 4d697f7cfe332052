import type { ClipSides } from './token-batch.js'

/** What a loss counts while it passes over the response tokens. */
export interface Tally {
  loss: number
  /** Response tokens seen. */
  tokens: number
  /** Tokens where the clipped branch is the larger loss. */
  clipped: number
  /** Tokens where a second bound acts: the dual clip, a cap on the ratio. */
  clippedLower: number
  /** Sum of the held log-ratios. */
  logRatioSum: number
  ratioSum: number
  ratioMin: number
  ratioMax: number
  /** At least as large as each |log-ratio| before any limit and each |gradient|, so finite only if they are: a cheap overflow check. */
  magnitudes: number
  readonly clipSides?: ClipSides
  /** Mean over all rollouts of the weight that the loss puts on a rollout as a whole. */
  sequenceWeightMean?: number
}

export const emptyTally = (): Tally => ({
  loss: 0,
  tokens: 0,
  clipped: 0,
  clippedLower: 0,
  logRatioSum: 0,
  ratioSum: 0,
  ratioMin: Infinity,
  ratioMax: -Infinity,
  magnitudes: 0,
})

/** Counts one response token. */
export function observe(
  tally: Tally,
  rawLogRatio: number,
  logRatio: number,
  ratio: number,
  gradient: number,
): void {
  tally.tokens++
  tally.magnitudes += Math.abs(rawLogRatio) + Math.abs(gradient)
  tally.logRatioSum += logRatio
  tally.ratioSum += ratio
  tally.ratioMin = Math.min(tally.ratioMin, ratio)
  tally.ratioMax = Math.max(tally.ratioMax, ratio)
}

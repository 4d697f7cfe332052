/** What a loss counts while it passes over the response tokens. */
export interface Tally {
  loss: number
  /** Response tokens seen. */
  tokens: number
  /** Tokens where the clipped branch is the larger loss. */
  clipped: number
  /** Tokens where the dual clip acts. */
  clippedLower: number
  /** Sum of the held log-ratios. */
  logRatioSum: number
  ratioSum: number
  ratioMin: number
  ratioMax: number
  /** Sum of the log-ratios as they came: not finite as soon as one selected log-probability is not. */
  probe: number
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
  probe: 0,
})

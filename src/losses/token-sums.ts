/** What a pass over the selected tokens adds up. */
export interface TokenSums {
  readonly loss: number
  readonly logRatioSum: number
  readonly ratioSum: number
  readonly ratioMin: number
  readonly ratioMax: number
  /** [N] tokens with A < 0 and a ratio below the clip, with A > 0 and one above. */
  readonly clippedBelow: Int32Array
  readonly clippedAbove: Int32Array
  /** Tokens under the dual clip. */
  readonly clippedLower: number
  /** Sum of |log-ratio| over those that are far from 0: finite only if they are. */
  readonly farLogRatios: number
  /** Sum of |weight · advantage|, of rollouts or of tokens: times the largest ratio more than any number of the gradient. */
  readonly gains: number
}

/** Where the ratio is held, by the sign of the advantage. */
export interface ClipRange {
  /** The bounds of the clip alone. */
  readonly lowest: number
  readonly highest: number
  readonly dualClip: number
  /** The largest ratio with A ≥ 0, and with A < 0. */
  readonly mostPos: number
  readonly mostNeg: number
}

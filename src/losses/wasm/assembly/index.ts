import { stretchOf } from './selected-stretch'
import { MASK } from './tile'

export { sumTokens } from './sum-tokens'
export { EXPONENTIALS, GRADIENT, LOG_PROBS, MASK, OLD_LOG_PROBS, OPTIONS, SUMS, TILE } from './tile'

/** The next stretch of the tile that the mask selects from: `stretchOf`. */
export function selectedStretch(at: i32, count: i32): i32 {
  return stretchOf(MASK, at, count)
}

import { stretchOf } from '../../../losses/wasm/assembly/selected-stretch'
import { MASK } from './tile'

export { countTokens } from './count-tokens'
export { klTerm } from './kl-term'
export { policyTerm } from './policy-term'
export { segmentMoments } from './segment-moments'
export {
  ADVANTAGES,
  EXACT,
  GRADIENT,
  GROUP_TILE,
  GROUPED_VALUES,
  IMPORTANCE_WEIGHTS,
  KL_LOG_PROBS,
  LOG_PROBS,
  MASK,
  MEAN_TAILS,
  MEANS,
  OFFSETS,
  OLD_LOG_PROBS,
  OPTIONS,
  REF_LOG_PROBS,
  SUMS,
  TILE,
  VARIANCES,
} from './tile'

/** The next stretch of the tile that the mask selects from: `stretchOf`. */
export function selectedStretch(at: i32, count: i32): i32 {
  return stretchOf(MASK, at, count)
}

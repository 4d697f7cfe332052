export { countTokens } from './count-tokens'
export { klTerm } from './kl-term'
export { policyTerm } from './policy-term'
export { segmentMoments } from './segment-moments'
export { selectedRange } from './selected-range'
export {
  ADVANTAGES,
  EXACT,
  GRADIENT,
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

export { countTokens } from './count-tokens'
export { klTerm } from './kl-term'
export { policyTerm } from './policy-term'
export { segmentMoments } from './segment-moments'
export { selectedStretch } from './selected-stretch'
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

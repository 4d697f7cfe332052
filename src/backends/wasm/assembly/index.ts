export { countClips } from './count-clips'
export { countTokens } from './count-tokens'
import { klTerm } from './kl-term'
import { policyTerm } from './policy-term'

export { applyImportanceWeights } from './importance-weights'
export { segmentMoments } from './segment-moments'
export {
  ADVANTAGES,
  BLOCK,
  GRADIENT,
  IMPORTANCE_WEIGHTS,
  KL_WEIGHTS,
  LOG_PROBS,
  MASK,
  OLD_LOG_PROBS,
  OFFSETS,
  OPTIONS,
  POLICY_WEIGHTS,
  REF_LOG_PROBS,
  SUMS,
  TILE,
  VARIANCES,
} from './tile'

export function policyTermSingle(count: i32): void {
  policyTerm<f32>(count)
}

export function policyTermDouble(count: i32): void {
  policyTerm<f64>(count)
}

export function klTermSingle(count: i32, form: i32, straightThrough: bool): void {
  klTerm<f32>(count, form, straightThrough)
}

export function klTermDouble(count: i32, form: i32, straightThrough: bool): void {
  klTerm<f64>(count, form, straightThrough)
}

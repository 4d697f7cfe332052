import { IMPORTANCE_WEIGHTS, masked, POLICY_WEIGHTS } from './tile'

/** POLICY_WEIGHTS := POLICY_WEIGHTS × IMPORTANCE_WEIGHTS where the mask selects, else 0. */
export function applyImportanceWeights(count: i32): void {
  for (let token = 0; token < count; token += 4) {
    const at = <usize>token << 2
    const weight = v128.andnot(v128.load(at, IMPORTANCE_WEIGHTS), masked(token))
    v128.store(at, f32x4.mul(v128.load(at, POLICY_WEIGHTS), weight), POLICY_WEIGHTS)
  }
}

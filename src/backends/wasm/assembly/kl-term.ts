import { curvature, one, remainder, scaled, shiftedExponent, unscaled } from './exponential'
import {
  BLOCK,
  blockMasked,
  difference,
  GRADIENT,
  KL_WEIGHTS,
  LOG_PROBS,
  masked,
  option,
  REF_LOG_PROBS,
  SUMS,
  widened,
} from './tile'

/** The forms of the estimator; the host knows them by the same numbers. */
const K1 = 0
const ABS = 1
const K2 = 2

/**
 * The KL term and its gradient: `losses/kl.ts` in float32.
 *
 * Reads LOG_PROBS, REF_LOG_PROBS (of precision T), KL_WEIGHTS, MASK; adds to GRADIENT; adds to SUMS: KL (two float64 at
 * byte 96), largest |logProb − refLogProb| (four float32 at byte 112).
 * OPTIONS: 5 the coefficient, 6 and 7 the bounds ± of refLogProb − logProb inside exp, 8 the bound of k3's value.
 *
 * @param form K1, ABS, K2, or else k3
 * @param straightThrough take the gradient of k2
 */
export function klTerm<T>(count: i32, form: i32, straightThrough: bool): void {
  const zero = f32x4.splat(0)
  let kl = v128.load(SUMS, 96)
  let largest = v128.load(SUMS, 112)

  for (let block = 0; block < count; block += BLOCK) {
    if (blockMasked(block)) continue
    let blockKl = zero
    for (let token = block; token < block + BLOCK; token += 4) {
      const at = <usize>token << 2
      const distance = v128.andnot(difference<T>(LOG_PROBS, REF_LOG_PROBS, token), masked(token))
      largest = f32x4.pmax(largest, f32x4.abs(distance))

      let value = distance
      let slope = one()
      if (form == ABS) {
        value = f32x4.abs(distance)
        const positive = v128.and(f32x4.gt(distance, zero), one())
        slope = f32x4.sub(positive, v128.and(f32x4.lt(distance, zero), one()))
      } else if (form == K2) {
        slope = distance
        value = f32x4.mul(f32x4.mul(distance, distance), option(9))
      } else if (form != K1) {
        // exp(y) − 1 − y and exp(y) − 1 with y = −distance, without cancellation where y is small.
        const y = f32x4.pmin(f32x4.pmax(f32x4.neg(distance), option(6)), option(7))
        const shifted = shiftedExponent(y)
        const r = remainder(y, shifted)
        const q = curvature(r)
        const small = unscaled(shifted)
        const less = f32x4.sub(scaled(f32x4.add(f32x4.add(q, r), one()), shifted), one())
        const expMinus1 = v128.bitselect(f32x4.add(q, r), less, small)
        const unbounded = v128.bitselect(q, f32x4.sub(less, y), small)
        value = f32x4.pmin(unbounded, option(8))
        slope = v128.and(f32x4.neg(expMinus1), f32x4.eq(value, unbounded))
      }
      if (straightThrough) slope = distance

      const weight = v128.andnot(v128.load(at, KL_WEIGHTS), masked(token))
      blockKl = f32x4.add(blockKl, f32x4.mul(value, weight))
      const term = f32x4.mul(f32x4.mul(slope, weight), option(5))
      v128.store(at, f32x4.add(v128.load(at, GRADIENT), term), GRADIENT)
    }
    kl = f64x2.add(kl, widened(blockKl))
  }
  v128.store(SUMS, kl, 96)
  v128.store(SUMS, largest, 112)
}

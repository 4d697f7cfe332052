import { curvature, NEAR_0, one, remainder, scaled, shiftedExponent, unscaled } from './exponential'
import {
  addToSums,
  ALL,
  BLOCK,
  difference,
  GRADIENT,
  KL_LOG_PROBS,
  leftOut,
  NONE,
  option,
  REF_LOG_PROBS,
  selection,
  SUMS,
  widened,
} from './tile'

/** The forms of the estimator; the host uses the same numbers. */
const K1 = 0
const ABS = 1
const K2 = 2

/**
 * The KL term and its gradient: `losses/kl.ts` in float32, for the part of a row that lies in the tile, tokens from …
 * to − 1.
 *
 * Reads KL_LOG_PROBS, REF_LOG_PROBS MASK; adds to GRADIENT; adds to SUMS: KL (two float64 at byte 96),
 * largest |logProb − refLogProb| (four float32 at byte 112).
 * OPTIONS: 5 and 6 the bounds ± of refLogProb − logProb inside exp, 7 the bound of k3's value.
 *
 * @param form K1, ABS, K2, or else k3
 * @param straightThrough take the gradient of k2
 * @param weight of the row, in the aggregation of the KL
 * @param coefficient of the KL in the loss
 */
export function klTerm(
  from: i32,
  to: i32,
  form: i32,
  straightThrough: bool,
  weight: f64,
  coefficient: f64,
): void {
  const slopeWeight = <f32>(weight * coefficient)
  for (let block = from; block < to; block += BLOCK) {
    const end = min(block + BLOCK, to)
    const selected = selection(block, end)
    if (selected == NONE) continue
    // A fast path as in the policy term: most blocks are selected as a whole, with all distances near 0.
    if (selected == ALL && form > K2 && k3Near0(block, straightThrough, weight, slopeWeight)) continue
    klOfBlock(block, end, form, straightThrough, weight, slopeWeight)
  }
}

function klOfBlock(
  from: i32,
  to: i32,
  form: i32,
  straightThrough: bool,
  weight: f64,
  slopeWeight: f32,
): void {
  const logProbs = KL_LOG_PROBS
  const refLogProbs = REF_LOG_PROBS
  const gradient = GRADIENT
  const zero = f32x4.splat(0)
  let sum = zero
  let largest = zero
  for (let token = from; token < to; token += 4) {
    const at = <usize>token << 2
    const left = leftOut(token, to)
    const distance = v128.andnot(difference(logProbs, refLogProbs, token), left)
    largest = f32x4.pmax(largest, f32x4.abs(distance))

    let value = distance
    let slope = one()
    if (form == ABS) {
      value = f32x4.abs(distance)
      const positive = v128.and(f32x4.gt(distance, zero), one())
      slope = f32x4.sub(positive, v128.and(f32x4.lt(distance, zero), one()))
    } else if (form == K2) {
      slope = distance
      value = f32x4.mul(f32x4.mul(distance, distance), f32x4.splat(0.5))
    } else if (form != K1) {
      // exp(y) − 1 − y and exp(y) − 1 with y = −distance, without cancellation where y is small.
      const y = f32x4.pmin(f32x4.pmax(f32x4.neg(distance), option(5)), option(6))
      const shifted = shiftedExponent(y)
      const r = remainder(y, shifted)
      const q = curvature(r)
      const small = unscaled(shifted)
      const less = f32x4.sub(scaled(f32x4.add(f32x4.add(q, r), one()), shifted), one())
      const expMinus1 = v128.bitselect(f32x4.add(q, r), less, small)
      const unbounded = v128.bitselect(q, f32x4.sub(less, y), small)
      value = f32x4.pmin(unbounded, option(7))
      slope = v128.and(f32x4.neg(expMinus1), f32x4.eq(value, unbounded))
    }
    if (straightThrough) slope = distance

    sum = f32x4.add(sum, value)
    const term = v128.andnot(f32x4.mul(slope, f32x4.splat(slopeWeight)), left)
    v128.store(gradient + at, f32x4.add(v128.load(gradient + at), term))
  }
  addToSums(96, f64x2.mul(widened(sum), f64x2.splat(weight)))
  v128.store(SUMS, f32x4.pmax(v128.load(SUMS, 112), largest), 112)
}

/** @returns false where a distance is not near 0; nothing has been written then */
function k3Near0(from: i32, straightThrough: bool, weight: f64, slopeWeight: f32): bool {
  const logProbs = KL_LOG_PROBS
  const refLogProbs = REF_LOG_PROBS
  const gradient = GRADIENT
  let sum = f32x4.splat(0)
  let largest = sum
  for (let token = from; token < from + BLOCK; token += 4) {
    const distance = difference(logProbs, refLogProbs, token)
    largest = f32x4.max(largest, f32x4.abs(distance))
    sum = f32x4.add(sum, curvature(f32x4.neg(distance)))
  }
  if (!i32x4.all_true(f32x4.le(largest, f32x4.splat(NEAR_0)))) return false

  for (let token = from; token < from + BLOCK; token += 4) {
    const at = <usize>token << 2
    const distance = difference(logProbs, refLogProbs, token)
    const y = f32x4.neg(distance)
    const slope = straightThrough ? distance : f32x4.neg(f32x4.add(curvature(y), y))
    const term = f32x4.mul(slope, f32x4.splat(slopeWeight))
    v128.store(gradient + at, f32x4.add(v128.load(gradient + at), term))
  }
  addToSums(96, f64x2.mul(widened(sum), f64x2.splat(weight)))
  v128.store(SUMS, f32x4.pmax(v128.load(SUMS, 112), largest), 112)
  return true
}

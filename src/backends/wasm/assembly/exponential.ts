/**
 * exp in float32, four at a time, for −87 ≤ x ≤ 87.
 *
 *     x = n·ln 2 + r,   |r| ≤ ln 2 / 2,   exp(x) = 2ⁿ · (1 + r + q(r)),   q(r) = r²·(c₂ + c₃r + c₄r² + c₅r³ + c₆r⁴)
 *
 * The coefficients minimise the largest relative error of 1 + r + q, which is 3.1e-9 before rounding.
 * n comes from adding 1.5·2²³, which leaves it in the low bits of the sum; ln 2 is subtracted in two parts.
 * The constants are loaded rather than written as literals: V8 rebuilds a literal vector at each use, at half the speed.
 */

// prettier-ignore
const CONSTANTS: usize = memory.data<f32>([
  1.4426950408889634, 1.4426950408889634, 1.4426950408889634, 1.4426950408889634, // 1 / ln 2
  12582912, 12582912, 12582912, 12582912, // 1.5·2²³
  0.693359375, 0.693359375, 0.693359375, 0.693359375, // ln 2, upper part: nine bits
  -2.12194440e-4, -2.12194440e-4, -2.12194440e-4, -2.12194440e-4, // ln 2, the rest
  1.381459878757596e-3, 1.381459878757596e-3, 1.381459878757596e-3, 1.381459878757596e-3, // c₆
  8.368716575205326e-3, 8.368716575205326e-3, 8.368716575205326e-3, 8.368716575205326e-3, // c₅
  4.166838899254799e-2, 4.166838899254799e-2, 4.166838899254799e-2, 4.166838899254799e-2, // c₄
  1.666652113199234e-1, 1.666652113199234e-1, 1.666652113199234e-1, 1.666652113199234e-1, // c₃
  4.999999403953552e-1, 4.999999403953552e-1, 4.999999403953552e-1, 4.999999403953552e-1, // c₂
  1, 1, 1, 1,
], 16)

// @ts-ignore: decorator
@inline
function constant(index: usize): v128 {
  return v128.load(CONSTANTS + (index << 4))
}

/** 1 in each lane. */
// @ts-ignore: decorator
@inline
export function one(): v128 {
  return constant(9)
}

/** n + 1.5·2²³ */
// @ts-ignore: decorator
@inline
export function shiftedExponent(x: v128): v128 {
  return f32x4.add(f32x4.mul(x, constant(0)), constant(1))
}

/** r */
// @ts-ignore: decorator
@inline
export function remainder(x: v128, shifted: v128): v128 {
  const n = f32x4.sub(shifted, constant(1))
  return f32x4.sub(f32x4.sub(x, f32x4.mul(n, constant(2))), f32x4.mul(n, constant(3)))
}

/** q(r) = exp(r) − 1 − r, without cancellation near 0. */
// @ts-ignore: decorator
@inline
export function curvature(r: v128): v128 {
  const square = f32x4.mul(r, r)
  const low = f32x4.add(f32x4.mul(constant(7), r), constant(8))
  const middle = f32x4.add(f32x4.mul(constant(5), r), constant(6))
  const high = f32x4.add(f32x4.mul(constant(4), square), middle)
  return f32x4.mul(f32x4.add(f32x4.mul(high, square), low), square)
}

/** 2ⁿ · y, where y lies in [0.7, 1.5]. */
// @ts-ignore: decorator
@inline
export function scaled(y: v128, shifted: v128): v128 {
  return i32x4.add(y, i32x4.shl(shifted, 23))
}

/** ln 2 / 2, rounded down: for |x| ≤ this, n = 0 and r = x. */
export const NEAR_0: f32 = 0.34657

/** The same bits as `exponential`, for |x| ≤ NEAR_0 alone. */
// @ts-ignore: decorator
@inline
export function exponentialNear0(x: v128): v128 {
  return f32x4.add(f32x4.add(curvature(x), x), one())
}

/** All bits set where n = 0. */
// @ts-ignore: decorator
@inline
export function unscaled(shifted: v128): v128 {
  return f32x4.eq(shifted, constant(1))
}

// @ts-ignore: decorator
@inline
export function exponential(x: v128): v128 {
  const shifted = shiftedExponent(x)
  const r = remainder(x, shifted)
  return scaled(f32x4.add(f32x4.add(curvature(r), r), one()), shifted)
}

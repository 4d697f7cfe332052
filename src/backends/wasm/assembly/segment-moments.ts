import { EXACT, GROUPED_VALUES, MEANS, MEAN_TAILS, OFFSETS, VARIANCES } from './tile'

/** The last sum in two floats: nearest float64 and the rest. */
let sum: f64 = 0
let rest: f64 = 0

/**
 * Mean (in two floats) and sample variance of each segment `values[offsets[s]] … values[offsets[s + 1] − 1]`, with exact
 * sums: `segmentMoments(…, 'exact')` of `advantages/moments.ts`, bit for bit, two values at a time.
 *
 * Reads GROUPED_VALUES and OFFSETS; writes MEANS, MEAN_TAILS, VARIANCES, and to EXACT whether both sums are exact in two
 * floats; where they are not, the host computes the segment.
 */
export function segmentMoments(segments: i32): void {
  for (let s: usize = 0; s < <usize>segments; s++) {
    const from = <usize>load<i32>(s << 2, OFFSETS) << 3
    const to = <usize>load<i32>((s + 1) << 2, OFFSETS) << 3
    const count = <f64>((to - from) >> 3)
    let exact = true
    let mean: f64 = 0
    let tail: f64 = 0
    let variance: f64 = 0
    if (to > from) {
      exact = exactSum(from, to, 0, 0, false)
      const quotient = sum / count
      const product = quotient * count
      const remainder = sum - product - productError(quotient, count, product) + rest
      split(quotient, remainder / count)
      mean = sum
      tail = rest
      if (to - from > 8) {
        exact = exactSum(from, to, mean, tail, true) && exact
        variance = sum / (count - 1)
      }
    }
    store<f64>(s << 3, mean, MEANS)
    store<f64>(s << 3, tail, MEAN_TAILS)
    store<f64>(s << 3, variance, VARIANCES)
    store<u8>(s, u8(exact), EXACT)
  }
}

/**
 * Sums the values, or with `squared` their squared distances from mean + tail, into `sum` and `rest`: `exactSum` of
 * `advantages/exact-sum.ts` in two lanes.
 *
 * @returns whether the rounding errors were themselves summed without error
 */
function exactSum(from: usize, to: usize, mean: f64, tail: f64, squared: bool): bool {
  let sums = f64x2.splat(0)
  let tails = f64x2.splat(0)
  let lost = f64x2.splat(0)
  for (let at = from; at < to; at += 16) {
    const odd = at + 8 == to
    let value = odd ? f64x2(load<f64>(at, GROUPED_VALUES), 0) : v128.load(at, GROUPED_VALUES)
    if (squared) {
      const deviation = f64x2.sub(f64x2.sub(value, f64x2.splat(mean)), f64x2.splat(tail))
      value = f64x2.mul(deviation, deviation)
      if (odd) value = f64x2.replace_lane(value, 1, 0)
    }
    const nextSums = f64x2.add(sums, value)
    const error = twoSumError(sums, value, nextSums)
    const nextTails = f64x2.add(tails, error)
    lost = v128.or(lost, f64x2.ne(twoSumError(tails, error, nextTails), f64x2.splat(0)))
    sums = nextSums
    tails = nextTails
  }
  // Adds the two lanes, and the rounding error of doing so.
  const left = f64x2(f64x2.extract_lane(sums, 0), f64x2.extract_lane(tails, 0))
  const right = f64x2(f64x2.extract_lane(sums, 1), f64x2.extract_lane(tails, 1))
  const both = f64x2.add(left, right)
  const errors = twoSumError(left, right, both)
  const tailSum = f64x2.extract_lane(both, 1)
  const sumError = f64x2.extract_lane(errors, 0)
  const total = tailSum + sumError
  const part = total - tailSum
  const exact = f64x2.extract_lane(errors, 1) == 0 && tailSum - (total - part) + (sumError - part) == 0
  split(f64x2.extract_lane(both, 0), total)
  return exact && !v128.any_true(lost)
}

/** The rounding error of a + b (Knuth). */
// @ts-ignore: decorator
@inline
function twoSumError(a: v128, b: v128, rounded: v128): v128 {
  const part = f64x2.sub(rounded, a)
  return f64x2.add(f64x2.sub(a, f64x2.sub(rounded, part)), f64x2.sub(b, part))
}

function split(x: f64, y: f64): void {
  const total = x + y
  const part = total - x
  sum = total
  rest = x - (total - part) + (y - part)
}

/** x·y − product, exactly (Dekker). */
function productError(x: f64, y: f64, product: f64): f64 {
  const xHigh = highHalf(x)
  const yHigh = highHalf(y)
  const xLow = x - xHigh
  const yLow = y - yHigh
  return xLow * yLow - (product - xHigh * yHigh - xLow * yHigh - xHigh * yLow)
}

function highHalf(x: f64): f64 {
  const scaled = 134217729 * x
  return scaled - (scaled - x)
}

import { GROUPED_VALUES, OFFSETS, MEANS, MEAN_TAILS, VARIANCES, EXACT } from './tile'

/**
 * Mean and sample variance of each segment `values[offsets[s]] … values[offsets[s + 1] − 1]` with exact sums:
 * `advantages/moments.ts` and `exact-sum.ts`, bit for bit, two values at a time.
 *
 * Reads GROUPED_VALUES and OFFSETS; writes MEANS, MEAN_TAILS, VARIANCES; sets EXACT to 1 where both sums were exact in
 * two floats, to 0 where the host has to take the segment again with an expansion.
 */
export function segmentMoments(segments: i32): void {
  for (let s: usize = 0; s < <usize>segments; s++) {
    const from = GROUPED_VALUES + (<usize>load<i32>(OFFSETS + (s << 2)) << 3)
    const to = GROUPED_VALUES + (<usize>load<i32>(OFFSETS + (s << 2), 4) << 3)
    const count = <f64>((to - from) >> 3)
    let mean: f64 = 0
    let tail: f64 = 0
    let variance: f64 = 0
    let exact = true
    if (count > 0) {
      exact = exactSum(from, to, 0, 0)
      // exactMean
      const quotient = sumHigh / count
      const product = quotient * count
      const rest = sumHigh - product - productError(quotient, count, product) + sumLow
      split(quotient, rest / count)
      mean = sumHigh
      tail = sumLow
      if (count > 1) {
        exact = exactSquares(from, to, mean, tail) && exact
        variance = sumHigh / (count - 1)
      }
    }
    store<f64>(MEANS + (s << 3), mean)
    store<f64>(MEAN_TAILS + (s << 3), tail)
    store<f64>(VARIANCES + (s << 3), variance)
    store<u8>(EXACT + s, exact ? 1 : 0)
  }
}

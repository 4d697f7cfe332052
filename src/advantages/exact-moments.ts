import { exactMean, exactSum, split } from './exact-sum.js'

/** The first two moments of S segments of values. */
export interface Moments {
  /** [S] how many values the segment has. */
  readonly sizes: Int32Array
  /** [S] the mean; 0 for an empty segment. */
  readonly means: Float64Array
  /** [S] what rounding took from the mean: x − mean − meanTail is accurate even where x and the mean nearly cancel. */
  readonly meanTails: Float64Array
  /** [S] sample variance, Σ(x − mean)² / (n − 1); 0 below two values. */
  readonly variances: Float64Array
}

/**
 * Fills in the mean and the sample variance of each segment, from exact sums. Where the magnitudes of a segment's numbers are
 * not too far apart, and rewards' are not, a sum is taken in two parts that are exact each: see `Cut`.
 */
export function exactMoments(values: Float64Array, offsets: Int32Array, moments: Moments): void {
  const { sizes, means, meanTails, variances } = moments
  const largest = largestOf(values)
  let longest = 0
  for (let s = 0; s < sizes.length; s++) longest = Math.max(longest, sizes[s]!)
  const { shift, least } = cutOf(largest, longest)
  // Deviations are at most twice as large as the values, but for rounding.
  const { shift: squareShift, least: leastSquare } = cutOf(5 * largest * largest, longest)
  const total = new Float64Array(2)
  const mean = new Float64Array(2)
  let squares = new Float64Array()
  for (let s = 0; s < sizes.length; s++) {
    const count = sizes[s]!
    if (count === 0) continue
    const start = offsets[s]!
    const end = start + count
    let upper = 0
    let lower = 0
    let tooSmall = 0
    for (let j = start; j < end; j++) {
      const value = values[j]!
      const top = value + shift - shift
      upper += top
      lower += value - top
      const magnitude = Math.abs(value)
      // Counted without a branch: nobody can guess which rewards are 0.
      tooSmall += Number(magnitude < least) - Number(magnitude === 0)
    }
    if (tooSmall === 0) split(upper, lower, total)
    else exactSum(values, start, end, total)
    exactMean(total, count, mean)
    const head = mean[0]!
    const tail = mean[1]!
    means[s] = head
    meanTails[s] = tail
    if (count === 1) continue

    upper = 0
    lower = 0
    tooSmall = 0
    for (let j = start; j < end; j++) {
      const deviation = values[j]! - head - tail
      const square = deviation * deviation
      const top = square + squareShift - squareShift
      upper += top
      lower += square - top
      tooSmall += Number(square < leastSquare) - Number(square === 0)
    }
    if (tooSmall === 0) split(upper, lower, total)
    else {
      if (squares.length < count) squares = new Float64Array(count)
      for (let i = 0; i < count; i++) {
        const deviation = values[start + i]! - head - tail
        squares[i] = deviation * deviation
      }
      exactSum(squares, 0, count, total)
    }
    variances[s] = total[0]! / (count - 1)
  }
}

/**
 * Where numbers are cut in two so that sums of either part are exact: `top = x + shift − shift` has the places of x from 2^(k − 52)
 * on, rounded, and x − top the rest, exactly. n numbers up to M, 2^k ≥ 2·n·M: the tops sum to less than 2^k, which has 52 such
 * places. The rests sum to at most n · 2^(k − 53), in units of the last place of the smallest x. That has 53 places down to it
 * where x is not smaller than `least`, and 0 is no number to worry about.
 *
 * @see Rump, Ogita, Oishi, "Accurate floating-point summation, part I" (2008), algorithm 3.2.
 */
interface Cut {
  readonly shift: number
  readonly least: number
}

function cutOf(largest: number, count: number): Cut {
  if (largest === 0) return { shift: 0, least: 0 }
  const twoToK = 2 * above(count) * above(largest)
  // Near the ends of float64 all but 0 count as too small.
  if (twoToK < SMALLEST_SCALE || twoToK > LARGEST_SCALE) return { shift: 0, least: Number.POSITIVE_INFINITY }
  return { shift: 1.5 * twoToK, least: above(count) * twoToK * 2 ** -53 }
}

/** A power of two that is at least x, and at most four times x. */
const above = (x: number): number => 2 ** (Math.floor(Math.log2(x)) + 2)

const SMALLEST_SCALE = 2 ** -800
const LARGEST_SCALE = 2 ** 1000

function largestOf(values: Float64Array): number {
  let largest = 0
  for (let j = 0; j < values.length; j++) {
    const magnitude = Math.abs(values[j]!)
    if (magnitude > largest) largest = magnitude
  }
  return largest
}

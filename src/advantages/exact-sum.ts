/**
 * The exact sum of `values[from] … values[to − 1]`, as the two floats that hold it best: `out[0]` is the sum rounded to
 * the nearest float64, `out[1]` what is left over, rounded likewise. The result depends on the values alone, never on
 * their order, so permuting rollouts changes no digit of any statistic; and equal values have exactly their own mean.
 *
 * The fast path carries a float64 sum and its rounding errors (Knuth's two-sum) and watches whether the errors themselves
 * were summed without error, which holds for rewards within ten orders of magnitude of each other. Otherwise the sum is
 * taken again as an expansion of non-overlapping floats.
 *
 * Magnitudes up to 1e200 and any count that fits in memory cannot overflow.
 *
 * @see Ogita, Rump, Oishi, "Accurate sum and dot product" (2005), algorithm 4.1.
 * @see Shewchuk, "Adaptive precision floating-point arithmetic" (1997), theorem 10.
 */
export function exactSum(values: Float64Array, from: number, to: number, out: Float64Array): void {
  let sum = 0
  let tail = 0
  for (let j = from; j < to; j++) {
    const value = values[j]!
    const nextSum = sum + value
    const error = sumError(sum, value, nextSum)
    const nextTail = tail + error
    const isLossy = Boolean(sumError(tail, error, nextTail))
    if (isLossy) {
      sumExpansion(values, from, to, out)
      return
    }
    sum = nextSum
    tail = nextTail
  }
  split(sum, tail, out)
}

/** The mean in two floats, from the exact sum in `total`. Exactly divisible sums leave no tail. */
export function exactMean(total: Float64Array, count: number, out: Float64Array): void {
  const quotient = total[0]! / count
  const product = quotient * count
  const remainder = total[0]! - product - productError(quotient, count, product) + total[1]!
  split(quotient, remainder / count, out)
}

/** x + y − sum, exactly, where sum = x + y rounded (Knuth's two-sum). */
export function sumError(x: number, y: number, sum: number): number {
  const yPart = sum - x
  return x - (sum - yPart) + (y - yPart)
}

/** x·y − product, exactly, where product = x·y rounded (Dekker's product). */
export function productError(x: number, y: number, product: number): number {
  const xHigh = highHalf(x)
  const yHigh = highHalf(y)
  const xLow = x - xHigh
  const yLow = y - yHigh
  return xLow * yLow - (product - xHigh * yHigh - xLow * yHigh - xHigh * yLow)
}

/** The upper 26 bits of a float64 (Veltkamp's splitting). */
function highHalf(x: number): number {
  const scaled = 134217729 * x
  return scaled - (scaled - x)
}

/** x + y as its nearest float64 and the exact rest. */
export function split(x: number, y: number, out: Float64Array): void {
  out[0] = x + y
  out[1] = sumError(x, y, out[0])
}

/** The same carried on to the errors of the errors, which sums of results need: their last places lie far apart. */
function sumExpansion(values: Float64Array, from: number, to: number, out: Float64Array): void {
  let sum = 0
  let tail = 0
  let rest = 0
  for (let j = from; j < to; j++) {
    const value = values[j]!
    const nextSum = sum + value
    const error = sumError(sum, value, nextSum)
    const nextTail = tail + error
    const tailError = sumError(tail, error, nextTail)
    const nextRest = rest + tailError
    if (sumError(rest, tailError, nextRest) !== 0) {
      roundExpansion(values.subarray(from, to), out)
      return
    }
    sum = nextSum
    tail = nextTail
    rest = nextRest
  }
  roundExpansion([rest, tail, sum], out)
}

function roundExpansion(values: ArrayLike<number>, out: Float64Array): void {
  const partials: number[] = []
  for (let j = 0; j < values.length; j++) addToExpansion(partials, values[j]!)
  out[0] = nearest(partials)
  addToExpansion(partials, -out[0])
  out[1] = nearest(partials)
}

/** Keeps `partials` non-overlapping, smallest first, their exact sum the sum of all that was added. */
function addToExpansion(partials: number[], value: number): void {
  let sum = value
  let kept = 0
  for (let i = 0; i < partials.length; i++) {
    const next = sum + partials[i]!
    const error = sumError(sum, partials[i]!, next)
    if (error !== 0) partials[kept++] = error
    sum = next
  }
  partials.length = kept
  partials.push(sum)
}

/** The float64 nearest to the sum of non-overlapping partials, ties to even. */
function nearest(partials: readonly number[]): number {
  let i = partials.length - 1
  let sum = partials[i]!
  let error = 0
  while (i > 0 && error === 0) {
    const partial = partials[--i]!
    const next = sum + partial
    error = partial - (next - sum)
    sum = next
  }
  // Half way between two floats, the sign of what lies below decides.
  if (Math.sign(error) === Math.sign(partials[i - 1] ?? 0)) {
    const doubled = error * 2
    const next = sum + doubled
    if (next - sum === doubled) return next
  }
  return sum
}

/**
 * e^x to within 1 unit in the last place or so, faster than `Math.exp` for |x| ≤ 20, where log-ratios live: the nearest
 * multiple of ln 2 / 64 comes from a table, the rest from the series of e^r, |r| ≤ ln 2 / 128, whose seventh term is below 1e-16.
 * Anything else goes to `Math.exp`; NaN stays NaN.
 */
export function fastExp(x: number): number {
  if (Math.abs(x) > LARGEST) return Math.exp(x)
  const index = (x * STEPS_PER_NAT + TO_NEAREST) | 0
  const rest = x - (index - MIDDLE) * STEP
  const square = rest * rest
  const series = 1 + rest + square * (1 / 2 + rest * (1 / 6) + square * (1 / 24 + rest * (1 / 120)))
  return EXPONENTIALS[index]! * series
}

const LARGEST = 20
const STEP = Math.LN2 / 64
const STEPS_PER_NAT = 64 / Math.LN2
/** The table's index of e^0. */
const MIDDLE = /* @__PURE__ */ Math.ceil(LARGEST * STEPS_PER_NAT)
/** Added before the fraction is cut off, it makes an index of the nearest multiple. */
const TO_NEAREST = MIDDLE + 0.5
/** e^x at the multiples of ln 2 / 64, from −20 to 20. */
export const EXPONENTIALS = /* @__PURE__ */ Float64Array.from({ length: 2 * TO_NEAREST }, (_, i) =>
  Math.exp((i - MIDDLE) * STEP),
)

/** What is needed to compare paired runs. */

export const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length

/** With n − 1; NaN for one value. */
export function sampleStd(values: readonly number[]): number {
  const center = mean(values)
  return Math.sqrt(values.reduce((sum, value) => sum + (value - center) ** 2, 0) / (values.length - 1))
}

/** Half the width of the 95 % confidence interval of the mean, from Student's t. */
export const halfWidth = (values: readonly number[]): number =>
  (studentQuantile(values.length - 1) * sampleStd(values)) / Math.sqrt(values.length)

/** The 97.5 % quantile of Student's t: Hill's expansion around the normal one, right to 0.004 from 3 degrees of freedom on. */
function studentQuantile(degrees: number): number {
  const z = 1.959963984540054
  const terms = [
    (z ** 3 + z) / 4,
    (5 * z ** 5 + 16 * z ** 3 + 3 * z) / 96,
    (3 * z ** 7 + 19 * z ** 5 + 17 * z ** 3 - 15 * z) / 384,
    (79 * z ** 9 + 776 * z ** 7 + 1482 * z ** 5 - 1920 * z ** 3 - 945 * z) / 92160,
  ]
  return terms.reduce((sum, term, i) => sum + term / degrees ** (i + 1), z)
}

/**
 * Two-sided p-value of paired differences, exact: the share of all 2ⁿ choices of signs whose sum is as far from 0 as theirs. It
 * assumes of the differences only that, without an effect, each would be as likely with the other sign. At most 2/2ⁿ small.
 *
 * @param differences at most 20.
 */
export function signFlipTest(differences: readonly number[]): number {
  const observed = Math.abs(differences.reduce((sum, d) => sum + d, 0)) - 1e-9
  const n = differences.length
  let extreme = 0
  let sum = differences.reduce((total, d) => total - d, 0)
  if (Math.abs(sum) >= observed) extreme++
  // In Gray's order, in which one sign changes at a time.
  const signs = differences.map(() => -1)
  for (let code = 1; code < 2 ** n; code++) {
    const flipped = 31 - Math.clz32(code & -code)
    signs[flipped] = -signs[flipped]!
    sum += 2 * signs[flipped]! * differences[flipped]!
    if (Math.abs(sum) >= observed) extreme++
  }
  return extreme / 2 ** n
}

/** p-values corrected for their number by Holm's method, in the order given: the chance of a single false find stays below each. */
export function holm(pValues: readonly number[]): number[] {
  const order = [...pValues.keys()].sort((a, b) => pValues[a]! - pValues[b]!)
  const corrected = new Array<number>(pValues.length)
  let largest = 0
  for (const [rank, i] of order.entries()) {
    largest = Math.max(largest, Math.min(1, (pValues.length - rank) * pValues[i]!))
    corrected[i] = largest
  }
  return corrected
}

/**
 * e^x for −100 ≤ x ≤ 100, rounded to the nearest float64: the Taylor series in 400-bit integers. `Math.exp` may differ in
 * the last digit from one JavaScript engine to the next, and the same batch shall get the same weights everywhere.
 */
export function portableExp(x: number): number {
  const exponent = BigInt(Math.trunc(x * UNIT))
  let term = 1n << BITS
  let sum = term
  for (let n = 1n; term !== 0n && term !== -1n; n++) {
    term = (term * exponent) / (n << BITS)
    sum += term
  }
  return Number(sum) / UNIT
}

const BITS = 400n
const UNIT = 2 ** 400

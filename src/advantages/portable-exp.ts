import { exactMean, productError, split } from './exact-sum.js'

/**
 * e^x for −100 ≤ x ≤ 100, rounded to the nearest float64: the Taylor series of a small fraction of x in two floats, squared
 * back up. `Math.exp` may differ in the last digit from one JavaScript engine to the next, and the same batch shall get the
 * same weights everywhere.
 */
export function portableExp(x: number): number {
  let fraction = x
  let halvings = 0
  while (Math.abs(fraction) > 1 / 64) {
    fraction /= 2
    halvings++
  }
  const value = new Float64Array(2)
  for (let n = TERMS; n >= 1; n--) {
    multiply(value, fraction, 0)
    exactMean(value, n, value)
    const tail = value[1]!
    split(1, value[0]!, value)
    split(value[0]!, value[1]! + tail, value)
  }
  for (; halvings > 0; halvings--) multiply(value, value[0]!, value[1]!)
  return value[0]!
}

/** Up to x^14 / 14!; the next one is below (1 / 64)^15 / 15! = 2^-130. */
const TERMS = 15

function multiply(value: Float64Array, head: number, tail: number): void {
  const product = value[0]! * head
  split(product, productError(value[0]!, head, product) + value[0]! * tail + value[1]! * head, value)
}

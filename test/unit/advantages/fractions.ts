/** A quotient of integers, not reduced, the denominator above 0. */
export interface Fraction {
  readonly numerator: bigint
  readonly denominator: bigint
}

/** Every float64 is a multiple of 2^-1074. */
export function fraction(x: number): Fraction {
  let numerator = x
  let halvings = 0n
  while (!Number.isInteger(numerator)) {
    numerator *= 2
    halvings++
  }
  return { numerator: BigInt(numerator), denominator: 1n << halvings }
}

export const ZERO = fraction(0)

export const plus = (a: Fraction, b: Fraction): Fraction => ({
  numerator: a.numerator * b.denominator + b.numerator * a.denominator,
  denominator: a.denominator * b.denominator,
})

export const times = (a: Fraction, b: Fraction): Fraction => ({
  numerator: a.numerator * b.numerator,
  denominator: a.denominator * b.denominator,
})

export const minus = (a: Fraction, b: Fraction): Fraction => plus(a, times(b, fraction(-1)))

export const exceeds = (a: Fraction, b: Fraction): boolean => minus(a, b).numerator > 0n

export function mean(values: readonly Fraction[]): Fraction {
  const { numerator, denominator } = values.reduce(plus, ZERO)
  return { numerator, denominator: denominator * BigInt(values.length) }
}

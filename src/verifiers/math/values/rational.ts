/** An exact fraction in lowest terms, the denominator positive. */
export interface Rational {
  readonly n: bigint
  readonly d: bigint
}

export const ZERO: Rational = { n: 0n, d: 1n }
export const ONE: Rational = { n: 1n, d: 1n }

export const integer = (value: number | bigint): Rational => ({ n: BigInt(value), d: 1n })

/** n/d in lowest terms; `undefined` for d = 0. */
export function rational(n: bigint, d: bigint): Rational | undefined {
  if (d === 0n) return undefined
  if (d === 1n) return { n, d }
  const divisor = greatestCommonDivisor(n, d)
  return d < 0n ? { n: -n / divisor, d: -d / divisor } : { n: n / divisor, d: d / divisor }
}

export const add = (a: Rational, b: Rational): Rational =>
  a.d === 1n && b.d === 1n ? { n: a.n + b.n, d: 1n } : rational(a.n * b.d + b.n * a.d, a.d * b.d)!

export const negate = (a: Rational): Rational => ({ n: -a.n, d: a.d })

export const subtract = (a: Rational, b: Rational): Rational => add(a, negate(b))

export const multiply = (a: Rational, b: Rational): Rational =>
  a.d === 1n && b.d === 1n ? { n: a.n * b.n, d: 1n } : rational(a.n * b.n, a.d * b.d)!

export const divide = (a: Rational, b: Rational): Rational | undefined => rational(a.n * b.d, a.d * b.n)

export const equal = (a: Rational, b: Rational): boolean => a.n === b.n && a.d === b.d

export const isInteger = (a: Rational): boolean => a.d === 1n

export const absolute = (a: Rational): Rational => (a.n < 0n ? negate(a) : a)

export function compareRationals(a: Rational, b: Rational): -1 | 0 | 1 {
  const difference = a.n * b.d - b.n * a.d
  return difference < 0n ? -1 : difference > 0n ? 1 : 0
}

export function floor(a: Rational): Rational {
  const quotient = a.n / a.d
  return integer(a.n < 0n && quotient * a.d !== a.n ? quotient - 1n : quotient)
}

/** Binary digits of the larger part, to within 4: what arithmetic with it costs. */
export const size = (a: Rational): number => bits(a.n) + bits(a.d)

export function bits(value: bigint): number {
  if (value > -0x1fffffffffffffn && value < 0x1fffffffffffffn) return 53
  return value.toString(16).length * 4
}

/** The nearest double; correct for values of any size. */
export function toNumber(a: Rational): number {
  const n = Number(a.n)
  const d = Number(a.d)
  if (Number.isFinite(n) && Number.isFinite(d)) return n / d
  // Both may be too large for a double while their quotient is not.
  const shift = BigInt(Math.max(0, Math.min(bits(a.n), bits(a.d)) - 200))
  return Number(a.n >> shift) / Number(a.d >> shift)
}

export function greatestCommonDivisor(a: bigint, b: bigint): bigint {
  let x = a < 0n ? -a : a
  let y = b < 0n ? -b : b
  while (y !== 0n) [x, y] = [y, x % y]
  return x
}

/** The exact value of `12.50`, `.5`, `7`, with an optional power of ten. */
export function parseDecimal(text: string, exponent = 0): Rational {
  const point = text.indexOf('.')
  const digits = point < 0 ? text : text.slice(0, point) + text.slice(point + 1)
  const places = (point < 0 ? 0 : text.length - point - 1) - exponent
  const n = BigInt(digits === '' ? '0' : digits)
  return places > 0 ? rational(n, 10n ** BigInt(places))! : { n: n * 10n ** BigInt(-places), d: 1n }
}

/** floor(√n) by Newton's method. */
export function integerRoot(value: bigint, degree: bigint): bigint {
  if (value < 2n) return value
  let x = 1n << (BigInt(bits(value)) / degree + 1n)
  for (;;) {
    const next = ((degree - 1n) * x + value / x ** (degree - 1n)) / degree
    if (next >= x) return x
    x = next
  }
}

/** The exact root of a rational, if it has one. */
export function exactRoot(a: Rational, degree: bigint): Rational | undefined {
  if (a.n < 0n) {
    if (degree % 2n === 0n) return undefined
    const positive = exactRoot(negate(a), degree)
    return positive && negate(positive)
  }
  const n = integerRoot(a.n, degree)
  const d = integerRoot(a.d, degree)
  return n ** degree === a.n && d ** degree === a.d ? { n, d } : undefined
}

/** `3`, `-3/4`. */
export const showRational = (a: Rational): string => (a.d === 1n ? `${a.n}` : `${a.n}/${a.d}`)

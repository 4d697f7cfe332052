/** A complex double with a bound on its rounding error. */
export interface Approximate {
  readonly re: number
  readonly im: number
  /** The true value lies within this distance, as far as first-order analysis tells. */
  readonly error: number
}

const EPSILON = 2 ** -52

export const real = (re: number): Approximate => ({ re, im: 0, error: Math.abs(re) * EPSILON })

export const complex = (re: number, im: number, error = 0): Approximate => {
  const rounding = magnitudeOf(re, im) * EPSILON
  return { re, im, error: error + rounding }
}

const magnitudeOf = (re: number, im: number): number => (im === 0 ? Math.abs(re) : Math.hypot(re, im))

export const magnitude = (a: Approximate): number => magnitudeOf(a.re, a.im)

export const plus = (a: Approximate, b: Approximate): Approximate =>
  complex(a.re + b.re, a.im + b.im, a.error + b.error)

export const minus = (a: Approximate): Approximate => ({ re: -a.re, im: -a.im, error: a.error })

export const times = (a: Approximate, b: Approximate): Approximate =>
  a.im === 0 && b.im === 0
    ? complex(a.re * b.re, 0, Math.abs(a.re) * b.error + Math.abs(b.re) * a.error)
    : complex(
        a.re * b.re - a.im * b.im,
        a.re * b.im + a.im * b.re,
        magnitude(a) * (b.error + magnitude(b) * EPSILON) + magnitude(b) * a.error,
      )

export function over(a: Approximate, b: Approximate): Approximate | undefined {
  const size = magnitude(b)
  // If a divisor is no larger than its own error, the error of its inverse has no bound.
  if (size === 0 || size <= 4 * b.error) return undefined
  const re = (a.re * b.re + a.im * b.im) / size / size
  const im = a.im === 0 && b.im === 0 ? 0 : (a.im * b.re - a.re * b.im) / size / size
  return complex(re, im, a.error / size + (magnitudeOf(re, im) * b.error) / size)
}

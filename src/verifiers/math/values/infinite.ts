import { spend, type Work } from '../work.js'
import { type Approximate, plus } from './complex.js'

type Term = (place: number) => Approximate | undefined

/** Terms of a series whose partial sums are extrapolated. */
const MOST_TERMS = 36
/** Far out, where the terms of a series must have become small. */
const FAR = [400, 120, 60]
/** What is accepted as a change between two extrapolations, relatively. */
const CLOSE = 1e-10

/**
 * Σ to infinity by Levin's u-transform of the partial sums, which speeds up geometric, alternating and power-like series
 * alike. Terms that do not fall faster than 1/n, other than alternating ones, have no sum.
 *
 * @see D. Levin, Development of non-linear transformations for improving convergence of sequences, 1973
 */
export function sumToInfinity(at: Term, from: number, work: Work): Approximate | undefined {
  const term = (index: number): number | undefined => {
    spend(work, 4)
    const value = at(from + index)
    return value && value.im === 0 && Number.isFinite(value.re) ? value.re : undefined
  }
  if (!falls(term)) return undefined
  const partial: number[] = []
  const omegas: number[] = []
  let total = 0
  let last: number | undefined
  let best: { readonly value: number; readonly change: number } | undefined
  for (let index = 0; index < MOST_TERMS; index++) {
    const value = term(index)
    if (value === undefined) return undefined
    if (value === 0) {
      if (index < 12) continue
      break
    }
    total += value
    partial.push(total)
    omegas.push((partial.length + 1) * value)
    if (partial.length < 8) continue
    const estimate = levin(partial, omegas)
    if (!Number.isFinite(estimate)) break
    const change = last === undefined ? Number.POSITIVE_INFINITY : Math.abs(estimate - last)
    if (best === undefined || change < best.change) best = { value: estimate, change }
    last = estimate
  }
  if (best === undefined || best.change > CLOSE * (1 + Math.abs(best.value))) return undefined
  return { re: best.value, im: 0, error: Math.max(4 * best.change, 1e-12 * (1 + Math.abs(best.value))) }
}

/** Σ ⌊n/2^k⌋, whose terms are 0 from somewhere on. What grows by steps must not be extrapolated. */
export function sumThatEnds(at: Term, from: number, work: Work): Approximate | undefined {
  let total: Approximate = { re: 0, im: 0, error: 0 }
  for (let index = from; index < from + 2 * LAST_TERM; index++) {
    spend(work, 4)
    const value = at(index)
    if (value === undefined || (value.re !== 0 && index >= from + LAST_TERM)) return undefined
    total = plus(total, value)
  }
  return total
}

const LAST_TERM = 60

/** Whether far terms are small enough for a sum: n·|a_n| goes down, or the signs alternate and |a_n| goes down. */
function falls(term: (index: number) => number | undefined): boolean {
  for (const place of FAR) {
    const [near, far, next] = [term(place / 2), term(place), term(place + 1)]
    // 1/n! is soon too small for a double.
    if (near === undefined || far === undefined || next === undefined) continue
    if (far === 0 && next === 0) return true
    if (Math.sign(far) === -Math.sign(next)) return Math.abs(far) < 0.98 * Math.abs(near)
    return Math.abs(far) * place < 0.97 * Math.abs(near) * (place / 2)
  }
  return false
}

/** The u-transform of all partial sums so far. */
function levin(partial: readonly number[], omegas: readonly number[]): number {
  const k = partial.length - 1
  let above = 0
  let below = 0
  let binomial = 1
  for (let j = 0; j <= k; j++) {
    const weight = (j % 2 === 0 ? 1 : -1) * binomial * ((j + 1) / (k + 1)) ** (k - 1)
    above += (weight * partial[j]!) / omegas[j]!
    below += weight / omegas[j]!
    binomial = (binomial * (k - j)) / (j + 1)
  }
  return above / below
}

/** ∫ from a to ±∞ by the double exponential rule, x = a ± exp(π/2·sinh t). */
export const integrateRay = (at: Term, from: number, side: 1 | -1): Approximate | undefined =>
  settled((step) =>
    trapezoid(
      step,
      4,
      (t) => {
        const u = Math.exp((Math.PI / 2) * Math.sinh(t))
        return [from + side * u, (Math.PI / 2) * Math.cosh(t) * u]
      },
      at,
    ),
  )

/** ∫ over the whole line, x = sinh(π/2·sinh t). */
export const integrateLine = (at: Term): Approximate | undefined =>
  settled((step) =>
    trapezoid(
      step,
      3.9,
      (t) => {
        const u = (Math.PI / 2) * Math.sinh(t)
        return [Math.sinh(u), (Math.PI / 2) * Math.cosh(t) * Math.cosh(u)]
      },
      at,
    ),
  )

/** The value that half the step confirms. */
function settled(rule: (step: number) => number | undefined): Approximate | undefined {
  const coarse = rule(1 / 16)
  const fine = coarse === undefined ? undefined : rule(1 / 32)
  if (coarse === undefined || fine === undefined) return undefined
  const change = Math.abs(fine - coarse)
  if (!(change <= CLOSE * (1 + Math.abs(fine)))) return undefined
  return { re: fine, im: 0, error: Math.max(4 * change, 1e-12 * (1 + Math.abs(fine))) }
}

/** The trapezoidal rule from the middle outwards, on either side until the terms no longer matter. */
function trapezoid(
  step: number,
  limit: number,
  place: (t: number) => readonly [number, number],
  at: Term,
): number | undefined {
  let total = 0
  for (const side of [1, -1] as const) {
    let last = Number.POSITIVE_INFINITY
    for (let index = side === 1 ? 0 : 1; index * step <= limit; index++) {
      const [x, weight] = place(side * index * step)
      const value = at(x)
      if (value?.im === 0 && Number.isFinite(weight * value.re)) {
        last = weight * value.re
        total += last
      } else if (Math.abs(last) <= NEGLIGIBLE * (1 + Math.abs(total))) break
      else return undefined
    }
    // What is cut off must not matter: 1/x has no integral up to infinity.
    if (Math.abs(last) > NEGLIGIBLE * (1 + Math.abs(total))) return undefined
  }
  return total * step
}

const NEGLIGIBLE = 1e-10

/** ζ(s), s > 1, by Euler and Maclaurin's formula behind the first terms. */
export function zeta({ re: s, error }: Approximate, work: Work): Approximate | undefined {
  const terms = 20
  spend(work, terms)
  let total = 0
  for (let n = 1; n < terms; n++) total += n ** -s
  total += terms ** (1 - s) / (s - 1) + terms ** -s / 2
  let product = s
  for (const [index, bernoulli] of BERNOULLI.entries()) {
    const k = 2 * (index + 1)
    total += bernoulli * product * terms ** (-s - k + 1)
    product *= (s + k - 1) * (s + k)
  }
  return { re: total, im: 0, error: 1e-14 * total + error * 4 }
}

/** B_2k / (2k)! */
const BERNOULLI = [1 / 12, -1 / 720, 1 / 30_240, -1 / 1_209_600, 1 / 47_900_160]

/** Γ(x), x > 0, by Lanczos' approximation. */
export function gamma({ re: x, error }: Approximate): Approximate | undefined {
  if (!(x > 0) || x > 140) return undefined
  const z = x - 1
  let series = LANCZOS[0]!
  for (let index = 1; index < LANCZOS.length; index++) series += LANCZOS[index]! / (z + index)
  const t = z + 7.5
  const value = Math.sqrt(2 * Math.PI) * t ** (z + 0.5) * Math.exp(-t) * series
  return { re: value, im: 0, error: 1e-13 * value + error * value * 10 }
}

const LANCZOS = [
  0.99999999999980993, 676.5203681218851, -1259.1392167224028, 771.32342877765313, -176.61502916214059,
  12.507343278686905, -0.13857109526572012, 9.9843695780195716e-6, 1.5056327351493116e-7,
] // biome-ignore format: a table

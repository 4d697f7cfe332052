import { call, negative, number, quotient, type Relator, sum, type Tree, whole } from '../tree.js'
import { substitute, symbolsOf } from '../tree-queries.js'
import { evaluateNumeric } from '../values/evaluate-numeric.js'
import { inShare, normalForm } from '../values/normal-form.js'
import type { Polynomial } from '../values/polynomial.js'
import {
  add,
  divide,
  greatestCommonDivisor,
  isInteger,
  multiply,
  negate,
  type Rational,
  rational,
  subtract,
  toNumber,
  ZERO,
} from '../values/rational.js'
import { slopeOf } from '../values/slopes.js'
import { spend, type Work } from '../work.js'
import { complexLetters } from './complex-letters.js'
import type { Comparison } from './context.js'

/** A place on the real line where an inequality may change. */
export interface Breakpoint {
  readonly place: Tree
  readonly at: number
  /** Nothing is defined there: the zero of a denominator. */
  readonly isPole: boolean
}

export interface SignChart {
  readonly breakpoints: readonly Breakpoint[]
  /** Whether the inequality holds at a place. */
  readonly holds: (x: number) => boolean
}

/**
 * Where an inequality in one symbol may change: the zeros of a polynomial or rational function with rational coefficients,
 * which must be rational or roots of a quadratic, or of |u| − c for such u.
 *
 * @returns `undefined` for anything else
 */
export function signChart(left: Tree, relator: Relator, right: Tree, c: Comparison): SignChart | undefined {
  if (relator[0] !== '<' && relator[0] !== '>') return undefined
  const difference = sum(left, negative(right))
  const names = [...symbolsOf(difference).keys()]
  if (names.length !== 1) return undefined
  const [name] = names as [string]
  // |z| < 1 is a disk.
  if (complexLetters(left, right)(name)) return undefined
  const curves = piecesOf(left, right)
  const breakpoints: Breakpoint[] = []
  for (const curve of curves) {
    const found = zerosOf(curve, name, c.work)
    if (found === undefined) return undefined
    breakpoints.push(...found)
  }
  const holds = (x: number) => {
    const value = evaluateNumeric(difference, { values: new Map([[name, x]]), realOnly: true }, c.work)
    return value !== undefined && (relator[0] === '<' ? value.re < 0 : value.re > 0)
  }
  return { breakpoints: breakpoints.sort((a, b) => a.at - b.at), holds }
}

/** L − R; for |u| on one side also u − R and −u − R. */
function piecesOf(left: Tree, right: Tree): readonly Tree[] {
  if (left.kind === 'call' && left.name === 'abs')
    return [sum(left.arguments[0]!, negative(right)), sum(negative(left.arguments[0]!), negative(right))]
  if (right.kind === 'call' && right.name === 'abs') return piecesOf(right, left)
  return [sum(left, negative(right))]
}

/**
 * The numbers that may solve an equation in one symbol, among them all that do; `areAll`, where there are no others that are not real.
 */
export function zerosOfEquation(
  left: Tree,
  right: Tree,
  name: string,
  isComplex: boolean,
  c: Comparison,
): { readonly places: readonly Tree[]; readonly areAll: boolean } | undefined {
  const places: Tree[] = []
  let areAll = true
  for (const curve of isComplex ? [sum(left, negative(right))] : piecesOf(left, right)) {
    const form = inShare(c.work, (share) => normalForm(curve, share))
    const above = form && coefficientsOf(form.above, name)
    // What has no terms is 0 everywhere.
    const roots = above && above.length > 0 ? rootsOf(above, c.work, isComplex) : undefined
    if (!roots) return undefined
    areAll &&= roots.areAll === true
    places.push(...roots.map(({ place }) => place))
  }
  return { places, areAll }
}

function zerosOf(tree: Tree, name: string, work: Work): readonly Breakpoint[] | undefined {
  const form = inShare(work, (share) => normalForm(tree, share))
  const above = form && coefficientsOf(form.above, name)
  const below = form && coefficientsOf(form.below, name)
  const zeros = above && rootsOf(above, work)
  const poles = below && rootsOf(below, work)
  if (!zeros || !poles) return zeroOfLine(tree, name, work)
  return [
    ...zeros.map((root) => ({ ...root, isPole: false })),
    ...poles.map((root) => ({ ...root, isPole: true })),
  ]
}

/** −b/a of ax + b with a rational a, and a b such as √5 or π. */
function zeroOfLine(tree: Tree, name: string, work: Work): readonly Breakpoint[] | undefined {
  const slope = slopeOf(tree, name, work)
  if (!slope) return undefined
  const place = quotient(negative(substitute(tree, name, whole(0))), number(slope))
  const at = evaluateNumeric(place, { values: new Map(), realOnly: true }, work)
  return at?.im === 0 ? [{ place, at: at.re, isPole: false }] : undefined
}

/** c₀, c₁, … of a polynomial in one symbol with rational coefficients. */
function coefficientsOf(polynomial: Polynomial, name: string): Rational[] | undefined {
  const coefficients: Rational[] = []
  for (const { monomial, coefficient } of polynomial.values()) {
    const [factor, ...more] = monomial
    if (more.length > 0 || (factor && factor[0] !== name)) return undefined
    const exponent = factor?.[1] ?? ZERO
    if (!isInteger(exponent) || exponent.n < 0n || exponent.n > 8n) return undefined
    coefficients[Number(exponent.n)] = coefficient
  }
  return Array.from(coefficients, (coefficient) => coefficient ?? ZERO)
}

type Root = Pick<Breakpoint, 'place' | 'at'>

/** Roots; `areAll` where there are no others that are not real. */
type Roots = readonly Root[] & { readonly areAll?: boolean }

const rootsOf = (coefficients: readonly Rational[], work: Work, isComplex = false): Roots | undefined =>
  rationalRootsFirst(coefficients, work, isComplex) ?? rootsOfPower(coefficients, work, isComplex)

/** The roots of a polynomial in x², x³ and so on, such as x⁴ − 5x² + 6 and x³ − 2: first those for the power. */
function rootsOfPower(coefficients: readonly Rational[], work: Work, isComplex: boolean): Roots | undefined {
  const step = coefficients.reduce((common, { n }, at) => (n === 0n ? common : gcdOf(common, at)), 0)
  if (step < 2 || (isComplex && step > 2)) return undefined
  const inner = rationalRootsFirst(
    coefficients.filter((_, at) => at % step === 0),
    work,
    isComplex,
  )
  return inner?.flatMap(({ place, at }): Root[] => {
    if (at === 0) return [{ place, at }]
    if (at < 0 && step % 2 === 0 && !isComplex) return []
    const isTurned = at < 0 && step % 2 === 1
    const radical = call('root', isTurned ? negative(place) : place, whole(step))
    const size = Math.abs(at) ** (1 / step)
    const [up, down]: [Root, Root] = [
      { place: radical, at: size },
      { place: negative(radical), at: -size },
    ]
    return step % 2 === 0 ? [up, down] : [isTurned ? down : up]
  })
}

const gcdOf = (a: number, b: number): number => (b === 0 ? a : gcdOf(b, a % b))

/** Rational roots one by one, then those of what is left, if that is a quadratic at most. */
function rationalRootsFirst(given: readonly Rational[], work: Work, isComplex: boolean): Roots | undefined {
  let coefficients = [...given]
  const roots: Root[] = []
  while (coefficients.length > 3) {
    const root = rationalRoot(coefficients, work)
    if (root === undefined) return undefined
    roots.push({ place: number(root), at: toNumber(root) })
    coefficients = deflated(coefficients, root)
  }
  const [c0 = ZERO, c1 = ZERO, c2] = coefficients
  if (c2 === undefined) {
    if (coefficients.length < 2) return Object.assign(roots, { areAll: true })
    const root = divide(negate(c0), c1)!
    return Object.assign([...roots, { place: number(root), at: toNumber(root) }], { areAll: true })
  }
  const discriminant = subtract(multiply(c1, c1), multiply(multiply({ n: 4n, d: 1n }, c2), c0))
  if (discriminant.n < 0n && !isComplex) return roots
  const half = ([1, -1] as const).map((sign): Root => {
    const radical = call('root', number(discriminant), whole(2))
    const top = sum(number(negate(c1)), sign > 0 ? radical : negative(radical))
    const at = (-toNumber(c1) + sign * Math.sqrt(toNumber(discriminant))) / (2 * toNumber(c2))
    return { place: quotient(top, number(add(c2, c2))), at }
  })
  const all = [...roots, ...half.slice(0, discriminant.n === 0n ? 1 : 2)]
  return Object.assign(all, { areAll: true })
}

/** p/q with p a divisor of the last coefficient and q of the first. */
function rationalRoot(coefficients: readonly Rational[], work: Work): Rational | undefined {
  const common = coefficients.reduce(
    (multiple, { d }) => (multiple * d) / greatestCommonDivisor(multiple, d),
    1n,
  )
  const whole = coefficients.map(({ n, d }) => (n * common) / d)
  if (whole[0] === 0n) return ZERO
  const [tops, bottoms] = [divisors(whole[0]!), divisors(whole.at(-1)!)]
  if (!tops || !bottoms) return undefined
  for (const q of bottoms) {
    for (const p of tops) {
      spend(work, 2)
      for (const candidate of [rational(p, q)!, rational(-p, q)!]) {
        if (valueAt(coefficients, candidate).n === 0n) return candidate
      }
    }
  }
  return undefined
}

const valueAt = (coefficients: readonly Rational[], x: Rational): Rational =>
  coefficients.reduceRight((value, coefficient) => add(multiply(value, x), coefficient), ZERO)

function divisors(value: bigint): readonly bigint[] | undefined {
  const size = value < 0n ? -value : value
  if (size > 100_000n) return undefined
  const result: bigint[] = []
  for (let divisor = 1n; divisor * divisor <= size; divisor++) {
    if (size % divisor === 0n) result.push(divisor, size / divisor)
  }
  return result
}

/** Divided by x − root. */
function deflated(coefficients: readonly Rational[], root: Rational): Rational[] {
  const result: Rational[] = []
  let carried = ZERO
  for (let index = coefficients.length - 1; index > 0; index--) {
    carried = add(multiply(carried, root), coefficients[index]!)
    result[index - 1] = carried
  }
  return result
}

import { children, type Decimal, type Tree } from '../tree.js'
import { decimalOf } from '../tree-queries.js'
import { magnitude } from '../values/complex.js'
import { evaluateNumeric } from '../values/evaluate-numeric.js'
import type { Probe } from '../values/probe.js'
import { compareRationals, equal, integer, type Rational, toNumber } from '../values/rational.js'
import type { Comparison } from './context.js'

/** Two rational values: equal, or as near as the decimals they are written with state. */
export function equalNumbers(a: Tree, left: Rational, b: Tree, right: Rational, c: Comparison): boolean {
  const byDecimals = () => equalDecimal(a, left, b, right, c)
  if (c.decimals === 'significant digits') return equal(left, right) || (byDecimals() ?? false)
  return byDecimals() ?? (equal(left, right) || (c.tinyIsZero && areNear(a, left, b, right)))
}

/** Whether both must be computed and differ by less than 1e-15. */
const areNear = (a: Tree, left: Rational, b: Tree, right: Rational): boolean =>
  isComputed(a) && isComputed(b) && compareDistance(left, right, { n: 1n, d: 10n ** 15n }) < 0

/** A value that is not written down as a number. */
const isComputed = (tree: Tree): boolean =>
  tree.kind === 'call' || tree.kind === 'power' || children(tree).some(isComputed)

/** How |a − b| compares with a limit; by products alone, because reducing long fractions takes long. */
function compareDistance(a: Rational, b: Rational, limit: Rational): -1 | 0 | 1 {
  const difference = a.n * b.d - b.n * a.d
  const size = difference < 0n ? -difference : difference
  return compareRationals({ n: size * limit.d, d: 1n }, { n: limit.n * a.d * b.d, d: 1n })
}

/** Decimals against each other and against exact values; `undefined` if neither is a decimal. */
export function equalDecimal(
  a: Tree,
  left: Rational | undefined,
  b: Tree,
  right: Rational | undefined,
  c: Comparison,
): boolean | undefined {
  const first = decimalOf(a)
  const second = decimalOf(b)
  if (c.decimals === 'places') {
    if (!containsDecimal(a) && !containsDecimal(b)) return undefined
    const x = numericConstant(a, c)
    const y = numericConstant(b, c)
    if (x === undefined || y === undefined) return undefined
    return roundTo(x, c.precision) === roundTo(y, c.precision) && (x === 0) === (y === 0)
  }
  if (first && second) {
    if (!left || !right) return undefined
    const digits = Math.min(first.significant, second.significant)
    if (isEndless(first) || isEndless(second)) {
      if (digits < ENDLESS_PRECISION || (isEndless(first) && isEndless(second))) return false
    }
    if (isRoundedShare(a, first, b, second)) return roundsTo(right, left, first)
    if (digits < c.precision || first.significant === second.significant) return false
    return first.significant < second.significant
      ? roundsTo(right, left, first)
      : roundsTo(left, right, second)
  }
  const decimal = first ?? second
  if (!decimal) return undefined
  if (isEndless(decimal)) return left && right ? false : undefined
  // The gold is the first: it states its own precision. A prediction must give enough digits.
  if (decimal.significant < (first ? 3 : c.precision)) return left && right ? false : undefined
  const stated = first ? left : right
  const exact = first ? right : left
  if (!stated) return undefined
  if (exact)
    return exact.d === 1n || isTerminating(exact, decimal.places) ? false : roundsTo(exact, stated, decimal)
  const value = numericConstant(first ? b : a, c)
  if (value === undefined) return undefined
  const target = toNumber(stated)
  const unit = toNumber(unitInLastPlace(decimal))
  // More digits than asked for may be cut off rather than rounded: π is 3.1415926 as well.
  const isCut = decimal.significant > c.precision && value * target > 0
  const missing = Math.abs(value) - Math.abs(target)
  return Math.abs(value - target) <= (0.5 + 1e-9) * unit || (isCut && missing >= 0 && missing < unit)
}

/** A gold of 24.41% is a share that was rounded; 24.4077% is the same share. With 12.5% nobody knows. */
const isRoundedShare = (gold: Tree, stated: Decimal, prediction: Tree, given: Decimal): boolean =>
  gold.kind === 'percent' &&
  prediction.kind === 'percent' &&
  stated.places >= 4 &&
  stated.significant >= 3 &&
  given.significant - stated.significant >= 2 &&
  !isEndless(given)

const isEndless = (decimal: Decimal): boolean => decimal.places === Number.POSITIVE_INFINITY

/** Digits after which a decimal may stand for a repeating one. */
const ENDLESS_PRECISION = 10

function containsDecimal(tree: Tree): boolean {
  return (tree.kind === 'number' && tree.decimal !== undefined) || children(tree).some(containsDecimal)
}

/** From 10^9 on a double has no six places to round. */
const roundTo = (value: number, places: number): number =>
  Math.abs(value) > 1e9 ? value : Math.round(value * 10 ** places) / 10 ** places

const isTerminating = (value: Rational, places: number): boolean =>
  10n ** BigInt(Math.max(0, Math.min(places, 60))) % value.d === 0n

/** |exact − stated| is at most half a unit in the last place of `stated`. */
const roundsTo = (exact: Rational, stated: Rational, decimal: Decimal): boolean => {
  const { n, d } = unitInLastPlace(decimal)
  return compareDistance(exact, stated, { n, d: 2n * d }) <= 0
}

/** 10^−places. */
const unitInLastPlace = ({ places }: Decimal): Rational =>
  places < 0 ? integer(10n ** BigInt(-places)) : { n: 1n, d: 10n ** BigInt(places) }

function numericConstant(tree: Tree, c: Comparison): number | undefined {
  const probe: Probe = { values: new Map(), realOnly: c.realFirst }
  const value = evaluateNumeric(tree, probe, c.work)
  return value && value.im === 0 ? value.re : undefined
}

/** Whether two constants differ by more than the rounding of the decimals they are written with, and a tolerance. */
export function areApart(a: Tree, b: Tree, c: Comparison, tolerance = 1e-6): boolean {
  const probe: Probe = { values: new Map(), realOnly: false }
  const x = evaluateNumeric(a, probe, c.work)
  const y = x && evaluateNumeric(b, probe, c.work)
  if (!x || !y) return false
  const rounding = (tree: Tree) => 10 ** -(decimalOf(tree)?.places ?? Number.POSITIVE_INFINITY)
  const allowed = rounding(a) + rounding(b) + 8 * (x.error + y.error) + tolerance * magnitude(x)
  return Math.hypot(x.re - y.re, x.im - y.im) > allowed
}

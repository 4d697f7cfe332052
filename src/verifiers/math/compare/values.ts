import { children, type Decimal, type Tree } from '../tree.js'
import { type Approximate, magnitude } from '../values/complex.js'
import { equalPrecisely } from '../values/evaluate-64-digits.js'
import { evaluateExact } from '../values/evaluate-exact.js'
import { equalModulo } from '../values/evaluate-modular.js'
import { evaluateNumeric, type Probe } from '../values/evaluate-numeric.js'
import { compareRationals, equal, integer, type Rational, toNumber } from '../values/rational.js'
import { OUT_OF_WORK, spend } from '../work.js'
import type { Comparison } from './context.js'
import { differFarOut } from './far-probes.js'

/** Whether two expressions have the same value: exactly where that can be decided, else at probe points. */
export function equalValues(a: Tree, b: Tree, c: Comparison): boolean {
  if (sameTree(a, b)) return true
  const infinite = infinityOf(a) ?? infinityOf(b)
  if (infinite !== undefined) return infinityOf(a) === infinityOf(b)
  const left = exactOrTooLarge(a, c)
  const right = exactOrTooLarge(b, c)
  if (left === TOO_LARGE || right === TOO_LARGE) return equalModulo(a, b, c.work) ?? giveUp()
  if (left && right) return equalNumbers(a, left, b, right, c)
  if (!c.published && ((left?.n === 0n && isNeverZero(b)) || (right?.n === 0n && isNeverZero(a))))
    return false
  if (left || right || !hasSymbols(a, b)) {
    const decimal = equalDecimal(a, left, b, right, c)
    if (decimal !== undefined) return decimal
  }
  const modular = equalModulo(a, b, c.work)
  if (modular !== undefined) return modular
  return equalAtProbes(a, b, c)
}

/** e^{-1000} is no zero, although it is nearer to 0 than 64 digits tell. */
function isNeverZero(tree: Tree): boolean {
  switch (tree.kind) {
    case 'number':
      return tree.value.n !== 0n
    case 'constant':
      return tree.name === 'pi' || tree.name === 'e'
    case 'negative':
      return isNeverZero(tree.operand)
    case 'product':
      return tree.factors.every(isNeverZero)
    case 'quotient':
      return isNeverZero(tree.numerator) && isNeverZero(tree.denominator)
    case 'power':
      return isNeverZero(tree.base) && infinityOf(tree.exponent) === undefined
    case 'call':
      return tree.name === 'exp' && infinityOf(tree.arguments[0]!) === undefined
    default:
      return false
  }
}

const TOO_LARGE = 'too large'

/** 2^(10^9) has no decimal expansion that one would want, but a value modulo a prime. */
function exactOrTooLarge(tree: Tree, c: Comparison): Rational | typeof TOO_LARGE | undefined {
  try {
    return evaluateExact(tree, c.work)
  } catch (raised) {
    if (raised === OUT_OF_WORK && c.work.left > 0) return TOO_LARGE
    throw raised
  }
}

const giveUp = (): never => {
  throw OUT_OF_WORK
}

/** +1 for ∞, −1 for −∞. */
export function infinityOf(tree: Tree): 1 | -1 | undefined {
  if (tree.kind === 'constant') return tree.name === 'infinity' ? 1 : undefined
  if (tree.kind === 'negative') {
    const inner = infinityOf(tree.operand)
    return inner && (-inner as 1 | -1)
  }
  return undefined
}

/** Structural equality. */
export function sameTree(a: Tree, b: Tree): boolean {
  if (a === b) return true
  if (a.kind !== b.kind) return false
  switch (a.kind) {
    case 'number':
      return equal(a.value, (b as typeof a).value)
    case 'constant':
    case 'symbol':
    case 'namedSet':
      return a.name === (b as typeof a).name
    case 'text':
      return a.text === (b as typeof a).text
    case 'clock':
      return a.seconds === (b as typeof a).seconds && a.half === (b as typeof a).half
    case 'call':
      if (a.name !== (b as typeof a).name) return false
      break
    case 'iterated':
      if (
        a.operator !== (b as typeof a).operator ||
        a.variable !== (b as typeof a).variable ||
        !a.from !== !(b as typeof a).from ||
        !a.to !== !(b as typeof a).to
      )
        return false
      break
    case 'plusMinus':
      if (a.sign !== (b as typeof a).sign) return false
      break
    case 'bracketed':
      if (a.open !== (b as typeof a).open || a.close !== (b as typeof a).close) return false
      break
    case 'list':
      if (a.joint !== (b as typeof a).joint) return false
      break
    case 'setOperation':
    case 'logical':
      if (a.operator !== (b as typeof a).operator) return false
      break
    case 'relation':
      if (a.operators.join() !== (b as typeof a).operators.join()) return false
      break
    case 'quantity':
      if (a.unit !== (b as typeof a).unit) return false
      break
    case 'matrix': {
      const { rows, form } = b as typeof a
      if (a.form !== form) return false
      if (a.rows.length !== rows.length || a.rows.some((row, index) => row.length !== rows[index]!.length))
        return false
      break
    }
  }
  const left = children(a)
  const right = children(b)
  return left.length === right.length && left.every((child, index) => sameTree(child, right[index]!))
}

/** The decimal that a tree is written as: `3.14`, `-0.5`, `12.5\%`, `1.6 \times 10^{-19}`. */
export function decimalOf(tree: Tree): Decimal | undefined {
  switch (tree.kind) {
    case 'number':
      return tree.decimal
    case 'negative':
    case 'percent': {
      const decimal = decimalOf(tree.operand)
      return decimal && tree.kind === 'percent' ? { ...decimal, places: decimal.places + 2 } : decimal
    }
    case 'product': {
      const [mantissa, scale] = tree.factors as [Tree, Tree]
      const shift = tree.factors.length === 2 ? powerOfTen(scale) : undefined
      const decimal = shift === undefined ? undefined : decimalOf(mantissa)
      return decimal && { ...decimal, places: decimal.places - shift! }
    }
    default:
      return undefined
  }
}

/** k of `10^{k}`. */
function powerOfTen(tree: Tree): number | undefined {
  if (tree.kind !== 'power' || tree.base.kind !== 'number' || !equal(tree.base.value, integer(10)))
    return undefined
  const { exponent } = tree
  const size = exponent.kind === 'negative' ? exponent.operand : exponent
  if (size.kind !== 'number' || size.value.d !== 1n) return undefined
  return Number(exponent.kind === 'negative' ? -size.value.n : size.value.n)
}

function equalNumbers(a: Tree, left: Rational, b: Tree, right: Rational, c: Comparison): boolean {
  if (c.published) {
    const rounded = equalDecimal(a, left, b, right, c)
    return rounded ?? (equal(left, right) || (isComputed(a) && isComputed(b) && nearlyEqual(left, right)))
  }
  return equal(left, right) || (equalDecimal(a, left, b, right, c) ?? false)
}

/** A value that sympy would have to work out: the published rule takes differences below 1e-15 for zero. */
const isComputed = (tree: Tree): boolean =>
  tree.kind === 'call' || tree.kind === 'power' || children(tree).some(isComputed)

const nearlyEqual = (a: Rational, b: Rational): boolean => compareDistance(a, b, { n: 1n, d: 10n ** 15n }) < 0

/** How |a − b| compares with a limit; by products alone, because reducing long fractions takes long. */
function compareDistance(a: Rational, b: Rational, limit: Rational): -1 | 0 | 1 {
  const difference = a.n * b.d - b.n * a.d
  const size = difference < 0n ? -difference : difference
  return compareRationals({ n: size * limit.d, d: 1n }, { n: limit.n * a.d * b.d, d: 1n })
}

/** Decimals against each other and against exact values; `undefined` if neither is a decimal. */
function equalDecimal(
  a: Tree,
  left: Rational | undefined,
  b: Tree,
  right: Rational | undefined,
  c: Comparison,
): boolean | undefined {
  const first = decimalOf(a)
  const second = decimalOf(b)
  if (c.published) {
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
  return Math.abs(value - target) <= (0.5 + 1e-9) * toNumber(unitInLastPlace(decimal))
}

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
  const probe: Probe = { values: new Map(), realOnly: !c.published }
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

function hasSymbols(a: Tree, b: Tree): boolean {
  return symbolsOf(a).size > 0 || symbolsOf(b).size > 0
}

/** The free symbols, each with whether it must be an integer (n in n!, in ⌊n/2⌋, in a sum's bound). */
export function symbolsOf(
  tree: Tree,
  found: Map<string, boolean> = new Map(),
  discrete = false,
  bound: readonly string[] = [],
): Map<string, boolean> {
  if (tree.kind === 'symbol') {
    if (!bound.includes(tree.name)) found.set(tree.name, discrete || found.get(tree.name) === true)
    return found
  }
  if (tree.kind === 'call') {
    const integers = DISCRETE.has(tree.name)
    const args = tree.name === 'apply' ? tree.arguments.slice(1) : tree.arguments
    for (const argument of args) symbolsOf(argument, found, discrete || integers, bound)
    return found
  }
  if (tree.kind === 'iterated') {
    const series = tree.operator === 'sum' || tree.operator === 'product'
    if (tree.from) symbolsOf(tree.from, found, series, bound)
    if (tree.to) symbolsOf(tree.to, found, series, bound)
    return symbolsOf(tree.body, found, discrete, [...bound, tree.variable])
  }
  for (const child of children(tree)) symbolsOf(child, found, discrete, bound)
  return found
}

const DISCRETE = new Set(['factorial', 'doubleFactorial', 'binomial', 'permutations'])
const STEPPED = new Set(['floor', 'ceiling', 'mod'])

const hasSteps = (tree: Tree): boolean =>
  (tree.kind === 'call' && STEPPED.has(tree.name)) || children(tree).some(hasSteps)

/** Signs of the symbols at each probe: all positive, all negative, mixed both ways. */
const SIGN_PATTERNS = [0b0000, 0b1111, 0b0101, 0b1010, 0b0000, 0b0011, 0b1100, 0b0000]

/** Points where expressions are probed: one in each pattern of signs; many integers where there are steps. */
export function* probePoints(
  symbols: ReadonlyMap<string, boolean>,
  steps: boolean,
): Generator<ReadonlyMap<string, number>> {
  const names = [...symbols.keys()].sort()
  if (steps) {
    for (let n = 1; n <= 60; n++) yield new Map(names.map((name, index) => [name, n + index * 7]))
  }
  for (const [round, pattern] of SIGN_PATTERNS.entries()) {
    const point = new Map<string, number>()
    for (const [index, name] of names.entries()) {
      if (symbols.get(name)) point.set(name, 3 + ((round * 2 + index * 3) % 9))
      else {
        const sign = (pattern >> (index % 4)) & 1 ? -1 : 1
        const size = MAGNITUDES[(round * 5 + index * 3) % MAGNITUDES.length]! * (round > 4 ? 0.31 : 1)
        point.set(name, sign * size)
      }
    }
    yield point
    if (names.length === 0) return
  }
}

/** No simple relation holds between these. */
const MAGNITUDES = [
  0.7390851332151, 1.3247179572447, 2.2360613478217, 0.5671432904097, 1.7632228343518, 3.3598856662431,
  0.834626841674, 1.4513692348833, 2.6854520010653, 0.6243299885435, 1.9021605831041, 4.6692016091029,
]

/** Agreement at every probe where both have a value: over the reals if they have values there, else complex. */
function equalAtProbes(a: Tree, b: Tree, c: Comparison): boolean {
  const symbols = symbolsOf(b, symbolsOf(a))
  const steps = symbols.size > 0 && (hasSteps(a) || hasSteps(b))
  const enough = symbols.size === 0 ? 1 : 2
  for (const realOnly of c.published ? [false] : [true, false]) {
    let agreed = 0
    for (const values of probePoints(symbols, steps)) {
      spend(c.work, 10)
      const x = evaluateNumeric(a, { values, realOnly }, c.work)
      const y = evaluateNumeric(b, { values, realOnly }, c.work)
      if (x === undefined || y === undefined) {
        if ((x === undefined) !== (y === undefined) && c.published && symbols.size === 0) return false
        continue
      }
      if (!near(x, y)) return false
      // Doubles settle a difference, but not sameness: that takes more digits, once, and wherever numbers are large.
      if (!c.published && (agreed === 0 || x.error + y.error > 1e-7)) {
        if (equalPrecisely(a, b, values, c.work) === false) return false
      }
      agreed++
    }
    if (agreed >= enough) return c.published || !differFarOut(a, b, symbols, c)
  }
  return false
}

export function near(x: Approximate, y: Approximate): boolean {
  const distance = Math.hypot(x.re - y.re, x.im - y.im)
  return distance <= 8 * (x.error + y.error) && x.error + y.error <= 1e-5 * (1 + magnitude(x))
}

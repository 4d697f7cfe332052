import { children, type Iterated, type Tree } from '../tree.js'
import { hasSteps, infinityOf, isIndexedBy, mentions } from '../tree-queries.js'
import { spend, type Work } from '../work.js'
import { type Approximate, complex, magnitude, minus, over, plus, real, times } from './complex.js'
import { evaluateExact } from './evaluate-exact.js'
import { foldValues } from './fold-values.js'
import { gamma, integrateLine, integrateRay, sumThatEnds, sumToInfinity, zeta } from './infinite.js'
import { type ComplexNumber, complexNumber } from './mathjs.js'
import type { Probe } from './probe.js'
import { toNumber } from './rational.js'

/**
 * The value of an expression in complex double precision with an error bound.
 *
 * @returns `undefined` where it has none (a pole, a root outside the reals) or where no rule is known.
 */
export function evaluateNumeric(tree: Tree, probe: Probe, work: Work): Approximate | undefined {
  spend(work, 2)
  const evaluate = (part: Tree) => evaluateNumeric(part, probe, work)
  switch (tree.kind) {
    case 'number':
      return real(toNumber(tree.value))
    case 'constant':
      switch (tree.name) {
        case 'pi':
          return real(Math.PI)
        case 'e':
          return real(Math.E)
        case 'i':
          return { re: 0, im: 1, error: 0 }
        default:
          return undefined
      }
    case 'symbol': {
      const value = probe.values.get(tree.name)
      if (value === undefined) return undefined
      return typeof value === 'number' ? { re: value, im: 0, error: 0 } : { ...value, error: 0 }
    }
    case 'negative': {
      const value = evaluate(tree.operand)
      return value && minus(value)
    }
    case 'percent': {
      const value = evaluate(tree.operand)
      return value && times(value, real(0.01))
    }
    case 'quantity': {
      const value = tree.unit === 'degree' ? evaluate(tree.value) : undefined
      return value && times(value, real(Math.PI / 180))
    }
    case 'sum':
      return foldValues(tree.terms, evaluate, plus)
    case 'product':
      return foldValues(tree.factors, evaluate, (a, b) => withoutUnderflow(times(a, b), a, b))
    case 'quotient': {
      const above = evaluate(tree.numerator)
      const below = above && evaluate(tree.denominator)
      const value = below && over(above!, below)
      return value && withoutUnderflow(value, above!, above!)
    }
    case 'ratio':
      return foldValues(tree.parts, evaluate, (a, b) => over(a, b))
    case 'power':
      return evaluatePower(tree, probe, work)
    case 'call':
      return evaluateCall(tree.name, tree.arguments, probe, work)
    case 'iterated':
      return evaluateIterated(tree, probe, work)
    default:
      return undefined
  }
}

/** A product of what is not 0 that came out as 0, or near the smallest doubles, is no value. */
const withoutUnderflow = (value: Approximate, a: Approximate, b: Approximate): Approximate | undefined =>
  magnitude(value) < SMALLEST && magnitude(a) > 0 && magnitude(b) > 0 ? undefined : value

/** Below it doubles lose digits. */
const SMALLEST = 1e-290

function evaluatePower(tree: Tree & { kind: 'power' }, probe: Probe, work: Work): Approximate | undefined {
  const base = evaluateNumeric(tree.base, probe, work)
  if (base === undefined) return undefined
  const exact = evaluateExactly(tree.exponent, probe, work)
  if (exact !== undefined && Number.isInteger(exact) && Math.abs(exact) <= 64)
    return integerPower(base, exact)
  const exponent = evaluateNumeric(tree.exponent, probe, work)
  if (exponent === undefined) return undefined
  if (base.re === 0 && base.im === 0) return exponent.re > 0 ? real(0) : undefined
  if (base.im === 0 && exponent.im === 0 && (base.re > 0 || Number.isInteger(exponent.re))) {
    const value = base.re ** exponent.re
    if (Math.abs(value) < SMALLEST && !probe.underflows) return undefined
    return finite(
      value,
      0,
      Math.abs(value) *
        ((Math.abs(exponent.re) * base.error) / Math.abs(base.re) +
          Math.abs(Math.log(Math.abs(base.re))) * exponent.error),
    )
  }
  if (probe.realOnly) {
    const odd = oddRoot(tree.exponent, probe, work)
    if (odd === undefined || base.im !== 0) return undefined
    const value = (odd.numeratorOdd ? -1 : 1) * (-base.re) ** exponent.re
    return finite(
      value,
      0,
      Math.abs(value) * ((Math.abs(exponent.re) * base.error) / Math.abs(base.re) + 1e-15),
    )
  }
  const value = complexNumber(base.re, base.im).pow(complexNumber(exponent.re, exponent.im))
  const size = Math.hypot(value.re, value.im)
  const logarithm = Math.abs(Math.log(magnitude(base))) + Math.PI
  return finite(
    value.re,
    value.im,
    size *
      ((magnitude(exponent) * base.error) / magnitude(base) +
        logarithm * (exponent.error + magnitude(exponent) * 1e-16) +
        4e-16),
  )
}

/** A negative number has a real (p/q)-th power where q is odd. */
function oddRoot(exponent: Tree, probe: Probe, work: Work): { numeratorOdd: boolean } | undefined {
  if (probe.values.size > 0 && exponent.kind === 'symbol') return undefined
  const value = evaluateExact(exponent, work)
  if (value === undefined || value.d % 2n === 0n) return undefined
  return { numeratorOdd: value.n % 2n !== 0n }
}

function evaluateExactly(tree: Tree, probe: Probe, work: Work): number | undefined {
  if (tree.kind === 'number') return toNumber(tree.value)
  if (tree.kind === 'symbol') {
    const known = probe.values.get(tree.name)
    return typeof known === 'number' ? known : undefined
  }
  const value = evaluateExact(tree, work)
  return value && toNumber(value)
}

/** A bound of a sum: n − 1, where n is 5. */
function integerValue(tree: Tree, probe: Probe, work: Work): number | undefined {
  const value = evaluateNumeric(tree, probe, work)
  if (value === undefined || value.im !== 0) return undefined
  const nearest = Math.round(value.re)
  return Math.abs(value.re - nearest) <= 4 * value.error && value.error < 1e-3 ? nearest : undefined
}

function integerPower(base: Approximate, exponent: number): Approximate | undefined {
  let result: Approximate = { re: 1, im: 0, error: 0 }
  let square = base
  for (let rest = Math.abs(exponent); rest > 0; rest >>= 1) {
    if (rest & 1) result = times(result, square)
    if (rest > 1) square = times(square, square)
  }
  const value = exponent < 0 ? over({ re: 1, im: 0, error: 0 }, result) : result
  if (value && magnitude(value) < SMALLEST && magnitude(base) > 0) return undefined
  return value && finite(value.re, value.im, value.error)
}

function finite(re: number, im: number, error: number): Approximate | undefined {
  return Number.isFinite(re) && Number.isFinite(im) && Number.isFinite(error)
    ? complex(re, im, error + magnitudeOf2(re, im))
    : undefined
}

/** Library functions are good to a few units in the last place. */
const magnitudeOf2 = (re: number, im: number): number => 4 * 2 ** -52 * Math.hypot(re, im)

type RealFunction = (x: number) => number
type ComplexFunction = (z: ComplexNumber) => ComplexNumber

/** name → over the reals, its derivative's size, and over the complex numbers. */
const ONE_ARGUMENT: Readonly<Record<string, readonly [RealFunction, RealFunction, ComplexFunction]>> = {
  exp: [Math.exp, Math.exp, (z) => z.exp()],
  ln: [Math.log, (x) => 1 / x, (z) => z.log()],
  sin: [Math.sin, Math.cos, (z) => z.sin()],
  cos: [Math.cos, Math.sin, (z) => z.cos()],
  tan: [Math.tan, (x) => 1 / Math.cos(x) ** 2, (z) => z.tan()],
  arcsin: [Math.asin, (x) => 1 / Math.sqrt(Math.abs(1 - x * x)), (z) => z.asin()],
  arccos: [Math.acos, (x) => 1 / Math.sqrt(Math.abs(1 - x * x)), (z) => z.acos()],
  arctan: [Math.atan, (x) => 1 / (1 + x * x), (z) => z.atan()],
  sinh: [Math.sinh, Math.cosh, (z) => z.sinh()],
  cosh: [Math.cosh, Math.sinh, (z) => z.cosh()],
  tanh: [Math.tanh, () => 1, (z) => z.tanh()],
  arcsinh: [Math.asinh, () => 1, (z) => z.asinh()],
  arccosh: [Math.acosh, (x) => 1 / Math.sqrt(Math.abs(x * x - 1)), (z) => z.acosh()],
  arctanh: [Math.atanh, (x) => 1 / Math.abs(1 - x * x), (z) => z.atanh()],
}

const RECIPROCALS: Readonly<Record<string, string>> = {
  sec: 'cos',
  csc: 'sin',
  cot: 'tan',
  sech: 'cosh',
  csch: 'sinh',
  coth: 'tanh',
}
const INVERSE_OF_RECIPROCAL: Readonly<Record<string, string>> = { arcsec: 'arccos', arccsc: 'arcsin' }

function evaluateCall(
  name: string,
  args: readonly Tree[],
  probe: Probe,
  work: Work,
): Approximate | undefined {
  if (name === 'apply') return evaluateApplication(args, probe, work)
  const values: Approximate[] = []
  for (const argument of args) {
    const value = evaluateNumeric(argument, probe, work)
    if (value === undefined) return undefined
    values.push(value)
  }
  const [first, second] = values as [Approximate, Approximate | undefined]
  const reciprocal = RECIPROCALS[name]
  if (reciprocal !== undefined) {
    const value = elementary(reciprocal, first, probe)
    return value && over(real(1), value)
  }
  const inverse = INVERSE_OF_RECIPROCAL[name]
  if (inverse !== undefined) {
    const value = over(real(1), first)
    return value && elementary(inverse, value, probe)
  }
  if (Object.hasOwn(ONE_ARGUMENT, name)) return elementary(name, first, probe)
  switch (name) {
    case 'based':
      return first
    case 'log': {
      const above = elementary('ln', first, probe)
      const below = second && elementary('ln', second, probe)
      return above && below && over(above, below)
    }
    case 'root':
      return second && evaluateRoot(first, second, probe)
    case 'arccot': {
      const value = elementary('arctan', first, probe)
      return value && plus(real(Math.PI / 2), minus(value))
    }
    case 'zeta':
      return first.im === 0 && first.re > 1 ? zeta(first, work) : undefined
    case 'gamma':
      return first.im === 0 ? gamma(first) : undefined
    case 'abs':
      return { re: magnitude(first), im: 0, error: first.error }
    case 'conjugate':
      return { re: first.re, im: -first.im, error: first.error }
    case 're':
      return { re: first.re, im: 0, error: first.error }
    case 'im':
      return { re: first.im, im: 0, error: first.error }
    case 'arg':
      return { re: Math.atan2(first.im, first.re), im: 0, error: first.error / magnitude(first) + 4e-16 }
  }
  if (values.some((value) => value.im !== 0)) return undefined
  switch (name) {
    case 'floor':
      return onGrid(first, Math.floor)
    case 'ceiling':
      return onGrid(first, Math.ceil)
    case 'sgn':
    case 'sign':
      return Math.abs(first.re) > first.error ? real(Math.sign(first.re)) : undefined
    case 'max':
    case 'min': {
      const numbers = values.map((value) => value.re)
      const re = name === 'max' ? Math.max(...numbers) : Math.min(...numbers)
      return { re, im: 0, error: Math.max(...values.map((value) => value.error)) }
    }
    case 'mod': {
      if (second === undefined || second.re === 0) return undefined
      const ratio = over(first, second)
      const quotient = ratio && onGrid(ratio, Math.floor)
      return quotient && plus(first, minus(times(second, quotient)))
    }
    case 'factorial':
      return factorial(first.re)
    case 'doubleFactorial':
      return doubleFactorial(first.re)
    case 'binomial':
      return second && binomial(first.re, second.re)
    case 'permutations':
      return second && permutations(first.re, second.re)
    default:
      return undefined
  }
}

/** ⌊x⌋ unless x is so near a step that rounding decides. */
function onGrid(value: Approximate, step: RealFunction): Approximate | undefined {
  const nearest = Math.round(value.re)
  if (value.error > 0 && Math.abs(value.re - nearest) <= 8 * value.error && value.re !== nearest)
    return undefined
  return real(step(value.re))
}

function factorial(n: number): Approximate | undefined {
  if (!Number.isInteger(n) || n < 0 || n > 170) return undefined
  let result = 1
  for (let factor = 2; factor <= n; factor++) result *= factor
  return complex(result, 0, result * n * 2 ** -53)
}

function doubleFactorial(n: number): Approximate | undefined {
  if (!Number.isInteger(n) || n < -1 || n > 300) return undefined
  let result = 1
  for (let factor = n; factor > 1; factor -= 2) result *= factor
  return complex(result, 0, result * Math.max(0, n) * 2 ** -53)
}

const permutations = (n: number, k: number): Approximate | undefined => {
  if (!Number.isInteger(n) || !Number.isInteger(k) || k < 0 || k > 170) return undefined
  let result = 1
  for (let index = 0; index < k; index++) result *= n - index
  return complex(result, 0, Math.abs(result) * k * 2 ** -53)
}

function binomial(n: number, k: number): Approximate | undefined {
  if (!Number.isInteger(k) || k < 0 || k > 170)
    return Number.isInteger(n) && Number.isInteger(k) && k < 0 ? real(0) : undefined
  let result = 1
  for (let index = 0; index < k; index++) result *= (n - index) / (index + 1)
  return complex(result, 0, Math.abs(result) * k * 2 ** -52)
}

function elementary(name: string, z: Approximate, probe: Probe): Approximate | undefined {
  const [onReals, slope, onComplex] = ONE_ARGUMENT[name]!
  if (z.im === 0) {
    const value = onReals(z.re)
    if (name === 'exp' && value < SMALLEST && !probe.underflows) return undefined
    if (Number.isFinite(value)) {
      const steepness = Math.abs(slope(z.re))
      // At the end of arcsin's domain the slope is infinite; half the digits remain.
      const error = Number.isFinite(steepness) ? steepness * z.error : Math.sqrt(z.error)
      return finite(value, 0, error)
    }
    if (probe.realOnly || value === Number.POSITIVE_INFINITY || value === Number.NEGATIVE_INFINITY)
      return undefined
  }
  const value = onComplex(complexNumber(z.re, z.im))
  const moved = onComplex(complexNumber(z.re + Math.max(z.error, 1e-9), z.im))
  const steepness = Math.hypot(moved.re - value.re, moved.im - value.im) / Math.max(z.error, 1e-9)
  return finite(value.re, value.im, Math.min(steepness, 1e6) * z.error)
}

function evaluateRoot(value: Approximate, degree: Approximate, probe: Probe): Approximate | undefined {
  if (degree.im !== 0 || degree.re === 0) return undefined
  if (value.re === 0 && value.im === 0)
    return degree.re > 0 ? { re: 0, im: 0, error: value.error ** (1 / degree.re) } : undefined
  const n = degree.re
  if (value.im === 0 && (value.re > 0 || (probe.realOnly && Number.isInteger(n) && n % 2 !== 0))) {
    const size =
      n === 2
        ? Math.sqrt(Math.abs(value.re))
        : n === 3
          ? Math.cbrt(Math.abs(value.re))
          : Math.abs(value.re) ** (1 / n)
    return finite(Math.sign(value.re) * size, 0, (size * value.error) / Math.abs(n * value.re))
  }
  if (probe.realOnly && value.im === 0) return undefined
  const root =
    n === 2
      ? complexNumber(value.re, value.im).sqrt()
      : complexNumber(value.re, value.im).pow(complexNumber(1 / n, 0))
  return finite(
    root.re,
    root.im,
    (Math.hypot(root.re, root.im) * value.error) / Math.abs(n * magnitude(value)),
  )
}

/** An unknown function, as some smooth function that depends on its name. */
function evaluateApplication(args: readonly Tree[], probe: Probe, work: Work): Approximate | undefined {
  const [name, ...rest] = args
  let total = 0
  let error = 0
  const parts = rest.flatMap((part) => (part.kind === 'list' ? part.items : [part]))
  for (const [index, part] of parts.entries()) {
    const value = evaluateNumeric(part, probe, work)
    if (value === undefined) return undefined
    total += (index + 1.37) * (value.re + 0.71 * value.im)
    error += (index + 1.37) * value.error
  }
  let [scale, shift] = [0.11, 0.37]
  const text = name?.kind === 'symbol' ? name.name : ''
  for (let index = 0; index < text.length; index++) {
    scale = (scale * 31.7 + text.charCodeAt(index) * 0.618) % 1
    shift = (shift * 17.3 + text.charCodeAt(index) * 0.414) % 1
  }
  return finite(Math.sin(total * (1 + scale) + 7 * shift) + 1.7, 0, 2 * error)
}

/** Whether a sum runs over a_1, a_2, …, whose values no probe gives. */
const isIndexed = (tree: Tree, letter: string): boolean =>
  (tree.kind === 'symbol' && isIndexedBy(tree.name, letter)) ||
  children(tree).some((child) => isIndexed(child, letter))

const hasIntegral = (tree: Tree): boolean =>
  (tree.kind === 'iterated' && tree.operator === 'integral') || children(tree).some(hasIntegral)

function evaluateIterated(tree: Iterated, probe: Probe, work: Work): Approximate | undefined {
  if (isIndexed(tree.body, tree.variable)) return undefined
  const at = (value: number) =>
    evaluateNumeric(tree.body, { ...probe, values: new Map(probe.values).set(tree.variable, value) }, work)
  switch (tree.operator) {
    case 'sum':
    case 'product': {
      const from = tree.from && integerValue(tree.from, probe, work)
      if (from === undefined) return undefined
      if (tree.operator === 'sum' && tree.to && infinityOf(tree.to) === 1)
        // Floors may go their own way far out, where no partial sum shows it.
        return hasSteps(tree.body) ? sumThatEnds(at, from, work) : sumToInfinity(at, from, work)
      const to = tree.to && integerValue(tree.to, probe, work)
      if (to === undefined) return undefined
      let total: Approximate = tree.operator === 'sum' ? { re: 0, im: 0, error: 0 } : real(1)
      for (let index = from; index <= to; index++) {
        spend(work, 4)
        const term = at(index)
        if (term === undefined) return undefined
        total = tree.operator === 'sum' ? plus(total, term) : times(total, term)
      }
      return total
    }
    case 'integral': {
      // A hundred points, each of which costs a hundred.
      if (hasIntegral(tree.body)) return undefined
      const ends = [tree.from, tree.to].map((end) => end && infinityOf(end))
      const from = tree.from && evaluateNumeric(tree.from, probe, work)
      const to = tree.to && evaluateNumeric(tree.to, probe, work)
      if (ends[1] === 1 && ends[0] === -1) return integrateLine(at)
      if (ends[1] === 1 && from?.im === 0) return integrateRay(at, from.re, 1)
      if (ends[0] === -1 && to?.im === 0) return integrateRay(at, to.re, -1)
      return from && to && from.im === 0 && to.im === 0 ? integrate(at, from.re, to.re) : undefined
    }
    case 'limit':
      // An f of which nothing is known need not be continuous.
      if (mentions(tree.body, 'apply')) return undefined
      return (
        tree.from && limitFrom(tree.side === undefined ? [1, -1] : [tree.side], at, tree.from, probe, work)
      )
  }
}

/** Tanh-sinh quadrature, which converges also with a singularity at an end of the range; the error is what halving the step changes. */
function integrate(
  at: (x: number) => Approximate | undefined,
  from: number,
  to: number,
): Approximate | undefined {
  const middle = (from + to) / 2
  const half = (to - from) / 2
  if (half === 0) return real(0)
  const rule = (step: number): Approximate | undefined => {
    let re = 0
    let im = 0
    for (let t = -3; t <= 3.0001; t += step) {
      const u = Math.tanh((Math.PI / 2) * Math.sinh(t))
      const weight = ((Math.PI / 2) * Math.cosh(t)) / Math.cosh((Math.PI / 2) * Math.sinh(t)) ** 2
      if (weight < 1e-17 || Math.abs(u) === 1) continue
      const value = at(middle + half * u)
      if (value === undefined) return undefined
      re += weight * value.re
      im += weight * value.im
    }
    return { re: re * step * half, im: im * step * half, error: 0 }
  }
  const coarse = rule(1 / 8)
  const fine = coarse && rule(1 / 16)
  if (!fine) return undefined
  const change = Math.hypot(fine.re - coarse.re, fine.im - coarse.im)
  if (change > 1e-6 * (1 + Math.hypot(fine.re, fine.im))) return undefined
  return { re: fine.re, im: fine.im, error: Math.max(change, 1e-10 * (1 + Math.hypot(fine.re, fine.im))) }
}

/** From both sides, where both have a value, which must be one; √x has a limit at 0 from one side alone. */
function limitFrom(
  sides: readonly (1 | -1)[],
  at: (x: number) => Approximate | undefined,
  target: Tree,
  probe: Probe,
  work: Work,
): Approximate | undefined {
  const [first, second] = sides.map((side) => limit(side, at, target, probe, work))
  if (!first || !second) return first ?? second
  return Math.abs(first.re - second.re) <= 8 * (first.error + second.error) ? first : undefined
}

/** The last place of a limit at infinity. */
const FAR = 512

/** The limit along a sequence of points that approach the place, by Richardson's extrapolation. */
function limit(
  side: 1 | -1,
  at: (x: number) => Approximate | undefined,
  target: Tree,
  probe: Probe,
  work: Work,
): Approximate | undefined {
  const infinite =
    target.kind === 'constant' && target.name === 'infinity'
      ? 1
      : target.kind === 'negative' && target.operand.kind === 'constant' && target.operand.name === 'infinity'
        ? -1
        : 0
  const near = infinite === 0 ? evaluateNumeric(target, probe, work) : undefined
  if (infinite === 0 && (near === undefined || near.im !== 0)) return undefined
  const row: number[] = []
  if (infinite !== 0 && side === -1) return undefined
  for (let step = 0; step < 7; step++) {
    const distance = 2 ** -(step + 3)
    const value = at(infinite === 0 ? near!.re + side * distance : infinite / distance)
    if (value === undefined || value.im !== 0) return undefined
    let next = value.re
    for (let order = 0; order < step; order++) {
      const factor = 2 ** (order + 1)
      const previous = row[order]!
      row[order] = next
      next = (factor * next - previous) / (factor - 1)
    }
    row[step] = next
  }
  const last = row[6]!
  const before = row[5]!
  // (−1)^n is 1 at all of these places.
  const [even, odd] = infinite === 0 ? [] : [at(infinite * FAR), at(infinite * (FAR + 1))]
  if (even && odd && Math.abs(odd.re - even.re) > 1e-2 * (1 + Math.abs(last))) return undefined
  if (!Number.isFinite(last) || Math.abs(last - before) > 1e-5 * (1 + Math.abs(last))) return undefined
  return { re: last, im: 0, error: Math.max(Math.abs(last - before), 1e-7 * (1 + Math.abs(last))) }
}

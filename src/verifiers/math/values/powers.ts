import { spend } from '../work.js'
import { type Algebra, type Fraction, IMAGINARY, noForm, PI } from './algebra.js'
import {
  constantOf,
  constantPolynomial,
  generator,
  keyOf,
  leadingTerm,
  type Monomial,
  onlyTerm,
  type Polynomial,
  polynomialKey,
  powerOfMonomial,
  scalePolynomial,
  single,
  UNITY,
} from './polynomial.js'
import {
  absolute,
  divide,
  floor,
  greatestCommonDivisor,
  integer,
  isInteger,
  multiply,
  negate,
  ONE,
  type Rational,
  rational,
  subtract,
} from './rational.js'

/** base^exponent. */
export function powerOf(base: Fraction, exponent: Fraction, algebra: Algebra): Fraction {
  const times = exponent.below === UNITY ? constantOf(exponent.above) : undefined
  if (times === undefined) return symbolicPower(base, exponent, algebra)
  return isInteger(times) ? integerPower(base, times.n, algebra) : rootOf(base, times, algebra)
}

/** The n-th power for a whole n. */
export function integerPower(base: Fraction, times: bigint, algebra: Algebra): Fraction {
  if (base.above.size === 0) return times > 0n ? base : noForm()
  if (times < 0n) return integerPower(algebra.divide(algebra.whole(1), base), -times, algebra)
  return algebra.multiply(powerOfPart(base.above, times, algebra), {
    ...algebra.divide(algebra.whole(1), powerOfPart(base.below, times, algebra)),
  })
}

/** Largest power that a sum is multiplied out to; a larger one is known by its base. */
const MOST_EXPANDED = 32n

function powerOfPart(base: Polynomial, times: bigint, algebra: Algebra): Fraction {
  const term = onlyTerm(base)
  if (term) {
    if (Number(times) * digitsOf(term.coefficient) > 12_000 && !isUnity(absolute(term.coefficient)))
      return noForm()
    const { n, d } = term.coefficient
    const coefficient = isUnity(absolute(term.coefficient))
      ? n > 0n || times % 2n === 0n
        ? ONE
        : integer(-1)
      : { n: n ** times, d: d ** times }
    const monomial = powerOfMonomial(term.monomial, integer(times))
    return { above: algebra.reduce(single(monomial, coefficient)), below: UNITY }
  }
  if (times <= MOST_EXPANDED && Number(times) * base.size <= 120)
    return { above: algebra.powerOf(base, times), below: UNITY }
  const content = contentOf(base)
  const factor = leadingTerm(base)!.coefficient.n < 0n ? negate(content) : content
  if (!isUnity(factor)) {
    const primitive = { above: scalePolynomial(base, divide(ONE, factor)!), below: UNITY }
    return algebra.multiply(
      integerPower(algebra.constant(factor), times, algebra),
      integerPower(primitive, times, algebra),
    )
  }
  const whole = { above: base, below: UNITY }
  return algebra.entered(
    `(${polynomialKey(base)})`,
    {
      kind: 'opaque',
      isConstant: algebra.areConstant([whole]),
      isUnit: false,
      isReal: algebra.areReal([whole]),
      isIndependent: false,
    },
    integer(times),
  )
}

/** Binary digits of both parts. */
const digitsOf = ({ n, d }: Rational): number => n.toString(2).length + d.toString(2).length

const isUnity = (value: Rational): boolean => value.n === 1n && value.d === 1n

/** base^(p/q) where q > 1; over the reals, with the real root where q is odd. */
export function rootOf(base: Fraction, exponent: Rational, algebra: Algebra): Fraction {
  if (base.above.size === 0) return exponent.n > 0n ? base : noForm()
  const above = rootOfPart(base.above, exponent, algebra)
  return base.below === UNITY ? above : algebra.divide(above, rootOfPart(base.below, exponent, algebra))
}

function rootOfPart(base: Polynomial, exponent: Rational, algebra: Algebra): Fraction {
  const content = contentOf(base)
  const primitive = scalePolynomial(base, divide(ONE, content)!)
  const outside = rootOfRational(content, exponent, algebra)
  const sign = constantOf(primitive)
  if (sign) return sign.n > 0n ? outside : algebra.multiply(outside, rootOfMinusOne(exponent, algebra))
  const term = onlyTerm(primitive)
  if (term === undefined) return algebra.multiply(outside, radicand(primitive, exponent, algebra))
  if (term.coefficient.n < 0n) {
    if (exponent.d % 2n === 0n) return algebra.multiply(outside, radicand(primitive, exponent, algebra))
    const signed = exponent.n % 2n === 0n ? outside : algebra.negate(outside)
    return algebra.multiply(signed, rootOfMonomial(term.monomial, exponent, algebra))
  }
  return algebra.multiply(outside, rootOfMonomial(term.monomial, exponent, algebra))
}

/** (−1)^(p/q): a sign where q is odd, a power of i for a square root. */
function rootOfMinusOne(exponent: Rational, algebra: Algebra): Fraction {
  if (exponent.d % 2n !== 0n) return algebra.whole(exponent.n % 2n === 0n ? 1 : -1)
  if (exponent.d !== 2n) return noForm()
  return integerPower(algebra.imaginary(), exponent.n, algebra)
}

function rootOfMonomial(monomial: Monomial, exponent: Rational, algebra: Algebra): Fraction {
  let result = algebra.whole(1)
  const rest: (readonly [string, Rational])[] = []
  for (const [name, times] of monomial) {
    const known = algebra.generators.get(name)!
    const isHalfOfEven =
      exponent.d === 2n && exponent.n === 1n && isInteger(times) && times.n % 2n === 0n && known.isReal
    if (known.isUnit) {
      const power = single([[name, multiply(times, exponent)]], ONE)
      result = algebra.multiply(result, { above: algebra.reduce(power), below: UNITY })
    } else if (isHalfOfEven) {
      const half = times.n / 2n
      const base =
        half % 2n === 0n ? generatorFraction(name) : absoluteValue(generatorFraction(name), algebra)
      result = algebra.multiply(result, integerPower(base, half, algebra))
    } else if (exponent.d % 2n === 0n && !isInteger(times) && times.d % 2n !== 0n && times.n % 2n === 0n) {
      // √(x^(2/3)) is |∛x|.
      return noForm()
    } else rest.push([name, times])
  }
  if (rest.length === 0) return result
  const [[name, times]] = rest as [readonly [string, Rational]]
  const isPlain = times.n === times.d || !isInteger(times) || (exponent.d === 2n && times.n % 2n !== 0n)
  if (rest.length === 1 && isPlain) {
    const power = single([[name, multiply(times, exponent)]], ONE)
    return algebra.multiply(result, { above: algebra.reduce(power), below: UNITY })
  }
  return algebra.multiply(result, radicand(single(rest, ONE), exponent, algebra))
}

const generatorFraction = (name: string): Fraction => ({ above: generator(name), below: UNITY })

/** A polynomial under a root: whole powers come out. */
function radicand(inner: Polynomial, exponent: Rational, algebra: Algebra): Fraction {
  const whole = floor(exponent)
  const rest = subtract(exponent, whole)
  const base = { above: inner, below: UNITY }
  const root = algebra.entered(
    `√(${polynomialKey(inner)})`,
    {
      kind: 'radicand',
      isConstant: algebra.areConstant([base]),
      isUnit: false,
      isReal: algebra.areReal([base]),
      isIndependent: false,
      inner,
    },
    rest,
  )
  return whole.n === 0n ? root : algebra.multiply(root, integerPower(base, whole.n, algebra))
}

/** The greatest rational that divides every coefficient, positive. */
function contentOf(polynomial: Polynomial): Rational {
  let [n, d] = [0n, 1n]
  for (const { coefficient } of polynomial.values()) {
    n = greatestCommonDivisor(n, coefficient.n)
    d = (d * coefficient.d) / greatestCommonDivisor(d, coefficient.d)
  }
  // Coefficients are in lowest terms, so numerators over the common multiple of denominators are too.
  return n === 0n ? ONE : rational(n, d)!
}

/** A positive rational to a rational power, by its primes. */
function rootOfRational(value: Rational, exponent: Rational, algebra: Algebra): Fraction {
  let result = algebra.whole(1)
  for (const [prime, times] of factorized(value, algebra)) {
    const power = multiply(integer(times), exponent)
    const name = primeName(prime, algebra)
    result = algebra.multiply(result, { above: algebra.reduce(single([[name, power]], ONE)), below: UNITY })
  }
  return result
}

function primeName(prime: bigint, algebra: Algebra): string {
  const name = `#${prime}`
  algebra.enter(name, {
    kind: 'prime',
    isConstant: true,
    isUnit: true,
    isReal: true,
    isIndependent: prime < LARGEST_PRIME * LARGEST_PRIME,
    inner: constantPolynomial(integer(prime)),
  })
  return name
}

/** Divisors that are tried; what is left over below its square is a prime. */
const LARGEST_PRIME = 1_000n

/** Primes with their exponents; what has only large divisors counts as one. */
function factorized(value: Rational, algebra: Algebra): readonly (readonly [bigint, bigint])[] {
  const factors: [bigint, bigint][] = []
  for (const [part, sign] of [
    [value.n, 1n],
    [value.d, -1n],
  ] as const) {
    let rest = part
    if (rest > 1_000_000n) spend(algebra.work, 50)
    for (let prime = 2n; prime < LARGEST_PRIME && prime * prime <= rest; prime += prime === 2n ? 1n : 2n) {
      let times = 0n
      while (rest % prime === 0n) {
        rest /= prime
        times++
      }
      if (times > 0n) factors.push([prime, sign * times])
    }
    if (rest > 1n) factors.push([rest, sign])
  }
  return factors
}

/** base^exponent where the exponent is no number: e^(x+1) = e·e^x, 4^n = (2^n)². */
function symbolicPower(base: Fraction, exponent: Fraction, algebra: Algebra): Fraction {
  if (base.above.size === 0) return noForm()
  if (exponent.below !== UNITY) return powerWithWholeExponent(base, exponent, algebra)
  let result = algebra.whole(1)
  for (const { monomial, coefficient } of exponent.above.values()) {
    const factor =
      monomial.length === 0
        ? powerOf(base, algebra.constant(coefficient), algebra)
        : monomialPower(base, monomial, coefficient, algebra)
    result = algebra.multiply(result, factor)
  }
  return result
}

/** base^(c·m). */
function monomialPower(base: Fraction, monomial: Monomial, times: Rational, algebra: Algebra): Fraction {
  if (base.below !== UNITY) {
    return algebra.divide(
      monomialPower({ above: base.above, below: UNITY }, monomial, times, algebra),
      monomialPower({ above: base.below, below: UNITY }, monomial, times, algebra),
    )
  }
  const content = contentOf(base.above)
  const primitive = scalePolynomial(base.above, divide(ONE, content)!)
  let result = algebra.whole(1)
  for (const [prime, count] of factorized(content, algebra))
    result = algebra.multiply(
      result,
      powerGenerator(primeName(prime, algebra), true, monomial, multiply(integer(count), times), algebra),
    )
  const sign = constantOf(primitive)
  const term = onlyTerm(primitive)
  if (term === undefined) {
    const known = algebra.opaque('', [{ above: primitive, below: UNITY }])
    const [name] = onlyTerm(known.above)!.monomial[0]!
    return algebra.multiply(result, powerGenerator(name, false, monomial, times, algebra))
  }
  if (term.coefficient.n < 0n) result = algebra.multiply(result, powerOfMinusOne(monomial, times, algebra))
  if (sign) return result
  for (const [name, before] of term.monomial) {
    const known = algebra.generators.get(name)!
    const power = multiply(before, times)
    result = algebra.multiply(
      result,
      known.kind === 'exponential'
        ? exponentialOfTerm(known.exponent!, monomial, power, algebra)
        : powerGenerator(name, known.isUnit, monomial, power, algebra),
    )
  }
  return result
}

/** (−1)^(c·m): 1 for an even c where m is a whole number. */
function powerOfMinusOne(monomial: Monomial, times: Rational, algebra: Algebra): Fraction {
  const isWhole =
    isInteger(times) && monomial.every(([name, size]) => /^[nkmj]$/.test(name) && isInteger(size))
  const rest = isWhole ? subtract(times, multiply(integer(2), floor(divide(times, integer(2))!))) : times
  return rest.n === 0n ? algebra.whole(1) : powerGenerator('-1', true, monomial, rest, algebra, false)
}

/** (e^m)^(c·n) is e^(c·m·n); where m·n contains ln p, it is a power of p. */
function exponentialOfTerm(inner: Monomial, outer: Monomial, times: Rational, algebra: Algebra): Fraction {
  const product = algebra.product(single(inner, ONE), single(outer, times))
  let result = algebra.whole(1)
  for (const { monomial, coefficient } of product.values())
    result = algebra.multiply(result, exponentialOf(monomial, coefficient, algebra))
  return result
}

function exponentialOf(monomial: Monomial, times: Rational, algebra: Algebra): Fraction {
  const logarithm = monomial.find(
    ([name, size]) => isUnity(size) && algebra.generators.get(name)!.kind === 'logarithm',
  )
  if (logarithm === undefined) return turnOf(monomial, times, algebra) ?? algebra.exponential(monomial, times)
  const rest = monomial.filter((factor) => factor !== logarithm)
  const inner = { above: algebra.generators.get(logarithm[0])!.inner!, below: UNITY }
  return powerOf(inner, { above: single(rest, times), below: UNITY }, algebra)
}

/** e^(iπt) where its cosine and sine are square roots: e^(iπ) = −1. */
function turnOf(monomial: Monomial, times: Rational, algebra: Algebra): Fraction | undefined {
  const isTurn =
    monomial.length === 2 &&
    monomial.every(([name, size]) => (name === IMAGINARY || name === PI) && isUnity(size))
  if (!isTurn) return undefined
  const sine = sineOfTurns(times, algebra)
  const cosine = sineOfTurns(subtract(HALF, times), algebra)
  return sine && cosine && algebra.add(cosine, algebra.multiply(algebra.imaginary(), sine))
}

const HALF: Rational = { n: 1n, d: 2n }

function powerGenerator(
  name: string,
  isUnit: boolean,
  monomial: Monomial,
  times: Rational,
  algebra: Algebra,
  isIndependent = true,
): Fraction {
  const kinds = monomial.map(([letter]) => algebra.generators.get(letter)!.kind)
  const parts = [{ above: single(monomial, ONE), below: UNITY }]
  const baseKind = algebra.generators.get(name)?.kind
  return algebra.entered(
    `${name}^[${keyOf(monomial)}]`,
    {
      kind: 'power',
      isConstant: algebra.areConstant(parts) && (algebra.generators.get(name)?.isConstant ?? true),
      isUnit,
      isReal: true,
      isIndependent:
        isIndependent &&
        (baseKind === 'symbol' || baseKind === 'prime' || baseKind === 'pi') &&
        kinds.every((kind) => kind === 'symbol'),
      exponent: monomial,
    },
    times,
  )
}

function powerWithWholeExponent(base: Fraction, exponent: Fraction, algebra: Algebra): Fraction {
  return algebra.opaque('power', [base, exponent])
}

/** ln of a product of what is positive is a sum; of the rest it is known by name. */
export function logarithmOf(value: Fraction, algebra: Algebra): Fraction {
  if (value.above.size === 0) return noForm()
  if (value.below !== UNITY) {
    const oneIsConstant = constantOf(value.above) !== undefined || constantOf(value.below) !== undefined
    if (!oneIsConstant) return algebra.opaque('ln', [value])
    const above = logarithmOf({ above: value.above, below: UNITY }, algebra)
    return algebra.subtract(above, logarithmOf({ above: value.below, below: UNITY }, algebra))
  }
  const content = contentOf(value.above)
  const primitive = scalePolynomial(value.above, divide(ONE, content)!)
  let total = algebra.whole(0)
  for (const [prime, times] of factorized(content, algebra)) {
    const logarithm = namedLogarithm(constantPolynomial(integer(prime)), true, algebra)
    total = algebra.add(total, algebra.multiply(logarithm, algebra.constant(integer(times))))
  }
  const term = onlyTerm(primitive)
  if (term === undefined || term.coefficient.n < 0n)
    return algebra.add(total, namedLogarithm(primitive, false, algebra))
  const rest: (readonly [string, Rational])[] = []
  for (const [name, exponent] of term.monomial) {
    const known = algebra.generators.get(name)!
    const inside = known.kind === 'exponential' && known.isReal
    const plain = known.kind === 'prime' || known.kind === 'pi'
    if (inside)
      total = algebra.add(total, { above: algebra.reduce(single(known.exponent!, exponent)), below: UNITY })
    else if (plain) {
      const inner = known.inner ?? generator(name)
      const logarithm = namedLogarithm(inner, true, algebra)
      total = algebra.add(total, algebra.multiply(logarithm, algebra.constant(exponent)))
    } else rest.push([name, exponent])
  }
  if (rest.length === 0) return total
  const [[name, exponent]] = rest as [readonly [string, Rational]]
  if (rest.length === 1 && exponent.n % 2n !== 0n) {
    const logarithm = namedLogarithm(generator(name), false, algebra)
    return algebra.add(total, algebra.multiply(logarithm, algebra.constant(exponent)))
  }
  return algebra.add(total, namedLogarithm(single(rest, ONE), false, algebra))
}

function namedLogarithm(inner: Polynomial, isIndependent: boolean, algebra: Algebra): Fraction {
  const part = { above: inner, below: UNITY }
  return algebra.entered(`ln(${polynomialKey(inner)})`, {
    kind: 'logarithm',
    isConstant: algebra.areConstant([part]),
    isUnit: false,
    isReal: algebra.areReal([part]),
    isIndependent,
    inner,
  })
}

/** |u|: for a complex u the root of u·ū. */
export function absoluteValue(value: Fraction, algebra: Algebra): Fraction {
  if (!algebra.areReal([value]))
    return rootOf(algebra.multiply(value, algebra.conjugate(value)), { n: 1n, d: 2n }, algebra)
  const above = absoluteOfPart(value.above, algebra)
  return value.below === UNITY ? above : algebra.divide(above, absoluteOfPart(value.below, algebra))
}

function absoluteOfPart(value: Polynomial, algebra: Algebra): Fraction {
  if (value.size === 0) return algebra.whole(0)
  const content = contentOf(value)
  const leading = leadingTerm(value)!.coefficient
  const factor = leading.n < 0n ? negate(content) : content
  const primitive = scalePolynomial(value, divide(ONE, factor)!)
  let result = algebra.constant(content)
  const term = onlyTerm(primitive)
  if (term === undefined) return algebra.multiply(result, namedAbsolute(primitive, algebra))
  for (const [name, exponent] of term.monomial) {
    const known = algebra.generators.get(name)!
    // x^(2/3) and √x are never negative; ∛x may be.
    const isEven = exponent.n % 2n === 0n || exponent.d % 2n === 0n
    const base =
      known.isUnit || known.kind === 'absolute' || isEven
        ? generatorFraction(name)
        : namedAbsolute(generator(name), algebra)
    const power = onlyTerm(base.above)!.monomial.map(([part]) => [part, exponent] as const)
    result = algebra.multiply(result, { above: algebra.reduce(single(power, ONE)), below: UNITY })
  }
  return result
}

function namedAbsolute(inner: Polynomial, algebra: Algebra): Fraction {
  const part = { above: inner, below: UNITY }
  return algebra.entered(`|${polynomialKey(inner)}|`, {
    kind: 'absolute',
    isConstant: algebra.areConstant([part]),
    isUnit: false,
    isReal: true,
    isIndependent: false,
    inner,
  })
}

/** sin(t·π) for t in twelfths of a turn that have a value in square roots. */
export function sineOfTurns(turns: Rational, algebra: Algebra): Fraction | undefined {
  const part = subtract(turns, multiply(integer(2), floor(rational(turns.n, turns.d * 2n)!)))
  const twelfths = multiply(part, integer(12))
  if (!isInteger(twelfths)) return undefined
  const step = Number(twelfths.n)
  const size = step % 12 > 6 ? 12 - (step % 12) : step % 12
  const square = SQUARES_OF_SINES[size]
  if (square === undefined) return undefined
  const value = square === 0 ? algebra.whole(0) : rootOfRational(rational(BigInt(square), 4n)!, HALF, algebra)
  return step < 12 ? value : algebra.negate(value)
}

/** 4·sin²(k·π/12). */
const SQUARES_OF_SINES: Readonly<Record<number, number>> = { 0: 0, 2: 1, 3: 2, 4: 3, 6: 4 }

import { spend, type Work } from '../work.js'
import { add, divide, multiply, ONE, type Rational, size, ZERO } from './rational.js'

/** x²y^{1/2}: generators in alphabetical order, each with an exponent that is not 0. */
export type Monomial = readonly (readonly [generator: string, exponent: Rational])[]

export interface Term {
  readonly monomial: Monomial
  readonly coefficient: Rational
}

/** Terms by the key of their monomial; no coefficient is 0. */
export type Polynomial = ReadonlyMap<string, Term>

/** Raised where a polynomial has too many terms to be worked with. */
export const TOO_MANY_TERMS = Object.freeze({ _tag: 'TooManyTerms' as const })

const MOST_TERMS = 400

/** Binary digits of the longest coefficient. */
const LONGEST_COEFFICIENT = 12_000

export const NOTHING: Polynomial = new Map()

export const constantPolynomial = (value: Rational): Polynomial =>
  value.n === 0n ? NOTHING : new Map([['', { monomial: [], coefficient: value }]])

export const UNITY: Polynomial = constantPolynomial(ONE)

export const generator = (name: string, exponent: Rational = ONE): Polynomial =>
  single([[name, exponent]], ONE)

/** A polynomial of one term. */
export const single = (monomial: Monomial, coefficient: Rational): Polynomial =>
  coefficient.n === 0n ? NOTHING : new Map([[keyOf(monomial), { monomial, coefficient }]])

/** Distinct monomials have distinct keys: lengths stand before names. */
export const keyOf = (monomial: Monomial): string =>
  monomial
    .map(([name, { n, d }]) =>
      n === 1n && d === 1n ? `${name.length}:${name}` : `${name.length}:${name}^${n}/${d}`,
    )
    .join('·')

/** Equal polynomials have equal keys. */
export const polynomialKey = (polynomial: Polynomial): string =>
  [...polynomial]
    .map(([key, { coefficient }]) => `${coefficient.n}/${coefficient.d}*${key}`)
    .sort()
    .join('+')

export function addPolynomials(a: Polynomial, b: Polynomial, work: Work): Polynomial {
  spend(work, 1 + b.size)
  const result = new Map(a)
  for (const [key, term] of b) addTerm(result, key, term)
  return checked(result)
}

export function addTerm(result: Map<string, Term>, key: string, term: Term): void {
  const before = result.get(key)
  if (before === undefined) {
    result.set(key, term)
    return
  }
  const coefficient = add(before.coefficient, term.coefficient)
  if (coefficient.n === 0n) result.delete(key)
  else result.set(key, { monomial: term.monomial, coefficient })
}

export function scalePolynomial(a: Polynomial, factor: Rational): Polynomial {
  if (factor.n === 0n) return NOTHING
  if (factor.n === 1n && factor.d === 1n) return a
  return new Map(
    [...a].map(([key, { monomial, coefficient }]) => [
      key,
      { monomial, coefficient: multiply(coefficient, factor) },
    ]),
  )
}

export const negatePolynomial = (a: Polynomial): Polynomial => scalePolynomial(a, { n: -1n, d: 1n })

export function multiplyPolynomials(a: Polynomial, b: Polynomial, work: Work): Polynomial {
  if (a === UNITY) return b
  if (b === UNITY) return a
  const result = new Map<string, Term>()
  // A product of two terms makes a monomial and its key: a few microseconds.
  spend(work, 1 + 4 * a.size * b.size)
  for (const left of a.values()) {
    for (const right of b.values()) {
      const monomial = multiplyMonomials(left.monomial, right.monomial)
      addTerm(result, keyOf(monomial), {
        monomial,
        coefficient: multiply(left.coefficient, right.coefficient),
      })
    }
    checked(result)
  }
  return result
}

function checked(result: Map<string, Term>): Polynomial {
  if (result.size > MOST_TERMS) throw TOO_MANY_TERMS
  for (const { coefficient } of result.values()) {
    if (size(coefficient) > LONGEST_COEFFICIENT) throw TOO_MANY_TERMS
  }
  return result
}

function multiplyMonomials(a: Monomial, b: Monomial): Monomial {
  if (a.length === 0) return b
  if (b.length === 0) return a
  const result: (readonly [string, Rational])[] = []
  let [i, j] = [0, 0]
  while (i < a.length || j < b.length) {
    const [left, right] = [a[i], b[j]]
    if (right === undefined || (left !== undefined && left[0] < right[0])) {
      result.push(left!)
      i++
    } else if (left === undefined || right[0] < left[0]) {
      result.push(right)
      j++
    } else {
      const exponent = add(left[1], right[1])
      if (exponent.n !== 0n) result.push([left[0], exponent])
      i++
      j++
    }
  }
  return result
}

export const powerOfMonomial = (monomial: Monomial, exponent: Rational): Monomial =>
  exponent.n === 0n ? [] : monomial.map(([name, before]) => [name, multiply(before, exponent)] as const)

/** Lexicographic: the earliest generator whose exponents differ decides. */
function compareMonomials(a: Monomial, b: Monomial): number {
  let [i, j] = [0, 0]
  while (i < a.length || j < b.length) {
    const [left, right] = [a[i], b[j]]
    if (right === undefined || (left !== undefined && left[0] < right[0])) return sign(left![1])
    if (left === undefined || right[0] < left[0]) return -sign(right[1])
    const difference = left[1].n * right[1].d - right[1].n * left[1].d
    if (difference !== 0n) return difference > 0n ? 1 : -1
    i++
    j++
  }
  return 0
}

const sign = (value: Rational): number => (value.n > 0n ? 1 : value.n < 0n ? -1 : 0)

/** The term of the largest monomial. */
export function leadingTerm(polynomial: Polynomial): Term | undefined {
  let leading: Term | undefined
  for (const term of polynomial.values()) {
    if (leading === undefined || compareMonomials(term.monomial, leading.monomial) > 0) leading = term
  }
  return leading
}

/** The only term of a polynomial of one. */
export function onlyTerm(polynomial: Polynomial): Term | undefined {
  if (polynomial.size !== 1) return undefined
  const [term] = polynomial.values()
  return term
}

/** The value of a polynomial without generators. */
export function constantOf(polynomial: Polynomial): Rational | undefined {
  if (polynomial.size === 0) return ZERO
  const term = onlyTerm(polynomial)
  return term?.monomial.length === 0 ? term.coefficient : undefined
}

/** a / b where the division leaves no remainder, by leading terms. */
export function divideExactly(a: Polynomial, b: Polynomial, work: Work): Polynomial | undefined {
  const divisor = leadingTerm(b)
  if (divisor === undefined) return undefined
  const inverse = powerOfMonomial(divisor.monomial, { n: -1n, d: 1n })
  const quotient = new Map<string, Term>()
  let rest = a
  for (let step = 0; rest.size > 0; step++) {
    if (step > MOST_TERMS || rest.size > MOST_TERMS) return undefined
    spend(work, rest.size)
    const leading = leadingTerm(rest)!
    const monomial = multiplyMonomials(leading.monomial, inverse)
    if (monomial.some(([, exponent]) => exponent.n < 0n)) return undefined
    const coefficient = divide(leading.coefficient, divisor.coefficient)!
    const term = single(monomial, coefficient)
    addTerm(quotient, keyOf(monomial), { monomial, coefficient })
    rest = addPolynomials(rest, negatePolynomial(multiplyPolynomials(term, b, work)), work)
  }
  return quotient
}

/** The largest monomial that divides every term. */
export function commonMonomial(polynomials: readonly Polynomial[]): Monomial {
  let common: Map<string, Rational> | undefined
  for (const polynomial of polynomials) {
    for (const { monomial } of polynomial.values()) {
      const here = new Map(monomial)
      common ??= new Map(here)
      for (const name of new Set([...common.keys(), ...here.keys()])) {
        const least = smaller(common.get(name) ?? ZERO, here.get(name) ?? ZERO)
        if (least.n === 0n) common.delete(name)
        else common.set(name, least)
      }
    }
  }
  return [...(common ?? [])].sort(([a], [b]) => (a < b ? -1 : 1))
}

const smaller = (a: Rational, b: Rational): Rational => (a.n * b.d < b.n * a.d ? a : b)

/** Every term divided by one monomial. */
export const divideByMonomial = (polynomial: Polynomial, monomial: Monomial): Polynomial => {
  if (monomial.length === 0) return polynomial
  const inverse = powerOfMonomial(monomial, { n: -1n, d: 1n })
  return new Map(
    [...polynomial.values()].map((term) => {
      const rest = multiplyMonomials(term.monomial, inverse)
      return [keyOf(rest), { monomial: rest, coefficient: term.coefficient }]
    }),
  )
}

import { type Algebra, type Fraction, fractionKey, PI } from './algebra.js'
import { addPolynomials, leadingTerm, type Polynomial, single, UNITY } from './polynomial.js'
import { sineOfTurns } from './powers.js'
import { integer, isInteger, multiply, negate, ONE, type Rational, rational } from './rational.js'

/** sin u, with quarter turns taken out of u and its sign in front. */
export function sineOf(angle: Fraction, algebra: Algebra): Fraction {
  return turned(angle, 0, algebra)
}

export function cosineOf(angle: Fraction, algebra: Algebra): Fraction {
  return turned(angle, 1, algebra)
}

/** sin(u + quarters·π/2). */
function turned(angle: Fraction, quarters: number, algebra: Algebra): Fraction {
  const { turns, rest } = withoutTurns(angle, algebra)
  const doubled = multiply(turns, integer(2))
  if (rest.above.size === 0) {
    const exact = sineOfTurns(rational(doubled.n + BigInt(quarters) * doubled.d, 2n * doubled.d)!, algebra)
    if (exact) return exact
  }
  if (turns.n !== 0n && !isInteger(doubled)) return named(angle, quarters, algebra)
  return named(rest, Number((((doubled.n + BigInt(quarters)) % 4n) + 4n) % 4n), algebra)
}

/** The multiple of π in an angle, where half of it is whole, or where nothing else is in it. */
function withoutTurns(
  angle: Fraction,
  algebra: Algebra,
): { readonly turns: Rational; readonly rest: Fraction } {
  const none = { turns: integer(0), rest: angle }
  if (angle.below !== UNITY) return none
  for (const { monomial, coefficient } of angle.above.values()) {
    const [only] = monomial
    if (monomial.length !== 1 || only![0] !== PI || only![1].n !== 1n || only![1].d !== 1n) continue
    const rest: Polynomial = addPolynomials(angle.above, single(monomial, negate(coefficient)), algebra.work)
    if (rest.size > 0 && !isInteger(multiply(coefficient, integer(2)))) return none
    return { turns: coefficient, rest: { above: rest, below: UNITY } }
  }
  return none
}

/** sin, cos, −sin, −cos of an angle with a positive leading coefficient. */
function named(angle: Fraction, quarters: number, algebra: Algebra): Fraction {
  if (angle.above.size === 0) return algebra.whole([0, 1, 0, -1][quarters]!)
  const isNegative = leadingTerm(angle.above)!.coefficient.n < 0n
  const positive = isNegative ? algebra.negate(angle) : angle
  const facts = {
    isConstant: algebra.areConstant([angle]),
    isUnit: false,
    isReal: algebra.areReal([angle]),
    isIndependent: false,
  }
  const sine = `sin(${fractionKey(positive)})`
  algebra.enter(sine, { kind: 'sine', ...facts })
  const isCosine = quarters % 2 === 1
  const value = isCosine
    ? algebra.entered(`cos(${fractionKey(positive)})`, { kind: 'cosine', partner: sine, ...facts }, ONE)
    : algebra.entered(sine, { kind: 'sine', ...facts }, ONE)
  const flips = quarters >= 2 !== (isNegative && !isCosine)
  return flips ? algebra.negate(value) : value
}

/** arcsin and arctan are odd. */
export function oddFunction(name: string, value: Fraction, algebra: Algebra): Fraction {
  if (value.above.size === 0) return algebra.whole(0)
  const isNegative = leadingTerm(value.above)!.coefficient.n < 0n
  const known = algebra.opaque(name, [isNegative ? algebra.negate(value) : value])
  return isNegative ? algebra.negate(known) : known
}

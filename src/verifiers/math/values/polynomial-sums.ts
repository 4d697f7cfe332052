import { children, type Tree } from '../tree.js'
import { add, integer, multiply, type Rational, rational, subtract, ZERO } from './rational.js'

const LARGEST_DEGREE = 16

/**
 * Σ f(k) over `count` whole numbers from the first on, for a polynomial f of degree d, by its differences (Newton):
 * Σ Δʲf·C(count, j + 1) for j up to d.
 *
 * @returns `undefined` where f is no polynomial in k, or of too high a degree
 */
export function sumOfPolynomial(
  body: Tree,
  variable: string,
  count: bigint,
  at: (step: bigint) => Rational | undefined,
): Rational | undefined {
  const degree = degreeIn(body, variable)
  if (degree === undefined || degree > LARGEST_DEGREE) return undefined
  let differences: Rational[] = []
  for (let step = 0n; step <= degree; step++) {
    const value = at(step)
    if (value === undefined) return undefined
    differences.push(value)
  }
  let total = ZERO
  let ways = integer(1)
  for (let j = 0n; differences.length > 0; j++) {
    ways = multiply(ways, rational(count - j, j + 1n)!)
    total = add(total, multiply(differences[0]!, ways))
    differences = differences.slice(1).map((value, index) => subtract(value, differences[index]!))
  }
  return total
}

/** The degree of a polynomial in one letter as it is written. */
function degreeIn(tree: Tree, variable: string): number | undefined {
  const degree = (part: Tree) => degreeIn(part, variable)
  switch (tree.kind) {
    case 'symbol':
      return tree.name === variable ? 1 : 0
    case 'negative':
      return degree(tree.operand)
    case 'sum':
      return combined(tree.terms.map(degree), Math.max)
    case 'product':
      return combined(tree.factors.map(degree), (a, b) => a + b)
    case 'quotient':
      return degree(tree.denominator) === 0 ? degree(tree.numerator) : undefined
    case 'power': {
      const [base, exponent] = [degree(tree.base), tree.exponent]
      if (base === 0 && degree(exponent) === 0) return 0
      const times = exponent.kind === 'number' && exponent.value.d === 1n ? Number(exponent.value.n) : -1
      return base === undefined || times < 0 ? undefined : base * times
    }
    default:
      return children(tree).every((part) => degree(part) === 0) ? 0 : undefined
  }
}

const combined = (
  degrees: readonly (number | undefined)[],
  combine: (a: number, b: number) => number,
): number | undefined =>
  degrees.reduce((a, b) => (a === undefined || b === undefined ? undefined : combine(a, b)))

import { children, type Iterated, negative, sum, symbol, type Tree, whole } from '../tree.js'
import {
  INDEXED,
  infinityOf,
  isIndexedBy,
  movedIndex,
  renameSymbol,
  substitute,
  symbolsOf,
} from '../tree-queries.js'
import { OUT_OF_WORK, spend, type Work } from '../work.js'
import { Algebra, type Fraction, fractionKey, NO_FORM, noForm } from './algebra.js'
import { evaluateExact } from './evaluate-exact.js'
import {
  addPolynomials,
  addTerm,
  commonMonomial,
  constantOf,
  divideByMonomial,
  keyOf,
  leadingTerm,
  negatePolynomial,
  type Polynomial,
  scalePolynomial,
  single,
  type Term,
  TOO_MANY_TERMS,
  UNITY,
} from './polynomial.js'
import { absoluteValue, logarithmOf, powerOf, rootOf } from './powers.js'
import { integer, isInteger, rational, toNumber } from './rational.js'
import { cosineOf, oddFunction, sineOf } from './trigonometry.js'

/** Two expressions in one algebra. */
export interface NormalPair {
  readonly algebra: Algebra
  readonly left: Fraction
  readonly right: Fraction
}

/** Share of the budget that a normal form may take before the comparison goes on without it. */
const SHARE = 0.3

/**
 * Both expressions as quotients of polynomials over the rationals in their symbols and in what else they contain.
 *
 * @returns `undefined` where one of them has no such form, or none within the limits of length
 */
export function normalPair(
  a: Tree,
  b: Tree,
  isComplex: (name: string) => boolean,
  work: Work,
): NormalPair | undefined {
  return inShare(work, (share) => {
    const algebra = new Algebra(share, isComplex)
    return { algebra, left: fractionOf(a, algebra), right: fractionOf(b, algebra) }
  })
}

/** One expression over real letters. */
export const normalForm = (tree: Tree, work: Work): Fraction =>
  fractionOf(tree, new Algebra(work, () => false))

/** Runs on a part of the budget; where that does not suffice there is no result, and the rest is left for something else. */
export function inShare<Result>(work: Work, run: (share: Work) => Result): Result | undefined {
  const share = { left: Math.floor(work.left * SHARE) }
  const before = share.left
  try {
    return run(share)
  } catch (raised) {
    if (raised === NO_FORM || raised === TOO_MANY_TERMS || raised === OUT_OF_WORK) return undefined
    throw raised
  } finally {
    work.left -= before - Math.max(0, share.left)
  }
}

/**
 * Whether two expressions are the same for all values of their symbols.
 *
 * @returns `undefined` where equal normal forms are not found, but identities between the functions in them are not ruled out
 */
export function equalNormalForms({ algebra, left, right }: NormalPair): boolean | undefined {
  const difference = addPolynomials(
    algebra.product(left.above, right.below),
    negatePolynomial(algebra.product(right.above, left.below)),
    algebra.work,
  )
  if (difference.size === 0) return true
  return isDecisive(difference, algebra) ? false : undefined
}

/** Whether a polynomial that is not 0 term by term is not 0. */
export function isDecisive(polynomial: Polynomial, algebra: Algebra): boolean {
  return algebra.areIndependent([{ above: polynomial, below: UNITY }])
}

function fractionOf(tree: Tree, algebra: Algebra): Fraction {
  spend(algebra.work, 1)
  const of = (part: Tree) => fractionOf(part, algebra)
  switch (tree.kind) {
    case 'number':
      return algebra.constant(tree.value)
    case 'symbol':
      return algebra.symbol(tree.name)
    case 'constant':
      if (tree.name === 'pi') return algebra.pi()
      if (tree.name === 'i') return algebra.imaginary()
      return tree.name === 'e' ? algebra.exponential([], integer(1)) : noForm()
    case 'negative':
      return algebra.negate(of(tree.operand))
    case 'percent':
      return algebra.multiply(of(tree.operand), algebra.constant(rational(1n, 100n)!))
    case 'quantity':
      if (tree.unit !== 'degree') return noForm()
      return algebra.multiply(
        algebra.multiply(of(tree.value), algebra.pi()),
        algebra.constant(rational(1n, 180n)!),
      )
    case 'sum':
      return tree.terms.map(of).reduce((a, b) => algebra.add(a, b))
    case 'product':
      return tree.factors.map(of).reduce((a, b) => algebra.multiply(a, b))
    case 'quotient':
      return algebra.divide(of(tree.numerator), of(tree.denominator))
    case 'ratio':
      return tree.parts.map(of).reduce((a, b) => algebra.divide(a, b))
    case 'power':
      return powerOf(of(tree.base), of(tree.exponent), algebra)
    case 'call':
      return callOf(tree, algebra)
    case 'iterated':
      return iteratedOf(tree, algebra)
    case 'setOperation':
      return algebra.symbol(nameOfSet(tree))
    default:
      return noForm()
  }
}

/** A ∪ B by one name, whichever stands first. */
function nameOfSet(tree: Tree): string {
  if (tree.kind === 'symbol') return tree.name
  if (tree.kind === 'call' && tree.name === 'conjugate') return `(${nameOfSet(tree.arguments[0]!)})ᶜ`
  if (tree.kind !== 'setOperation') return noForm()
  const names = tree.operands.map(nameOfSet)
  return `(${(tree.operator === 'difference' ? names : names.sort()).join(` ${tree.operator} `)})`
}

const HALF = { n: 1n, d: 2n }

function callOf(tree: Tree & { kind: 'call' }, algebra: Algebra): Fraction {
  const { name } = tree
  if (name === 'apply') return applicationOf(tree, algebra)
  const args = tree.arguments.map((argument) => fractionOf(argument, algebra))
  const [first, second] = args as [Fraction, Fraction | undefined]
  if (first === undefined) return noForm()
  const one = algebra.whole(1)
  const exponential = (times: 1 | -1) =>
    powerOf(algebra.exponential([], integer(1)), times === 1 ? first : algebra.negate(first), algebra)
  const half = (value: Fraction) => algebra.multiply(value, algebra.constant(HALF))
  const area = (sign: 1 | -1) => {
    const square = algebra.add(algebra.multiply(first, first), algebra.whole(sign))
    return logarithmOf(algebra.add(first, rootOf(square, HALF, algebra)), algebra)
  }
  const quarterTurn = () => half(algebra.pi())
  switch (name) {
    case 'based':
      return first
    case 'exp':
      return exponential(1)
    case 'root': {
      const degree = second && second.below === UNITY ? constantOf(second.above) : undefined
      if (degree === undefined)
        return second ? powerOf(first, algebra.divide(one, second), algebra) : noForm()
      if (degree.n === 0n) return noForm()
      const exponent = rational(degree.d, degree.n)!
      return isInteger(exponent)
        ? powerOf(first, algebra.constant(exponent), algebra)
        : rootOf(first, exponent, algebra)
    }
    case 'ln':
      return logarithmOf(first, algebra)
    case 'log':
      return second ? algebra.divide(logarithmOf(first, algebra), logarithmOf(second, algebra)) : noForm()
    case 'sin':
      return sineOf(first, algebra)
    case 'cos':
      return cosineOf(first, algebra)
    case 'tan':
      return algebra.divide(sineOf(first, algebra), cosineOf(first, algebra))
    case 'cot':
      return algebra.divide(cosineOf(first, algebra), sineOf(first, algebra))
    case 'sec':
      return algebra.divide(one, cosineOf(first, algebra))
    case 'csc':
      return algebra.divide(one, sineOf(first, algebra))
    case 'sinh':
      return half(algebra.subtract(exponential(1), exponential(-1)))
    case 'cosh':
      return half(algebra.add(exponential(1), exponential(-1)))
    case 'tanh':
    case 'coth':
    case 'sech':
    case 'csch': {
      const [plus, minus] = [exponential(1), exponential(-1)]
      const [sine, cosine] = [algebra.subtract(plus, minus), algebra.add(plus, minus)]
      if (name === 'tanh') return algebra.divide(sine, cosine)
      if (name === 'coth') return algebra.divide(cosine, sine)
      return algebra.divide(algebra.whole(2), name === 'sech' ? cosine : sine)
    }
    case 'arcsin':
    case 'arctan':
      return oddFunction(name, first, algebra)
    case 'arccos':
      return algebra.subtract(quarterTurn(), oddFunction('arcsin', first, algebra))
    case 'arccot':
      return algebra.subtract(quarterTurn(), oddFunction('arctan', first, algebra))
    case 'arcsec':
      return algebra.subtract(quarterTurn(), oddFunction('arcsin', algebra.divide(one, first), algebra))
    case 'arccsc':
      return oddFunction('arcsin', algebra.divide(one, first), algebra)
    case 'arcsinh':
      return area(1)
    case 'arccosh':
      // Of a number below 1 it is another one.
      if (first.below !== UNITY || !constantOf(first.above)) return area(-1)
      break
    case 'abs':
      return absoluteValue(first, algebra)
    case 'conjugate':
      return algebra.conjugate(first)
    case 're':
      return half(algebra.add(first, algebra.conjugate(first)))
    case 'im':
      return algebra.divide(half(algebra.subtract(first, algebra.conjugate(first))), algebra.imaginary())
    case 'factorial':
      return factorialOf(first, algebra)
    case 'permutations':
      return second
        ? algebra.divide(factorialOf(first, algebra), factorialOf(algebra.subtract(first, second), algebra))
        : noForm()
    case 'binomial':
      return second
        ? algebra.divide(
            factorialOf(first, algebra),
            algebra.multiply(
              factorialOf(second, algebra),
              factorialOf(algebra.subtract(first, second), algebra),
            ),
          )
        : noForm()
  }
  const exact = args.every((argument) => argument.below === UNITY && constantOf(argument.above))
    ? evaluateExact(tree, algebra.work)
    : undefined
  if (exact) return algebra.constant(exact)
  if (SYMMETRIC.has(name))
    return algebra.opaque(
      name,
      [...args].sort((a, b) => (fractionKey(a) < fractionKey(b) ? -1 : 1)),
    )
  if (name === 'cross' && second) return crossProduct(first, second, algebra)
  return algebra.opaque(name, args, { isReal: name === 'arg' || algebra.areReal(args) })
}

const SYMMETRIC = new Set(['max', 'min', 'gcd', 'lcm', 'dot'])

/** a × b = −(b × a). */
function crossProduct(a: Fraction, b: Fraction, algebra: Algebra): Fraction {
  const [left, right] = [fractionKey(a), fractionKey(b)]
  if (left === right) return algebra.whole(0)
  return left < right ? algebra.opaque('×', [a, b]) : algebra.negate(algebra.opaque('×', [b, a]))
}

/** f(x) for an f of which nothing is known. */
function applicationOf(tree: Tree & { kind: 'call' }, algebra: Algebra): Fraction {
  const [name, ...rest] = tree.arguments
  const items = rest.flatMap((part) => (part.kind === 'list' ? part.items : [part]))
  const args = items.map((item) => fractionOf(item, algebra))
  const label = name?.kind === 'symbol' ? name.name : noForm()
  return algebra.opaque(`apply ${label}`, args, {
    isConstant: false,
    isIndependent: algebra.areIndependent(args),
  })
}

/** Largest whole number that a factorial is shifted by: (n+2)! is (n+2)(n+1)·n!. */
const LARGEST_SHIFT = 12n

function factorialOf(value: Fraction, algebra: Algebra): Fraction {
  if (value.below !== UNITY) return algebra.opaque('!', [value])
  const shift = value.above.get('')?.coefficient ?? integer(0)
  if (value.above.size === (shift.n === 0n ? 0 : 1)) {
    const exact = isInteger(shift) && shift.n >= 0n && shift.n <= 500n ? shift.n : undefined
    if (exact === undefined) return noForm()
    let result = 1n
    for (let factor = 2n; factor <= exact; factor++) result *= factor
    return algebra.constant(integer(result))
  }
  if (!isInteger(shift) || shift.n === 0n || shift.n > LARGEST_SHIFT || shift.n < -LARGEST_SHIFT)
    return algebra.opaque('!', [value])
  let result = algebra.opaque('!', [algebra.subtract(value, algebra.constant(shift))])
  const base = algebra.subtract(value, algebra.constant(shift))
  for (let step = 1n; step <= shift.n; step++)
    result = algebra.multiply(result, algebra.add(base, algebra.constant(integer(step))))
  for (let step = 0n; step > shift.n; step--)
    result = algebra.divide(result, algebra.add(base, algebra.constant(integer(step))))
  return result
}

/** Σ, Π, ∫ and lim by their form, whatever the bound letter is called. */
function iteratedOf(written: Iterated, algebra: Algebra): Fraction {
  const tree = fromZero(written)
  const bound = `•${depthOf(tree.body)}`
  const body = fractionOf(renameSymbol(tree.body, tree.variable, bound), algebra)
  if (tree.operator === 'limit' && tree.from) {
    const isFar = infinityOf(tree.from) !== undefined
    const limit = isFar ? limitAtInfinity(body, bound, algebra) : limitAt(body, bound, tree.from, algebra)
    if (limit) return limit
  }
  const isProper = [tree.from, tree.to].every((end) => end !== undefined && infinityOf(end) === undefined)
  if (tree.operator === 'integral' && isProper) {
    const [from, to] = [fractionOf(tree.from!, algebra), fractionOf(tree.to!, algebra)]
    const value = integralOf(body, bound, from, to, algebra)
    if (value) return value
  }
  const [from, to] = [tree.from, tree.to].map((end) => endKey(end, algebra))
  const { factor, rest } =
    tree.operator === 'sum' ? factorsOf(body, bound, algebra) : { factor: undefined, rest: body }
  const value = algebra.opaque(`${tree.operator}${tree.side ?? ''} ${bound} ${from}..${to}`, [rest], {
    isConstant: false,
  })
  return factor ? algebra.multiply(factor, value) : value
}

/** Σ f(k + 1) from 0 for Σ f(k) from 1, also where k is an index. */
function fromZero(tree: Iterated): Iterated {
  const { variable, from, to, body } = tree
  const isSeries = tree.operator === 'sum' || tree.operator === 'product'
  if (!isSeries || from?.kind !== 'number' || from.value.n === 0n || !to) return tree
  const indexed = [...symbolsOf(body).keys()].filter((name) => isIndexedBy(name, variable))
  if (!indexed.every((name) => INDEXED.exec(name)?.[2] === variable)) return tree
  const shift = toNumber(from.value)
  if (indexed.length > 0 && !Number.isSafeInteger(shift)) return tree
  return {
    ...tree,
    from: whole(0),
    to: infinityOf(to) === undefined ? sum(to, negative(from)) : to,
    body:
      indexed.length > 0
        ? movedIndex(body, variable, shift)
        : substitute(body, variable, sum(symbol(variable), from)),
  }
}

/** What may stand before Σ: the factors of all terms without the bound letter. */
function factorsOf({ above, below }: Fraction, bound: string, algebra: Algebra) {
  const [first, second] = [above, below].map((polynomial) => {
    const common = commonMonomial([polynomial]).filter(([name]) => !name.includes(bound))
    const { coefficient } = leadingTerm(polynomial) ?? { coefficient: integer(1) }
    const rest = scalePolynomial(
      divideByMonomial(polynomial, common),
      rational(coefficient.d, coefficient.n)!,
    )
    return { factor: { above: single(common, coefficient), below: UNITY }, rest }
  }) as [{ factor: Fraction; rest: Polynomial }, { factor: Fraction; rest: Polynomial }]
  const rest: Fraction = { above: first.rest, below: below === UNITY ? UNITY : second.rest }
  return { factor: algebra.divide(first.factor, second.factor), rest }
}

/** An end of a range as part of a name. */
const endKey = (end: Tree | undefined, algebra: Algebra): string => {
  const infinite = end && infinityOf(end)
  if (infinite) return infinite > 0 ? '∞' : '−∞'
  return end ? fractionKey(fractionOf(end, algebra)) : ''
}

/** The coefficients of a polynomial in one symbol, lowest power first; `undefined` if the symbol is anywhere else in it. */
function coefficientsOf(polynomial: Polynomial, name: string): readonly Polynomial[] | undefined {
  const coefficients: Map<string, Term>[] = []
  for (const { monomial, coefficient } of polynomial.values()) {
    const power = monomial.find(([other]) => other === name)?.[1] ?? integer(0)
    const rest = monomial.filter(([other]) => other !== name)
    if (!isInteger(power) || power.n < 0n || power.n > MOST_POWERS) return undefined
    if (rest.some(([other]) => other.includes(name))) return undefined
    const at = Number(power.n)
    coefficients[at] ??= new Map()
    addTerm(coefficients[at], keyOf(rest), { monomial: rest, coefficient })
  }
  return Array.from(coefficients, (part) => part ?? new Map())
}

const MOST_POWERS = 64n

/** The integral of a polynomial, term by term. */
function integralOf(
  { above, below }: Fraction,
  name: string,
  from: Fraction,
  to: Fraction,
  algebra: Algebra,
): Fraction | undefined {
  const coefficients = below === UNITY ? coefficientsOf(above, name) : undefined
  let total = algebra.whole(0)
  for (const [power, coefficient] of coefficients?.entries() ?? []) {
    const exponent = algebra.whole(power + 1)
    const change = algebra.subtract(powerOf(to, exponent, algebra), powerOf(from, exponent, algebra))
    const part = { above: coefficient, below: UNITY }
    total = algebra.add(total, algebra.divide(algebra.multiply(part, change), exponent))
  }
  return coefficients && total
}

/** The limit of a rational function at ∞ or −∞: 0, or the quotient of the leading coefficients. */
function limitAtInfinity(body: Fraction, name: string, algebra: Algebra): Fraction | undefined {
  const [above, below] = [coefficientsOf(body.above, name), coefficientsOf(body.below, name)]
  if (!above || !below || below.length === 0 || above.length > below.length) return undefined
  if (above.length < below.length) return algebra.whole(0)
  return algebra.divide({ above: above.at(-1)!, below: UNITY }, { above: below.at(-1)!, below: UNITY })
}

/** The limit of a rational function where it has a value. */
function limitAt(body: Fraction, name: string, place: Tree, algebra: Algebra): Fraction | undefined {
  const [above, below] = [coefficientsOf(body.above, name), coefficientsOf(body.below, name)]
  if (!above || !below) return undefined
  const at = fractionOf(place, algebra)
  const value = (coefficients: readonly Polynomial[]): Fraction =>
    coefficients.reduceRight<Fraction>(
      (total, coefficient) => algebra.add(algebra.multiply(total, at), { above: coefficient, below: UNITY }),
      algebra.whole(0),
    )
  const bottom = value(below)
  return bottom.above.size === 0 ? undefined : algebra.divide(value(above), bottom)
}

const depthOf = (tree: Tree): number => {
  let depth = tree.kind === 'iterated' ? 1 : 0
  for (const child of children(tree))
    depth = Math.max(depth, depthOf(child) + (tree.kind === 'iterated' ? 1 : 0))
  return depth
}

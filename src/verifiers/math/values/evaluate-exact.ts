import { type Iterated, negative, type Tree } from '../tree.js'
import { OUT_OF_WORK, spend, type Work } from '../work.js'
import { floorPrecisely } from './evaluate-64-digits.js'
import { withoutCommonFactorial } from './factorial-quotients.js'
import { sumOfPolynomial } from './polynomial-sums.js'
import {
  absolute, add, bits, compareRationals, divide, exactRoot, floor, greatestCommonDivisor, integer, isInteger, multiply,
  negate, ONE, type Rational, rational, size, subtract, ZERO,
} from './rational.js' // biome-ignore format: one line of names

/** Binary digits of the largest number that is computed: about 60,000 decimal digits. */
const LARGEST_BITS = 200_000

const LARGEST_FACTORIAL = 5_000n

/**
 * Euclid's algorithm takes time in proportion to the product of the lengths. This many binary digits times binary
 * digits are reduced to lowest terms at once, about 20 ms: a fraction of two numbers of 6,000 decimal digits.
 */
const LARGEST_REDUCTION = 400_000_000

type Call = Tree & { kind: 'call' }

/** Values of symbols. */
export type Assignment = ReadonlyMap<string, Rational>

/**
 * The exact value of an expression, if it is a rational number that integer arithmetic reaches.
 *
 * @returns `undefined` where the value is irrational, undefined (1/0) or not known exactly.
 */
export function evaluateExact(tree: Tree, work: Work, values?: Assignment): Rational | undefined {
  spend(work, 1)
  const evaluate = (part: Tree) => evaluateExact(part, work, values)
  switch (tree.kind) {
    case 'number':
      return tree.value
    case 'symbol':
      return values?.get(tree.name)
    case 'negative': {
      const value = evaluate(tree.operand)
      return value && negate(value)
    }
    case 'percent': {
      const value = evaluate(tree.operand)
      return value && multiply(value, rational(1n, 100n)!)
    }
    case 'sum':
      return fold(tree.terms, evaluate, add, ZERO, work)
    case 'product':
      return fold(tree.factors, evaluate, multiply, ONE, work)
    case 'quotient': {
      const { numerator, denominator } = withoutCommonFactorial(tree, evaluate)
      const above = evaluate(numerator)
      const below = above && evaluate(denominator)
      return below && paidDivide(above!, below, work)
    }
    case 'ratio': {
      let value: Rational | undefined
      for (const part of tree.parts) {
        const next = evaluate(part)
        if (next === undefined) return undefined
        value = value === undefined ? next : paidDivide(value, next, work)
        if (value === undefined) return undefined
      }
      return value
    }
    case 'power': {
      const base = evaluate(tree.base)
      const exponent = base && evaluate(tree.exponent)
      // 0^π
      if (base?.n === 0n && !exponent && !values && (floorPrecisely(tree.exponent, work) ?? 0n) > 0n)
        return ZERO
      return exponent && exactPower(base!, exponent, work)
    }
    case 'call': {
      const args: Rational[] = []
      for (const argument of tree.arguments) {
        const value = evaluate(argument)
        if (value === undefined) return values ? undefined : roundedPrecisely(tree, work)
        args.push(value)
      }
      return exactCall(tree.name, args, work)
    }
    case 'iterated':
      return exactSeries(tree, work, values)
    default:
      return undefined
  }
}

/** ⌊x⌋ and ⌈x⌉ of an irrational x. */
function roundedPrecisely({ name, arguments: [value] }: Call, work: Work): Rational | undefined {
  if (name !== 'floor' && name !== 'ceiling') return undefined
  const found = floorPrecisely(name === 'floor' ? value! : negative(value!), work)
  return found === undefined ? undefined : integer(name === 'floor' ? found : -found)
}

function fold(
  parts: readonly Tree[],
  evaluate: (part: Tree) => Rational | undefined,
  combine: (a: Rational, b: Rational) => Rational,
  start: Rational,
  work: Work,
): Rational | undefined {
  let total = start
  for (const part of parts) {
    const value = evaluate(part)
    if (value === undefined) return undefined
    payForFractions(total, value, work)
    total = combine(total, value)
    payForSize(total, work)
  }
  return total
}

/** Long numbers cost more than short ones. */
function payForSize(value: Rational, work: Work): void {
  const length = size(value)
  if (length > LARGEST_BITS) throw OUT_OF_WORK
  if (length > 2_000) spend(work, length >> 6)
}

/** Sums and products of integers need no reduction; those of fractions do. */
function payForFractions(a: Rational, b: Rational, work: Work): void {
  if (a.d === 1n && b.d === 1n) return
  payForReduction(size(a) + size(b), bits(a.d) + bits(b.d), work)
}

/** Pays for a greatest common divisor of two numbers of so many binary digits, before it is computed. */
function payForReduction(above: number, below: number, work: Work): void {
  const cost = above * below
  if (cost > LARGEST_REDUCTION) throw OUT_OF_WORK
  spend(work, Math.floor(cost / 2 ** 13))
}

function paidDivide(a: Rational, b: Rational, work: Work): Rational | undefined {
  payForReduction(bits(a.n) + bits(b.d), bits(a.d) + bits(b.n), work)
  return divide(a, b)
}

function paidDivisor(a: bigint, b: bigint, work: Work): bigint {
  payForReduction(bits(a), bits(b), work)
  return greatestCommonDivisor(a, b)
}

/** base^exponent where the result is rational. */
function exactPower(base: Rational, exponent: Rational, work: Work): Rational | undefined {
  if (!isInteger(exponent)) {
    if (exponent.d > 64n || base.n < 0n) return undefined
    const root = exactRoot(base, exponent.d)
    return root && exactPower(root, integer(exponent.n), work)
  }
  const times = exponent.n < 0n ? -exponent.n : exponent.n
  if (base.n === 0n) return exponent.n > 0n ? ZERO : exponent.n === 0n ? ONE : undefined
  if (absolute(base).n === 1n && base.d === 1n) return base.n > 0n || times % 2n === 0n ? ONE : integer(-1)
  const length = (bits(base.n) > 53 ? bits(base.n) : significantBits(base.n)) + significantBits(base.d)
  if (times > BigInt(LARGEST_BITS) || Number(times) * length > LARGEST_BITS) throw OUT_OF_WORK
  const result = { n: base.n ** times, d: base.d ** times }
  payForSize(result, work)
  if (exponent.n > 0n) return result
  // A power of a fraction in lowest terms is in lowest terms, and so is its reciprocal.
  return result.n < 0n ? { n: -result.d, d: -result.n } : { n: result.d, d: result.n }
}

const significantBits = (value: bigint): number => Math.ceil(Math.log2(Math.abs(Number(value)) + 1))

function exactCall(name: string, args: readonly Rational[], work: Work): Rational | undefined {
  const [first, second] = args as [Rational, Rational | undefined]
  switch (name) {
    case 'based':
    case 'conjugate':
    case 're':
      return first
    case 'abs':
      return absolute(first)
    case 'floor':
      return floor(first)
    case 'ceiling':
      return negate(floor(negate(first)))
    case 'sgn':
    case 'sign':
      return integer(first.n > 0n ? 1 : first.n < 0n ? -1 : 0)
    case 'max':
      return args.reduce((best, value) => (compareRationals(value, best) > 0 ? value : best))
    case 'min':
      return args.reduce((best, value) => (compareRationals(value, best) < 0 ? value : best))
    case 'gcd':
      return args.every(isInteger)
        ? integer(args.reduce((divisor, value) => paidDivisor(divisor, value.n, work), 0n))
        : undefined
    case 'lcm':
      if (!args.every(isInteger)) return undefined
      return args.some(({ n }) => n === 0n)
        ? integer(0)
        : absolute(
            integer(
              args.reduce(
                (multiple, value) => multiple * (value.n / paidDivisor(multiple, value.n, work)),
                1n,
              ),
            ),
          )
    case 'mod':
      return second && second.n !== 0n
        ? subtract(first, multiply(second, floor(paidDivide(first, second, work)!)))
        : undefined
    case 'gamma':
      return exactCall('factorial', [subtract(first, ONE)], work)
    case 'factorial':
      return isInteger(first) && first.n >= 0n ? fallingProduct(first.n, first.n, 1n, work) : undefined
    case 'doubleFactorial':
      return isInteger(first) && first.n >= -1n
        ? fallingProduct(first.n, (first.n + 1n) / 2n, 2n, work)
        : undefined
    case 'binomial':
      return second && isInteger(first) && isInteger(second) ? binomial(first.n, second.n, work) : undefined
    case 'permutations':
      return second && isInteger(first) && isInteger(second) && second.n >= 0n && first.n >= second.n
        ? fallingProduct(first.n, second.n, 1n, work)
        : undefined
    case 'root':
      return second && isInteger(second) && second.n > 0n && second.n <= 64n
        ? exactRoot(first, second.n)
        : undefined
    default:
      return undefined
  }
}

/** Products of many large numbers are too long. */
function payForProduct(largest: bigint, count: bigint, work: Work): void {
  if (count > LARGEST_FACTORIAL || bits(largest) * Number(count) > LARGEST_BITS) throw OUT_OF_WORK
  spend(work, bits(largest) >> 4)
}

/** n (n − step) (n − 2·step) … with `count` factors. */
function fallingProduct(n: bigint, count: bigint, step: bigint, work: Work): Rational {
  payForProduct(n, count, work)
  spend(work, Number(count) * 2)
  let result = 1n
  for (let index = 0n; index < count; index++) result *= n - index * step
  return integer(result)
}

function binomial(n: bigint, k: bigint, work: Work): Rational | undefined {
  if (k < 0n) return ZERO
  if (n < 0n) return undefined
  if (k > n) return ZERO
  const fewer = k > n - k ? n - k : k
  payForProduct(n, fewer, work)
  spend(work, Number(fewer) * 3)
  let result = 1n
  for (let index = 1n; index <= fewer; index++) result = (result * (n - fewer + index)) / index
  return integer(result)
}

/** Sums of more terms are computed by a formula, where there is one. */
const LONGEST_SUM = 200n

/** Σ and Π over integer bounds. */
function exactSeries(tree: Iterated, work: Work, values?: Assignment): Rational | undefined {
  if (tree.operator !== 'sum' && tree.operator !== 'product') return undefined
  const from = tree.from && evaluateExact(tree.from, work, values)
  const to = tree.to && evaluateExact(tree.to, work, values)
  if (!from || !to || !isInteger(from) || !isInteger(to)) return undefined
  const count = to.n - from.n + 1n
  if (tree.operator === 'sum' && count > LONGEST_SUM) {
    const at = (step: bigint) =>
      evaluateExact(tree.body, work, new Map(values).set(tree.variable, integer(from.n + step)))
    const total = sumOfPolynomial(tree.body, tree.variable, count, at)
    if (total) return total
  }
  let total = tree.operator === 'sum' ? ZERO : ONE
  const combine = tree.operator === 'sum' ? add : multiply
  for (let index = from.n; index <= to.n; index++) {
    const term = evaluateExact(tree.body, work, new Map(values).set(tree.variable, integer(index)))
    if (term === undefined) return undefined
    payForFractions(total, term, work)
    total = combine(total, term)
    payForSize(total, work)
    spend(work, 3)
  }
  return total
}

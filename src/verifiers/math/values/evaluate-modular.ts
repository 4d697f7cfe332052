import type { Tree } from '../tree.js'
import { spend, type Work } from '../work.js'
import { evaluateExact } from './evaluate-exact.js'

/** Two Mersenne primes, taken in turn: what is a multiple of one is none of the other. */
const PRIMES = [2n ** 61n - 1n, 2n ** 127n - 1n] as const

/**
 * Whether two rational functions are the same, by their values modulo two large primes at pseudo-random points
 * (Schwartz–Zippel): polynomials of degree d that differ agree at one point with probability d / 2^61.
 *
 * @returns `undefined` if one of them is no rational function, or has no value at any of the points.
 */
export function equalModulo(a: Tree, b: Tree, work: Work): boolean | undefined {
  let agreed = 0
  for (let point = 1; point <= 6 && agreed < 3; point++) {
    const left = evaluateModulo(a, point, work)
    if (left === undefined) return undefined
    const right = evaluateModulo(b, point, work)
    if (right === undefined) return undefined
    if (left === POLE || right === POLE) continue
    if (left !== right) return false
    agreed++
  }
  return agreed > 1 ? true : undefined
}

/**
 * Whether two rational functions are in a constant ratio, by their values modulo two large primes.
 *
 * @returns `undefined` if one of them is no rational function, or has too few values
 */
export function sameRatioModulo(a: Tree, b: Tree, work: Work): boolean | undefined {
  const first: [bigint, bigint][] = []
  let agreed = 0
  for (let point = 1; point <= 10 && agreed < 4; point++) {
    const left = evaluateModulo(a, point, work)
    if (left === undefined) return undefined
    const right = evaluateModulo(b, point, work)
    if (right === undefined) return undefined
    if (left === POLE || right === POLE || left === 0n || right === 0n) continue
    const which = point % PRIMES.length
    const reference = first[which]
    if (reference === undefined) first[which] = [left, right]
    else {
      const prime = PRIMES[which]!
      if (modulo(left * reference[1] - right * reference[0], prime) !== 0n) return false
      agreed++
    }
  }
  return agreed > 1 ? true : undefined
}

/** A division by zero at this point. */
const POLE = -1n

/** The value modulo the point's prime, each symbol standing for a number hashed from its name and the point. */
function evaluateModulo(tree: Tree, point: number, work: Work): bigint | undefined {
  spend(work, 1)
  const prime = PRIMES[point % PRIMES.length]!
  switch (tree.kind) {
    case 'number':
      return divideModulo(modulo(tree.value.n, prime), modulo(tree.value.d, prime), prime, work)
    case 'symbol':
      return symbolValue(tree.name, point, prime)
    case 'negative': {
      const value = evaluateModulo(tree.operand, point, work)
      return value === undefined || value === POLE ? value : modulo(-value, prime)
    }
    case 'percent': {
      const value = evaluateModulo(tree.operand, point, work)
      return value === undefined || value === POLE ? value : divideModulo(value, 100n, prime, work)
    }
    case 'sum':
    case 'product': {
      let total = tree.kind === 'sum' ? 0n : 1n
      for (const part of tree.kind === 'sum' ? tree.terms : tree.factors) {
        const value = evaluateModulo(part, point, work)
        if (value === undefined || value === POLE) return value
        total = modulo(tree.kind === 'sum' ? total + value : total * value, prime)
      }
      return total
    }
    case 'quotient': {
      const above = evaluateModulo(tree.numerator, point, work)
      if (above === undefined || above === POLE) return above
      const below = evaluateModulo(tree.denominator, point, work)
      if (below === undefined || below === POLE) return below
      return divideModulo(above, below, prime, work)
    }
    case 'power': {
      const exponent = evaluateExact(tree.exponent, work)
      if (exponent === undefined || exponent.d !== 1n) return undefined
      const base = evaluateModulo(tree.base, point, work)
      if (base === undefined || base === POLE) return base
      if (base === 0n && exponent.n < 0n) return POLE
      const raised = powerModulo(base, exponent.n < 0n ? -exponent.n : exponent.n, prime, work)
      return exponent.n < 0n ? divideModulo(1n, raised, prime, work) : raised
    }
    case 'call':
      return tree.name === 'based' ? evaluateModulo(tree.arguments[0]!, point, work) : undefined
    default:
      return undefined
  }
}

const modulo = (value: bigint, prime: bigint): bigint => {
  const rest = value % prime
  return rest < 0n ? rest + prime : rest
}

function divideModulo(a: bigint, b: bigint, prime: bigint, work: Work): bigint {
  if (b === 1n) return a
  if (b === 0n) return POLE
  return modulo(a * powerModulo(b, prime - 2n, prime, work), prime)
}

function powerModulo(base: bigint, exponent: bigint, prime: bigint, work: Work): bigint {
  let result = 1n
  let square = base
  let rest = exponent
  if (rest >= prime - 1n) rest = (rest % (prime - 1n)) + (prime - 1n)
  while (rest > 0n) {
    if (rest & 1n) result = modulo(result * square, prime)
    square = modulo(square * square, prime)
    rest >>= 1n
  }
  spend(work, 2)
  return result
}

/** Two hashes of the name and the point, spread over the field. */
function symbolValue(name: string, point: number, prime: bigint): bigint {
  let [low, high] = [0x811c9dc5 ^ Math.imul(point, 0x9e3779b1), 0x2c1b3c6d ^ point]
  for (let index = 0; index < name.length; index++) {
    const code = name.charCodeAt(index)
    low = Math.imul(low ^ code, 0x01000193)
    high = Math.imul(high ^ code, 0x5bd1e995) ^ (high >>> 13)
  }
  const seed = (BigInt(high >>> 0) << 32n) | BigInt(low >>> 0)
  return modulo(seed * 0x9e3779b97f4a7c15f39cc0605cedc835n + BigInt(point) * 0xd1b54a32d192ed03n, prime)
}

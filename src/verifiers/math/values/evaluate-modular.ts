import type { Tree } from '../tree.js'
import { spend, type Work } from '../work.js'
import { evaluateExact } from './evaluate-exact.js'

/** 2^61 − 1, a prime. */
const PRIME = 2305843009213693951n

/**
 * Whether two rational functions are the same, by their values modulo a large prime at pseudo-random points
 * (Schwartz–Zippel): polynomials of degree d that differ agree at one point with probability d / 2^61.
 *
 * @returns `undefined` if one of them is no rational function, or has no value at any of the points.
 */
export function equalModulo(a: Tree, b: Tree, work: Work): boolean | undefined {
  let agreed = 0
  for (let point = 1; point <= 4 && agreed < 2; point++) {
    const left = evaluateModulo(a, point, work)
    if (left === undefined) return undefined
    const right = evaluateModulo(b, point, work)
    if (right === undefined) return undefined
    if (left === POLE || right === POLE) continue
    if (left !== right) return false
    agreed++
  }
  return agreed > 0 ? true : undefined
}

/** A division by zero at this point. */
export const POLE = -1n

/** The value modulo the prime, each symbol standing for a number hashed from its name and the point. */
export function evaluateModulo(tree: Tree, point: number, work: Work): bigint | undefined {
  spend(work, 1)
  switch (tree.kind) {
    case 'number':
      return divideModulo(modulo(tree.value.n), modulo(tree.value.d), work)
    case 'symbol':
      return symbolValue(tree.name, point)
    case 'negative': {
      const value = evaluateModulo(tree.operand, point, work)
      return value === undefined || value === POLE ? value : modulo(-value)
    }
    case 'percent': {
      const value = evaluateModulo(tree.operand, point, work)
      return value === undefined || value === POLE ? value : divideModulo(value, 100n, work)
    }
    case 'sum':
    case 'product': {
      let total = tree.kind === 'sum' ? 0n : 1n
      for (const part of tree.kind === 'sum' ? tree.terms : tree.factors) {
        const value = evaluateModulo(part, point, work)
        if (value === undefined || value === POLE) return value
        total = modulo(tree.kind === 'sum' ? total + value : total * value)
      }
      return total
    }
    case 'quotient': {
      const above = evaluateModulo(tree.numerator, point, work)
      if (above === undefined || above === POLE) return above
      const below = evaluateModulo(tree.denominator, point, work)
      if (below === undefined || below === POLE) return below
      return divideModulo(above, below, work)
    }
    case 'power': {
      const exponent = evaluateExact(tree.exponent, work)
      if (exponent === undefined || exponent.d !== 1n) return undefined
      const base = evaluateModulo(tree.base, point, work)
      if (base === undefined || base === POLE) return base
      if (base === 0n && exponent.n < 0n) return POLE
      const raised = powerModulo(base, exponent.n < 0n ? -exponent.n : exponent.n, work)
      return exponent.n < 0n ? divideModulo(1n, raised, work) : raised
    }
    case 'call':
      return tree.name === 'based' ? evaluateModulo(tree.arguments[0]!, point, work) : undefined
    default:
      return undefined
  }
}

const modulo = (value: bigint): bigint => {
  const rest = value % PRIME
  return rest < 0n ? rest + PRIME : rest
}

function divideModulo(a: bigint, b: bigint, work: Work): bigint {
  if (b === 1n) return a
  if (b === 0n) return POLE
  return modulo(a * powerModulo(b, PRIME - 2n, work))
}

function powerModulo(base: bigint, exponent: bigint, work: Work): bigint {
  let result = 1n
  let square = base
  let rest = exponent
  if (rest >= PRIME - 1n) rest = (rest % (PRIME - 1n)) + (PRIME - 1n)
  while (rest > 0n) {
    if (rest & 1n) result = modulo(result * square)
    square = modulo(square * square)
    rest >>= 1n
  }
  spend(work, 2)
  return result
}

/** FNV-1a of the name, spread over the field. */
function symbolValue(name: string, point: number): bigint {
  let hash = 0x811c9dc5 ^ Math.imul(point, 0x9e3779b1)
  for (let index = 0; index < name.length; index++)
    hash = Math.imul(hash ^ name.charCodeAt(index), 0x01000193)
  const low = BigInt(hash >>> 0)
  return modulo((low * 0x9e3779b97f4a7c15n + BigInt(point) * 0xd1b54a32d192ed03n) ^ (low << 29n))
}

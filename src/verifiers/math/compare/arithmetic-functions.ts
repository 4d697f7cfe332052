import { call, children, mapChildren, product, quotient, type Tree, whole } from '../tree.js'
import { mentions, symbolsOf } from '../tree-queries.js'
import { evaluateExact } from '../values/evaluate-exact.js'
import { isInteger } from '../values/rational.js'
import type { Work } from '../work.js'
import { withCalls } from './called-letters.js'

/** Largest number whose divisors are looked for. */
const LARGEST = 1_000_000n

/**
 * φ(36) = 12, σ(12) = 28, τ(12) = 6, μ(30) = −1, σ₀ and σ₂: Euler's function, sums and number of divisors, and Möbius' function, where such a letter
 * stands before a whole number and nowhere else: 2φ is a multiple of the golden ratio, and an equation says itself what σ(3) is.
 *
 * @returns `undefined` where there is none
 */
export function withArithmeticFunctions(tree: Tree, work: Work): Tree | undefined {
  if (!mentions(tree, ...NAMES) || mentions(tree, 'relation')) return undefined
  const value = withCalls(tree, (name, argument) => resultOf(name, argument, work))
  const isLeft = [...symbolsOf(value).keys()].some((name) => FUNCTION.test(name))
  return isLeft || mentions(value, ...NAMES) ? undefined : value
}

/** lcm(a, b) as ab/gcd(a, b), for numbers greater than 0. */
export function withLeastMultiples(tree: Tree): Tree {
  if (!hasLeastMultiples(tree)) return tree
  const inner = mapChildren(tree, withLeastMultiples)
  const [a, b, ...more] = inner.kind === 'call' && inner.name === 'lcm' ? inner.arguments : []
  return a && b && more.length === 0 ? quotient(product(a, b), call('gcd', a, b)) : inner
}

const hasLeastMultiples = (tree: Tree): boolean =>
  (tree.kind === 'call' && tree.name === 'lcm') || children(tree).some(hasLeastMultiples)

const NAMES = ['phi', 'sigma', 'tau', 'mu', 'sigma_0', 'sigma_1', 'sigma_2', 'sigma_3']
const FUNCTION = /^(?:phi|tau|mu|sigma(?:_([0-3]))?)$/

function resultOf(name: Tree, argument: Tree, work: Work): Tree | undefined {
  const found = name.kind === 'symbol' ? FUNCTION.exec(name.name) : null
  const value = found ? evaluateExact(argument, work) : undefined
  if (!found || !value || !isInteger(value) || value.n < 1n || value.n > LARGEST) return undefined
  const primes = factorsOf(value.n)
  const over = (of: (prime: bigint, exponent: bigint) => bigint) =>
    whole(primes.reduce((total, [prime, exponent]) => total * of(prime, exponent), 1n))
  if (found[0] === 'phi') return over((p, e) => p ** (e - 1n) * (p - 1n))
  if (found[0] === 'mu') return over((_, e) => (e > 1n ? 0n : -1n))
  const power = found[0] === 'tau' ? 0n : BigInt(found[1] ?? 1)
  return over((p, e) => {
    let total = 0n
    for (let k = 0n; k <= e; k++) total += p ** (k * power)
    return total
  })
}

/** Primes with their exponents. */
function factorsOf(n: bigint): readonly (readonly [bigint, bigint])[] {
  const found: [bigint, bigint][] = []
  let rest = n
  for (let prime = 2n; prime * prime <= rest; prime++) {
    let exponent = 0n
    for (; rest % prime === 0n; rest /= prime) exponent++
    if (exponent > 0n) found.push([prime, exponent])
  }
  return rest > 1n ? [...found, [rest, 1n]] : found
}

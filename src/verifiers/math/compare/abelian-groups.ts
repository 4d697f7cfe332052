import type { Tree } from '../tree.js'
import { toNumber } from '../values/rational.js'

/** Largest order that is taken apart. */
const LARGEST = 1_000_000
const MOST_FACTORS = 20

/** Whether two finitely generated abelian groups are isomorphic: ℤ₆ and ℤ₂ × ℤ₃ are, ℤ₄ and ℤ₂ × ℤ₂ are not. */
export function areIsomorphic(a: Tree, b: Tree): boolean {
  const [left, right] = [invariantsOf(a), invariantsOf(b)]
  return left !== undefined && left === right
}

/** The orders of the cyclic groups of prime power order, or 0 of ℤ, whose product a group is. */
function invariantsOf(tree: Tree): string | undefined {
  const orders = ordersOf(tree)
  return orders?.some((order) => order > 0)
    ? orders
        .flatMap(primePowersOf)
        .sort((a, b) => a - b)
        .join()
    : undefined
}

/** 6 and 6 of ℤ₆²; 0 of ℤ. */
function ordersOf(tree: Tree): readonly number[] | undefined {
  if (tree.kind === 'power') {
    const times = tree.exponent.kind === 'number' ? toNumber(tree.exponent.value) : 0
    const orders = ordersOf(tree.base)
    return orders && times >= 1 && times <= MOST_FACTORS && Number.isInteger(times)
      ? Array.from({ length: times }, () => orders).flat()
      : undefined
  }
  if (tree.kind === 'product') {
    const orders = tree.factors.map(ordersOf)
    return orders.length <= MOST_FACTORS && orders.every((order) => order !== undefined)
      ? orders.flat()
      : undefined
  }
  const [, order, times = '1'] = (tree.kind === 'namedSet' && CYCLIC.exec(tree.name)) || []
  if (tree.kind !== 'namedSet' || !CYCLIC.test(tree.name) || Number(times) > MOST_FACTORS) return undefined
  return Array.from({ length: Number(times) }, () => Number(order ?? 0))
}

const CYCLIC = /^integer(?:_(\d{1,6}))?(?:\^(\d{1,2}))?$/

/** 4 and 3 of 12. */
function primePowersOf(order: number): readonly number[] {
  if (order === 0 || order > LARGEST) return [order]
  const powers: number[] = []
  let rest = order
  for (let prime = 2; prime * prime <= rest; prime++) {
    let power = 1
    while (rest % prime === 0) {
      rest /= prime
      power *= prime
    }
    if (power > 1) powers.push(power)
  }
  return rest > 1 ? [...powers, rest] : powers
}

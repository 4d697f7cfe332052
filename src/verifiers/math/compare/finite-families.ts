import { children, number, type Tree, whole } from '../tree.js'
import { substitute, symbolsOf } from '../tree-queries.js'
import { evaluateExact } from '../values/evaluate-exact.js'
import { toNumber } from '../values/rational.js'
import { spend } from '../work.js'
import { holdsAt } from './conditions-at-integers.js'
import type { Comparison } from './context.js'
import type { Family } from './integer-families.js'

/** `\{x \in \mathbb{Z} : 1 \le x \le 3\}` is {1, 2, 3}: where no value is near the ends of what is run through. */
export function finiteSet(family: Family, c: Comparison): Tree | undefined {
  if (family.parameters.length !== 1 || family.conditions.length === 0) return undefined
  const last = Math.max(LAST_MEMBER, ...family.conditions.map((condition) => largestDivisor(condition, c)))
  if (last > LARGEST_DIVISOR) return undefined
  const items = membersUpTo(last, family, c)
  if (items?.length !== 0) return items && { kind: 'set', items }
  // n > 500 and 300 < n < 303 have members that are farther out.
  const farthest = Math.max(...family.conditions.map(largestNumber))
  if (farthest > LARGEST_BOUND || membersUpTo(2 * farthest + 20, family, c)?.length !== 0) return undefined
  const [name] = family.parameters as [string]
  const isOpen = [-FAR, FAR].some((k) =>
    family.conditions.every((condition) => holdsAt(condition, name, k, c)),
  )
  return isOpen ? undefined : { kind: 'namedSet', name: 'empty' }
}

const LARGEST_BOUND = 500

const FAR = 1_000_001

const largestNumber = (tree: Tree): number =>
  tree.kind === 'number' ? Math.abs(toNumber(tree.value)) : Math.max(0, ...children(tree).map(largestNumber))

/** The values for parameters up to a size; `undefined` where there may be more beyond. */
function membersUpTo(last: number, family: Family, c: Comparison): readonly Tree[] | undefined {
  const [name] = family.parameters as [string]
  const items: Tree[] = []
  for (let k = family.natural ? 1 : -last; k <= last; k++) {
    spend(c.work, 1)
    const holds = family.conditions.map((condition) => holdsAt(condition, name, k, c))
    if (holds.includes(undefined)) return undefined
    if (holds.includes(false)) continue
    if (Math.abs(k) > last - 10) return undefined
    items.push(...family.images.map((image) => valueAt(image, name, k, c)))
  }
  return items
}

const LAST_MEMBER = 110

const LARGEST_DIVISOR = 2_100

/** The divisors of 360 end at 360. */
function largestDivisor(condition: Tree, c: Comparison): number {
  const value =
    condition.kind === 'congruence' && symbolsOf(condition.modulus).size > 0
      ? evaluateExact(condition.operands[0]!, c.work)
      : undefined
  return value ? Math.abs(toNumber(value)) + 10 : 0
}

function valueAt(image: Tree, name: string, k: number, c: Comparison): Tree {
  const tree = substitute(image, name, whole(k))
  const exact = evaluateExact(tree, c.work)
  return exact ? number(exact) : tree
}

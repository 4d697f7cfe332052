import { call, children, mapChildren, product, sum, symbol, type Tree, whole } from '../tree.js'

/**
 * Probabilities of events made of other events: P(Aᶜ) is 1 − P(A), P(A ∪ B) is P(A) + P(B) − P(A ∩ B). Each becomes a sum of
 * probabilities of intersections, by the product of the indicators, of which Aᶜ has 1 − a.
 */
export const withIntersections = (tree: Tree): Tree => {
  if (tree.kind !== 'call' || tree.name !== 'apply') return mapChildren(tree, withIntersections)
  const [name, event, ...given] = tree.arguments as [Tree, Tree]
  if (name.kind !== 'symbol' || !/^P\|?$/.test(name.name)) return tree
  const indicator = indicatorOf(event)
  if (!indicator || indicator.size > MOST_TERMS) return tree
  const terms = [...indicator].map(([names, factor]) =>
    names === ''
      ? whole(factor)
      : product(whole(factor), call('apply', name, intersectionOf(names), ...given)),
  )
  return terms.length === 0 ? whole(0) : sum(...terms)
}

export const mentionsProbability = (tree: Tree): boolean =>
  (tree.kind === 'call' &&
    tree.name === 'apply' &&
    tree.arguments[0]!.kind === 'symbol' &&
    /^P\|?$/.test(tree.arguments[0]!.name)) ||
  children(tree).some(mentionsProbability)

const MOST_TERMS = 32

/** A polynomial in the indicators of single events: names joined by commas, each with its factor. */
type Indicator = ReadonlyMap<string, number>

const ONE: Indicator = new Map([['', 1]])

function indicatorOf(event: Tree): Indicator | undefined {
  const inner = complementOf(event)
  if (inner) {
    const indicator = indicatorOf(inner)
    return indicator && combined(ONE, indicator, -1)
  }
  if (event.kind === 'symbol' && /^[A-Z](?:_\w{1,4})?$/.test(event.name)) return new Map([[event.name, 1]])
  if (event.kind !== 'setOperation') return undefined
  const parts = event.operands.map(indicatorOf)
  return parts.reduce((left, right) => {
    if (!left || !right || left.size * right.size > MOST_TERMS) return undefined
    const both = multiplied(left, right)
    if (event.operator === 'intersection') return both
    return event.operator === 'union'
      ? combined(combined(left, right, 1), both, -1)
      : combined(left, both, -1)
  })
}

/** A of Aᶜ, A', Ā. */
function complementOf(tree: Tree): Tree | undefined {
  if (tree.kind === 'call' && tree.name === 'conjugate') return tree.arguments[0]
  if (
    tree.kind === 'power' &&
    tree.exponent.kind === 'symbol' &&
    /^(?:c|C|complement)$/.test(tree.exponent.name)
  )
    return tree.base
  return tree.kind === 'symbol' && /^[A-Z]'$/.test(tree.name) ? symbol(tree.name[0]!) : undefined
}

function combined(a: Indicator, b: Indicator, sign: 1 | -1): Indicator {
  const total = new Map(a)
  for (const [names, factor] of b) {
    const value = (total.get(names) ?? 0) + sign * factor
    if (value === 0) total.delete(names)
    else total.set(names, value)
  }
  return total
}

function multiplied(a: Indicator, b: Indicator): Indicator {
  let total: Indicator = new Map()
  for (const [left, factor] of a)
    for (const [right, other] of b) {
      const names = [...new Set(`${left},${right}`.split(',').filter((name) => name !== ''))].sort()
      total = combined(total, new Map([[names.join(), factor * other]]), 1)
    }
  return total
}

function intersectionOf(names: string): Tree {
  const operands = names.split(',').map(symbol)
  return operands.length === 1 ? operands[0]! : { kind: 'setOperation', operator: 'intersection', operands }
}

import {
  children,
  mapChildren,
  negative,
  power,
  product,
  quotient,
  sum,
  symbol,
  type Tree,
  whole,
} from '../tree.js'
import { isApplication, keyOf, mentions, symbolsOf } from '../tree-queries.js'

/**
 * Expectations of products and probabilities of events as names, into which all others are resolved by what always holds: E is
 * linear, Var X = E(X²) − (E X)², P(A | B) = P(A ∩ B)/P(B), P(Aᶜ) = 1 − P(A), P(X ≤ 2) = 1 − P(X > 2). Nothing is taken for independent.
 */
export const withChances = (tree: Tree): Tree => {
  const inner = mapChildren(tree, withChances)
  if (inner.kind !== 'call') return inner
  const [first, second, third] = inner.arguments
  switch (inner.name) {
    case 'E':
      return mean(first!)
    case 'Var':
      return covariance(first!, first!)
    case 'Cov':
      return second
        ? covariance(first!, second)
        : first!.kind === 'list'
          ? covariance(first!.items[0]!, first!.items[1]!)
          : inner
    case 'apply': {
      const name = first?.kind === 'symbol' ? first.name : ''
      if (name === 'P' && second && !third) return chanceOf(second)
      if (name === 'P|' && second && third) return quotient(chanceOf(both(second, third)), chanceOf(third))
      return inner
    }
    default:
      return inner
  }
}

/** Whether there is an expectation or a probability. */
export const hasChances = (tree: Tree): boolean =>
  mentions(tree, 'E', 'Var', 'Cov', 'apply') && isOfChances(tree)

const isOfChances = (tree: Tree): boolean =>
  (tree.kind === 'call' && /^(?:E|Var|Cov)$/.test(tree.name)) ||
  (isApplication(tree) && tree.arguments[0]!.kind === 'symbol' && /^P\|?$/.test(tree.arguments[0].name)) ||
  children(tree).some(isOfChances)

function mean(tree: Tree): Tree {
  if (tree.kind === 'sum') return sum(...tree.terms.map(mean))
  if (tree.kind === 'negative') return negative(mean(tree.operand))
  if (tree.kind === 'quotient' && isFixed(tree.denominator))
    return quotient(mean(tree.numerator), tree.denominator)
  if (isFixed(tree)) return tree
  if (tree.kind === 'power' && tree.base.kind === 'sum' && keyOf(tree.exponent) === keyOf(whole(2))) {
    const { terms } = tree.base
    return sum(...terms.flatMap((one) => terms.map((other) => meanOfProduct(one, other))))
  }
  const factors = tree.kind === 'product' ? tree.factors : [tree]
  const random = factors.filter((factor) => !isFixed(factor))
  return product(...factors.filter(isFixed), expectation(product(...sortedBy(random))))
}

function meanOfProduct(a: Tree, b: Tree): Tree {
  if (a.kind === 'negative') return negative(meanOfProduct(a.operand, b))
  if (b.kind === 'negative') return negative(meanOfProduct(a, b.operand))
  return mean(keyOf(a) === keyOf(b) ? power(a, whole(2)) : product(a, b))
}

/** Bilinear, and E(XY) − E(X)E(Y) for single variables. */
function covariance(a: Tree, b: Tree): Tree {
  if (isFixed(a) || isFixed(b)) return whole(0)
  for (const [one, other] of [
    [a, b],
    [b, a],
  ] as const) {
    if (one.kind === 'sum') return sum(...one.terms.map((term) => covariance(term, other)))
    if (one.kind === 'negative') return negative(covariance(one.operand, other))
    if (one.kind === 'quotient' && isFixed(one.denominator))
      return quotient(covariance(one.numerator, other), one.denominator)
    const fixed = one.kind === 'product' ? one.factors.filter(isFixed) : []
    if (one.kind === 'product' && fixed.length > 0)
      return product(
        ...fixed,
        covariance(product(...one.factors.filter((factor) => !isFixed(factor))), other),
      )
  }
  const square = keyOf(a) === keyOf(b) ? power(a, whole(2)) : product(...sortedBy([a, b]))
  return sum(expectation(square), negative(product(expectation(a), expectation(b))))
}

/** Random variables are capital letters; `E X` is none. */
const isFixed = (tree: Tree): boolean => ![...symbolsOf(tree).keys()].some((name) => /^[A-Z](?! )/.test(name))

/** Events that no operation is left in, whose indicators are multiplied, each product with its factor. */
type Indicator = ReadonlyMap<string, number>

const CERTAIN: Indicator = new Map([['', 1]])
const MOST_TERMS = 32
/** Between the events of an intersection. */
const JOINT = ' ∩ '

/** A sum of probabilities of intersections, by the product of the indicators, of which Aᶜ has 1 − a. */
function chanceOf(event: Tree): Tree {
  const indicator = indicatorOf(event) ?? new Map([[keyOf(event), 1]])
  return sum(
    whole(0),
    ...[...indicator].map(([events, factor]) =>
      events === '' ? whole(factor) : product(whole(factor), symbol(`P ${events}`)),
    ),
  )
}

function indicatorOf(event: Tree): Indicator | undefined {
  const opposite = oppositeOf(event)
  const inner = opposite && indicatorOf(opposite)
  if (opposite) return inner && added(CERTAIN, inner, -1)
  if (event.kind !== 'setOperation') return new Map([[keyOf(event), 1]])
  return event.operands.map(indicatorOf).reduce((left, right) => {
    if (!left || !right || left.size * right.size > MOST_TERMS) return undefined
    const both = multiplied(left, right)
    if (event.operator === 'intersection') return both
    return added(event.operator === 'union' ? added(left, right, 1) : left, both, -1)
  })
}

/** A of A', A^c and Ā; X > 2 of X ≤ 2. */
function oppositeOf(event: Tree): Tree | undefined {
  if (event.kind === 'call' && event.name === 'conjugate') return event.arguments[0]
  if (event.kind === 'symbol' && event.name.endsWith("'")) return symbol(event.name.slice(0, -1))
  if (event.kind === 'power' && event.exponent.kind === 'symbol' && COMPLEMENT.test(event.exponent.name))
    return event.base
  if (event.kind !== 'relation' || event.operators.length !== 1) return undefined
  const opposite = ({ '<=': '>', '<': '>=' } as const)[event.operators[0] as '<' | '<=']
  return opposite && { ...event, operators: [opposite] }
}

const COMPLEMENT = /^(?:[cC]|complement)$/

function added(a: Indicator, b: Indicator, sign: 1 | -1): Indicator {
  const total = new Map(a)
  for (const [events, factor] of b) {
    const value = (total.get(events) ?? 0) + sign * factor
    if (value === 0) total.delete(events)
    else total.set(events, value)
  }
  return total
}

function multiplied(a: Indicator, b: Indicator): Indicator {
  let total: Indicator = new Map()
  for (const [left, factor] of a)
    for (const [right, other] of b) {
      const events = new Set([...left.split(JOINT), ...right.split(JOINT)].filter((event) => event !== ''))
      total = added(total, new Map([[[...events].sort().join(JOINT), factor * other]]), 1)
    }
  return total
}

const both = (a: Tree, b: Tree): Tree => ({
  kind: 'setOperation',
  operator: 'intersection',
  operands: [a, b],
})

const sortedBy = (trees: readonly Tree[]): readonly Tree[] =>
  [...trees].sort((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1))

const expectation = (tree: Tree): Tree => symbol(`E ${keyOf(tree)}`)

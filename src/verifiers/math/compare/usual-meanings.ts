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
import { isApplication, symbolsOf } from '../tree-queries.js'

/** σ is a standard deviation, and positive: √σ² is σ. ħ is h/2π. */
export function withPhysicalLetters(gold: Tree, prediction: Tree): readonly [Tree, Tree] | undefined {
  const [names, others] = [symbolsOf(gold), symbolsOf(prediction)]
  if ((names.has('hbar') && others.has('h')) || (others.has('hbar') && names.has('h')))
    return [gold, prediction].map((tree) =>
      replaced(tree, (name) => (name === 'hbar' ? HBAR : undefined)),
    ) as [Tree, Tree]
  const deviations = [...names.keys()].filter((name) => /^sigma(?:_\w)?$/.test(name) && others.has(name))
  if (deviations.length === 0 || !(hasRoot(gold) || hasRoot(prediction))) return undefined
  const squared = (name: string) => (deviations.includes(name) ? power(symbol(name), whole(2)) : undefined)
  return [replaced(gold, squared), replaced(prediction, squared)]
}

const HBAR: Tree = quotient(symbol('h'), product(whole(2), { kind: 'constant', name: 'pi' }))

const hasRoot = (tree: Tree): boolean =>
  (tree.kind === 'call' && tree.name === 'root') || children(tree).some(hasRoot)

const replaced = (tree: Tree, change: (name: string) => Tree | undefined): Tree =>
  tree.kind === 'symbol' ? (change(tree.name) ?? tree) : mapChildren(tree, (child) => replaced(child, change))

/**
 * Expectations of products and probabilities of events as names, into which all others are resolved by what always holds: E is
 * linear, Var X = E(X²) − (E X)², P(A | B) = P(A ∩ B)/P(B), P(X ≤ 2) = 1 − P(X > 2). Nothing is taken for independent.
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
  (tree.kind === 'call' && /^(?:E|Var|Cov)$/.test(tree.name)) ||
  (isApplication(tree) && tree.arguments[0]!.kind === 'symbol' && /^P\|?$/.test(tree.arguments[0].name)) ||
  children(tree).some(hasChances)

function mean(tree: Tree): Tree {
  if (tree.kind === 'sum') return sum(...tree.terms.map(mean))
  if (tree.kind === 'negative') return negative(mean(tree.operand))
  if (tree.kind === 'quotient' && isFixed(tree.denominator))
    return quotient(mean(tree.numerator), tree.denominator)
  if (isFixed(tree)) return tree
  const factors = tree.kind === 'product' ? tree.factors : [tree]
  const random = factors.filter((factor) => !isFixed(factor))
  return product(...factors.filter(isFixed), named('E', product(...sortedBy(random))))
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
  return sum(named('E', square), negative(product(named('E', a), named('E', b))))
}

/** Random variables are capital letters. */
const isFixed = (tree: Tree): boolean => ![...symbolsOf(tree).keys()].some((name) => /^[A-Z]/.test(name))

function chanceOf(event: Tree): Tree {
  const opposite = oppositeOf(event)
  if (opposite) return sum(whole(1), negative(chanceOf(opposite)))
  if (event.kind === 'setOperation' && event.operator === 'union' && event.operands.length === 2) {
    const [a, b] = event.operands as [Tree, Tree]
    return sum(chanceOf(a), chanceOf(b), negative(chanceOf(both(a, b))))
  }
  return named('P', event)
}

/** A of A', A^c and Ā; X > 2 of X ≤ 2. */
function oppositeOf(event: Tree): Tree | undefined {
  if (event.kind === 'call' && event.name === 'conjugate') return event.arguments[0]
  if (event.kind === 'symbol' && event.name.endsWith("'")) return symbol(event.name.slice(0, -1))
  if (event.kind === 'power' && event.exponent.kind === 'symbol' && /^[cC]$/.test(event.exponent.name))
    return event.base
  if (event.kind !== 'relation' || event.operators.length !== 1) return undefined
  const opposite = ({ '<=': '>', '<': '>=' } as const)[event.operators[0] as '<' | '<=']
  return opposite && { ...event, operators: [opposite] }
}

const both = (a: Tree, b: Tree): Tree => ({
  kind: 'setOperation',
  operator: 'intersection',
  operands: sortedBy(
    [a, b].flatMap((part) =>
      part.kind === 'setOperation' && part.operator === 'intersection' ? part.operands : [part],
    ),
  ),
})

const sortedBy = (trees: readonly Tree[]): readonly Tree[] =>
  [...trees].sort((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1))

const keyOf = (tree: Tree): string =>
  JSON.stringify(tree, (_, value) => (typeof value === 'bigint' ? String(value) : value))

const named = (name: string, tree: Tree): Tree =>
  symbol(
    `${name} ${keyOf(tree.kind === 'setOperation' ? { ...tree, operands: sortedBy(tree.operands) } : tree)}`,
  )

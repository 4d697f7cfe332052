import { isRealMembership } from '../read/built-sets.js'
import { negative, sum, type Tree } from '../tree.js'
import { sameTree, substitute, symbolsOf } from '../tree-queries.js'
import { evaluateExact } from '../values/evaluate-exact.js'
import { evaluateNumeric } from '../values/evaluate-numeric.js'
import { isInteger, toNumber } from '../values/rational.js'
import type { Comparison } from './context.js'
import { zerosOfEquation } from './inequalities.js'
import { HOLDS } from './orders.js'
import { isTuple } from './tuples.js'

/**
 * A set that is told by what its members fulfil, in the simplest way: `\{x \mid x > 3\}` is the condition itself, `\{x \in \mathbb{R} : x^2 = 4\}`
 * the solutions, `\{(t, t^2) : t \in \mathbb{R}\}` the curve y = x², and {a, b} ∪ {b, c} its members.
 */
export function membersOf(tree: Tree, c: Comparison): Tree {
  switch (tree.kind) {
    case 'setOperation':
      if (tree.operands.length > 1) return foldSets(tree) ?? tree
      return (c.conditions && solutionsOf(tree.operands[0]!, undefined, c)) || tree.operands[0]!
    case 'product':
      return (c.conditions && pairsOf(tree.factors)) || tree
    case 'comprehension':
      return c.conditions ? (graphOf(tree) ?? solvedSet(tree, c) ?? tree) : tree
    default:
      return tree
  }
}

// Solutions.

function solvedSet(tree: Tree & { kind: 'comprehension' }, c: Comparison): Tree | undefined {
  const [membership, ...conditions] = tree.conditions as [Tree | undefined, ...Tree[]]
  const isMember = membership?.kind === 'relation' && membership.operators.join() === 'in'
  const set = isMember ? membership.operands[1]! : undefined
  if (tree.image.kind !== 'symbol' || set?.kind !== 'namedSet' || conditions.length === 0) return undefined
  if (!sameTree((membership as { operands: readonly Tree[] }).operands[0]!, tree.image)) return undefined
  const condition: Tree =
    conditions.length > 1 ? { kind: 'logical', operator: 'and', items: conditions } : conditions[0]!
  const solved = solutionsOf(condition, set.name, c)
  // Real numbers that cannot be found are those that fulfil the condition.
  return solved ?? (isRealMembership(membership!) ? condition : undefined)
}

/** The values of a letter that solve an equation, lie in a set of numbers, and fulfil what else is said. `undefined` where one cannot tell. */
function solutionsOf(condition: Tree, set: string | undefined, c: Comparison): Tree | undefined {
  const items = condition.kind === 'logical' && condition.operator !== 'or' ? condition.items : [condition]
  const names = [...symbolsOf(condition).keys()]
  const [name] = names as [string]
  const equation = items.find((item) => item.kind === 'relation' && item.operators.join() === '=')
  if (names.length !== 1 || equation?.kind !== 'relation') return undefined
  const isComplex = set === 'complex' || (set === undefined && /^[zw]$/.test(name))
  const zeros = zerosOfEquation(equation.operands[0]!, equation.operands[1]!, name, isComplex, c)
  // x may be complex where nobody says what it is.
  if (!zeros || (set === undefined && !isComplex && !zeros.areAll)) return undefined
  const found: Tree[] = []
  for (const place of zeros.places) {
    const fits = [
      fulfils(equation, name, place, c),
      ...items.map((item) => item === equation || fulfils(item, name, place, c)),
      liesIn(set, place, c),
    ]
    if (fits.includes(undefined)) return undefined
    if (!fits.includes(false)) found.push(place)
  }
  return found.length === 0 ? { kind: 'namedSet', name: 'empty' } : { kind: 'set', items: found }
}

/** Whether a relation holds for a number; `undefined` within rounding errors of a bound. */
function fulfils(relation: Tree, name: string, place: Tree, c: Comparison): boolean | undefined {
  if (relation.kind !== 'relation') return undefined
  const operands = relation.operands.map((operand) => substitute(operand, name, place))
  return relation.operators.reduce<boolean | undefined>((known, operator, index) => {
    const [left, right] = [operands[index]!, operands[index + 1]!]
    const [a, b] = [left, right].map((side) => evaluateExact(side, c.work))
    const difference = evaluateNumeric(
      sum(left, negative(right)),
      { values: new Map(), realOnly: false },
      c.work,
    )
    const isSame = difference && Math.hypot(difference.re, difference.im) < 1e-9
    const holds =
      difference === undefined
        ? false
        : operator === '='
          ? isSame
          : operator === '!='
            ? !isSame
            : a && b
              ? HOLDS[operator]?.(toNumber(a), toNumber(b))
              : isSame || difference.im !== 0
                ? undefined
                : HOLDS[operator]?.(difference.re, 0)
    return known === false || holds === false ? false : known && holds
  }, true)
}

function liesIn(set: string | undefined, place: Tree, c: Comparison): boolean | undefined {
  if (set === undefined || set === 'real' || set === 'complex') return true
  const exact = evaluateExact(place, c.work)
  switch (set) {
    case 'rational':
      return exact !== undefined
    case 'integer':
      return exact !== undefined && isInteger(exact)
    // 0 is a natural number to some.
    case 'natural':
      return exact?.n === 0n ? undefined : exact !== undefined && isInteger(exact) && exact.n > 0n
    case 'integer^+':
      return exact !== undefined && isInteger(exact) && exact.n > 0n
    default:
      return undefined
  }
}

// Graphs.

/** y = g(x) of {(t, g(t))}, x = g(y) of {(g(t), t)}, for all real t. */
function graphOf({ image, conditions }: Tree & { kind: 'comprehension' }): Tree | undefined {
  if (conditions.length > 0 || !isTuple(image) || image.items.length !== 2) return undefined
  const names = [...symbolsOf(image).keys()]
  const at = image.items.findIndex((item) => item.kind === 'symbol')
  if (names.length !== 1 || at < 0) return undefined
  const axes: readonly Tree[] = [
    { kind: 'symbol', name: 'x' },
    { kind: 'symbol', name: 'y' },
  ]
  const value = substitute(image.items[1 - at]!, names[0]!, axes[at]!)
  return { kind: 'relation', operands: [axes[1 - at]!, value], operators: ['='] }
}

// Listed sets.

/** {a, b} ∪ {b, c} and its like: letters that differ are different members. */
function foldSets(tree: Tree & { kind: 'setOperation' }): Tree | undefined {
  const sets = tree.operands.map((operand) => (operand.kind === 'setOperation' ? foldSets(operand) : operand))
  if (!sets.every((set) => set?.kind === 'set')) return undefined
  if (sets.some(({ items }) => items.length > MOST_MEMBERS)) return undefined
  const [first, ...others] = sets.map(({ items }) => items) as [readonly Tree[], ...(readonly Tree[])[]]
  const has = (items: readonly Tree[], item: Tree) => items.some((other) => sameTree(other, item))
  const items =
    tree.operator === 'union'
      ? [first, ...others].flat()
      : first.filter((item) =>
          others.every((other) => has(other, item) === (tree.operator === 'intersection')),
        )
  return symbolsOf(tree).size > 0
    ? items.length > 0
      ? { kind: 'set', items }
      : { kind: 'namedSet', name: 'empty' }
    : undefined
}

const MOST_MEMBERS = 60
const MOST_PAIRS = 200

/** {a, b} × {1, 2}, pair by pair. */
function pairsOf(factors: readonly Tree[]): Tree | undefined {
  const [first, second, ...more] = factors
  if (first?.kind !== 'set' || second?.kind !== 'set' || more.length > 0) return undefined
  if (first.items.length * second.items.length > MOST_PAIRS) return undefined
  const items = first.items.flatMap((a) =>
    second.items.map((b): Tree => ({ kind: 'bracketed', open: '(', close: ')', items: [a, b] })),
  )
  return { kind: 'set', items }
}

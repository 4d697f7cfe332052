import type { Relation } from '../tree.js'
import { type Bracketed, negative, sum, type Tree } from '../tree.js'
import { decimalOf, symbolsOf } from '../tree-queries.js'
import type { Comparison } from './context.js'
import { isRelation } from './equations.js'
import { equalValues } from './values.js'

/** (48.04, 51.96), two decimals in their order; [95, 105] of whole numbers. */
export const decimalInterval = (tree: Tree): Bracketed | undefined =>
  tree.kind === 'bracketed' &&
  tree.items.length === 2 &&
  (tree.items.every((item) => decimalOf(item)) || (tree.open === '[' && tree.items.every(isWhole)))
    ? tree
    : undefined

/** Of two digits or more: 2 ± 1 may be roots. */
const isWhole = (tree: Tree): boolean => tree.kind === 'number' && tree.value.d === 1n && tree.value.n > 9n

/** 50 ± 1.96, as a confidence interval is written, for its ends. */
export const sameEnds = (
  { items }: Bracketed,
  { left, right }: Tree & { kind: 'plusMinus' },
  c: Comparison,
): boolean =>
  equalValues(items[0]!, sum(left, negative(right)), c) && equalValues(items[1]!, sum(left, right), c)

/** (47.06, 52.94) of `50 \pm 1.96 \cdot 1.5 = (47.06, 52.94)`, where that is so. */
export function endsOfCalculation(tree: Tree, c: Comparison): Tree | undefined {
  if (!isRelation(tree) || !isPlainEquations(tree)) return undefined
  const interval = decimalInterval(tree.operands.at(-1)!)
  const spreads = tree.operands.slice(0, -1)
  return interval &&
    spreads.every(
      (spread) =>
        spread.kind === 'plusMinus' && (symbolsOf(spread).size > 0 || sameEnds(interval, spread, c)),
    )
    ? interval
    : undefined
}

const isPlainEquations = ({ operators }: Relation): boolean => operators.every((operator) => operator === '=')

import { children, type Relation, type Tree } from '../tree.js'
import { mentions, symbolsOf } from '../tree-queries.js'
import { isPlainEquation, isRelation } from './equations.js'

/** y = ±2x as y = 2x or y = −2x. */
export function curvesOf(relation: Relation): Tree | undefined {
  const values = relation.operands.at(-1)!
  if (!isPlainEquation(relation) || values.kind !== 'list' || symbolsOf(values).size === 0) return undefined
  return { kind: 'logical', operator: 'or', items: values.items.map((value) => withValue(relation, value)) }
}

export const isTwoCurves = (tree: Tree): tree is Tree & { kind: 'logical' } =>
  tree.kind === 'logical' &&
  tree.operator !== 'and' &&
  tree.items.every((item) => isRelation(item) && isPlainEquation(item))

export const withValue = (relation: Relation, value: Tree): Relation => ({
  ...relation,
  operands: [relation.operands[0]!, value],
})

/** 3x + 2y = 0 and 3x − 2y = 0, beside 3x ± 2y = 0, are two lines, and not the point that they share. */
export const asLines = (tree: Tree, other: Tree): Tree =>
  isTwoLines(tree) && isRelation(other) && mentions(other, 'plusMinus') ? { ...tree, operator: 'or' } : tree

const isTwoLines = (tree: Tree): tree is Tree & { kind: 'logical' } =>
  tree.kind === 'logical' &&
  tree.operator !== 'or' &&
  tree.items.length === 2 &&
  tree.items.every(
    (item) =>
      isRelation(item) &&
      isPlainEquation(item) &&
      symbolsOf(item).size === 2 &&
      item.operands.every(isLinear),
  )

const isLinear = (tree: Tree): boolean =>
  tree.kind === 'symbol' ||
  symbolsOf(tree).size === 0 ||
  (/^(?:sum|negative|product|quotient)$/.test(tree.kind) &&
    (tree.kind !== 'product' || tree.factors.filter((factor) => symbolsOf(factor).size > 0).length === 1) &&
    (tree.kind !== 'quotient' || symbolsOf(tree.denominator).size === 0) &&
    children(tree).every(isLinear))

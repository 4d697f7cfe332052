import type { Relation, Tree } from '../tree.js'
import { symbolsOf } from '../tree-queries.js'
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

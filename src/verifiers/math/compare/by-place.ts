import type { Tree } from '../tree.js'
import { distinctItems, equalCollections, isUnordered, itemsOf } from './collections.js'
import type { Comparison, Equal } from './context.js'
import { isEquation, isRelation, isRelationLike } from './equations.js'
import { isCollection, sameItems, sameOrder } from './sets.js'

/** A system against another, or against the values alone, in any brackets. */
export function equalByPlace(gold: Tree, prediction: Tree, equalItems: Equal, c: Comparison): boolean {
  if (gold.kind === 'logical' && prediction.kind === 'logical') {
    return sameItems(gold.items, prediction.items, equalItems, c)
  }
  const [system, other] =
    gold.kind === 'logical' ? [gold, prediction] : [prediction as Tree & { kind: 'logical' }, gold]
  if (!isCollection(other)) return false
  const values = system.items.flatMap((item) => {
    const value = isRelation(item) && isEquation(item, c) ? item.operands.at(-1)! : item
    return value.kind === 'list' ? value.items : [value]
  })
  if (values.some(isRelationLike)) return false
  if (other.kind === 'bracketed') return sameOrder(other.items, values, equalItems)
  // Repeated values of a list count once, repeated equations do not.
  if (isUnordered(other)) {
    return sameItems(distinctItems(itemsOf(other), equalItems, c), values, equalItems, c)
  }
  return gold.kind === 'logical'
    ? equalCollections({ kind: 'list', items: values }, other, equalItems, c)
    : equalCollections(other, { kind: 'list', items: values }, equalItems, c)
}

import { mapChildren, symbol, type Tree } from '../tree.js'
import { hasRemark, isRemark, multiplicityOf } from './quantities.js'

/** x = 2 (double root) is x = 2. */
export const bared = (tree: Tree): Tree =>
  isRemark(tree) ? tree.value : hasRemark(tree) ? mapChildren(tree, bared) : tree

/**
 * x = 2 (double root), x = 5 is x = 2, x = 2, x = 5. Where a letter tells how often, the values stand in pairs with their
 * multiplicities.
 */
export function repeated(tree: Tree): Tree {
  if (!hasRemark(tree)) return tree
  if (areSeveral(tree)) {
    const values = tree.items.map((item) => (item.kind === 'relation' ? item.operands.at(-1)! : item))
    const counts = values.map(multiplicityOf)
    if (!counts.every((count) => /^\d{1,2}$/.test(count)))
      return { kind: 'set', items: values.map((value, index) => pair(bared(value), symbol(counts[index]!))) }
    return {
      ...tree,
      items: tree.items.flatMap((item, index) =>
        Array.from({ length: Number(counts[index]) }, () => bared(item)),
      ),
    }
  }
  return bared(tree)
}

const pair = (...items: readonly [Tree, Tree]): Tree => ({ kind: 'bracketed', open: '(', close: ')', items })

/** Values of which each may have a multiplicity of its own. */
export const areSeveral = (tree: Tree): tree is Tree & { kind: 'logical' | 'list' | 'set' } =>
  tree.kind === 'logical' || tree.kind === 'list' || tree.kind === 'set'

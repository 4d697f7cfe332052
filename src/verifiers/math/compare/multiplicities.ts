import { children, mapChildren, type Tree } from '../tree.js'
import { hasRemark, isRemark, multiplicityOf } from './quantities.js'

/** x = 2 (double root) is x = 2. */
export const bared = (tree: Tree): Tree =>
  isRemark(tree) ? tree.value : hasRemark(tree) ? mapChildren(tree, bared) : tree

/** x = 2 (double root), x = 5 is x = 2, x = 2, x = 5. */
export function repeated(tree: Tree): Tree {
  if (!hasRemark(tree)) return tree
  if (tree.kind === 'logical' || tree.kind === 'list' || tree.kind === 'set')
    return {
      ...tree,
      items: tree.items.flatMap((item) => {
        const value = item.kind === 'relation' ? item.operands.at(-1)! : item
        return Array.from({ length: multiplicityOf(value) }, () => repeated(item))
      }),
    }
  return isRemark(tree) ? tree.value : mapChildren(tree, repeated)
}

export const multiplicitiesIn = (tree: Tree): string =>
  isRemark(tree) ? `${multiplicityOf(tree)}` : children(tree).map(multiplicitiesIn).sort().join('')

import { mapChildren, symbol, type Tree } from '../tree.js'
import { symbolsOf } from '../tree-queries.js'

/** Whether a new name already means something else in a tree. */
export const captures = (tree: Tree, from: readonly string[], to: readonly string[]): boolean => {
  const known = symbolsOf(tree)
  return to.some((name) => known.has(name) && !from.includes(name))
}

/** All names at once, so that a swap is one. */
export const renaming = (tree: Tree, from: readonly string[], to: readonly string[]): Tree =>
  tree.kind === 'symbol' && from.includes(tree.name)
    ? symbol(to[from.indexOf(tree.name)]!)
    : tree.kind === 'iterated' && from.includes(tree.variable)
      ? tree
      : mapChildren(tree, (child) => renaming(child, from, to))

import { mapChildren, product, type Tree } from '../tree.js'
import { isApplication } from '../tree-queries.js'

/** The tree with values for φ(36) or Φ(2), each of which may have been read as a function or as two factors. */
export function withCalls(tree: Tree, meaning: (name: Tree, argument: Tree) => Tree | undefined): Tree {
  if (isApplication(tree) && tree.arguments.length === 2)
    return meaning(tree.arguments[0]!, tree.arguments[1]!) ?? tree
  if (tree.kind !== 'product') return mapChildren(tree, (child) => withCalls(child, meaning))
  const factors: Tree[] = []
  for (let at = 0; at < tree.factors.length; at++) {
    const [name, argument] = tree.factors.slice(at, at + 2) as [Tree, Tree | undefined]
    const value = argument && meaning(name, argument)
    factors.push(value ?? withCalls(name, meaning))
    if (value) at++
  }
  return product(...factors)
}

import { children, mapChildren, type Tree } from '../tree.js'
import { mentions, symbolsOf } from '../tree-queries.js'

/** |A| beside det A is the determinant too. */
export function withDeterminants(gold: Tree, prediction: Tree): readonly [Tree, Tree] {
  if (!mentionsDeterminant(gold) && !mentionsDeterminant(prediction)) return [gold, prediction]
  return [asDeterminants(gold), asDeterminants(prediction)]
}

const mentionsDeterminant = (tree: Tree): boolean => mentions(tree, 'det') && hasDeterminant(tree)

const hasDeterminant = (tree: Tree): boolean =>
  (tree.kind === 'call' && tree.name === 'det') || children(tree).some(hasDeterminant)

const asDeterminants = (tree: Tree): Tree =>
  tree.kind === 'call' && tree.name === 'abs' && MATRIX.test(nameIn(tree.arguments[0]!))
    ? { ...tree, name: 'det' }
    : mapChildren(tree, asDeterminants)

const MATRIX = /^[A-Z](?:,[A-Z])*$/

/** A of A, A^{-1}, 2A. */
const nameIn = (tree: Tree): string => [...symbolsOf(tree).keys()].join()

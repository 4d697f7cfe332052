import { mapChildren, symbol, type Tree, whole } from '../tree.js'
import { mentions, symbolsOf } from '../tree-queries.js'

/** Δu for ∇²u, where the other side writes it so. */
export function withLaplacians(gold: Tree, prediction: Tree): readonly [Tree, Tree] {
  if (!mentions(gold, 'nabla', 'Delta') || !mentions(prediction, 'nabla', 'Delta')) return [gold, prediction]
  const [names, others] = [symbolsOf(gold), symbolsOf(prediction)]
  if (names.has('nabla') && others.has('Delta')) return [gold, asLaplacian(prediction)]
  return names.has('Delta') && others.has('nabla') ? [asLaplacian(gold), prediction] : [gold, prediction]
}

const asLaplacian = (tree: Tree): Tree =>
  tree.kind === 'symbol' && tree.name === 'Delta'
    ? { kind: 'power', base: symbol('nabla'), exponent: whole(2) }
    : mapChildren(tree, asLaplacian)

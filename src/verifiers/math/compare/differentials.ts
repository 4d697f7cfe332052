import { mapChildren, product, symbol, type Tree } from '../tree.js'
import { symbolsOf } from '../tree-queries.js'

/**
 * `y\,dx + x\,dy` is read as letters, in whose products dx · y would be dy · x. Where each d of both sides stands before a letter, and
 * there is one on both, d and the letter are one name.
 */
export function withDifferentials(gold: Tree, prediction: Tree): readonly [Tree, Tree] {
  const pair = [gold, prediction] as const
  if (!pair.every(hasD)) return pair
  const [left, right] = [joined(gold), joined(prediction)]
  return hasD(left) || hasD(right) ? pair : [left, right]
}

const hasD = (tree: Tree): boolean => symbolsOf(tree).has('d')

function joined(tree: Tree): Tree {
  if (tree.kind !== 'product') return mapChildren(tree, joined)
  const factors: Tree[] = []
  for (const factor of tree.factors) {
    const before = factors.at(-1)
    if (factor.kind === 'symbol' && before?.kind === 'symbol' && before.name === 'd')
      factors[factors.length - 1] = symbol(`d${factor.name}`)
    else factors.push(joined(factor))
  }
  return product(...factors)
}

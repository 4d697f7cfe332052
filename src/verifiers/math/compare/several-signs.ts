import { children, mapChildren, negative, sum, type Tree } from '../tree.js'
import { mentions } from '../tree-queries.js'

const MOST = 3

/** `\pm\sqrt2\pm\sqrt3` as its four values: several ± are read each by itself, unless one is ∓ or both sides of an equation have them. */
export function withEverySign(tree: Tree): Tree {
  if (!mentions(tree, 'plusMinus')) return tree
  if (tree.kind === 'list' || tree.kind === 'set') {
    const items = tree.items.flatMap((item) => {
      const all = withEverySign(item)
      return all !== item && all.kind === 'list' ? all.items : [item]
    })
    return { ...tree, items }
  }
  if (tree.kind === 'relation' && tree.operators.join() === '=') {
    const [name, value] = tree.operands as [Tree, Tree]
    return mentions(name, 'plusMinus') ? tree : { ...tree, operands: [name, withEverySign(value)] }
  }
  const signs = signsIn(tree)
  const isSeveral = signs.length > 1 && signs.length <= MOST && !signs.includes(-1)
  if (
    !isSeveral ||
    mentions(tree, 'bracketed', 'matrix', 'relation', 'logical', 'conditioned', 'comprehension')
  )
    return tree
  return {
    kind: 'list',
    items: Array.from({ length: 2 ** signs.length }, (_, choice) => chosen(tree, choice)),
  }
}

const signsIn = (tree: Tree): readonly number[] => [
  ...(tree.kind === 'plusMinus' ? [tree.sign] : []),
  ...children(tree).flatMap(signsIn),
]

/** A tree with the sign of each ± by a bit. */
function chosen(tree: Tree, choice: number): Tree {
  let rest = choice
  const choose = (part: Tree): Tree => {
    if (part.kind !== 'plusMinus') return mapChildren(part, choose)
    const isNegative = (rest & 1) === 1
    rest >>= 1
    const [left, right] = [choose(part.left), choose(part.right)]
    const signed = isNegative ? negative(right) : right
    return left.kind === 'number' && left.value.n === 0n ? signed : sum(left, signed)
  }
  return choose(tree)
}

import { children, mapChildren, product, symbol, type Tree } from '../tree.js'
import { mentions } from '../tree-queries.js'

/**
 * `y\,dx + x\,dy` is read as letters, in whose products dx · y would be dy · x. Where each d of both sides stands before a letter, and
 * there is one on both, d and the letter are one name.
 */
export function withDifferentials(gold: Tree, prediction: Tree): readonly [Tree, Tree] {
  if (!mentions(gold, 'd') || !mentions(prediction, 'd')) return [gold, prediction]
  const [left, right] = [countsOf(gold), countsOf(prediction)]
  const isClear = [left, right].every(({ letters, pairs }) => pairs > 0 && pairs === letters)
  return isClear ? [joined(gold), joined(prediction)] : [gold, prediction]
}

interface Counts {
  letters: number
  pairs: number
}

/** How often d occurs, and how often before a letter. */
function countsOf(tree: Tree, counts: Counts = { letters: 0, pairs: 0 }): Counts {
  if (isD(tree)) counts.letters++
  if (tree.kind === 'product')
    counts.pairs += tree.factors.filter((_, at) => startsPair(tree.factors, at)).length
  for (const child of children(tree)) countsOf(child, counts)
  return counts
}

const isD = (tree: Tree): boolean => tree.kind === 'symbol' && tree.name === 'd'

/** d and what it is the differential of: x, θ, f. */
const startsPair = (factors: readonly Tree[], at: number): boolean => {
  const next = factors[at + 1]
  return isD(factors[at]!) && next?.kind === 'symbol' && next.name !== 'd'
}

function joined(tree: Tree): Tree {
  if (tree.kind !== 'product') return mapChildren(tree, joined)
  const factors = tree.factors.flatMap((factor, at) => {
    if (startsPair(tree.factors, at)) return [symbol(`d${(tree.factors[at + 1] as { name: string }).name}`)]
    return at > 0 && startsPair(tree.factors, at - 1) ? [] : [joined(factor)]
  })
  return product(...factors)
}

import type { Tree } from '../tree.js'
import { plainWords } from './text.js'

/**
 * `\text{Reject }H_0`, `\operatorname{Bin}(10, 0.3)`: words among formulas, the
 * same words and equal formulas in their order.
 */
export function equalWorded(gold: Tree, prediction: Tree, equal: (a: Tree, b: Tree) => boolean): boolean {
  if (gold.kind !== 'product' || prediction.kind !== 'product') return false
  const [left, right] = [gold.factors, prediction.factors]
  return (
    left.length === right.length &&
    left.some(isWords) &&
    left.every((part, index) => {
      const other = right[index]!
      return isWords(part) && isWords(other)
        ? plainWords(part.text) === plainWords(other.text)
        : !isWords(part) && !isWords(other) && equal(part, other)
    })
  )
}

type Words = Tree & { readonly kind: 'text' }

const isWords = (tree: Tree): tree is Words => tree.kind === 'text'

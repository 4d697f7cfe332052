import { isUnit } from '../read/units.js'
import type { Tree } from '../tree.js'
import { mentions } from '../tree-queries.js'
import { plainWords } from './text.js'

/**
 * `\text{Reject }H_0`, `\operatorname{Bin}(10, 0.3)`, `\text{circle with centre }(0, 2)\text{ and radius }3`: words among formulas, the
 * same words and equal formulas in their order.
 */
export function equalWorded(gold: Tree, prediction: Tree, equal: (a: Tree, b: Tree) => boolean): boolean {
  if (!mentions(gold, 'text', 'quantity')) return false
  const [left, right] = [partsOf(gold), partsOf(prediction)]
  return (
    left.length > 1 &&
    left.length === right.length &&
    left.some(isWords) &&
    left.every((part, index) => {
      const other = right[index]!
      return isWords(part) && isWords(other)
        ? withoutArticle(part.text) === withoutArticle(other.text)
        : !isWords(part) && !isWords(other) && equal(part, other)
    })
  )
}

type Words = Tree & { readonly kind: 'text' }

const isWords = (tree: Tree): tree is Words => tree.kind === 'text'

const withoutArticle = (text: string): string => plainWords(text).replace(/^(?:the|an?) (?=[a-z])/, '')

/** The words and formulas in the order in which they stand. */
function partsOf(tree: Tree): readonly Tree[] {
  switch (tree.kind) {
    case 'product':
      return tree.factors.flatMap(partsOf)
    case 'quantity':
      return isUnit(tree.unit) ? [tree] : [...partsOf(tree.value), { kind: 'text', text: tree.unit }]
    case 'call':
      return tree.name === 'unread' ? tree.arguments.flatMap(partsOf) : [tree]
    default:
      return [tree]
  }
}

import { product, type Tree } from '../tree.js'

/**
 * `a_n = 2^n - 1\ (n \ge 1), a_0 = 0`: an inequality in brackets at the end of a value is no factor. It stands as a condition behind
 * all that is said.
 */
export function withBracketedConditions(tree: Tree): Tree {
  const conditions: Tree[] = []
  const said = withoutConditions(tree, conditions)
  if (conditions.length === 0) return tree
  const items = said.kind === 'logical' && said.operator !== 'or' ? said.items : [said]
  return { kind: 'logical', operator: ',', items: [...items, ...conditions] }
}

/** The tree without what it has in brackets at the ends of its values, which is added to `found`. */
function withoutConditions(tree: Tree, found: Tree[]): Tree {
  switch (tree.kind) {
    case 'logical':
    case 'list':
      return { ...tree, items: tree.items.map((item) => withoutConditions(item, found)) }
    case 'relation':
      return { ...tree, operands: withLast(tree.operands, (last) => withoutConditions(last, found)) }
    case 'sum':
      return { ...tree, terms: withLast(tree.terms, (last) => withoutConditions(last, found)) }
    case 'negative':
      return { ...tree, operand: withoutConditions(tree.operand, found) }
    case 'product': {
      const last = tree.factors.at(-1)!
      if (last.kind === 'product')
        return product(...withLast(tree.factors, (factors) => withoutConditions(factors, found)))
      const limits = last.kind === 'logical' && last.operator !== 'or' ? last.items : [last]
      if (!limits.every(isLimit) || limits.at(-1)!.kind === 'symbol') return tree
      found.push(...limits)
      return product(...tree.factors.slice(0, -1))
    }
    default:
      return tree
  }
}

/** `n \ge 1`; a and b \in \mathbb{R} of `a, b \in \mathbb{R}`. */
const isLimit = (tree: Tree): boolean =>
  tree.kind === 'symbol' || (tree.kind === 'relation' && !tree.operators.includes('='))

const withLast = (trees: readonly Tree[], change: (last: Tree) => Tree): readonly Tree[] => [
  ...trees.slice(0, -1),
  change(trees.at(-1)!),
]

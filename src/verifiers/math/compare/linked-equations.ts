import type { Tree } from '../tree.js'
import { symbolsOf } from '../tree-queries.js'

/** x = y = 2 is x = 2, y = 2; so too within a system. */
export function linksOf(tree: Tree): Tree | undefined {
  if (tree.kind === 'logical') {
    if (tree.operator === 'or' || !tree.items.some((item) => linksOf(item))) return undefined
    const items = tree.items.flatMap(
      (item) => (linksOf(item) as { items?: readonly Tree[] })?.items ?? [item],
    )
    return { ...tree, items }
  }
  if (tree.kind !== 'relation' || tree.operators.length < 2) return undefined
  const value = tree.operands.at(-1)!
  const names = tree.operands.slice(0, -1)
  const isPlain = tree.operators.every((operator) => operator === '=') && symbolsOf(value).size === 0
  if (!isPlain || !names.every((name) => name.kind === 'symbol')) return undefined
  const items = names.map((name): Tree => ({ ...tree, operands: [name, value], operators: ['='] }))
  return { kind: 'logical', operator: ',', items }
}

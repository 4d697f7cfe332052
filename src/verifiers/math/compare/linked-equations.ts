import type { Tree } from '../tree.js'
import { symbolsOf } from '../tree-queries.js'

/** What holds at once, one by one: a < b and b ≤ c of a < b ≤ c, also within a system; `undefined` for anything else. */
export function pairsOf(tree: Tree): readonly Tree[] | undefined {
  if (tree.kind === 'logical' ? tree.operator === 'or' : !isChain(tree)) return undefined
  return (tree.kind === 'logical' ? tree.items : [tree]).flatMap((item) =>
    isChain(item)
      ? item.operators.map(
          (operator, at): Tree => ({
            ...item,
            operands: item.operands.slice(at, at + 2),
            operators: [operator],
          }),
        )
      : [item],
  )
}

export const isChained = (tree: Tree): boolean =>
  tree.kind === 'logical' ? tree.items.some(isChain) : isChain(tree)

const isChain = (tree: Tree): tree is Tree & { kind: 'relation' } =>
  tree.kind === 'relation' && tree.operators.length > 1 && !tree.operators.includes('->')

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

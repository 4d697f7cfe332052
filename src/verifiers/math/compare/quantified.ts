import { symbol, type Tree } from '../tree.js'
import { mentions, renameSymbol, sameTree } from '../tree-queries.js'

type Quantified = Tree & { kind: 'call' }

/** A statement for all or some values of a letter, or the denial of one. */
export const isQuantified = (tree: Tree): tree is Quantified =>
  tree.kind === 'call' && /^(?:[∀∃]|denied)$/.test(tree.name)

/** The same quantifiers in their order, whatever the letters are called that they bind; what they bind in words has the same letters. */
export function equalQuantified(
  gold: Tree,
  prediction: Tree,
  equal: (gold: Tree, prediction: Tree) => boolean,
): boolean {
  if (!isQuantified(gold) || !isQuantified(prediction) || gold.name !== prediction.name) return false
  if (gold.name === 'denied') return equal(gold.arguments[0]!, prediction.arguments[0]!)
  const fresh = `${gold.name}${depthOf(gold)}`
  const [own, other] = [gold, prediction].map(({ arguments: [letter, limit, body] }) => {
    const isNamed = letter!.kind === 'symbol' && !mentions(body!, 'text')
    const renamed = (part: Tree) => (isNamed ? renameSymbol(part, letter.name, fresh) : part)
    return [isNamed ? symbol(fresh) : letter!, renamed(limit!), renamed(body!)] as const
  }) as [readonly [Tree, Tree, Tree], readonly [Tree, Tree, Tree]]
  return (
    sameTree(own[0], other[0]) &&
    (sameTree(own[1], other[1]) || equal(own[1], other[1])) &&
    equal(own[2], other[2])
  )
}

const depthOf = (tree: Tree): number => (isQuantified(tree) ? 1 + depthOf(tree.arguments.at(-1)!) : 0)

import type { Tree } from '../tree.js'
import { apartAtOnce } from './apart-at-once.js'
import type { Comparison, Equal } from './context.js'
import { equalRegions, isCollection, piecesOf, sameItems, sameOrder } from './sets.js'
import { isTuple, sameBrackets } from './tuples.js'

export function equalCollections(gold: Tree, prediction: Tree, equalItems: Equal, c: Comparison): boolean {
  if (c.logicalJoints && jointsDiffer(gold, prediction)) return false
  if (isUnordered(gold) && isUnordered(prediction)) return equalUnordered(gold, prediction, equalItems, c)
  if (gold.kind === 'bracketed' && prediction.kind === 'bracketed') {
    // With two items the brackets may be an interval's, so they must agree.
    if (c.reversedIsEmpty && piecesOf(gold, c)?.length === 0 && piecesOf(prediction, c)?.length === 0)
      return true
    return (
      (gold.items.length !== 2 || sameBrackets(gold, prediction)) &&
      sameOrder(gold.items, prediction.items, equalItems)
    )
  }
  if (isTuple(gold) && isUnordered(prediction)) {
    if (!c.strict && sameItems(gold.items, itemsOf(prediction), equalItems, c)) return true
    if (isOrdered(prediction) && sameOrder(gold.items, prediction.items, equalItems)) return true
  }
  if (isTuple(prediction) && isUnordered(gold)) {
    if (!c.strict && sameItems(itemsOf(gold), prediction.items, equalItems, c)) return true
    if (isOrdered(gold) && sameOrder(gold.items, prediction.items, equalItems)) return true
  }
  if (
    gold.kind === 'setOperation' &&
    prediction.kind === 'setOperation' &&
    gold.operator === prediction.operator
  ) {
    const sameOperands = gold.operator === 'difference' ? sameOrder : sameItems
    if (sameOperands(gold.operands, prediction.operands, equalItems, c)) return true
  }
  const left = piecesOf(gold, c)
  const right = piecesOf(prediction, c)
  return left !== undefined && right !== undefined && equalRegions(left, right, c)
}

/** p ∧ q is not p ∨ q. */
const jointsDiffer = (gold: Tree, prediction: Tree): boolean =>
  gold.kind === 'list' &&
  prediction.kind === 'list' &&
  gold.joint !== prediction.joint &&
  (gold.joint === 'and' || prediction.joint === 'and')

/** Sets forget repetitions; whether lists do is a rule. */
export function equalUnordered(gold: Tree, prediction: Tree, equalItems: Equal, c: Comparison): boolean {
  const sets = c.listsAreSets || gold.kind === 'set' || prediction.kind === 'set'
  // {{1}, 2} is not {1, 2}, although {1} alone answers for 1.
  const equal = (a: Tree, b: Tree) => (a.kind === 'set') === (b.kind === 'set') && equalItems(a, b)
  const items = (tree: Tree, other: Tree) => {
    const own = (sets && subsetsIn(tree, other)) || itemsOf(tree)
    return sets ? distinctItems(own, equal, c) : own
  }
  return sameItems(items(gold, prediction), items(prediction, gold), equal, c)
}

/** The subsets of {a, b} of `\mathcal{P}(\{a, b\})` and `2^{\{a,b\}}`, beside a set of sets. */
function subsetsIn(tree: Tree, other: Tree): readonly Tree[] | undefined {
  const [name, set] =
    tree.kind === 'product' && tree.factors.length === 2
      ? tree.factors
      : tree.kind === 'power'
        ? [tree.base, tree.exponent]
        : []
  const isPower =
    name?.kind === (tree.kind === 'power' ? 'number' : 'symbol') &&
    (name.kind === 'number' ? name.value.n === 2n : name.kind === 'symbol' && name.name === 'P')
  if (!isPower || set?.kind !== 'set' || set.items.length > MOST_MEMBERS || !isOfSets(other)) return undefined
  const subsets: Tree[] = [{ kind: 'namedSet', name: 'empty' }]
  for (const item of set.items)
    subsets.push(...subsets.map((part): Tree => ({ kind: 'set', items: [...itemsOfSet(part), item] })))
  return subsets
}

const MOST_MEMBERS = 4

const itemsOfSet = (tree: Tree): readonly Tree[] => (tree.kind === 'set' ? tree.items : [])

const isOfSets = (tree: Tree): boolean =>
  tree.kind === 'set' && tree.items.every((item) => item.kind === 'set' || item.kind === 'namedSet')

/** `1, 2` may be the pair; `1 or 2` is not. */
const isOrdered = (tree: Tree): tree is Tree & { kind: 'list' } =>
  tree.kind === 'list' && tree.joint === undefined

/** A set, a list, or a single value, which is a set of one. */
export const isUnordered = (tree: Tree): boolean =>
  tree.kind === 'set' || tree.kind === 'list' || !isCollection(tree)

export const itemsOf = (tree: Tree): readonly Tree[] =>
  tree.kind === 'set' || tree.kind === 'list' ? tree.items : [tree]

export function distinctItems(items: readonly Tree[], equalItems: Equal, c: Comparison): readonly Tree[] {
  const kept: Tree[] = []
  const areApart = apartAtOnce(items, c)
  for (const item of items)
    if (!kept.some((other) => !areApart(other, item) && equalItems(other, item))) kept.push(item)
  return kept
}

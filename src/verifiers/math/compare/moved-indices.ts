import type { Relation, Tree } from '../tree.js'
import { INDEXED, isIndexedBy, movedIndex, renameSymbol, symbolsOf } from '../tree-queries.js'

/**
 * How a_{k+1} = 2a_k gets the index of a_n = 2a_{n−1}: it holds for all of them, so that the index may be moved, and have another
 * letter. `undefined` where both have it already.
 */
export function indexMove(gold: Relation, prediction: Relation): ((tree: Tree) => Tree) | undefined {
  const [own, other] = [gold, prediction].map(({ operands: [left, right] }) => {
    const found = left!.kind === 'symbol' ? INDEXED.exec(left!.name) : undefined
    return found && symbolsOf(right!).size > 0 ? found : undefined
  })
  if (!own || !other || own[1] !== other[1]) return undefined
  const [to, from] = [own[2]!, other[2]!]
  const shift = Number(own[3] ?? 0) - Number(other[3] ?? 0)
  if (to === from) return shift === 0 ? undefined : (tree) => movedIndex(tree, from, shift)
  const isFree = ({ operands: [, value] }: Relation, letter: string, another: string) => {
    const names = [...symbolsOf(value!).keys()]
    return occursIn(names, letter) && !occursIn(names, another)
  }
  return COUNTS.test(to) && COUNTS.test(from) && isFree(gold, to, from) && isFree(prediction, from, to)
    ? (tree) => renameSymbol(movedIndex(tree, from, shift), from, to)
    : undefined
}

const COUNTS = /^[i-n]$/

const occursIn = (names: readonly string[], letter: string): boolean =>
  names.some((name) => name === letter || isIndexedBy(name, letter))

import type { Tree } from '../tree.js'
import type { Comparison } from './context.js'
import { sameItems } from './sets.js'

type Equal = (gold: Tree, prediction: Tree) => boolean

type Matrix = Tree & { kind: 'matrix' }

/** A function by cases: the same values under the same conditions, in any order. */
export function equalCases(gold: Matrix, prediction: Matrix, equal: Equal, c: Comparison): boolean {
  const branch = (cells: readonly Tree[]): Tree => ({
    kind: 'bracketed',
    open: '(',
    close: ')',
    items: cells,
  })
  const sameBranch = (a: Tree, b: Tree) => {
    const [left, right] = [a, b] as [Tree & { kind: 'bracketed' }, Tree & { kind: 'bracketed' }]
    return (
      left.items.length === right.items.length &&
      left.items.every((cell, index) =>
        index === 0 ? equal(cell, right.items[0]!) : sameCondition(cell, right.items[index]!, equal),
      )
    )
  }
  return sameItems(gold.rows.map(branch), prediction.rows.map(branch), sameBranch, c)
}

/** "Otherwise" stands for whatever condition the other branches leave. */
function sameCondition(gold: Tree, prediction: Tree, equal: Equal): boolean {
  if (isOtherwise(gold) || isOtherwise(prediction)) return true
  return equal(withoutIf(gold), withoutIf(prediction))
}

const isOtherwise = (tree: Tree): boolean =>
  tree.kind === 'text' && /^(?:otherwise|else|elsewhere|其他|其它|否则)\s{0,4}[.,]?$/i.test(tree.text.trim())

/** `\text{if } x < 0` is `x < 0`. */
function withoutIf(tree: Tree): Tree {
  if (tree.kind !== 'relation') return tree
  const [first, ...rest] = tree.operands as [Tree]
  if (first.kind !== 'product' || first.factors[0]?.kind !== 'text') return tree
  if (!/^\s*(?:if|when|for|where|当)\s*$/i.test(first.factors[0].text)) return tree
  const factors = first.factors.slice(1)
  return { ...tree, operands: [factors.length === 1 ? factors[0]! : { kind: 'product', factors }, ...rest] }
}

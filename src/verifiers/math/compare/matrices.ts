import type { Tree } from '../tree.js'
import { equalCases, isCases } from './cases.js'
import type { Comparison, Equal } from './context.js'
import { sameOrder } from './sets.js'
import { multipleOfUnit } from './simplify.js'
import { coordinatesOf } from './tuples.js'

export function equalMatrices(gold: Tree, prediction: Tree, equalItems: Equal, c: Comparison): boolean {
  if (c.vectors && (isCases(gold) || isCases(prediction))) return equalCases(gold, prediction, equalItems, c)
  const [column, other] = [coordinatesOf(gold), coordinatesOf(prediction)]
  if (c.vectors && column && other && gold.kind !== prediction.kind)
    return sameOrder(column, other, equalItems)
  if (c.vectors && (gold.kind === 'bracketed' || prediction.kind === 'bracketed')) {
    const [left, right] = [asMatrix(gold), asMatrix(prediction)]
    return left !== undefined && right !== undefined && equalMatrices(left, right, equalItems, c)
  }
  if (c.vectors && gold.kind !== prediction.kind) {
    const size =
      gold.kind === 'matrix' ? gold.rows.length : prediction.kind === 'matrix' ? prediction.rows.length : 0
    const [left, right] = [gold, prediction].map((tree) =>
      tree.kind === 'matrix' ? tree : multipleOfUnit(tree, size),
    )
    return left !== undefined && right !== undefined && equalMatrices(left, right, equalItems, c)
  }
  if (gold.kind !== 'matrix' || prediction.kind !== 'matrix' || gold.form !== prediction.form) return false
  if (gold.form === 'cases') return equalCases(gold, prediction, equalItems, c)
  return (
    gold.rows.length === prediction.rows.length &&
    gold.rows.every((row, index) => sameOrder(row, prediction.rows[index]!, equalItems))
  )
}

/** `[[1, 2], [3, 4]]`, as programs write matrices. */
function asMatrix(tree: Tree): Tree | undefined {
  if (tree.kind === 'matrix') return tree
  if (tree.kind !== 'bracketed' || tree.open !== '[') return undefined
  const rows = tree.items.map((row) => (row.kind === 'bracketed' && row.open === '[' ? row.items : undefined))
  return rows.every((row) => row !== undefined) ? { kind: 'matrix', rows } : undefined
}

import { children, mapChildren, quotient, symbol, type Tree } from '../tree.js'
import { isApplication, mentions, symbolsOf } from '../tree-queries.js'
import { evaluateNumeric } from '../values/evaluate-numeric.js'
import type { Comparison } from './context.js'

/**
 * O(3n² + n) is O(n²) and Θ(log₂ n) Θ(log n): where both sides have one such class of one letter, whose quotient tends to a number,
 * both are given one name.
 */
export function withSameGrowth(
  gold: Tree,
  prediction: Tree,
  c: Comparison,
): readonly [Tree, Tree] | undefined {
  if (!mentions(gold, 'O', 'o', 'Theta', 'Omega')) return undefined
  const [left, right] = [classIn(gold), classIn(prediction)]
  if (!left || !right || left.name !== right.name || !growAlike(left.body, right.body, c)) return undefined
  const name = symbol(`${left.name}…`)
  return [replaced(gold, left.tree, name), replaced(prediction, right.tree, name)]
}

interface Growth {
  readonly tree: Tree
  readonly name: string
  readonly body: Tree
}

function classIn(tree: Tree): Growth | undefined {
  const [first, body, ...more] =
    tree.kind === 'product' ? tree.factors : isApplication(tree) ? tree.arguments : []
  if (first?.kind === 'symbol' && /^(?:O|o|Theta|Omega)$/.test(first.name) && body && more.length === 0)
    return { tree, name: first.name, body }
  for (const child of children(tree)) {
    const found = classIn(child)
    if (found) return found
  }
  return undefined
}

/** Far out the quotient changes no more: by less than the slowest logarithm would. */
function growAlike(a: Tree, b: Tree, c: Comparison): boolean {
  const names = [...symbolsOf(b, symbolsOf(a)).keys()]
  if (names.length > 1) return false
  for (const places of FAR) {
    const values = places.map((place) => {
      const probe = { values: new Map(names.map((name) => [name, place])), realOnly: true }
      return evaluateNumeric(quotient(a, b), probe, c.work)?.re
    })
    if (!values.every((value) => value !== undefined && Number.isFinite(value) && value !== 0)) continue
    const [first, second, third] = values as [number, number, number]
    return Math.abs(second / first - 1) < 1e-3 && Math.abs(third / second - 1) < 1e-4
  }
  return false
}

/** The second only for what grows beyond all doubles at the first. */
const FAR = [[1e8, 1e16, 1e32], [60, 90, 120]] // biome-ignore format: a table

const replaced = (tree: Tree, part: Tree, by: Tree): Tree =>
  tree === part ? by : mapChildren(tree, (child) => replaced(child, part, by))

import { product, sum, symbol, type Tree } from '../tree.js'
import { isRelation } from './equations.js'
import { coordinatesOf } from './tuples.js'

/** `(1, 2, -2) \cdot (x, y, z) = 5` is x + 2y − 2z = 5, and so is `\mathbf r \cdot (1, 2, -2) = 5` beside an equation in x, y and z. */
export function withDotProducts(tree: Tree): Tree {
  if (isRelation(tree)) {
    const operands = tree.operands.map(dotProduct)
    return operands.every((operand, index) => operand === tree.operands[index]) ? tree : { ...tree, operands }
  }
  return dotProduct(tree)
}

function dotProduct(tree: Tree): Tree {
  if (tree.kind !== 'product' || tree.factors.length !== 2) return tree
  const [left, right] = tree.factors as [Tree, Tree]
  const own = coordinatesOf(left) ?? positionBeside(left, right)
  const other = own && (coordinatesOf(right) ?? positionBeside(right, left))
  return other && own.length === other.length && own.length > 1
    ? sum(...own.map((value, axis) => product(value, other[axis]!)))
    : tree
}

/** 𝐫, beside a vector of numbers, is (x, y, z). */
function positionBeside(tree: Tree, other: Tree): readonly Tree[] | undefined {
  const size = coordinatesOf(other)?.length
  return tree.kind === 'symbol' && tree.isVector && tree.name === 'r' && (size === 2 || size === 3)
    ? ['x', 'y', 'z'].slice(0, size).map(symbol)
    : undefined
}

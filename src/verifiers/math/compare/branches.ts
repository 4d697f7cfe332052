import type { Relation } from '../tree.js'
import { negative, power, product, sum, type Tree, whole } from '../tree.js'
import { mentions, symbolsOf } from '../tree-queries.js'
import { complexLetters } from './complex-letters.js'
import type { Comparison } from './context.js'
import { isPlainEquation, isRelation } from './equations.js'
import { equalRelations } from './relations.js'

/** a² = b², |a| = |b|, and a = b or a = −b, are one curve: where a² − b² is 0. */
export function equalBranches(gold: Tree, prediction: Tree, c: Comparison): boolean {
  if (!isBranched(gold) && !isBranched(prediction)) return false
  const [left, right] = [zeroOf(gold), zeroOf(prediction)]
  if (!left || !right || symbolsOf(left).size < 2) return false
  const isComplex = complexLetters(gold, prediction)
  if ([...symbolsOf(right, symbolsOf(left)).keys()].some(isComplex)) return false
  return equalRelations(isZero(left), isZero(right), c)
}

const isBranched = (tree: Tree): boolean =>
  tree.kind === 'logical'
    ? tree.operator === 'or'
    : isRelation(tree) && (tree.operands.at(-1)!.kind === 'list' || sizesIn(tree) !== undefined)

const isZero = (tree: Tree): Relation => ({ kind: 'relation', operands: [tree, whole(0)], operators: ['='] })

/** What is 0 where an equation holds, or one of several. */
function zeroOf(tree: Tree): Tree | undefined {
  if (tree.kind === 'logical' && tree.operator === 'or') {
    const zeros = tree.items.map(zeroOf)
    return zeros.every((zero) => zero !== undefined) ? product(...zeros) : undefined
  }
  if (!isRelation(tree) || !isPlainEquation(tree)) return undefined
  const sizes = sizesIn(tree)
  const [left, right] = sizes ? sizes.map((size) => power(size, whole(2))) : tree.operands
  return right!.kind === 'list'
    ? product(...right.items.map((item) => sum(left!, negative(item))))
    : sum(left!, negative(right!))
}

/** u and 2v of |u| = 2|v|. */
function sizesIn({ operands }: Relation): readonly Tree[] | undefined {
  if (!operands.some((side) => mentions(side, 'call') && !isSquare(side))) return undefined
  const inner = operands.map(sizeIn)
  return inner.every((side) => side !== undefined) ? inner : undefined
}

/** y², which is no less than 0. */
const isSquare = (tree: Tree): boolean =>
  tree.kind === 'power' &&
  tree.exponent.kind === 'number' &&
  tree.exponent.value.d === 1n &&
  tree.exponent.value.n > 0n &&
  tree.exponent.value.n % 2n === 0n

function sizeIn(tree: Tree): Tree | undefined {
  if (tree.kind === 'call' && tree.name === 'abs') return tree.arguments[0]!
  if (isSquare(tree)) return tree
  const [number, size, ...more] = tree.kind === 'product' ? tree.factors : []
  const inner = number?.kind === 'number' && size && more.length === 0 ? sizeIn(size) : undefined
  return inner && product(number!, inner)
}

import { negative, type Relation, type Relator, sum, type Tree } from '../tree.js'
import { sameTree, symbolsOf } from '../tree-queries.js'
import { signOfFactor } from './constant-ratio.js'
import type { Comparison } from './context.js'
import { withPrimes } from './derivative-notations.js'
import { withSameNames } from './function-names.js'
import { isIdentity, sameIdentity } from './identities.js'
import { indexMove } from './moved-indices.js'
import { equalEquations } from './same-zeros.js'
import { sameItems } from './sets.js'
import { equalValues } from './values.js'

/** Reads the same from the other side. */
const FLIPPED: Readonly<Record<Relator, Relator | undefined>> = {
  '=': '=', '!=': '!=', '~': '~', '<': '>', '>': '<', '<=': '>=', '>=': '<=', in: undefined, notin: undefined, '⊂': undefined, '->': undefined,
} // biome-ignore format: a table

/** Equations up to a non-zero factor or solved for a symbol; inequalities up to orientation and a positive factor. */
export function equalRelations(gold: Relation, prediction: Relation, c: Comparison): boolean {
  if (sameTree(gold, prediction)) return true
  if (gold.operators.length !== prediction.operators.length) return false
  if (gold.operators.length > 1) return equalChains(gold, prediction, c)
  const [a, b] = c.renamesArguments
    ? withSameNames(...withPrimes(asEquation(gold, c), asEquation(prediction, c)))
    : [gold, prediction]
  const [left, right] = [a.operators[0]!, b.operators[0]!]
  const haveSides = (first: Tree, second: Tree) =>
    equalValues(a.operands[0]!, first, c) && equalValues(a.operands[1]!, second, c)
  const [one, another] = b.operands as [Tree, Tree]
  if ((left === right && haveSides(one, another)) || (FLIPPED[left] === right && haveSides(another, one)))
    return c.oneRootSuffices || !isIdentity(a, c) || sameIdentity(a, b, c)
  if (c.renamesArguments && left === '=' && right === '=') {
    const moved = indexMove(a, b)?.(b)
    if (moved && equalRelations(a, moved as Relation, c)) return true
  }
  if (!c.oneRootSuffices && areSolvedAlike(a, b, c)) return false
  if (
    c.numericEquationsAreEqual &&
    left === '=' &&
    right === '=' &&
    symbolsOf(a).size === 0 &&
    symbolsOf(b).size === 0
  )
    return true
  if (FLIPPED[left] === undefined || FLIPPED[right] === undefined) return false
  const [first, second] = [differenceOf(a), differenceOf(b)]
  if (left === '=' || left === '!=' || left === '~')
    return left === right && equalEquations(first, second, splits(a) || splits(b), c)
  if (!c.transformsInequalities) {
    return left === right
      ? equalValues(first, second, c)
      : FLIPPED[left] === right && equalValues(first, negative(second), c)
  }
  if (left === right) return signOfFactor(first, second, c) === 1
  return FLIPPED[left] === right && signOfFactor(first, second, c) === -1
}

/**
 * `y = u` and `y = v`, or `by = u` and `by = v`, whose u and v do not contain y: they are the same where u and v are, which has been
 * looked at.
 */
function areSolvedAlike(a: Relation, b: Relation, c: Comparison): boolean {
  const [left, other] = [a.operands[0]!, b.operands[0]!]
  return (
    [a, b].every(({ operators }) => operators[0] === '=') &&
    isMonomial(left) &&
    isMonomial(other) &&
    (sameTree(left, other) || equalValues(left, other, c)) &&
    [...symbolsOf(left).keys()].some((name) =>
      [a, b].every(({ operands }) => !symbolsOf(operands[1]!).has(name)),
    )
  )
}

const isMonomial = (tree: Tree): boolean =>
  tree.kind === 'symbol' ||
  (tree.kind === 'product' &&
    tree.factors.every((factor) => factor.kind === 'symbol' || factor.kind === 'number'))

/** `x \approx 1.0986` says what x is, to the digits that it states. */
const asEquation = (relation: Relation, c: Comparison): Relation =>
  c.approximationsAreEquations && relation.operators[0] === '~' && relation.operands[0]!.kind === 'symbol'
    ? { ...relation, operators: ['='] }
    : relation

/** a < x < b read from either end; a = b = c in any order. */
function equalChains(a: Relation, b: Relation, c: Comparison): boolean {
  if (c.transformsInequalities && [...a.operators, ...b.operators].every((operator) => operator === '='))
    return sameItems(a.operands, b.operands, (left, right) => equalValues(left, right, c), c)
  const same = (operands: readonly Tree[], operators: readonly (Relator | undefined)[]) =>
    a.operators.every((operator, index) => operator === operators[index]) &&
    a.operands.every((operand, index) => equalValues(operand, operands[index]!, c))
  return (
    same(b.operands, b.operators) ||
    (c.transformsInequalities &&
      same(
        [...b.operands].reverse(),
        [...b.operators].reverse().map((operator) => FLIPPED[operator]),
      ))
  )
}

const differenceOf = (relation: Relation): Tree => sum(relation.operands[0]!, negative(relation.operands[1]!))

/**
 * Whether an equation is a product that shall be zero: it is so wherever one factor is, and (y − 2x − 1)(x − 1) = 0 has
 * more solutions than y = 2x + 1, though it is linear in y and has that root.
 */
function splits({ operands: [left, right] }: Relation): boolean {
  return (isZero(right!) && isProduct(left!)) || (isZero(left!) && isProduct(right!))
}

const isZero = (tree: Tree): boolean => tree.kind === 'number' && tree.value.n === 0n

function isProduct(tree: Tree): boolean {
  if (tree.kind === 'negative') return isProduct(tree.operand)
  if (tree.kind === 'quotient') return isProduct(tree.numerator)
  return tree.kind === 'product' && tree.factors.filter((factor) => symbolsOf(factor).size > 0).length > 1
}

import type { Relation } from '../tree.js'
import { children, mapChildren, type Tree } from '../tree.js'
import { mentions, symbolsOf } from '../tree-queries.js'
import { isZero, ratioOf, scaled, sumOf, type Value } from '../values/number-matrices.js'
import { integer, negate, type Rational } from '../values/rational.js'
import type { Work } from '../work.js'
import { matrixFor, type Setting, settingFor } from './numbers-for-letters.js'
import { isMatrixLetter, isOfMatrices, matrixLetters } from './signs-of-matrices.js'

/**
 * Whether two expressions are the same for matrices, whose products have an order: AB − BA is not BA − AB, P D P^{-1} is not D.
 * Each letter becomes a matrix of numbers, which must give the same matrix, for two choices of these.
 *
 * @returns `undefined` where nothing says that the letters are matrices, or what they are multiplied with is none
 */
export function equalForMatrices(gold: Tree, prediction: Tree, work: Work): boolean | undefined {
  const letters = matrixLetters(gold, prediction)
  return letters && agree(gold, prediction, letters, work)
}

/**
 * `AB \text{ (matrix product)}`: the product, whose letters are matrices then, or whatever else has an order. A `2 \times 3\text{ matrix}` has
 * two rows and three columns, beside `2 \times 3` too.
 */
export function withOrder(tree: Tree, other: Tree): Tree {
  if (tree.kind === 'quantity' && ORDERED.test(tree.unit)) return asMatrices(tree.value)
  if (!isSize(tree) && !isSize(other)) return tree
  const size = tree.kind === 'quantity' ? tree.value : tree
  return size.kind === 'product' ? { kind: 'bracketed', open: '(', close: ')', items: size.factors } : tree
}

const isSize = (tree: Tree): boolean => tree.kind === 'quantity' && /^matri(?:x|ces)$/.test(tree.unit)

const ORDERED = /^\(.{0,30}(?:matri|order|commut|operator|composition|concatenation)/

const asMatrices = (tree: Tree): Tree =>
  tree.kind === 'symbol' && tree.name.length === 1
    ? { ...tree, isMatrix: true }
    : mapChildren(tree, asMatrices)

/**
 * Whether two equations of matrices say the same: L − R is the same up to a number; or one is solved for a letter that the other, a
 * product on either side, determines, as A = PDP^{-1} beside AP = PD. Two that always hold are the same statement where
 * their sides are equal.
 */
export function equalMatrixEquations(gold: Relation, prediction: Relation, work: Work): boolean | undefined {
  if (gold.operators.join() !== '=' || prediction.operators.join() !== '=') return undefined
  const letters = matrixLetters(gold, prediction)
  if (!letters) return undefined
  const [left, right] = gold.operands as [Tree, Tree]
  const [other, value] = prediction.operands as [Tree, Tree]
  const sides = agree(left, other, letters, work)
  if (sides === undefined) return undefined
  const values = sides ? agree(right, value, letters, work) : undefined
  if (values !== undefined && (values || left.kind === 'symbol')) return values
  let factor: Rational | undefined
  for (const round of ROUNDS) {
    const [a, b] = [gold, prediction].map((tree) =>
      differenceOf(tree, settingFor(letters, gold, round, work)),
    )
    if (!a || !b) return a ? false : undefined
    if (isZero(a) || isZero(b))
      return isZero(a) && isZero(b) && (sides || agree(left, value, letters, work) === true)
    factor ??= ratioOf(a, b)
    if (!factor || !isZero(sumOf(a, scaled(b, negate(factor)))))
      return solves(gold, prediction, letters, work)
  }
  return true
}

const ROUNDS = [0, 1]

/** det(−A) is −det A for matrices of three rows alone. */
const SIZES = [3, 2]

function agree(gold: Tree, prediction: Tree, letters: readonly string[], work: Work): boolean | undefined {
  for (const round of ROUNDS) {
    const setting = settingFor(
      letters,
      gold,
      round,
      work,
      mentions(gold, 'tr', 'det') ? SIZES[round] : undefined,
    )
    const value = matrixFor(gold, setting)
    if (!value) return undefined
    const other = matrixFor(prediction, setting)
    // Who divides by a letter takes it for a number.
    if (!other) return dividesByLetter(prediction) ? undefined : false
    if (!isZero(sumOf(value, scaled(other, integer(-1))))) return false
  }
  return true
}

const differenceOf = ({ operands }: Relation, setting: Setting): Value | undefined => {
  const [left, right] = operands.map((operand) => matrixFor(operand, setting))
  return left && right && sumOf(left, scaled(right, integer(-1)))
}

/** Whether one equation is solved for a letter, and its value solves the other, in which the letter occurs once among products. */
const solves = (a: Relation, b: Relation, letters: readonly string[], work: Work): boolean =>
  isSolvedBy(a, b, letters, work) || isSolvedBy(b, a, letters, work)

function isSolvedBy(equation: Relation, solved: Relation, letters: readonly string[], work: Work): boolean {
  const [name, value] = solved.operands as [Tree, Tree]
  if (name.kind !== 'symbol' || !letters.includes(name.name) || symbolsOf(value).has(name.name)) return false
  if (occurrences(equation, name.name) !== 1 || !equation.operands.every(isOfMatrices)) return false
  return ROUNDS.every((round) => {
    const setting = settingFor(letters, equation, round, work)
    const place = matrixFor(value, setting)
    const difference =
      place && differenceOf(equation, { ...setting, values: new Map(setting.values).set(name.name, place) })
    return difference !== undefined && isZero(difference)
  })
}

const occurrences = (tree: Tree, name: string): number =>
  tree.kind === 'symbol'
    ? Number(tree.name === name)
    : children(tree).reduce((total, child) => total + occurrences(child, name), 0)

const dividesByLetter = (tree: Tree): boolean =>
  (tree.kind === 'quotient' && [...symbolsOf(tree.denominator).keys()].some(isMatrixLetter)) ||
  children(tree).some(dividesByLetter)

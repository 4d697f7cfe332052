import { children, mapChildren, type Tree, whole } from '../tree.js'
import { sameTree, symbolsOf } from '../tree-queries.js'
import { evaluateExact } from '../values/evaluate-exact.js'
import { equal } from '../values/rational.js'
import type { Work } from '../work.js'
import { foldMatrices } from './simplify.js'
import { smallNumbers } from './small-numbers.js'

/**
 * Whether two expressions are the same for matrices, whose products have an order: AB − BA is not BA − AB, P D P^{-1} is not D.
 * Each letter becomes a matrix of numbers, which must give the same matrix, for two choices of these.
 *
 * @returns `undefined` where nothing says that the letters are matrices, or what they are multiplied with is none
 */
export function equalForMatrices(gold: Tree, prediction: Tree, work: Work): boolean | undefined {
  const letters = [...symbolsOf(prediction, symbolsOf(gold)).keys()].filter(isMatrixLetter)
  if (letters.length < 2 || !(showsOrder(gold) || showsOrder(prediction))) return undefined
  for (const round of [0, 1]) {
    const [left, right] = [gold, prediction].map((tree) => matrixOf(tree, letters, round, work))
    if (!left || !right) return undefined
    if (!sameMatrix(left, right, work)) return false
  }
  return true
}

const isMatrixLetter = (name: string): boolean => /^[A-Z](?:_\w)?$/.test(name) && !/^[CTN]$/.test(name)

/** AB beside BA, or an inverse or a transpose in a product. */
function showsOrder(tree: Tree): boolean {
  const orders = ordersIn(tree)
  return (
    orders.some((order) =>
      orders.some((other) => order !== other && [...order].sort().join() === [...other].sort().join()),
    ) || hasInverse(tree)
  )
}

/** The capital letters of each product, in order. */
const ordersIn = (tree: Tree): readonly string[] => {
  const own = tree.kind === 'product' ? tree.factors.map(letterOf).join('') : ''
  return [...(own.length > 1 ? [own] : []), ...children(tree).flatMap(ordersIn)]
}

const letterOf = (tree: Tree): string =>
  tree.kind === 'symbol' && isMatrixLetter(tree.name)
    ? tree.name[0]!
    : tree.kind === 'power'
      ? letterOf(tree.base)
      : ''

const hasInverse = (tree: Tree): boolean =>
  (tree.kind === 'product' &&
    tree.factors.length > 1 &&
    tree.factors.some(isInverse) &&
    tree.factors.every(isOfMatrices)) ||
  (isInverse(tree) &&
    tree.kind === 'power' &&
    tree.base.kind === 'product' &&
    tree.base.factors.every(isOfMatrices)) ||
  children(tree).some(hasInverse)

const isInverse = (tree: Tree): boolean =>
  tree.kind === 'power' &&
  (isTransposition(tree.exponent) || (tree.exponent.kind === 'negative' && isOfMatrices(tree.base)))

const isTransposition = (tree: Tree): boolean => tree.kind === 'symbol' && /^(?:T|top)$/.test(tree.name)

const isOfMatrices = (tree: Tree): boolean =>
  tree.kind === 'power'
    ? isOfMatrices(tree.base)
    : tree.kind === 'symbol'
      ? isMatrixLetter(tree.name)
      : tree.kind === 'product' && tree.factors.every(isOfMatrices)

/** So many rows: matrices of two satisfy identities that others do not. */
const SIZE = 3

type Matrix = Tree & { kind: 'matrix' }

function matrixOf(tree: Tree, letters: readonly string[], round: number, work: Work): Matrix | undefined {
  const value = foldMatrices(withMatrices(tree, letters, round), work)
  return value.kind === 'matrix' ? value : value.kind === 'number' ? multipleOfUnit(value) : undefined
}

function withMatrices(tree: Tree, letters: readonly string[], round: number): Tree {
  if (tree.kind === 'symbol') {
    if (tree.name === 'I' || tree.name === 'E') return multipleOfUnit(whole(1))
    if (letters.includes(tree.name)) return matrixFor(tree.name, round)
  }
  return mapChildren(tree, (child) => withMatrices(child, letters, round))
}

const multipleOfUnit = (value: Tree): Matrix => ({
  kind: 'matrix',
  rows: Array.from({ length: SIZE }, (_, i) =>
    Array.from({ length: SIZE }, (__, j) => (i === j ? value : whole(0))),
  ),
})

function matrixFor(name: string, round: number): Matrix {
  const next = smallNumbers(name, 7 + round * 101, 8)
  return { kind: 'matrix', rows: Array.from({ length: SIZE }, () => Array.from({ length: SIZE }, next)) }
}

function sameMatrix(a: Matrix, b: Matrix, work: Work): boolean {
  return a.rows.every((row, i) =>
    row.every((cell, j) => {
      const [left, right] = [evaluateExact(cell, work), evaluateExact(b.rows[i]![j]!, work)]
      return left && right ? equal(left, right) : sameTree(cell, b.rows[i]![j]!)
    }),
  )
}

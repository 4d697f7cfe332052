import { children, type Tree } from '../tree.js'
import { mentions, symbolsOf } from '../tree-queries.js'

/** The letters that stand for matrices, where something says that there are any. */
export function matrixLetters(gold: Tree, prediction: Tree): readonly string[] | undefined {
  const isInvariant = mentions(gold, 'tr', 'det') || mentions(prediction, 'tr', 'det')
  if (!isInvariant && !showsOrder(gold) && !showsOrder(prediction)) return undefined
  const names = [...symbolsOf(prediction, symbolsOf(gold)).keys()]
  // C is a constant, unless it goes on from A and B.
  const letters = names.filter(
    (name) => isMatrixLetter(name) && (name !== 'C' || (names.includes('A') && names.includes('B'))),
  )
  const transposed = hasTransposition(gold) || hasTransposition(prediction)
  return isInvariant || letters.length > 1 || transposed || columnsIn(gold).length > 0 ? letters : undefined
}

export const isMatrixLetter = (name: string): boolean =>
  /^(?:[A-Z](?:_\w)?|Lambda|Sigma)$/.test(name) && !/^[TNI]$/.test(name)

/** AB beside BA, an inverse or a transpose in a product, bold letters side by side, a factorization by its usual letters. */
export const showsOrder = (tree: Tree): boolean =>
  mentions(tree, '[A-Z]', 'matrix', 'top', 'intercal') &&
  (hasReversal(ordersIn(tree)) || hasInverse(tree) || hasMatrixSymbol(tree) || isFactorization(tree))

const hasReversal = (orders: readonly string[]): boolean =>
  orders.some((order, at) =>
    orders.slice(0, at).some((other) => order !== other && sorted(order) === sorted(other)),
  )

const sorted = (text: string): string => [...text].sort().join('')

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
    tree.factors.every(
      (factor) => isOfMatrices(factor) || isColumn(factor) || symbolsOf(factor).size === 0,
    )) ||
  (isInverse(tree) &&
    tree.kind === 'power' &&
    tree.base.kind !== 'symbol' &&
    children(tree.base).every(isOfMatrices)) ||
  children(tree).some(hasInverse)

const isInverse = (tree: Tree): boolean =>
  tree.kind === 'power' &&
  (isTransposition(tree.exponent) || (tree.exponent.kind === 'negative' && isOfMatrices(tree.base)))

export const isTransposition = (tree: Tree): boolean =>
  tree.kind === 'symbol' && /^(?:T|top|intercal)$/.test(tree.name)

export const hasTransposition = (tree: Tree): boolean =>
  (tree.kind === 'power' && isTransposition(tree.exponent)) || children(tree).some(hasTransposition)

const hasMatrixSymbol = (tree: Tree): boolean =>
  (tree.kind === 'symbol' && tree.isMatrix === true) || children(tree).some(hasMatrixSymbol)

export function isOfMatrices(tree: Tree): boolean {
  switch (tree.kind) {
    case 'power':
      return isOfMatrices(tree.base)
    case 'symbol':
      return isMatrixLetter(tree.name)
    case 'product':
    case 'sum':
    case 'negative':
      return children(tree).every(isOfMatrices)
    default:
      return false
  }
}

/** x of Ax and x^T. */
const isColumn = (tree: Tree): boolean =>
  (tree.kind === 'symbol' &&
    (/^[buvwxy]$/.test(tree.name) || (tree.isVector === true && /^[a-z]/.test(tree.name)))) ||
  (tree.kind === 'power' && isTransposition(tree.exponent) && isColumn(tree.base))

/** A = LU, A = QR, AX = B; AX = XB and SB = JS, whose common letter stands at different ends. */
function isFactorization(tree: Tree): boolean {
  if (tree.kind !== 'relation' || tree.operands.length !== 2) return false
  const [left, right] = tree.operands.map((side) =>
    side.kind === 'product' || side.kind === 'symbol'
      ? children(side).map(letterOf).join('') || letterOf(side)
      : '',
  )
  const letters = `${left}=${right}`
  const areApart = /^(?:.(.)=\1.|(.).=.\2)$/.test(letters) && !arePoints(letters)
  return (
    /^(?:A=P?LU|A=QR|(?:[A-D]X[A-D]?|X[A-D])=[A-D])$/.test(letters) ||
    (areApart && tree.operands.every((side) => children(side).every(({ kind }) => kind === 'symbol')))
  )
}

/** AM = MB, and letters that follow each other, as in PQ = QR. */
function arePoints(letters: string): boolean {
  const codes = [...letters.replace('=', '')].map((letter) => letter.charCodeAt(0))
  return letters[1] === 'M' || Math.max(...codes) - Math.min(...codes) < 3
}

/** Small letters that are transposed, or end a product of matrices. */
export function columnsIn(tree: Tree, found: string[] = []): readonly string[] {
  if (tree.kind === 'power' && isColumn(tree)) found.push((tree.base as Tree & { kind: 'symbol' }).name)
  if (tree.kind === 'product') {
    const [before, last] = tree.factors.slice(-2)
    if (last!.kind === 'symbol' && isColumn(last!) && isOfMatrices(before!)) found.push(last!.name)
  }
  for (const child of children(tree)) columnsIn(child, found)
  return found
}

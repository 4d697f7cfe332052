import { children, mapChildren, negative, product, quotient, sum, type Tree, whole } from '../tree.js'
import { mentions } from '../tree-queries.js'
import { OUT_OF_WORK, spend, type Work } from '../work.js'
import { numericPower, symbolicPower } from './matrix-powers.js'

/** Most readings of one answer with ± in it. */
const MOST_SIGNS = 4

/** Puts an answer into the form that is compared: ± as two values, matrix arithmetic done. */
export function simplify(tree: Tree, work: Work): Tree {
  const signs = mentions(tree, 'plusMinus') ? countSigns(tree) : 0
  if (signs > 0) {
    if (signs > MOST_SIGNS) throw OUT_OF_WORK
    return spread(tree, work)
  }
  return foldMatrices(tree, work)
}

const countSigns = (tree: Tree): number => {
  let count = tree.kind === 'plusMinus' ? 1 : 0
  for (const child of children(tree)) count += countSigns(child)
  return count
}

/** `x = \pm 3` is `x = 3` or `x = -3`; `1 \pm i, 5` is three values. */
function spread(tree: Tree, work: Work): Tree {
  spend(work, 4)
  if (tree.kind === 'list' || tree.kind === 'set') {
    const items = tree.items.flatMap((item) => {
      const simple = simplify(item, work)
      return simple.kind === 'list' && item.kind !== 'list' ? simple.items : [simple]
    })
    return { ...tree, items }
  }
  if (
    tree.kind === 'relation' &&
    (tree.operators.every((operator) => operator === '=') || isMemberOfSet(tree)) &&
    tree.operands.slice(0, -1).every((operand) => countSigns(operand) === 0)
  ) {
    const values = simplify(tree.operands.at(-1)!, work)
    return { ...tree, operands: [...tree.operands.slice(0, -1), values] }
  }
  if (tree.kind === 'relation' && tree.operators.join() === '!=') {
    const items = ([1, -1] as const).map((sign) => foldMatrices(choose(tree, sign), work))
    return { kind: 'logical', operator: 'and', items }
  }
  if (tree.kind === 'relation' && tree.operators.join() === '=') {
    const items = ([1, -1] as const).map((sign) => foldMatrices(choose(tree, sign), work))
    return { kind: 'logical', operator: 'or', items }
  }
  if (tree.kind === 'conditioned') return { ...tree, body: simplify(tree.body, work) }
  if (tree.kind === 'comprehension') return { ...tree, image: simplify(tree.image, work) }
  if (tree.kind === 'setOperation')
    return { ...tree, operands: tree.operands.map((part) => simplify(part, work)) }
  if (tree.kind === 'logical') return { ...tree, items: tree.items.map((item) => simplify(item, work)) }
  const pick = (sign: 1 | -1) => foldMatrices(choose(tree, sign), work)
  return { kind: 'list', items: [pick(1), pick(-1)] }
}

const isMemberOfSet = ({ operands, operators }: Tree & { kind: 'relation' }): boolean =>
  operators.join() === 'in' && operands[1]!.kind === 'set'

/** All ± read the same way at once. */
function choose(tree: Tree, sign: 1 | -1): Tree {
  if (tree.kind !== 'plusMinus') return mapChildren(tree, (child) => choose(child, sign))
  const right = choose(tree.right, sign)
  const left = choose(tree.left, sign)
  const signed = sign * tree.sign > 0 ? right : negative(right)
  return left.kind === 'number' && left.value.n === 0n ? signed : sum(left, signed)
}

type Matrix = Tree & { kind: 'matrix' }

/** A scalar times a matrix, sums and products of matrices, and transposes become one matrix. */
function foldMatrices(tree: Tree, work: Work): Tree {
  if (!mentions(tree, 'matrix', 'bracketed') || !contains(tree, isArray)) return tree
  spend(work, 8)
  const simple = mapChildren(tree, (child) => foldMatrices(child, work))
  switch (simple.kind) {
    case 'negative':
      return isArray(simple.operand) ? mapArray(simple.operand, negative) : simple
    case 'quotient':
      return isArray(simple.numerator)
        ? mapArray(simple.numerator, (cell) => quotient(cell, simple.denominator))
        : simple
    case 'sum':
      return sumOfMatrices(simple.terms) ?? sumOfTuples(simple.terms) ?? simple
    case 'product':
      return multipleOfTuple(simple.factors) ?? simple.factors.reduce((a, b) => multiplyMatrices(a, b, work))
    case 'quantity':
      return isTuple(simple.value) ? mapArray(simple.value, (value) => ({ ...simple, value })) : simple
    case 'power':
      if (isTuple(simple.base) && isTransposition(simple.exponent)) return simple.base
      if (simple.base.kind === 'matrix' && isRectangular(simple.base) && isTransposition(simple.exponent))
        return transpose(simple.base)
      return powerOfMatrix(simple.base, simple.exponent, work) ?? simple
    case 'matrix':
      return (simple.form === 'determinant' && determinantOf(simple.rows, work)) || simple
    case 'call': {
      const [matrix] = simple.arguments
      if (matrix?.kind !== 'matrix') return simple
      const isSquare = isRectangular(matrix) && matrix.rows.length === matrix.rows[0]!.length
      if (simple.name === 'tr' && isSquare) return sum(...matrix.rows.map((row, index) => row[index]!))
      return (simple.name === 'det' && determinantOf(matrix.rows, work)) || simple
    }
    default:
      return simple
  }
}

const isTransposition = (tree: Tree): boolean =>
  tree.kind === 'symbol' && /^(?:T|t|top|intercal)$/.test(tree.name)

const contains = (tree: Tree, what: (part: Tree) => boolean): boolean =>
  what(tree) || children(tree).some((child) => contains(child, what))

type Tuple = Tree & { kind: 'bracketed' }

/** (1, 2), the components of a vector. */
const isTuple = (tree: Tree): tree is Tuple =>
  tree.kind === 'bracketed' && tree.open === '(' && tree.close === ')' && tree.items.length > 1

const isArray = (tree: Tree): tree is Matrix | Tuple => tree.kind === 'matrix' || isTuple(tree)

const mapArray = (array: Matrix | Tuple, change: (cell: Tree) => Tree): Tree =>
  array.kind === 'matrix' ? mapMatrix(array, change) : { ...array, items: array.items.map(change) }

/** 2(1, 3) is (2, 6). A(2, 3) is the point A, and ½B(2, 3) half a value of the beta function. */
function multipleOfTuple(factors: readonly Tree[]): Tree | undefined {
  const tuple = factors.find(isTuple)
  const others = factors.filter((factor) => factor !== tuple)
  if (!tuple || others.some((factor) => contains(factor, isArray))) return undefined
  const [name] = others
  if (others.length === 1 && name!.kind === 'symbol' && /^[A-Z]/.test(name!.name)) return undefined
  const before = factors[factors.indexOf(tuple) - 1]
  if (before?.kind === 'symbol' && before.name === 'B' && tuple.items.length === 2) return undefined
  return mapArray(tuple, (cell) => product(...others, cell))
}

/** (1, 2) + t(3, 4), as columns too. */
function sumOfTuples(terms: readonly Tree[]): Tree | undefined {
  const [first] = terms
  if (!first || !isTuple(first) || !terms.every(isTuple)) return undefined
  const tuples = terms as readonly Tuple[]
  if (tuples.some(({ items }) => items.length !== first.items.length)) return undefined
  return { ...first, items: first.items.map((_, index) => sum(...tuples.map(({ items }) => items[index]!))) }
}

/** What a model writes may have rows of different lengths: such a matrix is compared, not computed with. */
const isRectangular = ({ rows }: Matrix): boolean => rows.every((row) => row.length === rows[0]!.length)

const mapMatrix = (matrix: Matrix, change: (cell: Tree) => Tree): Matrix => ({
  kind: 'matrix',
  rows: matrix.rows.map((row) => row.map(change)),
})

function sumOfMatrices(terms: readonly Tree[]): Matrix | undefined {
  const first = terms.find((term) => term.kind === 'matrix')
  if (!first) return undefined
  // 2I + N
  const matrices = terms.map((term) =>
    term.kind === 'matrix' ? term : multipleOfUnit(term, first.rows.length),
  )
  if (!matrices.every((matrix) => matrix !== undefined)) return undefined
  const fits = (matrix: Matrix) =>
    matrix.rows.length === first.rows.length &&
    matrix.rows.every((row, i) => row.length === first.rows[i]!.length)
  if (!matrices.every(fits)) return undefined
  return {
    kind: 'matrix',
    rows: first.rows.map((row, i) =>
      row.map((_, j) => sum(...matrices.map((matrix) => matrix.rows[i]![j]!))),
    ),
  }
}

/** 3I or 3I₂ beside a matrix of two rows. */
export function multipleOfUnit(tree: Tree, rows: number): Matrix | undefined {
  const factors =
    tree.kind === 'product' ? tree.factors : tree.kind === 'negative' ? [whole(-1), tree.operand] : [tree]
  const unit = factors.find((factor) => factor.kind === 'symbol' && /^[IE](?:_\d)?$/.test(factor.name))
  if (unit?.kind !== 'symbol' || (unit.name.length > 1 && unit.name.slice(2) !== String(rows)))
    return undefined
  const others = factors.filter((factor) => factor !== unit)
  const value: Tree = others.length === 0 ? whole(1) : product(...others)
  const size = Array.from({ length: rows }, (_, index) => index)
  return { kind: 'matrix', rows: size.map((i) => size.map((j) => (i === j ? value : whole(0)))) }
}

function multiplyMatrices(a: Tree, b: Tree, work: Work): Tree {
  if (a.kind === 'matrix' && b.kind === 'matrix') {
    if (!isRectangular(a) || !isRectangular(b) || a.rows[0]!.length !== b.rows.length) return product(a, b)
    spend(work, a.rows.length * b.rows.length * b.rows[0]!.length)
    return {
      kind: 'matrix',
      rows: a.rows.map((row) =>
        b.rows[0]!.map((_, j) => sum(...row.map((cell, k) => product(cell, b.rows[k]![j]!)))),
      ),
    }
  }
  if (b.kind === 'matrix') return mapMatrix(b, (cell) => product(a, cell))
  if (a.kind === 'matrix') return mapMatrix(a, (cell) => product(cell, b))
  return product(...(a.kind === 'product' ? a.factors : [a]), b)
}

/** Largest matrix whose determinant is expanded. */
const LARGEST_DETERMINANT = 5

/** Along the first row; `undefined` for what is no square. */
function determinantOf(rows: readonly (readonly Tree[])[], work: Work): Tree | undefined {
  const size = rows.length
  if (size > LARGEST_DETERMINANT || rows.some((row) => row.length !== size)) return undefined
  spend(work, size * 4)
  if (size === 1) return rows[0]![0]!
  return sum(
    ...rows[0]!.map((cell, j) => {
      const minor = determinantOf(withoutRowAndColumn(rows, 0, j), work)!
      return j % 2 === 0 ? product(cell, minor) : negative(product(cell, minor))
    }),
  )
}

const withoutRowAndColumn = (rows: readonly (readonly Tree[])[], i: number, j: number): Tree[][] =>
  rows.filter((_, row) => row !== i).map((row) => row.filter((_, column) => column !== j))

/** A^n for a small whole n; A^{-1} as the adjugate over the determinant. */
function powerOfMatrix(base: Tree, exponent: Tree, work: Work): Tree | undefined {
  if (base.kind !== 'matrix' || base.form !== undefined) return undefined
  const rows = symbolicPower(base.rows, exponent, work)
  if (rows) return { kind: 'matrix', rows }
  const size = exponent.kind === 'negative' ? exponent.operand : exponent
  if (size.kind !== 'number' || size.value.d !== 1n || size.value.n < 1n) return undefined
  const start = exponent.kind === 'negative' ? inverseOf(base, work) : base
  if (start === undefined) return undefined
  if (size.value.n > 8n) {
    const large = numericPower(start.rows, size.value.n, work)
    return large && { kind: 'matrix', rows: large }
  }
  let result: Tree = start
  for (let times = 1n; times < size.value.n; times++) result = multiplyMatrices(result, start, work)
  return result
}

function inverseOf({ rows }: Matrix, work: Work): Matrix | undefined {
  const determinant = rows.length <= 3 ? determinantOf(rows, work) : undefined
  if (determinant === undefined) return undefined
  if (rows.length === 1) return { kind: 'matrix', rows: [[quotient(whole(1), determinant)]] }
  return {
    kind: 'matrix',
    rows: rows.map((row, i) =>
      row.map((_, j) => {
        const minor = determinantOf(withoutRowAndColumn(rows, j, i), work)!
        return quotient((i + j) % 2 === 0 ? minor : negative(minor), determinant)
      }),
    ),
  }
}

const transpose = (matrix: Matrix): Matrix => ({
  kind: 'matrix',
  rows: matrix.rows[0]!.map((_, j) => matrix.rows.map((row) => row[j]!)),
})

import { children, mapChildren, type Tree } from '../tree.js'
import { mentions, symbolsOf } from '../tree-queries.js'
import { evaluateExact } from '../values/evaluate-exact.js'
import { add, bits, divide, integer, multiply, negate, ONE, type Rational, ZERO } from '../values/rational.js'
import { spend, type Work } from '../work.js'
import { smallNumbers } from './small-numbers.js'

type Relation = Tree & { kind: 'relation' }

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

// What says that letters are matrices.

function matrixLetters(gold: Tree, prediction: Tree): readonly string[] | undefined {
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

const isMatrixLetter = (name: string): boolean =>
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

const isTransposition = (tree: Tree): boolean =>
  tree.kind === 'symbol' && /^(?:T|top|intercal)$/.test(tree.name)

const hasTransposition = (tree: Tree): boolean =>
  (tree.kind === 'power' && isTransposition(tree.exponent)) || children(tree).some(hasTransposition)

const hasMatrixSymbol = (tree: Tree): boolean =>
  (tree.kind === 'symbol' && tree.isMatrix === true) || children(tree).some(hasMatrixSymbol)

function isOfMatrices(tree: Tree): boolean {
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

const dividesByLetter = (tree: Tree): boolean =>
  (tree.kind === 'quotient' && [...symbolsOf(tree.denominator).keys()].some(isMatrixLetter)) ||
  children(tree).some(dividesByLetter)

// Matrices of numbers.

/** Rows of numbers; a number is its multiple of the unit matrix of any size. */
type Value = Rational | readonly (readonly Rational[])[]

interface Setting {
  readonly values: ReadonlyMap<string, Value>
  /** n, the rows of a square matrix, where traces or determinants are compared. */
  readonly size: number | undefined
  readonly work: Work
}

/** So many rows: matrices of two satisfy identities that others do not. */
const SIZE = 3

/** Of (X^T X)^{-1} X^T and its like X has an inverse of its own only where it is square, which must not be supposed. */
const SHAPES: readonly { readonly rows: number; readonly columns: number }[] = [
  { rows: SIZE, columns: SIZE - 1 },
  { rows: SIZE - 1, columns: SIZE },
]

/** Numbers for all letters: matrices, columns, and single ones. The shape is one in which the gold has a value. */
function settingFor(
  letters: readonly string[],
  gold: Tree,
  round: number,
  work: Work,
  size?: number,
): Setting {
  const long = letters.filter((name) => isMultipliedWithItself(gold, name))
  const columns = columnsIn(gold)
  for (const { rows, columns: width } of long.length > 0 ? SHAPES : []) {
    const setting = { values: numbersFor(rows, width), size, work }
    const sides = gold.kind === 'relation' ? gold.operands.slice(-1) : [gold]
    if (sides.every((side) => matrixFor(side, setting))) return setting
  }
  return { values: numbersFor(size ?? SIZE, size ?? SIZE), size, work }

  function numbersFor(rows: number, width: number): ReadonlyMap<string, Value> {
    const values = new Map<string, Value>()
    const matrix = (name: string, height: number, length: number): Value => {
      const next = smallNumbers(name, 7 + round * 101, 8)
      const cell = () => (next() as Tree & { kind: 'number' }).value
      return Array.from({ length: height }, () => Array.from({ length }, cell))
    }
    for (const name of letters)
      values.set(
        name,
        long.includes(name) ? matrix(name, rows, width) : matrix(name, size ?? SIZE, size ?? SIZE),
      )
    for (const name of columns) values.set(name, matrix(name, rows, 1))
    return values
  }
}

/** X of (X^T X)^{-1} and (X X^T)^{-1}. */
const isMultipliedWithItself = (tree: Tree, name: string): boolean =>
  (tree.kind === 'power' &&
    tree.exponent.kind === 'negative' &&
    hasTransposition(tree.base) &&
    symbolsOf(tree.base).has(name)) ||
  children(tree).some((child) => isMultipliedWithItself(child, name))

/** Small letters that are transposed, or end a product of matrices. */
function columnsIn(tree: Tree, found: string[] = []): readonly string[] {
  if (tree.kind === 'power' && isColumn(tree)) found.push((tree.base as Tree & { kind: 'symbol' }).name)
  if (tree.kind === 'product') {
    const [before, last] = tree.factors.slice(-2)
    if (last!.kind === 'symbol' && isColumn(last!) && isOfMatrices(before!)) found.push(last!.name)
  }
  for (const child of children(tree)) columnsIn(child, found)
  return found
}

const isNumber = (value: Value): value is Rational => 'n' in value

/** The value of an expression; nothing where its numbers grow too long, as those of det(det(det A)) do threefold each. */
function matrixFor(tree: Tree, setting: Setting): Value | undefined {
  const value = computed(tree, setting)
  return value && (isNumber(value) ? [value] : value.flat()).every(isShort) ? value : undefined
}

const MOST_BITS = 4_096
const isShort = ({ n, d }: Rational): boolean => bits(n) <= MOST_BITS && bits(d) <= MOST_BITS

function computed(tree: Tree, setting: Setting): Value | undefined {
  spend(setting.work, 8)
  switch (tree.kind) {
    case 'number':
      return tree.value
    case 'symbol':
      return setting.values.get(tree.name) ?? numberFor(tree.name, setting.size)
    case 'negative': {
      const value = matrixFor(tree.operand, setting)
      return value && scaled(value, integer(-1))
    }
    case 'sum':
    case 'product': {
      const [first, ...others] = children(tree).map((child) => matrixFor(child, setting))
      const combine = tree.kind === 'sum' ? sumOf : productOf
      return others.reduce((total, value) => total && value && combine(total, value), first)
    }
    case 'quotient': {
      const [above, below] = children(tree).map((child) => matrixFor(child, setting))
      const factor = below && isNumber(below) ? divide(ONE, below) : undefined
      return above && factor && scaled(above, factor)
    }
    case 'power':
      return powerOf(tree, setting)
    case 'bracketed': {
      // [A, B] = AB − BA
      const [a, b] = tree.items.map((item) => matrixFor(item, setting))
      const isCommutator = tree.open === '[' && tree.close === ']' && tree.items.length === 2
      const [there, back] = isCommutator && a && b ? [productOf(a, b), productOf(b, a)] : []
      return back && sumOf(there, scaled(back, integer(-1)))
    }
    case 'call': {
      const value = /^(?:tr|det)$/.test(tree.name) && matrixFor(tree.arguments[0]!, setting)
      return value ? invariantOf(tree.name, value, setting.size) : constantOf(tree, setting)
    }
    default:
      return constantOf(tree, setting)
  }
}

const constantOf = (tree: Tree, { work }: Setting): Rational | undefined =>
  symbolsOf(tree).size === 0 ? evaluateExact(tree, work) : undefined

/** The trace, or the determinant by elimination. */
function invariantOf(name: string, value: Value, size = 0): Rational | undefined {
  const axes = Array.from({ length: size }, (_, axis) => axis)
  const rows = isNumber(value)
    ? axes.map((i) => axes.map((j) => (i === j ? value : ZERO)))
    : value.map((row) => [...row])
  if (rows.length === 0 || rows.length !== rows[0]!.length) return undefined
  if (name === 'tr') return rows.reduce((total, row, at) => add(total, row[at]!), ZERO)
  let product = ONE
  for (const at of rows.keys()) {
    const pivot = rows.findIndex((row, i) => i >= at && row[at]!.n !== 0n)
    if (pivot < 0) return ZERO
    if (pivot !== at) product = negate(product)
    ;[rows[at], rows[pivot]] = [rows[pivot]!, rows[at]!]
    product = multiply(product, rows[at]![at]!)
    for (let i = at + 1; i < rows.length; i++) {
      const factor = negate(divide(rows[i]![at]!, rows[at]![at]!)!)
      rows[i] = rows[i]!.map((cell, j) => add(cell, multiply(factor, rows[at]![j]!)))
    }
  }
  return product
}

/** I is the unit matrix; other letters are numbers, small ones where they may be exponents. */
function numberFor(name: string, size: number | undefined): Rational {
  if (name === 'I' || name === 'E') return ONE
  if (name === 'n' && size) return integer(size)
  if (/^[jkmnpqr]$/.test(name)) return integer(2 + (name.charCodeAt(0) % 9))
  return (smallNumbers(name, 3, 900)() as Tree & { kind: 'number' }).value
}

function powerOf({ base, exponent }: Tree & { kind: 'power' }, setting: Setting): Value | undefined {
  const value = matrixFor(base, setting)
  if (!value) return undefined
  if (isTransposition(exponent)) return isNumber(value) ? value : transposed(value)
  const times = matrixFor(exponent, setting)
  if (!times || !isNumber(times) || times.d !== 1n || times.n > 12n || times.n < -12n) return undefined
  const factor = times.n < 0n ? inverseOf(value) : value
  let result: Value | undefined = ONE
  for (let time = 0n; time < (times.n < 0n ? -times.n : times.n); time++)
    result = result && factor && productOf(result, factor)
  return result
}

const transposed = (rows: readonly (readonly Rational[])[]): Value =>
  rows[0]!.map((_, column) => rows.map((row) => row[column]!))

const scaled = (value: Value, factor: Rational): Value =>
  isNumber(value) ? multiply(value, factor) : value.map((row) => row.map((cell) => multiply(cell, factor)))

function sumOf(a: Value | undefined, b: Value | undefined): Value | undefined {
  if (!a || !b) return undefined
  if (isNumber(a)) return isNumber(b) ? add(a, b) : sumOf(b, a)
  if (isNumber(b)) {
    if (b.n === 0n) return a
    return a.length === a[0]!.length
      ? a.map((row, i) => row.map((cell, j) => (i === j ? add(cell, b) : cell)))
      : undefined
  }
  return a.length === b.length && a[0]!.length === b[0]!.length
    ? a.map((row, i) => row.map((cell, j) => add(cell, b[i]![j]!)))
    : undefined
}

function productOf(a: Value, b: Value): Value | undefined {
  if (isNumber(a)) return scaled(b, a)
  if (isNumber(b)) return scaled(a, b)
  if (a[0]!.length !== b.length) return undefined
  return a.map((row) =>
    b[0]!.map((_, j) => row.reduce((total, cell, k) => add(total, multiply(cell, b[k]![j]!)), ZERO)),
  )
}

/** By elimination beside the unit matrix. */
function inverseOf(value: Value): Value | undefined {
  if (isNumber(value)) return divide(ONE, value)
  const size = value.length
  if (value[0]!.length !== size) return undefined
  const rows = value.map((row, i) => [...row, ...value.map((_, j) => (i === j ? ONE : ZERO))])
  for (let at = 0; at < size; at++) {
    const pivot = rows.findIndex((row, i) => i >= at && row[at]!.n !== 0n)
    if (pivot < 0) return undefined
    ;[rows[at], rows[pivot]] = [rows[pivot]!, rows[at]!]
    const lead = rows[at]!.map((cell) => divide(cell, rows[at]![at]!)!)
    for (let i = 0; i < size; i++) {
      const factor = negate(rows[i]![at]!)
      rows[i] = i === at ? lead : rows[i]!.map((cell, j) => add(cell, multiply(factor, lead[j]!)))
    }
  }
  return rows.map((row) => row.slice(size))
}

const cellsOf = (value: Value): readonly Rational[] => (isNumber(value) ? [value] : value.flat())

const isZero = (value: Value | undefined): boolean =>
  value !== undefined && cellsOf(value).every(({ n }) => n === 0n)

/** The number that a is of b, by one of their cells. */
function ratioOf(a: Value, b: Value): Rational | undefined {
  const [cells, others] = [cellsOf(a), cellsOf(b)]
  const at = others.findIndex(({ n }) => n !== 0n)
  return cells.length === others.length && at >= 0 ? divide(cells[at]!, others[at]!) : undefined
}

import { call, negative, number, power, product, quotient, sum, type Tree, whole } from '../tree.js'
import { sameTree, symbolsOf } from '../tree-queries.js'
import { evaluateExact } from '../values/evaluate-exact.js'
import { add, multiply, type Rational, ZERO } from '../values/rational.js'
import { spend, type Work } from '../work.js'

type Rows = readonly (readonly Tree[])[]

/**
 * Aⁿ for a letter n, cell by cell: of a diagonal matrix, of a triangular one whose diagonal is a, a, …, of a triangular one of two rows,
 * and of a rotation. `undefined` for others.
 */
export function symbolicPower(rows: Rows, exponent: Tree, work: Work): Rows | undefined {
  const names = [...symbolsOf(exponent).keys()]
  if (names.length === 0 || !names.every((name) => /^[kmnp]$/.test(name))) return undefined
  if (rows.length < 2 || rows.some((row) => row.length !== rows.length)) return undefined
  const isZero = (i: number, j: number) => evaluateExact(rows[i]![j]!, work)?.n === 0n
  const isLower = rows.every((_, i) => rows.every((_, j) => j <= i || isZero(i, j)))
  if (isLower) {
    const upper = upperPower(transposed(rows), exponent, work)
    return upper && transposed(upper)
  }
  const isUpper = rows.every((_, i) => rows.every((_, j) => j >= i || isZero(i, j)))
  return isUpper ? upperPower(rows, exponent, work) : rotationPower(rows, exponent)
}

function upperPower(rows: Rows, exponent: Tree, work: Work): Rows | undefined {
  const diagonal = rows.map((row, i) => row[i]!)
  // 0ⁿ is not 0 for every n.
  if (diagonal.some((cell) => evaluateExact(cell, work)?.n === 0n)) return undefined
  const powers = diagonal.map((cell) => power(cell, exponent))
  const above = rows.flatMap((row, i) => row.slice(i + 1))
  const isDiagonal = above.every((cell) => evaluateExact(cell, work)?.n === 0n)
  const cells = (cell: (i: number, j: number) => Tree): Rows =>
    rows.map((_, i) => rows.map((_, j) => (i === j ? powers[i]! : i < j ? cell(i, j) : whole(0))))
  if (isDiagonal) return cells(() => whole(0))
  const [a, d] = diagonal as [Tree, Tree]
  if (diagonal.every((cell) => sameTree(cell, a))) return rows.length < 4 ? cells(shear) : undefined
  const [first, last] = [a, d].map((cell) => evaluateExact(cell, work))
  if (rows.length > 2 || !first || !last) return undefined
  // b(aⁿ − dⁿ)/(a − d)
  const difference = (x: Tree, y: Tree) => sum(x, negative(y))
  return cells(() => product(rows[0]![1]!, quotient(difference(powers[0]!, powers[1]!), difference(a, d))))

  /** (a + N)ⁿ = aⁿ + n aⁿ⁻¹ N + n(n − 1)/2 aⁿ⁻² N². */
  function shear(i: number, j: number): Tree {
    const once = product(exponent, power(a, sum(exponent, whole(-1))), rows[i]![j]!)
    if (j - i < 2) return once
    const pairs = quotient(product(exponent, sum(exponent, whole(-1))), whole(2))
    return sum(once, product(pairs, power(a, sum(exponent, whole(-2))), rows[i]![i + 1]!, rows[i + 1]![j]!))
  }
}

/** By nφ for a rotation by φ. */
function rotationPower(rows: Rows, exponent: Tree): Rows | undefined {
  const [[first, second], [third, last]] = rows as [[Tree, Tree], [Tree, Tree]]
  if (rows.length > 2 || first.kind !== 'call' || first.name !== 'cos' || !sameTree(first, last))
    return undefined
  const sine = call('sin', ...first.arguments)
  const isTurn = sameTree(third, sine) && sameTree(second, negative(sine))
  const isTurnBack = sameTree(second, sine) && sameTree(third, negative(sine))
  if (!isTurn && !isTurnBack) return undefined
  const angle = product(exponent, first.arguments[0]!)
  const [up, down] = [call('sin', angle), negative(call('sin', angle))]
  return [
    [call('cos', angle), isTurn ? down : up],
    [isTurn ? up : down, call('cos', angle)],
  ]
}

/** A^{10} of numbers, by squares. */
export function numericPower(rows: Rows, times: bigint, work: Work): Rows | undefined {
  const cells = rows.map((row) => row.map((cell) => evaluateExact(cell, work)))
  const isSquare = rows.every((row) => row.length === rows.length)
  if (!isSquare || rows.length > 4 || times > 500n || !cells.flat().every(isSmall)) return undefined
  let square = cells as readonly (readonly Rational[])[]
  let result: typeof square | undefined
  for (let rest = times; rest > 0n; rest >>= 1n) {
    spend(work, 64)
    if (rest & 1n) result = result ? multiplied(result, square) : square
    if (rest > 1n) square = multiplied(square, square)
  }
  return result?.map((row) => row.map((value) => number(value)))
}

/** The 500th power of a longer number has too many digits. */
const isSmall = (value: Rational | undefined): boolean =>
  value !== undefined && value.n ** 2n < 10n ** 12n && value.d < 10n ** 6n

const multiplied = (a: readonly (readonly Rational[])[], b: readonly (readonly Rational[])[]): Rational[][] =>
  a.map((row) => b.map((_, j) => row.reduce((total, cell, k) => add(total, multiply(cell, b[k]![j]!)), ZERO)))

const transposed = (rows: Rows): Rows => rows[0]!.map((_, j) => rows.map((row) => row[j]!))

import { add, bits, divide, multiply, negate, ONE, type Rational, ZERO } from './rational.js'

/** Rows of numbers; a number is its multiple of the unit matrix of any size. */
export type Value = Rational | Rows

type Rows = readonly (readonly Rational[])[]

export const isNumber = (value: Value): value is Rational => 'n' in value

/** Numbers grow too long where they are determinants of determinants. */
export const isShort = (value: Value): boolean =>
  cellsOf(value).every(({ n, d }) => bits(n) <= MOST_BITS && bits(d) <= MOST_BITS)

const MOST_BITS = 4_096

export const transposed = (rows: Rows): Value => rows[0]!.map((_, column) => rows.map((row) => row[column]!))

export const scaled = (value: Value, factor: Rational): Value =>
  isNumber(value) ? multiply(value, factor) : value.map((row) => row.map((cell) => multiply(cell, factor)))

export function sumOf(a: Value | undefined, b: Value | undefined): Value | undefined {
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

export function productOf(a: Value, b: Value): Value | undefined {
  if (isNumber(a)) return scaled(b, a)
  if (isNumber(b)) return scaled(a, b)
  if (a[0]!.length !== b.length) return undefined
  return a.map((row) =>
    b[0]!.map((_, j) => row.reduce((total, cell, k) => add(total, multiply(cell, b[k]![j]!)), ZERO)),
  )
}

/** By elimination beside the unit matrix. */
export function inverseOf(value: Value): Value | undefined {
  if (isNumber(value)) return divide(ONE, value)
  const size = value.length
  if (value[0]!.length !== size) return undefined
  const { rows, determinant } = eliminated(
    value.map((row, i) => [...row, ...value.map((_, j) => (i === j ? ONE : ZERO))]),
  )
  return determinant.n === 0n ? undefined : rows.map((row) => row.slice(size))
}

/** The trace, or the determinant; a number is its multiple of the unit matrix of `size` rows. */
export function invariantOf(name: string, value: Value, size = 0): Rational | undefined {
  const axes = Array.from({ length: size }, (_, axis) => axis)
  const rows = isNumber(value) ? axes.map((i) => axes.map((j) => (i === j ? value : ZERO))) : value
  if (rows.length === 0 || rows.length !== rows[0]!.length) return undefined
  return name === 'tr'
    ? rows.reduce((total, row, at) => add(total, row[at]!), ZERO)
    : eliminated(rows).determinant
}

/** By Gauss and Jordan: rows that begin with the unit matrix, and the determinant of what they began with; unfinished where that is 0. */
function eliminated(matrix: Rows): { readonly rows: Rows; readonly determinant: Rational } {
  const rows = [...matrix]
  let determinant = ONE
  for (let at = 0; at < rows.length; at++) {
    const pivot = rows.findIndex((row, i) => i >= at && row[at]!.n !== 0n)
    if (pivot < 0) return { rows, determinant: ZERO }
    if (pivot !== at) determinant = negate(determinant)
    ;[rows[at], rows[pivot]] = [rows[pivot]!, rows[at]!]
    const corner = rows[at]![at]!
    determinant = multiply(determinant, corner)
    const lead = rows[at]!.map((cell) => divide(cell, corner)!)
    for (const [i, row] of rows.entries()) {
      const factor = negate(row[at]!)
      rows[i] = i === at ? lead : row.map((cell, j) => add(cell, multiply(factor, lead[j]!)))
    }
  }
  return { rows, determinant }
}

const cellsOf = (value: Value): readonly Rational[] => (isNumber(value) ? [value] : value.flat())

export const isZero = (value: Value | undefined): boolean =>
  value !== undefined && cellsOf(value).every(({ n }) => n === 0n)

/** The number that a is of b, by one of their cells. */
export function ratioOf(a: Value, b: Value): Rational | undefined {
  const [cells, others] = [cellsOf(a), cellsOf(b)]
  const at = others.findIndex(({ n }) => n !== 0n)
  return cells.length === others.length && at >= 0 ? divide(cells[at]!, others[at]!) : undefined
}

import { children, type Tree } from '../tree.js'
import { symbolsOf } from '../tree-queries.js'
import { evaluateExact } from '../values/evaluate-exact.js'
import {
  invariantOf,
  inverseOf,
  isNumber,
  isShort,
  productOf,
  scaled,
  sumOf,
  transposed,
  type Value,
} from '../values/number-matrices.js'
import { divide, integer, ONE, type Rational } from '../values/rational.js'
import { spend, type Work } from '../work.js'
import { columnsIn, hasTransposition, isTransposition } from './signs-of-matrices.js'
import { smallNumbers } from './small-numbers.js'

export interface Setting {
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
export function settingFor(
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

/** The value of an expression; nothing where its numbers grow too long, as those of det(det(det A)) do threefold each. */
export function matrixFor(tree: Tree, setting: Setting): Value | undefined {
  const value = computed(tree, setting)
  return value && isShort(value) ? value : undefined
}

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

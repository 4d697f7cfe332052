import {
  call,
  negative,
  power,
  product,
  quotient,
  type Relation,
  sum,
  symbol,
  type Tree,
  whole,
} from '../tree.js'
import { mentions, symbolsOf } from '../tree-queries.js'
import type { Comparison } from './context.js'
import { equalRelations } from './relations.js'
import { equalValues } from './values.js'

/** u and v of u + iv. */
type Parts = readonly [re: Tree, im: Tree]

/** z and its coordinates. */
interface Plane {
  readonly letter: string
  readonly point: Parts
}

const ZERO = whole(0)

/**
 * `z\bar z = 9`, `|z| = 3` and `x^2+y^2 = 9`; `|z-1| = |z-i|` and `\operatorname{Re} z = \operatorname{Im} z`: sets of points of the complex
 * plane are compared in the coordinates of z = x + iy.
 */
export function equalLoci(gold: Relation, prediction: Relation, c: Comparison): boolean {
  if (![gold, prediction].some((tree) => mentions(tree, 'abs', 'conjugate', 're', 'im'))) return false
  const names = symbolsOf(prediction, symbolsOf(gold))
  const letter = names.has('z') ? 'z' : 'w'
  const [x, y] = letter === 'w' && (names.has('u') || names.has('v')) ? ['u', 'v'] : ['x', 'y']
  const plane: Plane = { letter, point: [symbol(x!), symbol(y!)] }
  const left = names.has(letter) ? inCoordinates(gold, plane, c) : undefined
  const right = left && inCoordinates(prediction, plane, c)
  // What always holds is no set of points.
  return right !== undefined && !isAlways(left!, c) && equalRelations(left!, right, c)
}

const isAlways = ({ operands: [left, right], operators }: Relation, c: Comparison): boolean =>
  operators[0] === '=' && equalValues(left!, right!, c)

/** A relation between x and y; `undefined` where it has z beside them, and where it is two equations at once. */
function inCoordinates(relation: Relation, plane: Plane, c: Comparison): Relation | undefined {
  const names = symbolsOf(relation)
  const hasPoint = names.has(plane.letter)
  const isReal = plane.point.some((one) => one.kind === 'symbol' && names.has(one.name))
  if (isReal || !hasPoint) return isReal && !hasPoint ? relation : undefined
  const { operands, operators } = relation
  const [first, second] = operands as [Tree, Tree]
  const isOfReals = operators[0] === 'in' && second.kind === 'namedSet' && second.name === 'real'
  const squares = operands.map((side) => squareOf(side, plane))
  if (squares.every((square) => square !== undefined)) return { ...relation, operands: squares }
  const sides = (isOfReals ? [first] : operands).map((side) => partsOf(side, plane))
  if (!sides.every((side) => side !== undefined)) return undefined
  const areZero = (...trees: readonly Tree[]) => trees.every((tree) => equalValues(tree, ZERO, c))
  const zero = (value: Tree): Relation => ({ kind: 'relation', operands: [value, ZERO], operators: ['='] })
  if (isOfReals) return zero(sides[0]![1])
  if (areZero(...sides.map(([, im]) => im))) return { ...relation, operands: sides.map(([re]) => re) }
  if (operators.join() !== '=') return undefined
  // z = z̄ says that y is 0, and of x nothing.
  const [re, im] = [0, 1].map((at) => sum(sides[0]![at]!, negative(sides[1]![at]!))) as [Tree, Tree]
  return areZero(re) ? zero(im) : undefined
}

/** The square of |u|, 2|u|, r or |u|/|v|, which are not negative. */
function squareOf(tree: Tree, plane: Plane): Tree | undefined {
  if (tree.kind === 'call' && tree.name === 'abs') {
    const [inner] = tree.arguments as [Tree]
    if (inner.kind === 'quotient')
      return squareOf(quotient(call('abs', inner.numerator), call('abs', inner.denominator)), plane)
    const parts = partsOf(inner, plane)
    return parts && sizeOf(parts)
  }
  if (tree.kind === 'product' || tree.kind === 'quotient') {
    const factors = tree.kind === 'product' ? tree.factors : [tree.numerator, tree.denominator]
    const squares = factors.map((factor) => squareOf(factor, plane))
    if (!squares.every((square) => square !== undefined)) return undefined
    return tree.kind === 'product' ? product(...squares) : quotient(squares[0]!, squares[1]!)
  }
  const isLength =
    (tree.kind === 'number' && tree.value.n >= 0n) ||
    (tree.kind === 'symbol' && tree.name !== plane.letter) ||
    (tree.kind === 'call' && tree.name === 'root' && symbolsOf(tree).size === 0)
  return isLength ? power(tree, whole(2)) : undefined
}

const sizeOf = ([re, im]: Parts): Tree => sum(power(re, whole(2)), power(im, whole(2)))

/** Real and imaginary part; `undefined` where a function stands in the way. */
function partsOf(tree: Tree, plane: Plane): Parts | undefined {
  const all = (trees: readonly Tree[]) => {
    const parts = trees.map((part) => partsOf(part, plane))
    return parts.every((part) => part !== undefined) ? parts : undefined
  }
  switch (tree.kind) {
    case 'number':
      return [tree, ZERO]
    case 'constant':
      return tree.name === 'i' ? [ZERO, whole(1)] : [tree, ZERO]
    case 'symbol':
      return tree.name === plane.letter ? plane.point : [tree, ZERO]
    case 'negative': {
      const parts = partsOf(tree.operand, plane)
      return parts && [negative(parts[0]), negative(parts[1])]
    }
    case 'sum': {
      const parts = all(tree.terms)
      return parts && [sum(...parts.map(([re]) => re)), sum(...parts.map(([, im]) => im))]
    }
    case 'product':
      return all(tree.factors)?.reduce(times)
    case 'quotient': {
      const [above, below] = all([tree.numerator, tree.denominator]) ?? []
      if (!above || !below) return undefined
      const [re, im] = times(above, [below[0], negative(below[1])])
      return [quotient(re, sizeOf(below)), quotient(im, sizeOf(below))]
    }
    case 'power': {
      const { base, exponent } = tree
      const count = exponent.kind === 'number' && exponent.value.d === 1n ? Number(exponent.value.n) : 0
      const parts = count > 0 && count <= MOST ? partsOf(base, plane) : undefined
      return parts && Array.from({ length: count }, () => parts).reduce(times)
    }
    case 'call': {
      const parts = all(tree.arguments)
      if (!parts) return undefined
      const [[re, im]] = parts as [Parts]
      switch (tree.name) {
        case 'conjugate':
          return [re, negative(im)]
        case 're':
          return [re, ZERO]
        case 'im':
          return [im, ZERO]
        case 'abs':
          return [call('root', sizeOf([re, im]), whole(2)), ZERO]
      }
      // √2
      return parts.every(([, part]) => part === ZERO) && !symbolsOf(tree).has(plane.letter)
        ? [tree, ZERO]
        : undefined
    }
    default:
      return undefined
  }
}

/** Highest power that is multiplied out. */
const MOST = 4

const times = ([a, b]: Parts, [c, d]: Parts): Parts => [
  sum(product(a, c), negative(product(b, d))),
  sum(product(a, d), product(b, c)),
]

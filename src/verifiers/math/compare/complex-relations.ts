import {
  children,
  constant,
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

/**
 * |z − 1| = |z + 1| is Re z = 0: relations of z = x + iy as relations of x and y. Sizes are squared; an equation between complex
 * numbers counts where either its real or its imaginary part always holds.
 */
export function equalComplexRelations(gold: Relation, prediction: Relation, c: Comparison): boolean {
  if (!speaksOfOne(gold) || !speaksOfOne(prediction)) return false
  const left = inReals(gold, c)
  const right = left && inReals(prediction, c)
  return right !== undefined && equalRelations(left!, right, c)
}

const speaksOfOne = (relation: Relation): boolean =>
  relation.operators.length === 1 &&
  /^(?:!?=|[<>]=?)$/.test(relation.operators[0]!) &&
  mentions(relation, 'call') &&
  [...symbolsOf(relation).keys()].join() === 'z'

/** The relation with x and y, and 0 on the right. */
function inReals(relation: Relation, c: Comparison): Relation | undefined {
  const sizes = relation.operands.map(squareOfSize)
  const isOfSizes = sizes.every((size) => size !== undefined)
  const sides = isOfSizes
    ? sizes.map((re): Parts => ({ re: re!, im: NOTHING }))
    : relation.operands.map(partsOf)
  const [left, right] = sides
  if (!left || !right) return undefined
  const [re, im] = [sum(left.re, negative(right.re)), sum(left.im, negative(right.im))]
  const isReal = equalValues(im, NOTHING, c)
  if (!isReal && !(relation.operators[0] === '=' && equalValues(re, NOTHING, c))) return undefined
  return { ...relation, operands: [isReal ? re : im, NOTHING] }
}

const NOTHING = whole(0)

/** 4(x² + y²) of 2|z|; 9 of 3. */
function squareOfSize(tree: Tree): Tree | undefined {
  if (tree.kind === 'number' && tree.value.n >= 0n) return power(tree, whole(2))
  if (tree.kind === 'product' || tree.kind === 'quotient') {
    const squares = children(tree).map(squareOfSize)
    if (!squares.every((square) => square !== undefined)) return undefined
    return tree.kind === 'product' ? product(...squares) : quotient(squares[0]!, squares[1]!)
  }
  if (tree.kind !== 'call') return undefined
  if (tree.name === 'root' && isTwo(tree.arguments[1]!))
    return squareOfSize(tree.arguments[0]!) && tree.arguments[0]!
  if (tree.name !== 'abs') return undefined
  const inside = partsOf(tree.arguments[0]!)
  return inside && sizeOf(inside)
}

const isTwo = (tree: Tree): boolean => tree.kind === 'number' && tree.value.n === 2n && tree.value.d === 1n

const sizeOf = ({ re, im }: Parts): Tree => sum(power(re, whole(2)), power(im, whole(2)))

interface Parts {
  readonly re: Tree
  readonly im: Tree
}

const real = (re: Tree): Parts => ({ re, im: NOTHING })

/** The real and the imaginary part of a polynomial in z and its conjugate. */
function partsOf(tree: Tree): Parts | undefined {
  switch (tree.kind) {
    case 'symbol':
      return { re: symbol('x'), im: symbol('y') }
    case 'constant':
      return tree.name === 'i' ? { re: NOTHING, im: whole(1) } : real(constant(tree.name))
    case 'number':
      return real(tree)
    case 'negative': {
      const inner = partsOf(tree.operand)
      return inner && { re: negative(inner.re), im: negative(inner.im) }
    }
    case 'sum': {
      const terms = tree.terms.map(partsOf)
      return terms.every((term) => term !== undefined)
        ? { re: sum(...terms.map(({ re }) => re)), im: sum(...terms.map(({ im }) => im)) }
        : undefined
    }
    case 'product':
      return productOf(tree.factors.map(partsOf))
    case 'quotient': {
      const inner = symbolsOf(tree.denominator).size === 0 ? partsOf(tree.numerator) : undefined
      const below = inner && partsOf(tree.denominator)
      return below && below.im === NOTHING
        ? { re: quotient(inner!.re, below.re), im: quotient(inner!.im, below.re) }
        : undefined
    }
    case 'power': {
      const { base, exponent } = tree
      if (!isTwo(exponent)) return undefined
      if (base.kind !== 'call' || base.name !== 'abs') return productOf([partsOf(base), partsOf(base)])
      const size = squareOfSize(base)
      return size && real(size)
    }
    case 'call': {
      const inner = tree.arguments.length === 1 ? partsOf(tree.arguments[0]!) : undefined
      if (!inner) return undefined
      if (tree.name === 're') return real(inner.re)
      if (tree.name === 'im') return real(inner.im)
      return tree.name === 'conjugate' ? { re: inner.re, im: negative(inner.im) } : undefined
    }
    default:
      return undefined
  }
}

const productOf = (factors: readonly (Parts | undefined)[]): Parts | undefined =>
  factors.reduce(
    (a, b) =>
      a &&
      b && {
        re: sum(product(a.re, b.re), negative(product(a.im, b.im))),
        im: sum(product(a.re, b.im), product(a.im, b.re)),
      },
    real(whole(1)) as Parts | undefined,
  )

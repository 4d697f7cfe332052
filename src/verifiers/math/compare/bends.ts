import { children, type Tree } from '../tree.js'
import { mentions, symbolsOf } from '../tree-queries.js'
import { magnitude } from '../values/complex.js'
import { evaluateNumeric } from '../values/evaluate-numeric.js'
import type { Comparison } from './context.js'
import type { Point, ProbePlan } from './probes.js'

/** Farthest place that is looked at. */
const FARTHEST = 1e7

/**
 * Whether two expressions that agree at the usual probes differ elsewhere: |x − 100| + x − 100 vanishes for every x below 100, |sin x| and
 * sin |x| differ in some of the waves, arcsin(sin x) is x near zero. A bend lies where the constants of the expressions put it, so one looks
 * on both sides of each, beyond the largest of them, and beyond their product.
 */
export function differRoundBends(a: Tree, b: Tree, plan: ProbePlan, c: Comparison): boolean {
  return pointsRoundBends(a, b, plan, c).some((values) => {
    const x = evaluateNumeric(a, { values, realOnly: true }, c.work)
    const y = x && evaluateNumeric(b, { values, realOnly: true }, c.work)
    return x && y && Math.abs(x.re - y.re) > 8 * (x.error + y.error) + 1e-9 * magnitude(x)
  })
}

/** The plan with the places where expressions with bends may differ. */
export const planRoundBends = (a: Tree, b: Tree, plan: ProbePlan, c: Comparison): ProbePlan =>
  c.confirmsProbes ? { ...plan, beyond: pointsRoundBends(a, b, plan, c) } : plan

/** Where else two expressions with bends are evaluated; nowhere without bends, and where symbols are integers or complex. */
function pointsRoundBends(
  a: Tree,
  b: Tree,
  { symbols, isComplex }: ProbePlan,
  c: Comparison,
): readonly Point[] {
  const names = [...symbols.keys()].sort()
  if (names.length === 0 || !(hasBends(a) || hasBends(b))) return []
  if ([...symbols.values()].includes(true) || names.some(isComplex)) return []
  const sizes = [...new Set([a, b].flatMap((tree) => sizesIn(tree, c)))]
  const places = [Math.max(...sizes, 1) * 2.13 + 7, sizes.reduce((product, size) => product * size, 7.31)]
  // A sum or an integral takes long at each of them.
  if (!mentions(a, 'iterated') && !mentions(b, 'iterated'))
    places.push(...sizes.slice(0, MOST_SIZES).flatMap((size) => [size - 0.43, size + 0.37]), ...SCATTERED)
  return places.flatMap((place) =>
    SIGNS.slice(0, 2 * names.length).map((signs) => {
      const far = Math.min(place, FARTHEST)
      return new Map(names.map((name, index) => [name, far * signs[index % 2]! * (1 + index / 7)]))
    }),
  )
}

/** Near zero, in the quarters of the first two turns, and where roots and logarithms have left their first. */
const SCATTERED = [
  0.008, 0.07, 0.2, 0.28, 0.55, 0.7, 0.93, 0.99, 1.2, 1.28, 1.4, 1.65, 1.9, 2.9, 3.7, 4.4, 5.3, 8.3, 10.1,
  11.9, 31, 43, 170,
]
const MOST_SIZES = 4

const SIGNS = [
  [1, 1],
  [-1, -1],
  [1, -1],
  [-1, 1],
] as const

const BENDING = new Set([
  ...['abs', 'max', 'min', 'sgn', 'sign', 'root', 'floor', 'ceiling'],
  ...['arcsin', 'arccos', 'arctan', 'arccot', 'arcsec', 'arccsc'],
])

/** |x|, max(x, 1), √x, arcsin(sin x): where the rule changes with the sign or the size of something. */
const hasBends = (tree: Tree): boolean =>
  (((tree.kind === 'call' && BENDING.has(tree.name)) ||
    (tree.kind === 'power' && tree.exponent.kind === 'quotient')) &&
    symbolsOf(tree).size > 0) ||
  children(tree).some(hasBends)

/** The sizes of the constants in an expression, and of their inverses, from 1 on. */
function sizesIn(tree: Tree, c: Comparison): readonly number[] {
  if (symbolsOf(tree).size > 0) return children(tree).flatMap((child) => sizesIn(child, c))
  const value = evaluateNumeric(tree, { values: new Map(), realOnly: true }, c.work)
  const size = value && magnitude(value)
  return size ? [Math.max(size, 1 / size)] : []
}

import { children, type Tree } from '../tree.js'
import { symbolsOf } from '../tree-queries.js'
import { magnitude } from '../values/complex.js'
import { evaluateNumeric } from '../values/evaluate-numeric.js'
import type { Comparison } from './context.js'
import type { ProbePlan } from './probes.js'

/** Farthest place that is looked at. */
const FARTHEST = 1e7

/**
 * Whether two expressions that agree near zero differ far out: |x − 100| + x − 100 vanishes for every x below 100. A bend
 * lies where the constants of the expressions put it, so one looks beyond the largest of them, and beyond their product. |sin x| and sin |x|
 * differ in some of the waves.
 */
export function differFarOut(a: Tree, b: Tree, { symbols, isComplex }: ProbePlan, c: Comparison): boolean {
  if (!(hasBends(a) || hasBends(b)) || [...symbols.values()].includes(true)) return false
  if ([...symbols.keys()].some(isComplex)) return false
  const sizes = [a, b].flatMap((tree) => sizesIn(tree, c))
  const places = [
    Math.max(...sizes, 1) * 2.13 + 7,
    sizes.reduce((product, size) => product * size, 7.31),
    ...(hasWaves(a) || hasWaves(b) ? ROUND : []),
  ]
  return places.some((place) =>
    SIGNS.some((signs) => {
      const names = [...symbols.keys()].sort()
      const far = Math.min(place, FARTHEST)
      const values = new Map(names.map((name, index) => [name, far * signs[index % 2]! * (1 + index / 7)]))
      const x = evaluateNumeric(a, { values, realOnly: true }, c.work)
      const y = x && evaluateNumeric(b, { values, realOnly: true }, c.work)
      return x && y && Math.abs(x.re - y.re) > 8 * (x.error + y.error) + 1e-9 * magnitude(x)
    }),
  )
}

const SIGNS = [
  [1, 1],
  [-1, -1],
  [1, -1],
  [-1, 1],
] as const

const BENDING = new Set(['abs', 'max', 'min', 'sgn', 'sign', 'root'])

/** In different quarters of the first turns. */
const ROUND = [1.9, 2.9, 3.7, 4.4, 5.3, 8.3, 10.1, 11.9]
const WAVES = new Set(['sin', 'cos', 'tan', 'cot', 'sec', 'csc'])

const hasWaves = (tree: Tree): boolean =>
  (tree.kind === 'call' && WAVES.has(tree.name) && symbolsOf(tree).size > 0) || children(tree).some(hasWaves)

/** |x|, max(x, 1), √x: where the rule changes with the sign of something. */
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

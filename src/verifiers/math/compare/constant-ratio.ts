import { mapChildren, number, product, type Tree } from '../tree.js'
import { type Approximate, magnitude, over } from '../values/complex.js'
import { equalPrecisely } from '../values/evaluate-64-digits.js'
import { evaluateNumeric } from '../values/evaluate-numeric.js'
import { inShare, isDecisive, type NormalPair, normalPair } from '../values/normal-form.js'
import { planRoundBends } from './bends.js'
import type { Comparison } from './context.js'
import { ENOUGH, evidenceOf, type Point, type ProbePlan, planOf, probePoints } from './probes.js'

/** The sign of the constant factor between two expressions, if there is one. */
export function signOfFactor(a: Tree, b: Tree, c: Comparison): 1 | -1 | undefined {
  const plan = planOf(a, b)
  const pair = normalPair(a, b, plan.isComplex, c.work)
  const exact = pair && inShare(c.work, () => sameUpToFactor(pair))
  return exact === false ? undefined : ratioAtProbes(a, b, planRoundBends(a, b, plan, c), c)
}

function sameUpToFactor({ algebra, left, right }: NormalPair): boolean | undefined {
  const first = algebra.product(left.above, right.below)
  const second = algebra.product(right.above, left.below)
  if (algebra.constantRatio(first, second)) return true
  return isDecisive(first, algebra) && isDecisive(second, algebra) ? false : undefined
}

/** The sign of a / b where it is the same constant at every probe. */
export function ratioAtProbes(a: Tree, b: Tree, plan: ProbePlan, c: Comparison): 1 | -1 | undefined {
  if (plan.symbols.size === 0) return undefined
  let reference: Approximate | undefined
  let first: Point | undefined
  let agreed = 0
  const realOnly = ![...plan.symbols.keys()].some(plan.isComplex)
  for (const values of probePoints(plan)) {
    const x = evaluateNumeric(a, { values, realOnly }, c.work)
    const y = x && evaluateNumeric(b, { values, realOnly }, c.work)
    if (!x || !y) continue
    const vanishing = magnitude(x) <= 8 * x.error
    if (vanishing !== magnitude(y) <= 8 * y.error) return undefined
    const ratio = vanishing ? undefined : over(x, y)
    if (ratio === undefined) continue
    if (reference === undefined) [reference, first] = [ratio, values]
    else {
      const evidence = evidenceOf(ratio, reference)
      if (evidence === 'apart') return undefined
      if (evidence === 'unclear') continue
      // Once to 64 digits, because a large term leaves no digits of the others in doubles.
      if (agreed === 0 && c.confirmsProbes && !sameRatioPrecisely(a, b, first!, values, c)) return undefined
      agreed++
    }
  }
  if (reference === undefined || agreed < ENOUGH) return undefined
  return reference.re > 0 ? 1 : -1
}

/** a(p)·b(q) = b(p)·a(q), where that can be computed. */
function sameRatioPrecisely(a: Tree, b: Tree, p: Point, q: Point, c: Comparison): boolean {
  const cross = (x: Tree, y: Tree) => product(atPoint(x, p), atPoint(y, q))
  return equalPrecisely(cross(a, b), cross(b, a), NOWHERE, c.work) !== false
}

const NOWHERE: Point = new Map()

/** The tree with numbers for its symbols. */
function atPoint(tree: Tree, point: Point): Tree {
  const value = tree.kind === 'symbol' ? point.get(tree.name) : undefined
  return typeof value === 'number'
    ? number({ n: BigInt(Math.round(value * 1_000)), d: 1_000n })
    : mapChildren(tree, (child) => atPoint(child, point))
}

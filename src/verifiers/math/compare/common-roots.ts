import type { Tree } from '../tree.js'
import { symbolsOf } from '../tree-queries.js'
import { evaluateNumeric } from '../values/evaluate-numeric.js'
import type { Comparison } from './context.js'
import { isSloped, lineIn, rootOf } from './lines-in-a-symbol.js'
import { ENOUGH, near, type Point, type ProbePlan, probePoints } from './probes.js'

/**
 * Whether each of two expressions is linear in some symbol, and where it vanishes the other does so too. A relation that
 * shares some of its solutions with another is not the same.
 */
export function sameRoots(a: Tree, b: Tree, plan: ProbePlan, c: Comparison): boolean {
  if (plan.steps || [...plan.symbols.keys()].some(plan.isComplex)) return false
  return vanishesWith(a, b, plan, c) && vanishesWith(b, a, plan, c)
}

/** The reference solves both equations for each symbol: one root in common is enough. */
export function sharesRoot(a: Tree, b: Tree, plan: ProbePlan, c: Comparison): boolean {
  const others = symbolsOf(b)
  return [...symbolsOf(a).keys()].some((name) => {
    if (!others.has(name)) return false
    let agreed = 0
    for (const values of probePoints(plan)) {
      const [x, y] = [lineIn(name, a, values, c), lineIn(name, b, values, c)]
      if (!x || !y) continue
      if (!isSloped(x) || !isSloped(y) || !near(rootOf(x), rootOf(y))) return false
      agreed++
    }
    return agreed >= 2
  })
}

/** Whether b vanishes where a does: at the root of a in a symbol in which it is linear, for several values of the others. */
function vanishesWith(a: Tree, b: Tree, plan: ProbePlan, c: Comparison): boolean {
  for (const name of symbolsOf(a).keys()) {
    const verdict = vanishesAlong(name, a, b, plan, c)
    if (verdict !== undefined) return verdict
  }
  return false
}

function vanishesAlong(name: string, a: Tree, b: Tree, plan: ProbePlan, c: Comparison): boolean | undefined {
  let agreed = 0
  for (const values of probePoints(plan)) {
    const line = lineIn(name, a, values, c)
    if (line === undefined) continue
    if (!isSloped(line)) return undefined
    const root = rootOf(line)
    // A root that rounding places, as one of 10^17·y = x at 10^-17, says nothing.
    if (root.error > 1e-6 * Math.abs(root.re)) continue
    const at = (place: number) =>
      evaluateNumeric(b, { values: new Map(values).set(name, place), realOnly: true }, c.work)
    const [here, aside] = [at(root.re), at(root.re + 0.37 * (1 + Math.abs(root.re)))]
    if (here === undefined || aside === undefined) continue
    // The other side must rise away from the root, and vanish on it within what rounding the root costs.
    const slope = Math.abs(aside.re - here.re) / (0.37 * (1 + Math.abs(root.re)))
    const allowed = 8 * (here.error + (slope + 1) * (root.error + Math.abs(root.re) * 1e-15))
    if (Math.abs(here.re) > allowed || Math.abs(here.im) > allowed) return false
    if (allowed > 1e-5 * Math.abs(aside.re)) continue
    if (agreed === 0 && anySolves(name, a, b, values, c)) return false
    if (++agreed >= ENOUGH && !plan.beyond?.length) return true
  }
  return agreed >= ENOUGH ? true : undefined
}

/**
 * Whether one side says nothing of the symbol at some place where the other has a root: (y − 2x − 1) sin x = 0 is linear in y
 * and has the root 2x + 1, but at x = π every y solves it. xy = 1 says nothing at x = 0, but there y = 1/x has no root.
 *
 * The place is sought along each other symbol, as a zero of the slopes' quotient, by the secant method.
 */
function anySolves(name: string, a: Tree, b: Tree, values: Point, c: Comparison): boolean {
  return isEmptySomewhere(name, a, b, values, c) || isEmptySomewhere(name, b, a, values, c)
}

function isEmptySomewhere(name: string, gold: Tree, prediction: Tree, values: Point, c: Comparison): boolean {
  for (const [other, start] of values) {
    if (other === name || typeof start !== 'number') continue
    const at = (place: number) => {
      const there = new Map(values).set(other, place)
      const [x, y] = [lineIn(name, gold, there, c), lineIn(name, prediction, there, c)]
      return x && y && isSloped(x) ? { place, quotient: y.slope / x.slope, root: rootOf(x).re } : undefined
    }
    const first = at(start)
    let [before, now] = [first, at(start * 1.1)]
    for (let round = 0; round < 60 && first && before && now && now.quotient !== before.quotient; round++) {
      const place: number =
        now.place - (now.quotient * (now.place - before.place)) / (now.quotient - before.quotient)
      if (!(Math.abs(place) <= 2_000)) break
      ;[before, now] = [now, at(place)]
      if (now && Math.abs(now.quotient) <= 1e-12 * Math.abs(first.quotient)) {
        // Where the gold has none its root grows as the quotient shrinks.
        if (Math.abs(now.root) < 1e6 * (1 + Math.abs(first.root))) return true
        break
      }
    }
  }
  return false
}

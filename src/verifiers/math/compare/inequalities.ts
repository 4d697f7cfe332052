import { mapChildren, negative, quotient, type Relator, sum, type Tree, whole } from '../tree.js'
import { symbolsOf } from '../tree-queries.js'
import { evaluateExact } from '../values/evaluate-exact.js'
import { evaluateNumeric } from '../values/evaluate-numeric.js'
import { integer } from '../values/rational.js'
import type { Comparison } from './context.js'

/** `x` on one side: `2x > 4` → `x > 2`, `|x - 1| < 3` → `-2 < x < 4`. */
export interface Solved {
  readonly relator: '<' | '<=' | '>' | '>='
  readonly bound: Tree
}

/**
 * An inequality of one symbol, linear in it: its bound. An absolute value of something linear: both bounds, joined by
 * "and" for <, by "or" for >.
 */
export function solveInequality(
  left: Tree,
  relator: Relator,
  right: Tree,
  c: Comparison,
): { readonly join: 'and' | 'or'; readonly bounds: readonly Solved[] } | undefined {
  if (relator[0] !== '<' && relator[0] !== '>') return undefined
  if (right.kind === 'call' && right.name === 'abs') return solveInequality(right, flipped(relator), left, c)
  if (left.kind === 'call' && left.name === 'abs') {
    const limit = evaluateNumeric(right, { values: new Map(), realOnly: true }, c.work)
    if (!limit || limit.re <= 0) return undefined
    const inner = left.arguments[0]!
    const upper = linearBound(inner, relator, right, c)
    const lower = linearBound(inner, flipped(relator), negative(right), c)
    return upper && lower && { join: relator[0] === '<' ? 'and' : 'or', bounds: [lower, upper] }
  }
  const bound = linearBound(left, relator, right, c)
  return bound && { join: 'and', bounds: [bound] }
}

const flipped = (relator: Relator): Relator =>
  (relator[0] === '<' ? relator.replace('<', '>') : relator.replace('>', '<')) as Relator

function linearBound(left: Tree, relator: Relator, right: Tree, c: Comparison): Solved | undefined {
  const difference = sum(left, negative(right))
  const names = [...symbolsOf(difference).keys()]
  if (names.length !== 1) return undefined
  const at = (x: number): Tree => substitute(difference, names[0]!, whole(x))
  const value = (x: number) =>
    evaluateNumeric(difference, { values: new Map([[names[0]!, x]]), realOnly: true }, c.work)
  const [zero, one, five, negativeSeven] = [value(0), value(1), value(5), value(-7)]
  if (!zero || !one || !five || !negativeSeven) return undefined
  const slope = one.re - zero.re
  const straight = (x: number, y: number) => Math.abs(zero.re + slope * x - y) <= 1e-9 * (1 + Math.abs(y))
  if (Math.abs(slope) < 1e-9 || !straight(5, five.re) || !straight(-7, negativeSeven.re)) return undefined
  const bound = quotient(negative(at(0)), sum(at(1), negative(at(0))))
  const exact = evaluateExact(bound, c.work)
  const simple: Tree = exact ? { kind: 'number', value: exact.d === 1n ? integer(exact.n) : exact } : bound
  return { relator: (slope > 0 ? relator : flipped(relator)) as Solved['relator'], bound: simple }
}

const substitute = (tree: Tree, name: string, value: Tree): Tree =>
  tree.kind === 'symbol' && tree.name === name
    ? value
    : mapChildren(tree, (child) => substitute(child, name, value))

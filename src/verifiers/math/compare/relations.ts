import { negative, type Relator, sum, symbol, type Tree } from '../tree.js'
import { sameTree, symbolsOf } from '../tree-queries.js'
import type { Approximate } from '../values/complex.js'
import { evaluateNumeric } from '../values/evaluate-numeric.js'
import type { Comparison } from './context.js'
import { near, probePoints } from './probes.js'
import { equalValues } from './values.js'

export type Relation = Tree & { kind: 'relation' }

/** Reads the same from the other side. */
export const FLIPPED: Readonly<Record<Relator, Relator | undefined>> = {
  '=': '=', '!=': '!=', '~': '~', '<': '>', '>': '<', '<=': '>=', '>=': '<=', in: undefined, notin: undefined, '->': undefined,
} // biome-ignore format: a table

/** Equations up to a non-zero factor or solved for a symbol; inequalities up to orientation and a positive factor. */
export function equalRelations(a: Relation, b: Relation, c: Comparison): boolean {
  if (sameTree(a, b)) return true
  if (a.operators.length !== b.operators.length) return false
  if (a.operators.length > 1) return equalChains(a, b, c)
  const [left, right] = [a.operators[0]!, b.operators[0]!]
  if (
    left === right &&
    equalValues(a.operands[0]!, b.operands[0]!, c) &&
    equalValues(a.operands[1]!, b.operands[1]!, c)
  )
    return true
  if (
    FLIPPED[left] === right &&
    equalValues(a.operands[0]!, b.operands[1]!, c) &&
    equalValues(a.operands[1]!, b.operands[0]!, c)
  )
    return true
  if (c.published && left === '=' && right === '=' && symbolsOf(a).size === 0 && symbolsOf(b).size === 0)
    return true
  const difference = differenceOf(a)
  const other = differenceOf(b)
  if (left === '=' || left === '!=' || left === '~') {
    if (left !== right) return false
    const oneRoot = c.published || !(splits(a) || splits(b))
    return equalEquations(difference, other, oneRoot, c)
  }
  if (c.published) {
    return left === right
      ? equalValues(difference, other, c)
      : FLIPPED[left] === right && equalValues(difference, negative(other), c)
  }
  if (left === right) return proportional(difference, other, c) === 'positive'
  return FLIPPED[left] === right && proportional(difference, other, c) === 'negative'
}

/** a < x < b read from either end. */
function equalChains(a: Relation, b: Relation, c: Comparison): boolean {
  const same = (operands: readonly Tree[], operators: readonly (Relator | undefined)[]) =>
    a.operators.every((operator, index) => operator === operators[index]) &&
    a.operands.every((operand, index) => equalValues(operand, operands[index]!, c))
  return (
    same(b.operands, b.operators) ||
    (!c.published &&
      same(
        [...b.operands].reverse(),
        [...b.operators].reverse().map((operator) => FLIPPED[operator]),
      ))
  )
}

const differenceOf = (relation: Relation): Tree => sum(relation.operands[0]!, negative(relation.operands[1]!))

/**
 * Whether an equation is a product that shall be zero: it is so wherever one factor is, and (y − 2x − 1)(x − 1) = 0 has
 * more solutions than y = 2x + 1, though it is linear in y and has that root.
 */
function splits({ operands: [left, right] }: Relation): boolean {
  return (isZero(right!) && isProduct(left!)) || (isZero(left!) && isProduct(right!))
}

const isZero = (tree: Tree): boolean => tree.kind === 'number' && tree.value.n === 0n

function isProduct(tree: Tree): boolean {
  if (tree.kind === 'negative') return isProduct(tree.operand)
  if (tree.kind === 'quotient') return isProduct(tree.numerator)
  return tree.kind === 'product' && tree.factors.filter((factor) => symbolsOf(factor).size > 0).length > 1
}

/** @param oneRoot whether one root in a symbol may stand for each of them */
function equalEquations(gold: Tree, prediction: Tree, oneRoot: boolean, c: Comparison): boolean {
  const [left, right] = [nameApplications(gold), nameApplications(prediction)]
  if (symbolsOf(left).size === 0 || symbolsOf(right).size === 0) return false
  return proportional(left, right, c) !== undefined || (oneRoot && sameRoot(left, right, c))
}

/** `f(x)` on its own is a name for a value, so an equation can be solved for it. */
function nameApplications(tree: Tree): Tree {
  if (tree.kind === 'call' && tree.name === 'apply')
    return symbol(JSON.stringify(tree, (_, value) => (typeof value === 'bigint' ? String(value) : value)))
  if (tree.kind === 'sum') return { ...tree, terms: tree.terms.map(nameApplications) }
  if (tree.kind === 'negative') return negative(nameApplications(tree.operand))
  if (tree.kind === 'product') return { ...tree, factors: tree.factors.map(nameApplications) }
  return tree
}

/** The sign of the constant factor between two expressions, if there is one. */
function proportional(a: Tree, b: Tree, c: Comparison): 'positive' | 'negative' | undefined {
  const symbols = symbolsOf(b, symbolsOf(a))
  if (symbols.size === 0) return undefined
  let reference: [Approximate, Approximate] | undefined
  let agreed = 0
  for (const values of probePoints(symbols, false)) {
    const x = evaluateNumeric(a, { values, realOnly: true }, c.work)
    const y = evaluateNumeric(b, { values, realOnly: true }, c.work)
    if (!x || !y) continue
    const vanishing = Math.abs(x.re) <= 8 * x.error
    if (vanishing !== Math.abs(y.re) <= 8 * y.error) return undefined
    if (vanishing) continue
    if (reference === undefined) reference = [x, y]
    else {
      // x / y = x0 / y0, without dividing
      const cross = (p: Approximate, q: Approximate) => ({
        re: p.re * q.re,
        im: 0,
        error: Math.abs(p.re) * q.error + Math.abs(q.re) * p.error + Math.abs(p.re * q.re) * 2e-16,
      })
      if (!near(cross(x, reference[1]), cross(reference[0], y))) return undefined
      agreed++
    }
  }
  if (reference === undefined || agreed < 2) return undefined
  return reference[0].re * reference[1].re > 0 ? 'positive' : 'negative'
}

/** Both are linear in some symbol and have the same root in it, whatever the others are. */
function sameRoot(gold: Tree, prediction: Tree, c: Comparison): boolean {
  const [first, second] = [symbolsOf(gold), symbolsOf(prediction)]
  if (first.size !== second.size) return false
  const symbols = new Map([...first, ...second])
  if (symbols.size !== first.size) return false
  return [...first.keys()].some((name) => sameRootIn(name, gold, prediction, symbols, c))
}

function sameRootIn(
  name: string,
  gold: Tree,
  prediction: Tree,
  symbols: ReadonlyMap<string, boolean>,
  c: Comparison,
): boolean {
  let agreed = 0
  for (const values of probePoints(symbols, false)) {
    const x = lineIn(name, gold, values, c)
    const y = lineIn(name, prediction, values, c)
    if (x === undefined || y === undefined) continue
    if (!isSloped(x) || !isSloped(y) || !near(rootOf(x), rootOf(y))) return false
    if (agreed === 0 && !c.published && anySolves(name, gold, prediction, values, c)) return false
    agreed++
  }
  return agreed >= 2
}

/**
 * Whether the prediction says nothing of the symbol at some place where the gold has a root: (y − 2x − 1)(x − 1) = 0,
 * multiplied out, is linear in y and has the root 2x + 1, but at x = 1 every y solves it. xy = 1 says nothing at x = 0,
 * but there y = 1/x has no root.
 *
 * The place is sought along each other symbol, as a zero of the slopes' quotient, by the secant method.
 */
function anySolves(
  name: string,
  gold: Tree,
  prediction: Tree,
  values: ReadonlyMap<string, number>,
  c: Comparison,
): boolean {
  for (const [other, start] of values) {
    if (other === name) continue
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

/** D as a line in one symbol. */
interface Line {
  readonly slope: number
  /** D at 2. */
  readonly middle: number
  /** Of D. */
  readonly error: number
  readonly isStraight: boolean
}

const isSloped = (line: Line): boolean => line.isStraight && Math.abs(line.slope) > 16 * line.error

/** From D's values at three points; one is negative, because |x| is two lines. */
function lineIn(
  name: string,
  tree: Tree,
  values: ReadonlyMap<string, number>,
  c: Comparison,
): Line | undefined {
  const at = (value: number) =>
    evaluateNumeric(tree, { values: new Map(values).set(name, value), realOnly: true }, c.work)
  const [low, middle, high] = [at(-3.25), at(2), at(3.5)]
  if (!low || !middle || !high) return undefined
  const slope = (high.re - middle.re) / 1.5
  const error = low.error + middle.error + high.error
  const bend = Math.abs((middle.re - low.re) / 5.25 - slope)
  return { slope, middle: middle.re, error, isStraight: bend <= 16 * error + 1e-12 * Math.abs(slope) }
}

/** The zero of D. */
function rootOf({ slope, middle, error }: Line): Approximate {
  const root = 2 - middle / slope
  return { re: root, im: 0, error: (error * (1 + Math.abs(root))) / Math.abs(slope) + Math.abs(root) * 1e-14 }
}

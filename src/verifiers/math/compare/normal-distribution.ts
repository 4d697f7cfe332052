import { call, negative, number, sum, type Tree, whole } from '../tree.js'
import { mentions, symbolsOf } from '../tree-queries.js'
import { evaluateNumeric } from '../values/evaluate-numeric.js'
import { rational } from '../values/rational.js'
import { withCalls } from './called-letters.js'
import type { Comparison } from './context.js'
import { type Point, probePoints } from './probes.js'

/**
 * Φ(z), the chance that a standard normal variable is at most z: Φ(−z) is 1 − Φ(z), and beside what has no Φ it is a number.
 *
 * @returns `undefined` where neither side has a Φ
 */
export function withNormalDistribution(
  gold: Tree,
  prediction: Tree,
  c: Comparison,
): readonly [Tree, Tree] | undefined {
  const areBoth = mentions(gold, 'Phi') && mentions(prediction, 'Phi')
  if (!areBoth && !mentions(gold, 'Phi') && !mentions(prediction, 'Phi')) return undefined
  const symbols = symbolsOf(prediction, symbolsOf(gold))
  const [point] = probePoints({ symbols, isComplex: () => false, steps: false })
  const resolved = (tree: Tree) =>
    withCalls(tree, (name, place) => (isPhi(name) ? chanceUpTo(place, point!, areBoth, c) : undefined))
  return [resolved(gold), resolved(prediction)]
}

const isPhi = (tree: Tree): boolean => tree.kind === 'symbol' && tree.name === 'Phi'

/** Φ(z) for z > 0 at some point where all letters have values, and 1 − Φ(−z) for the others. */
function chanceUpTo(place: Tree, point: Point, isKept: boolean, c: Comparison): Tree | undefined {
  const at = evaluateNumeric(place, { values: point, realOnly: true }, c.work)
  if (at?.im !== 0) return undefined
  if (at.re === 0 || (!isKept && symbolsOf(place).size === 0))
    return number(rational(BigInt(Math.round(normal(at.re) * DIGITS)), BigInt(DIGITS))!)
  const chance = (value: Tree) => call('apply', { kind: 'symbol', name: 'Phi' }, value)
  return at.re > 0 ? chance(place) : sum(whole(1), negative(chance(negative(place))))
}

const DIGITS = 1e15

/** ½ + φ(x)(x + x³/3 + x⁵/(3·5) + …) */
function normal(x: number): number {
  let [term, total] = [x, x]
  for (let k = 3; k < 300; k += 2) {
    term *= (x * x) / k
    total += term
  }
  return Math.abs(x) > 9
    ? (Math.sign(x) + 1) / 2
    : 0.5 + (total * Math.exp((-x * x) / 2)) / Math.sqrt(2 * Math.PI)
}

import type { Tree } from '../tree.js'
import { hasSteps, infinityOf, sameTree, symbolsOf } from '../tree-queries.js'
import { equalPrecisely } from '../values/evaluate-64-digits.js'
import { evaluateExact } from '../values/evaluate-exact.js'
import { equalModulo } from '../values/evaluate-modular.js'
import { evaluateNumeric } from '../values/evaluate-numeric.js'
import type { Rational } from '../values/rational.js'
import { OUT_OF_WORK, spend } from '../work.js'
import type { Comparison } from './context.js'
import { equalDecimal, equalNumbers } from './decimals.js'
import { differFarOut } from './far-probes.js'
import { near, probePoints } from './probes.js'

/** Whether two expressions have the same value: exactly where that can be decided, else at probe points. */
export function equalValues(a: Tree, b: Tree, c: Comparison): boolean {
  if (sameTree(a, b)) return true
  const infinite = infinityOf(a) ?? infinityOf(b)
  if (infinite !== undefined) return infinityOf(a) === infinityOf(b)
  const left = exactOrTooLarge(a, c)
  const right = exactOrTooLarge(b, c)
  if (left === TOO_LARGE || right === TOO_LARGE) return equalModulo(a, b, c.work) ?? giveUp()
  if (left && right) return equalNumbers(a, left, b, right, c)
  if (!c.published && ((left?.n === 0n && isNeverZero(b)) || (right?.n === 0n && isNeverZero(a))))
    return false
  if (left || right || !hasSymbols(a, b)) {
    const decimal = equalDecimal(a, left, b, right, c)
    if (decimal !== undefined) return decimal
  }
  const modular = equalModulo(a, b, c.work)
  if (modular !== undefined) return modular
  return equalAtProbes(a, b, c)
}

/** e^{-1000} is no zero, although it is nearer to 0 than 64 digits tell. */
function isNeverZero(tree: Tree): boolean {
  switch (tree.kind) {
    case 'number':
      return tree.value.n !== 0n
    case 'constant':
      return tree.name === 'pi' || tree.name === 'e'
    case 'negative':
      return isNeverZero(tree.operand)
    case 'product':
      return tree.factors.every(isNeverZero)
    case 'quotient':
      return isNeverZero(tree.numerator) && isNeverZero(tree.denominator)
    case 'power':
      return isNeverZero(tree.base) && infinityOf(tree.exponent) === undefined
    case 'call':
      return tree.name === 'exp' && infinityOf(tree.arguments[0]!) === undefined
    default:
      return false
  }
}

const TOO_LARGE = 'too large'

/** 2^(10^9) has no decimal expansion that one would want, but a value modulo a prime. */
function exactOrTooLarge(tree: Tree, c: Comparison): Rational | typeof TOO_LARGE | undefined {
  try {
    return evaluateExact(tree, c.work)
  } catch (raised) {
    if (raised === OUT_OF_WORK && c.work.left > 0) return TOO_LARGE
    throw raised
  }
}

const giveUp = (): never => {
  throw OUT_OF_WORK
}

function hasSymbols(a: Tree, b: Tree): boolean {
  return symbolsOf(a).size > 0 || symbolsOf(b).size > 0
}

/** Agreement at every probe where both have a value: over the reals if they have values there, else complex. */
function equalAtProbes(a: Tree, b: Tree, c: Comparison): boolean {
  const symbols = symbolsOf(b, symbolsOf(a))
  const steps = symbols.size > 0 && (hasSteps(a) || hasSteps(b))
  const enough = symbols.size === 0 ? 1 : 2
  for (const realOnly of c.published ? [false] : [true, false]) {
    let agreed = 0
    for (const values of probePoints(symbols, steps)) {
      spend(c.work, 10)
      const x = evaluateNumeric(a, { values, realOnly }, c.work)
      const y = evaluateNumeric(b, { values, realOnly }, c.work)
      if (x === undefined || y === undefined) {
        if ((x === undefined) !== (y === undefined) && c.published && symbols.size === 0) return false
        continue
      }
      if (!near(x, y)) return false
      // Doubles settle a difference, but not sameness: that takes more digits, once, and wherever numbers are large.
      if (!c.published && (agreed === 0 || x.error + y.error > 1e-7)) {
        if (equalPrecisely(a, b, values, c.work) === false) return false
      }
      agreed++
    }
    if (agreed >= enough) return c.published || !differFarOut(a, b, symbols, c)
  }
  return false
}

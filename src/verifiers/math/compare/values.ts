import { quotient, sum, type Tree, whole } from '../tree.js'
import { infinityOf, sameTree, symbolsOf } from '../tree-queries.js'
import type { Approximate } from '../values/complex.js'
import { equalPrecisely } from '../values/evaluate-64-digits.js'
import { evaluateExact } from '../values/evaluate-exact.js'
import { equalModulo } from '../values/evaluate-modular.js'
import { evaluateNumeric } from '../values/evaluate-numeric.js'
import { infiniteLimit } from '../values/infinite-limits.js'
import { equalNormalForms, inShare, normalPair } from '../values/normal-form.js'
import type { Rational } from '../values/rational.js'
import { OUT_OF_WORK, spend } from '../work.js'
import { differRoundBends } from './bends.js'
import { complexLetters } from './complex-letters.js'
import type { Comparison } from './context.js'
import { equalDecimal, equalNumbers } from './decimals.js'
import { ENOUGH, evidenceOf, near, planOf, probePoints } from './probes.js'

/** Whether two expressions have the same value: exactly where that can be decided, else at probe points. */
export function equalValues(a: Tree, b: Tree, c: Comparison): boolean {
  if (sameTree(a, b)) return true
  const [end, otherEnd] = [infinityOf(a), infinityOf(b)]
  if (end !== undefined || otherEnd !== undefined)
    return (end ?? limitOf(a, c)) === (otherEnd ?? limitOf(b, c))
  const left = exactOrTooLarge(a, c)
  const right = exactOrTooLarge(b, c)
  if (left === TOO_LARGE || right === TOO_LARGE)
    return equalModulo(a, b, c.work) ?? haveRatioOne(a, b, c) ?? giveUp()
  if (left && right) return equalNumbers(a, left, b, right, c)
  if (!c.tinyIsZero && ((left?.n === 0n && isNeverZero(b)) || (right?.n === 0n && isNeverZero(a))))
    return false
  if (left || right || !hasSymbols(a, b)) {
    const decimal = equalDecimal(a, left, b, right, c)
    if (decimal !== undefined) return decimal
  }
  return equalExactly(a, b, c) ?? equalModulo(a, b, c.work) ?? equalAtProbes(a, b, c)
}

const limitOf = (tree: Tree, c: Comparison): 1 | -1 | undefined =>
  tree.kind === 'iterated' && c.vectors ? infiniteLimit(tree, c.work) : undefined

/** By normal forms, which settle rational functions, roots of numbers, exponentials and more. */
function equalExactly(a: Tree, b: Tree, c: Comparison): boolean | undefined {
  const pair = normalPair(a, b, complexLetters(a, b), c.work)
  const equal = pair && inShare(c.work, () => equalNormalForms(pair))
  return c.exactFormsRefute || hasSymbols(a, b) ? equal : equal || undefined
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

/** 2^(10^9) has too many digits to be written out; its value modulo a prime is cheap. */
function exactOrTooLarge(tree: Tree, c: Comparison): Rational | typeof TOO_LARGE | undefined {
  try {
    return evaluateExact(tree, c.work)
  } catch (raised) {
    if (raised === OUT_OF_WORK && c.work.left > 0) return TOO_LARGE
    throw raised
  }
}

/** 10000! and 10000·9999!: their quotient is of moderate size. */
function haveRatioOne(a: Tree, b: Tree, c: Comparison): boolean | undefined {
  const ratio = exactOrTooLarge(quotient(a, b), c)
  return ratio && ratio !== TOO_LARGE ? ratio.n === ratio.d : undefined
}

const giveUp = (): never => {
  throw OUT_OF_WORK
}

function hasSymbols(a: Tree, b: Tree): boolean {
  return symbolsOf(a).size > 0 || symbolsOf(b).size > 0
}

/** After so many probes without one, 64 digits are not to be had: of ⌊x⌋ there are none. */
const MOST_TRIES = 4

/**
 * Agreement at probes: at every one where both sides have a value, and at enough of them. Over the reals if there are values
 * there, else complex. One probe is computed once more to 64 digits.
 */
function equalAtProbes(a: Tree, b: Tree, c: Comparison): boolean {
  const [left, right] = withoutCommonTerms(a, b)
  const plan = planOf(a, b)
  const { symbols } = plan
  const onlyComplex = [...symbols.keys()].some(plan.isComplex)
  const enough = symbols.size === 0 ? 1 : ENOUGH
  let doubts = 0
  for (const realOnly of c.realFirst && !onlyComplex ? [true, false] : [false]) {
    let agreed = 0
    let precise: boolean | undefined
    let tries = c.confirmsProbes && !onlyComplex ? MOST_TRIES : 0
    for (const values of probePoints(plan)) {
      spend(c.work, 10)
      const probe = { values, realOnly, underflows: c.tinyIsZero }
      const x = evaluateNumeric(left, probe, c.work)
      const y = evaluateNumeric(right, probe, c.work)
      if (x === undefined || y === undefined) {
        if ((x === undefined) !== (y === undefined) && c.undefinedDiffers && symbols.size === 0) return false
        continue
      }
      const evidence = evidenceOf(x, y)
      if (evidence === 'apart') return false
      if (precise === undefined || evidence === 'unclear') {
        const agrees = tries > 0 ? equalPrecisely(left, right, values, c.work) : undefined
        if (agrees === undefined) tries--
        if (agrees === false) return false
        precise ??= agrees
        if (evidence === 'unclear' && !agrees) {
          // 64 digits are for real numbers; complex ones that vanish within a rounding error vanish.
          const vanishes = near(x, y) && (!c.confirmsProbes || (isUnreal(x, y) && x.error + y.error < 1e-9))
          if (vanishes) agreed++
          else doubts++
          continue
        }
      }
      agreed++
      if (agreed >= 2 * ENOUGH && !plan.steps) break
    }
    if (agreed >= enough) return !c.confirmsProbes || !differRoundBends(a, b, plan, c)
    doubts += agreed
  }
  if (doubts > 0) c.doubt()
  return false
}

const isUnreal = (x: Approximate, y: Approximate): boolean => x.im !== 0 || y.im !== 0

/** Terms that both sides share are left out, so that the others keep their digits: of 10^60·√2 + 1 and 10^60·√2 + 2 only 1 and 2 are left. */
function withoutCommonTerms(a: Tree, b: Tree): readonly [Tree, Tree] {
  const left = [...termsOf(a)]
  const right: Tree[] = []
  for (const term of termsOf(b)) {
    const index = left.findIndex((other) => sameTree(other, term))
    if (index < 0) right.push(term)
    else left.splice(index, 1)
  }
  return [sumOf(left), sumOf(right)]
}

const termsOf = (tree: Tree): readonly Tree[] => (tree.kind === 'sum' ? tree.terms : [tree])

const sumOf = (terms: readonly Tree[]): Tree => (terms.length === 0 ? whole(0) : sum(...terms))

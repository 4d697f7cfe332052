import { divisorsOf } from '../read/big-operators.js'
import { mapChildren, product, quotient, sum, symbol, type Tree, whole } from '../tree.js'
import { isApplication, mentions, renameSymbol, substitute, symbolsOf } from '../tree-queries.js'
import { evaluateExact } from '../values/evaluate-exact.js'
import { equal, isInteger, toNumber } from '../values/rational.js'
import { spend, type Work } from '../work.js'
import { withArithmeticFunctions } from './arithmetic-functions.js'
import type { Comparison } from './context.js'
import { equalValues } from './values.js'

/** Sums of x₁, …, xₙ are written out up to this n, and those over the divisors of n up to the other one. */
const LONGEST = 5
const LARGEST = 30

/**
 * Sums that are written out on both sides for every n up to some bound: those of x₁, …, xₙ, whatever these are, as `\sum_{i<j} x_ix_j` =
 * ½((Σ xᵢ)² − Σ xᵢ²), and those over the divisors of n, as `\sum_{d \mid n} \varphi(d)` = n.
 */
export function equalWrittenOut(gold: Tree, prediction: Tree, c: Comparison): boolean {
  const sides = [gold, prediction]
  const overDivisors = sides.some((side) => mentions(side, ...OVER_DIVISORS))
  if (!overDivisors && !sides.some((side) => mentions(side, 'iterated'))) return false
  const names = [...symbolsOf(prediction, symbolsOf(gold)).keys()]
  const [letter, ...more] = names.filter((name) => /^[nNm]$/.test(name))
  const isIndexed = names.some((name) => name.includes('_'))
  if (letter === undefined || more.length > 0 || !(overDivisors || isIndexed)) return false
  if (sides.some((side) => mentions(side, 'relation'))) return false
  for (let n = overDivisors ? 1 : 2; n <= (overDivisors ? LARGEST : LONGEST); n++) {
    const [left, right] = sides.map((side) => {
      const placed = renameSymbol(substitute(side, letter, whole(n)), letter, String(n))
      return writtenOut(placed, n, c.work)
    })
    if (!left || !right) return false
    if (!overDivisors && !equalValues(left, right, c)) return false
    if (overDivisors && !haveOneValue(left, right, c.work)) return false
  }
  return true
}

const OVER_DIVISORS = ['sum…d', 'sum…p', 'prod…d', 'prod…p']

function haveOneValue(left: Tree, right: Tree, work: Work): boolean {
  const [value, other] = [left, right].map((tree) =>
    evaluateExact(withArithmeticFunctions(tree, work) ?? tree, work),
  )
  return value !== undefined && other !== undefined && equal(value, other)
}

/** With every term of every sum; `undefined` where one has too many, or bounds that are no numbers. x̄ is the mean of x₁, …, xₙ. */
function writtenOut(tree: Tree, n: number, work: Work): Tree | undefined {
  spend(work, 4)
  if (tree.kind === 'iterated') {
    const [from, to] = [tree.from, tree.to].map((end) => end && numberOf(end, work))
    if (from === undefined || to === undefined || !/^(?:sum|product)$/.test(tree.operator)) return undefined
    const numbers = Array.from({ length: Math.max(0, to - from + 1) }, (_, index) => from + index)
    return joined(tree.operator, numbers, tree.variable, tree.body, n, work)
  }
  const [name, of, body] = isApplication(tree) ? tree.arguments : []
  const [, operator, kind] = name?.kind === 'symbol' ? (/^(sum|prod)…([dp])$/.exec(name.name) ?? []) : []
  if (operator) {
    const last = of && numberOf(of, work)
    if (last === undefined || last < 1) return undefined
    const divisors = divisorsOf(last).filter((k) => kind === 'd' || divisorsOf(k).length === 2)
    return joined(operator, divisors, `…${kind}`, body!, n, work)
  }
  if (tree.kind === 'symbol')
    return symbol(
      tree.name.replace(/_(\d{1,3})([+-]\d)$/, (_, at, shift) => `_${Number(at) + Number(shift)}`),
    )
  if (tree.kind === 'call' && tree.name === 'conjugate' && tree.arguments[0]!.kind === 'symbol') {
    const { name } = tree.arguments[0]
    return quotient(sum(...Array.from({ length: n }, (_, index) => symbol(`${name}_${index + 1}`))), whole(n))
  }
  let isWhole = true
  const written = mapChildren(tree, (child) => {
    const inner = writtenOut(child, n, work)
    isWhole &&= inner !== undefined
    return inner ?? child
  })
  return isWhole ? written : undefined
}

function joined(
  operator: string,
  numbers: readonly number[],
  variable: string,
  body: Tree,
  n: number,
  work: Work,
): Tree | undefined {
  if (numbers.length > LARGEST) return undefined
  const terms = numbers.map((k) =>
    writtenOut(renameSymbol(substitute(body, variable, whole(k)), variable, String(k)), n, work),
  )
  if (!terms.every((term) => term !== undefined)) return undefined
  return operator === 'sum' ? sum(whole(0), ...terms) : product(whole(1), ...terms)
}

function numberOf(tree: Tree, work: Work): number | undefined {
  const value = evaluateExact(tree, work)
  return value && isInteger(value) ? toNumber(value) : undefined
}

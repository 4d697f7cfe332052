import type { Tree } from '../tree.js'
import { spend, type Work } from '../work.js'
import type { Probe } from './evaluate-numeric.js'
import { foldValues } from './fold-values.js'
import { BIG_DIGITS, type BigNumber, bigNumber } from './mathjs.js'
import { toNumber } from './rational.js'

/**
 * Whether two real expressions, computed to 64 digits, agree to 48 of them, which leaves 16 for rounding: what doubles take
 * for equal may differ in the twentieth digit, as e^(π√163) and 262537412640768744 do in the thirtieth.
 *
 * @returns `undefined` where one of them cannot be computed so (complex values, rare functions).
 */
export function equalPrecisely(a: Tree, b: Tree, values: Probe['values'], work: Work): boolean | undefined {
  const x = evaluatePrecisely(a, values, work)
  const y = x && evaluatePrecisely(b, values, work)
  if (!x || !y || !x.isFinite() || !y.isFinite()) return undefined
  const scale = x.abs().plus(y.abs()).plus(bigNumber(1))
  return x
    .minus(y)
    .abs()
    .lt(scale.times(bigNumber(`1e-${BIG_DIGITS - 16}`)))
}

function evaluatePrecisely(tree: Tree, values: Probe['values'], work: Work): BigNumber | undefined {
  spend(work, 20)
  const evaluate = (part: Tree) => evaluatePrecisely(part, values, work)
  switch (tree.kind) {
    case 'number': {
      const { n, d } = tree.value
      if (Math.abs(toNumber(tree.value)) > 1e300) return undefined
      const above = bigNumber(String(n))
      return d === 1n ? above : above.div(bigNumber(String(d)))
    }
    case 'constant':
      spend(work, tree.name === 'e' ? FUNCTION_STEPS : 0)
      return tree.name === 'pi' ? bigNumber(-1).acos() : tree.name === 'e' ? bigNumber(1).exp() : undefined
    case 'symbol': {
      const value = values.get(tree.name)
      return typeof value === 'number' ? bigNumber(value) : undefined
    }
    case 'negative':
      return evaluate(tree.operand)?.neg()
    case 'percent':
      return evaluate(tree.operand)?.div(bigNumber(100))
    case 'sum':
      return foldValues(tree.terms, evaluate, (x, y) => x.plus(y))
    case 'product':
      return foldValues(tree.factors, evaluate, (x, y) => x.times(y))
    case 'quotient':
      return foldValues([tree.numerator, tree.denominator], evaluate, (x, y) =>
        y.isZero() ? undefined : x.div(y),
      )
    case 'power':
      return foldValues([tree.base, tree.exponent], evaluate, (x, y) => raise(x, y, work))
    case 'call':
      return evaluateCall(tree.name, tree.arguments, evaluate, work)
    default:
      return undefined
  }
}

/** Only where the result is real and of a size that takes no time to compute. */
function raise(base: BigNumber, exponent: BigNumber, work: Work): BigNumber | undefined {
  const size = Math.abs(exponent.toNumber()) * Math.abs(Math.log10(Math.abs(base.toNumber()) || 1))
  if (!(size < 2_000) || (base.isNegative() && !Number.isInteger(exponent.toNumber())) || base.isZero())
    return undefined
  spend(work, POWER_STEPS)
  return base.pow(exponent)
}

/** What 64 digits of a function cost: a fifth of a millisecond, and twice that for a power. */
const FUNCTION_STEPS = 600
const POWER_STEPS = 1_200

const FUNCTIONS = ['exp', 'ln', 'sin', 'cos', 'tan', 'sinh', 'cosh', 'tanh', 'abs'] as const

type Inverse = 'arcsin' | 'arccos' | 'arctan'

const INVERSES: ReadonlySet<string> = new Set<Inverse>(['arcsin', 'arccos', 'arctan'])

/**
 * arctan x = y + arctan((x − tan y) / (1 + x·tan y)) for the double y next to it: what is left is below 10^-15, so that three
 * terms of its series give 64 digits.
 */
function arctangent(x: BigNumber): BigNumber {
  const near = bigNumber(Math.atan(x.toNumber()))
  const tangent = near.tan()
  const rest = x.minus(tangent).div(bigNumber(1).plus(x.times(tangent)))
  const square = rest.times(rest)
  const series = bigNumber(1)
    .minus(square.div(bigNumber(3)))
    .plus(square.times(square).div(bigNumber(5)))
  return near.plus(rest.times(series))
}

/** By the arctangent; at the ends of its domain, where that has a pole, ±π/2. */
function arcsine(x: BigNumber): BigNumber | undefined {
  const below = bigNumber(1).minus(x.times(x))
  if (below.isNegative() && !below.isZero()) return undefined
  if (below.isZero()) return x.times(quarterTurn())
  return arctangent(x.div(below.sqrt()))
}

const quarterTurn = (): BigNumber => bigNumber(-1).acos().div(bigNumber(2))

function inverseOf(name: string, x: BigNumber): BigNumber | undefined {
  if (name === 'arctan') return arctangent(x)
  const angle = arcsine(x)
  return name === 'arcsin' ? angle : angle && quarterTurn().minus(angle)
}

function evaluateCall(
  name: string,
  args: readonly Tree[],
  evaluate: (part: Tree) => BigNumber | undefined,
  work: Work,
): BigNumber | undefined {
  if (args.length === 0 || args.length > 2) return undefined
  const first = evaluate(args[0]!)
  if (
    first === undefined ||
    !(Math.abs(first.toNumber()) < 1e6 || name === 'root' || name === 'ln' || name === 'log')
  )
    return undefined
  spend(work, FUNCTION_STEPS)
  const method = FUNCTIONS.find((known) => known === name)
  if (method) return first[method]()
  if (INVERSES.has(name)) return inverseOf(name, first)
  if (name === 'log') {
    const base = evaluate(args[1]!)
    return base && first.ln().div(base.ln())
  }
  if (name === 'root') {
    const degree = evaluate(args[1]!)
    if (!degree || degree.isZero()) return undefined
    return degree.toNumber() === 2 ? first.sqrt() : raise(first, bigNumber(1).div(degree), work)
  }
  return undefined
}

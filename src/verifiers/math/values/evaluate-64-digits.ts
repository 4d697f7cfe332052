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
  spend(work, FUNCTION_STEPS)
  return base.pow(exponent)
}

/** What 64 digits of a function cost: a fifth of a millisecond, and for an inverse function a whole one. */
const FUNCTION_STEPS = 600
const INVERSE_STEPS = 2_000

const FUNCTIONS = ['exp', 'ln', 'sin', 'cos', 'tan', 'sinh', 'cosh', 'tanh', 'abs'] as const
const INVERSES = { arcsin: 'asin', arccos: 'acos', arctan: 'atan' } as const

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
  spend(work, Object.hasOwn(INVERSES, name) ? INVERSE_STEPS : FUNCTION_STEPS)
  const method = FUNCTIONS.find((known) => known === name)
  if (method) return first[method]()
  if (Object.hasOwn(INVERSES, name)) return first[INVERSES[name as keyof typeof INVERSES]]()
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

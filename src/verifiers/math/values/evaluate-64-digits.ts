import type { Tree } from '../tree.js'
import { spend, type Work } from '../work.js'
import { foldValues } from './fold-values.js'
import {
  absolute,
  agree,
  arccosine,
  arcsine,
  arctangent,
  cosine,
  e,
  exponential,
  fromInteger,
  fromRational,
  hyperbolicCosine,
  hyperbolicSine,
  hyperbolicTangent,
  isNegative,
  isZero,
  logarithm,
  magnitudeOf,
  minus,
  negated,
  over,
  type Precise,
  pi,
  plus,
  power,
  sine,
  squareRoot,
  tangent,
  times,
  toNumber,
  USUAL_BITS,
  wholePart,
  withBits,
} from './precise.js'
import type { Probe } from './probe.js'

/** Binary digits to which two values must agree, 48 decimal ones; the others are for rounding. */
const AGREEING = 160

/** Binary digits before or behind the point up to which 48 decimal digits tell two values apart. */
const USUAL_REACH = 40
/** As far as doubles go. */
const LARGEST_REACH = 1_024

/** An evaluation: the values of symbols, and how many digits the numbers on the way have before or behind the point. */
interface Run {
  readonly values: Probe['values']
  readonly work: Work
  /** Binary digits behind the point that are right. */
  readonly places: number
  reach: number
}

/**
 * Whether two real expressions, computed to 64 digits, agree to 48 of them, which leaves 16 for rounding: what doubles take
 * for equal may differ in the twentieth digit, as e^(π√163) and 262537412640768744 do in the thirtieth. Where numbers on the way are
 * very large or very small, as in √(10^60 + 1), more digits are computed, in proportion to theirs.
 *
 * @returns `undefined` where one of them cannot be computed so (complex values, rare functions).
 */
export function equalPrecisely(a: Tree, b: Tree, values: Probe['values'], work: Work): boolean | undefined {
  return withEnoughDigits(values, work, (run) => {
    const x = evaluatePrecisely(a, run)
    const y = x && evaluatePrecisely(b, run)
    return x && y && agree(x, y, { m: 1n, e: -run.places })
  })
}

/** ⌊x⌋ of a real number that is not whole: ⌊10^20·√2⌋ has more digits than a double. */
export function floorPrecisely(tree: Tree, work: Work): bigint | undefined {
  return withEnoughDigits(new Map(), work, (run) => {
    const x = evaluatePrecisely(tree, run)
    return x && wholePart(x, run.places)
  })
}

/** Once with the usual digits, and again with more where the numbers on the way need them. */
function withEnoughDigits<Result>(
  values: Probe['values'],
  work: Work,
  evaluate: (run: Run) => Result | undefined,
): Result | undefined {
  const usual: Run = { values, work, places: AGREEING, reach: 0 }
  const found = evaluate(usual)
  if (usual.reach <= USUAL_REACH) return found
  const reach = Math.min(usual.reach, LARGEST_REACH)
  spend(work, reach)
  return withBits(USUAL_BITS + 8 * reach, () => evaluate({ ...usual, places: AGREEING + 4 * reach }))
}

function evaluatePrecisely(tree: Tree, run: Run): Precise | undefined {
  const value = evaluateNode(tree, run)
  if (value && !isZero(value)) run.reach = Math.max(run.reach, Math.abs(magnitudeOf(value)))
  return value
}

function evaluateNode(tree: Tree, run: Run): Precise | undefined {
  const { values, work } = run
  spend(work, 3)
  const evaluate = (part: Tree) => evaluatePrecisely(part, run)
  switch (tree.kind) {
    case 'number':
      return fromRational(tree.value)
    case 'constant':
      return tree.name === 'pi' ? pi() : tree.name === 'e' ? e() : undefined
    case 'symbol': {
      const value = values.get(tree.name)
      return typeof value === 'number' ? atProbe(value) : undefined
    }
    case 'negative': {
      const value = evaluate(tree.operand)
      return value && negated(value)
    }
    case 'percent': {
      const value = evaluate(tree.operand)
      return value && over(value, HUNDRED)
    }
    case 'sum':
      return foldValues(tree.terms, evaluate, plus)
    case 'product':
      return foldValues(tree.factors, evaluate, times)
    case 'quotient':
      return foldValues([tree.numerator, tree.denominator], evaluate, over)
    case 'power':
      return foldValues([tree.base, tree.exponent], evaluate, (x, y) => raise(x, y, work))
    case 'call':
      return evaluateCall(tree.name, tree.arguments, evaluate, run)
    default:
      return undefined
  }
}

const ONE = /* @__PURE__ */ fromInteger(1n)
const HUNDRED = /* @__PURE__ */ fromInteger(100n)

/** Probes have three digits behind the point. */
const atProbe = (value: number): Precise => fromRational({ n: BigInt(Math.round(value * 1_000)), d: 1_000n })

/** Only where the result is real and of a size that doubles could hold. */
function raise(base: Precise, exponent: Precise, work: Work): Precise | undefined {
  const [size, times] = [Math.abs(toNumber(base)), toNumber(exponent)]
  if (!(Math.abs(times) * Math.abs(Math.log10(size || 1)) < 2_000) || isZero(base)) return undefined
  if (isNegative(base) && !Number.isInteger(times)) return undefined
  spend(work, FUNCTION_STEPS)
  return power(base, exponent)
}

/** What 64 digits of a function cost, beside a step of the other kinds. */
const FUNCTION_STEPS = 30

const FUNCTIONS: Readonly<Record<string, (x: Precise) => Precise | undefined>> = {
  exp: exponential,
  ln: logarithm,
  sin: sine,
  cos: cosine,
  tan: tangent,
  sinh: hyperbolicSine,
  cosh: hyperbolicCosine,
  tanh: hyperbolicTangent,
  arcsin: arcsine,
  arccos: arccosine,
  arctan: arctangent,
  abs: absolute,
}

function evaluateCall(
  name: string,
  args: readonly Tree[],
  evaluate: (part: Tree) => Precise | undefined,
  { work, places }: Run,
): Precise | undefined {
  const [first, second] = [args[0] && evaluate(args[0]), args[1] && evaluate(args[1])]
  if (first === undefined) return undefined
  spend(work, FUNCTION_STEPS)
  if (name === 'floor' || name === 'ceiling') {
    const whole = wholePart(name === 'floor' ? first : negated(first), places)
    return whole === undefined ? undefined : fromInteger(name === 'floor' ? whole : -whole)
  }
  if (args.length === 1)
    return Object.hasOwn(FUNCTIONS, name) ? FUNCTIONS[name]!(first) : evaluateReciprocal(name, first)
  if (second === undefined || args.length > 2) return undefined
  if (name === 'log') {
    const [above, below] = [logarithm(first), logarithm(second)]
    return above && below && over(above, below)
  }
  if (name !== 'root' || isZero(second)) return undefined
  if (isZero(minus(second, TWO))) return squareRoot(first)
  const exponent = over(ONE, second)
  return exponent && raise(first, exponent, work)
}

const TWO = /* @__PURE__ */ fromInteger(2n)

const RECIPROCALS: Readonly<Record<string, string>> = {
  sec: 'cos',
  csc: 'sin',
  sech: 'cosh',
  csch: 'sinh',
  cot: 'tan',
  coth: 'tanh',
}

/** Reciprocals of trigonometric and hyperbolic functions: sec x = 1 / cos x. */
function evaluateReciprocal(name: string, x: Precise): Precise | undefined {
  const other = Object.hasOwn(RECIPROCALS, name) ? RECIPROCALS[name] : undefined
  const value = other && FUNCTIONS[other]!(x)
  return value ? over(ONE, value) : undefined
}

/**
 * Looks for compositions of functions that mathVerify takes for equal though plain arithmetic tells them apart.
 *
 *     npm run fuzz:compositions -- [--pairs 20000] [--seed 1] [--share 0.1] [--show 20]
 *
 * A pair is a composition of one to four functions of x, and the same with a function put in, left out, exchanged or moved: |sin x| and
 * sin |x|, x and arcsin(sin x), ln x + 1 and |ln x + 1|; by themselves, as y = … or as f(x) = …. Both are evaluated at 600 places from −45
 * to 45. They differ where they do at that share of the places where both have a value, or more, beyond what rounding does to them. An
 * accepted pair that differs is a finding and the exit status 1.
 */
import { readFlags } from '../scripts/flags.js'
import { orThrow } from '../src/results.js'
import { mathVerify } from '../src/verifiers/math-verify.js'
import { type Random, seeded } from './random.js'

interface Step {
  readonly tex: (inner: string) => string
  readonly at: (x: number) => number
}

const called = (command: string, at: Step['at']): Step => ({
  tex: (inner) => `\\${command}\\left(${inner}\\right)`,
  at,
})
const plus = (n: number): Step => ({ tex: (inner) => `${inner}${n < 0 ? '' : '+'}${n}`, at: (x) => x + n })

const ABS: Step = { tex: (inner) => `\\left|${inner}\\right|`, at: Math.abs }
const SQRT: Step = { tex: (inner) => `\\sqrt{${inner}}`, at: Math.sqrt }
const CUBE_ROOT: Step = { tex: (inner) => `\\sqrt[3]{${inner}}`, at: Math.cbrt }
const EXP: Step = { tex: (inner) => `e^{${inner}}`, at: Math.exp }
const SQUARE: Step = { tex: (inner) => `\\left(${inner}\\right)^2`, at: (x) => x * x }
const CUBE: Step = { tex: (inner) => `\\left(${inner}\\right)^3`, at: (x) => x ** 3 }
const NEGATED: Step = { tex: (inner) => `-\\left(${inner}\\right)`, at: (x) => -x }
const INVERSE: Step = { tex: (inner) => `\\frac{1}{${inner}}`, at: (x) => 1 / x }
const HALF: Step = { tex: (inner) => `\\frac{${inner}}{2}`, at: (x) => x / 2 }
const DOUBLE: Step = { tex: (inner) => `2\\left(${inner}\\right)`, at: (x) => 2 * x }
const LN = called('ln', Math.log)
const [SIN, COS, TAN] = [called('sin', Math.sin), called('cos', Math.cos), called('tan', Math.tan)]
const [ARCSIN, ARCCOS] = [called('arcsin', Math.asin), called('arccos', Math.acos)]
const ARCTAN = called('arctan', Math.atan)

const STEPS = [
  ...[SIN, COS, TAN, ARCSIN, ARCCOS, ARCTAN, EXP, LN, SQRT, CUBE_ROOT, SQUARE, CUBE],
  ...[ABS, ABS, ABS, NEGATED, INVERSE, HALF, DOUBLE, plus(1), plus(-1), plus(2), plus(-3), plus(5)],
]

/** What leaves a value as it is, or only some values. */
const ROUND_TRIPS: readonly (readonly Step[])[] = [
  [SQRT, SQUARE],
  [SQUARE, SQRT],
  [CUBE_ROOT, CUBE],
  [ARCSIN, SIN],
  [ARCCOS, COS],
  [ARCTAN, TAN],
  [LN, EXP],
  [EXP, LN],
  [INVERSE, INVERSE],
  [ABS, NEGATED],
]

/** The outermost step first. */
type Composition = readonly Step[]

const texOf = (steps: Composition): string => steps.reduceRight((inner, { tex }) => tex(inner), 'x')

/** The value at a place; none where a step leaves the sizes of which doubles keep enough digits. */
const imageOf = (steps: Composition, x: number): number =>
  steps.reduceRight((value, { at }) => {
    const size = Math.abs(value)
    return size > 1e4 || size < 1e-4 ? Number.NaN : at(value)
  }, x)

const composition = (random: Random): Composition =>
  Array.from({ length: 1 + random.below(4) }, () => random.pick(STEPS))

function changed(random: Random, steps: Composition): Composition {
  const at = random.below(steps.length)
  const other = random.below(steps.length)
  switch (random.below(5)) {
    case 0:
      return steps.map((step, index) => (index === at ? steps[other]! : index === other ? steps[at]! : step))
    case 1:
      return steps.length > 1 ? steps.toSpliced(at, 1) : steps
    case 2:
      return steps.toSpliced(at, 0, ABS)
    case 3:
      return steps.toSpliced(at, 0, ...random.pick(ROUND_TRIPS))
    default:
      return steps.with(at, random.pick(STEPS))
  }
}

/** Close together round zero, and far out. */
const PLACES = [
  ...Array.from({ length: 200 }, (_, index) => (index - 100) / 50 + 0.0013),
  ...Array.from({ length: 400 }, (_, index) => (index - 200) / 4.5 + 0.0137),
]

/** A value that rounding does not reach; `undefined` where there is none. */
function firmValue(steps: Composition, x: number): number | undefined {
  const value = imageOf(steps, x)
  const moved = imageOf(steps, x * (1 + 1e-12))
  return Number.isFinite(value) && Math.abs(value - moved) <= 1e-8 * (1 + Math.abs(value)) ? value : undefined
}

/** The share of the places where both have a value at which the values differ; 0 where there are too few of those. */
function shareApart(a: Composition, b: Composition): number {
  let [both, apart] = [0, 0]
  for (const x of PLACES) {
    const first = firmValue(a, x)
    const second = firmValue(b, x)
    if (first === undefined || second === undefined) continue
    both++
    if (Math.abs(first - second) > 1e-6 * (1 + Math.abs(first))) apart++
  }
  return both < 20 ? 0 : apart / both
}

const FORMS = ['', '', 'y=', 'f(x)=']

const { values } = readFlags({
  options: {
    pairs: { type: 'string', default: '20000' },
    seed: { type: 'string', default: '1' },
    share: { type: 'string', default: '0.1' },
    show: { type: 'string', default: '20' },
  },
})
const random = seeded(Number(values.seed))
let [accepted, found] = [0, 0]
for (let pair = 0; pair < Number(values.pairs); pair++) {
  const gold = composition(random)
  const answer = changed(random, random.chance(0.3) ? changed(random, gold) : gold)
  const form = random.pick(FORMS)
  const [goldText, answerText] = [form + texOf(gold), form + texOf(answer)]
  if (goldText === answerText || orThrow(mathVerify(`\\boxed{${answerText}}`, goldText)).reward !== 1)
    continue
  accepted++
  const share = shareApart(gold, answer)
  if (share < Number(values.share)) continue
  if (found++ < Number(values.show))
    console.log(
      `${answerText} is accepted for ${goldText}; they differ at ${(100 * share).toFixed(0)} % of the places`,
    )
}
console.log(`${values.pairs} pairs, seed ${values.seed}: ${accepted} accepted, ${found} of them differ`)
if (found > 0) process.exitCode = 1

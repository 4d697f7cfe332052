import type { Relation } from '../tree.js'
import {
  call,
  children,
  constant,
  negative,
  power,
  product,
  quotient,
  sum,
  type Tree,
  whole,
} from '../tree.js'
import { substitute, symbolsOf } from '../tree-queries.js'
import { differentiate } from '../values/differentiate.js'
import { CONSTANT, OTHER_NAME, VARIABLE } from './arbitrary-constants.js'
import type { Comparison } from './context.js'
import { equalValues } from './values.js'

/**
 * Whether two equations with one arbitrary constant describe the same curves: x² − y² = C is y² = x² + K, y = 1/(C − x) is
 * y = −1/(x + K). Each is solved for its constant, F(x, y) = C and G(x, y) = K; the curves are the same where F is a function of
 * G, so that F_x G_y = F_y G_x, and neither of them keeps to a part of the constants only.
 */
export function equalSolutionFamilies(gold: Relation, prediction: Relation, c: Comparison): boolean {
  const [own, other] = [symbolsOf(gold), symbolsOf(prediction)]
  const [first, second] = [constantOf(own), constantOf(other)]
  if (first === undefined && second === undefined) return false
  const left = first ?? namedElsewhere(own, other)
  const right = second ?? namedElsewhere(other, own)
  if (left === undefined || right === undefined) return false
  const variables = variablesOf(own, other, left, right)
  const F = variables && solvedFor(left, gold, c)
  const G = F && solvedFor(right, prediction, c)
  return G !== undefined && F!.restriction === G.restriction && areDependent(F!.value, G.value, variables!, c)
}

type Names = ReadonlyMap<string, boolean>

/** The one constant that is called as constants are. */
function constantOf(names: Names): string | undefined {
  const found = [...names.keys()].filter((name) => CONSTANT.test(name))
  return found.length === 1 ? found[0] : undefined
}

/** The one letter that the other side has not, if it may be a constant. */
function namedElsewhere(names: Names, others: Names): string | undefined {
  const found = [...names.keys()].filter((name) => !others.has(name))
  return found.length === 1 && OTHER_NAME.test(found[0]!) ? found[0] : undefined
}

/** The two variables of both equations; further letters are parameters of both. */
function variablesOf(
  own: Names,
  other: Names,
  left: string,
  right: string,
): readonly [string, string] | undefined {
  const names = [...own.keys()].filter((name) => name !== left)
  if (names.length !== other.size - 1 || names.some((name) => name === right || !other.has(name)))
    return undefined
  const variables = names.filter((name) => VARIABLE.test(name))
  const isCurve = variables.length === 2 && variables.some((name) => /^[xyuz]$/.test(name))
  return isCurve ? [variables[0]!, variables[1]!] : undefined
}

interface Solved {
  readonly value: Tree
  /** What the curves are kept to: y > 0 of y = e^{C − x}. */
  readonly restriction: string
}

/** F of F(x, y) = C: by undoing one operation after the other where C occurs once; from the coefficients of a line in C. */
function solvedFor(name: string, relation: Relation, c: Comparison): Solved | undefined {
  const [left, right] = squared(relation.operands as readonly [Tree, Tree], c)
  const [inside, outside] = occurs(left, name) ? [left, right] : [right, left]
  const isolated = occurs(outside, name) ? undefined : unwrapped(inside, outside, name, '')
  return isolated ?? fromLine(name, sum(left, negative(right)), c)
}

/** y = ±√u is y² = u. */
function squared([left, right]: readonly [Tree, Tree], c: Comparison): readonly [Tree, Tree] {
  if (right.kind !== 'list' || right.items.length !== 2) return [left, right]
  const [plus, minus] = right.items as [Tree, Tree]
  return equalValues(plus, negative(minus), c) ? [power(left, whole(2)), squareOf(plus)] : [left, right]
}

const squareOf = (tree: Tree): Tree =>
  tree.kind === 'negative'
    ? squareOf(tree.operand)
    : tree.kind === 'call' && tree.name === 'root' && isTwo(tree.arguments[1])
      ? tree.arguments[0]!
      : power(tree, whole(2))

const isTwo = (tree: Tree | undefined): boolean =>
  tree?.kind === 'number' && tree.value.n === 2n && tree.value.d === 1n

const occurs = (tree: Tree, name: string): boolean => symbolsOf(tree).has(name)

/** `outside` solved for the name in `inside`, in which it occurs once. */
function unwrapped(inside: Tree, outside: Tree, name: string, restriction: string): Solved | undefined {
  const further = (part: Tree, rest: Tree, kept = restriction) => unwrapped(part, rest, name, kept)
  switch (inside.kind) {
    case 'symbol':
      return inside.name === name ? { value: outside, restriction } : undefined
    case 'negative':
      return further(inside.operand, negative(outside))
    case 'sum': {
      const part = onlyPart(inside.terms, name)
      return (
        part && further(part, sum(outside, ...inside.terms.filter((term) => term !== part).map(negative)))
      )
    }
    case 'product': {
      const part = onlyPart(inside.factors, name)
      return (
        part &&
        further(part, quotient(outside, product(...inside.factors.filter((factor) => factor !== part))))
      )
    }
    case 'quotient':
      if (occurs(inside.numerator, name) && occurs(inside.denominator, name)) return undefined
      return occurs(inside.numerator, name)
        ? further(inside.numerator, product(outside, inside.denominator))
        : further(inside.denominator, quotient(inside.numerator, outside))
    case 'power':
      if (occurs(inside.exponent, name))
        return occurs(inside.base, name)
          ? undefined
          : further(inside.exponent, quotient(call('ln', outside), call('ln', inside.base)), 'positive')
      if (inside.exponent.kind !== 'number' || inside.exponent.value.d !== 1n) return undefined
      return inside.exponent.value.n % 2n === 0n
        ? further(
            inside.base,
            call('root', outside, inside.exponent),
            isNeverNegative(outside) ? restriction : 'a square',
          )
        : further(inside.base, call('root', outside, inside.exponent))
    case 'call': {
      const [argument, second] = inside.arguments as [Tree, Tree | undefined]
      const inverse = INVERSES[inside.name]?.(outside, second)
      return inverse && further(argument, inverse.value, inverse.restriction ?? restriction)
    }
    default:
      return undefined
  }
}

/** x² + y². */
const isNeverNegative = (tree: Tree): boolean =>
  tree.kind === 'sum' || tree.kind === 'product'
    ? children(tree).every(isNeverNegative)
    : tree.kind === 'number'
      ? tree.value.n >= 0n
      : tree.kind === 'quotient'
        ? isNeverNegative(tree.numerator) && isNeverNegative(tree.denominator)
        : tree.kind === 'power' && tree.exponent.kind === 'number' && tree.exponent.value.n % 2n === 0n

/** The part in which the name occurs; `undefined` where several have it. */
function onlyPart(parts: readonly Tree[], name: string): Tree | undefined {
  const found = parts.filter((part) => occurs(part, name))
  return found.length === 1 ? found[0] : undefined
}

const QUARTER_TURN = quotient(constant('pi'), whole(2))

/** What undoes a function, and what of its values it has. */
const INVERSES: Readonly<
  Record<string, (value: Tree, second?: Tree) => { readonly value: Tree; readonly restriction?: string }>
> = {
  exp: (value) => ({ value: call('ln', value), restriction: 'positive' }),
  ln: (value) => ({ value: call('exp', value) }),
  sin: (value) => ({ value: call('arcsin', value), restriction: 'a sine' }),
  cos: (value) => ({ value: sum(call('arcsin', value), negative(QUARTER_TURN)), restriction: 'a sine' }),
  tan: (value) => ({ value: call('arctan', value) }),
  cot: (value) => ({ value: sum(QUARTER_TURN, negative(call('arctan', value))) }),
  sinh: (value) => ({ value: call('arcsinh', value) }),
  root: (value, degree) => ({
    value: power(value, degree!),
    ...(isTwo(degree) && { restriction: 'positive' }),
  }),
}

/** −D₀/D₁ of D₀ + D₁C = 0. */
function fromLine(name: string, difference: Tree, c: Comparison): Solved | undefined {
  const at = (place: number) => substitute(difference, name, whole(place))
  const [start, one] = [at(0), at(1)]
  const slope = sum(one, negative(start))
  if (!equalValues(sum(at(2), negative(one)), slope, c)) return undefined
  return { value: quotient(negative(start), slope), restriction: '' }
}

/** F_x G_y = F_y G_x, and G is no constant. */
function areDependent(F: Tree, G: Tree, [x, y]: readonly [string, string], c: Comparison): boolean {
  const slopes = [F, G].map((tree) => [x, y].map((name) => differentiate(tree, name, c.work)))
  if (slopes.flat().includes(undefined)) return false
  const [[Fx, Fy], [Gx, Gy]] = slopes as [[Tree, Tree], [Tree, Tree]]
  const isZero = (tree: Tree) => equalValues(tree, whole(0), c)
  if ((isZero(Fx) && isZero(Fy)) || (isZero(Gx) && isZero(Gy))) return false
  return equalValues(product(Fx, Gy), product(Fy, Gx), c)
}

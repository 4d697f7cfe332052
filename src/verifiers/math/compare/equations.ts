import type { Relation } from '../tree.js'
import { children, type Tree } from '../tree.js'
import { decimalOf, isApplication, keyOf, sameTree, symbolsOf } from '../tree-queries.js'
import { evaluateNumeric } from '../values/evaluate-numeric.js'
import type { Comparison } from './context.js'
import { areApart } from './decimals.js'
import { equalValues } from './values.js'

export const isRelation = (tree: Tree): tree is Relation => tree.kind === 'relation'

export const isPlainEquation = ({ operators }: Relation): boolean => operators.join() === '='

export const isRelationLike = (tree: Tree): boolean =>
  tree.kind === 'relation' ||
  tree.kind === 'logical' ||
  (tree.kind === 'setOperation' && tree.operands.some(isRelationLike))

/** `x \approx 3.14` says what x is; `\pi \approx 3.14` compares two values. */
export const isEquation = (relation: Relation, c: Comparison): boolean =>
  relation.operators.every(
    (operator) =>
      operator === '=' ||
      (operator === '~' && (c.approximationsAreEquations || relation.operands[0]!.kind === 'symbol')),
  ) ||
  (relation.operators.length === 1 && relation.operators[0] === 'in')

/**
 * `x = …`, `f(x) = …`, `P(A) = …`, `|z| = …`: what the gold gives the value of, so that the value alone answers for it. Not
 * `x + y = 7` or `x² + y² = 25`, which are curves.
 */
export const isGoldAssignment = (relation: Relation, c: Comparison): boolean =>
  isEquation(relation, c) &&
  (isNamed(relation.operands[0]!, c) ||
    (c.checksOfferedValues && relation.operands.every(isValue) && !isFalse(relation, c)) ||
    (c.checksOfferedValues && isIdentity(relation, c)) ||
    relation.operands.length > 2 ||
    relation.operators.includes('~'))

/** x² − 1 = (x − 1)(x + 1) says what an expression is. */
const isIdentity = ({ operands, operators }: Relation, c: Comparison): boolean =>
  operands.length === 2 && operators[0] === '=' && equalValues(operands[0]!, operands[1]!, c)

const isNamed = (tree: Tree, c: Comparison): boolean =>
  c.subjects === 'names' ? isName(tree) : isQuantity(tree)

/** A name, AB, f(2), |z|, cos θ, a/b, a : b. */
function isQuantity(tree: Tree): boolean {
  switch (tree.kind) {
    case 'symbol':
    case 'constant':
    case 'text':
    case 'iterated':
    case 'setOperation':
      return true
    case 'bracketed':
    case 'ratio':
    case 'quotient':
      return children(tree).every(isQuantity)
    case 'call':
      return tree.name === 'apply' || (MEASURES.has(tree.name) && tree.arguments.every(isQuantity))
    case 'power':
      return (tree.base.kind === 'call' && isQuantity(tree.base)) || isMatrixName(tree)
    case 'product':
      return (
        tree.factors.every((factor) => factor.kind === 'symbol' && factor.isVector === true) ||
        tree.factors.every((factor) => factor.kind === 'symbol' && isPointName(factor.name)) ||
        isPlainApplication(tree.factors) ||
        isGradient(tree.factors)
      )
    case 'quantity':
      return isQuantity(tree.value)
    case 'negative':
      return isVectorBetween(tree.operand)
    default:
      return false
  }
}

/** From A to B; from B to A is its opposite. */
const isVectorBetween = (tree: Tree): boolean => tree.kind === 'symbol' && tree.name.startsWith('vec ')

/** A^{-1}, A^T, A^n, A^4, (AB)^{-1}, (I − A)^{-1}. */
const isMatrixName = ({ base, exponent }: Tree & { kind: 'power' }): boolean =>
  isOfCapitals(base) &&
  (exponent.kind === 'symbol' || (exponent.kind === 'negative' && exponent.operand.kind === 'number'))

const isOfCapitals = (tree: Tree): boolean =>
  tree.kind === 'symbol'
    ? /^[A-Z]$/.test(tree.name)
    : tree.kind === 'power'
      ? isOfCapitals(tree.base)
      : /^(?:product|sum|negative)$/.test(tree.kind) && children(tree).every(isOfCapitals)

/** A, B of the segment AB. */
const isPointName = (name: string): boolean => /^[A-Z](?:_|'|$)/.test(name)

const isName = (tree: Tree): boolean =>
  tree.kind === 'symbol' ||
  tree.kind === 'constant' ||
  isApplication(tree) ||
  (tree.kind === 'bracketed' && tree.items.every(isName)) ||
  ((tree.kind === 'product' || tree.kind === 'sum' || tree.kind === 'negative' || tree.kind === 'quotient') &&
    children(tree).every(isName)) ||
  (tree.kind === 'power' && isName(tree.base))

/**
 * What a question asks the value of: a name, f(2), AB, |z|, cos θ, m + n, a/b. Not 2x, x − 3, x², x² − x, which leave an
 * equation to be solved.
 */
function isMeasure(tree: Tree): boolean {
  switch (tree.kind) {
    case 'symbol':
    case 'constant':
    case 'text':
    case 'iterated':
    case 'setOperation':
      return true
    case 'bracketed':
    case 'quantity':
      return children(tree).every(isMeasure)
    case 'call':
      return tree.name === 'apply' || (MEASURES.has(tree.name) && tree.arguments.every(isMeasure))
    case 'power':
      return (tree.base.kind === 'call' && isMeasure(tree.base)) || isStatistic(tree)
    case 'product':
      return tree.factors.every(isPart) || isPlainApplication(tree.factors)
    case 'quotient':
      return isPart(tree.numerator) && isPart(tree.denominator)
    case 'ratio':
      return isInOrder(tree.parts)
    case 'negative':
      return isVectorBetween(tree.operand)
    case 'sum':
      return tree.terms.every((term) => isPart(unsigned(term))) && symbolsOf(tree).size >= tree.terms.length
    default:
      return false
  }
}

/** a : b : c, or AB : BC, and not c : b : a, whose values may be asked for in the other order. */
const isInOrder = (parts: readonly Tree[]): boolean =>
  parts.every(
    (part, index) =>
      part.kind !== 'text' && isPart(part) && (index === 0 || keyOf(parts[index - 1]!) < keyOf(part)),
  )

/** σ², χ² and R² are asked for as they stand. */
const isStatistic = ({ base, exponent }: Tree & { kind: 'power' }): boolean =>
  base.kind === 'symbol' &&
  /^(?:sigma|chi|R)$/.test(base.name) &&
  exponent.kind === 'number' &&
  exponent.value.n === 2n

const MEASURES = new Set([
  ...['sin', 'cos', 'tan', 'cot', 'sec', 'csc', 'abs', 'conjugate', 're', 'im', 'arg', 'det', 'gcd', 'lcm', 'max', 'min'],
  ...['rank', 'tr', 'dim', 'nullity', 'deg', 'E', 'Var', 'Cov', 'cross'],
]) // biome-ignore format: a table

/** `x`, `x^2`, `xy`, `|z|`: with others a measure. */
const isPart = (tree: Tree): boolean =>
  tree.kind !== 'sum' && (isMeasure(tree) || (tree.kind === 'power' && isMeasure(tree.base)))

const unsigned = (tree: Tree): Tree => (tree.kind === 'negative' ? tree.operand : tree)

/** `\nabla f`. */
const isGradient = ([nabla, name]: readonly Tree[]): boolean =>
  nabla!.kind === 'symbol' && nabla.name === 'nabla' && (name?.kind === 'symbol' || name?.kind === 'call')

/** `v(2)`, `f'(3)`, `\mathbf{x}(t)`. */
const isPlainApplication = ([name, value, ...more]: readonly Tree[]): boolean =>
  more.length === 0 &&
  name!.kind === 'symbol' &&
  (unsigned(value!).kind === 'number' ||
    (name.isVector === true && value!.kind === 'symbol' && /^[s-uxz]$/.test(value.name)))

/** `3 = x` is `x = 3`. */
export function nameFirst(relation: Relation): Relation {
  const [left, right] = relation.operands as [Tree, Tree]
  return relation.operands.length === 2 &&
    relation.operators[0] === '=' &&
    symbolsOf(left).size === 0 &&
    symbolsOf(right).size > 0 &&
    isMeasure(right)
    ? { ...relation, operands: [right, left] }
    : relation
}

/** `x = \sqrt2 \approx 1.414` as `x = \sqrt2`. */
function withoutRounded(relation: Relation, c: Comparison): Relation {
  const { operands, operators } = relation
  return operators.length > 1 &&
    operators.at(-1) === '~' &&
    isWrittenAs(operands.at(-2)!, operands.at(-1)!, c)
    ? { ...relation, operands: operands.slice(0, -1), operators: operators.slice(0, -1) }
    : relation
}

/** `x = 2 + 3 = 5` says that x is 5. Not so `x = y = 5`, which names two values. */
export function endsOf(relation: Relation, c: Comparison): Relation {
  const exact = withoutRounded(relation, c)
  const { operands, operators } = exact
  if (operands.length < 3 || operators.some((operator) => operator !== '=')) return exact
  const [first, last] = [operands[0]!, operands.at(-1)!]
  const between = operands.slice(1, -1)
  const isPlain =
    isNamed(first, c) && !between.some((member) => member.kind === 'symbol' || !isComputed(member))
  const isKnown = isPlain && (isValue(last) || between.every((member) => equalValues(member, last, c)))
  return isKnown && !isFalse(relation, c)
    ? { ...relation, operands: [first, last], operators: ['='] }
    : relation
}

const isComputed = (tree: Tree): boolean => COMPUTED.has(tree.kind) && !hasApplication(tree)

const COMPUTED: ReadonlySet<Tree['kind']> = new Set([
  'number', 'constant', 'sum', 'product', 'negative', 'quotient', 'power', 'call', 'iterated', 'percent', 'quantity',
]) // biome-ignore format: a table

/** The values that an equation offers as an answer: its last member; of `\sqrt2 \approx 1.414` the first one too. */
export function answersOf(relation: Relation, c: Comparison): readonly Tree[] {
  if (!isEquation(relation, c)) return []
  const last = lastStated(relation, c)
  if (!c.checksOfferedValues) return [last]
  const [first] = relation.operands as [Tree]
  const unsolved =
    relation.operands.length === 2 &&
    symbolsOf(first).size > 0 &&
    !isMeasure(first) &&
    !(last.kind === 'matrix' && first.kind === 'power' && isOfCapitals(first)) &&
    // An identity says what an expression is: x² − 1 = (x − 1)(x + 1).
    !(symbolsOf(last).size > 0 && relation.operators[0] === '=' && equalValues(first, last, c))
  if (unsolved || saysNothing(relation) || isFalse(relation, c)) return []
  const constants = relation.operands.filter(isValue)
  return [last, ...constants.filter((member) => member !== last && isWrittenAs(member, last, c))]
}

/** 5 = 5, which holds whatever is asked; 3 ÷ 4 = ¾ is worked out. */
const saysNothing = ({ operands: [first, ...others] }: Relation): boolean =>
  first!.kind !== 'quotient' && others.every((other) => sameTree(first!, other))

/** The last member; of `x = \pi \approx \frac{22}{7}` the exact one, for a fraction is not taken for a rounded value. */
function lastStated({ operands, operators }: Relation, c: Comparison): Tree {
  const [exact, last] = operands.slice(-2) as [Tree, Tree]
  const isRough = operators.at(-1) === '~' && last.kind === 'quotient' && isValue(exact) && !decimalOf(exact)
  return isRough && !equalValues(exact, last, c) ? exact : last
}

export const isValue = (tree: Tree): boolean =>
  tree.kind !== 'text' && symbolsOf(tree).size === 0 && !hasApplication(tree)

const hasApplication = (tree: Tree): boolean => isApplication(tree) || children(tree).some(hasApplication)

/** `2 = 3` and `5 = x = 3` name no value: two members are numbers that no rounding makes one. */
function isFalse({ operands, operators }: Relation, c: Comparison): boolean {
  if (operators.includes('in')) return false
  const constants = operands.filter(isValue)
  const tolerance = operators.includes('~') ? ROUGHLY : undefined
  return constants.some((member, index) => index > 0 && areApart(constants[0]!, member, c, tolerance))
}

/** What ≈ may leave out, relatively. */
const ROUGHLY = 0.05

/** Whether both are one value: the same, or the second is the first, rounded to two digits or more. */
export function isWrittenAs(value: Tree, written: Tree, c: Comparison): boolean {
  if (!isValue(value) || !isValue(written)) return false
  if (sameTree(value, written) || equalValues(value, written, c)) return true
  const decimal = decimalOf(written)
  const x = evaluateNumeric(value, NOWHERE, c.work)
  const y = x && evaluateNumeric(written, NOWHERE, c.work)
  if (!x || !y || x.im !== 0 || y.im !== 0 || !decimal || decimal.significant < 2) return false
  const coarser = (decimalOf(value)?.places ?? Number.POSITIVE_INFINITY) > decimal.places
  return coarser && Math.abs(x.re - y.re) <= (0.5 + 1e-9) * 10 ** -decimal.places
}

const NOWHERE = { values: new Map<string, number>(), realOnly: true }

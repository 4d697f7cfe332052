import { isRealMembership } from '../read/built-sets.js'
import type { Tree } from '../tree.js'
import { isApplication, isIndexedBy, isOfIntegerLetter, renameSymbol, symbolsOf } from '../tree-queries.js'
import { spend } from '../work.js'
import { CONSTANT, OTHER_NAME } from './arbitrary-constants.js'
import { withoutZeroElsewhere } from './cases.js'
import type { Comparison, Equal } from './context.js'
import { type Conditioned, isConstantOf, withDeclaredConstants } from './declared-constants.js'
import { equalFamilies } from './equal-families.js'
import { finiteSet } from './finite-families.js'
import {
  type Family,
  familyOf,
  holdsPi,
  INTEGER_LETTERS,
  integerMembership,
  isConditional,
  isInequality,
} from './integer-families.js'
import { indexMove } from './moved-indices.js'
import { captures, renaming } from './renamed-letters.js'
import { sameItems } from './sets.js'

/**
 * Two answers of which one at least holds under a condition: `k\pi, k \in \mathbb{Z}`, `\{2k \mid k \in \mathbb{Z}\}`,
 * `x \equiv 3 \pmod{7}`, `f(x) = x + 1 \text{ for all } x`.
 *
 * A family over the integers is the set of its values. Of other conditions, both sides must have the same, or one side
 * has none and the other only says where the symbols of its value lie.
 */
export function equalConditional(gold: Tree, prediction: Tree, equal: Equal, c: Comparison): boolean {
  spend(c.work, 10)
  const [own, offered] = [withoutZeroElsewhere(gold), withoutZeroElsewhere(prediction)]
  if (own !== gold || offered !== prediction) return equalConditional(own, offered, equal, c)
  const [left, right] = [familyOf(gold, prediction), familyOf(prediction, gold)]
  if (isOfGivenNumber(gold, prediction) || isOfGivenNumber(prediction, gold))
    return equal(conditionedOf(gold).body, conditionedOf(prediction).body)
  if (isIntegerBound(gold, prediction) || isIntegerBound(prediction, gold))
    return equal(conditionedOf(gold).body, conditionedOf(prediction).body)
  if (left && right) return equalFamilies(left, right, equal, c) || equalFinite(left, right, equal, c)
  if (left || right) {
    const listed = finiteSet((left ?? right)!, c)
    return listed !== undefined && (left ? equal(listed, prediction) : equal(gold, listed))
  }
  if (gold.kind === 'comprehension' || prediction.kind === 'comprehension')
    return gold.kind === 'comprehension' && prediction.kind === 'comprehension'
      ? equalComprehensions(gold, prediction, equal, c)
      : false
  return equalUnderConditions(gold, prediction, equal, c)
}

/** {n ∈ ℕ : n < 5} and {n ∈ ℤ : 0 < n < 5}, one by one. */
function equalFinite(gold: Family, prediction: Family, equal: Equal, c: Comparison): boolean {
  const left = finiteSet(gold, c)
  const right = left && finiteSet(prediction, c)
  return right !== undefined && equal(left!, right)
}

function equalUnderConditions(gold: Tree, prediction: Tree, equal: Equal, c: Comparison): boolean {
  const [left, right] = [conditionedOf(gold), conditionedOf(prediction)]
  const areBoth = left.conditions.length > 0 && right.conditions.length > 0
  if (areBoth && sameConditions(left, right, equal, c)) return true
  const declared = withDeclaredConstants(left, right)
  if (declared) return equal(...declared)
  const renamed = areBoth ? (withLetterOf(left, right) ?? withIndexOf(left, right)) : undefined
  if (areBoth) return renamed !== undefined && sameConditions(left, renamed, equal, c)
  const { body, conditions } = left.conditions.length > 0 ? left : right
  return (
    conditions.every(
      (condition) =>
        limitsSymbolsOf(body, condition) &&
        !limitsConstant(body, condition, body === left.body ? right.body : left.body),
    ) && equal(left.body, right.body)
  )
}

const sameConditions = (left: Conditioned, right: Conditioned, equal: Equal, c: Comparison): boolean =>
  equal(left.body, right.body) && sameItems(left.conditions, right.conditions, equal, c)

/** `f(x) = kx, k > 0` beside `f(x) = cx, c > 0`; j of 1 ≤ j ≤ n for k of 1 ≤ k ≤ n. */
function withLetterOf(gold: Conditioned, prediction: Conditioned): Conditioned | undefined {
  const [own, others] = [gold, prediction].map(
    ({ conditions }) => new Set(conditions.flatMap((condition) => [...symbolsOf(condition).keys()])),
  ) as [Set<string>, Set<string>]
  const from = [...others].filter((name) => !own.has(name))
  const to = [...own].filter((name) => !others.has(name))
  const areAlike =
    [INDEX, OTHER_NAME].some((letters) => [...from, ...to].every((name) => letters.test(name))) ||
    (isConstantOf(gold.body, to[0]) && isConstantOf(prediction.body, from[0])) ||
    (isArgumentOf(gold.body, to[0]) && isArgumentOf(prediction.body, from[0]))
  if (from.length !== 1 || to.length !== 1 || !areAlike || captures(prediction.body, from, to))
    return undefined
  const rename = (tree: Tree) => renameSymbol(tree, from[0]!, to[0]!)
  return { body: rename(prediction.body), conditions: prediction.conditions.map(rename) }
}

/** x of `f(x) = …`. */
const isArgumentOf = (body: Tree, name: string | undefined): boolean => {
  const subject = body.kind === 'relation' ? body.operands[0]! : body
  const [, argument, more] = isApplication(subject) ? subject.arguments : []
  return argument?.kind === 'symbol' && argument.name === name && more === undefined
}

/** `a_{n+1} = 2a_n, n \ge 0` beside `a_n = 2a_{n-1}, n \ge 1`. */
function withIndexOf(gold: Conditioned, prediction: Conditioned): Conditioned | undefined {
  const [first, second] = [gold, prediction].map(({ body }) =>
    body.kind === 'logical' ? body.items[0]! : body,
  )
  const move =
    first?.kind === 'relation' && second?.kind === 'relation' ? indexMove(first, second) : undefined
  return move && { ...prediction, conditions: prediction.conditions.map(move) }
}

/** Letters that count within an answer; n is given. */
const INDEX = /^[ijklm]$/

/**
 * `c > 0` of `f(x) = cx` and `y = ce^x`, and k > 0 of `f(x) = kx` beside `f(x) = cx`: a constant that may be any number is not limited,
 * and one that may not is not free.
 */
function limitsConstant(body: Tree, condition: Tree, other: Tree): boolean {
  if (condition.kind !== 'relation' || isOfAllNumbers(condition)) return false
  if (body.kind === 'relation' && (body.operators.join() !== '=' || !isFunction(body.operands[0]!)))
    return false
  const [known, free] =
    body.kind === 'relation'
      ? [symbolsOf(body.operands[0]!), symbolsOf(body.operands.at(-1)!)]
      : [new Map<string, boolean>(), symbolsOf(body)]
  const named = body.kind === 'relation' ? CONSTANT_OF_FUNCTION : CONSTANT
  const others = symbolsOf(other)
  return [...symbolsOf(condition).keys()].some(
    (name) =>
      free.has(name) &&
      !known.has(name) &&
      (named.test(name) || (OTHER_NAME.test(name) && !others.has(name))),
  )
}

const isFunction = (left: Tree): boolean =>
  isApplication(left) || (left.kind === 'symbol' && /^[fghyu]$/.test(left.name))

const CONSTANT_OF_FUNCTION = /^(?:[cC]|[cC]_\d+)$/

const isOfAllNumbers = ({ operators, operands }: Tree & { kind: 'relation' }): boolean =>
  operators.includes('in') && operands[1]!.kind === 'namedSet' && /^(?:real|complex)$/.test(operands[1]!.name)

/** `2^n - 1 \text{ for integers }n \ge 1` beside `2^n - 1`: n is a number that the question gives. */
const isOfGivenNumber = (tree: Tree, other: Tree): boolean =>
  tree.kind === 'conditioned' &&
  !isConditional(other) &&
  VALUES.has(tree.body.kind) &&
  !holdsPi(tree.body) &&
  tree.conditions.every(
    (condition) =>
      limitsSymbolsOf(tree.body, condition) &&
      [...symbolsOf(condition).keys()].every((name) => /^[mn]$/.test(name)),
  )

const VALUES: ReadonlySet<Tree['kind']> = new Set([
  'sum',
  'product',
  'negative',
  'quotient',
  'power',
  'call',
  'iterated',
])

const conditionedOf = (tree: Tree): Conditioned =>
  tree.kind === 'conditioned' ? tree : { body: tree, conditions: [] }

/** `n \ge 3, n \in \mathbb{Z}` beside `n \ge 3`, where n is an integer without saying so. */
const isIntegerBound = (tree: Tree, other: Tree): boolean =>
  tree.kind === 'conditioned' &&
  isInequality(tree.body) &&
  isInequality(other) &&
  tree.conditions.every((condition) => integerMembership(condition)?.natural === false) &&
  [...symbolsOf(other).keys()].every((name) => INTEGER_LETTERS.test(name))

/** `x \in \mathbb{R}`, `n \ge 1` for a body in x, n; but not x < 5 for x > 2, which makes another set of it. */
const limitsSymbolsOf = (body: Tree, condition: Tree): boolean => {
  if (condition.kind === 'logical') return condition.items.every((item) => limitsSymbolsOf(body, item))
  if (condition.kind !== 'relation' || condition.operators.includes('=')) return false
  const membership = condition.operators[0] === 'in' && condition.operands[1]!.kind === 'namedSet'
  if (isInequality(body) && !membership) return false
  // π/4 + nπ is meant for whole n, and is every number for n in ℝ.
  if (isRealMembership(condition) && holdsPi(body) && isOfIntegerLetter(condition)) return false
  const known = [...symbolsOf(body).keys()]
  const names = [...symbolsOf(condition).keys()]
  return names.some((name) => known.some((other) => other === name || isIndexedBy(other, name)))
}

function equalComprehensions(
  gold: Tree & { kind: 'comprehension' },
  prediction: Tree & { kind: 'comprehension' },
  equal: Equal,
  c: Comparison,
): boolean {
  const names = [...symbolsOf(gold.image).keys()]
  const others = [...symbolsOf(prediction.image).keys()]
  if (names.length !== others.length || captures(prediction, others, names)) return false
  const renamed = renaming(prediction, others, names) as Tree & { kind: 'comprehension' }
  return equal(gold.image, renamed.image) && sameItems(gold.conditions, renamed.conditions, equal, c)
}

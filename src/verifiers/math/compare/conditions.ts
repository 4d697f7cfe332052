import { isRealMembership } from '../read/built-sets.js'
import { children, mapChildren, negative, number, sum, symbol, type Tree, whole } from '../tree.js'
import {
  isApplication,
  isCongruent,
  isIndexedBy,
  isOfIntegerLetter,
  renameSymbol,
  sameTree,
  substitute,
  symbolsOf,
} from '../tree-queries.js'
import { evaluateExact } from '../values/evaluate-exact.js'
import { evaluateNumeric } from '../values/evaluate-numeric.js'
import { toNumber } from '../values/rational.js'
import { spend } from '../work.js'
import { OTHER_NAME } from './arbitrary-constants.js'
import type { Comparison } from './context.js'
import { type Conditioned, isConstantOf, withDeclaredConstants } from './declared-constants.js'
import { HOLDS } from './orders.js'
import { indexMove } from './relations.js'
import { sameItems } from './sets.js'

type Equal = (gold: Tree, prediction: Tree) => boolean

export const isConditional = (tree: Tree): boolean =>
  tree.kind === 'comprehension' || tree.kind === 'conditioned' || isCongruent(tree)

/**
 * Two answers of which one at least holds under a condition: `k\pi, k \in \mathbb{Z}`, `\{2k \mid k \in \mathbb{Z}\}`,
 * `x \equiv 3 \pmod{7}`, `f(x) = x + 1 \text{ for all } x`.
 *
 * A family over the integers is the set of its values. Of other conditions, both sides must have the same, or one side
 * has none and the other only says where the symbols of its value lie.
 */
export function equalConditional(gold: Tree, prediction: Tree, equal: Equal, c: Comparison): boolean {
  spend(c.work, 10)
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
    conditions.every((condition) => limitsSymbolsOf(body, condition) && !limitsConstant(body, condition)) &&
    equal(left.body, right.body)
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
    (isConstantOf(gold.body, to[0]) && isConstantOf(prediction.body, from[0]))
  if (from.length !== 1 || to.length !== 1 || !areAlike || captures(prediction.body, from, to))
    return undefined
  const rename = (tree: Tree) => renameSymbol(tree, from[0]!, to[0]!)
  return { body: rename(prediction.body), conditions: prediction.conditions.map(rename) }
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
 * `c > 0` of `f(x) = cx` and `y = ce^x`: a constant that may be any number is not limited, and one that may not is not free.
 */
function limitsConstant(body: Tree, condition: Tree): boolean {
  if (body.kind !== 'relation' || body.operators.join() !== '=' || condition.kind !== 'relation') return false
  if (condition.operators.includes('in')) return false
  const [left, right] = body.operands as [Tree, Tree]
  const subject = isApplication(left) ? left.arguments[0]! : left
  const isCurve = subject.kind === 'symbol' && /^[fghyu]$/.test(subject.name)
  const free = symbolsOf(right)
  const known = symbolsOf(left)
  return (
    isCurve &&
    [...symbolsOf(condition).keys()].some(
      (name) => /^(?:[cC]|[cC]_\d+)$/.test(name) && free.has(name) && !known.has(name),
    )
  )
}

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

const isInequality = (tree: Tree): boolean =>
  (tree.kind === 'relation' && !tree.operators.every((operator) => operator === '=')) ||
  (tree.kind === 'logical' && tree.items.some(isInequality))

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

/** Whether a new name already means something else in a tree. */
const captures = (tree: Tree, from: readonly string[], to: readonly string[]): boolean => {
  const known = symbolsOf(tree)
  return to.some((name) => known.has(name) && !from.includes(name))
}

/** `x \ne k\pi, k \in \mathbb{Z}` leaves out the values of x = kπ, k ∈ ℤ: these, for any such answer. */
export function excludedBy(tree: Tree): Tree | undefined {
  if (tree.kind === 'relation') {
    const [name] = tree.operands as [Tree]
    const isExclusion = name.kind === 'symbol' && tree.operators.join() === '!='
    return isExclusion ? { ...tree, operators: ['='] } : undefined
  }
  if (tree.kind === 'conditioned') {
    const body = excludedBy(tree.body)
    return body && { ...tree, body }
  }
  if (tree.kind === 'logical' && tree.operator !== 'or') {
    const [first, ...conditions] = tree.items
    const body = first && excludedBy(first)
    return body && conditions.every(integerMembership) ? { kind: 'conditioned', body, conditions } : undefined
  }
  if (tree.kind !== 'comprehension' || tree.image.kind !== 'symbol') return undefined
  const [first, ...conditions] = tree.conditions
  const body =
    first?.kind === 'relation' && sameTree(first.operands[0]!, tree.image) ? excludedBy(first) : undefined
  return body && { kind: 'conditioned', body, conditions }
}

/** All names at once, so that a swap is one. */
const renaming = (tree: Tree, from: readonly string[], to: readonly string[]): Tree =>
  tree.kind === 'symbol' && from.includes(tree.name)
    ? symbol(to[from.indexOf(tree.name)]!)
    : tree.kind === 'iterated' && from.includes(tree.variable)
      ? tree
      : mapChildren(tree, (child) => renaming(child, from, to))

/**
 * `x = \pm\frac{\pi}{3} + 2k\pi` where nobody says that k is an integer: all values hold π and one letter that counts. It
 * becomes a family, and a remainder `3 \bmod 7` beside a congruence a residue.
 */
export function withImpliedIntegers(tree: Tree, other: Tree): Tree {
  if (tree.kind === 'call' && tree.name === 'mod' && other.kind === 'congruence') {
    const [residue, modulus] = tree.arguments as [Tree, Tree | undefined]
    return modulus && sameTree(modulus, other.modulus)
      ? { kind: 'congruence', operands: [residue], modulus }
      : tree
  }
  if (isConditional(tree) || !NAMED.has(tree.kind)) return tree
  const [subject, another] = [subjectOf(tree), subjectOf(other)]
  if (subject !== undefined && another !== undefined && subject !== another) return tree
  const images = imagesOf(valuesOf(tree))
  if (images.some((image) => image.kind === 'relation')) return tree
  const names = new Set(images.flatMap((image) => [...symbolsOf(image).keys()]))
  const [name] = names
  const counts = names.size === 1 && INTEGER_LETTERS.test(name!)
  if (!counts || !images.every((image) => holdsPi(image) && symbolsOf(image).size === 1)) return tree
  const membership: Tree = {
    kind: 'relation',
    operands: [symbol(name!), { kind: 'namedSet', name: 'integer' }],
    operators: ['in'],
  }
  return { kind: 'conditioned', body: tree, conditions: [membership] }
}

/** x of `x = …`, or of several such. */
export const subjectOf = (tree: Tree): string | undefined =>
  tree.kind === 'conditioned'
    ? subjectOf(tree.body)
    : tree.kind === 'logical'
      ? subjectOf(tree.items[0]!)
      : tree.kind === 'relation' && tree.operands[0]!.kind === 'symbol'
        ? tree.operands[0]!.name
        : undefined

const NAMED: ReadonlySet<Tree['kind']> = new Set(['relation', 'logical', 'list', 'set'])

const holdsPi = (tree: Tree): boolean =>
  (tree.kind === 'constant' && tree.name === 'pi') || children(tree).some(holdsPi)

/** Values with parameters that run through the integers. */
interface Family {
  readonly images: readonly Tree[]
  readonly parameters: readonly string[]
  readonly conditions: readonly Tree[]
  /** The parameters run from 0 or 1 rather than through all integers. */
  readonly natural: boolean
}

/** Letters that are integers where nobody says so, beside a family that says so. */
const INTEGER_LETTERS = /^[jklmn](?:_|$)/

/** A tree as a family over the integers, if it or the other one says that it is. */
export function familyOf(tree: Tree, other: Tree): Family | undefined {
  if (tree.kind === 'congruence') return undefined
  const conditions = tree.kind === 'conditioned' || tree.kind === 'comprehension' ? tree.conditions : []
  const image = tree.kind === 'comprehension' ? tree.image : tree.kind === 'conditioned' ? tree.body : tree
  const members = conditions.map(integerMembership)
  let parameters = members.flatMap((member) => (member ? member.names : []))
  if (parameters.length === 0 && !isConditional(tree) && isConditional(other)) {
    const [own, known] = [tree, other].map(symbolsOfValues) as [Set<string>, Set<string>]
    parameters = [...own].filter((name) => INTEGER_LETTERS.test(name))
    if (known.size === 0 || own.size !== known.size || parameters.length !== 1) return undefined
    if (!isCongruent(other) && familyOf(other, other) === undefined) return undefined
  }
  // {2n : 1 ≤ n ≤ 5} beside listed numbers
  if (parameters.length === 0 && tree.kind === 'comprehension' && other.kind === 'set')
    parameters = conditions.flatMap(countedIn)
  if (parameters.length === 0 && tree.kind === 'conditioned' && other.kind === 'conditioned')
    parameters = other.conditions.some(integerMembership) ? conditions.flatMap(countedIn) : []
  // n ≥ 3 for integers n: the values are those of n.
  const bounded = isInequality(image) && parameters.length === 1 && !isMembership(image)
  const interval = bounded ? intervalOf(image, parameters[0]!) : undefined
  const images = interval ? [interval] : bounded ? [symbol(parameters[0]!)] : imagesOf(valuesOf(image))
  const used = parameters.filter((name) => images.some((item) => symbolsOf(item).has(name)))
  if (used.length === 0 || used.length !== parameters.length) return undefined
  return {
    images,
    parameters: used,
    conditions: [
      ...(bounded && !interval ? [image] : []),
      ...conditions.filter((condition, index) => members[index] === undefined || isOfPrimes(condition)),
    ],
    natural: members.some((member) => member?.natural),
  }
}

/** k of 1 ≤ k ≤ n, n of n ≥ 1. */
const countedIn = (condition: Tree): readonly string[] => {
  const subject = condition.kind === 'relation' ? condition.operands.at(-2)! : undefined
  return subject?.kind === 'symbol' && INTEGER_LETTERS.test(subject.name) ? [subject.name] : []
}

/** `x \in (2k\pi, 2k\pi + \pi)`. */
const isMembership = (tree: Tree): boolean => tree.kind === 'relation' && tree.operators.join() === 'in'

/** `2k\pi < x < 2k\pi + \pi` as the interval in which x lies for a k. */
function intervalOf(tree: Tree, parameter: string): Tree | undefined {
  if (tree.kind !== 'relation' || tree.operands.length !== 3) return undefined
  const [low, subject, high] = tree.operands as [Tree, Tree, Tree]
  const [first, second] = tree.operators as [string, string]
  if (
    subject.kind !== 'symbol' ||
    subject.name === parameter ||
    !/^<=?$/.test(first) ||
    !/^<=?$/.test(second)
  )
    return undefined
  return {
    kind: 'bracketed',
    open: first === '<' ? '(' : '[',
    close: second === '<' ? ')' : ']',
    items: [low, high],
  }
}

const symbolsOfValues = (tree: Tree): ReadonlySet<string> =>
  new Set(imagesOf(valuesOf(tree)).flatMap((image) => [...symbolsOf(image).keys()]))

/** What `x = …` says x is. */
const valuesOf = (tree: Tree): Tree =>
  tree.kind === 'conditioned'
    ? valuesOf(tree.body)
    : tree.kind === 'relation' &&
        tree.operands.length === 2 &&
        (tree.operators[0] === '=' || tree.operators[0] === 'in') &&
        tree.operands[0]!.kind === 'symbol'
      ? tree.operands[1]!
      : tree

const imagesOf = (tree: Tree): readonly Tree[] =>
  tree.kind === 'list' || tree.kind === 'set'
    ? tree.items.map(valuesOf)
    : tree.kind === 'logical' && tree.operator !== 'and'
      ? tree.items.flatMap((item) => imagesOf(valuesOf(item)))
      : tree.kind === 'comprehension'
        ? imagesOf(tree.image)
        : [tree]

/** `k \in \mathbb{Z}`, `k, n \in \mathbb{N}`. */
function integerMembership(
  tree: Tree,
): { readonly names: readonly string[]; readonly natural: boolean } | undefined {
  if (tree.kind !== 'relation' || tree.operators.join() !== 'in') return undefined
  const [left, right] = tree.operands as [Tree, Tree]
  if (right.kind !== 'namedSet' || !/^(?:integer|natural|prime)/.test(right.name)) return undefined
  const names = left.kind === 'list' || left.kind === 'bracketed' ? left.items : [left]
  if (!names.every((name) => name.kind === 'symbol')) return undefined
  return {
    names: names.map((name) => (name as Tree & { kind: 'symbol' }).name),
    natural: right.name !== 'integer',
  }
}

/** A membership that says more than that a letter is whole. */
const isOfPrimes = (tree: Tree): boolean =>
  tree.kind === 'relation' && tree.operands[1]!.kind === 'namedSet' && tree.operands[1]!.name === 'prime'

/** k is run through from −FARTHEST to FARTHEST. */
const FARTHEST = 40

function equalFamilies(gold: Family, prediction: Family, equal: Equal, c: Comparison): boolean {
  if (gold.parameters.length !== prediction.parameters.length) return false
  if (gold.natural === prediction.natural && equalRenamed(gold, prediction, equal, c)) return true
  if (gold.parameters.length > 1) return false
  const free = [...gold.images, ...prediction.images].some((image) =>
    [...symbolsOf(image).keys()].some(
      (name) => !gold.parameters.includes(name) && !prediction.parameters.includes(name),
    ),
  )
  return free ? false : sameMembers(gold, prediction, equal, c)
}

/** The same images with another letter, perhaps counted the other way round or from another start. */
function equalRenamed(gold: Family, prediction: Family, equal: Equal, c: Comparison): boolean {
  const rename = (tree: Tree) => renaming(tree, prediction.parameters, gold.parameters)
  const parts = [...prediction.images, ...prediction.conditions]
  if (parts.some((part) => captures(part, prediction.parameters, gold.parameters))) return false
  const conditions = prediction.conditions.map(rename)
  if (!sameItems(gold.conditions, conditions, equal, c)) return false
  const images = prediction.images.map(rename)
  if (sameItems(gold.images, images, equal, c)) return true
  if (gold.parameters.length > 1 || gold.natural || conditions.length > 0) return false
  const [name] = gold.parameters as [string]
  return [negative(symbol(name)), sum(symbol(name), whole(1)), sum(symbol(name), whole(-1))].some((place) =>
    sameItems(
      gold.images,
      images.map((image) => substitute(image, name, place)),
      equal,
      c,
    ),
  )
}

interface Member {
  readonly at: number
  /** It is the value of the last parameter that was tried, so that others may follow. */
  readonly isLast: boolean
  readonly tree: Tree
}

/** Both families have the same values in the part of the line that both reach. */
function sameMembers(gold: Family, prediction: Family, equal: Equal, c: Comparison): boolean {
  for (const first of gold.natural ? [0, 1] : [-FARTHEST]) {
    for (const start of prediction.natural ? [0, 1] : [-FARTHEST]) {
      const [left, right] = [membersOf(gold, first, c), membersOf(prediction, start, c)]
      if (left && right && agree(left, right, equal)) return true
    }
  }
  return false
}

function agree(left: readonly Member[], right: readonly Member[], equal: Equal): boolean {
  if (left.length < 2 || right.length < 2) return false
  // Far out one family may have stopped where the other goes on.
  const ends = [left, right].flatMap((members) => [members[0]!, members.at(-1)!])
  const lows = [ends[0]!, ends[2]!]
  const highs = [ends[1]!, ends[3]!]
  const all = ends.map(({ at }) => at)
  const low = Math.max(...lows.map(({ at, isLast }) => (isLast ? at : Math.min(...all))))
  const high = Math.min(...highs.map(({ at, isLast }) => (isLast ? at : Math.max(...all))))
  const [a, b] = [inside(left, low, high), inside(right, low, high)]
  if (a.length !== b.length || a.length < 5) return false
  const span = high - low
  if (a.some((member, index) => Math.abs(member.at - b[index]!.at) > 1e-9 * span)) return false
  const step = Math.max(1, Math.floor(a.length / 6))
  return a.every((member, index) => index % step !== 0 || equal(member.tree, b[index]!.tree))
}

const inside = (members: readonly Member[], low: number, high: number): readonly Member[] => {
  const slack = 1e-9 * (high - low)
  return members.filter(({ at }) => at >= low - slack && at <= high + slack)
}

/** The values in order, each once; `undefined` where one cannot be computed. */
function membersOf(family: Family, start: number, c: Comparison): readonly Member[] | undefined {
  const [name] = family.parameters as [string]
  const members: Member[] = []
  for (let k = start; k <= FARTHEST; k++) {
    const holds = family.conditions.map((condition) => holdsAt(condition, name, k, c))
    if (holds.includes(undefined)) return undefined
    if (holds.includes(false)) continue
    for (const image of family.images) {
      const tree = substitute(image, name, whole(k))
      const value = evaluateNumeric(tree, { values: new Map(), realOnly: true }, c.work)
      if (value === undefined || value.im !== 0) return undefined
      members.push({ at: value.re, tree, isLast: Math.abs(k) === FARTHEST })
    }
  }
  members.sort((a, b) => a.at - b.at)
  return members.filter(
    ({ at }, index) => index === 0 || at - members[index - 1]!.at > 1e-12 * (1 + Math.abs(at)),
  )
}

/** Whether a relation holds for an integer; `undefined` where that cannot be told. */
function holdsAt(condition: Tree, name: string, k: number, c: Comparison): boolean | undefined {
  if (condition.kind === 'logical') {
    const items = condition.items.map((item) => holdsAt(item, name, k, c))
    if (items.includes(undefined)) return undefined
    return condition.operator === 'or' ? items.includes(true) : !items.includes(false)
  }
  const numberOf = (part: Tree) => {
    const tree = substitute(part, name, whole(k))
    const exact = evaluateExact(tree, c.work)
    return exact ? toNumber(exact) : evaluateNumeric(tree, { values: new Map(), realOnly: true }, c.work)?.re
  }
  if (condition.kind === 'congruence')
    return isCongruentAt(condition.operands.map(numberOf), numberOf(condition.modulus))
  if (condition.kind !== 'relation') return undefined
  const set = condition.operands[1]!
  if (set.kind === 'namedSet' && condition.operators.join() === 'in')
    return set.name === 'prime' ? isPrime(numberOf(condition.operands[0]!)) : undefined
  if (set.kind === 'set' && condition.operators.join() === 'notin') {
    const [value, ...others] = [condition.operands[0]!, ...set.items].map(numberOf)
    return others.includes(undefined) ? undefined : !others.includes(value)
  }
  const values = condition.operands.map(numberOf)
  if (values.includes(undefined)) return undefined
  for (const [index, operator] of condition.operators.entries()) {
    const [a, b] = [values[index]!, values[index + 1]!]
    const holds = HOLDS[operator]?.(a, b)
    if (holds === undefined) return undefined
    if (!holds) return false
  }
  return true
}

/** a ≡ b modulo m; 0 divides 0 alone. */
function isCongruentAt([a, b]: readonly (number | undefined)[], m: number | undefined): boolean | undefined {
  if (a === undefined || b === undefined || m === undefined) return undefined
  return m === 0 ? a === b : (a - b) % m === 0
}

function isPrime(value: number | undefined): boolean | undefined {
  if (value === undefined) return undefined
  for (let divisor = 2; divisor * divisor <= value; divisor++) if (value % divisor === 0) return false
  return value > 1
}

/** `\{x \in \mathbb{Z} : 1 \le x \le 3\}` is {1, 2, 3}: where no value is near the ends of what is run through. */
function finiteSet(family: Family, c: Comparison): Tree | undefined {
  if (family.parameters.length !== 1 || family.conditions.length === 0) return undefined
  const last = Math.max(LAST_MEMBER, ...family.conditions.map((condition) => largestDivisor(condition, c)))
  if (last > LARGEST_DIVISOR) return undefined
  const items = membersUpTo(last, family, c)
  if (items?.length !== 0) return items && { kind: 'set', items }
  // n > 500 and 300 < n < 303 have members that are farther out.
  const farthest = Math.max(...family.conditions.map(largestNumber))
  if (farthest > LARGEST_BOUND || membersUpTo(2 * farthest + 20, family, c)?.length !== 0) return undefined
  const [name] = family.parameters as [string]
  const isOpen = [-FAR, FAR].some((k) =>
    family.conditions.every((condition) => holdsAt(condition, name, k, c)),
  )
  return isOpen ? undefined : { kind: 'namedSet', name: 'empty' }
}

const LARGEST_BOUND = 500
const FAR = 1_000_001

const largestNumber = (tree: Tree): number =>
  tree.kind === 'number' ? Math.abs(toNumber(tree.value)) : Math.max(0, ...children(tree).map(largestNumber))

/** The values for parameters up to a size; `undefined` where there may be more beyond. */
function membersUpTo(last: number, family: Family, c: Comparison): readonly Tree[] | undefined {
  const [name] = family.parameters as [string]
  const items: Tree[] = []
  for (let k = family.natural ? 1 : -last; k <= last; k++) {
    spend(c.work, 1)
    const holds = family.conditions.map((condition) => holdsAt(condition, name, k, c))
    if (holds.includes(undefined)) return undefined
    if (holds.includes(false)) continue
    if (Math.abs(k) > last - 10) return undefined
    items.push(...family.images.map((image) => valueAt(image, name, k, c)))
  }
  return items
}

const LAST_MEMBER = 110
const LARGEST_DIVISOR = 2_100

/** The divisors of 360 end at 360. */
function largestDivisor(condition: Tree, c: Comparison): number {
  const value =
    condition.kind === 'congruence' && symbolsOf(condition.modulus).size > 0
      ? evaluateExact(condition.operands[0]!, c.work)
      : undefined
  return value ? Math.abs(toNumber(value)) + 10 : 0
}

function valueAt(image: Tree, name: string, k: number, c: Comparison): Tree {
  const tree = substitute(image, name, whole(k))
  const exact = evaluateExact(tree, c.work)
  return exact ? number(exact) : tree
}

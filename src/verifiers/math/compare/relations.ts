import {
  mapChildren,
  negative,
  number,
  product,
  type Relator,
  sum,
  symbol,
  type Tree,
  whole,
} from '../tree.js'
import {
  hasSteps,
  INDEXED,
  isApplication,
  isIndexedBy,
  keyOf,
  movedIndex,
  renameSymbol,
  sameTree,
  symbolsOf,
} from '../tree-queries.js'
import { type Approximate, complex, magnitude, over } from '../values/complex.js'
import { equalPrecisely } from '../values/evaluate-64-digits.js'
import { sameRatioModulo } from '../values/evaluate-modular.js'
import { evaluateNumeric } from '../values/evaluate-numeric.js'
import { inShare, isDecisive, type NormalPair, normalPair } from '../values/normal-form.js'
import { commonMonomial, divideByMonomial, type Polynomial } from '../values/polynomial.js'
import { complexLetters } from './complex-letters.js'
import type { Comparison } from './context.js'
import { evidenceOf, near, type Point, type ProbePlan, probePoints } from './probes.js'
import { sameItems } from './sets.js'
import { equalValues } from './values.js'

export type Relation = Tree & { kind: 'relation' }

/** Reads the same from the other side. */
const FLIPPED: Readonly<Record<Relator, Relator | undefined>> = {
  '=': '=', '!=': '!=', '~': '~', '<': '>', '>': '<', '<=': '>=', '>=': '<=', in: undefined, notin: undefined, '⊂': undefined, '->': undefined,
} // biome-ignore format: a table

/** Equations up to a non-zero factor or solved for a symbol; inequalities up to orientation and a positive factor. */
export function equalRelations(gold: Relation, prediction: Relation, c: Comparison): boolean {
  if (sameTree(gold, prediction)) return true
  if (gold.operators.length !== prediction.operators.length) return false
  if (gold.operators.length > 1) return equalChains(gold, prediction, c)
  const [a, b] = c.renamesArguments
    ? withSameNames(...withPrimes(asEquation(gold, c), asEquation(prediction, c)))
    : [gold, prediction]
  const [left, right] = [a.operators[0]!, b.operators[0]!]
  if (
    left === right &&
    equalValues(a.operands[0]!, b.operands[0]!, c) &&
    equalValues(a.operands[1]!, b.operands[1]!, c)
  )
    return true
  if (
    FLIPPED[left] === right &&
    equalValues(a.operands[0]!, b.operands[1]!, c) &&
    equalValues(a.operands[1]!, b.operands[0]!, c)
  )
    return true
  if (c.renamesArguments && left === '=' && right === '=') {
    const moved = indexMove(a, b)?.(b)
    if (moved && equalRelations(a, moved as Relation, c)) return true
  }
  if (!c.oneRootSuffices && areSolvedAlike(a, b, c)) return false
  if (
    c.numericEquationsAreEqual &&
    left === '=' &&
    right === '=' &&
    symbolsOf(a).size === 0 &&
    symbolsOf(b).size === 0
  )
    return true
  if (FLIPPED[left] === undefined || FLIPPED[right] === undefined) return false
  const [first, second] = [differenceOf(a), differenceOf(b)]
  if (left === '=' || left === '!=' || left === '~')
    return left === right && equalEquations(first, second, splits(a) || splits(b), c)
  if (!c.transformsInequalities) {
    return left === right
      ? equalValues(first, second, c)
      : FLIPPED[left] === right && equalValues(first, negative(second), c)
  }
  if (left === right) return signOfFactor(first, second, c) === 1
  return FLIPPED[left] === right && signOfFactor(first, second, c) === -1
}

/**
 * `y = u` and `y = v`, or `by = u` and `by = v`, whose u and v do not contain y: they are the same where u and v are, which has been
 * looked at.
 */
function areSolvedAlike(a: Relation, b: Relation, c: Comparison): boolean {
  const [left, other] = [a.operands[0]!, b.operands[0]!]
  return (
    [a, b].every(({ operators }) => operators[0] === '=') &&
    isMonomial(left) &&
    isMonomial(other) &&
    (sameTree(left, other) || equalValues(left, other, c)) &&
    [...symbolsOf(left).keys()].some((name) =>
      [a, b].every(({ operands }) => !symbolsOf(operands[1]!).has(name)),
    )
  )
}

const isMonomial = (tree: Tree): boolean =>
  tree.kind === 'symbol' ||
  (tree.kind === 'product' &&
    tree.factors.every((factor) => factor.kind === 'symbol' || factor.kind === 'number'))

/** `x \approx 1.0986` says what x is, to the digits that it states. */
const asEquation = (relation: Relation, c: Comparison): Relation =>
  c.approximationsAreEquations && relation.operators[0] === '~' && relation.operands[0]!.kind === 'symbol'
    ? { ...relation, operators: ['='] }
    : relation

/** a < x < b read from either end; a = b = c in any order. */
function equalChains(a: Relation, b: Relation, c: Comparison): boolean {
  if (c.transformsInequalities && [...a.operators, ...b.operators].every((operator) => operator === '='))
    return sameItems(a.operands, b.operands, (left, right) => equalValues(left, right, c), c)
  const same = (operands: readonly Tree[], operators: readonly (Relator | undefined)[]) =>
    a.operators.every((operator, index) => operator === operators[index]) &&
    a.operands.every((operand, index) => equalValues(operand, operands[index]!, c))
  return (
    same(b.operands, b.operators) ||
    (c.transformsInequalities &&
      same(
        [...b.operands].reverse(),
        [...b.operators].reverse().map((operator) => FLIPPED[operator]),
      ))
  )
}

/**
 * How a_{k+1} = 2a_k gets the index of a_n = 2a_{n−1}: it holds for all of them, so that the index may be moved, and have another
 * letter. `undefined` where both have it already.
 */
export function indexMove(gold: Relation, prediction: Relation): ((tree: Tree) => Tree) | undefined {
  const [own, other] = [gold, prediction].map(({ operands: [left, right] }) => {
    const found = left!.kind === 'symbol' ? INDEXED.exec(left!.name) : undefined
    return found && symbolsOf(right!).size > 0 ? found : undefined
  })
  if (!own || !other || own[1] !== other[1]) return undefined
  const [to, from] = [own[2]!, other[2]!]
  const shift = Number(own[3] ?? 0) - Number(other[3] ?? 0)
  if (to === from) return shift === 0 ? undefined : (tree) => movedIndex(tree, from, shift)
  const isFree = ({ operands: [, value] }: Relation, letter: string, another: string) => {
    const names = [...symbolsOf(value!).keys()]
    return occursIn(names, letter) && !occursIn(names, another)
  }
  return COUNTS.test(to) && COUNTS.test(from) && isFree(gold, to, from) && isFree(prediction, from, to)
    ? (tree) => renameSymbol(movedIndex(tree, from, shift), from, to)
    : undefined
}

const COUNTS = /^[i-n]$/

const occursIn = (names: readonly string[], letter: string): boolean =>
  names.some((name) => name === letter || isIndexedBy(name, letter))

/** Two differential equations that write derivatives in two ways, y', dy/dx and ẏ, of which ẏ is by t: both with y'. */
function withPrimes(gold: Relation, prediction: Relation): [Relation, Relation] {
  const names = [...symbolsOf(prediction, symbolsOf(gold)).keys()]
  const isDotted = names.some((name) => DOTTED.test(name))
  const quotient = isDotted ? BY_TIME : QUOTIENT
  const ways = [isDotted, names.some((name) => name.endsWith("'")), names.some((name) => quotient.test(name))]
  if (ways.filter(Boolean).length < 2) return [gold, prediction]
  const primed = (tree: Tree): Tree => {
    if (tree.kind !== 'symbol') return mapChildren(tree, primed)
    const [, dots, dotted] = DOTTED.exec(tree.name) ?? []
    const [, order, name] = quotient.exec(tree.name) ?? []
    if (dotted !== undefined) return symbol(dotted + "'".repeat(dots!.length))
    return name === undefined ? tree : symbol(name + "'".repeat(Number(order || 1)))
  }
  return [primed(gold) as Relation, primed(prediction) as Relation]
}

/** dy/dx, d2y/dxx. */
const QUOTIENT = /^d([2-4]?)([a-zA-Z]|theta|phi)\/d(?:x+|t+)$/
const BY_TIME = /^d([2-4]?)([a-zA-Z]|theta|phi)\/dt+$/
/** ẏ, ÿ. */
const DOTTED = /^(d{1,3})ot ([a-zA-Z]|theta|phi)$/

/** f'(x) beside df/dx. */
function withQuotient(relation: Relation, other: Tree): Relation {
  const [left] = relation.operands as [Tree]
  const [name, letter, ...more] = isApplication(left) ? [nameOf(left) ?? '', ...(lettersOf(left) ?? [])] : []
  const found = name === undefined ? null : /^([a-zA-Z])('+)$/.exec(name)
  if (!found || letter === undefined || more.length > 0 || other.kind !== 'symbol') return relation
  const order = found[2]!.length
  const derivative = `d${order > 1 ? order : ''}${found[1]}/d${letter.repeat(order)}`
  return other.name === derivative ? withLeft(relation, other) : relation
}

/**
 * `f(t) = t + 1` with the letters of `f(x) = x + 1`; `V = 5t` for `V(t) = 5t` where one side names the function alone, and
 * `y = x + 1` for `f(x) = x + 1`; AB for |AB|. P(A) and P(B) are no two names of one thing.
 */
function withSameNames(first: Relation, second: Relation): readonly [Relation, Relation] {
  const gold = withQuotient(first, second.operands[0]!)
  const prediction = withQuotient(second, first.operands[0]!)
  const [left, right] = [gold.operands[0]!, prediction.operands[0]!]
  const [length, same] = [lengthOf(left), lengthOf(right)]
  if (length && same && (length !== left || same !== right))
    return [withLeft(gold, length), withLeft(prediction, same)]
  if (isApplication(left) && right.kind === 'symbol' && nameOf(left) === right.name)
    return [unapplied(gold, right.name), prediction]
  if (isApplication(right) && left.kind === 'symbol' && nameOf(right) === left.name)
    return [gold, unapplied(prediction, left.name)]
  const [name, another] = [left, right].map((side) => (isApplication(side) ? nameOf(side) : undefined))
  if (
    name !== another &&
    isApplication(left) &&
    isApplication(right) &&
    isOtherName(name, another, lettersOf(left))
  )
    return withSameNames(
      gold,
      withLeft(prediction, { ...right, arguments: [left.arguments[0]!, ...right.arguments.slice(1)] }),
    )
  const [curve, other] = [curveOf(gold), curveOf(prediction)]
  if (
    curve &&
    other &&
    curve.name !== other.name &&
    curve.isLike === other.isLike &&
    (curve.isY || other.isY)
  )
    return [unapplied(gold, curve.isLike), unapplied(prediction, other.isLike)]
  if (!isApplication(left) || !isApplication(right) || nameOf(left) !== nameOf(right))
    return [gold, prediction]
  const [names, others] = [lettersOf(left), lettersOf(right)]
  if (!names || !others || names.length !== others.length) return [gold, prediction]
  const used = symbolsOf(prediction)
  let renamed: Tree = prediction
  for (const [index, name] of names.entries()) {
    const other = others[index]!
    if (other === name) continue
    if (used.has(name) || !isArgument(name, gold) || !isArgument(other, prediction)) return [gold, prediction]
    renamed = renameSymbol(renamed, other, name)
  }
  return [gold, renamed as Relation]
}

/**
 * M(t) and M_X(t), p(x) and P(x), p(λ) and χ_A(λ): one function, whatever it is called. F and f are a function and its
 * derivative, M_X and M_Y belong to two variables.
 */
function isOtherName(
  name: string | undefined,
  other: string | undefined,
  letters: readonly string[] | undefined,
): boolean {
  if (name === undefined || other === undefined || !letters) return false
  const [short, long] = name.length < other.length ? [name, other] : [other, name]
  if (/^[A-Z]$/.test(short) && long.length === 3 && long.startsWith(`${short}_`) && /[A-Z]$/.test(long))
    return true
  if (letters.join() === 'lambda') return [name, other].every((one) => /^(?:[pP]|chi)(?:_A)?$/.test(one))
  return /^(?:p,P|P,p|q,Q|Q,q)$/.test(`${name},${other}`) && letters.every((letter) => /^[a-z]$/.test(letter))
}

/** Whether the letter in f(x) = … may be any other: it occurs on the right, or is what arguments are called. */
const isArgument = (name: string, { operands }: Relation): boolean =>
  /^(?:[nr-z]|theta)$/.test(name) || operands.slice(1).some((operand) => symbolsOf(operand).has(name))

/**
 * `y = …`, `f(x) = …`, `f^{-1}(x) = …`; `y' = …`, `f'(x) = …`, `\frac{dy}{dx} = …`; `z = …`, `f(x, y) = …`: what the left side is
 * called, and what it is like whoever calls it. f says nothing of y: then its equation must not contain y.
 */
function curveOf(
  relation: Relation,
): { readonly name: string; readonly isLike: string; readonly isY: boolean } | undefined {
  const [left, right] = relation.operands as [Tree, Tree]
  const letters = isApplication(left) ? lettersOf(left)?.join() : undefined
  const name = isApplication(left) ? nameOf(left) : left.kind === 'symbol' ? left.name : undefined
  const key = isApplication(left) ? `${name}(${letters})` : name
  const isLike =
    key === undefined ? undefined : (CURVES[key] ?? (/^[a-wA-Z]\(x\)$/.test(key) ? 'y' : undefined))
  if (isLike === undefined) return undefined
  const isY = name!.includes('y') || name === 'z'
  if (!isY && symbolsOf(right).has(isLike[0]!)) return undefined
  return { name: `${name}(${letters})`, isLike, isY }
}

const CURVES: Readonly<Record<string, string>> = {
  y: 'y', 'y(x)': 'y', 'f(x)': 'y', 'F(x)': 'y', 'f^{-1}(x)': 'y',
  "y'": "y'", "y'(x)": "y'", "f'(x)": "y'", 'dy/dx': "y'", 'df/dx': "y'",
  "y''": "y''", "y''(x)": "y''", "f''(x)": "y''", 'd2y/dxx': "y''", 'd2f/dxx': "y''",
  z: 'z', 'z(x,y)': 'z', 'f(x,y)': 'z',
} // biome-ignore format: a table

const nameOf = (application: Tree & { kind: 'call' }): string | undefined => {
  const [name] = application.arguments
  return name?.kind === 'symbol' ? name.name : undefined
}

/** x, y of f(x, y). */
function lettersOf(application: Tree & { kind: 'call' }): readonly string[] | undefined {
  const args = application.arguments.slice(1).flatMap((part) => (part.kind === 'list' ? part.items : [part]))
  const names = args.map((argument) => (argument.kind === 'symbol' ? argument.name : undefined))
  return names.every((name) => name !== undefined) ? names : undefined
}

const unapplied = (relation: Relation, name: string): Relation => withLeft(relation, symbol(name))

const withLeft = (relation: Relation, left: Tree): Relation => ({
  ...relation,
  operands: [left, ...relation.operands.slice(1)],
})

/** AB of `AB`, `|AB|`, `\overline{AB}`. */
function lengthOf(tree: Tree): Tree | undefined {
  const inner = tree.kind === 'call' && /^(?:abs|conjugate)$/.test(tree.name) ? tree.arguments[0]! : tree
  const isSegment =
    inner.kind === 'product' &&
    inner.factors.length === 2 &&
    inner.factors.every((point) => point.kind === 'symbol' && /^[A-Z](?:'|_\w)?$/.test(point.name))
  return isSegment ? inner : undefined
}

const differenceOf = (relation: Relation): Tree => sum(relation.operands[0]!, negative(relation.operands[1]!))

/**
 * Whether an equation is a product that shall be zero: it is so wherever one factor is, and (y − 2x − 1)(x − 1) = 0 has
 * more solutions than y = 2x + 1, though it is linear in y and has that root.
 */
function splits({ operands: [left, right] }: Relation): boolean {
  return (isZero(right!) && isProduct(left!)) || (isZero(left!) && isProduct(right!))
}

const isZero = (tree: Tree): boolean => tree.kind === 'number' && tree.value.n === 0n

function isProduct(tree: Tree): boolean {
  if (tree.kind === 'negative') return isProduct(tree.operand)
  if (tree.kind === 'quotient') return isProduct(tree.numerator)
  return tree.kind === 'product' && tree.factors.filter((factor) => symbolsOf(factor).size > 0).length > 1
}

/**
 * Whether two expressions vanish at the same places. By normal forms: what stands above the fraction bar is the same up to a
 * constant factor. Where functions leave that open: the expressions are in a constant ratio at every probe, or each of them is
 * linear in some symbol and its root there is a root of the other.
 */
function equalEquations(a: Tree, b: Tree, isProductOfFactors: boolean, c: Comparison): boolean {
  const [left, right] = [nameApplications(a), nameApplications(b)]
  if (symbolsOf(left).size === 0 || symbolsOf(right).size === 0) return false
  const pair = normalPair(left, right, complexLetters(left, right), c.work)
  const exact = pair && inShare(c.work, () => sameZeros(pair))
  if (!c.oneRootSuffices && ((pair && holdsAlways(pair)) || (exact === undefined && vanish(left, right, c))))
    return sameStatement(left, right, c)
  if (c.oneRootSuffices && exact !== true) {
    const plan = planOf(left, right)
    return ratioAtProbes(left, right, plan, c) !== undefined || sharesRoot(left, right, plan, c)
  }
  if (exact !== undefined) return exact
  const modular = sameRatioModulo(left, right, c.work)
  if (modular !== undefined) return modular
  const plan = planOf(left, right)
  return (
    ratioAtProbes(left, right, plan, c) !== undefined ||
    (!isProductOfFactors && sameRoots(left, right, plan, c))
  )
}

/** Both are 0 whatever the symbols are: by normal forms, or where these leave it open. */
const vanish = (a: Tree, b: Tree, c: Comparison): boolean =>
  equalValues(a, whole(0), c) && equalValues(b, whole(0), c)

const holdsAlways = ({ left, right }: NormalPair): boolean => left.above.size === 0 && right.above.size === 0

/**
 * Two equations that always hold are not therefore the same: sin² x + cos² x = 1 is not 1 + tan² x = sec² x. They are where
 * one is the other, with its functions taken as they stand.
 */
function sameStatement(a: Tree, b: Tree, c: Comparison): boolean {
  const pair = normalPair(nameCalls(a), nameCalls(b), () => false, c.work)
  return pair !== undefined && !holdsAlways(pair) && inShare(c.work, () => sameZeros(pair)) === true
}

/** Functions as letters of their own. */
const nameCalls = (tree: Tree): Tree =>
  tree.kind === 'call' || tree.kind === 'iterated' ? nameOfTree(tree) : mapChildren(tree, nameCalls)

function sameZeros({ algebra, left, right }: NormalPair): boolean | undefined {
  const [first, second] = [left.above, right.above].map((polynomial) =>
    withoutUnits(polynomial, algebra),
  ) as [Polynomial, Polynomial]
  if (first.size === 0 || second.size === 0) return first.size === second.size
  if (algebra.constantRatio(first, second)) return true
  return isDecisive(first, algebra) && isDecisive(second, algebra) ? false : undefined
}

/** Without e^x and other factors that are never 0. */
function withoutUnits(polynomial: Polynomial, algebra: NormalPair['algebra']): Polynomial {
  const common = commonMonomial([polynomial])
  return divideByMonomial(
    polynomial,
    common.filter(([name]) => algebra.generators.get(name)!.isUnit),
  )
}

/** `f(x)` on its own is a name for a value, so an equation can be solved for it. */
function nameApplications(tree: Tree): Tree {
  return isApplication(tree) ? nameOfTree(tree) : mapChildren(tree, nameApplications)
}

const nameOfTree = (tree: Tree): Tree => symbol(keyOf(tree))

function planOf(a: Tree, b: Tree): ProbePlan {
  return {
    symbols: symbolsOf(b, symbolsOf(a)),
    isComplex: complexLetters(a, b),
    steps: hasSteps(a) || hasSteps(b),
  }
}

/** The sign of the constant factor between two expressions, if there is one. */
function signOfFactor(a: Tree, b: Tree, c: Comparison): 1 | -1 | undefined {
  const plan = planOf(a, b)
  const pair = normalPair(a, b, plan.isComplex, c.work)
  const exact = pair && inShare(c.work, () => sameUpToFactor(pair))
  return exact === false ? undefined : ratioAtProbes(a, b, plan, c)
}

function sameUpToFactor({ algebra, left, right }: NormalPair): boolean | undefined {
  const first = algebra.product(left.above, right.below)
  const second = algebra.product(right.above, left.below)
  if (algebra.constantRatio(first, second)) return true
  return isDecisive(first, algebra) && isDecisive(second, algebra) ? false : undefined
}

/** Probes that must agree with the first one. */
const ENOUGH = 3

/** The sign of a / b where it is the same constant at every probe. */
function ratioAtProbes(a: Tree, b: Tree, plan: ProbePlan, c: Comparison): 1 | -1 | undefined {
  if (plan.symbols.size === 0) return undefined
  let reference: Approximate | undefined
  let first: Point | undefined
  let agreed = 0
  const realOnly = ![...plan.symbols.keys()].some(plan.isComplex)
  for (const values of probePoints(plan)) {
    const x = evaluateNumeric(a, { values, realOnly }, c.work)
    const y = x && evaluateNumeric(b, { values, realOnly }, c.work)
    if (!x || !y) continue
    const vanishing = magnitude(x) <= 8 * x.error
    if (vanishing !== magnitude(y) <= 8 * y.error) return undefined
    const ratio = vanishing ? undefined : over(x, y)
    if (ratio === undefined) continue
    if (reference === undefined) [reference, first] = [ratio, values]
    else {
      const evidence = evidenceOf(ratio, reference)
      if (evidence === 'apart') return undefined
      if (evidence === 'unclear') continue
      // Once to 64 digits, because a large term leaves no digits of the others in doubles.
      if (agreed === 0 && c.confirmsProbes && !sameRatioPrecisely(a, b, first!, values, c)) return undefined
      agreed++
    }
  }
  if (reference === undefined || agreed < ENOUGH) return undefined
  return reference.re > 0 ? 1 : -1
}

/** a(p)·b(q) = b(p)·a(q), where that can be computed. */
function sameRatioPrecisely(a: Tree, b: Tree, p: Point, q: Point, c: Comparison): boolean {
  const cross = (x: Tree, y: Tree) => product(atPoint(x, p), atPoint(y, q))
  return equalPrecisely(cross(a, b), cross(b, a), NOWHERE, c.work) !== false
}

const NOWHERE: Point = new Map()

/** The tree with numbers for its symbols. */
function atPoint(tree: Tree, point: Point): Tree {
  const value = tree.kind === 'symbol' ? point.get(tree.name) : undefined
  return typeof value === 'number'
    ? number({ n: BigInt(Math.round(value * 1_000)), d: 1_000n })
    : mapChildren(tree, (child) => atPoint(child, point))
}

/**
 * Whether each of two expressions is linear in some symbol, and where it vanishes the other does so too. A relation that
 * shares some of its solutions with another is not the same.
 */
function sameRoots(a: Tree, b: Tree, plan: ProbePlan, c: Comparison): boolean {
  if (plan.steps || [...plan.symbols.keys()].some(plan.isComplex)) return false
  return vanishesWith(a, b, plan, c) && vanishesWith(b, a, plan, c)
}

/** The reference solves both equations for each symbol: one root in common is enough. */
function sharesRoot(a: Tree, b: Tree, plan: ProbePlan, c: Comparison): boolean {
  const others = symbolsOf(b)
  return [...symbolsOf(a).keys()].some((name) => {
    if (!others.has(name)) return false
    let agreed = 0
    for (const values of probePoints(plan)) {
      const [x, y] = [lineIn(name, a, values, c), lineIn(name, b, values, c)]
      if (!x || !y) continue
      if (!isSloped(x) || !isSloped(y) || !near(rootOf(x), rootOf(y))) return false
      agreed++
    }
    return agreed >= 2
  })
}

/** Whether b vanishes where a does: at the root of a in a symbol in which it is linear, for several values of the others. */
function vanishesWith(a: Tree, b: Tree, plan: ProbePlan, c: Comparison): boolean {
  for (const name of symbolsOf(a).keys()) {
    const verdict = vanishesAlong(name, a, b, plan, c)
    if (verdict !== undefined) return verdict
  }
  return false
}

function vanishesAlong(name: string, a: Tree, b: Tree, plan: ProbePlan, c: Comparison): boolean | undefined {
  let agreed = 0
  for (const values of probePoints(plan)) {
    const line = lineIn(name, a, values, c)
    if (line === undefined) continue
    if (!isSloped(line)) return undefined
    const root = rootOf(line)
    // A root that rounding places, as one of 10^17·y = x at 10^-17, says nothing.
    if (root.error > 1e-6 * Math.abs(root.re)) continue
    const at = (place: number) =>
      evaluateNumeric(b, { values: new Map(values).set(name, place), realOnly: true }, c.work)
    const [here, aside] = [at(root.re), at(root.re + 0.37 * (1 + Math.abs(root.re)))]
    if (here === undefined || aside === undefined) continue
    // The other side must rise away from the root, and vanish on it within what rounding the root costs.
    const slope = Math.abs(aside.re - here.re) / (0.37 * (1 + Math.abs(root.re)))
    const allowed = 8 * (here.error + (slope + 1) * (root.error + Math.abs(root.re) * 1e-15))
    if (Math.abs(here.re) > allowed || Math.abs(here.im) > allowed) return false
    if (allowed > 1e-5 * Math.abs(aside.re)) continue
    if (agreed === 0 && anySolves(name, a, b, values, c)) return false
    if (++agreed >= ENOUGH) return true
  }
  return undefined
}

/**
 * Whether one side says nothing of the symbol at some place where the other has a root: (y − 2x − 1) sin x = 0 is linear in y
 * and has the root 2x + 1, but at x = π every y solves it. xy = 1 says nothing at x = 0, but there y = 1/x has no root.
 *
 * The place is sought along each other symbol, as a zero of the slopes' quotient, by the secant method.
 */
function anySolves(name: string, a: Tree, b: Tree, values: Point, c: Comparison): boolean {
  return isEmptySomewhere(name, a, b, values, c) || isEmptySomewhere(name, b, a, values, c)
}

function isEmptySomewhere(name: string, gold: Tree, prediction: Tree, values: Point, c: Comparison): boolean {
  for (const [other, start] of values) {
    if (other === name || typeof start !== 'number') continue
    const at = (place: number) => {
      const there = new Map(values).set(other, place)
      const [x, y] = [lineIn(name, gold, there, c), lineIn(name, prediction, there, c)]
      return x && y && isSloped(x) ? { place, quotient: y.slope / x.slope, root: rootOf(x).re } : undefined
    }
    const first = at(start)
    let [before, now] = [first, at(start * 1.1)]
    for (let round = 0; round < 60 && first && before && now && now.quotient !== before.quotient; round++) {
      const place: number =
        now.place - (now.quotient * (now.place - before.place)) / (now.quotient - before.quotient)
      if (!(Math.abs(place) <= 2_000)) break
      ;[before, now] = [now, at(place)]
      if (now && Math.abs(now.quotient) <= 1e-12 * Math.abs(first.quotient)) {
        // Where the gold has none its root grows as the quotient shrinks.
        if (Math.abs(now.root) < 1e6 * (1 + Math.abs(first.root))) return true
        break
      }
    }
  }
  return false
}

/** D as a line in one symbol. */
interface Line {
  readonly slope: number
  /** D at 2. */
  readonly middle: number
  /** Of D. */
  readonly error: number
  readonly isStraight: boolean
}

const isSloped = (line: Line): boolean => line.isStraight && Math.abs(line.slope) > 16 * line.error

/** From D's values at three points; one is negative, because |x| is two lines. */
function lineIn(name: string, tree: Tree, values: Point, c: Comparison): Line | undefined {
  const at = (value: number) =>
    evaluateNumeric(tree, { values: new Map(values).set(name, value), realOnly: true }, c.work)
  const [low, middle, high] = [at(-3.25), at(2), at(3.5)]
  if (!low || !middle || !high) return undefined
  const slope = (high.re - middle.re) / 1.5
  const error = low.error + middle.error + high.error
  const bend = Math.abs((middle.re - low.re) / 5.25 - slope)
  return { slope, middle: middle.re, error, isStraight: bend <= 16 * error + 1e-12 * Math.abs(slope) }
}

/** The zero of D. */
function rootOf({ slope, middle, error }: Line): Approximate {
  const root = 2 - middle / slope
  return complex(root, 0, (error * (1 + Math.abs(root))) / Math.abs(slope) + Math.abs(root) * 1e-14)
}

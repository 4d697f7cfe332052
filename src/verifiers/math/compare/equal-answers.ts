import {
  type Bracketed,
  children,
  mapChildren,
  negative,
  product,
  sum,
  symbol,
  type Tree,
  whole,
} from '../tree.js'
import { choiceLetters, decimalOf, mentions, sameTree, symbolsOf } from '../tree-queries.js'
import { evaluateExact } from '../values/evaluate-exact.js'
import { inShare, normalForm } from '../values/normal-form.js'
import { constantOf } from '../values/polynomial.js'
import type { Rational } from '../values/rational.js'
import { spend } from '../work.js'
import { apartAtOnce } from './apart-at-once.js'
import { equalUpToConstant } from './arbitrary-constants.js'
import { withNamesOfFunctions } from './arbitrary-functions.js'
import { equalCases, isCases } from './cases.js'
import { hasChances, withChances } from './chances.js'
import { asDuration, sameClock } from './clock-times.js'
import {
  equalConditional,
  excludedBy,
  isConditional,
  subjectOf as subjectOfFamily,
  withImpliedIntegers,
} from './conditions.js'
import { equalCongruences } from './congruences.js'
import type { Comparison } from './context.js'
import { withDifferentials } from './differentials.js'
import {
  answersOf,
  endsOf,
  isEquation,
  isGoldAssignment,
  isRelation,
  isValue,
  isWrittenAs,
  nameFirst,
} from './equations.js'
import {
  equalFamiliesOfFunctions,
  equalGeneralSolutions,
  equalWithSharedConstants,
} from './families-of-functions.js'
import { withSameGrowth } from './growth.js'
import { equalForMatrices, equalMatrixEquations } from './matrix-letters.js'
import { equalFlats, showsFlat } from './point-families.js'
import { withProgramConstants } from './program-constants.js'
import { equalPropositions, isProposition, isSetName } from './propositions.js'
import {
  equalQuantities,
  equalWithoutDegrees,
  hasRemark,
  hasUnit,
  isRemark,
  multiplicityOf,
} from './quantities.js'
import { equalRelations, type Relation } from './relations.js'
import { withGoldNames } from './result-names.js'
import {
  equalRegions,
  isCollection,
  piecesOf,
  regionOfRelation,
  sameItems,
  sameOrder,
  subjectOf,
} from './sets.js'
import { simplify } from './simplify.js'
import { equalSolutionFamilies } from './solution-families.js'
import { withKnownSteps } from './steps.js'
import { type Alternatives, alternativesOf, equalSystems } from './systems.js'
import { equalText, isText } from './text.js'
import { withPhysicalLetters } from './usual-letters.js'
import { equalValues } from './values.js'
import { equalForVectors } from './vector-letters.js'
import { equalWorded } from './worded.js'

/** Whether a predicted answer means what the gold means. */
export function equalAnswers(gold: Tree, prediction: Tree, c: Comparison): boolean {
  if (sameTree(gold, prediction)) return true
  const [value, other] = [plainFraction(gold), plainFraction(prediction)]
  if (value && other) return value.n * other.d === other.n * value.d
  if (c.vectors && equalWorded(gold, prediction, (a, b) => equalAnswers(a, b, c))) return true
  const [interval, spread] = [decimalInterval(gold), decimalInterval(prediction)]
  if (interval && prediction.kind === 'plusMinus') return sameEnds(interval, prediction, c)
  if (spread && gold.kind === 'plusMinus') return sameEnds(spread, gold, c)
  const worked = interval && endsOfCalculation(prediction, c)
  if (worked) return equalAnswers(gold, worked, c)
  const named = c.renamesArguments ? withGoldNames(spreadTuple(gold), prediction) : prediction
  if (named !== prediction) return equalAnswers(gold, named, c)
  const [chain, links] = [linksOf(gold), linksOf(prediction)]
  if (chain && (links || prediction.kind === 'logical' || isTuple(prediction)))
    return equalAnswers(chain, links ?? prediction, c)
  if (links && gold.kind === 'logical') return equalAnswers(gold, links, c)
  const [isRemarked, isCounted] = [hasRemark(gold), hasRemark(prediction)]
  if (isRemarked && isCounted)
    return (
      multiplicitiesIn(gold) === multiplicitiesIn(prediction) &&
      equalAnswers(repeated(gold), repeated(prediction), c)
    )
  if (isRemarked !== isCounted && equalAnswers(repeated(gold), repeated(prediction), c)) return true
  const [own, offered] = c.vectors
    ? [
        withKnownSteps(withProgramConstants(gold, prediction), c),
        withKnownSteps(withProgramConstants(prediction, gold), c),
      ]
    : [gold, prediction]
  const [left, right] = withDeterminants(...withDifferentials(...withLaplacians(own, bared(offered))))
  const simple = withoutNames(simplify(left, c.work), simplify(right, c.work))
  const [first, second] = c.systems === 'by name' ? [spreadTuple(simple[0]), spreadTuple(simple[1])] : simple
  if (c.vectors && (showsFlat(gold) || showsFlat(prediction))) {
    const same = equalFlats(first, second, c)
    if (same !== undefined) return same
  }
  const isEqual =
    (c.arbitraryConstants ? equalWithSharedConstants(first, second, equalSimple, c) : undefined) ??
    equalSimple(first, second, c)
  return isEqual || (c.vectors && equalInMeaning(first, second, c))
}

/** With what some letters, expectations, probabilities and classes of growth always mean. */
function equalInMeaning(gold: Tree, prediction: Tree, c: Comparison): boolean {
  if (hasChances(gold) && hasChances(prediction))
    return equalSimple(withChances(gold), withChances(prediction), c)
  const other = withPhysicalLetters(gold, prediction) ?? withSameGrowth(gold, prediction, c)
  return other !== undefined && equalSimple(other[0], other[1], c)
}

/** (48.04, 51.96), two decimals in their order. */
const decimalInterval = (tree: Tree): Bracketed | undefined =>
  tree.kind === 'bracketed' && tree.items.length === 2 && tree.items.every((item) => decimalOf(item))
    ? tree
    : undefined

/** 50 ± 1.96, as a confidence interval is written, for its ends. */
const sameEnds = (
  { items }: Bracketed,
  { left, right }: Tree & { kind: 'plusMinus' },
  c: Comparison,
): boolean =>
  equalValues(items[0]!, sum(left, negative(right)), c) && equalValues(items[1]!, sum(left, right), c)

/** (47.06, 52.94) of `50 \pm 1.96 \cdot 1.5 = (47.06, 52.94)`, where that is so. */
function endsOfCalculation(tree: Tree, c: Comparison): Tree | undefined {
  if (!isRelation(tree) || !isPlainEquations(tree)) return undefined
  const interval = decimalInterval(tree.operands.at(-1)!)
  const spreads = tree.operands.slice(0, -1)
  return interval &&
    spreads.every(
      (spread) =>
        spread.kind === 'plusMinus' && (symbolsOf(spread).size > 0 || sameEnds(interval, spread, c)),
    )
    ? interval
    : undefined
}

const isPlainEquations = ({ operators }: Relation): boolean => operators.every((operator) => operator === '=')

/** −3/4 and −3: two whole numbers or fractions of these, most answers, are compared at once. Not in lowest terms. */
function plainFraction(tree: Tree): Rational | undefined {
  switch (tree.kind) {
    case 'number':
      return tree.decimal ? undefined : tree.value
    case 'negative': {
      const value = plainFraction(tree.operand)
      return value && { n: -value.n, d: value.d }
    }
    case 'quotient': {
      const [above, below] = [plainFraction(tree.numerator), plainFraction(tree.denominator)]
      return above?.d === 1n && below?.d === 1n && below.n > 0n ? { n: above.n, d: below.n } : undefined
    }
    default:
      return undefined
  }
}

/** 𝐱 = (2t, t²) on both sides, or on one beside the components alone, as these. */
function withoutNames(gold: Tree, prediction: Tree): readonly [Tree, Tree] {
  const [set, other] = [namedSet(gold), namedSet(prediction)]
  if (set && isCollection(prediction)) return [set, prediction]
  if (other && isCollection(gold)) return [gold, other]
  const [point, offered] = [coordinatesOfPoint(gold), coordinatesOfPoint(prediction)]
  if (point && coordinatesOf(prediction)) return [point, prediction]
  if (offered && coordinatesOf(gold)) return [gold, offered]
  const [left, right] = [namedVector(gold), namedVector(prediction)]
  if (left && right) return sameTree(left[0], right[0]) ? [left[1], right[1]] : [gold, prediction]
  if (left && isVectorLike(prediction, left[0])) return [left[1], prediction]
  return right && isVectorLike(gold, right[0]) ? [gold, right[1]] : [gold, prediction]
}

/** The set of `A \cap B = \{x \mid x > 1\}`. */
const namedSet = (tree: Tree): Tree | undefined =>
  isRelation(tree) &&
  tree.operators.join() === '=' &&
  isSetName(tree.operands[0]!) &&
  isCollection(tree.operands[1]!)
    ? tree.operands[1]
    : undefined

/** (3, −2) of P(3, −2), a point with its name. */
function coordinatesOfPoint(tree: Tree): Tree | undefined {
  if (tree.kind !== 'call' || tree.name !== 'apply' || tree.arguments.length < 2) return undefined
  const [name, ...items] = tree.arguments as [Tree, ...Tree[]]
  const inner = items.length === 1 && items[0]!.kind === 'list' ? items[0]!.items : items
  return name.kind === 'symbol' && /^[A-Z]$/.test(name.name) && inner.length > 1
    ? { kind: 'bracketed', open: '(', close: ')', items: inner }
    : undefined
}

/** Components, or what 𝐱(t) may be, such as c₁e^t(1, 0). */
const isVectorLike = (tree: Tree, name: Tree): boolean =>
  coordinatesOf(tree) !== undefined || (name.kind === 'product' && !isRelationLike(tree))

function namedVector(tree: Tree): readonly [Tree, Tree] | undefined {
  if (tree.kind !== 'relation' || tree.operators.join() !== '=') return undefined
  const [left, right] = tree.operands as [Tree, Tree]
  const isNamed = left.kind === 'symbol' && left.isVector && coordinatesOf(right)
  return isNamed || isVectorFunction(left) ? [left, right] : undefined
}

/** x = y = 2 is x = 2, y = 2; so too within a system. */
function linksOf(tree: Tree): Tree | undefined {
  if (tree.kind === 'logical') {
    if (tree.operator === 'or' || !tree.items.some((item) => linksOf(item))) return undefined
    const items = tree.items.flatMap(
      (item) => (linksOf(item) as { items?: readonly Tree[] })?.items ?? [item],
    )
    return { ...tree, items }
  }
  if (tree.kind !== 'relation' || tree.operators.length < 2) return undefined
  const value = tree.operands.at(-1)!
  const names = tree.operands.slice(0, -1)
  const isPlain = tree.operators.every((operator) => operator === '=') && symbolsOf(value).size === 0
  if (!isPlain || !names.every((name) => name.kind === 'symbol')) return undefined
  const items = names.map((name): Tree => ({ ...tree, operands: [name, value], operators: ['='] }))
  return { kind: 'logical', operator: ',', items }
}

/** x = 2 (double root) is x = 2. */
const bared = (tree: Tree): Tree =>
  isRemark(tree) ? tree.value : hasRemark(tree) ? mapChildren(tree, bared) : tree

/** x = 2 (double root), x = 5 is x = 2, x = 2, x = 5. */
function repeated(tree: Tree): Tree {
  if (!hasRemark(tree)) return tree
  if (tree.kind === 'logical' || tree.kind === 'list' || tree.kind === 'set')
    return {
      ...tree,
      items: tree.items.flatMap((item) => {
        const value = item.kind === 'relation' ? item.operands.at(-1)! : item
        return Array.from({ length: multiplicityOf(value) }, () => repeated(item))
      }),
    }
  return isRemark(tree) ? tree.value : mapChildren(tree, repeated)
}

const multiplicitiesIn = (tree: Tree): string =>
  isRemark(tree) ? `${multiplicityOf(tree)}` : children(tree).map(multiplicitiesIn).sort().join('')

/** Δu for ∇²u, where the other side writes it so. */
function withLaplacians(gold: Tree, prediction: Tree): readonly [Tree, Tree] {
  if (!mentions(gold, 'nabla', 'Delta') || !mentions(prediction, 'nabla', 'Delta')) return [gold, prediction]
  const [names, others] = [symbolsOf(gold), symbolsOf(prediction)]
  if (names.has('nabla') && others.has('Delta')) return [gold, asLaplacian(prediction)]
  return names.has('Delta') && others.has('nabla') ? [asLaplacian(gold), prediction] : [gold, prediction]
}

const asLaplacian = (tree: Tree): Tree =>
  tree.kind === 'symbol' && tree.name === 'Delta'
    ? { kind: 'power', base: symbol('nabla'), exponent: whole(2) }
    : mapChildren(tree, asLaplacian)

/** 𝐱(t), whose bracket is read as a factor. */
const isVectorFunction = (tree: Tree): boolean =>
  tree.kind === 'product' &&
  tree.factors.length === 2 &&
  tree.factors.every((factor) => factor.kind === 'symbol') &&
  sameTree(tree.factors[1]!, symbol('t')) &&
  (tree.factors[0] as { isVector?: true }).isVector === true

/** |A| beside det A is the determinant too. */
function withDeterminants(gold: Tree, prediction: Tree): readonly [Tree, Tree] {
  if (!mentionsDeterminant(gold) && !mentionsDeterminant(prediction)) return [gold, prediction]
  return [asDeterminants(gold), asDeterminants(prediction)]
}

const mentionsDeterminant = (tree: Tree): boolean => mentions(tree, 'det') && hasDeterminant(tree)

const hasDeterminant = (tree: Tree): boolean =>
  (tree.kind === 'call' && tree.name === 'det') || children(tree).some(hasDeterminant)

const asDeterminants = (tree: Tree): Tree =>
  tree.kind === 'call' && tree.name === 'abs' && MATRIX.test(nameIn(tree.arguments[0]!))
    ? { ...tree, name: 'det' }
    : mapChildren(tree, asDeterminants)

const MATRIX = /^[A-Z](?:,[A-Z])*$/

/** A of A, A^{-1}, 2A. */
const nameIn = (tree: Tree): string => [...symbolsOf(tree).keys()].join()

function equalSimple(first: Tree, second: Tree, c: Comparison): boolean {
  spend(c.work, 1)
  const [gold, prediction] = withoutSubject(conditionOf(first), conditionOf(second))
  if (sameTree(gold, prediction)) return true
  const equalItems = (a: Tree, b: Tree) => equalSimple(a, b, c)

  if (c.choices) {
    const letters = choiceLetters(gold)
    if (letters !== undefined && letters === choiceLetters(prediction)) return sameJoint(gold, prediction)
  }
  if (isProposition(gold) || isProposition(prediction)) return equalPropositions(gold, prediction, c)
  if (isText(gold) || isText(prediction)) return equalText(gold, prediction, c)
  if (c.vectors && equalWorded(gold, prediction, equalItems)) return true
  if (gold.kind === 'clock' || prediction.kind === 'clock') return equalClocks(gold, prediction, c)

  if (c.conditions) {
    const [left, right] = [excludedBy(gold), excludedBy(prediction)]
    if (left?.kind === 'conditioned' && right?.kind === 'conditioned')
      return subjectOfFamily(left) === subjectOfFamily(right) && equalSimple(left, right, c)
  }
  if (c.conditions) {
    const [left, right] = [withImpliedIntegers(gold, prediction), withImpliedIntegers(prediction, gold)]
    const isFamily = isConditional(gold) || isConditional(prediction)
    if (isFamily || (left.kind === 'conditioned' && right.kind === 'conditioned')) {
      const remainder = gold.kind === 'call' || prediction.kind === 'call'
      const [one, other] = isFamily && !remainder ? [gold, prediction] : [left, right]
      return equalCongruences(one, other, equalItems, c) ?? equalConditional(one, other, equalItems, c)
    }
  }
  if (c.systems === 'by name') {
    const [point, other] = [spreadTuple(gold), spreadTuple(prediction)]
    if (point !== gold || other !== prediction) return equalSimple(point, other, c)
  }
  // "x = 5" answers for "5" and the other way round; of "6 · 6 = 36" the last member counts.
  const named = isRelation(gold) && c.checksOfferedValues ? nameFirst(gold) : gold
  if (
    isRelation(named) &&
    isGoldAssignment(named, c) &&
    !isRelation(prediction) &&
    prediction.kind !== 'logical'
  ) {
    const value = named.operands.at(-1)!
    return isInterval(named, c) && isUnordered(prediction) ? false : equalSimple(value, prediction, c)
  }
  if (isRelation(prediction) && isEquation(prediction, c) && !isRelation(gold) && gold.kind !== 'logical') {
    if (isInterval(prediction, c) && isUnordered(gold)) return false
    return answersOf(nameFirst(prediction), c).some((answer) => equalSimple(gold, answer, c))
  }
  if (c.alternatives) {
    const same = equalAlternatives(gold, prediction, equalItems, c)
    if (same !== undefined) return same
  }
  if (isRelation(gold) && isRelation(prediction)) {
    const asMatrices = c.vectors ? equalMatrixEquations(gold, prediction, c.work) : undefined
    if (asMatrices !== undefined) return asMatrices
    if (isEquation(gold, c) && isEquation(prediction, c) && isCollectionAnswer(gold, prediction)) {
      if (equalValues(gold.operands[0]!, prediction.operands[0]!, c))
        return equalSimple(gold.operands.at(-1)!, prediction.operands.at(-1)!, c)
      const [curves, others] = [curvesOf(gold), curvesOf(prediction)]
      return curves !== undefined && others !== undefined && equalSimple(curves, others, c)
    }
    if (equalRelations(gold, prediction, c)) return true
    const [formula, other] = [gold.operands.at(-1)!, prediction.operands.at(-1)!]
    if (c.vectors && isVectorEquation(gold) && sameTree(gold.operands[0]!, prediction.operands[0]!)) {
      const same = isPlainEquation(prediction) ? equalForVectors(formula, other, c) : undefined
      if (same !== undefined) return same
    }
    // 6 · 6 = 36, or 1 + log₂ 3 ≈ 2.585, for x = …
    if (
      c.checksOfferedValues &&
      prediction.operands.every(isValue) &&
      isGoldAssignment(gold, c) &&
      symbolsOf(gold.operands[0]!).size > 0 &&
      isEquation(prediction, c)
    )
      return answersOf(prediction, c).some((answer) => equalSimple(gold, answer, c))
    if (
      c.vectors &&
      isPlainEquation(gold) &&
      isPlainEquation(prediction) &&
      (isCases(formula) || isCases(other))
    )
      return (
        equalSimple(formula, other, c) &&
        equalRelations(withValue(gold, SOME_VALUE), withValue(prediction, SOME_VALUE), c)
      )
    const [left, right] = c.checksOfferedValues
      ? [endsOf(gold, c), endsOf(prediction, c)]
      : [gold, prediction]
    if ((left !== gold || right !== prediction) && equalRelations(left, right, c)) return true
    if (
      c.units &&
      isPlainEquation(gold) &&
      isPlainEquation(prediction) &&
      (hasUnit(formula) || hasUnit(other)) &&
      !isAnnotated(other) &&
      sameTree(gold.operands[0]!, prediction.operands[0]!)
    )
      return equalSimple(formula, other, c)
    if (c.alternatives && isOneQuantity(gold.operands[0]!, prediction.operands[0]!) && isPlainEquation(gold))
      return isPlainEquation(prediction) && equalSimple(gold.operands[1]!, prediction.operands[1]!, c)
    if (c.arbitraryConstants && isPlainEquation(gold) && isPlainEquation(prediction)) {
      if (withNamesOfFunctions(gold, prediction).some((other) => equalRelations(gold, other, c))) return true
      if (equalFamiliesOfFunctions(gold, prediction, c)) return true
      if (equalSolutionFamilies(gold, prediction, c)) return true
    }
  }
  if (c.alternatives && isTwoCurves(prediction) && isRelation(gold)) {
    const curves = curvesOf(gold)
    if (curves) return equalSimple(curves, { ...prediction, operator: 'or' }, c)
  }
  if (c.alternatives && isTwoCurves(gold) && isRelation(prediction)) {
    const curves = curvesOf(prediction)
    if (curves) return equalSimple({ ...gold, operator: 'or' }, curves, c)
  }
  if (gold.kind === 'logical' || prediction.kind === 'logical') {
    if (c.systems === 'by place') {
      const [system, other] = [spreadTuple(gold), spreadTuple(prediction)]
      if (system !== gold || other !== prediction) return equalSimple(system, other, c)
      if (equalByPlace(gold, prediction, c)) return true
    } else if (equalSystems(asTuple(gold), asTuple(prediction), equalItems, c)) return true
  }
  if (gold.kind === 'matrix' || prediction.kind === 'matrix') return equalMatrices(gold, prediction, c)
  if (isRelationLike(gold) || isRelationLike(prediction)) return equalAsRegions(gold, prediction, c)
  if (c.writtenTwice && isAlternative(prediction) && !isCollection(gold))
    return isOneValue(prediction.items, c) && prediction.items.some((item) => equalSimple(gold, item, c))
  if (isCollection(gold) || isCollection(prediction)) return equalCollections(gold, prediction, equalItems, c)
  if (c.units && (hasUnit(gold) || hasUnit(prediction))) return equalQuantities(gold, prediction, c)
  if (c.units && equalWithoutDegrees(gold, prediction, c)) return true
  if (gold.kind === 'ratio' || prediction.kind === 'ratio') return equalRatios(gold, prediction, c)
  if (
    gold.kind === 'call' &&
    prediction.kind === 'call' &&
    gold.name === 'span' &&
    prediction.name === 'span'
  )
    return sameItems(gold.arguments, prediction.arguments, equalItems, c)
  if (isNormal(gold) && isNormal(prediction))
    return sameOrder(gold.arguments, prediction.arguments, equalItems)
  if (c.vectors && sameGroups(gold, prediction, equalItems, c)) return true
  const asMatrices = c.vectors ? equalForMatrices(gold, prediction, c.work) : undefined
  if (asMatrices !== undefined) return asMatrices
  const asVectors = c.vectors ? equalForVectors(gold, prediction, c) : undefined
  if (asVectors !== undefined) return asVectors
  if (equalValues(gold, prediction, c)) return true
  if (c.arbitraryConstants && equalUpToConstant(gold, prediction, c)) return true
  if (c.arbitraryConstants && equalGeneralSolutions(gold, prediction, c)) return true
  return c.percentEquivalence === 'either' && equalWithoutPercent(gold, prediction, c)
}

/** N(μ, σ²). */
const isNormal = (tree: Tree): tree is Tree & { kind: 'call' } =>
  tree.kind === 'call' && tree.name === 'normal'

/** ℤ₂ × ℤ₄ is ℤ₄ × ℤ₂, up to isomorphism. Of other sets the pairs have an order. */
const sameGroups = (gold: Tree, prediction: Tree, equal: EqualItems, c: Comparison): boolean =>
  areGroups(gold) && areGroups(prediction) && sameItems(gold.factors, prediction.factors, equal, c)

const areGroups = (tree: Tree): tree is Tree & { kind: 'product' } =>
  tree.kind === 'product' &&
  tree.factors.every((factor) => factor.kind === 'namedSet' && /^integer_\d+$/.test(factor.name))

/** Values of one name on both sides, or a repeated name on one: a set of values. */
function equalAlternatives(
  gold: Tree,
  prediction: Tree,
  equalItems: EqualItems,
  c: Comparison,
): boolean | undefined {
  const [left, right] = [alternativesOf(gold), alternativesOf(prediction)]
  if (!left || !right || (left.values.length < 2 && right.values.length < 2)) return undefined
  if (left.isIndexed && right.isIndexed && !haveNoOrder(left, right, c)) return undefined
  // λ = 3, 3, −1 tells how often.
  const distinct = distinctItems(left.values, equalItems, c).length
  const isCounted = (distinct > 1 && distinct < left.values.length) || left.values.some(hasRemark)
  const kind = isCounted && !right.values.some(hasRemark) ? 'list' : 'set'
  const list = (values: readonly Tree[]): Tree => ({ kind, items: values })
  return (
    sameTree(left.name, right.name) && equalUnordered(list(left.values), list(right.values), equalItems, c)
  )
}

/**
 * Whether it does not matter which value has which index: eigenvalues, and two roots that only a quadratic equation has, such as
 * 2 ± √3. The unknowns of a linear system are indexed too, and must not be exchanged.
 */
const haveNoOrder = (gold: Alternatives, { name }: Alternatives, c: Comparison): boolean =>
  gold.name.kind === 'symbol' &&
  sameTree(gold.name, name) &&
  (gold.name.name === 'lambda' || areConjugate(gold.values, c))

/** Neither of two values is rational, but their sum is. */
const areConjugate = ([first, second, ...more]: readonly Tree[], c: Comparison): boolean =>
  more.length === 0 &&
  second !== undefined &&
  ![first!, second].some(
    (value) => symbolsOf(value).size > 0 || evaluateExact(value, c.work) !== undefined,
  ) &&
  isRational(sum(first!, second), c)

const isRational = (tree: Tree, c: Comparison): boolean => {
  const form = inShare(c.work, (share) => normalForm(tree, share))
  return form !== undefined && constantOf(form.above) !== undefined && constantOf(form.below) !== undefined
}

/** The condition of `\{x \mid x > 3\}`. */
const conditionOf = (tree: Tree): Tree =>
  tree.kind === 'setOperation' && tree.operands.length === 1 ? tree.operands[0]! : tree

/** The sets of `x \in \{2k \mid k \in \mathbb{Z}\}`, where x is the same on both sides, or said on one alone. */
function withoutSubject(gold: Tree, prediction: Tree): readonly [Tree, Tree] {
  const [left, right] = [membershipIn(gold), membershipIn(prediction)]
  if (left && right) return sameTree(left[0], right[0]) ? [left[1], right[1]] : [gold, prediction]
  if (left && prediction.kind === 'comprehension') return [left[1], prediction]
  return right && gold.kind === 'comprehension' ? [gold, right[1]] : [gold, prediction]
}

const membershipIn = (tree: Tree): readonly [Tree, Tree] | undefined =>
  tree.kind === 'relation' && tree.operators.join() === 'in' && tree.operands[1]!.kind === 'comprehension'
    ? [tree.operands[0]!, tree.operands[1]!]
    : undefined

const isRelationLike = (tree: Tree): boolean =>
  tree.kind === 'relation' ||
  tree.kind === 'logical' ||
  (tree.kind === 'setOperation' && tree.operands.some(isRelationLike))

/** `x ∈ (3, 5)` is no tuple, and not the two values. */
const isInterval = (relation: Relation, c: Comparison): boolean =>
  c.membershipIsInterval && relation.operators[0] === 'in' && relation.operands.at(-1)!.kind === 'bracketed'

/** Of several choices, "A or B" is not "A and B". */
const sameJoint = (gold: Tree, prediction: Tree): boolean => isAlternative(gold) === isAlternative(prediction)

const isAlternative = (tree: Tree): tree is Tree & { kind: 'list' } =>
  tree.kind === 'list' && tree.joint === 'or'

/** `\frac34 or 0.75` is one value, written twice. */
const isOneValue = ([first, ...others]: readonly Tree[], c: Comparison): boolean =>
  others.every(
    (other) =>
      isWrittenAs(first!, other, c) ||
      isWrittenAs(other, first!, c) ||
      (hasUnit(first!) && hasUnit(other) && equalQuantities(first!, other, c)),
  )

/** `2\text{ (extraneous)}`: words in brackets are no unit. */
const isAnnotated = (tree: Tree): boolean => tree.kind === 'quantity' && tree.unit.includes('(')

/** Two names of one quantity, one of them a word: the rank is rank(A), the radius r. */
function isOneQuantity(name: Tree, other: Tree): boolean {
  const [word, second] = [wordFor(name), wordFor(other)]
  if (word !== undefined && second !== undefined) return word === second
  const [known, symbol] = word === undefined ? [second, name] : [word, other]
  if (known === undefined) return false
  if (symbol.kind === 'call') return symbol.name === known && symbol.arguments[0]!.kind === 'symbol'
  if (symbol.kind !== 'symbol') return false
  // M and m are the maximum and the minimum.
  return known === 'max' || known === 'min'
    ? symbol.name === (known === 'max' ? 'M' : 'm')
    : (LETTERS[known] ?? known[0]!).includes(symbol.name.toLowerCase())
}

/** What quantities are called that are not called by their first letter. */
const LETTERS: Readonly<Record<string, string>> = {
  speed: 'v', slope: 'mk', current: 'i', distance: 'ds', displacement: 'sd', momentum: 'p', voltage: 'vu', price: 'p',
} // biome-ignore format: a table

const wordFor = (name: Tree): string | undefined =>
  name.kind === 'text'
    ? name.text.toLowerCase()
    : name.kind === 'symbol'
      ? /(?:^(?:det|rank|nullity|dim|gcd|lcm)|(?:^|_)(?:max|min))$/.exec(name.name)?.[0].replace('_', '')
      : undefined

/** y = ±2x as y = 2x or y = −2x. */
function curvesOf(relation: Relation): Tree | undefined {
  const values = relation.operands.at(-1)!
  if (!isPlainEquation(relation) || values.kind !== 'list' || symbolsOf(values).size === 0) return undefined
  return { kind: 'logical', operator: 'or', items: values.items.map((value) => withValue(relation, value)) }
}

const isTwoCurves = (tree: Tree): tree is Tree & { kind: 'logical' } =>
  tree.kind === 'logical' &&
  tree.operator !== 'and' &&
  tree.items.every((item) => isRelation(item) && isPlainEquation(item))

/** What both sides are, where they have been compared. */
const SOME_VALUE: Tree = symbol('…')

const withValue = (relation: Relation, value: Tree): Relation => ({
  ...relation,
  operands: [relation.operands[0]!, value],
})

const isPlainEquation = ({ operators }: Relation): boolean => operators.join() === '='

/** F = qv × B for vectors, where the order counts. */
const isVectorEquation = (relation: Relation): boolean => {
  const [name] = relation.operands as [Tree]
  return isPlainEquation(relation) && name.kind === 'symbol' && name.isVector === true
}

const isCollectionAnswer = (gold: Relation, prediction: Relation): boolean =>
  isCollection(gold.operands.at(-1)!) && isCollection(prediction.operands.at(-1)!)

/** A system against another, or against the values alone, in any brackets. */
function equalByPlace(gold: Tree, prediction: Tree, c: Comparison): boolean {
  const equalItems = (a: Tree, b: Tree) => equalSimple(a, b, c)
  if (gold.kind === 'logical' && prediction.kind === 'logical') {
    return sameItems(gold.items, prediction.items, equalItems, c)
  }
  const [system, other] =
    gold.kind === 'logical' ? [gold, prediction] : [prediction as Tree & { kind: 'logical' }, gold]
  if (!isCollection(other)) return false
  const values = system.items.flatMap((item) => {
    const value = isRelation(item) && isEquation(item, c) ? item.operands.at(-1)! : item
    return value.kind === 'list' ? value.items : [value]
  })
  if (values.some(isRelationLike)) return false
  if (other.kind === 'bracketed') return sameOrder(other.items, values, equalItems)
  // Repeated values of a list count once, repeated equations do not.
  if (isUnordered(other)) {
    return sameItems(distinctItems(itemsOf(other), equalItems, c), values, equalItems, c)
  }
  return gold.kind === 'logical'
    ? equalCollections({ kind: 'list', items: values }, other, equalItems, c)
    : equalCollections(other, { kind: 'list', items: values }, equalItems, c)
}

const itemsOfTuple = (tree: Tree): readonly Tree[] | undefined =>
  tree.kind === 'bracketed' ? tree.items : coordinatesOf(tree)

const sameBrackets = (a: Bracketed, b: Bracketed): boolean => a.open === b.open && a.close === b.close

/** `(a, b) = (1, 2)` is `a = 1` and `b = 2`; columns likewise. */
function spreadTuple(tree: Tree): Tree {
  if (tree.kind !== 'relation' || tree.operators.length !== 1 || tree.operators[0] !== '=') return tree
  const [left, right] = tree.operands as [Tree, Tree]
  if (left.kind === 'bracketed' && right.kind === 'bracketed' && !sameBrackets(left, right)) return tree
  const [names, values] = [itemsOfTuple(left), itemsOfTuple(right)]
  if (!names || !values || names.length !== values.length) return tree
  const items = names.map(
    (name, index): Tree => ({ kind: 'relation', operands: [name, values[index]!], operators: ['='] }),
  )
  return { kind: 'logical', operator: 'and', items }
}

function equalClocks(gold: Tree, prediction: Tree, c: Comparison): boolean {
  if (gold.kind === 'clock' && prediction.kind === 'clock') return sameClock(gold, prediction)
  const [clock, other] =
    gold.kind === 'clock' ? [gold, prediction] : [prediction as Tree & { kind: 'clock' }, gold]
  return clock.half === undefined && hasUnit(other) && equalQuantities(asDuration(clock), other, c)
}

function equalAsRegions(gold: Tree, prediction: Tree, c: Comparison): boolean {
  if (isRelationLike(gold) && isRelationLike(prediction)) {
    const [names, others] = [symbolsOf(gold), symbolsOf(prediction)]
    if (!c.solvesInequalities && gold.kind === 'relation' && prediction.kind === 'relation') return false
    if (names.size !== others.size || [...names.keys()].some((name) => !others.has(name))) return false
    if (c.solvesInequalities && subjectOf(gold) !== subjectOf(prediction)) return false
  }
  const goldIsSet = !isRelationLike(gold)
  const predictionIsSet = !isRelationLike(prediction)
  const isSetRelation = goldIsSet || (predictionIsSet && !c.goldInequalityIsSet)
  if (isSetRelation && !c.allowSetRelation) return false
  const left = goldIsSet ? piecesOf(gold, c) : regionOfRelation(gold, c)
  const right = predictionIsSet ? piecesOf(prediction, c) : regionOfRelation(prediction, c)
  if (left === undefined || right === undefined) return false
  // A contradiction says "no solution", and is no other contradiction.
  if (!c.contradictionsAreEqual && (left.length === 0 || right.length === 0))
    return left.length === right.length && (isEmptySet(gold) || isEmptySet(prediction))
  return equalRegions(left, right, c)
}

const isEmptySet = (tree: Tree): boolean => tree.kind === 'namedSet' && tree.name === 'empty'

type EqualItems = (gold: Tree, prediction: Tree) => boolean

function equalCollections(gold: Tree, prediction: Tree, equalItems: EqualItems, c: Comparison): boolean {
  if (c.logicalJoints && jointsDiffer(gold, prediction)) return false
  if (isUnordered(gold) && isUnordered(prediction)) return equalUnordered(gold, prediction, equalItems, c)
  if (gold.kind === 'bracketed' && prediction.kind === 'bracketed') {
    // With two items the brackets may be an interval's, so they must agree.
    if (c.reversedIsEmpty && piecesOf(gold, c)?.length === 0 && piecesOf(prediction, c)?.length === 0)
      return true
    return (
      (gold.items.length !== 2 || sameBrackets(gold, prediction)) &&
      sameOrder(gold.items, prediction.items, equalItems)
    )
  }
  if (isTuple(gold) && isUnordered(prediction)) {
    if (!c.strict && sameItems(gold.items, itemsOf(prediction), equalItems, c)) return true
    if (isOrdered(prediction) && sameOrder(gold.items, prediction.items, equalItems)) return true
  }
  if (isTuple(prediction) && isUnordered(gold)) {
    if (!c.strict && sameItems(itemsOf(gold), prediction.items, equalItems, c)) return true
    if (isOrdered(gold) && sameOrder(gold.items, prediction.items, equalItems)) return true
  }
  if (
    gold.kind === 'setOperation' &&
    prediction.kind === 'setOperation' &&
    gold.operator === prediction.operator
  ) {
    const sameOperands = gold.operator === 'difference' ? sameOrder : sameItems
    if (sameOperands(gold.operands, prediction.operands, equalItems, c)) return true
  }
  const left = piecesOf(gold, c)
  const right = piecesOf(prediction, c)
  return left !== undefined && right !== undefined && equalRegions(left, right, c)
}

/** p ∧ q is not p ∨ q. */
const jointsDiffer = (gold: Tree, prediction: Tree): boolean =>
  gold.kind === 'list' &&
  prediction.kind === 'list' &&
  gold.joint !== prediction.joint &&
  (gold.joint === 'and' || prediction.joint === 'and')

/** Sets forget repetitions; whether lists do is a rule. */
function equalUnordered(gold: Tree, prediction: Tree, equalItems: EqualItems, c: Comparison): boolean {
  const sets = c.listsAreSets || gold.kind === 'set' || prediction.kind === 'set'
  // {{1}, 2} is not {1, 2}, although {1} alone answers for 1.
  const equal = (a: Tree, b: Tree) => (a.kind === 'set') === (b.kind === 'set') && equalItems(a, b)
  const items = (tree: Tree) => (sets ? distinctItems(itemsOf(tree), equal, c) : itemsOf(tree))
  return sameItems(items(gold), items(prediction), equal, c)
}

const isTuple = (tree: Tree): tree is Tree & { kind: 'bracketed' } =>
  tree.kind === 'bracketed' && tree.open === '(' && tree.close === ')'

/** `1, 2` may be the pair; `1 or 2` is not. */
const isOrdered = (tree: Tree): tree is Tree & { kind: 'list' } =>
  tree.kind === 'list' && tree.joint === undefined

/** A set, a list, or a single value, which is a set of one. */
const isUnordered = (tree: Tree): boolean =>
  tree.kind === 'set' || tree.kind === 'list' || !isCollection(tree)

const itemsOf = (tree: Tree): readonly Tree[] =>
  tree.kind === 'set' || tree.kind === 'list' ? tree.items : [tree]

function distinctItems(items: readonly Tree[], equalItems: EqualItems, c: Comparison): readonly Tree[] {
  const kept: Tree[] = []
  const areApart = apartAtOnce(items, c)
  for (const item of items)
    if (!kept.some((other) => !areApart(other, item) && equalItems(other, item))) kept.push(item)
  return kept
}

function equalMatrices(gold: Tree, prediction: Tree, c: Comparison): boolean {
  if (c.vectors && (isCases(gold) || isCases(prediction)))
    return equalCases(gold, prediction, (a, b) => equalSimple(a, b, c), c)
  const [column, other] = [coordinatesOf(gold), coordinatesOf(prediction)]
  if (c.vectors && column && other && gold.kind !== prediction.kind)
    return sameOrder(column, other, (a, b) => equalSimple(a, b, c))
  if (c.vectors && (gold.kind === 'bracketed' || prediction.kind === 'bracketed')) {
    const [left, right] = [asMatrix(gold), asMatrix(prediction)]
    return left !== undefined && right !== undefined && equalMatrices(left, right, c)
  }
  if (c.vectors && gold.kind !== prediction.kind) {
    const size =
      gold.kind === 'matrix' ? gold.rows.length : prediction.kind === 'matrix' ? prediction.rows.length : 0
    const [left, right] = [gold, prediction].map((tree) =>
      tree.kind === 'matrix' ? tree : multipleOfUnit(tree, size),
    )
    return left !== undefined && right !== undefined && equalMatrices(left, right, c)
  }
  if (gold.kind !== 'matrix' || prediction.kind !== 'matrix' || gold.form !== prediction.form) return false
  if (gold.form === 'cases') return equalCases(gold, prediction, (a, b) => equalSimple(a, b, c), c)
  return (
    gold.rows.length === prediction.rows.length &&
    gold.rows.every((row, index) => sameOrder(row, prediction.rows[index]!, (a, b) => equalSimple(a, b, c)))
  )
}

/** 3I or 3I₂ beside a matrix of two rows. */
function multipleOfUnit(tree: Tree, rows: number): Tree | undefined {
  const factors =
    tree.kind === 'product' ? tree.factors : tree.kind === 'negative' ? [whole(-1), tree.operand] : [tree]
  const unit = factors.find((factor) => factor.kind === 'symbol' && /^[IE](?:_\d)?$/.test(factor.name))
  if (unit?.kind !== 'symbol' || (unit.name.length > 1 && unit.name.slice(2) !== String(rows)))
    return undefined
  const others = factors.filter((factor) => factor !== unit)
  const value: Tree = others.length === 0 ? whole(1) : product(...others)
  const size = Array.from({ length: rows }, (_, index) => index)
  return { kind: 'matrix', rows: size.map((i) => size.map((j) => (i === j ? value : whole(0)))) }
}

/** `[[1, 2], [3, 4]]`, as programs write matrices. */
function asMatrix(tree: Tree): Tree | undefined {
  if (tree.kind === 'matrix') return tree
  if (tree.kind !== 'bracketed' || tree.open !== '[') return undefined
  const rows = tree.items.map((row) => (row.kind === 'bracketed' && row.open === '[' ? row.items : undefined))
  return rows.every((row) => row !== undefined) ? { kind: 'matrix', rows } : undefined
}

/** A column as a point, which a system may name. */
function asTuple(tree: Tree): Tree {
  const items = tree.kind === 'matrix' ? coordinatesOf(tree) : undefined
  return items ? { kind: 'bracketed', open: '(', close: ')', items } : tree
}

/** A vector as a column, a row or (1, 2, 3). */
function coordinatesOf(tree: Tree): readonly Tree[] | undefined {
  if (isTuple(tree)) return tree.items
  if (tree.kind !== 'matrix' || tree.form !== undefined) return undefined
  const isColumn = tree.rows.every((row) => row.length === 1)
  return isColumn || tree.rows.length === 1 ? tree.rows.flat() : undefined
}

/** a : b : c up to a common factor; with two parts also the quotient. */
function equalRatios(gold: Tree, prediction: Tree, c: Comparison): boolean {
  if (gold.kind === 'ratio' && prediction.kind === 'ratio') {
    const [left, right] = [gold.parts, prediction.parts]
    return (
      left.length === right.length &&
      left.every(
        (part, index) =>
          index === 0 || equalValues(multiplied(part, right[0]!), multiplied(left[0]!, right[index]!), c),
      )
    )
  }
  const ratio = gold.kind === 'ratio' ? gold : (prediction as Tree & { kind: 'ratio' })
  return ratio.parts.length === 2 && equalValues(gold, prediction, c)
}

const multiplied = (a: Tree, b: Tree): Tree => ({ kind: 'product', factors: [a, b] })

function equalWithoutPercent(gold: Tree, prediction: Tree, c: Comparison): boolean {
  if (gold.kind === 'percent' && prediction.kind !== 'percent')
    return equalValues(gold.operand, prediction, c)
  if (prediction.kind === 'percent' && gold.kind !== 'percent')
    return equalValues(gold, prediction.operand, c)
  return false
}

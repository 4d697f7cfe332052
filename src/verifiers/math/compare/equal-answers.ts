import type { Relation } from '../tree.js'
import { symbol, type Tree } from '../tree.js'
import { choiceLetters, sameTree, symbolsOf } from '../tree-queries.js'
import { spend } from '../work.js'
import { areIsomorphic } from './abelian-groups.js'
import { equalAlternatives } from './alternatives.js'
import { withFactors } from './applied-factors.js'
import { equalUpToConstant } from './arbitrary-constants.js'
import { withNamesOfFunctions } from './arbitrary-functions.js'
import { withArithmeticFunctions, withLeastMultiples } from './arithmetic-functions.js'
import { equalBranches } from './branches.js'
import { equalByPlace } from './by-place.js'
import { isCases } from './cases.js'
import { hasChances, withChances } from './chances.js'
import { equalClocks } from './clock-times.js'
import { equalCollections, isUnordered } from './collections.js'
import { equalLoci } from './complex-loci.js'
import { equalConditional } from './conditions.js'
import { decimalInterval, endsOfCalculation, sameEnds } from './confidence-intervals.js'
import { equalCongruences } from './congruences.js'
import type { Comparison, Equal } from './context.js'
import { withDeterminants } from './determinants.js'
import { withDerivatives } from './difference-quotients.js'
import { withDifferentials } from './differentials.js'
import { withDotProducts } from './dot-products.js'
import {
  answersOf,
  endsOf,
  isEquation,
  isGoldAssignment,
  isPlainEquation,
  isRelation,
  isRelationLike,
  isValue,
  isWrittenAs,
  nameFirst,
} from './equations.js'
import { excludedBy } from './excluded-values.js'
import {
  equalFamiliesOfFunctions,
  equalGeneralSolutions,
  equalWithSharedConstants,
} from './families-of-functions.js'
import { withSameGrowth } from './growth.js'
import { withImpliedIntegers } from './implied-integers.js'
import { isConditional, subjectOf as subjectOfFamily } from './integer-families.js'
import { withLaplacians } from './laplacians.js'
import { equalLetteredSolutions } from './lettered-solutions.js'
import { isChained, linksOf, pairsOf } from './linked-equations.js'
import { equalMatrices } from './matrices.js'
import { equalForMatrices, equalMatrixEquations, withOrder } from './matrix-letters.js'
import { withoutSubject } from './memberships.js'
import { areSeveral, bared, repeated } from './multiplicities.js'
import { withoutNames } from './named-sets-and-points.js'
import { isOneQuantity } from './names-of-quantities.js'
import { withNormalDistribution } from './normal-distribution.js'
import { plainFraction } from './plain-fractions.js'
import { isPlainValue } from './plain-values.js'
import { equalFlats, showsFlat } from './point-families.js'
import { equalForPositive } from './positive-quantities.js'
import { withProgramConstants } from './program-constants.js'
import { equalPropositions, isProposition } from './propositions.js'
import { equalQuantified, isQuantified } from './quantified.js'
import { equalQuantities, equalWithoutDegrees, hasRemark, hasUnit, multiplicityOf } from './quantities.js'
import { equalNamedRatios, equalRatios } from './ratios.js'
import { equalAsRegions } from './regions.js'
import { equalRelations } from './relations.js'
import { withGoldNames } from './result-names.js'
import { withSegments } from './segments.js'
import { isCollection, piecesOf, sameItems, sameOrder } from './sets.js'
import { withEverySign } from './several-signs.js'
import { equalWhenShifted } from './shifted-equations.js'
import { simplify } from './simplify.js'
import { equalSolutionFamilies } from './solution-families.js'
import { membersOf } from './solution-sets.js'
import { withKnownSteps } from './steps.js'
import { equalSystems } from './systems.js'
import { equalText, isText } from './text.js'
import { asTuple, inSpace, isTuple, spreadTuple } from './tuples.js'
import { asLines, curvesOf, isTwoCurves, withValue } from './two-curves.js'
import { withUsualLetters } from './usual-letters.js'
import { equalValues } from './values.js'
import { equalForVectors } from './vector-letters.js'
import { equalWorded } from './worded.js'
import { equalWrittenOut } from './written-out.js'

/** Whether a predicted answer means what the gold means. */
export function equalAnswers(gold: Tree, prediction: Tree, c: Comparison): boolean {
  if (sameTree(gold, prediction)) return true
  const [value, other] = [plainFraction(gold), plainFraction(prediction)]
  if (value && other) return value.n * other.d === other.n * value.d
  if (c.percentEquivalence === 'value' && isPlainValue(gold) && isPlainValue(prediction)) {
    spend(c.work, 1)
    return equalValues(gold, prediction, c)
  }
  if (c.vectors && equalWorded(gold, prediction, (a, b) => equalAnswers(a, b, c))) return true
  const ordered = c.vectors ? withOrder(gold, prediction) : gold
  if (ordered !== gold) return equalAnswers(ordered, withOrder(prediction, gold), c)
  const [space, vector] = c.vectors ? inSpace(gold, prediction) : [gold, prediction]
  if (space !== gold || vector !== prediction) return equalAnswers(space, vector, c)
  const [interval, spread] = [decimalInterval(gold), decimalInterval(prediction)]
  if (interval && prediction.kind === 'plusMinus') return sameEnds(interval, prediction, c)
  if (spread && gold.kind === 'plusMinus') return sameEnds(spread, gold, c)
  const worked = interval && endsOfCalculation(prediction, c)
  if (worked) return equalAnswers(gold, worked, c)
  const named = c.renamesArguments ? withGoldNames(spreadTuple(gold), prediction) : prediction
  if (named !== prediction) return equalAnswers(gold, named, c)
  const [chain, links] = [linksOf(gold), linksOf(prediction)]
  if (chain && (links || prediction.kind === 'logical' || prediction.kind === 'list' || isTuple(prediction)))
    return equalAnswers(chain, links ?? prediction, c)
  if (links && gold.kind === 'logical') return equalAnswers(gold, links, c)
  const [isRemarked, isCounted] = [hasRemark(gold), hasRemark(prediction)]
  if (isRemarked)
    return (
      (!isCounted || areSeveral(gold) || multiplicityOf(gold) === multiplicityOf(prediction)) &&
      equalAnswers(repeated(gold), repeated(prediction), c)
    )
  if (isCounted && equalAnswers(gold, repeated(prediction), c)) return true
  const [own, offered] = c.vectors
    ? [
        withKnownSteps(withProgramConstants(gold, prediction), c),
        withKnownSteps(withProgramConstants(prediction, gold), c),
      ]
    : [gold, prediction]
  const [left, right] = withDeterminants(...withDifferentials(...withLaplacians(own, bared(offered))))
  const [lengths, others] = c.vectors ? withSegments(left, right) : [left, right]
  const [known, shown] = c.vectors
    ? [withDerivatives(withDotProducts(lengths), c), withDerivatives(withDotProducts(others), c)]
    : [left, right]
  const [union, offer] = c.alternatives
    ? [withEverySign(asLines(known, shown)), withEverySign(asLines(shown, known))]
    : [known, shown]
  const simple = withoutNames(simplify(union, c.work), simplify(offer, c.work))
  const [first, second] = c.systems === 'by name' ? [spreadTuple(simple[0]), spreadTuple(simple[1])] : simple
  if (c.vectors && (showsFlat(gold) || showsFlat(prediction))) {
    const same = equalFlats(first, second, c)
    if (same !== undefined) return same
  }
  const isEqual =
    (c.arbitraryConstants ? equalWithSharedConstants(first, second, equalSimple, c) : undefined) ??
    equalSimple(first, second, c)
  return (
    isEqual ||
    (c.vectors && (equalInMeaning(first, second, c) || equalInPairs(first, second, c))) ||
    (c.arbitraryConstants && equalLetteredSolutions(first, second, c))
  )
}

/** {1, 2} ∩ {2, 3} = {1} offers no set. */
function isWrongOperation({ operands }: Relation, c: Comparison): boolean {
  const [first, last] = [operands[0]!, operands.at(-1)!]
  return (
    c.checksOfferedValues &&
    first.kind === 'setOperation' &&
    [...first.operands, last].every(({ kind }) => kind === 'set') &&
    piecesOf(first, c) !== undefined &&
    !equalSimple(first, last, c)
  )
}

/** a < b ≤ c beside a < b and b ≤ c. */
function equalInPairs(gold: Tree, prediction: Tree, c: Comparison): boolean {
  if (!isChained(gold) && !isChained(prediction)) return false
  const [pairs, others] = [pairsOf(gold), pairsOf(prediction)]
  return (
    pairs !== undefined &&
    others !== undefined &&
    sameItems(pairs, others, (a, b) => equalSimple(a, b, { ...c, arbitraryConstants: false }), c)
  )
}

/** With what some letters, expectations, probabilities and classes of growth always mean. */
function equalInMeaning(gold: Tree, prediction: Tree, c: Comparison): boolean {
  if (areIsomorphic(gold, prediction)) return true
  const multiples = [gold, prediction].map(withLeastMultiples) as [Tree, Tree]
  if (multiples[0] !== gold || multiples[1] !== prediction) return equalSimple(...multiples, c)
  if (hasChances(gold) && hasChances(prediction))
    return equalSimple(withChances(gold), withChances(prediction), c)
  const factors = withFactors(gold, prediction)
  if (factors) return equalSimple(...factors, c)
  const chances = withNormalDistribution(gold, prediction, c)
  if (chances) return equalSimple(...chances, c)
  if (equalWrittenOut(gold, prediction, c)) return true
  const [value, another] = [gold, prediction].map((tree) => withArithmeticFunctions(tree, c.work))
  if (value || another) return equalSimple(value ?? gold, another ?? prediction, c)
  const other = withUsualLetters(gold, prediction, c) ?? withSameGrowth(gold, prediction, c)
  return other !== undefined && equalSimple(other[0], other[1], c)
}

function equalSimple(first: Tree, second: Tree, c: Comparison): boolean {
  spend(c.work, 1)
  const [gold, prediction] = withoutSubject(membersOf(first, c), membersOf(second, c))
  if (sameTree(gold, prediction)) return true
  const equalItems = (a: Tree, b: Tree) => equalSimple(a, b, c)

  if (c.choices && !(isOrdered(gold) && isOrdered(prediction))) {
    const letters = choiceLetters(gold)
    if (letters !== undefined && letters === choiceLetters(prediction)) return sameJoint(gold, prediction)
  }
  if (isQuantified(gold) || isQuantified(prediction)) return equalQuantified(gold, prediction, equalItems)
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
    if (isWrongOperation(prediction, c)) return false
    const [told, listed] = prediction.operands as [Tree, Tree]
    if (told.kind === 'comprehension' && listed.kind === 'set')
      return equalSimple(told, listed, c) && equalSimple(gold, listed, c)
    return answersOf(nameFirst(prediction), c).some((answer) => equalSimple(gold, answer, c))
  }
  if (c.alternatives) {
    const same = equalAlternatives(gold, prediction, equalItems, c)
    if (same !== undefined) return same
  }
  if (c.alternatives && equalBranches(gold, prediction, c)) return true
  if (isRelation(gold) && isRelation(prediction)) {
    const asMatrices = c.vectors ? equalMatrixEquations(gold, prediction, c.work) : undefined
    if (asMatrices !== undefined) return asMatrices
    const asRatios = c.vectors ? equalNamedRatios(gold, prediction, equalItems) : undefined
    if (asRatios !== undefined) return asRatios
    if (isEquation(gold, c) && isEquation(prediction, c) && isCollectionAnswer(gold, prediction)) {
      if (equalValues(gold.operands[0]!, prediction.operands[0]!, c))
        return equalSimple(gold.operands.at(-1)!, prediction.operands.at(-1)!, c)
      const [curves, others] = [curvesOf(gold), curvesOf(prediction)]
      return curves !== undefined && others !== undefined && equalSimple(curves, others, c)
    }
    if (equalRelations(gold, prediction, c)) return true
    if (c.vectors && equalLoci(gold, prediction, c)) return true
    if (c.solvesInequalities && equalForPositive(gold, prediction, c)) return true
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
      if (equalWhenShifted(gold, prediction, c)) return true
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
      if (equalByPlace(gold, prediction, equalItems, c)) return true
    } else if (equalSystems(asTuple(gold), asTuple(prediction), equalItems, c)) return true
  }
  if (gold.kind === 'matrix' || prediction.kind === 'matrix')
    return equalMatrices(gold, prediction, equalItems, c)
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

/** `[A, B]` is a commutator, and `(A, B)` a pair, where both are. */
const isOrdered = (tree: Tree): boolean => tree.kind === 'bracketed' && tree.items.length > 1

/** N(μ, σ²). */
const isNormal = (tree: Tree): tree is Tree & { kind: 'call' } =>
  tree.kind === 'call' && tree.name === 'normal'

/** ℤ₂ × ℤ₄ is ℤ₄ × ℤ₂, up to isomorphism. Of other sets the pairs have an order. */
const sameGroups = (gold: Tree, prediction: Tree, equal: Equal, c: Comparison): boolean =>
  areGroups(gold) && areGroups(prediction) && sameItems(gold.factors, prediction.factors, equal, c)

const areGroups = (tree: Tree): tree is Tree & { kind: 'product' } =>
  tree.kind === 'product' &&
  tree.factors.every((factor) => factor.kind === 'namedSet' && /^integer_\d+$/.test(factor.name))

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

/** What both sides are, where they have been compared. */
const SOME_VALUE: Tree = symbol('…')

/** F = qv × B for vectors, where the order counts. */
const isVectorEquation = (relation: Relation): boolean => {
  const [name] = relation.operands as [Tree]
  return isPlainEquation(relation) && name.kind === 'symbol' && name.isVector === true
}

const isCollectionAnswer = (gold: Relation, prediction: Relation): boolean =>
  isCollection(gold.operands.at(-1)!) && isCollection(prediction.operands.at(-1)!)

function equalWithoutPercent(gold: Tree, prediction: Tree, c: Comparison): boolean {
  if (gold.kind === 'percent' && prediction.kind !== 'percent')
    return equalValues(gold.operand, prediction, c)
  if (prediction.kind === 'percent' && gold.kind !== 'percent')
    return equalValues(gold, prediction.operand, c)
  return false
}

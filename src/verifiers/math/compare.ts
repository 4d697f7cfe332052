import { asDuration, sameClock } from './clock.js'
import { equalQuantities, hasUnit } from './compare-quantities.js'
import { equalRelations, type Relation } from './compare-relations.js'
import {
  equalRegions,
  isCollection,
  piecesOf,
  regionOfRelation,
  sameItems,
  sameOrder,
} from './compare-sets.js'
import { choiceLetters, equalText, isText } from './compare-text.js'
import { areApart, equalValues, sameTree, symbolsOf } from './compare-values.js'
import type { Comparison } from './comparison.js'
import { simplify } from './simplify.js'
import { children, type Tree } from './tree.js'
import { spend } from './work.js'

/** Whether a predicted answer means what the gold means. */
export function equalAnswers(gold: Tree, prediction: Tree, c: Comparison): boolean {
  if (sameTree(gold, prediction)) return true
  return equalSimple(simplify(gold, c.work), simplify(prediction, c.work), c)
}

function equalSimple(gold: Tree, prediction: Tree, c: Comparison): boolean {
  spend(c.work, 1)
  if (sameTree(gold, prediction)) return true
  const equalItems = (a: Tree, b: Tree) => equalSimple(a, b, c)

  if (!c.published) {
    const letters = choiceLetters(gold)
    if (letters !== undefined && letters === choiceLetters(prediction)) return true
  }
  if (isText(gold) || isText(prediction)) return equalText(gold, prediction, c)
  if (gold.kind === 'clock' || prediction.kind === 'clock') return equalClocks(gold, prediction, c)

  // "x = 5" answers for "5" and the other way round; of "6 · 6 = 36" the last member counts.
  if (isRelation(gold) && isAssignment(gold, c) && !isRelation(prediction) && prediction.kind !== 'logical') {
    return equalSimple(gold.operands.at(-1)!, prediction, c)
  }
  if (isRelation(prediction) && isEquation(prediction, c) && !isRelation(gold) && gold.kind !== 'logical') {
    return (c.published || !isFalse(prediction, c)) && equalSimple(gold, prediction.operands.at(-1)!, c)
  }
  if (isRelation(gold) && isRelation(prediction)) {
    if (isEquation(gold, c) && isEquation(prediction, c) && isCollectionAnswer(gold, prediction)) {
      return (
        equalValues(gold.operands[0]!, prediction.operands[0]!, c) &&
        equalSimple(gold.operands.at(-1)!, prediction.operands.at(-1)!, c)
      )
    }
    if (equalRelations(gold, prediction, c)) return true
  }
  if (gold.kind === 'logical' || prediction.kind === 'logical') {
    const [system, other] = [spreadTuple(gold), spreadTuple(prediction)]
    if (system !== gold || other !== prediction) return equalSimple(system, other, c)
    if (equalSystems(gold, prediction, c)) return true
  }
  if (gold.kind === 'matrix' || prediction.kind === 'matrix') return equalMatrices(gold, prediction, c)
  if (isRelationLike(gold) || isRelationLike(prediction)) return equalAsRegions(gold, prediction, c)
  if (isCollection(gold) || isCollection(prediction)) return equalCollections(gold, prediction, equalItems, c)
  if (!c.published && (hasUnit(gold) || hasUnit(prediction))) return equalQuantities(gold, prediction, c)
  if (gold.kind === 'ratio' || prediction.kind === 'ratio') return equalRatios(gold, prediction, c)
  if (equalValues(gold, prediction, c)) return true
  return c.percentEquivalence === 'either' && equalWithoutPercent(gold, prediction, c)
}

const isRelation = (tree: Tree): tree is Relation => tree.kind === 'relation'

/** `x \approx 3.14` says what x is; `\pi \approx 3.14` compares two values. */
const isEquation = (relation: Relation, c: Comparison): boolean =>
  relation.operators.every(
    (operator) =>
      operator === '=' || (operator === '~' && !(c.published && relation.operands[0]!.kind !== 'symbol')),
  ) ||
  (relation.operators.length === 1 && relation.operators[0] === 'in')

/** `2 = 3` and `5 = x = 3` name no value: two members are numbers that no rounding makes one. */
function isFalse({ operands, operators }: Relation, c: Comparison): boolean {
  if (!operators.every((operator) => operator === '=')) return false
  const constants = operands.filter((operand) => symbolsOf(operand).size === 0 && !hasApplication(operand))
  return constants.some((member, index) => index > 0 && areApart(constants[0]!, member, c))
}

const hasApplication = (tree: Tree): boolean =>
  (tree.kind === 'call' && tree.name === 'apply') || children(tree).some(hasApplication)

/** `x = …`, `f(x) = …`, `P(A) = …`: a name on the left. */
const isAssignment = (relation: Relation, c: Comparison): boolean =>
  isEquation(relation, c) &&
  (isName(relation.operands[0]!) || relation.operands.length > 2 || relation.operators.includes('~'))

const isName = (tree: Tree): boolean =>
  tree.kind === 'symbol' ||
  tree.kind === 'constant' ||
  (tree.kind === 'call' && tree.name === 'apply') ||
  (tree.kind === 'bracketed' && tree.items.every(isName)) ||
  (tree.kind === 'product' && tree.factors.every(isName)) ||
  (tree.kind === 'power' && isName(tree.base))

const isRelationLike = (tree: Tree): boolean =>
  tree.kind === 'relation' ||
  tree.kind === 'logical' ||
  (tree.kind === 'setOperation' && tree.operands.some(isRelationLike))

const isCollectionAnswer = (gold: Relation, prediction: Relation): boolean =>
  isCollection(gold.operands.at(-1)!) && isCollection(prediction.operands.at(-1)!)

/** `x = 1, y = 2` against another such system, or against the values alone. */
function equalSystems(gold: Tree, prediction: Tree, c: Comparison): boolean {
  const equalItems = (a: Tree, b: Tree) => equalSimple(a, b, c)
  if (gold.kind === 'logical' && prediction.kind === 'logical') {
    return sameItems(gold.items, prediction.items, equalItems, c)
  }
  const [system, other] =
    gold.kind === 'logical' ? [gold, prediction] : [prediction as Tree & { kind: 'logical' }, gold]
  if (!isCollection(other)) return false
  const items = other.kind === 'bracketed' && !c.published ? byCoordinate(system.items) : system.items
  const values = items.flatMap((item) => {
    const value = isRelation(item) && isEquation(item, c) ? item.operands.at(-1)! : item
    return value.kind === 'list' ? value.items : [value]
  })
  if (values.some(isRelationLike)) return false
  if (other.kind === 'bracketed') return sameOrder(other.items, values, equalItems)
  // The published rule drops repetitions from a list of values, but not from a list of equations.
  if (c.published && isUnordered(other)) {
    return sameItems(distinctItems(itemsOf(other), equalItems), values, equalItems, c)
  }
  return gold.kind === 'logical'
    ? equalCollections({ kind: 'list', items: values }, other, equalItems, c)
    : equalCollections(other, { kind: 'list', items: values }, equalItems, c)
}

/** `y = 3, x = 5` is the point (5, 3). */
function byCoordinate(items: readonly Tree[]): readonly Tree[] {
  const coordinate = (item: Tree): number =>
    isRelation(item) && item.operands[0]!.kind === 'symbol' ? 'xyz'.indexOf(item.operands[0]!.name) : -1
  return items.every((item) => coordinate(item) >= 0)
    ? [...items].sort((a, b) => coordinate(a) - coordinate(b))
    : items
}

/** `(a, b) = (1, 2)` is `a = 1` and `b = 2`. */
function spreadTuple(tree: Tree): Tree {
  if (tree.kind !== 'relation' || tree.operators.length !== 1 || tree.operators[0] !== '=') return tree
  const [names, values] = tree.operands as [Tree, Tree]
  if (names.kind !== 'bracketed' || values.kind !== 'bracketed') return tree
  if (names.items.length !== values.items.length) return tree
  const items = names.items.map(
    (name, index): Tree => ({ kind: 'relation', operands: [name, values.items[index]!], operators: ['='] }),
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
    // The published rule compares two inequalities as they stand.
    if (c.published && gold.kind === 'relation' && prediction.kind === 'relation') return false
    if (names.size !== others.size || [...names.keys()].some((name) => !others.has(name))) return false
  }
  const goldIsSet = !isRelationLike(gold)
  const predictionIsSet = !isRelationLike(prediction)
  // The published rule turns an inequality in the gold into a set, but not one in the prediction.
  if (goldIsSet && c.published && !c.allowSetRelation) return false
  if ((goldIsSet || predictionIsSet) && !c.published && !c.allowSetRelation) return false
  const left = goldIsSet ? piecesOf(gold, c) : regionOfRelation(gold, c)
  const right = predictionIsSet ? piecesOf(prediction, c) : regionOfRelation(prediction, c)
  return left !== undefined && right !== undefined && equalRegions(left, right, c)
}

type EqualItems = (gold: Tree, prediction: Tree) => boolean

function equalCollections(gold: Tree, prediction: Tree, equalItems: EqualItems, c: Comparison): boolean {
  if (isUnordered(gold) && isUnordered(prediction)) return equalUnordered(gold, prediction, equalItems, c)
  if (gold.kind === 'bracketed' && prediction.kind === 'bracketed') {
    // With two items the brackets may be an interval's, so they must agree.
    const sameBrackets = gold.open === prediction.open && gold.close === prediction.close
    return (gold.items.length !== 2 || sameBrackets) && sameOrder(gold.items, prediction.items, equalItems)
  }
  if (isTuple(gold) && isUnordered(prediction)) {
    if (!c.strict && sameItems(gold.items, itemsOf(prediction), equalItems, c)) return true
    if (prediction.kind === 'list' && sameOrder(gold.items, prediction.items, equalItems)) return true
  }
  if (isTuple(prediction) && isUnordered(gold)) {
    if (!c.strict && sameItems(itemsOf(gold), prediction.items, equalItems, c)) return true
    if (gold.kind === 'list' && sameOrder(gold.items, prediction.items, equalItems)) return true
  }
  const left = piecesOf(gold, c)
  const right = piecesOf(prediction, c)
  return left !== undefined && right !== undefined && equalRegions(left, right, c)
}

/** Sets forget repetitions; lists do not, except under the published rule. */
function equalUnordered(gold: Tree, prediction: Tree, equalItems: EqualItems, c: Comparison): boolean {
  const sets = c.published || gold.kind === 'set' || prediction.kind === 'set'
  const items = (tree: Tree) => (sets ? distinctItems(itemsOf(tree), equalItems) : itemsOf(tree))
  return sameItems(items(gold), items(prediction), equalItems, c)
}

const isTuple = (tree: Tree): tree is Tree & { kind: 'bracketed' } =>
  tree.kind === 'bracketed' && tree.open === '(' && tree.close === ')'

/** A set, a list, or a single value, which is a set of one. */
const isUnordered = (tree: Tree): boolean =>
  tree.kind === 'set' || tree.kind === 'list' || !isCollection(tree)

const itemsOf = (tree: Tree): readonly Tree[] =>
  tree.kind === 'set' || tree.kind === 'list' ? tree.items : [tree]

function distinctItems(items: readonly Tree[], equalItems: EqualItems): readonly Tree[] {
  const kept: Tree[] = []
  for (const item of items) if (!kept.some((other) => equalItems(other, item))) kept.push(item)
  return kept
}

function equalMatrices(gold: Tree, prediction: Tree, c: Comparison): boolean {
  if (gold.kind !== 'matrix' || prediction.kind !== 'matrix' || gold.form !== prediction.form) return false
  return (
    gold.rows.length === prediction.rows.length &&
    gold.rows.every((row, index) => sameOrder(row, prediction.rows[index]!, (a, b) => equalSimple(a, b, c)))
  )
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

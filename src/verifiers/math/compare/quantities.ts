import { NUMBER, POINT } from '../read/unit-table.js'
import { PERHAPS, sameDimension, unitOf } from '../read/units.js'
import { MULTIPLICITY } from '../read/units-and-currency.js'
import { children, mapChildren, number, product, quotient, type Tree, whole } from '../tree.js'
import { mentions } from '../tree-queries.js'
import { changesValue } from '../value-changing-words.js'
import { divide, equal, type Rational } from '../values/rational.js'
import type { Comparison } from './context.js'
import { equalValues } from './values.js'

/** Whether a value carries a unit. */
export const hasUnit = (tree: Tree): boolean =>
  tree.kind === 'quantity' ||
  (tree.kind === 'negative' && hasUnit(tree.operand)) ||
  (tree.kind === 'sum' && tree.terms.every(hasUnit))

/** What is said of a root beside its value. */
export const isRemark = (tree: Tree): tree is Tree & { kind: 'quantity' } =>
  tree.kind === 'quantity' &&
  (/^\((?:double|triple|simple|repeated|twice)(?: root| zero| eigenvalue)?\)$/.test(tree.unit) ||
    MULTIPLICITY.test(tree.unit))

/** 2 of a double root; n − 1 of `x + 1\text{ (multiplicity }n - 1)`, whose remark stands beside its last term. */
export function multiplicityOf(tree: Tree): string {
  if (tree.kind === 'negative') return multiplicityOf(tree.operand)
  if (tree.kind === 'sum') return multiplicityOf(tree.terms.at(-1)!)
  if (tree.kind === 'relation') return multiplicityOf(tree.operands.at(-1)!)
  if (!isRemark(tree)) return '1'
  return (
    MULTIPLICITY.exec(tree.unit)?.[1] ??
    (/double|twice/.test(tree.unit) ? '2' : /triple/.test(tree.unit) ? '3' : '1')
  )
}

export const hasRemark = (tree: Tree): boolean => mentions(tree, 'quantity') && isRemarked(tree)

const isRemarked = (tree: Tree): boolean => isRemark(tree) || children(tree).some(isRemarked)

/**
 * `2.5 hours` = `150 minutes`, `3 dozen` = 36. A unit that one side leaves out is taken for granted; words that make
 * another number of the prediction are none.
 */
export function equalQuantities(gold: Tree, prediction: Tree, c: Comparison): boolean {
  const [left, right] = [withStrokes(gold, prediction), withStrokes(prediction, gold)].map(inBaseUnits)
  if (left === undefined || right === undefined) return false
  if (left.dimension !== undefined && right.dimension !== undefined) {
    if (!sameDimension(left.dimension, right.dimension)) return false
    if (equal(left.scale, right.scale)) return equalValues(left.value, right.value, c)
    return equalValues(scaled(left.value, divide(left.scale, right.scale)!), right.value, c)
  }
  if (left.isFactor || right.isFactor || right.changesValue || hasRemark(prediction)) return false
  const counts = [left, right].some(({ dimension }) => dimension === NUMBER || dimension === POINT)
  if (counts && equalValues(scaled(left.value, left.scale), scaled(right.value, right.scale), c)) return true
  if (right.dimension === NUMBER) return false
  return equalValues(left.value, right.value, c) || equalAngles(gold, prediction, c)
}

/** 5′ 30″ are minutes, feet or parts of a degree: as the other side says. */
function withStrokes(tree: Tree, other: Tree): Tree {
  if (tree.kind !== 'quantity')
    return tree.kind === 'sum' ? mapChildren(tree, (term) => withStrokes(term, other)) : tree
  const [minutes, seconds] = (STROKES.includes(tree.unit) && UNITS_OF_STROKES[dimensionOf(other) ?? '']) || []
  if (!minutes) return tree
  const unit = tree.unit === 'onestroke' ? minutes : seconds!
  return unit === 'degree'
    ? { ...tree, unit, value: quotient(tree.value, whole(tree.unit === 'onestroke' ? 60 : 3600)) }
    : { ...tree, unit }
}

const STROKES = ['onestroke', 'twostrokes']

const UNITS_OF_STROKES: Readonly<Record<string, readonly [string, string]>> = {
  m: ['ft', 'in'], s: ['min', 's'], degree: ['degree', 'degree'],
} // biome-ignore format: a table

const dimensionOf = (tree: Tree): string | undefined =>
  tree.kind === 'quantity'
    ? unitOf(tree.unit).dimension
    : tree.kind === 'sum'
      ? dimensionOf(tree.terms[0]!)
      : undefined

/** 60° is π/3. */
const equalAngles = (gold: Tree, prediction: Tree, c: Comparison): boolean =>
  (isDegrees(gold) || isDegrees(prediction)) && equalValues(gold, prediction, c)

export const isDegrees = (tree: Tree): boolean => tree.kind === 'quantity' && tree.unit === 'degree'

/** 180° − 2α for 180 − 2α: one side leaves the degrees out. Not within a function, where they are angles. */
export function equalWithoutDegrees(gold: Tree, prediction: Tree, c: Comparison): boolean {
  const [left, right] = [withoutDegrees(gold), withoutDegrees(prediction)]
  return (left === gold) !== (right === prediction) && equalValues(left, right, c)
}

function withoutDegrees(tree: Tree): Tree {
  if (tree.kind === 'quantity') return isDegrees(tree) ? tree.value : tree
  if (tree.kind !== 'sum' && tree.kind !== 'product' && tree.kind !== 'negative' && tree.kind !== 'quotient')
    return tree
  let changed = false
  const plain = mapChildren(tree, (child) => {
    const inner = withoutDegrees(child)
    changed ||= inner !== child
    return inner
  })
  return changed ? plain : tree
}

const scaled = (value: Tree, scale: Rational): Tree =>
  scale.n === 1n && scale.d === 1n
    ? value
    : value.kind === 'number'
      ? number({ n: value.value.n, d: value.value.d }) && product(value, number(scale))
      : product(value, number(scale))

interface Measured {
  readonly value: Tree
  readonly dimension: string | undefined
  readonly scale: Rational
  /** The words behind the value are no unit. */
  readonly changesValue?: boolean
  /** The unit may be a factor. */
  readonly isFactor?: boolean
}

const NO_SCALE: Rational = { n: 1n, d: 1n }

function inBaseUnits(tree: Tree): Measured | undefined {
  switch (tree.kind) {
    case 'quantity': {
      const { dimension, scale } = unitOf(tree.unit)
      const isLabel = dimension.startsWith('label:')
      return {
        value: tree.value,
        dimension,
        scale,
        changesValue: isLabel && changesValue(tree.unit),
        isFactor: tree.unit.startsWith(PERHAPS),
      }
    }
    case 'negative': {
      const inner = inBaseUnits(tree.operand)
      return inner && { ...inner, value: { kind: 'negative', operand: inner.value } }
    }
    case 'sum': {
      const terms = tree.terms.map(inBaseUnits)
      const [first] = terms
      if (
        !first ||
        terms.some((term) => term?.dimension === undefined || term.dimension !== first.dimension)
      ) {
        return tree.terms.some(hasUnit) ? undefined : { value: tree, dimension: undefined, scale: NO_SCALE }
      }
      return {
        value: { kind: 'sum', terms: terms.map((term) => scaled(term!.value, term!.scale)) },
        dimension: first.dimension,
        scale: NO_SCALE,
      }
    }
    default:
      return { value: tree, dimension: undefined, scale: NO_SCALE }
  }
}

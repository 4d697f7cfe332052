import { sum, type Tree } from '../tree.js'
import { sameTree, symbolsOf } from '../tree-queries.js'
import { evaluateExact } from '../values/evaluate-exact.js'
import { inShare, normalForm } from '../values/normal-form.js'
import { constantOf } from '../values/polynomial.js'
import { equalBranches } from './branches.js'
import { distinctItems, equalUnordered, itemsOf } from './collections.js'
import type { Comparison, Equal } from './context.js'
import { hasRemark } from './quantities.js'
import { sameItems } from './sets.js'
import { type Alternatives, alternativesOf } from './systems.js'

/** Values of one name on both sides, or a repeated name on one: a set of values. */
export function equalAlternatives(
  gold: Tree,
  prediction: Tree,
  equalItems: Equal,
  c: Comparison,
): boolean | undefined {
  const [left, right] = [alternativesOf(gold), alternativesOf(prediction)]
  if ((left && prediction.kind === 'list') || (right && gold.kind === 'list')) {
    const [values, others] = [left?.values ?? itemsOf(gold), right?.values ?? itemsOf(prediction)]
    // λ = 3, λ = 3, λ = −1 is not 3, −1.
    return repeats(values) || repeats(others) ? sameItems(values, others, equalItems, c) : undefined
  }
  if (!left || !right || (left.values.length < 2 && right.values.length < 2)) return undefined
  if (left.isIndexed && right.isIndexed && !haveNoOrder(left, right, c)) return undefined
  if (!sameTree(left.name, right.name)) return equalBranches(gold, prediction, c)
  // λ = 3, 3, −1 tells how often.
  const distinct = distinctItems(left.values, equalItems, c).length
  const isCounted = (distinct > 1 && distinct < left.values.length) || left.values.some(hasRemark)
  const kind = isCounted && !right.values.some(hasRemark) ? 'list' : 'set'
  const list = (values: readonly Tree[]): Tree => ({ kind, items: values })
  return equalUnordered(list(left.values), list(right.values), equalItems, c)
}

/** A value that is there twice beside another. */
const repeats = (values: readonly Tree[]): boolean =>
  values.length > 2 &&
  values.some((value, index) => values.slice(0, index).some((other) => sameTree(other, value)))

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

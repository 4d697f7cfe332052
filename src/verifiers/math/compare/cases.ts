import { number, type Tree, whole } from '../tree.js'
import { mentions, sameTree, substitute, symbolsOf } from '../tree-queries.js'
import { evaluateNumeric } from '../values/evaluate-numeric.js'
import { rational } from '../values/rational.js'
import { spend } from '../work.js'
import type { Comparison, Equal } from './context.js'
import { HOLDS } from './orders.js'
import { sameItems } from './sets.js'
import { equalValues } from './values.js'

type Matrix = Tree & { kind: 'matrix' }

export const isCases = (tree: Tree): tree is Matrix => tree.kind === 'matrix' && tree.form === 'cases'

/** A function by cases: the same values under the same conditions, in any order; or the same values everywhere. */
export function equalCases(gold: Tree, prediction: Tree, equal: Equal, c: Comparison): boolean {
  if (isCases(gold) && isCases(prediction) && sameBranches(gold, prediction, equal, c)) return true
  return equalEverywhere(gold, prediction, c)
}

function sameBranches(gold: Matrix, prediction: Matrix, equal: Equal, c: Comparison): boolean {
  const branch = (cells: readonly Tree[]): Tree => ({
    kind: 'bracketed',
    open: '(',
    close: ')',
    items: cells,
  })
  const areBoth = [gold, prediction].every(({ rows }) => rows.flat().some(isOtherwise))
  const sameBranch = (a: Tree, b: Tree) => {
    const [left, right] = [a, b] as [Tree & { kind: 'bracketed' }, Tree & { kind: 'bracketed' }]
    return (
      left.items.length === right.items.length &&
      left.items.every((cell, index) =>
        index === 0 ? equal(cell, right.items[0]!) : sameCondition(cell, right.items[index]!, equal, areBoth),
      )
    )
  }
  return sameItems(gold.rows.map(branch), prediction.rows.map(branch), sameBranch, c)
}

/** "Otherwise" stands for whatever condition the other branches leave, and for another "otherwise" where both sides have one. */
function sameCondition(gold: Tree, prediction: Tree, equal: Equal, areBoth: boolean): boolean {
  if (isOtherwise(gold) || isOtherwise(prediction))
    return !areBoth || (isOtherwise(gold) && isOtherwise(prediction))
  return equal(withoutIf(gold), withoutIf(prediction))
}

const isOtherwise = (tree: Tree): boolean =>
  tree.kind === 'text' && /^(?:otherwise|else|elsewhere|其他|其它|否则)\s{0,4}[.,]?$/i.test(tree.text.trim())

/** `f(x) = 2x, 0 < x < 1` of an f that is 0 otherwise, as densities are. */
export function withoutZeroElsewhere(tree: Tree): Tree {
  const value = tree.kind === 'relation' && tree.operators.join() === '=' ? tree.operands[1]! : tree
  if (!isCases(value) || value.rows.length !== 2) return tree
  const [[body, condition], [zero, rest]] = value.rows as readonly (readonly Tree[])[] as [
    [Tree, Tree | undefined],
    [Tree, Tree | undefined],
  ]
  if (!condition || !rest || !isOtherwise(rest) || zero.kind !== 'number' || zero.value.n !== 0n) return tree
  const said = tree.kind === 'relation' ? { ...tree, operands: [tree.operands[0]!, body] } : body
  return { kind: 'conditioned', body: said, conditions: [withoutIf(condition)] }
}

/** `\text{if } x < 0` is `x < 0`. */
function withoutIf(tree: Tree): Tree {
  if (tree.kind !== 'relation' && tree.kind !== 'congruence') return tree
  const [first, ...rest] = tree.operands as [Tree]
  if (first.kind !== 'product' || first.factors[0]?.kind !== 'text') return tree
  if (!/^\s*(?:if|when|for|where|当)\s*$/i.test(first.factors[0].text)) return tree
  const factors = first.factors.slice(1)
  return { ...tree, operands: [factors.length === 1 ? factors[0]! : { kind: 'product', factors }, ...rest] }
}

/** A place on the line, exactly and roughly. */
interface Place {
  readonly tree: Tree
  readonly at: number
}

/**
 * Whether two functions of one letter, one of them at least by cases, have the same values: at the ends of all cases and at places
 * between these. |x| is x or −x, and an end may belong to either case where both have one value there. Cases by remainders are compared
 * at whole numbers: 1 − (−1)^n is 2 for odd n and else 0.
 */
function equalEverywhere(gold: Tree, prediction: Tree, c: Comparison): boolean {
  const ends: Place[] = []
  const names = new Set<string>()
  for (const tree of [gold, prediction]) {
    if (!isCases(tree)) continue
    for (const [, condition] of tree.rows)
      if (condition && !isOtherwise(condition) && !collectEnds(withoutIf(condition), ends, names, c))
        return false
  }
  const [name, ...more] = names
  if (name === undefined || more.length > 0) return false
  const places = [gold, prediction].some(isByRemainders) ? [...ends, ...WHOLE_NUMBERS] : placesAround(ends)
  if (places.length === 0) return false
  return places.every((place) => {
    const [left, right] = [valuesAt(gold, name, place, c), valuesAt(prediction, name, place, c)]
    const same = (a: Tree, b: Tree) => sameTree(a, b) || equalValues(a, b, c)
    return left.length === 0 || right.length === 0
      ? left.length === right.length
      : left.every((value) => right.every((other) => same(value, other)))
  })
}

/** The ends of the parts of the line on which a condition holds; false where it is no such condition. */
function collectEnds(condition: Tree, ends: Place[], names: Set<string>, c: Comparison): boolean {
  if (condition.kind === 'logical') return condition.items.every((item) => collectEnds(item, ends, names, c))
  if (condition.kind === 'congruence') {
    const [subject, remainder] = condition.operands
    if (subject?.kind === 'symbol') names.add(subject.name)
    return (
      subject?.kind === 'symbol' && [remainder, condition.modulus].every((part) => part?.kind === 'number')
    )
  }
  if (condition.kind !== 'relation' || !condition.operators.every((operator) => HOLDS[operator])) return false
  return condition.operands.every((operand) => {
    if (operand.kind === 'symbol') {
      names.add(operand.name)
      return true
    }
    const at = numberOf(operand, c)
    if (at !== undefined) ends.push({ tree: operand, at })
    return at !== undefined
  })
}

const numberOf = (tree: Tree, c: Comparison): number | undefined => {
  const value = symbolsOf(tree).size === 0 ? evaluateNumeric(tree, NOWHERE, c.work) : undefined
  return value?.im === 0 ? value.re : undefined
}

const NOWHERE = { values: new Map<string, number>(), realOnly: true }

/** All ends, and several places between each two and beyond the last; none where no condition has an end, as y > y. */
function placesAround(ends: readonly Place[]): readonly Place[] {
  const sorted = [...ends].sort((a, b) => a.at - b.at)
  const [first, last] = [sorted[0], sorted.at(-1)]
  if (first === undefined || last === undefined) return []
  const places = sorted.flatMap((end, index) => {
    const next = sorted[index + 1]?.at ?? end.at
    return [end, ...SHARES.map((share) => plain(end.at + share * (next - end.at)))]
  })
  return [...places, ...BEYOND.flatMap((step) => [plain(first.at - step), plain(last.at + step)])]
}

const isByRemainders = (tree: Tree): boolean =>
  isCases(tree) &&
  tree.rows.some(([, condition]) => condition !== undefined && mentions(condition, 'congruence'))

/** Where cases by remainders are compared. */
const WHOLE_NUMBERS: readonly Place[] = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 25, 26, 47, 60, 83, 98].map(
  (at) => ({ tree: whole(at), at }),
)

const SHARES = [0.013, 0.217, 0.371, 0.529, 0.683, 0.871, 0.991]
const BEYOND = [0.017, 0.413, 1.371, 3.217, 11.93, 97.31]

const plain = (at: number): Place => {
  const value = rational(BigInt(Math.round(at * 1_000_000)), 1_000_000n)!
  return { tree: number(value), at: Math.round(at * 1_000_000) / 1_000_000 }
}

/** The value at a place; several, which must be one, where cases overlap. */
function valuesAt(tree: Tree, name: string, place: Place, c: Comparison): readonly Tree[] {
  spend(c.work, 2)
  if (!isCases(tree)) return [substitute(tree, name, place.tree)]
  const isLast = (condition: Tree | undefined) => !condition || isOtherwise(condition)
  const holding = tree.rows.filter(
    ([, condition]) => condition && !isOtherwise(condition) && holdsAt(withoutIf(condition), place, c),
  )
  const rows = holding.length > 0 ? holding : tree.rows.filter(([, condition]) => isLast(condition))
  return rows.map(([value]) => substitute(value!, name, place.tree))
}

function holdsAt(condition: Tree, place: Place, c: Comparison): boolean {
  if (condition.kind === 'logical')
    return condition.operator === 'or'
      ? condition.items.some((item) => holdsAt(item, place, c))
      : condition.items.every((item) => holdsAt(item, place, c))
  if (condition.kind === 'congruence') {
    const [remainder, modulus] = [condition.operands[1]!, condition.modulus].map((part) => numberOf(part, c)!)
    return (place.at - remainder!) % modulus! === 0
  }
  const { operands, operators } = condition as Tree & { kind: 'relation' }
  const values = operands.map((operand) => (operand.kind === 'symbol' ? place.at : numberOf(operand, c)!))
  return operators.every((operator, index) => HOLDS[operator]!(values[index]!, values[index + 1]!))
}

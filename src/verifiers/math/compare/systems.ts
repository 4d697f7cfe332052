import type { Relation } from '../tree.js'
import { negative, symbol, type Tree } from '../tree.js'
import { isApplication, sameTree, symbolsOf } from '../tree-queries.js'
import { isUsuallyComplex } from './complex-letters.js'
import type { Comparison, Equal } from './context.js'
import { isEquation, isRelation } from './equations.js'
import { isCollection, sameItems, sameOrder } from './sets.js'

export type System = Tree & { kind: 'logical' }

/**
 * `x = 1, y = 2` against another such system, or against the values alone: as a point, `(1, 2)` or `1, 2` in the order
 * of the names; but `x = 1 or x = 2` as a set of values.
 */
export function equalSystems(gold: Tree, prediction: Tree, equal: Equal, c: Comparison): boolean {
  if (gold.kind === 'logical' && prediction.kind === 'logical') {
    if (isAlternatives(gold, c) && isAlternatives(prediction, c)) {
      if (sameItems(gold.items, prediction.items, equal, c)) return true
      return (
        !(isPoint(gold, c) && isPoint(prediction, c)) && equal(valuesOf(gold, c), valuesOf(prediction, c))
      )
    }
    return sameJoint(gold, prediction) && sameItems(gold.items, prediction.items, equal, c)
  }
  const goldIsSystem = gold.kind === 'logical'
  const system = (goldIsSystem ? gold : prediction) as System
  const other = goldIsSystem ? prediction : gold
  if (!isCollection(other)) return false
  const points = pointsOf(system, c)
  if (points) return goldIsSystem ? equal(points, other) : equal(other, points)
  const inOrder = (items: readonly Tree[], values: readonly Tree[]) =>
    goldIsSystem ? sameOrder(values, items, equal) : sameOrder(items, values, equal)
  if (isPoint(system, c)) {
    if (other.kind === 'bracketed' && other.open === '(' && other.close === ')')
      return inOrder(other.items, valuesOf(byCoordinate(system), c).items)
    if (other.kind === 'list' && other.joint === undefined && inOrder(other.items, valuesOf(system, c).items))
      return true
  }
  if (other.kind === 'bracketed' || !isAlternatives(system, c)) return false
  const values = valuesOf(system, c)
  return goldIsSystem ? equal(values, other) : equal(other, values)
}

/** Values that one name may have. */
export interface Alternatives {
  readonly name: Tree
  readonly values: readonly Tree[]
  /** `x_1 = 3, x_2 = -3`: by indices of the name. */
  readonly isIndexed?: boolean
}

/** `x_1 = 1`, `x_2 = 2`: the roots of an equation in x, counted. */
const areIndexed = (items: readonly Tree[]): boolean =>
  items.length > 1 &&
  items.every(
    (item, index) =>
      isRelation(item) &&
      isSymbol(nameOf(item)) &&
      (nameOf(item) as { name: string }).name === `${letterOf(items[0]!)}_${index + 1}`,
  )

/**
 * The values of `x = 3 or x = -3`, `x = 3 and x = -3`, `x = ±3`, `x ∈ {3, -3}`: whatever joins them, one name cannot have two
 * values at once. `undefined` for anything else.
 */
export function alternativesOf(tree: Tree): Alternatives | undefined {
  if (tree.kind === 'logical') {
    const points = pointsOfNames(tree)
    if (points) return points
    const [first, ...others] = tree.items.map(
      (item) => alternativesOf(item) ?? (isSystem(item) ? undefined : item),
    )
    if (first === undefined || 'kind' in first) return undefined
    const isIndexed = areIndexed(tree.items)
    let { values } = first
    for (const other of others) {
      // "k = 2, −2" goes on without the name.
      if (other === undefined || (!('kind' in other) && !isIndexed && !sameTree(other.name, first.name)))
        return undefined
      values = [...values, ...('kind' in other ? [other] : other.values)]
    }
    return isIndexed
      ? { name: symbol(letterOf(tree.items[0]!)!), values, isIndexed }
      : { name: first.name, values }
  }
  if (!isRelation(tree) || tree.operators.length !== 1) return undefined
  const [name, value] = tree.operands as [Tree, Tree]
  if (name.kind === 'call' && name.name === 'abs' && tree.operators[0] === '=')
    return valuesOfSize(name.arguments[0]!, value)
  if (name.kind === 'set' && value.kind === 'set' && tree.operators[0] === '=') return inAnyOrder(name, value)
  if (!isSymbol(name) && !isApplication(name) && !isPointOfNames(name)) return undefined
  if (value.kind === 'symbol' && isSymbol(name) && value.name === name.name) return undefined
  if (tree.operators[0] === 'in') return value.kind === 'set' ? { name, values: value.items } : undefined
  if (tree.operators[0] !== '=') return undefined
  return { name, values: value.kind === 'list' || value.kind === 'set' ? value.items : [value] }
}

/** (1, 4) and (4, 1) of {x, y} = {1, 4}. */
function inAnyOrder(
  names: Tree & { kind: 'set' },
  { items }: Tree & { kind: 'set' },
): Alternatives | undefined {
  if (names.items.length !== 2 || items.length !== 2 || !names.items.every(isSymbol)) return undefined
  const [a, b] = items as [Tree, Tree]
  const name = pointOf([...names.items].sort((one, other) => (symbolName(one) < symbolName(other) ? -1 : 1)))!
  return { name, values: [pointOf([a, b])!, pointOf([b, a])!] }
}

/** 6 and −6 of |k| = 6; but z and w may be complex, and A a matrix or a set. */
const valuesOfSize = (name: Tree, size: Tree): Alternatives | undefined =>
  isSymbol(name) &&
  /^[a-z]$/.test(name.name) &&
  !isUsuallyComplex(name.name) &&
  SIZES.has(size.kind) &&
  symbolsOf(size).size === 0
    ? { name, values: [size, negative(size)] }
    : undefined

const SIZES: ReadonlySet<Tree['kind']> = new Set(['number', 'quotient', 'product', 'call', 'constant'])

/** `a = 2, b = 3 or a = 3, b = 2` as (a, b) = (2, 3) or (3, 2), by the alphabet. */
function pointsOfNames({ items, operator }: System): Alternatives | undefined {
  if (operator !== 'or' || items.some((item) => item.kind !== 'logical' || item.operator === 'or'))
    return undefined
  const systems = (items as readonly System[]).map((system) =>
    system.items
      .map((item) => (isRelation(item) && item.operators.join() === '=' ? item.operands : []))
      .sort(([a], [b]) => (a?.kind === 'symbol' && b?.kind === 'symbol' && a.name < b.name ? -1 : 1)),
  )
  const [name, ...others] = systems.map((system) => pointOf(system.map(([left]) => left)))
  const values = systems.map((system) => pointOf(system.map(([, right]) => right)))
  return name &&
    isPointOfNames(name) &&
    others.every((other) => other && sameTree(other, name)) &&
    areTrees(values)
    ? { name, values }
    : undefined
}

const areTrees = (trees: readonly (Tree | undefined)[]): trees is readonly Tree[] =>
  trees.every((tree) => tree !== undefined)

const pointOf = (items: readonly (Tree | undefined)[]): Tree | undefined =>
  areTrees(items) ? { kind: 'bracketed', open: '(', close: ')', items } : undefined

/** `p = 5, q = 2 or p = 7, q = 2` as points. */
function pointsOf(system: System, c: Comparison): Tree | undefined {
  if (system.operator !== 'or' || !system.items.every((item) => item.kind === 'logical' && isPoint(item, c)))
    return undefined
  const items = system.items.map(
    (item): Tree => ({
      kind: 'bracketed',
      open: '(',
      close: ')',
      items: valuesOf(byCoordinate(item as System), c).items,
    }),
  )
  return { kind: 'list', items }
}

/** A comma joins as "and" does. */
const sameJoint = (gold: System, prediction: System): boolean =>
  (gold.operator === 'or') === (prediction.operator === 'or')

/** Equations of names that differ, all of which hold. */
const isPoint = ({ items, operator }: System, c: Comparison): boolean =>
  operator !== 'or' &&
  items.every(
    (item, index) =>
      isRelation(item) &&
      isEquation(item, c) &&
      !items.slice(0, index).some((other) => sameTree(nameOf(other), nameOf(item))),
  )

/** `x = 1 or x = 2`, `x_1 = 1, x_2 = 2`, `x = 1, 2`: values of one letter. */
const isAlternatives = ({ items }: System, c: Comparison): boolean =>
  items.every((item) =>
    isRelation(item) ? isEquation(item, c) && letterOf(item) === letterOf(items[0]!) : !isSystem(item),
  ) && letterOf(items[0]!) !== undefined

const isSystem = (tree: Tree): boolean => tree.kind === 'logical' || tree.kind === 'relation'

const nameOf = (item: Tree): Tree => (item as Relation).operands[0]!

/** x of `x = 1` and of `x_1 = 1`; x,y of `(x, y) = (1, 2)`. */
function letterOf(item: Tree): string | undefined {
  const name = isRelation(item) ? nameOf(item) : item
  if (name.kind === 'bracketed')
    return name.items.every(isSymbol) ? name.items.map(symbolName).join() : undefined
  return isSymbol(name) ? name.name.split('_')[0] : undefined
}

/** (x, y) of `(x, y) = (1, 2) or (2, 1)`. */
const isPointOfNames = (tree: Tree): boolean => tree.kind === 'bracketed' && tree.items.every(isSymbol)

const isSymbol = (tree: Tree): tree is Tree & { kind: 'symbol' } => tree.kind === 'symbol'

const symbolName = (tree: Tree & { kind: 'symbol' }): string => tree.name

/** What the equations say, as a list. */
function valuesOf({ items }: Pick<System, 'items'>, c: Comparison): Tree & { kind: 'list' } {
  const values = items.flatMap((item) => {
    const value = isRelation(item) && isEquation(item, c) ? item.operands.at(-1)! : item
    return value.kind === 'list' || value.kind === 'set' ? value.items : [value]
  })
  return { kind: 'list', items: values }
}

/** `y = 3, x = 5` is the point (5, 3). */
function byCoordinate({ items }: System): Pick<System, 'items'> {
  const coordinate = (item: Tree): number => {
    const name = nameOf(item)
    return name.kind === 'symbol' ? 'xyz'.indexOf(name.name) : -1
  }
  return items.every((item) => coordinate(item) >= 0)
    ? { items: [...items].sort((a, b) => coordinate(a) - coordinate(b)) }
    : { items }
}

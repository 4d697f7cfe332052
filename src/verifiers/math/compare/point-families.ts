import { negative, number, sum, symbol, type Tree, whole } from '../tree.js'
import { substitute, symbolsOf } from '../tree-queries.js'
import { evaluateExact } from '../values/evaluate-exact.js'
import {
  add,
  divide,
  isInteger,
  multiply,
  negate,
  type Rational,
  subtract,
  ZERO,
} from '../values/rational.js'
import type { Comparison } from './context.js'
import { vectorName } from './named-sets-and-points.js'

/** Points in even steps: a start, and a direction for every parameter. */
interface Flat {
  readonly names: readonly string[] | undefined
  readonly start: readonly Rational[]
  readonly directions: readonly (readonly Rational[])[]
  /** Whether the parameters run through the integers only, where that is said. */
  readonly isGrid?: boolean
}

/** What parameters are called. */
const PARAMETER = /^(?:[rstuvkmnlc]|lambda|mu|alpha|beta|t_\d|s_\d|c_\d)$/

/**
 * Whether an answer is written as a set of points: (1, 2) + t(3, 4), `\\{(t, 2t) : t \\in \\mathbb{R}\\}`, a span, x − 1 = y = 2 − z, three
 * coordinates with a parameter. The pair (k, 3 − u) is a pair, and `x = 1 + 3t, y = 2 + 4t` may be where something is at time t.
 */
export function showsFlat(tree: Tree): boolean {
  switch (tree.kind) {
    case 'conditioned':
    case 'comprehension':
      return (
        tree.conditions.length === 0 ||
        tree.conditions.some(
          (condition) => condition.kind === 'relation' && condition.operators.join() === 'in',
        )
      )
    case 'call':
      return tree.name === 'span'
    case 'sum':
      return tree.terms.some(isStep)
    case 'product':
      return isStep(tree)
    case 'relation':
      return (
        tree.operators.every((operator) => operator === '=') &&
        (tree.operands.length > 2 || showsFlat(tree.operands[1]!))
      )
    case 'logical':
      return tree.operator !== 'or' && tree.items.length === 3 && pointOf(tree)?.names?.join() === 'x,y,z'
    default:
      return false
  }
}

/** t(3, 4). */
const isStep = (tree: Tree): boolean =>
  tree.kind === 'negative'
    ? isStep(tree.operand)
    : tree.kind === 'product' &&
      tree.factors.some((factor) => itemsOf(factor) !== undefined) &&
      tree.factors.some((factor) => factor.kind === 'symbol' && PARAMETER.test(factor.name))

/**
 * Whether two lines, planes or grids of points are the same, wherever they start and however long their directions are:
 * (1, 0, 2) + t(1, 1, −1), `x = 1 + t, y = t, z = 2 - t`, the span of vectors.
 *
 * @returns `undefined` where one side is none
 */
export function equalFlats(gold: Tree, prediction: Tree, c: Comparison): boolean | undefined {
  const [left, right] = [flatOf(gold, c), flatOf(prediction, c)]
  if (!left !== !right) return solves((left ?? right)!, left ? prediction : gold, c) || undefined
  if (!left || !right || left.start.length !== right.start.length) return undefined
  if (left.isGrid !== undefined && right.isGrid !== undefined && left.isGrid !== right.isGrid) return false
  if (left.names && right.names && left.names.join() !== right.names.join()) return undefined
  const between = left.start.map((value, index) => subtract(right.start[index]!, value))
  if (left.isGrid || right.isGrid) return sameGrid(left, right, between)
  const basis = basisOf(left.directions)
  return (
    basisOf(right.directions).length === basis.length &&
    [...right.directions, between].every((vector) => reduced(vector, basis).every(isZero))
  )
}

/** Whether (5, 0, 0) + s(−2, 1, 0) + t(2, 0, 1) is all of x + 2y − 2z = 5, and a line all that solves two such equations. */
function solves({ names, start, directions, isGrid }: Flat, tree: Tree, c: Comparison): boolean {
  const system = equationsOf(tree)
  const letters = system?.letters ?? names ?? (start.length < 4 ? ['x', 'y', 'z'].slice(0, start.length) : [])
  if (!system || isGrid || letters.length !== start.length || (names && names.join() !== letters.join()))
    return false
  const normals: Rational[][] = []
  for (const equation of system.equations) {
    const at = (point: readonly (number | Rational)[]) =>
      evaluateExact(
        letters.reduce((part, letter, index) => substitute(part, letter, numberOf(point[index]!)), equation),
        c.work,
      )
    const axes = letters.map((_, axis) => axis)
    const along = (step: number) => axes.map((axis) => at(axes.map((other) => (other === axis ? step : 0))))
    const [origin, ones, far] = [at(axes.map(() => 0)), along(1), along(-3)]
    const mixed = at(axes.map((axis) => axis + 2))
    if (!origin || !mixed || [...ones, ...far].includes(undefined)) return false
    const normal = ones.map((value) => subtract(value!, origin))
    const isLinear =
      normal.every((slope, axis) => same(far[axis]!, add(origin, times(slope, -3)))) &&
      same(
        mixed,
        normal.reduce((total, slope, axis) => add(total, times(slope, axis + 2)), origin),
      )
    const holds = at(start)
    if (!isLinear || !holds || !isZero(holds) || !directions.every((step) => isZero(scalar(normal, step))))
      return false
    normals.push(normal)
  }
  return basisOf(normals).length + basisOf(directions).length === start.length
}

/** What must be 0, and the letters of the points: of an equation, two of them, or `\{(x, y, z) : …\}`. */
function equationsOf(
  tree: Tree,
): { readonly equations: readonly Tree[]; readonly letters?: readonly string[] } | undefined {
  if (tree.kind === 'comprehension') {
    const letters = itemsOf(tree.image)?.map((item) => (item.kind === 'symbol' ? item.name : ''))
    const inner = equationsOf({ kind: 'logical', operator: 'and', items: tree.conditions })
    return letters && inner && { letters, equations: inner.equations }
  }
  const items = tree.kind === 'logical' && tree.operator !== 'or' ? tree.items : [tree]
  const equations = items.map((item) =>
    item.kind === 'relation' && item.operators.join() === '='
      ? sum(item.operands[0]!, negative(item.operands[1]!))
      : undefined,
  )
  return equations.length > 0 && equations.every((equation) => equation !== undefined)
    ? { equations }
    : undefined
}

const numberOf = (value: number | Rational): Tree =>
  typeof value === 'number' ? whole(value) : number(value)
const times = (value: Rational, factor: number): Rational => multiply(value, { n: BigInt(factor), d: 1n })
const scalar = (a: readonly Rational[], b: readonly Rational[]): Rational =>
  a.reduce((total, value, index) => add(total, multiply(value, b[index]!)), ZERO)

/** `isDeclared`, where a condition says what the parameters are, whatever they are called. */
function flatOf(tree: Tree, c: Comparison, isDeclared = false): Flat | undefined {
  if (tree.kind === 'conditioned') {
    const flat = flatOf(tree.body, c, true)
    const memberships = tree.conditions.map((condition) => membershipOf(condition, symbolsOf(tree.body)))
    if (!flat || memberships.includes(undefined)) return undefined
    return { ...flat, isGrid: memberships.includes('integer') }
  }
  if (tree.kind === 'comprehension')
    return flatOf({ kind: 'conditioned', body: tree.image, conditions: tree.conditions }, c)
  if (tree.kind === 'call' && tree.name === 'span') return spanOf(tree.arguments, c)
  const point = pointOf(tree)
  if (!point) return undefined
  const known = new Set(point.items.flatMap((item) => [...symbolsOf(item).keys()]))
  const parameters = [...known].filter((name) => !point.names?.includes(name))
  if (
    parameters.length === 0 ||
    parameters.length > 3 ||
    !parameters.every((name) => isDeclared || PARAMETER.test(name))
  )
    return undefined
  const at = (place: ReadonlyMap<string, number>) =>
    point.items.map((item) => {
      const value = parameters.reduce(
        (part, name) => substitute(part, name, whole(place.get(name) ?? 0)),
        item,
      )
      return evaluateExact(value, c.work)
    })
  const start = at(new Map())
  const steps = parameters.map((name) => [1, 2, -3].map((place) => at(new Map([[name, place]]))))
  const mixed = at(new Map(parameters.map((name) => [name, 1])))
  if ([start, mixed, ...steps.flat()].some((values) => values.includes(undefined))) return undefined
  const directions = steps.map(([one]) => one!.map((value, index) => subtract(value!, start[index]!)))
  const isLine = steps.every(([, two, far], which) =>
    start.every((value, index) => {
      const step = directions[which]![index]!
      return (
        same(two![index]!, add(value!, twice(step))) &&
        same(far![index]!, subtract(value!, add(step, twice(step))))
      )
    }),
  )
  const total = start.map((value, index) => directions.reduce((end, step) => add(end, step[index]!), value!))
  if (!isLine || !total.every((value, index) => same(value, mixed[index]!))) return undefined
  if (basisOf(directions).length === start.length) return undefined
  return { names: point.names, start: start as Rational[], directions }
}

const twice = (value: Rational): Rational => add(value, value)
const same = (a: Rational, b: Rational): boolean => a.n === b.n && a.d === b.d
const isZero = (value: Rational): boolean => value.n === 0n

/** ℝ or ℤ, where a condition says that parameters lie there. */
const membershipOf = (
  tree: Tree,
  parameters: ReadonlyMap<string, boolean>,
): 'real' | 'integer' | undefined =>
  tree.kind === 'relation' &&
  [...symbolsOf(tree).keys()].every((name) => parameters.has(name)) &&
  tree.operators.join() === 'in' &&
  tree.operands[1]!.kind === 'namedSet'
    ? tree.operands[1]!.name === 'real' || tree.operands[1]!.name === 'integer'
      ? tree.operands[1]!.name
      : undefined
    : undefined

/** `span{(1, 0), (0, 1)}`. */
function spanOf(args: readonly Tree[], c: Comparison): Flat | undefined {
  const vectors = args.flatMap((part) => (part.kind === 'set' || part.kind === 'list' ? part.items : [part]))
  const directions = vectors.map((vector) => itemsOf(vector)?.map((item) => evaluateExact(item, c.work)))
  const [first] = directions
  if (!first || directions.some((items) => items?.length !== first.length || items.includes(undefined)))
    return undefined
  return {
    names: undefined,
    start: first.map(() => ZERO),
    directions: directions as readonly (readonly Rational[])[],
  }
}

/** The coordinates of a point with their names: of a tuple, a column, a system, r = …, x − 1 = y = 2 − z. */
function pointOf(
  tree: Tree,
): { readonly names?: readonly string[]; readonly items: readonly Tree[] } | undefined {
  const items = itemsOf(tree)
  if (items) return { items }
  if (tree.kind === 'relation' && tree.operators.every((operator) => operator === '=')) {
    const [left, right] = tree.operands as [Tree, Tree]
    const own = tree.operands.length === 2 ? itemsOf(right) : undefined
    const names = itemsOf(left)?.map((name) => (name.kind === 'symbol' ? name.name : ''))
    if (own && (left.kind === 'symbol' || vectorName(left) !== undefined || (names && !names.includes(''))))
      return { ...(names && { names }), items: own }
    return symmetric(tree.operands)
  }
  if (tree.kind !== 'logical' || tree.operator === 'or' || tree.items.length < 2) return undefined
  const named = tree.items.map((item) =>
    item.kind === 'relation' && item.operators.join() === '=' && item.operands[0]!.kind === 'symbol'
      ? { name: item.operands[0]!.name, value: item.operands[1]! }
      : undefined,
  )
  if (!named.every((item) => item !== undefined)) return undefined
  const sorted = named.every(({ name }) => /^[xyz]$/.test(name))
    ? [...named].sort((a, b) => (a.name < b.name ? -1 : 1))
    : named
  return { names: sorted.map(({ name }) => name), items: sorted.map(({ value }) => value) }
}

function itemsOf(tree: Tree): readonly Tree[] | undefined {
  if (tree.kind === 'bracketed' && tree.open === '(' && tree.close === ')') return tree.items
  if (tree.kind !== 'matrix' || tree.form !== undefined) return undefined
  return tree.rows.every((row) => row.length === 1) ? tree.rows.flat() : undefined
}

/** `x - 1 = y = 2 - z`: each member, linear in a coordinate of its own, is the parameter. */
function symmetric(
  members: readonly Tree[],
): { readonly names: readonly string[]; readonly items: readonly Tree[] } | undefined {
  const names = members.map((member) => [...symbolsOf(member).keys()].join())
  if (members.length < 3 || names.join() !== ['x', 'y', 'z'].slice(0, names.length).join()) return undefined
  const items = members.map((member, index) => solvedForCoordinate(member, names[index]!))
  return items.every((item) => item !== undefined) ? { names, items } : undefined
}

/** (x − 1)/2 = t as x = 1 + 2t. */
function solvedForCoordinate(member: Tree, name: string): Tree | undefined {
  const t = symbol('t')
  const invert = (inside: Tree, outside: Tree): Tree | undefined => {
    switch (inside.kind) {
      case 'symbol':
        return outside
      case 'negative':
        return invert(inside.operand, negative(outside))
      case 'sum': {
        const part = inside.terms.find((term) => symbolsOf(term).has(name))!
        return invert(part, sum(outside, ...inside.terms.filter((term) => term !== part).map(negative)))
      }
      case 'quotient':
        return symbolsOf(inside.denominator).size === 0
          ? invert(inside.numerator, { kind: 'product', factors: [outside, inside.denominator] })
          : undefined
      case 'product': {
        const part = inside.factors.find((factor) => symbolsOf(factor).has(name))!
        const others = inside.factors.filter((factor) => factor !== part)
        return invert(part, {
          kind: 'quotient',
          numerator: outside,
          denominator: { kind: 'product', factors: others },
        })
      }
      default:
        return undefined
    }
  }
  return invert(member, t)
}

/** Vectors in echelon form. */
function basisOf(vectors: readonly (readonly Rational[])[]): readonly (readonly Rational[])[] {
  const basis: (readonly Rational[])[] = []
  for (const vector of vectors) {
    const rest = reduced(vector, basis)
    if (!rest.every(isZero)) basis.push(rest)
  }
  return basis
}

/** What is left of a vector when multiples of the basis are taken away. */
const reduced = (vector: readonly Rational[], basis: readonly (readonly Rational[])[]): readonly Rational[] =>
  basis.reduce((rest, other) => {
    const pivot = other.findIndex((value) => !isZero(value))
    const factor = negate(divide(rest[pivot]!, other[pivot]!)!)
    return rest.map((value, index) => add(value, multiply(factor, other[index]!)))
  }, vector)

/** One direction: the same or its opposite, from a start that is so many steps away. */
function sameGrid(left: Flat, right: Flat, between: readonly Rational[]): boolean {
  const [step, other] = [left.directions[0]!, right.directions[0]!]
  if (left.directions.length !== 1 || right.directions.length !== 1) return false
  const isStep =
    step.every((value, index) => same(value, other[index]!)) ||
    step.every((value, index) => same(negate(value), other[index]!))
  const pivot = step.findIndex((value) => !isZero(value))
  if (!isStep || pivot < 0) return false
  const steps = divide(between[pivot]!, step[pivot]!)!
  return isInteger(steps) && between.every((value, index) => same(value, multiply(steps, step[index]!)))
}

import {
  call,
  children,
  mapChildren,
  negative,
  power,
  product,
  quotient,
  sum,
  type Tree,
  whole,
} from '../tree.js'
import { mentions } from '../tree-queries.js'
import { spend, type Work } from '../work.js'
import type { Comparison } from './context.js'
import { smallNumbers } from './small-numbers.js'
import { equalValues } from './values.js'

/**
 * Whether two expressions of vectors are the same: a·b is not |a||b|, a × b not b × a. Each vector becomes three numbers, for two
 * choices of these.
 *
 * @returns `undefined` where there are no vectors, or where they are combined as vectors cannot be
 */
export function equalForVectors(gold: Tree, prediction: Tree, c: Comparison): boolean | undefined {
  if (!mentions(gold, 'vector') && !mentions(prediction, 'vector')) return undefined
  const names = vectorsIn(prediction, vectorsIn(gold, new Set()))
  if (names.size === 0) return undefined
  for (const round of [0, 1]) {
    const [left, right] = [gold, prediction].map((tree) => evaluated(tree, names, round, c.work))
    if (!left || !right) return undefined
    if (left.length !== right.length) return undefined
    if (!left.every((value, index) => equalValues(value, right[index]!, c))) return false
  }
  return true
}

function vectorsIn(tree: Tree, found: Set<string>): Set<string> {
  if (tree.kind === 'symbol' && tree.isVector) found.add(tree.name)
  for (const child of children(tree)) vectorsIn(child, found)
  return found
}

/** A number, or the three components of a vector. */
type Value = readonly Tree[]

function evaluated(tree: Tree, names: ReadonlySet<string>, round: number, work: Work): Value | undefined {
  spend(work, 4)
  const parts = () => {
    const values = children(tree).map((child) => evaluated(child, names, round, work))
    return values.every((value) => value !== undefined) ? values : undefined
  }
  switch (tree.kind) {
    case 'symbol':
      return names.has(tree.name) ? componentsFor(tree.name, round) : [tree]
    case 'bracketed':
      return tree.items.length === 3 && tree.open === '(' ? tree.items : undefined
    case 'negative':
      return evaluated(tree.operand, names, round, work)?.map(negative)
    case 'sum': {
      const terms = parts()
      return terms?.every((term) => term.length === terms[0]!.length)
        ? terms[0]!.map((_, axis) => sum(...terms.map((term) => term[axis]!)))
        : undefined
    }
    case 'product':
      return parts()?.reduce<Value | undefined>((left, right) => left && multiplied(left, right), [whole(1)])
    case 'quotient': {
      const [above, below] = parts() ?? []
      return below?.length === 1 ? above!.map((value) => quotient(value, below[0]!)) : undefined
    }
    case 'power': {
      const [base, exponent] = parts() ?? []
      if (!base || exponent?.length !== 1) return undefined
      if (base.length === 1) return [power(base[0]!, exponent[0]!)]
      return tree.exponent.kind === 'number' && tree.exponent.value.n === 2n
        ? multiplied(base, base)
        : undefined
    }
    case 'call':
      return ofCall(tree, parts())
    default:
      return children(tree).length === 0 ? [tree] : undefined
  }
}

/** Two vectors side by side are multiplied to a number. */
function multiplied(left: Value, right: Value): Value | undefined {
  if (left.length === 1) return right.map((value) => product(left[0]!, value))
  if (right.length === 1) return left.map((value) => product(value, right[0]!))
  return left.length === right.length ? [dot(left, right)] : undefined
}

const dot = (left: Value, right: Value): Tree =>
  sum(...left.map((value, axis) => product(value, right[axis]!)))

function ofCall(tree: Tree & { kind: 'call' }, args: readonly Value[] | undefined): Value | undefined {
  const [first, second, third] = args ?? []
  switch (tree.name) {
    case 'abs':
      return first?.length === 3
        ? [call('root', dot(first, first), whole(2))]
        : first && [call('abs', first[0]!)]
    case 'dot':
      return first && second && multiplied(first, second)
    case 'cross':
      return first?.length === 3 && second?.length === 3 ? cross(first, second) : undefined
    case 'triple':
      return first?.length === 3 && second?.length === 3 && third?.length === 3
        ? [dot(first, cross(second, third))]
        : undefined
    default:
      return args?.every((value) => value.length === 1)
        ? [mapChildren(tree, (child) => args[tree.arguments.indexOf(child)]![0]!)]
        : undefined
  }
}

const cross = ([a, b, c]: Value, [d, e, f]: Value): Value =>
  [[b, f, c, e], [c, d, a, f], [a, e, b, d]].map(([p, q, r, s]) =>
    sum(product(p!, q!), negative(product(r!, s!))),
  ) // biome-ignore format: a row a component

/** The vector from A to B is what leads to B without what leads to A, so that AB + BC is AC. */
function componentsFor(name: string, round: number): Value {
  const [, from, to] = /^vec ([A-Z]\d?)_?([A-Z]\d?)$/.exec(name) ?? []
  if (from && to) {
    const start = componentsFor(from, round)
    return componentsFor(to, round).map((value, axis) => sum(value, negative(start[axis]!)))
  }
  const next = smallNumbers(name, 11 + round * 97, 9)
  return [next(), next(), next()]
}

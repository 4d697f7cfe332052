import {
  children,
  mapChildren,
  negative,
  number,
  quotient,
  type Relation,
  sum,
  type Tree,
  whole,
} from '../tree.js'
import { isApplication, sameTree, substitute, symbolsOf } from '../tree-queries.js'
import { slopeOf } from '../values/slopes.js'
import type { Comparison } from './context.js'
import { equalRelations } from './relations.js'
import { equalValues } from './values.js'

/** Most places at which an equation looks at its function. */
const MOST = 4

/**
 * `f(x + 4) = f(x)` and `f(t) = f(t - 4)`: an equation for all x says the same with another number in the place of x. With the
 * function at one place only, the answer has to say what f is: f(x) = x + 1 answers for f(x - 1) = x, and not the other way round.
 */
export function equalWhenShifted(gold: Relation, prediction: Relation, c: Comparison): boolean {
  const [own, other] = [placesIn(gold), placesIn(prediction)]
  if (!own || !other || own.name !== other.name || own.places.length !== other.places.length) return false
  if (other.places.length === 1 && other.places[0]!.kind !== 'symbol') return false
  if (own.letter !== other.letter && symbolsOf(prediction).has(own.letter)) return false
  return other.places.some((place) => {
    const slope = slopeOf(place, other.letter, c.work)
    if (!slope) return false
    const start = substitute(place, other.letter, whole(0))
    const shift = quotient(sum(own.places[0]!, negative(start)), number(slope))
    const moved = withPlaces(substitute(prediction, other.letter, shift), own.places, c)
    return moved !== undefined && equalRelations(gold, moved as Relation, c)
  })
}

/** The equation with the places of the other one, as that writes them; `undefined` where it has another. */
function withPlaces(tree: Tree, places: readonly Tree[], c: Comparison): Tree | undefined {
  if (isApplication(tree)) {
    const place = places.find((other) => equalValues(other, tree.arguments[1]!, c))
    return place && { ...tree, arguments: [tree.arguments[0]!, place] }
  }
  const parts = children(tree).map((child) => withPlaces(child, places, c))
  let at = 0
  return parts.includes(undefined) ? undefined : mapChildren(tree, () => parts[at++]!)
}

interface Places {
  /** f. */
  readonly name: string
  /** x, which all places have. */
  readonly letter: string
  readonly places: readonly Tree[]
}

function placesIn(relation: Relation): Places | undefined {
  const found: Tree[] = []
  const names = new Set<string>()
  collect(relation, found, names)
  const [name, ...others] = names
  const places = found.filter((place, at) => found.findIndex((other) => sameTree(place, other)) === at)
  if (others.length > 0 || places.length === 0 || places.length > MOST) return undefined
  const [letter, ...more] = [...symbolsOf(places[0]!).keys()].filter(
    (one) => LETTER.test(one) && places.every((place) => symbolsOf(place).has(one)),
  )
  return letter !== undefined && more.length === 0 ? { name: name!, letter, places } : undefined
}

const LETTER = /^[nr-z]$/

function collect(tree: Tree, places: Tree[], names: Set<string>): void {
  if (isApplication(tree)) {
    const [name, place, ...more] = tree.arguments
    if (place && more.length === 0 && name!.kind === 'symbol') {
      places.push(place)
      names.add(name!.name)
    } else names.add('').add(' ')
  }
  for (const child of children(tree)) collect(child, places, names)
}

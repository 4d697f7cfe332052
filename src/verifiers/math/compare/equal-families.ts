import { negative, sum, symbol, type Tree, whole } from '../tree.js'
import { substitute, symbolsOf } from '../tree-queries.js'
import { evaluateNumeric } from '../values/evaluate-numeric.js'
import { holdsAt } from './conditions-at-integers.js'
import type { Comparison, Equal } from './context.js'
import type { Family } from './integer-families.js'
import { captures, renaming } from './renamed-letters.js'
import { sameItems } from './sets.js'

export function equalFamilies(gold: Family, prediction: Family, equal: Equal, c: Comparison): boolean {
  if (gold.parameters.length !== prediction.parameters.length) return false
  if (gold.natural === prediction.natural && equalRenamed(gold, prediction, equal, c)) return true
  if (gold.parameters.length > 1) return false
  const free = [...gold.images, ...prediction.images].some((image) =>
    [...symbolsOf(image).keys()].some(
      (name) => !gold.parameters.includes(name) && !prediction.parameters.includes(name),
    ),
  )
  return free ? false : sameMembers(gold, prediction, equal, c)
}

/** The same images with another letter, perhaps counted the other way round or from another start. */
function equalRenamed(gold: Family, prediction: Family, equal: Equal, c: Comparison): boolean {
  const rename = (tree: Tree) => renaming(tree, prediction.parameters, gold.parameters)
  const parts = [...prediction.images, ...prediction.conditions]
  if (parts.some((part) => captures(part, prediction.parameters, gold.parameters))) return false
  const conditions = prediction.conditions.map(rename)
  if (!sameItems(gold.conditions, conditions, equal, c)) return false
  const images = prediction.images.map(rename)
  if (sameItems(gold.images, images, equal, c)) return true
  if (gold.parameters.length > 1 || gold.natural || conditions.length > 0) return false
  const [name] = gold.parameters as [string]
  return [negative(symbol(name)), sum(symbol(name), whole(1)), sum(symbol(name), whole(-1))].some((place) =>
    sameItems(
      gold.images,
      images.map((image) => substitute(image, name, place)),
      equal,
      c,
    ),
  )
}

interface Member {
  readonly at: number
  /** It is the value of the last parameter that was tried, so that others may follow. */
  readonly isLast: boolean
  readonly tree: Tree
}

/** Both families have the same values in the part of the line that both reach. */
function sameMembers(gold: Family, prediction: Family, equal: Equal, c: Comparison): boolean {
  for (const first of gold.natural ? [0, 1] : [-FARTHEST]) {
    for (const start of prediction.natural ? [0, 1] : [-FARTHEST]) {
      const [left, right] = [membersOf(gold, first, c), membersOf(prediction, start, c)]
      if (left && right && agree(left, right, equal)) return true
    }
  }
  return false
}

function agree(left: readonly Member[], right: readonly Member[], equal: Equal): boolean {
  if (left.length < 2 || right.length < 2) return false
  // Far out one family may have stopped where the other goes on.
  const ends = [left, right].flatMap((members) => [members[0]!, members.at(-1)!])
  const lows = [ends[0]!, ends[2]!]
  const highs = [ends[1]!, ends[3]!]
  const all = ends.map(({ at }) => at)
  const low = Math.max(...lows.map(({ at, isLast }) => (isLast ? at : Math.min(...all))))
  const high = Math.min(...highs.map(({ at, isLast }) => (isLast ? at : Math.max(...all))))
  const [a, b] = [inside(left, low, high), inside(right, low, high)]
  if (a.length !== b.length || a.length < 5) return false
  const span = high - low
  if (a.some((member, index) => Math.abs(member.at - b[index]!.at) > 1e-9 * span)) return false
  const step = Math.max(1, Math.floor(a.length / 6))
  return a.every((member, index) => index % step !== 0 || equal(member.tree, b[index]!.tree))
}

const inside = (members: readonly Member[], low: number, high: number): readonly Member[] => {
  const slack = 1e-9 * (high - low)
  return members.filter(({ at }) => at >= low - slack && at <= high + slack)
}

/** The values in order, each once; `undefined` where one cannot be computed. */
function membersOf(family: Family, start: number, c: Comparison): readonly Member[] | undefined {
  const [name] = family.parameters as [string]
  const members: Member[] = []
  for (let k = start; k <= FARTHEST; k++) {
    const holds = family.conditions.map((condition) => holdsAt(condition, name, k, c))
    if (holds.includes(undefined)) return undefined
    if (holds.includes(false)) continue
    for (const image of family.images) {
      const tree = substitute(image, name, whole(k))
      const value = evaluateNumeric(tree, { values: new Map(), realOnly: true }, c.work)
      if (value === undefined || value.im !== 0) return undefined
      members.push({ at: value.re, tree, isLast: Math.abs(k) === FARTHEST })
    }
  }
  members.sort((a, b) => a.at - b.at)
  return members.filter(
    ({ at }, index) => index === 0 || at - members[index - 1]!.at > 1e-12 * (1 + Math.abs(at)),
  )
}

/** k is run through from −FARTHEST to FARTHEST. */
const FARTHEST = 40

import type { Tree } from '../tree.js'
import { symbolsOf } from '../tree-queries.js'
import type { Comparison } from './context.js'
import { isRelationLike } from './equations.js'
import { equalRegions, piecesOf, regionOfRelation, subjectOf } from './sets.js'

export function equalAsRegions(gold: Tree, prediction: Tree, c: Comparison): boolean {
  if (isRelationLike(gold) && isRelationLike(prediction)) {
    const [names, others] = [symbolsOf(gold), symbolsOf(prediction)]
    if (!c.solvesInequalities && gold.kind === 'relation' && prediction.kind === 'relation') return false
    if (names.size !== others.size || [...names.keys()].some((name) => !others.has(name))) return false
    if (c.solvesInequalities && subjectOf(gold) !== subjectOf(prediction)) return false
  }
  const goldIsSet = !isRelationLike(gold)
  const predictionIsSet = !isRelationLike(prediction)
  const isSetRelation = goldIsSet || (predictionIsSet && !c.goldInequalityIsSet)
  if (isSetRelation && !c.allowSetRelation) return false
  const left = goldIsSet ? piecesOf(gold, c) : regionOfRelation(gold, c)
  const right = predictionIsSet ? piecesOf(prediction, c) : regionOfRelation(prediction, c)
  if (left === undefined || right === undefined) return false
  // A contradiction says "no solution", and is no other contradiction.
  if (!c.contradictionsAreEqual && (left.length === 0 || right.length === 0))
    return left.length === right.length && (isEmptySet(gold) || isEmptySet(prediction))
  return equalRegions(left, right, c)
}

const isEmptySet = (tree: Tree): boolean => tree.kind === 'namedSet' && tree.name === 'empty'

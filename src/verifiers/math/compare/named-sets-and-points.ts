import type { Tree } from '../tree.js'
import { isApplication } from '../tree-queries.js'
import { isRelation, isRelationLike } from './equations.js'
import { isSetName } from './propositions.js'
import { isCollection } from './sets.js'
import { coordinatesOf } from './tuples.js'

/** 𝐱 = (2t, t²) on both sides, or on one beside the components alone, as these. */
export function withoutNames(gold: Tree, prediction: Tree): readonly [Tree, Tree] {
  const isLimited = gold.kind === 'conditioned' && prediction.kind === 'conditioned'
  if (
    isLimited ||
    (gold.kind === 'conditioned' && namedVector(prediction)) ||
    (prediction.kind === 'conditioned' && namedVector(gold))
  ) {
    const bodies = withoutNames(bodyOf(gold), bodyOf(prediction))
    return [withBody(gold, bodies[0]), withBody(prediction, bodies[1])]
  }
  const [set, other] = [namedSet(gold), namedSet(prediction)]
  if (set && isCollection(prediction)) return [set, prediction]
  if (other && isCollection(gold)) return [gold, other]
  const [point, offered] = [coordinatesOfPoint(gold), coordinatesOfPoint(prediction)]
  if (point && coordinatesOf(prediction)) return [point, prediction]
  if (offered && coordinatesOf(gold)) return [gold, offered]
  const [left, right] = [namedVector(gold), namedVector(prediction)]
  if (left && right)
    return vectorName(left[0]) === vectorName(right[0]) ? [left[1], right[1]] : [gold, prediction]
  const [own, system] = [curveOf(gold), curveOf(prediction)]
  if (left && system) return [left[1], system]
  if (right && own) return [own, right[1]]
  if (left && isVectorLike(prediction, left[0])) return [left[1], prediction]
  return right && isVectorLike(gold, right[0]) ? [gold, right[1]] : [gold, prediction]
}

const bodyOf = (tree: Tree): Tree => (tree.kind === 'conditioned' ? tree.body : tree)

const withBody = (tree: Tree, body: Tree): Tree => (tree.kind === 'conditioned' ? { ...tree, body } : body)

/** (3 cos t, 2 sin t) of `x = 3\cos t, y = 2\sin t`. */
function curveOf(tree: Tree): Tree | undefined {
  if (tree.kind !== 'logical' || tree.operator === 'or') return undefined
  const named = tree.items.map((item) => {
    if (!isRelation(item) || item.operators.join() !== '=') return undefined
    const [left] = item.operands as [Tree]
    const name = left.kind === 'call' && left.name === 'apply' ? left.arguments[0]! : left
    return name.kind === 'symbol' ? { name: name.name, value: item.operands.at(-1)! } : undefined
  })
  const items = ['x', 'y', 'z']
    .slice(0, named.length)
    .map((name) => named.find((item) => item?.name === name)?.value)
  return items.length === named.length && items.every((item) => item !== undefined)
    ? { kind: 'bracketed', open: '(', close: ')', items }
    : undefined
}

/** The set of `A \cap B = \{x \mid x > 1\}`. */
const namedSet = (tree: Tree): Tree | undefined =>
  isRelation(tree) &&
  tree.operators.join() === '=' &&
  isSetName(tree.operands[0]!) &&
  isCollection(tree.operands[1]!)
    ? tree.operands[1]
    : undefined

/** (3, −2) of P(3, −2), a point with its name. */
function coordinatesOfPoint(tree: Tree): Tree | undefined {
  if (tree.kind !== 'call' || tree.name !== 'apply' || tree.arguments.length < 2) return undefined
  const [name, ...items] = tree.arguments as [Tree, ...Tree[]]
  const inner = items.length === 1 && items[0]!.kind === 'list' ? items[0]!.items : items
  return name.kind === 'symbol' && /^[A-Z]$/.test(name.name) && inner.length > 1
    ? { kind: 'bracketed', open: '(', close: ')', items: inner }
    : undefined
}

/** Components, or what 𝐱(t) may be, such as c₁e^t(1, 0). */
const isVectorLike = (tree: Tree, name: Tree): boolean =>
  coordinatesOf(tree) !== undefined || (isVectorFunction(name) && !isRelationLike(tree))

/** 𝐫 = (1, 2), 𝐫(t) = …, ∇f = (2x, 3y): the name and the vector. */
function namedVector(tree: Tree): readonly [Tree, Tree] | undefined {
  if (tree.kind !== 'relation' || tree.operators.join() !== '=') return undefined
  const [left, right] = tree.operands as [Tree, Tree]
  return isVectorFunction(left) || (vectorName(left) !== undefined && coordinatesOf(right))
    ? [left, right]
    : undefined
}

/** 𝐱(t), whose bracket is read as a factor. */
const isVectorFunction = (tree: Tree): boolean => tree.kind === 'product' && vectorName(tree) !== undefined

/** r of 𝐫 and 𝐫(t), F of 𝐅(x, y), nabla f of ∇f and ∇f(x, y); r of r(t), which is a vector where its value is one. */
export function vectorName(tree: Tree): string | undefined {
  if (tree.kind === 'symbol') return tree.isVector && tree.name
  if (isApplication(tree)) return tree.arguments[0]!.kind === 'symbol' ? tree.arguments[0].name : undefined
  if (tree.kind !== 'product' || tree.factors.length !== 2) return undefined
  const [first, second] = tree.factors as [Tree, Tree]
  if (first.kind !== 'symbol') return undefined
  if (first.name === 'nabla') {
    const name = second.kind === 'symbol' ? second.name : isApplication(second) && vectorName(second)
    return name ? `nabla ${name}` : undefined
  }
  const isArgument =
    second.kind === 'symbol' ? !second.isVector && ARGUMENT.test(second.name) : isPointOfNames(second)
  return first.isVector && isArgument ? first.name : undefined
}

const ARGUMENT = /^(?:[s-z]|theta|lambda)$/

const isPointOfNames = (tree: Tree): boolean =>
  tree.kind === 'bracketed' && tree.items.every((item) => item.kind === 'symbol')

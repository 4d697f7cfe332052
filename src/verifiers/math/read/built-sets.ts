import type { Tree } from '../tree.js'
import { substitute, symbolsOf } from '../tree-queries.js'
import { enumerated } from './enumerated-index.js'

/** `\{x \in A \mid \dots\}`: the image is x. Real numbers under a condition are the condition itself. */
export function builtSet(image: Tree, condition: Tree): Tree {
  const listed = condition.kind === 'logical' ? enumerated(image, condition.items) : undefined
  if (listed) return listed
  const defined = imageDefinedBy(image, condition)
  if (defined) return defined
  const member =
    image.kind === 'relation' && /^(?:in|[<>]=?)$/.test(image.operators.join()) ? image : undefined
  const conditions = [
    ...(member ? [member] : []),
    ...(condition.kind === 'logical' && condition.operator !== 'or'
      ? withMemberships(condition.items)
      : [condition]),
  ].filter((item) => !(isRealMembership(item) && occursIn(image, item)) && !isOfRealSpace(item))
  const values = member ? member.operands[0]! : image
  // The real numbers that solve an equation are not all that do.
  if (member && isRealMembership(member) && values.kind === 'symbol' && conditions.some(isEquation))
    return { kind: 'comprehension', image: values, conditions: [member, ...conditions] }
  const isBound = values.kind === 'symbol' && conditions.every((item) => symbolsOf(item).has(values.name))
  if (isBound && conditions.length > 0 && conditions.every(isPlainBound)) {
    const region: Tree =
      conditions.length === 1 ? conditions[0]! : { kind: 'logical', operator: 'and', items: conditions }
    // A set of its own, so that two of them with a comma between are a list.
    return { kind: 'setOperation', operator: 'union', operands: [region] }
  }
  // The points (x, y) of a curve, or a region, are the curve.
  if (isPlainPoint(values) && conditions.length > 0 && conditions.every(isPlainBound))
    return conditions.length === 1 ? conditions[0]! : { kind: 'logical', operator: 'and', items: conditions }
  return { kind: 'comprehension', image: values, conditions }
}

const isEquation = (tree: Tree): boolean => tree.kind === 'relation' && tree.operators.join() === '='

const isPlainPoint = (tree: Tree): boolean =>
  tree.kind === 'bracketed' &&
  /^x,y(?:,z)?$/.test(tree.items.map((item) => (item.kind === 'symbol' ? item.name : '')).join())

/** `a, b \in \mathbb{R}` of `\{(a, b, a+b) \mid a, b \in \mathbb{R}\}` says so of both. */
export function withMemberships(conditions: readonly Tree[]): readonly Tree[] {
  return conditions.map((condition, index) => {
    const next = conditions.slice(index).find((other) => other.kind === 'relation')
    const isOpen = condition.kind === 'symbol' && next?.kind === 'relation' && next.operators.join() === 'in'
    return isOpen ? { ...next, operands: [condition, ...next.operands.slice(1)] } : condition
  })
}

/** `\{x \mid x = 2k\pi, k \in \mathbb{Z}\}`: the image is 2kπ. */
function imageDefinedBy(image: Tree, condition: Tree): Tree | undefined {
  const name = image.kind === 'relation' && image.operators.join() === 'in' ? image.operands[0]! : image
  if (name.kind !== 'symbol' || condition.kind !== 'logical' || condition.operator === 'or') return undefined
  const [definition, ...conditions] = condition.items as [Tree]
  if (definition.kind !== 'relation' || definition.operators.join() !== '=') return undefined
  const [left, value] = definition.operands as [Tree, Tree]
  if (left.kind !== 'symbol' || left.name !== name.name || symbolsOf(value).has(name.name)) return undefined
  // Of x = 2k and 0 < x < 9 the second is said of 2k.
  return {
    kind: 'comprehension',
    image: value,
    conditions: conditions.map((item) => substitute(item, left.name, value)),
  }
}

/** Whether the symbol that a membership is about occurs in the image. */
const occursIn = (image: Tree, membership: Tree): boolean =>
  [...symbolsOf(membership).keys()].every((name) => symbolsOf(image).has(name))

/** `x \in \mathbb{R}` limits nothing. */
export const isRealMembership = (tree: Tree): boolean =>
  tree.kind === 'relation' &&
  tree.operators.join() === 'in' &&
  tree.operands[1]!.kind === 'namedSet' &&
  tree.operands[1]!.name === 'real'

/** `(x, y) \in \mathbb{R}^2` limits nothing either. */
const isOfRealSpace = (tree: Tree): boolean =>
  tree.kind === 'relation' &&
  tree.operators.join() === 'in' &&
  tree.operands[0]!.kind === 'bracketed' &&
  tree.operands[1]!.kind === 'namedSet' &&
  tree.operands[1]!.name === `real^${tree.operands[0]!.items.length}`

/** A condition that says no more than where on the real line x is. */
const isPlainBound = (tree: Tree): boolean =>
  (tree.kind === 'relation' &&
    tree.operators.every((operator) => operator !== 'in' && operator !== 'notin')) ||
  (tree.kind === 'logical' && tree.items.every(isPlainBound)) ||
  (tree.kind === 'relation' && tree.operands[1]!.kind !== 'namedSet' && tree.operators.join() === 'in')

import type { Tree } from '../tree.js'
import { sameTree } from '../tree-queries.js'
import { integerMembership } from './integer-families.js'

/** `x \ne k\pi, k \in \mathbb{Z}` leaves out the values of x = kπ, k ∈ ℤ: these, for any such answer. */
export function excludedBy(tree: Tree): Tree | undefined {
  if (tree.kind === 'relation') {
    const [name] = tree.operands as [Tree]
    const isExclusion = name.kind === 'symbol' && tree.operators.join() === '!='
    return isExclusion ? { ...tree, operators: ['='] } : undefined
  }
  if (tree.kind === 'conditioned') {
    const body = excludedBy(tree.body)
    return body && { ...tree, body }
  }
  if (tree.kind === 'logical' && tree.operator !== 'or') {
    const [first, ...conditions] = tree.items
    const body = first && excludedBy(first)
    return body && conditions.every(integerMembership) ? { kind: 'conditioned', body, conditions } : undefined
  }
  if (tree.kind !== 'comprehension' || tree.image.kind !== 'symbol') return undefined
  const [first, ...conditions] = tree.conditions
  const body =
    first?.kind === 'relation' && sameTree(first.operands[0]!, tree.image) ? excludedBy(first) : undefined
  return body && { kind: 'conditioned', body, conditions }
}

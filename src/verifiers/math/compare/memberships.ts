import type { Tree } from '../tree.js'
import { sameTree } from '../tree-queries.js'

/** The sets of `x \in \{2k \mid k \in \mathbb{Z}\}`, where x is the same on both sides, or said on one alone. */
export function withoutSubject(gold: Tree, prediction: Tree): readonly [Tree, Tree] {
  const [left, right] = [membershipIn(gold), membershipIn(prediction)]
  if (left && right) return sameTree(left[0], right[0]) ? [left[1], right[1]] : [gold, prediction]
  if (left && prediction.kind === 'comprehension') return [left[1], prediction]
  return right && gold.kind === 'comprehension' ? [gold, right[1]] : [gold, prediction]
}

const membershipIn = (tree: Tree): readonly [Tree, Tree] | undefined =>
  tree.kind === 'relation' && tree.operators.join() === 'in' && tree.operands[1]!.kind === 'comprehension'
    ? [tree.operands[0]!, tree.operands[1]!]
    : undefined

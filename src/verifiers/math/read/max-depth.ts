import { children, type Tree } from '../tree.js'
import { OUT_OF_WORK } from '../work.js'

/** Deepest tree that is worked with. What brackets nest is bounded where it is read; `2!!!…` and `1/1/1/…` nest without. */
const DEEPEST_TREE = 500

/** The tree itself; out of work where walks over it would go too deep. */
export function notTooDeep(tree: Tree): Tree {
  visit(tree, DEEPEST_TREE)
  return tree
}

function visit(tree: Tree, left: number): void {
  if (left === 0) throw OUT_OF_WORK
  for (const child of children(tree)) visit(child, left - 1)
}

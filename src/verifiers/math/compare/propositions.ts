import { children, type Tree } from '../tree.js'
import { symbolsOf } from '../tree-queries.js'
import { spend } from '../work.js'
import type { Comparison } from './context.js'

type Proposition = Tree & { kind: 'call' }

/** What a connective makes of two truth values; of one, for negation. */
const TRUTH: Readonly<Record<string, (p: boolean, q: boolean) => boolean>> = {
  '¬': (p) => !p,
  '∧': (p, q) => p && q,
  '∨': (p, q) => p || q,
  '⊕': (p, q) => p !== q,
  '→': (p, q) => !p || q,
  '↔': (p, q) => p === q,
}

export const isProposition = (tree: Tree): tree is Proposition =>
  tree.kind === 'call' && Object.hasOwn(TRUTH, tree.name)

/** Most letters of a truth table. */
const MOST_LETTERS = 10

/** Whether two formulas of propositional logic have the same truth table. */
export function equalPropositions(gold: Tree, prediction: Tree, c: Comparison): boolean {
  const names = [...symbolsOf(prediction, symbolsOf(gold)).keys()]
  if (names.length > MOST_LETTERS) {
    c.doubt()
    return false
  }
  for (let row = 0; row < 2 ** names.length; row++) {
    spend(c.work, 4)
    const values = new Map(names.map((name, index) => [name, ((row >> index) & 1) === 1]))
    const [left, right] = [truthOf(gold, values), truthOf(prediction, values)]
    if (left === undefined || left !== right) return false
  }
  return true
}

function truthOf(tree: Tree, values: ReadonlyMap<string, boolean>): boolean | undefined {
  if (tree.kind === 'symbol') return values.get(tree.name)
  if (!isProposition(tree)) return undefined
  const [p, q] = children(tree).map((part) => truthOf(part, values))
  if (p === undefined || (q === undefined && tree.name !== '¬')) return undefined
  return TRUTH[tree.name]!(p, q ?? false)
}

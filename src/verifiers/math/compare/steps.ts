import { mapChildren, number, type Tree } from '../tree.js'
import { mentions, symbolsOf } from '../tree-queries.js'
import { evaluateExact } from '../values/evaluate-exact.js'
import { evaluateNumeric } from '../values/evaluate-numeric.js'
import { inShare, normalForm } from '../values/normal-form.js'
import { constantOf } from '../values/polynomial.js'
import { divide } from '../values/rational.js'
import type { Comparison } from './context.js'

/** ⌊y − y⌋ is ⌊0⌋, and min(√3, 0, 1) is 0: at a step doubles cannot tell, so the argument is worked out first. */
export const withKnownSteps = (tree: Tree, c: Comparison): Tree =>
  mentions(tree, 'floor', 'ceiling', 'min', 'max') ? known(tree, c) : tree

function known(tree: Tree, c: Comparison): Tree {
  const inner = mapChildren(tree, (child) => known(child, c))
  if (inner.kind !== 'call') return inner
  const [first, ...others] = inner.arguments as [Tree, ...Tree[]]
  if (inner.name === 'min' || inner.name === 'max')
    return others.length === 0 ? first : (extreme(inner.arguments, inner.name, c) ?? inner)
  if ((inner.name !== 'floor' && inner.name !== 'ceiling') || symbolsOf(first).size === 0) return inner
  const form = inShare(c.work, (share) => normalForm(first, share))
  const [above, below] = [form && constantOf(form.above), form && constantOf(form.below)]
  const value = above && below && divide(above, below)
  return value ? { ...inner, arguments: [number(value)] } : inner
}

/** The least or greatest of numbers, where none is as near to it as their errors. */
function extreme(items: readonly Tree[], name: 'min' | 'max', c: Comparison): Tree | undefined {
  if (items.every((item) => evaluateExact(item, c.work))) return undefined
  const values = items.map((item) =>
    symbolsOf(item).size > 0
      ? undefined
      : evaluateNumeric(item, { values: new Map(), realOnly: true }, c.work),
  )
  if (!values.every((value) => value !== undefined)) return undefined
  const sign = name === 'max' ? 1 : -1
  const order = items.map((_, index) => index).sort((a, b) => sign * (values[b]!.re - values[a]!.re))
  const [best, next] = order.map((index) => values[index]!)
  return Math.abs(best!.re - next!.re) > 8 * (best!.error + next!.error) ? items[order[0]!] : undefined
}

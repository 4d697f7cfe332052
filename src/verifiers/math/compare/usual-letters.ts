import { children, mapChildren, power, product, quotient, symbol, type Tree, whole } from '../tree.js'
import { symbolsOf } from '../tree-queries.js'

/** σ is a standard deviation, and positive: √σ² is σ. ħ is h/2π. */
export function withPhysicalLetters(gold: Tree, prediction: Tree): readonly [Tree, Tree] | undefined {
  const [names, others] = [symbolsOf(gold), symbolsOf(prediction)]
  if ((names.has('hbar') && others.has('h')) || (others.has('hbar') && names.has('h')))
    return [gold, prediction].map((tree) =>
      replaced(tree, (name) => (name === 'hbar' ? HBAR : undefined)),
    ) as [Tree, Tree]
  const deviations = [...names.keys()].filter((name) => /^sigma(?:_\w)?$/.test(name) && others.has(name))
  if (deviations.length === 0 || !(hasRoot(gold) || hasRoot(prediction))) return undefined
  const squared = (name: string) => (deviations.includes(name) ? power(symbol(name), whole(2)) : undefined)
  return [replaced(gold, squared), replaced(prediction, squared)]
}

const HBAR: Tree = quotient(symbol('h'), product(whole(2), { kind: 'constant', name: 'pi' }))

const hasRoot = (tree: Tree): boolean =>
  (tree.kind === 'call' && tree.name === 'root') || children(tree).some(hasRoot)

const replaced = (tree: Tree, change: (name: string) => Tree | undefined): Tree =>
  tree.kind === 'symbol' ? (change(tree.name) ?? tree) : mapChildren(tree, (child) => replaced(child, change))

import type { Relation } from '../tree.js'
import { children, mapChildren, symbol, type Tree } from '../tree.js'
import { isApplication, symbolsOf } from '../tree-queries.js'

/** More functions than two are not exchanged. */
const MOST_FUNCTIONS = 2

/**
 * The prediction with the gold's names of the functions that a partial differential equation leaves open: F and G of
 * u = F(x − ct) + G(x + ct), in every order. They are functions of combinations of letters; f(x) may be a given one.
 */
export function withNamesOfFunctions(gold: Relation, prediction: Relation): readonly Relation[] {
  const [own, other] = [openFunctions(gold), openFunctions(prediction)]
  if (own.length === 0 || own.length !== other.length || own.length > MOST_FUNCTIONS) return []
  const orders = own.length === 1 ? [own] : [own, [...own].reverse()]
  return orders
    .filter((names) => names.some((name, index) => name !== other[index]))
    .map(
      (names) => renamed(prediction, new Map(names.map((name, index) => [other[index]!, name]))) as Relation,
    )
}

function openFunctions({ operands, operators }: Relation): readonly string[] {
  if (operators.join() !== '=') return []
  const names = new Set<string>()
  const collect = (tree: Tree): void => {
    if (isApplication(tree) && symbolsOf(tree).size > 1 && children(tree).length === 2)
      names.add(nameOf(tree))
    for (const child of children(tree)) collect(child)
  }
  collect(operands[1]!)
  return isApplication(operands[0]!) && names.has(nameOf(operands[0])) ? [] : [...names]
}

const nameOf = (application: Tree): string => {
  const [name] = children(application)
  return name?.kind === 'symbol' ? name.name : ''
}

function renamed(tree: Tree, names: ReadonlyMap<string, string>): Tree {
  const inner = mapChildren(tree, (child) => renamed(child, names))
  const name = isApplication(inner) ? names.get(nameOf(inner)) : undefined
  return name !== undefined && inner.kind === 'call'
    ? { ...inner, arguments: [symbol(name), ...inner.arguments.slice(1)] }
    : inner
}

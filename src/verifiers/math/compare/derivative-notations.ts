import type { Relation } from '../tree.js'
import { mapChildren, symbol, type Tree } from '../tree.js'
import { symbolsOf } from '../tree-queries.js'

/** Two differential equations that write derivatives in two ways, y', dy/dx and ẏ, of which ẏ is by t: both with y'. */
export function withPrimes(gold: Relation, prediction: Relation): [Relation, Relation] {
  const names = [...symbolsOf(prediction, symbolsOf(gold)).keys()]
  const isDotted = names.some((name) => DOTTED.test(name))
  const quotient = isDotted ? BY_TIME : QUOTIENT
  const ways = [isDotted, names.some((name) => name.endsWith("'")), names.some((name) => quotient.test(name))]
  if (ways.filter(Boolean).length < 2) return [gold, prediction]
  const primed = (tree: Tree): Tree => {
    if (tree.kind !== 'symbol') return mapChildren(tree, primed)
    const [, dots, dotted] = DOTTED.exec(tree.name) ?? []
    const [, order, name] = quotient.exec(tree.name) ?? []
    if (dotted !== undefined) return symbol(dotted + "'".repeat(dots!.length))
    return name === undefined ? tree : symbol(name + "'".repeat(Number(order || 1)))
  }
  return [primed(gold) as Relation, primed(prediction) as Relation]
}

/** dy/dx, d2y/dxx. */
const QUOTIENT = /^d([2-4]?)([a-zA-Z]|theta|phi)\/d(?:x+|t+)$/

const BY_TIME = /^d([2-4]?)([a-zA-Z]|theta|phi)\/dt+$/

/** ẏ, ÿ. */
const DOTTED = /^(d{1,3})ot ([a-zA-Z]|theta|phi)$/

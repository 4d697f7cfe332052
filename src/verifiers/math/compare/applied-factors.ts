import { mapChildren, power, product, type Tree } from '../tree.js'
import { isApplication, mentions, symbolsOf } from '../tree-queries.js'

/** `P(1 + r)^t` beside P·(1 + r)^t or P = …, where P is a number: it was read as a function, for a number stands in its bracket. */
export function withFactors(gold: Tree, prediction: Tree): readonly [Tree, Tree] | undefined {
  if (!mentions(gold, 'apply') && !mentions(prediction, 'apply')) return undefined
  const names = symbolsOf(prediction, symbolsOf(gold))
  let isFound = false
  const multiplied = (tree: Tree): Tree => {
    // The exponent of P(1 + r)^t is that of the bracket.
    const value = tree.kind === 'power' ? tree.base : tree
    const [name, factor, more] = isApplication(value) ? value.arguments : []
    const isNumber = name?.kind === 'symbol' && /^[A-Z]$/.test(name.name) && names.has(name.name)
    if (!isNumber || factor?.kind !== 'sum' || more) return mapChildren(tree, multiplied)
    isFound = true
    const bracket = multiplied(factor)
    return product(name, tree.kind === 'power' ? power(bracket, multiplied(tree.exponent)) : bracket)
  }
  const [own, other] = [multiplied(gold), multiplied(prediction)]
  return isFound ? [own, other] : undefined
}

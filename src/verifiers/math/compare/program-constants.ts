import { children, constant, mapChildren, type Tree } from '../tree.js'
import { symbolsOf } from '../tree-queries.js'

/**
 * `I` and `E^x`, as SymPy writes i and eˣ: beside an answer that does not have these letters. An integral
 * may be called I, and a matrix has one of its own.
 */
export function withProgramConstants(tree: Tree, other: Tree): Tree {
  const names = symbolsOf(tree)
  const isNamed = tree.kind === 'relation' && symbolsOf(tree.operands[0]!).has('I')
  const hasUnit = names.has('I') && !isNamed && other.kind !== 'matrix'
  const hasBase = names.has('E')
  if (!hasUnit && !hasBase) return tree
  const others = symbolsOf(other)
  const isUnit = hasUnit && (!others.has('I') || isUnreal(tree) || isUnreal(other))
  return replaced(tree, isUnit, hasBase && !others.has('E'))
}

/** Re, Im or a conjugate of I, or an exponential of it. */
const isUnreal = (tree: Tree): boolean =>
  (tree.kind === 'call' && /^(?:re|im|conjugate|exp)$/.test(tree.name) && symbolsOf(tree).has('I')) ||
  (tree.kind === 'power' && tree.base.kind === 'constant' && symbolsOf(tree.exponent).has('I')) ||
  children(tree).some(isUnreal)

function replaced(tree: Tree, unit: boolean, base: boolean): Tree {
  if (unit && tree.kind === 'symbol' && tree.name === 'I') return constant('i')
  const changed = mapChildren(tree, (child) => replaced(child, unit, base))
  const isExponential =
    base && changed.kind === 'power' && changed.base.kind === 'symbol' && changed.base.name === 'E'
  return isExponential ? { ...changed, base: constant('e') } : changed
}

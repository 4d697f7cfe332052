import { children, constant, mapChildren, type Tree } from '../tree.js'
import { mentions, symbolsOf } from '../tree-queries.js'

/**
 * `2 + 3*I` and `E^x`, as SymPy and Mathematica write 2 + 3i and eˣ. A current, an integral and the unit matrix are called I too, and
 * an energy E: it counts beside an i, or with Re, a conjugate or an exponential of I; and of E a power with a symbol above.
 */
export function withProgramConstants(tree: Tree, other: Tree): Tree {
  if (!mentions(tree, 'I', 'E')) return tree
  const names = symbolsOf(tree)
  const hasUnit = names.has('I') && tree.kind !== 'symbol' && other.kind !== 'matrix'
  const hasBase = names.has('E')
  if (!hasUnit && !hasBase) return tree
  const others = symbolsOf(other)
  const isUnit = hasUnit && (isUnreal(tree) || isUnreal(other) || (!others.has('I') && hasImaginary(other)))
  return replaced(tree, isUnit, hasBase && !others.has('E'))
}

const hasImaginary = (tree: Tree): boolean =>
  (tree.kind === 'constant' && tree.name === 'i') || children(tree).some(hasImaginary)

/** Re, Im or a conjugate of I, or an exponential of it. */
const isUnreal = (tree: Tree): boolean =>
  (tree.kind === 'call' && /^(?:re|im|conjugate|exp)$/.test(tree.name) && symbolsOf(tree).has('I')) ||
  (tree.kind === 'power' && tree.base.kind === 'constant' && symbolsOf(tree.exponent).has('I')) ||
  children(tree).some(isUnreal)

function replaced(tree: Tree, unit: boolean, base: boolean): Tree {
  if (unit && tree.kind === 'symbol' && tree.name === 'I') return constant('i')
  const changed = mapChildren(tree, (child) => replaced(child, unit, base))
  return base &&
    changed.kind === 'power' &&
    changed.base.kind === 'symbol' &&
    changed.base.name === 'E' &&
    symbolsOf(changed.exponent).size > 0
    ? { ...changed, base: constant('e') }
    : changed
}

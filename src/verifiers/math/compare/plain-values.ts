import type { Tree } from '../tree.js'

/** √3/2, 2π, 3.14, 12%: made of numbers alone. Two such are equal as values, or not at all. */
export function isPlainValue(tree: Tree): boolean {
  switch (tree.kind) {
    case 'number':
      return true
    case 'constant':
      return tree.name === 'pi' || tree.name === 'e' || tree.name === 'i'
    case 'negative':
    case 'percent':
      return isPlainValue(tree.operand)
    case 'quotient':
      return isPlainValue(tree.numerator) && isPlainValue(tree.denominator)
    case 'power':
      return isPlainValue(tree.base) && isPlainValue(tree.exponent)
    case 'sum':
      return tree.terms.every(isPlainValue)
    case 'product':
      return tree.factors.every(isPlainValue)
    case 'call':
      return USUAL.has(tree.name) && tree.arguments.every(isPlainValue)
    default:
      return false
  }
}

const USUAL: ReadonlySet<string> = new Set(['sqrt', 'root', 'exp', 'ln', 'log', 'sin', 'cos', 'tan'])

import type { Tree } from '../tree.js'
import type { Rational } from '../values/rational.js'

/** −3/4 and −3: two whole numbers or fractions of these, most answers, are compared at once. Not in lowest terms. */
export function plainFraction(tree: Tree): Rational | undefined {
  switch (tree.kind) {
    case 'number':
      return tree.decimal ? undefined : tree.value
    case 'negative': {
      const value = plainFraction(tree.operand)
      return value && { n: -value.n, d: value.d }
    }
    case 'quotient': {
      const [above, below] = [plainFraction(tree.numerator), plainFraction(tree.denominator)]
      return above?.d === 1n && below?.d === 1n && below.n > 0n ? { n: above.n, d: below.n } : undefined
    }
    default:
      return undefined
  }
}

import { call, children, mapChildren, number, product, quotient, symbol, type Tree, whole } from '../tree.js'
import { isApplication, mentions, substitute } from '../tree-queries.js'
import { differentiate } from '../values/differentiate.js'
import { evaluateExact } from '../values/evaluate-exact.js'
import { add, equal, multiply, negate, type Rational, ZERO } from '../values/rational.js'
import type { Comparison } from './context.js'
import { equalValues } from './values.js'

/** f'(a) for the limit of (f(a + h) − f(a))/h at h = 0, and of (f(x) − f(a))/(x − a) at x = a. */
export function withDerivatives(tree: Tree, c: Comparison): Tree {
  if (!mentions(tree, 'iterated') || !mentions(tree, 'apply')) return tree
  const simple = mapChildren(tree, (child) => withDerivatives(child, c))
  return derivativeOf(simple, c) ?? simple
}

/**
 * Σ cᵢ f(uᵢ) over v, where every uᵢ is the same p at the place, and Σ cᵢ and v are 0 there, is f'(p) Σ cᵢ uᵢ' / v'. The uᵢ and v must be
 * linear.
 */
function derivativeOf(tree: Tree, c: Comparison): Tree | undefined {
  if (tree.kind !== 'iterated' || tree.operator !== 'limit' || !tree.from || tree.side) return undefined
  const { variable, from, body } = tree
  if (body.kind !== 'quotient') return undefined
  const slopeOf = (part: Tree) => {
    const slope = differentiate(part, variable, c.work)
    const [here, there] = [1, 2].map(
      (at) => slope && evaluateExact(substitute(slope, variable, whole(at)), c.work),
    )
    return here && there && equal(here, there) ? here : undefined
  }
  const terms = (body.numerator.kind === 'sum' ? body.numerator.terms : [body.numerator]).map(multipleOf)
  const [first] = terms
  const below = slopeOf(body.denominator)
  if (terms.length < 2 || !first || !below || below.n === 0n) return undefined
  if (!equalValues(substitute(body.denominator, variable, from), ZERO_TREE, c)) return undefined
  const place = substitute(first.argument, variable, from)
  let [total, slopes] = [ZERO, ZERO]
  for (const term of terms) {
    const slope = term && term.name === first.name ? slopeOf(term.argument) : undefined
    if (!slope || !equalValues(substitute(term!.argument, variable, from), place, c)) return undefined
    total = add(total, term!.factor)
    slopes = add(slopes, multiply(term!.factor, slope))
  }
  if (total.n !== 0n || slopes.n === 0n) return undefined
  return quotient(product(number(slopes), call('apply', symbol(`${first.name}'`), place)), number(below))
}

const ZERO_TREE: Tree = number(ZERO)

interface Multiple {
  readonly factor: Rational
  readonly name: string
  readonly argument: Tree
}

/** −1, f and a of −f(a). */
function multipleOf(term: Tree): Multiple | undefined {
  if (term.kind === 'negative') {
    const inner = multipleOf(term.operand)
    return inner && { ...inner, factor: negate(inner.factor) }
  }
  if (term.kind === 'product' && term.factors.length === 2) {
    const [scale, of] = children(term) as [Tree, Tree]
    const inner = multipleOf(of)
    return scale.kind === 'number' && inner
      ? { ...inner, factor: multiply(scale.value, inner.factor) }
      : undefined
  }
  const [name, argument, ...more] = isApplication(term) ? term.arguments : []
  return name?.kind === 'symbol' && argument && argument.kind !== 'list' && more.length === 0
    ? { factor: { n: 1n, d: 1n }, name: name.name, argument }
    : undefined
}

import { call, children, mapChildren, negative, product, type Tree, whole } from '../tree.js'
import type { Token } from './lexer.js'

/**
 * Products of three vectors or more: (a·b)c is a multiple of c and not a(b·c), so that what is multiplied to a number becomes a
 * `dot` of its own; a·(b×c) becomes a `triple`, the same for (a×b)·c. Two vectors side by side stay a product.
 */
export function withVectorProducts(tree: Tree): Tree {
  const simple = mapChildren(tree, withVectorProducts)
  if (simple.kind !== 'product' || vectorsIn(simple) < 2) return simple
  const triple = tripleOf(simple.factors)
  if (triple) return triple
  if (vectorsIn(simple) < 3) return simple
  return product(...simple.factors.map(scalarOf))
}

/**
 * Bold capitals side by side, or with a transpose or an inverse, are matrices: vectors are multiplied with a dot or a cross.
 */
export function withMatrices(tree: Tree, tokens: readonly Token[]): Tree {
  if (tokens.some(({ type, value }) => type === 'command' && PRODUCTS.has(value)) || !showsMatrices(tree))
    return tree
  const marked = (part: Tree): Tree =>
    isBoldCapital(part) ? { kind: 'symbol', name: part.name, isMatrix: true } : mapChildren(part, marked)
  return marked(tree)
}

const PRODUCTS: ReadonlySet<string> = new Set(['cdot', 'times', 'wedge'])

const showsMatrices = (tree: Tree): boolean =>
  (tree.kind === 'product' &&
    tree.factors.some(
      (factor, at) => isBoldCapital(factor) && at > 0 && isBoldCapital(tree.factors[at - 1]!),
    )) ||
  (tree.kind === 'power' && isBoldCapital(tree.base) && tree.exponent.kind !== 'number') ||
  children(tree).some(showsMatrices)

const isBoldCapital = (tree: Tree): tree is Tree & { kind: 'symbol' } =>
  tree.kind === 'symbol' && tree.isVector === true && /^[A-Z]/.test(tree.name)

const VECTOR_COMMANDS = new Set(['vec', 'overrightarrow', 'mathbf', 'boldsymbol', 'bm', 'textbf', 'pmb'])

export const mentionsVectors = (tokens: readonly Token[]): boolean =>
  tokens.some(({ type, value }) => type === 'command' && VECTOR_COMMANDS.has(value))

/** How many vectors are multiplied. */
function vectorsIn(tree: Tree): number {
  switch (tree.kind) {
    case 'symbol':
      return tree.isVector ? 1 : 0
    case 'call':
      return tree.name === 'cross' ? 1 : 0
    case 'negative':
      return vectorsIn(tree.operand)
    case 'sum':
      return Math.max(...tree.terms.map(vectorsIn))
    case 'product':
      return tree.factors.reduce((count, factor) => count + vectorsIn(factor), 0)
    case 'power':
      return vectorsIn(tree.base) > 0 && tree.exponent.kind === 'number' ? Number(tree.exponent.value.n) : 0
    default:
      return 0
  }
}

/** a·b, as a factor of a longer product. */
function scalarOf(factor: Tree): Tree {
  if (factor.kind === 'power' && vectorsIn(factor) === 2) return call('dot', factor.base, factor.base)
  if (factor.kind !== 'product' || vectorsIn(factor) !== 2) return factor
  const vectors = factor.factors.filter((part) => vectorsIn(part) === 1)
  if (vectors.length !== 2) return factor
  return product(...factor.factors.filter((part) => vectorsIn(part) === 0), call('dot', ...vectors))
}

/** a·(b×c) with its vectors in the order of their names: an exchange of two changes the sign. */
function tripleOf(factors: readonly Tree[]): Tree | undefined {
  const vectors = factors.filter((factor) => vectorsIn(factor) === 1)
  const cross = vectors.find((factor) => factor.kind === 'call')
  const other = vectors.find((factor) => factor !== cross)
  if (vectors.length !== 2 || cross?.kind !== 'call' || other?.kind !== 'symbol') return undefined
  const names = [other, ...cross.arguments].map((part) => (part.kind === 'symbol' ? part.name : undefined))
  if (names.length !== 3 || names.includes(undefined)) return undefined
  if (new Set(names).size < 3) return whole(0)
  const [a, b, c] = names as [string, string, string]
  const exchanges = Number(a > b) + Number(a > c) + Number(b > c)
  const sorted = [other, ...cross.arguments].sort((left, right) =>
    (left as { name: string }).name < (right as { name: string }).name ? -1 : 1,
  )
  const triple = call('triple', ...sorted)
  const rest = factors.filter((factor) => factor !== cross && factor !== other)
  const value = rest.length === 0 ? triple : product(...rest, triple)
  return exchanges % 2 === 0 ? value : negative(value)
}

import { call, constant, negative, power, product, quotient, sum, type Tree, whole } from '../tree.js'
import { symbolsOf } from '../tree-queries.js'
import { spend, type Work } from '../work.js'

/** The derivative of an expression by a symbol; `undefined` where a rule is missing, as for f(x). */
export function differentiate(tree: Tree, name: string, work: Work): Tree | undefined {
  spend(work, 4)
  const derive = (part: Tree) => differentiate(part, name, work)
  if (!mentions(tree, name)) return ZERO
  switch (tree.kind) {
    case 'symbol':
      return tree.name === name ? ONE : ZERO
    case 'negative': {
      const inner = derive(tree.operand)
      return inner && negative(inner)
    }
    case 'sum': {
      const terms = tree.terms.map(derive)
      return terms.every(isTree) ? sum(...terms) : undefined
    }
    case 'product': {
      // (uvw)' = u'vw + uv'w + uvw'
      const terms: Tree[] = []
      for (const [index, factor] of tree.factors.entries()) {
        const derived = derive(factor)
        if (derived === undefined) return undefined
        terms.push(product(...tree.factors.map((other, at) => (at === index ? derived : other))))
      }
      return sum(...terms)
    }
    case 'quotient': {
      const { numerator: u, denominator: v } = tree
      const [du, dv] = [derive(u), derive(v)]
      if (!du || !dv) return undefined
      return quotient(sum(product(du, v), negative(product(u, dv))), power(v, whole(2)))
    }
    case 'power': {
      const { base: u, exponent: v } = tree
      const [du, dv] = [derive(u), derive(v)]
      if (!du || !dv) return undefined
      if (!mentions(v, name)) return product(v, power(u, sum(v, whole(-1))), du)
      if (!mentions(u, name)) return product(tree, call('ln', u), dv)
      return product(tree, sum(product(dv, call('ln', u)), quotient(product(v, du), u)))
    }
    case 'call': {
      const [u, second] = tree.arguments as [Tree, Tree | undefined]
      const du = u && derive(u)
      if (!du || (second && mentions(second, name))) return undefined
      const outer = OUTER[tree.name]?.(u, second)
      return outer && product(outer, du)
    }
    default:
      return undefined
  }
}

const ZERO = whole(0)
const ONE = whole(1)

const isTree = (tree: Tree | undefined): tree is Tree => tree !== undefined

const mentions = (tree: Tree, name: string): boolean =>
  symbolsOf(tree).has(name) ||
  (tree.kind === 'call' && tree.name === 'apply' && tree.arguments.some((part) => mentions(part, name)))

const square = (tree: Tree): Tree => power(tree, whole(2))
const root = (tree: Tree): Tree => call('root', tree, whole(2))

/** f′(u) by the name of f. */
const OUTER: Readonly<Record<string, (u: Tree, second?: Tree) => Tree>> = {
  exp: (u) => call('exp', u),
  ln: (u) => quotient(ONE, u),
  log: (u, base) => quotient(ONE, product(u, base && !isE(base) ? call('ln', base) : ONE)),
  sin: (u) => call('cos', u),
  cos: (u) => negative(call('sin', u)),
  tan: (u) => quotient(ONE, square(call('cos', u))),
  cot: (u) => negative(quotient(ONE, square(call('sin', u)))),
  sec: (u) => product(call('sec', u), call('tan', u)),
  csc: (u) => negative(product(call('csc', u), call('cot', u))),
  abs: (u) => quotient(u, call('abs', u)),
  sinh: (u) => call('cosh', u),
  cosh: (u) => call('sinh', u),
  tanh: (u) => quotient(ONE, square(call('cosh', u))),
  arcsin: (u) => quotient(ONE, root(sum(ONE, negative(square(u))))),
  arccos: (u) => negative(quotient(ONE, root(sum(ONE, negative(square(u)))))),
  arctan: (u) => quotient(ONE, sum(ONE, square(u))),
  arccot: (u) => negative(quotient(ONE, sum(ONE, square(u)))),
  arcsinh: (u) => quotient(ONE, root(sum(square(u), ONE))),
  arccosh: (u) => quotient(ONE, root(sum(square(u), whole(-1)))),
  arctanh: (u) => quotient(ONE, sum(ONE, negative(square(u)))),
  root: (u, degree) =>
    quotient(ONE, product(degree!, power(call('root', u, degree!), sum(degree!, whole(-1))))),
}

const isE = (tree: Tree): boolean => tree.kind === 'constant' && tree.name === constantE.name
const constantE = constant('e') as Tree & { kind: 'constant' }

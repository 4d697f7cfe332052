import { call, mapChildren, negative, number, sum, type Tree } from '../tree.js'
import { isInteger, type Rational } from './rational.js'

type Quotient = Tree & { kind: 'quotient' }
type Evaluate = (tree: Tree) => Rational | undefined

/** Factorials beyond it are cancelled before they are computed. */
const LARGE = 200n

/**
 * 2024!/2022! as (2024·2023)/1: where there are as many large factorials above the bar as below it, each is divided by the least of
 * them, m!, and n!/m! has n − m factors.
 */
export function withoutCommonFactorial(tree: Quotient, evaluate: Evaluate): Quotient {
  const found: Rational[] = []
  const degree = degreeOf(tree.numerator, evaluate, found)
  if (!degree || degree !== degreeOf(tree.denominator, evaluate, found)) return tree
  const least = found.reduce((low, value) => (value.n < low.n ? value : low))
  return mapChildren(tree, (part) => dividedBy(part, least, evaluate)) as Quotient
}

/** How many large factorials a product has; `undefined` for a sum whose terms have not the same number. */
function degreeOf(tree: Tree, evaluate: Evaluate, found: Rational[]): number | undefined {
  const degree = (part: Tree) => degreeOf(part, evaluate, found)
  switch (tree.kind) {
    case 'call': {
      const value = largeFactorial(tree, evaluate)
      if (value) found.push(value)
      return value ? 1 : 0
    }
    case 'negative':
      return degree(tree.operand)
    case 'product':
      return tree.factors
        .map(degree)
        .reduce((a, b) => (a === undefined || b === undefined ? undefined : a + b))
    case 'sum': {
      const [first, ...others] = tree.terms.map(degree)
      return others.every((other) => other === first) ? first : undefined
    }
    case 'power': {
      const base = degree(tree.base)
      const times = base && tree.exponent.kind === 'number' ? tree.exponent.value : undefined
      return base === 0 ? 0 : times && isInteger(times) ? base! * Number(times.n) : undefined
    }
    default:
      return 0
  }
}

/** n!/m! as the product of n − m factors. */
function dividedBy(tree: Tree, least: Rational, evaluate: Evaluate): Tree {
  if (tree.kind === 'call') {
    const value = largeFactorial(tree, evaluate)
    return value ? call('permutations', number(value), sum(number(value), negative(number(least)))) : tree
  }
  const isPart = /^(?:negative|product|sum|power)$/.test(tree.kind)
  return isPart ? mapChildren(tree, (part) => dividedBy(part, least, evaluate)) : tree
}

function largeFactorial(tree: Tree & { kind: 'call' }, evaluate: Evaluate): Rational | undefined {
  if (tree.name !== 'factorial') return undefined
  const value = evaluate(tree.arguments[0]!)
  return value && isInteger(value) && value.n > LARGE ? value : undefined
}

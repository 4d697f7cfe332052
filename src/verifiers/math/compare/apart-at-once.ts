import { children, type Tree } from '../tree.js'
import type { Approximate } from '../values/complex.js'
import { evaluateNumeric } from '../values/evaluate-numeric.js'
import { spend } from '../work.js'
import type { Comparison } from './context.js'
import { evidenceOf } from './probes.js'

/** Fewer items are compared one by one. */
const SEVERAL = 4

/**
 * Which of several values are different for certain, by one evaluation of each: of n roots of unity nearly all of the n² pairs. Only
 * for numbers that are written exactly; a decimal may stand for another number.
 */
export function apartAtOnce(items: readonly Tree[], c: Comparison): (a: Tree, b: Tree) => boolean {
  if (items.length < SEVERAL || c.tinyIsZero || !items.every(isExactNumber)) return () => false
  spend(c.work, 10 * items.length)
  const real = new Map(items.map((item) => [item, evaluateNumeric(item, REAL, c.work)]))
  const complex = new Map<Tree, Approximate | undefined>()
  for (const [item, value] of real) if (!value) complex.set(item, evaluateNumeric(item, COMPLEX, c.work))
  const areApart = (x: Approximate | undefined, y: Approximate | undefined) =>
    x !== undefined && y !== undefined && evidenceOf(x, y) === 'apart'
  return (a, b) => areApart(real.get(a), real.get(b)) || areApart(complex.get(a), complex.get(b))
}

const REAL = { values: new Map<string, number>(), realOnly: true }
const COMPLEX = { values: new Map<string, number>(), realOnly: false }

const isExactNumber = (tree: Tree): boolean => {
  switch (tree.kind) {
    case 'number':
      return tree.decimal === undefined
    case 'constant':
      return tree.name === 'pi' || tree.name === 'e' || tree.name === 'i'
    case 'sum':
    case 'product':
    case 'negative':
    case 'quotient':
    case 'power':
    case 'call':
      return children(tree).every(isExactNumber)
    default:
      return false
  }
}

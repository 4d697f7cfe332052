import { symbol, type Tree } from '../tree.js'
import { sameTree, symbolsOf } from '../tree-queries.js'
import { holdsPi, INTEGER_LETTERS, imagesOf, isConditional, subjectOf, valuesOf } from './integer-families.js'

/**
 * `x = \pm\frac{\pi}{3} + 2k\pi` where nobody says that k is an integer: all values hold π and one letter that counts. It
 * becomes a family, and a remainder `3 \bmod 7` beside a congruence a residue.
 */
export function withImpliedIntegers(tree: Tree, other: Tree): Tree {
  if (tree.kind === 'call' && tree.name === 'mod' && other.kind === 'congruence') {
    const [residue, modulus] = tree.arguments as [Tree, Tree | undefined]
    return modulus && sameTree(modulus, other.modulus)
      ? { kind: 'congruence', operands: [residue], modulus }
      : tree
  }
  if (isConditional(tree) || !NAMED.has(tree.kind)) return tree
  const [subject, another] = [subjectOf(tree), subjectOf(other)]
  if (subject !== undefined && another !== undefined && subject !== another) return tree
  const images = imagesOf(valuesOf(tree))
  if (images.some((image) => image.kind === 'relation')) return tree
  const names = new Set(images.flatMap((image) => [...symbolsOf(image).keys()]))
  const [name] = names
  const counts = names.size === 1 && INTEGER_LETTERS.test(name!)
  if (!counts || !images.every((image) => holdsPi(image) && symbolsOf(image).size === 1)) return tree
  const membership: Tree = {
    kind: 'relation',
    operands: [symbol(name!), { kind: 'namedSet', name: 'integer' }],
    operators: ['in'],
  }
  return { kind: 'conditioned', body: tree, conditions: [membership] }
}

const NAMED: ReadonlySet<Tree['kind']> = new Set(['relation', 'logical', 'list', 'set'])

import { children, mapChildren, power, product, symbol, type Tree } from '../tree.js'
import { mentions } from '../tree-queries.js'
import { showsOrder } from './signs-of-matrices.js'

/**
 * Lengths between points, AM and MB, as letters of their own: AM/MB is not AN/NB, nor AC · BD = AB · CD, though the same capital
 * letters are multiplied. They are such where all capital letters stand in pairs, of which several are multiplied or have a letter
 * in common.
 */
export function withSegments(gold: Tree, prediction: Tree): readonly [Tree, Tree] {
  if (!mentions(gold, '[A-Z]') || !mentions(gold, 'product') || showsOrder(gold)) return [gold, prediction]
  const own = withPairs(gold)
  const pairs = own && namesOf(own)
  if (!pairs || pairs.length < 2) return [gold, prediction]
  const letters = new Set(pairs.flatMap((pair) => pair.split(' ')))
  const shareLetters = letters.size < 2 * pairs.length
  const areFactors = hasFactors(own)
  if (!shareLetters && !areFactors) return [gold, prediction]
  // AB + AC may be A(B + C), but nobody leaves AM/MB for A/B.
  const other = withPairs(prediction)
  return other || (shareLetters && areFactors) ? [own, other ?? prediction] : [gold, prediction]
}

/** With a symbol for each pair of points side by side; `undefined` where a capital letter stands otherwise. */
function withPairs(tree: Tree): Tree | undefined {
  let isPaired = true
  const changed = (part: Tree): Tree => {
    if (part.kind === 'symbol' && POINT.test(part.name)) isPaired = false
    // sin A is that of an angle.
    if (part.kind === 'call' && part.arguments[0]?.kind === 'symbol') return part
    if (part.kind !== 'product') {
      const inner = mapChildren(part, changed)
      return inner.kind === 'call' && LENGTH.test(inner.name) && isPair(inner.arguments[0]!)
        ? inner.arguments[0]!
        : inner
    }
    const factors: Tree[] = []
    for (let at = 0; at < part.factors.length; at++) {
      const [first, second] = [part.factors[at]!, part.factors[at + 1]]
      const point = second && pointIn(second)
      if (!isPoint(first) || !point) factors.push(changed(first))
      else {
        const pair = symbol([first.name, point].sort().join(' '))
        factors.push(second.kind === 'power' ? power(pair, second.exponent) : pair)
        at++
      }
    }
    return product(...factors)
  }
  const result = changed(tree)
  return isPaired ? result : undefined
}

const LENGTH = /^(?:abs|conjugate)$/
const POINT = /^[A-Z](?:'|_\w)?$/

const isPoint = (tree: Tree): tree is Tree & { kind: 'symbol' } =>
  tree.kind === 'symbol' && POINT.test(tree.name) && !tree.isVector && !tree.isMatrix

/** B of B and B². */
const pointIn = (tree: Tree): string | undefined => {
  const base = tree.kind === 'power' && tree.exponent.kind === 'number' ? tree.base : tree
  return isPoint(base) ? base.name : undefined
}

const isPair = (tree: Tree): tree is Tree & { kind: 'symbol' } =>
  tree.kind === 'symbol' && tree.name.includes(' ')

function namesOf(tree: Tree, found = new Set<string>()): readonly string[] {
  if (isPair(tree)) found.add(tree.name)
  for (const child of children(tree)) namesOf(child, found)
  return [...found]
}

/** Whether two pairs are multiplied or divided. */
const hasFactors = (tree: Tree): boolean => pairsIn(tree) > 1 || children(tree).some(hasFactors)

function pairsIn(tree: Tree): number {
  if (isPair(tree)) return 1
  return /^(?:product|quotient|ratio|power)$/.test(tree.kind)
    ? children(tree).reduce((count, child) => count + pairsIn(child), 0)
    : 0
}

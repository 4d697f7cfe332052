import { children, mapChildren, type Relation, symbol, type Tree } from '../tree.js'
import { isApplication, renameSymbol, symbolsOf } from '../tree-queries.js'
import type { Comparison } from './context.js'
import { equalValues } from './values.js'

/** Whether both sides have functions and are the same for all values of their letters. */
export const isIdentity = ({ operands: [left, right], operators }: Relation, c: Comparison): boolean =>
  operators[0] === '=' &&
  hasFunctions(left!) &&
  hasFunctions(right!) &&
  symbolsOf(left!).size > 0 &&
  equalValues(left!, right!, c)

const hasFunctions = (tree: Tree): boolean =>
  (tree.kind === 'call' && !isApplication(tree)) ||
  tree.kind === 'iterated' ||
  children(tree).some(hasFunctions)

/** An identity says nothing but itself: cos 2x = 2cos² x − 1 is not cos 2x = 1 − 2sin² x. */
export const sameIdentity = (
  { operands: own }: Relation,
  { operands: other }: Relation,
  c: Comparison,
): boolean => sameParts(own, other, c) || sameParts(own, [...other].reverse(), c)

/** Equal with functions as letters, of which those with the same arguments are one. */
function sameAsWritten(a: Tree, b: Tree, c: Comparison): boolean {
  const known: Tree[] = []
  const named = (tree: Tree): Tree => {
    if (tree.kind !== 'call' && tree.kind !== 'iterated') return mapChildren(tree, named)
    let at = known.findIndex((other) => sameFunction(other, tree, c))
    if (at < 0) at = known.push(tree) - 1
    return symbol(`function ${at}`)
  }
  return equalValues(named(a), named(b), c)
}

function sameFunction(a: Tree, b: Tree, c: Comparison): boolean {
  if (a.kind === 'iterated' && b.kind === 'iterated') {
    const body = renameSymbol(b.body, b.variable, a.variable)
    return a.operator === b.operator && sameParts([...bounds(a), a.body], [...bounds(b), body], c)
  }
  return a.kind === 'call' && b.kind === 'call' && a.name === b.name && sameParts(a.arguments, b.arguments, c)
}

const bounds = ({ from, to }: Tree & { kind: 'iterated' }): readonly Tree[] =>
  [from, to].filter((bound) => bound !== undefined)

const sameParts = (own: readonly Tree[], others: readonly Tree[], c: Comparison): boolean =>
  own.length === others.length && own.every((part, at) => sameAsWritten(part, others[at]!, c))

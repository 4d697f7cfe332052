import { negative, symbol, type Tree, whole } from '../tree.js'
import { isIndexedBy, substitute, symbolsOf } from '../tree-queries.js'
import type { Work } from '../work.js'
import { GAP, listOf } from './ellipsis.js'

/** Longest list of numbers that an index takes. */
const MOST_NUMBERS = 12

/** `z = e^{2\pi ik/5}, k = 0, 1, 2, 3, 4` as z ∈ {1, e^{2πi/5}, …}; without a name, as the set alone. */
export function withEnumeratedIndex(tree: Tree): Tree {
  if (tree.kind !== 'logical') return tree
  const [body, ...listed] = tree.items as [Tree, ...Tree[]]
  return enumerated(body, listed) ?? tree
}

/** A value with an index, for each of the numbers that `k = 0`, 1, 2 lists. `undefined` for anything else. */
export function enumerated(body: Tree, listed: readonly Tree[]): Tree | undefined {
  const [start, ...others] = listed
  const [index, first] = start ? assignmentIn(start) : []
  if (index?.kind !== 'symbol' || others.length === 0) return undefined
  const numbers = [first!, ...others].flatMap(bothSigns)
  if (numbers.length > MOST_NUMBERS || !numbers.every(isWholeNumber)) return undefined
  const [name, image] = assignmentIn(body)
  const value = image ?? body
  if (!isValue(value) || !symbolsOf(value).has(index.name)) return undefined
  const set: Tree = { kind: 'set', items: numbers.map((place) => substitute(value, index.name, place)) }
  if (!image) return set
  // z_k is one of the values of z.
  const subject = name?.kind === 'symbol' ? symbol(name.name.replace(`_${index.name}`, '')) : undefined
  return subject && { kind: 'relation', operands: [subject, set], operators: ['in'] }
}

/** What is listed of an index with dots: `k = 0, 1, \dots, 4` with all its numbers; `k = 0, \pm 1, \dots` as k ∈ ℤ. */
export function indexWithDots(items: readonly Tree[], work: Work): Tree | undefined {
  const at = items.findLastIndex((item) => item.kind === 'relation')
  const [index, first] = at > 0 ? assignmentIn(items[at]!) : []
  if (index?.kind !== 'symbol') return undefined
  const listed = [first!, ...items.slice(at + 1)]
  const gap = listed.indexOf(GAP)
  const head = listed.slice(0, gap)
  if (!head.flatMap(bothSigns).every(isWholeNumber)) return undefined
  const isInteger: Tree = {
    kind: 'relation',
    operands: [index, { kind: 'namedSet', name: 'integer' }],
    operators: ['in'],
  }
  const logical = (...conditions: readonly Tree[]): Tree => ({
    kind: 'logical',
    operator: ',',
    items: [...items.slice(0, at), ...conditions],
  })
  const [sign] = head.slice(1).filter((item) => item.kind === 'plusMinus')
  if (sign) return gap === listed.length - 1 ? logical(isInteger) : undefined
  // "0, …, 4" goes on by one.
  const numbers =
    gap === listed.length - 1
      ? [...head, next(head.at(-1)!), next(next(head.at(-1)!)), GAP]
      : head.length > 1
        ? listed
        : [first!, next(first!), ...listed.slice(1)]
  if (head.length > 1 && !head.every((item, place) => place === 0 || isNext(head[place - 1]!, item)))
    return undefined
  const values = listOf(numbers, work)
  if (values === undefined) return undefined
  if (!('kind' in values))
    return logical({ kind: 'relation', operands: [index, values[0]!], operators: ['='] }, ...values.slice(1))
  const last = listed.slice(gap + 1).at(-1)
  const bound: Tree = last
    ? { kind: 'relation', operands: [first!, index, last], operators: ['<=', '<='] }
    : { kind: 'relation', operands: [index, first!], operators: ['>='] }
  // a_n says by itself that n is whole.
  const [name] = assignmentIn(items[0]!)
  return name?.kind === 'symbol' && isIndexedBy(name.name, index.name)
    ? logical(bound)
    : logical(isInteger, bound)
}

/** k and 0 of `k = 0`. */
const assignmentIn = (tree: Tree): readonly [] | readonly [Tree, Tree] =>
  tree.kind === 'relation' && tree.operators.join() === '=' ? (tree.operands as readonly [Tree, Tree]) : []

/** Numbers, letters and what is computed of them; no list, relation or words. */
const isValue = (tree: Tree): boolean => VALUES.has(tree.kind)

const VALUES: ReadonlySet<Tree['kind']> = new Set([
  'symbol', 'sum', 'product', 'negative', 'quotient', 'power', 'call', 'bracketed', 'quantity', 'plusMinus',
]) // biome-ignore format: a table

const isWholeNumber = (tree: Tree): boolean =>
  tree.kind === 'negative'
    ? isWholeNumber(tree.operand)
    : tree.kind === 'number' && tree.value.d === 1n && !tree.decimal

/** ±1 as 1 and −1. */
const bothSigns = (tree: Tree): readonly Tree[] =>
  tree.kind === 'plusMinus' && tree.left.kind === 'number' && tree.left.value.n === 0n
    ? [tree.right, negative(tree.right)]
    : [tree]

const integerOf = (tree: Tree): bigint =>
  tree.kind === 'negative' ? -integerOf(tree.operand) : tree.kind === 'number' ? tree.value.n : 0n

const next = (tree: Tree): Tree => whole(integerOf(tree) + 1n)

const isNext = (before: Tree, after: Tree): boolean => integerOf(after) === integerOf(before) + 1n

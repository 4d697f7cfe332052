import { children, symbol, type Tree } from '../tree.js'
import { isCongruent, symbolsOf } from '../tree-queries.js'
import { isDegrees } from './quantities.js'

/** Values with parameters that run through the integers. */
export interface Family {
  readonly images: readonly Tree[]
  readonly parameters: readonly string[]
  readonly conditions: readonly Tree[]
  /** The parameters run from 0 or 1 rather than through all integers. */
  readonly natural: boolean
}

/** A tree as a family over the integers, if it or the other one says that it is. */
export function familyOf(tree: Tree, other: Tree): Family | undefined {
  if (tree.kind === 'congruence') return undefined
  const conditions = tree.kind === 'conditioned' || tree.kind === 'comprehension' ? tree.conditions : []
  const image = tree.kind === 'comprehension' ? tree.image : tree.kind === 'conditioned' ? tree.body : tree
  const members = conditions.map(integerMembership)
  let parameters: readonly string[] = [...new Set(members.flatMap((member) => (member ? member.names : [])))]
  if (parameters.length === 0 && !isConditional(tree) && isConditional(other)) {
    const [own, known] = [tree, other].map(symbolsOfValues) as [Set<string>, Set<string>]
    parameters = [...own].filter((name) => INTEGER_LETTERS.test(name))
    if (known.size === 0 || own.size !== known.size || parameters.length !== 1) return undefined
    if (!isCongruent(other) && familyOf(other, other) === undefined) return undefined
  }
  // {2n : 1 ≤ n ≤ 5} beside listed numbers
  if (parameters.length === 0 && tree.kind === 'comprehension' && other.kind === 'set')
    parameters = conditions.flatMap(countedIn)
  if (parameters.length === 0 && tree.kind === 'conditioned' && other.kind === 'conditioned')
    parameters = other.conditions.some(integerMembership) ? conditions.flatMap(countedIn) : []
  // n ≥ 3 for integers n: the values are those of n.
  const bounded = isInequality(image) && parameters.length === 1 && !isMembership(image)
  const interval = bounded ? intervalOf(image, parameters[0]!) : undefined
  const images = interval ? [interval] : bounded ? [symbol(parameters[0]!)] : imagesOf(valuesOf(image))
  const used = parameters.filter((name) => images.some((item) => symbolsOf(item).has(name)))
  if (used.length === 0 || used.length !== parameters.length) return undefined
  return {
    images,
    parameters: used,
    conditions: [
      ...(bounded && !interval ? [image] : []),
      ...conditions.filter((condition, index) => members[index] === undefined || isOfPrimes(condition)),
    ],
    natural: members.some((member) => member?.natural),
  }
}

/** k of 1 ≤ k ≤ n, n of n ≥ 1. */
const countedIn = (condition: Tree): readonly string[] => {
  const subject = condition.kind === 'relation' ? condition.operands.at(-2)! : undefined
  return subject?.kind === 'symbol' && INTEGER_LETTERS.test(subject.name) ? [subject.name] : []
}

/** `x \in (2k\pi, 2k\pi + \pi)`. */
const isMembership = (tree: Tree): boolean => tree.kind === 'relation' && tree.operators.join() === 'in'

/** `2k\pi < x < 2k\pi + \pi` as the interval in which x lies for a k. */
function intervalOf(tree: Tree, parameter: string): Tree | undefined {
  if (tree.kind !== 'relation' || tree.operands.length !== 3) return undefined
  const [low, subject, high] = tree.operands as [Tree, Tree, Tree]
  const [first, second] = tree.operators as [string, string]
  if (
    subject.kind !== 'symbol' ||
    subject.name === parameter ||
    !/^<=?$/.test(first) ||
    !/^<=?$/.test(second)
  )
    return undefined
  return {
    kind: 'bracketed',
    open: first === '<' ? '(' : '[',
    close: second === '<' ? ')' : ']',
    items: [low, high],
  }
}

const symbolsOfValues = (tree: Tree): ReadonlySet<string> =>
  new Set(imagesOf(valuesOf(tree)).flatMap((image) => [...symbolsOf(image).keys()]))

/** What `x = …` says x is. */
export const valuesOf = (tree: Tree): Tree =>
  tree.kind === 'conditioned'
    ? valuesOf(tree.body)
    : tree.kind === 'relation' &&
        tree.operands.length === 2 &&
        (tree.operators[0] === '=' || tree.operators[0] === 'in') &&
        tree.operands[0]!.kind === 'symbol'
      ? tree.operands[1]!
      : tree

export const imagesOf = (tree: Tree): readonly Tree[] =>
  tree.kind === 'list' || tree.kind === 'set'
    ? tree.items.map(valuesOf)
    : tree.kind === 'logical' && tree.operator !== 'and'
      ? tree.items.flatMap((item) => imagesOf(valuesOf(item)))
      : tree.kind === 'comprehension'
        ? imagesOf(tree.image)
        : [tree]

/** `k \in \mathbb{Z}`, `k, n \in \mathbb{N}`. */
export function integerMembership(
  tree: Tree,
): { readonly names: readonly string[]; readonly natural: boolean } | undefined {
  if (tree.kind !== 'relation' || tree.operators.join() !== 'in') return undefined
  const [left, right] = tree.operands as [Tree, Tree]
  if (right.kind !== 'namedSet' || !/^(?:integer|natural|prime)/.test(right.name)) return undefined
  const names = left.kind === 'list' || left.kind === 'bracketed' ? left.items : [left]
  if (!names.every((name) => name.kind === 'symbol')) return undefined
  return {
    names: names.map((name) => (name as Tree & { kind: 'symbol' }).name),
    natural: right.name !== 'integer',
  }
}

/** A membership that says more than that a letter is whole. */
const isOfPrimes = (tree: Tree): boolean =>
  tree.kind === 'relation' && tree.operands[1]!.kind === 'namedSet' && tree.operands[1]!.name === 'prime'

/** Letters that are integers where nobody says so, beside a family that says so. */
export const INTEGER_LETTERS = /^[jklmn](?:_|$)/

export const isInequality = (tree: Tree): boolean =>
  (tree.kind === 'relation' && !tree.operators.every((operator) => operator === '=')) ||
  (tree.kind === 'logical' && tree.items.some(isInequality))

export const isConditional = (tree: Tree): boolean =>
  tree.kind === 'comprehension' || tree.kind === 'conditioned' || isCongruent(tree)

/** x of `x = …`, or of several such. */
export const subjectOf = (tree: Tree): string | undefined =>
  tree.kind === 'conditioned'
    ? subjectOf(tree.body)
    : tree.kind === 'logical'
      ? subjectOf(tree.items[0]!)
      : tree.kind === 'relation' && tree.operands[0]!.kind === 'symbol'
        ? tree.operands[0]!.name
        : undefined

export const holdsPi = (tree: Tree): boolean =>
  (tree.kind === 'constant' && tree.name === 'pi') || isDegrees(tree) || children(tree).some(holdsPi)

import type { Relation } from '../tree.js'
import { mapChildren, symbol, type Tree } from '../tree.js'
import { isApplication, sameTree, symbolsOf } from '../tree-queries.js'

/**
 * The prediction with the gold's name of a result where it only adds to the name or leaves out of it what says which value is meant:
 * `v_f = …` for `v = …`, `P^* = 20, Q^* = 60` for `P = 20, Q = 60`, `\frac{Y(s)}{X(s)} = …` for `G(s) = …`. Each name must belong to
 * one of the other side alone, and two indices that differ are two names.
 */
export function withGoldNames(gold: Tree, prediction: Tree): Tree {
  const golds = equationsOf(gold)
  const known = new Set(golds?.flatMap(namesOf))
  const predictions = golds && equationsOf(prediction, known)
  if (!golds || !predictions || golds.length !== predictions.length) return prediction
  const [only, other] = golds.length === 1 ? [golds[0]!.operands[0]!, predictions[0]!.operands[0]!] : []
  if (only && other && !sameTree(only, other) && (isOneName(only, other) || isOneName(other, only)))
    return { ...prediction, operands: [only, ...predictions[0]!.operands.slice(1)] } as Relation
  const [names, others] = [golds.flatMap(namesOf), predictions.flatMap(namesOf)]
  const used = [...golds, ...predictions].flatMap(({ operands }) => [...symbolsOf(operands.at(-1)!).keys()])
  const renamed = new Map<string, string>()
  for (const name of others) {
    const [match, ...more] = names.includes(name) ? [name] : names.filter((one) => isSameResult(one, name))
    const isAlone =
      match !== undefined &&
      more.length === 0 &&
      !others.some((one) => one !== name && isSameResult(match, one))
    if (isAlone && match !== name && !used.includes(name) && !used.includes(match)) renamed.set(name, match)
  }
  if (renamed.size === 0 && equationsOf(prediction)) return prediction
  const named = (tree: Tree): Tree =>
    tree.kind === 'symbol' ? symbol(renamed.get(tree.name) ?? tree.name) : mapChildren(tree, named)
  const items = predictions.map(
    ({ operands: [name, value], operators }): Relation => ({
      kind: 'relation',
      operands: [named(name!), value!],
      operators,
    }),
  )
  return prediction.kind === 'logical' ? { ...prediction, items } : items[0]!
}

/** One equation, or several of which all hold. */
function equationsOf(tree: Tree, known?: ReadonlySet<string>): readonly Relation[] | undefined {
  const items = tree.kind === 'logical' && tree.operator !== 'or' ? tree.items : [tree]
  const equations = known ? items.map((item) => withOneName(item, known)) : items
  return equations.every(isNaming) ? equations : undefined
}

/** `\inf A = \min A = \frac12` by the name that the gold knows. */
function withOneName(tree: Tree, known: ReadonlySet<string>): Tree {
  if (tree.kind !== 'relation' || tree.operands.length < 3) return tree
  const names = tree.operands.slice(0, -1)
  const letters = names.map((name) => (name.kind === 'symbol' ? EXTREME.exec(name.name)?.[1] : undefined))
  const name = names.find((one) => one.kind === 'symbol' && known.has(one.name))
  return name && letters[0] !== undefined && letters.every((letter) => letter === letters[0])
    ? { kind: 'relation', operands: [name, tree.operands.at(-1)!], operators: ['='] }
    : tree
}

const EXTREME = /^(.+)_(?:max|min|sup|inf)$/

const isNaming = (tree: Tree): tree is Relation =>
  tree.kind === 'relation' && tree.operators.length === 1 && /^[=~]$/.test(tree.operators[0]!)

/** The names that an equation gives the values of. */
const namesOf = ({ operands: [name] }: Relation): readonly string[] =>
  name!.kind === 'symbol'
    ? [name!.name]
    : name!.kind === 'bracketed'
      ? name!.items.flatMap((item) => (item.kind === 'symbol' ? [item.name] : []))
      : []

/** v_f and v; P_* and P_eq; ŷ and y; not v_x, which is a component, nor x_1. */
function isSameResult(name: string, other: string): boolean {
  const [[letter, index], [base, added]] = [name, other].map((one) => one.split(/_(.*)/)) as [
    [string, string?],
    [string, string?],
  ]
  if (letter !== base) return letter === `hat ${base}` || base === `hat ${letter}`
  if (index !== undefined && added !== undefined) return EQUILIBRIUM.test(index) && EQUILIBRIUM.test(added)
  const said = index ?? added
  return said !== undefined && WHICH.test(said) && !(/^[xyz]$/.test(letter) && /^m(?:ax|in)$/.test(said))
}

const EQUILIBRIUM = /^(?:\*|ast|star|[eE]|eq|opt|equilibrium)$/

/** An index that says which value of a quantity it is, in words or in their first letters. */
const WHICH = /^(?:\*|ast|star|0|[a-hA-HLMSTV]|[a-zA-Z]{2,12})$/

/** A capital letter for a small one, and the output over the input for a transfer function. */
function isOneName(name: Tree, other: Tree): boolean {
  if (name.kind === 'symbol')
    return other.kind === 'symbol' && name.name.length === 1 && name.name === other.name.toLowerCase()
  if (name.kind === 'quotient') {
    const [output, input] = [name.numerator, name.denominator].map(argumentOf)
    return output !== undefined && output === input && TRANSFER.test(output) && argumentOf(other) === output
  }
  const letter = argumentOf(name)
  return (
    letter !== undefined && TRANSFER.test(letter) && argumentOf(other) === letter && areFilters(name, other)
  )
}

const TRANSFER = /^[sz]$/

const areFilters = (...names: readonly Tree[]): boolean =>
  names.every(
    (name) => isApplication(name) && /^[GHT]$/.test((name.arguments[0] as { name?: string }).name ?? ''),
  )

/** s of `Y(s)`. */
const argumentOf = (tree: Tree): string | undefined => {
  const [, letter] = isApplication(tree) ? tree.arguments : tree.kind === 'product' ? tree.factors : []
  return letter?.kind === 'symbol' ? letter.name : undefined
}

import { call, product, symbol, type Tree } from '../tree.js'
import { isApplication, sameTree, substitute, symbolsOf } from '../tree-queries.js'

/** An answer and what it says of its symbols. */
export interface Conditioned {
  readonly body: Tree
  readonly conditions: readonly Tree[]
}

/**
 * `f(x) = cx, c \in \mathbb{R}` and `f(x) = ax \text{ for some real constant }a`: both with c₁, c₂, … for the constants of which one side
 * at least says that they may be any number. Constants that have one name in both may be given, and then 3a is not a.
 */
export function withDeclaredConstants(
  gold: Conditioned,
  prediction: Conditioned,
): readonly [Tree, Tree] | undefined {
  const [left, right] = [logarithmic(gold), logarithmic(prediction)]
  const [first, second] = left && right ? [left, right] : [gold, prediction]
  const [own, other] = [declaredIn(first), declaredIn(second)]
  if (!own || !other || own.names.length + other.names.length === 0) return undefined
  const golds = own.names.length > 0 ? own.names : unshared(first.body, second.body, USUAL)
  const named = other.names.length > 0 ? other.names : unshared(second.body, first.body, ANY)
  const known = [first.body, second.body].map((body) => symbolsOf(body))
  const areFree =
    golds.length === named.length &&
    (own.set === other.set || own.names.length === 0 || other.names.length === 0) &&
    !golds.some((name) => known[1]!.has(name)) &&
    !named.some((name) => known[0]!.has(name)) &&
    !known.some((symbols) => [...symbols.keys()].some((name) => name.startsWith('c_')))
  const renamed = ({ body }: Conditioned, names: readonly string[]) =>
    names.reduce((tree, name, at) => substitute(tree, name, symbol(`c_${at + 1}`)), body)
  return areFree ? [renamed(first, golds), renamed(second, named)] : undefined
}

/** The constants in an equation, or several, that may be any number; `undefined` where anything else is said. */
function declaredIn({
  body,
  conditions,
}: Conditioned): { readonly names: readonly string[]; readonly set: string } | undefined {
  const equations = body.kind === 'logical' ? body.items : [body]
  if (!equations.every(isDefinition)) return undefined
  const names: string[] = []
  const sets = new Set<string>()
  for (const condition of conditions) {
    const [letter, set] = condition.kind === 'relation' ? condition.operands : []
    const isMember = condition.kind === 'relation' && condition.operators.join() === 'in'
    if (
      !isMember ||
      letter!.kind !== 'symbol' ||
      set!.kind !== 'namedSet' ||
      !/^(?:real|complex)$/.test(set!.name)
    )
      return undefined
    // x ∈ ℝ of f(x)
    if (equations.some(({ operands }) => symbolsOf(operands[0]!).has(letter.name))) continue
    names.push(letter.name)
    sets.add(set.name)
  }
  return sets.size < 2 ? { names, set: [...sets].join() } : undefined
}

/** `f(x) = …`, `y = …`. */
const isDefinition = (tree: Tree): tree is Tree & { kind: 'relation' } =>
  tree.kind === 'relation' &&
  tree.operators.join() === '=' &&
  (tree.operands[0]!.kind === 'symbol' || isApplication(tree.operands[0]!))

/** c of `f(x) = cx`, which is no argument, and of `c(x^2-1)`. */
export const isConstantOf = (body: Tree, name: string | undefined): boolean =>
  name !== undefined &&
  (isDefinition(body)
    ? symbolsOf(body.operands[1]!).has(name) && !symbolsOf(body.operands[0]!).has(name)
    : ANY.test(name) && symbolsOf(body).size > 1)

/** Letters of constants that the other side does not have. */
const unshared = (body: Tree, other: Tree, letters: RegExp): readonly string[] =>
  [...symbolsOf(body).keys()].filter((name) => letters.test(name) && !symbolsOf(other).has(name))

/** In a gold others may be given by the question. */
const USUAL = /^[ckA-DK]$/
const ANY = /^(?:[abcdkmA-DK]|alpha|beta|lambda)$/

/** `f(x) = a^x, a > 0` as a·x with any a, and `f(x) = 2^{cx}` as c·x·ln 2: their logarithms, where these are so simple. */
function logarithmic({ body, conditions }: Conditioned): Conditioned | undefined {
  if (!isDefinition(body) || body.operands[1]!.kind !== 'power') return undefined
  const { base, exponent } = body.operands[1]
  const positive = conditions.find(isPositive)
  const isBase = base.kind === 'symbol' && positive !== undefined && sameTree(positive.operands[0]!, base)
  const isNumber =
    (base.kind === 'number' && base.value.n > 0n) || (base.kind === 'constant' && base.name !== 'i')
  if (!isBase && !isNumber) return undefined
  const logarithm = product(exponent, isBase ? base : call('ln', base))
  return {
    body: { ...body, operands: [body.operands[0]!, logarithm] },
    conditions: conditions.map((condition) =>
      isBase && condition === positive ? anyNumber(base) : condition,
    ),
  }
}

const isPositive = (tree: Tree): tree is Tree & { kind: 'relation' } =>
  tree.kind === 'relation' &&
  tree.operators.join() === '>' &&
  tree.operands[1]!.kind === 'number' &&
  tree.operands[1].value.n === 0n

const anyNumber = (letter: Tree): Tree => ({
  kind: 'relation',
  operands: [letter, { kind: 'namedSet', name: 'real' }],
  operators: ['in'],
})

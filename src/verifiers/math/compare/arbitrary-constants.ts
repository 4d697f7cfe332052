import { children, mapChildren, negative, sum, symbol, type Tree, whole } from '../tree.js'
import { symbolsOf } from '../tree-queries.js'
import { differentiate } from '../values/differentiate.js'
import { inShare, type NormalPair, normalPair } from '../values/normal-form.js'
import { keyOf, type Polynomial, polynomialKey, type Term } from '../values/polynomial.js'
import type { Comparison } from './context.js'
import { equalValues } from './values.js'

/** C, C_1, c_2: constants that an integral or a differential equation leaves open. */
const CONSTANT = /^(?:C|[cC]_\d+)$/

/** What the same constants are called elsewhere. */
const OTHER_NAME = /^(?:[A-DK]|[ckABC]|[cCkK]_\d+|const|alpha|beta)$/

/** Whether F(x) + C and G(x) + C₁ are the same up to the constant, which one side at least calls C or C₁. */
export function equalUpToConstant(gold: Tree, prediction: Tree, c: Comparison): boolean {
  if (gold.kind === 'iterated' && gold.operator === 'integral' && !gold.from && !gold.to) {
    const primitive = withoutConstant(prediction, CONSTANT)
    const derivative = primitive && differentiate(primitive, gold.variable, c.work)
    return derivative !== undefined && equalValues(gold.body, derivative, c)
  }
  const [left, right] = [withoutConstant(gold, CONSTANT), withoutConstant(prediction, CONSTANT)]
  if (!left && !right) return false
  const [first, second] = [
    left ?? withoutConstant(gold, OTHER_NAME),
    right ?? withoutConstant(prediction, OTHER_NAME),
  ]
  return first !== undefined && second !== undefined && differByConstant(first, second, c)
}

/** F(x) of F(x) + C. `undefined` where no such term is added. */
function withoutConstant(tree: Tree, names: RegExp): Tree | undefined {
  if (tree.kind !== 'sum') return undefined
  const index = tree.terms.findIndex((term) => isConstantTerm(term, names))
  if (index < 0) return undefined
  const rest = tree.terms.filter((_, other) => other !== index)
  const [name] = symbolsOf(tree.terms[index]!).keys()
  if (name !== undefined && rest.some((term) => symbolsOf(term).has(name))) return undefined
  return rest.length === 0 ? whole(0) : sum(...rest)
}

function isConstantTerm(term: Tree, names: RegExp): boolean {
  if (term.kind === 'negative') return isConstantTerm(term.operand, names)
  if (term.kind === 'symbol') return names.test(term.name) || term.name === 'const'
  return term.kind === 'text' && /^\s*const(?:ant|\.)?\s*$/i.test(term.text)
}

/** What an antiderivative or a potential is a function of; other letters are parameters, unless there is but one. */
const VARIABLE = /^(?:[r-z]|theta|phi)$/

/**
 * Whether two antiderivatives without their constants differ by a constant: they have the same derivatives, or their
 * difference is what it is at another place. Between arctan x and −arctan(1/x) lies one constant left of 0 and another on the right.
 */
function differByConstant(a: Tree, b: Tree, c: Comparison): boolean {
  if (equalValues(a, b, c)) return true
  const difference = sum(a, negative(b))
  const names = [...symbolsOf(difference).keys()]
  const variables = names.length === 1 ? names : names.filter((name) => VARIABLE.test(name))
  return (
    variables.length > 0 &&
    variables.every(
      (name) =>
        sameDerivative(a, b, name, c) || equalValues(difference, substitute(difference, name, whole(1)), c),
    )
  )
}

function sameDerivative(a: Tree, b: Tree, name: string, c: Comparison): boolean {
  const left = differentiate(a, name, c.work)
  const right = left && differentiate(b, name, c.work)
  return right !== undefined && equalValues(left!, right, c)
}

const substitute = (tree: Tree, name: string, value: Tree): Tree =>
  tree.kind === 'symbol' && tree.name === name
    ? value
    : tree.kind === 'iterated' && tree.variable === name
      ? tree
      : mapChildren(tree, (child) => substitute(child, name, value))

/** Most constants that are matched with one another. */
const MOST_CONSTANTS = 3

/**
 * y = c₁ cos x + c₂ sin x is y = A cos x + B sin x: each constant of one side stands for one of the other, or a multiple of it.
 * One side at least must call them as constants are called.
 */
export function equalFamiliesOfFunctions(gold: Tree, prediction: Tree, c: Comparison): boolean {
  const [first, second] = [familyOf(gold), familyOf(prediction)]
  if (!first || !second || first.name !== second.name) return false
  const [left, right] = [symbolsOf(first.value), symbolsOf(second.value)]
  const own = [...left.keys()].filter((name) => CONSTANT.test(name))
  const others = [...right.keys()].filter((name) => CONSTANT.test(name))
  const golds = own.length > 0 ? own : [...left.keys()].filter((name) => isOther(name, right, others))
  const named = others.length > 0 ? others : [...right.keys()].filter((name) => isOther(name, left, own))
  if (golds.length === 0 || golds.length !== named.length || golds.length > MOST_CONSTANTS) return false
  return equalSpans(first.value, second.value, golds, named, c)
}

/** Constants with a number, several of which make the general solution of a differential equation. */
const NUMBERED = /^[cC]_\d+$/

/**
 * The same where no y = … stands before the solution: both sides must number their constants, two at the least, and all terms
 * but one depend on the same variable (C₁V₁ + C₂V₂ are two charges).
 */
export function equalGeneralSolutions(gold: Tree, prediction: Tree, c: Comparison): boolean {
  const [golds, named] = [gold, prediction].map((tree) =>
    [...symbolsOf(tree).keys()].filter((name) => NUMBERED.test(name)),
  ) as [string[], string[]]
  if (golds.length < 2 || golds.length !== named.length || golds.length > MOST_CONSTANTS) return false
  const variables = new Set([gold, prediction].flatMap(variablesOf))
  const alone = termsOf(gold).filter((term) => variablesOf(term).length === 0)
  return variables.size === 1 && alone.length < 2 && equalSpans(gold, prediction, golds, named, c)
}

const variablesOf = (tree: Tree): readonly string[] =>
  [...symbolsOf(tree).keys()].filter((name) => VARIABLE.test(name))

const termsOf = (tree: Tree): readonly Tree[] => (tree.kind === 'sum' ? tree.terms : [tree])

function equalSpans(
  first: Tree,
  second: Tree,
  golds: readonly string[],
  named: readonly string[],
  c: Comparison,
): boolean {
  const pair = normalPair(first, second, () => false, c.work)
  return (pair && inShare(c.work, () => sameSpan(pair, golds, named))) === true
}

/**
 * Whether two sums c₁f₁ + c₂f₂ + … + g have the same functions f, each up to a constant factor, and the same g: then their
 * constants run through the same functions.
 */
function sameSpan(
  { algebra, left, right }: NormalPair,
  golds: readonly string[],
  named: readonly string[],
): boolean {
  const first = partsOf(algebra.product(left.above, right.below), golds)
  const second = partsOf(algebra.product(right.above, left.below), named)
  if (!first || !second || polynomialKey(first.rest) !== polynomialKey(second.rest)) return false
  const free = [...second.functions]
  return first.functions.every((part) => {
    const index = free.findIndex((other) => algebra.constantRatio(part, other) !== undefined)
    if (index < 0) return false
    free.splice(index, 1)
    return true
  })
}

/** f₁, f₂, … and g of c₁f₁ + c₂f₂ + … + g; `undefined` where a constant is missing or not linear. */
function partsOf(
  polynomial: Polynomial,
  constants: readonly string[],
): { readonly functions: readonly Polynomial[]; readonly rest: Polynomial } | undefined {
  const functions = constants.map(() => new Map<string, Term>())
  const rest = new Map<string, Term>()
  for (const [key, term] of polynomial) {
    const found = term.monomial.filter(([name]) => constants.includes(name))
    if (found.length === 0) rest.set(key, term)
    else {
      const [name, exponent] = found[0]!
      if (found.length > 1 || exponent.n !== 1n || exponent.d !== 1n) return undefined
      const monomial = term.monomial.filter(([other]) => other !== name)
      functions[constants.indexOf(name)]!.set(keyOf(monomial), { ...term, monomial })
    }
  }
  return functions.every((part) => part.size > 0) ? { functions, rest } : undefined
}

/** A constant of this side that has no match of its name on the other one, which calls its constants C. */
const isOther = (name: string, there: ReadonlyMap<string, boolean>, known: readonly string[]): boolean =>
  known.length > 0 && OTHER_NAME.test(name) && !(there.has(name) && !known.includes(name))

/** `y = …`, `y(x) = …`, `x(t) = …`, `u = …`: the name and what it is. */
function familyOf(tree: Tree): { readonly name: string; readonly value: Tree } | undefined {
  if (tree.kind !== 'relation' || tree.operators.join() !== '=') return undefined
  const [left, value] = tree.operands as [Tree, Tree]
  if (left.kind === 'symbol') return /^[yuwx]$/.test(left.name) ? { name: left.name, value } : undefined
  if (left.kind !== 'call' || left.name !== 'apply' || left.arguments[0]!.kind !== 'symbol') return undefined
  return { name: left.arguments[0]!.name, value }
}

/**
 * Two answers of several parts of which one has a constant in more than one part, as the pieces of a function by cases or the
 * components of a solution: it is the same constant in all of them, so that its name, and its sign, are changed in all of them
 * at once. `undefined` where no constant is shared.
 */
export function equalWithSharedConstants(
  gold: Tree,
  prediction: Tree,
  equal: (gold: Tree, prediction: Tree, c: Comparison) => boolean,
  c: Comparison,
): boolean | undefined {
  const first = partsWithConstants(gold, CONSTANT)
  const own = symbolsOf(gold)
  const second =
    partsWithConstants(prediction, CONSTANT) ??
    (first && partsWithConstants(prediction, OTHER_NAME, (name) => !own.has(name)))
  if (!first?.isShared && !second?.isShared) return undefined
  if (!first || !second || first.names.length !== second.names.length || first.names.length > MOST_CONSTANTS)
    return false
  const named = { ...c, arbitraryConstants: false }
  return arrangements(first.names).some((names) =>
    signs(names.length).some((signs) => {
      const values = new Map(
        second.names.map((name, index) => [
          name,
          signs[index]! > 0 ? symbol(names[index]!) : negative(symbol(names[index]!)),
        ]),
      )
      return equal(gold, substituted(prediction, values), named)
    }),
  )
}

/** The constants of an answer of several parts, in order; `undefined` where there are none. */
function partsWithConstants(
  tree: Tree,
  called: RegExp,
  isFree: (name: string) => boolean = () => true,
): { readonly names: readonly string[]; readonly isShared: boolean } | undefined {
  const parts = tree.kind === 'matrix' ? tree.rows.flat() : children(tree)
  if (!SEVERAL.has(tree.kind) || parts.length < 2) return undefined
  const found = parts.map((part) =>
    [...symbolsOf(part).keys()].filter((name) => called.test(name) && isFree(name)),
  )
  const names = [...new Set(found.flat())]
  if (names.length === 0) return undefined
  return { names, isShared: names.some((name) => found.filter((own) => own.includes(name)).length > 1) }
}

const SEVERAL: ReadonlySet<Tree['kind']> = new Set(['logical', 'list', 'bracketed', 'matrix'])

const arrangements = (names: readonly string[]): readonly (readonly string[])[] =>
  names.length < 2
    ? [names]
    : names.flatMap((name) =>
        arrangements(names.filter((other) => other !== name)).map((rest) => [name, ...rest]),
      )

/** +1 or −1 for each of so many constants. */
const signs = (count: number): readonly (readonly (1 | -1)[])[] =>
  count === 0 ? [[]] : signs(count - 1).flatMap((rest) => [[1, ...rest] as const, [-1, ...rest] as const])

const substituted = (tree: Tree, values: ReadonlyMap<string, Tree>): Tree =>
  (tree.kind === 'symbol' && values.get(tree.name)) ||
  mapChildren(tree, (child) => substituted(child, values))

import { call, children, mapChildren, negative, product, sum, symbol, type Tree } from '../tree.js'
import { renameSymbol, symbolsOf } from '../tree-queries.js'
import { inShare, isDecisive, type NormalPair, normalPair } from '../values/normal-form.js'
import {
  addPolynomials,
  keyOf,
  negatePolynomial,
  type Polynomial,
  polynomialKey,
  scalePolynomial,
  type Term,
} from '../values/polynomial.js'
import { divide, negate } from '../values/rational.js'
import type { Work } from '../work.js'
import { CONSTANT, OTHER_NAME, VARIABLE } from './arbitrary-constants.js'
import type { Comparison } from './context.js'
import { equalValues } from './values.js'

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
  const called = /^[fg]$/.test(first.name) ? OF_EQUATION : CONSTANT
  const own = [...left.keys()].filter((name) => called.test(name))
  const others = [...right.keys()].filter((name) => called.test(name))
  const golds = own.length > 0 && own.length >= others.length ? own : unshared(left, right, others)
  const named = others.length > 0 && others.length >= golds.length ? others : unshared(right, left, own)
  if (golds.length === 0 || golds.length !== named.length || golds.length > MOST_CONSTANTS) return false
  return equalSpans(first.value, second.value, golds, named, 'span', c) === true
}

/** In the solutions of a functional equation, f(x) = kx. */
const OF_EQUATION = /^(?:[Cck]|[cC]_\d+)$/

/** Constants with a number, several of which make the general solution of a differential equation. */
const NUMBERED = /^[cC]_\d+$/

/**
 * The same where no y = … stands before the solution: one side at least must number its constants, two at the least, and all terms
 * but one depend on the same variable (C₁V₁ + C₂V₂ are two charges). One constant alone may be C here and A there.
 */
export function equalGeneralSolutions(gold: Tree, prediction: Tree, c: Comparison): boolean {
  const [left, right] = [symbolsOf(gold), symbolsOf(prediction)]
  const [own, others] = [left, right].map((names) => [...names.keys()].filter((name) => NUMBERED.test(name)))
  if (own!.length === 0 && others!.length === 0 && !left.has('C') && !right.has('C')) return false
  const golds = own!.length > 0 ? own! : namedOtherwise(left, right)
  const named = others!.length > 0 ? others! : namedOtherwise(right, left)
  const variables = new Set([gold, prediction].flatMap(variablesOf))
  if (golds.length !== named.length || golds.length > MOST_CONSTANTS || variables.size !== 1) return false
  if (golds.length === 1) {
    const [name, other] = [golds[0]!, named[0]!]
    const isCalled = CONSTANT.test(name) || CONSTANT.test(other)
    return (
      isCalled &&
      name !== other &&
      (gold.kind === 'sum' || isTranscendental(gold)) &&
      equalSpans(gold, renameSymbol(prediction, other, name), golds, golds, 'span', c) === true &&
      equalValues(gold, renameSymbol(prediction, other, name), c)
    )
  }
  if (own!.length < 2 && others!.length < 2) return false
  const alone = termsOf(gold).filter((term) => variablesOf(term).length === 0)
  return alone.length < 2 && equalSpans(gold, prediction, golds, named, 'span', c) === true
}

/** Ce^{2x} is a solution; Cx² may be any formula. */
const isTranscendental = (tree: Tree): boolean =>
  tree.kind === 'call' ||
  (tree.kind === 'power' && symbolsOf(tree.exponent).size > 0) ||
  children(tree).some(isTranscendental)

/** A and B beside c₁ and c₂: letters for constants that the other side does not have. */
const namedOtherwise = (
  here: ReadonlyMap<string, boolean>,
  there: ReadonlyMap<string, boolean>,
): readonly string[] => [...here.keys()].filter((name) => OTHER_NAME.test(name) && !there.has(name))

/** x of a function; n of a sequence, where there is nothing else. */
export function variablesOf(tree: Tree): readonly string[] {
  const names = [...symbolsOf(tree).keys()]
  const found = names.filter((name) => VARIABLE.test(name))
  return found.length > 0 ? found : names.filter((name) => name === 'n')
}

const termsOf = (tree: Tree): readonly Tree[] => (tree.kind === 'sum' ? tree.terms : [tree])

/** Whether two sums of functions with constants before them are the same: in what they span, or term by term. */
export function equalSpans(
  first: Tree,
  second: Tree,
  golds: readonly string[],
  named: readonly string[],
  as: 'span' | 'terms',
  c: Comparison,
): boolean | undefined {
  const [left, right] = [withoutPhases(first, golds), withoutPhases(second, named)]
  const pair = normalPair(left, right, () => false, c.work)
  return pair && inShare(c.work, () => sameSpan(pair, golds, named, as))
}

/** A cos(u + φ), whose A and φ are constants that stand nowhere else, is A cos u + φ sin u for other constants. */
export function withoutPhases(tree: Tree, constants: readonly string[]): Tree {
  if (tree.kind === 'sum' || tree.kind === 'negative')
    return mapChildren(tree, (child) => withoutPhases(child, constants))
  if (tree.kind !== 'product') return tree
  const wave = tree.factors.find((factor) => factor.kind === 'call' && /^(?:sin|cos)$/.test(factor.name))
  const amplitude = tree.factors.find((factor) => isConstant(factor, constants))
  const angle = wave && (wave as Tree & { kind: 'call' }).arguments[0]!
  if (!wave || !amplitude || angle?.kind !== 'sum') return tree
  const phase = angle.terms.find((term) =>
    isConstant(term.kind === 'negative' ? term.operand : term, constants),
  )
  const rest = angle.terms.filter((term) => term !== phase)
  const others = tree.factors.filter((factor) => factor !== wave && factor !== amplitude)
  const own = [amplitude, phase?.kind === 'negative' ? phase.operand : phase]
  if (!phase || [...rest, ...others].some((part) => own.some((one) => symbolsOf(part).has(nameOf(one!)))))
    return tree
  const inner = sum(...rest)
  return sum(product(own[0]!, call('cos', inner), ...others), product(own[1]!, call('sin', inner), ...others))
}

const isConstant = (tree: Tree, constants: readonly string[]): boolean =>
  tree.kind === 'symbol' && constants.includes(tree.name)

const nameOf = (tree: Tree): string => (tree as Tree & { kind: 'symbol' }).name

/**
 * Whether two sums c₁f₁ + c₂f₂ + … + g run through the same functions: their f span the same space, and their g differ by
 * something in it. `undefined` where identities between functions leave that open.
 */
function sameSpan(
  { algebra, left, right }: NormalPair,
  golds: readonly string[],
  named: readonly string[],
  as: 'span' | 'terms',
): boolean | undefined {
  const first = partsOf(algebra.product(left.above, right.below), golds)
  const second = partsOf(algebra.product(right.above, left.below), named)
  if (!first || !second) return undefined
  const free = [...second.functions]
  const isPaired = first.functions.every((part) => {
    const index = free.findIndex((other) =>
      as === 'span'
        ? algebra.constantRatio(part, other) !== undefined
        : polynomialKey(part) === polynomialKey(other),
    )
    if (index >= 0) free.splice(index, 1)
    return index >= 0
  })
  if (isPaired && polynomialKey(first.rest) === polynomialKey(second.rest)) return true
  if (as === 'terms') return false
  const [own, other] = [first, second].map(({ functions }) => basisOf(functions, algebra.work)) as [
    Basis,
    Basis,
  ]
  const difference = addPolynomials(first.rest, negatePolynomial(second.rest), algebra.work)
  const isSame =
    own.length === other.length &&
    second.functions.every((part) => reduced(part, own, algebra.work).size === 0) &&
    reduced(difference, own, algebra.work).size === 0
  if (isSame) return true
  const known = [...first.functions, ...second.functions, first.rest, second.rest]
  return known.every((part) => isDecisive(part, algebra)) ? false : undefined
}

/** Independent functions in echelon form, each with the term that the others do not have. */
type Basis = readonly { readonly key: string; readonly part: Polynomial }[]

function basisOf(parts: readonly Polynomial[], work: Work): Basis {
  const basis: { key: string; part: Polynomial }[] = []
  for (const part of parts) {
    const rest = reduced(part, basis, work)
    const [key] = rest.keys()
    if (key !== undefined) basis.push({ key, part: rest })
  }
  return basis
}

/** What is left of a sum when multiples of the basis are taken away. */
function reduced(part: Polynomial, basis: Basis, work: Work): Polynomial {
  let rest = part
  for (const { key, part: other } of basis) {
    const term = rest.get(key)
    if (!term) continue
    const factor = negate(divide(term.coefficient, other.get(key)!.coefficient)!)
    rest = addPolynomials(rest, scalePolynomial(other, factor), work)
  }
  return rest
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

/** What this side calls the constants that the other one calls C: names that the other side does not have. */
const unshared = (
  here: ReadonlyMap<string, boolean>,
  there: ReadonlyMap<string, boolean>,
  known: readonly string[],
): readonly string[] =>
  known.length === 0
    ? []
    : [...here.keys()].filter((name) => isConstantName(name) && !(there.has(name) && !known.includes(name)))

/** Also R and φ of an amplitude and a phase. */
const isConstantName = (name: string): boolean =>
  OTHER_NAME.test(name) || /^(?:[MRF]|phi|varphi|delta|psi|theta|epsilon)$/.test(name)

/** `y = …`, `y(x) = …`, `x(t) = …`, `u = …`: the name and what it is. */
export function familyOf(tree: Tree): { readonly name: string; readonly value: Tree } | undefined {
  if (tree.kind !== 'relation' || tree.operators.join() !== '=') return undefined
  const [left, value] = tree.operands as [Tree, Tree]
  if (left.kind === 'symbol')
    return /^(?:[yuwxz]|[a-z]_n)$/.test(left.name) ? { name: left.name, value } : undefined
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
  const [own, others] = [partsWithConstants(gold, CONSTANT), partsWithConstants(prediction, CONSTANT)]
  const first = own ?? (others && partsNamedOtherwise(gold, prediction))
  const second = others ?? (own && partsNamedOtherwise(prediction, gold))
  if (!first?.isShared && !second?.isShared) return undefined
  if (!first || !second || first.names.length !== second.names.length || first.names.length > MOST_CONSTANTS)
    return false
  const tagged = taggedSums(gold, prediction)
  const same = tagged && equalSpans(...tagged, first.names, second.names, 'span', c)
  if (same !== undefined) return same
  const named: Comparison = Object.assign(Object.create(c), { arbitraryConstants: false })
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

const partsNamedOtherwise = (tree: Tree, other: Tree) => {
  const names = symbolsOf(other)
  return partsWithConstants(tree, OTHER_NAME, (name) => !names.has(name))
}

/** The components of two solutions, each with a letter of its own, as two sums: e₁x₁ + e₂x₂ and e₁y₁ + e₂y₂. */
export function taggedSums(gold: Tree, prediction: Tree): readonly [Tree, Tree] | undefined {
  const [left, right] = [componentsOf(gold), componentsOf(prediction)]
  if (!left || !right || left.length !== right.length) return undefined
  const areNamed = [left, right].every((parts) => parts.every(({ name }) => name !== undefined))
  const sums = [left, right].map((parts) =>
    sum(...parts.map(({ name, value }, index) => product(symbol(`•${areNamed ? name : index}`), value))),
  )
  return sums as [Tree, Tree]
}

interface Component {
  readonly name?: string
  readonly value: Tree
}

/** x(t) = …, y(t) = …, a tuple or a column; not what has conditions. */
function componentsOf(tree: Tree): readonly Component[] | undefined {
  if (!SEVERAL.has(tree.kind) || (tree.kind === 'matrix' && tree.form !== undefined)) return undefined
  const parts = tree.kind === 'matrix' ? tree.rows.flat() : children(tree)
  if (tree.kind !== 'logical') return parts.map((value) => ({ value }))
  const equations = tree.operator === 'or' ? [undefined] : parts.map(familyOf)
  return equations.every((equation) => equation !== undefined) ? equations : undefined
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

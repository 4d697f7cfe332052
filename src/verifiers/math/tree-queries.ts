import { children, type Decimal, mapChildren, sum, symbol, type Tree, whole } from './tree.js'
import { equal, integer } from './values/rational.js'

/** +1 for ∞, −1 for −∞. */
export function infinityOf(tree: Tree): 1 | -1 | undefined {
  if (tree.kind === 'constant') return tree.name === 'infinity' ? 1 : undefined
  if (tree.kind === 'negative') {
    const inner = infinityOf(tree.operand)
    return inner && (-inner as 1 | -1)
  }
  return undefined
}

/** Structural equality. */
export function sameTree(a: Tree, b: Tree): boolean {
  if (a === b) return true
  if (a.kind !== b.kind) return false
  switch (a.kind) {
    case 'number':
      return equal(a.value, (b as typeof a).value)
    case 'constant':
    case 'symbol':
    case 'namedSet':
      return a.name === (b as typeof a).name
    case 'text':
      return a.text === (b as typeof a).text
    case 'clock':
      return a.seconds === (b as typeof a).seconds && a.half === (b as typeof a).half
    case 'call':
      if (a.name !== (b as typeof a).name) return false
      break
    case 'iterated':
      if (
        a.operator !== (b as typeof a).operator ||
        a.variable !== (b as typeof a).variable ||
        a.side !== (b as typeof a).side ||
        !a.from !== !(b as typeof a).from ||
        !a.to !== !(b as typeof a).to
      )
        return false
      break
    case 'plusMinus':
      if (a.sign !== (b as typeof a).sign) return false
      break
    case 'bracketed':
      if (a.open !== (b as typeof a).open || a.close !== (b as typeof a).close) return false
      break
    case 'list':
      if (a.joint !== (b as typeof a).joint) return false
      break
    case 'setOperation':
    case 'logical':
      if (a.operator !== (b as typeof a).operator) return false
      break
    case 'relation':
      if (a.operators.join() !== (b as typeof a).operators.join()) return false
      break
    case 'quantity':
      if (a.unit !== (b as typeof a).unit) return false
      break
    case 'matrix': {
      const { rows, form } = b as typeof a
      if (a.form !== form) return false
      if (a.rows.length !== rows.length || a.rows.some((row, index) => row.length !== rows[index]!.length))
        return false
      break
    }
  }
  const left = children(a)
  const right = children(b)
  return left.length === right.length && left.every((child, index) => sameTree(child, right[index]!))
}

/** The decimal that a tree is written as: `3.14`, `-0.5`, `12.5\%`, `1.6 \times 10^{-19}`. */
export function decimalOf(tree: Tree): Decimal | undefined {
  switch (tree.kind) {
    case 'number':
      return tree.decimal
    case 'negative':
    case 'percent': {
      const decimal = decimalOf(tree.operand)
      return decimal && tree.kind === 'percent' ? { ...decimal, places: decimal.places + 2 } : decimal
    }
    case 'product': {
      const [mantissa, scale] = tree.factors as [Tree, Tree]
      const shift = tree.factors.length === 2 ? powerOfTen(scale) : undefined
      const decimal = shift === undefined ? undefined : decimalOf(mantissa)
      return decimal && { ...decimal, places: decimal.places - shift! }
    }
    default:
      return undefined
  }
}

/** k of `10^{k}`. */
function powerOfTen(tree: Tree): number | undefined {
  if (tree.kind !== 'power' || tree.base.kind !== 'number' || !equal(tree.base.value, integer(10)))
    return undefined
  const { exponent } = tree
  const size = exponent.kind === 'negative' ? exponent.operand : exponent
  if (size.kind !== 'number' || size.value.d !== 1n) return undefined
  return Number(exponent.kind === 'negative' ? -size.value.n : size.value.n)
}

/**
 * What occurs in a tree: the kinds of its parts, the names of its functions and symbols; `[A-Z]` for a symbol with a capital, `vector` and
 * `matrix` for one that is such. Found once, so that a search for one of these can be left out.
 */
export function occurring(tree: Tree): ReadonlySet<string> {
  const known = OCCURRING.get(tree)
  if (known) return known
  const found = new Set<string>()
  addOccurring(tree, found)
  OCCURRING.set(tree, found)
  return found
}

const OCCURRING = new WeakMap<Tree, ReadonlySet<string>>()

function addOccurring(tree: Tree, found: Set<string>): void {
  found.add(tree.kind)
  if (tree.kind === 'call') found.add(tree.name)
  else if (tree.kind === 'symbol') {
    found.add(tree.name)
    if (tree.name >= 'A' && tree.name < '[') found.add('[A-Z]')
    if (tree.isVector) found.add('vector')
    if (tree.isMatrix) found.add('matrix')
    return
  }
  for (const child of children(tree)) addOccurring(child, found)
}

/** Whether any of some names or kinds occurs. */
export const mentions = (tree: Tree, ...names: readonly string[]): boolean => {
  const found = occurring(tree)
  for (let index = 0; index < names.length; index++) if (found.has(names[index]!)) return true
  return false
}

/** The free symbols, each with whether it must be an integer (n in n!, in ⌊n/2⌋, in a sum's bound). */
export function symbolsOf(
  tree: Tree,
  found: Map<string, boolean> = new Map(),
  discrete = false,
  bound: readonly string[] = [],
): Map<string, boolean> {
  if (tree.kind === 'symbol') {
    if (!bound.includes(tree.name)) found.set(tree.name, discrete || found.get(tree.name) === true)
    return found
  }
  if (tree.kind === 'call' && STEPPED.has(tree.name)) {
    // Each child is visited once: twice would double the steps with each ⌊…⌋ in another.
    for (const child of tree.arguments)
      for (const [name, isWhole] of symbolsOf(child, new Map(), discrete, bound))
        found.set(name, isWhole || found.get(name) === true || INTEGER_LETTERS.test(name))
    return found
  }
  if (tree.kind === 'power' && isMinusOne(tree.base)) {
    const inside = symbolsOf(tree.exponent)
    const counts = discrete || ![...inside.keys()].some((name) => REAL_LETTERS.test(name))
    for (const [name, isWhole] of inside)
      if (!bound.includes(name)) found.set(name, counts || isWhole || found.get(name) === true)
    return found
  }
  if (tree.kind === 'call') {
    const integers = DISCRETE.has(tree.name)
    const args = tree.name === 'apply' ? tree.arguments.slice(1) : tree.arguments
    for (const argument of args) symbolsOf(argument, found, discrete || integers, bound)
    return found
  }
  if (tree.kind === 'iterated') {
    const series = tree.operator === 'sum' || tree.operator === 'product'
    if (tree.from) symbolsOf(tree.from, found, series, bound)
    if (tree.to) symbolsOf(tree.to, found, series, bound)
    return symbolsOf(tree.body, found, discrete, [...bound, tree.variable])
  }
  for (const child of children(tree)) symbolsOf(child, found, discrete, bound)
  return found
}

const DISCRETE = new Set(['factorial', 'doubleFactorial', 'binomial', 'permutations'])
/** Letters that count: ⌊n/2⌋ + ⌈n/2⌉ is n. */
const INTEGER_LETTERS = /^[nkmj](?:_|$)/

/** `n \in \mathbb{R}`, of a letter that is whole where nobody says what it is. */
export const isOfIntegerLetter = (tree: Tree): boolean =>
  [...symbolsOf(tree).keys()].some((name) => INTEGER_LETTERS.test(name))

/** Letters that are real: (−1)^x is no cos πx. */
const REAL_LETTERS = /^(?:[r-z]|theta|phi|alpha|omega)(?:_|$)/

/** f(x) of an f that nothing defines: the call of `apply` to `f` and `x`. */
export const isApplication = (tree: Tree): tree is Tree & { kind: 'call' } =>
  tree.kind === 'call' && tree.name === 'apply'

/** A text that two trees share only where they are one as written. */
export const keyOf = (tree: Tree): string =>
  JSON.stringify(tree, (_, value) => (typeof value === 'bigint' ? String(value) : value))

/** The base of (−1)^n. */
export const isMinusOne = (tree: Tree): boolean =>
  tree.kind === 'negative' && tree.operand.kind === 'number' && equal(tree.operand.value, integer(1))

const STEPPED = new Set(['floor', 'ceiling', 'mod'])

/** Whether ⌊·⌋, ⌈·⌉ or a remainder occurs. */
export const hasSteps = (tree: Tree): boolean =>
  (tree.kind === 'call' && STEPPED.has(tree.name)) || children(tree).some(hasSteps)

/** The letters of a choice: `A, C`, `AC`, `A and C` → `AC`; of one letter or more. */
export function choiceLetters(tree: Tree): string | undefined {
  switch (tree.kind) {
    case 'symbol':
      return !tree.isMatrix && /^[A-H]$/.test(tree.name) ? tree.name : undefined
    case 'text': {
      const text = tree.text.replace(/\band\b|[\s,;&()]/g, '')
      return /^[A-H]{1,8}$/.test(text) && !/[a-z]/.test(tree.text.replace(/\band\b/g, ''))
        ? sorted([...text])
        : undefined
    }
    case 'list':
    case 'product':
    case 'bracketed': {
      const parts = tree.kind === 'product' ? tree.factors : tree.items
      const letters = parts.map(choiceLetters)
      return letters.every((letter) => letter !== undefined) ? sorted(letters) : undefined
    }
    default:
      return undefined
  }
}

const sorted = (letters: readonly string[]): string => [...new Set(letters)].sort().join('')

/** The same tree with a value for a symbol; the index of a sum is another symbol of that name. */
export const substitute = (tree: Tree, name: string, value: Tree): Tree =>
  tree.kind === 'symbol' && tree.name === name
    ? value
    : tree.kind === 'iterated' && tree.variable === name
      ? tree
      : mapChildren(tree, (child) => substitute(child, name, value))

/** The same tree with another letter for one, also where it is an index: k of `a_{k+1}`. */
export function renameSymbol(tree: Tree, from: string, to: string): Tree {
  if (tree.kind === 'symbol') {
    const name = renamed(tree.name, from, to)
    return name === tree.name ? tree : { ...tree, name }
  }
  if (tree.kind === 'iterated' && tree.variable === from) return tree
  return mapChildren(tree, (child) => renameSymbol(child, from, to))
}

function renamed(name: string, from: string, to: string): string {
  if (name === from) return to
  const [base, ...subscripts] = name.split('_') as [string, ...string[]]
  if (subscripts.length === 0) return name
  const inside = subscripts.map((part) => replaceLetter(part, from, to)).join('_')
  return `${base === from ? to : base}_${inside}`
}

/** A letter of an index; not one within the name of another, as the e of theta. */
function replaceLetter(index: string, from: string, to: string): string {
  if (!index.includes(from)) return index
  return from.length > 1
    ? index.split(from).join(to)
    : index.replace(/[a-zA-Z]+/g, (run) => (GREEK_NAME.test(run) ? run : run.split(from).join(to)))
}

const GREEK_NAME =
  /^(?:alpha|beta|gamma|delta|epsilon|theta|lambda|mu|nu|xi|pi|rho|sigma|tau|phi|chi|psi|omega|max|min)$/

/** Whether a symbol is an indexed one whose index contains a letter: `a_k`, `x_{k+1}` for k. */
export const isIndexedBy = (name: string, letter: string): boolean =>
  name.includes('_') && renamed(name, letter, '•') !== name

/** a, n and 1 of a_{n+1}. */
export const INDEXED = /^([a-zA-Z]+)_([a-z]|…k)([+-]\d)?$/

/** The tree with n + shift for n, in indices too. */
export function movedIndex(tree: Tree, letter: string, shift: number): Tree {
  if (tree.kind !== 'symbol') return mapChildren(tree, (child) => movedIndex(child, letter, shift))
  if (tree.name === letter) return sum(tree, whole(shift))
  const found = INDEXED.exec(tree.name)
  if (!found || found[2] !== letter) return tree
  const place = Number(found[3] ?? 0) + shift
  return symbol(`${found[1]}_${letter}${place === 0 ? '' : place > 0 ? `+${place}` : place}`)
}

/** x ≡ 3 (mod 7), or several such: x ≡ 1 or 4 (mod 5). */
export const isCongruent = (tree: Tree): boolean =>
  tree.kind === 'congruence' ||
  (tree.kind === 'logical' && tree.items.length > 0 && tree.items.every(isCongruent))

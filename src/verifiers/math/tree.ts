import type { Rational } from './values/rational.js'
import { integer } from './values/rational.js'

/** A mathematical answer as it was read. Plain data: what it means is decided where it is compared. */
export type Tree =
  | { readonly kind: 'number'; readonly value: Rational; readonly decimal?: Decimal }
  | { readonly kind: 'constant'; readonly name: ConstantName }
  /** A letter or a name; `isVector` where it is bold or has an arrow, which is no part of its name; `isMatrix` of AB in bold. */
  | { readonly kind: 'symbol'; readonly name: string; readonly isVector?: true; readonly isMatrix?: true }
  | { readonly kind: 'sum'; readonly terms: readonly Tree[] }
  | { readonly kind: 'product'; readonly factors: readonly Tree[] }
  | { readonly kind: 'negative'; readonly operand: Tree }
  | { readonly kind: 'quotient'; readonly numerator: Tree; readonly denominator: Tree }
  | { readonly kind: 'power'; readonly base: Tree; readonly exponent: Tree }
  /** `left ± right`, `sign` −1 for ∓. */
  | { readonly kind: 'plusMinus'; readonly left: Tree; readonly right: Tree; readonly sign: 1 | -1 }
  /** A named function: `sin`, `log` (value, base), `floor`, `binomial`, … */
  | { readonly kind: 'call'; readonly name: string; readonly arguments: readonly Tree[] }
  /** Σ, Π, ∫ and lim with their bounds. */
  | Iterated
  /** `(a, b)`, `[a, b)`: a tuple or, with two items, perhaps an interval. */
  | Bracketed
  | { readonly kind: 'set'; readonly items: readonly Tree[] }
  /** `a, b, c` without brackets; `joint` where `a or b`, `a \land b` tell no order. */
  | { readonly kind: 'list'; readonly items: readonly Tree[]; readonly joint?: 'and' | 'or' }
  | {
      readonly kind: 'setOperation'
      readonly operator: 'union' | 'intersection' | 'difference'
      readonly operands: readonly Tree[]
    }
  /** `real`, `integer`, `empty`, … */
  | { readonly kind: 'namedSet'; readonly name: string }
  | {
      readonly kind: 'matrix'
      readonly rows: readonly (readonly Tree[])[]
      /** A determinant and a function by cases are written as matrices are, but are none. */
      readonly form?: 'determinant' | 'cases'
    }
  /** `a < b <= c`: one operator fewer than operands. */
  | { readonly kind: 'relation'; readonly operands: readonly Tree[]; readonly operators: readonly Relator[] }
  /** Relations; a comma between them may mean either. */
  | { readonly kind: 'logical'; readonly operator: 'and' | 'or' | ','; readonly items: readonly Tree[] }
  /** `\{image \mid conditions\}`: the values of the image where the conditions hold; `\{x \in \mathbb{Z} : x > 1\}` has image x. */
  | { readonly kind: 'comprehension'; readonly image: Tree; readonly conditions: readonly Tree[] }
  /** `k\pi, k \in \mathbb{Z}`, `x + 1 for all x`: what an answer holds for. */
  | { readonly kind: 'conditioned'; readonly body: Tree; readonly conditions: readonly Tree[] }
  /** `a \equiv b \pmod{m}`; of `9 \pmod{11}` the one operand 9. */
  | { readonly kind: 'congruence'; readonly operands: readonly Tree[]; readonly modulus: Tree }
  /** `a : b : c`. */
  | { readonly kind: 'ratio'; readonly parts: readonly Tree[] }
  | { readonly kind: 'percent'; readonly operand: Tree }
  | { readonly kind: 'quantity'; readonly value: Tree; readonly unit: string }
  /** `3:45 p.m.` in seconds after midnight; also a duration. */
  | { readonly kind: 'clock'; readonly seconds: number; readonly half?: 'a' | 'p' }
  | { readonly kind: 'text'; readonly text: string }

export type Relator = '=' | '<' | '<=' | '>' | '>=' | '!=' | '~' | 'in' | 'notin' | '⊂' | '->'

/** A chain of operands with a relator between each two. */
export type Relation = Tree & { kind: 'relation' }

export type ConstantName = 'pi' | 'e' | 'i' | 'infinity' | 'complexInfinity'

/** How a number was written, where it was written with a decimal point or a power of ten. */
export interface Decimal {
  /** The last digit counts 10^−places: 2 for `3.14`, 25 for `6.02e-23`, −21 for `6.02e23`. */
  readonly places: number
  /** Digits written, from the first that is not 0. */
  readonly significant: number
}

export interface Bracketed {
  readonly kind: 'bracketed'
  readonly open: '(' | '['
  readonly close: ')' | ']'
  readonly items: readonly Tree[]
  /** ⟨1, 2⟩, a vector and no interval. */
  readonly angled?: true
  /** 2𝐢 − 𝐣, in the plane or in space. */
  readonly alongAxes?: true
}

export interface Iterated {
  readonly kind: 'iterated'
  readonly operator: 'sum' | 'product' | 'integral' | 'limit'
  readonly variable: string
  readonly from?: Tree
  readonly to?: Tree
  readonly body: Tree
  /** From which side a limit is taken, where that is said. */
  readonly side?: 1 | -1
}

export const number = (value: Rational, decimal?: Decimal): Tree =>
  decimal ? { kind: 'number', value, decimal } : { kind: 'number', value }

export const whole = (value: number | bigint): Tree => ({ kind: 'number', value: integer(value) })

export const symbol = (name: string): Tree => ({ kind: 'symbol', name })

export const constant = (name: ConstantName): Tree => ({ kind: 'constant', name })

export const call = (name: string, ...args: readonly Tree[]): Tree => ({
  kind: 'call',
  name,
  arguments: args,
})

export const negative = (operand: Tree): Tree => ({ kind: 'negative', operand })

export const power = (base: Tree, exponent: Tree): Tree => ({ kind: 'power', base, exponent })

export const quotient = (numerator: Tree, denominator: Tree): Tree => ({
  kind: 'quotient',
  numerator,
  denominator,
})

export const sum = (...terms: readonly Tree[]): Tree =>
  terms.length === 1 ? terms[0]! : { kind: 'sum', terms }

export const product = (...factors: readonly Tree[]): Tree =>
  factors.length === 1 ? factors[0]! : { kind: 'product', factors }

/** The trees directly below one. */
export function children(tree: Tree): readonly Tree[] {
  switch (tree.kind) {
    case 'sum':
      return tree.terms
    case 'product':
      return tree.factors
    case 'negative':
    case 'percent':
      return [tree.operand]
    case 'quotient':
      return [tree.numerator, tree.denominator]
    case 'power':
      return [tree.base, tree.exponent]
    case 'plusMinus':
      return [tree.left, tree.right]
    case 'call':
      return tree.arguments
    case 'iterated':
      return [tree.from, tree.to, tree.body].filter((part) => part !== undefined)
    case 'bracketed':
    case 'set':
    case 'list':
    case 'logical':
      return tree.items
    case 'setOperation':
    case 'relation':
      return tree.operands
    case 'matrix':
      return tree.rows.flat()
    case 'comprehension':
      return [tree.image, ...tree.conditions]
    case 'conditioned':
      return [tree.body, ...tree.conditions]
    case 'congruence':
      return [...tree.operands, tree.modulus]
    case 'ratio':
      return tree.parts
    case 'quantity':
      return [tree.value]
    default:
      return []
  }
}

/** The same tree with every child replaced. */
export function mapChildren(tree: Tree, change: (child: Tree) => Tree): Tree {
  switch (tree.kind) {
    case 'sum':
      return { ...tree, terms: tree.terms.map(change) }
    case 'product':
      return { ...tree, factors: tree.factors.map(change) }
    case 'negative':
    case 'percent':
      return { ...tree, operand: change(tree.operand) }
    case 'quotient':
      return { ...tree, numerator: change(tree.numerator), denominator: change(tree.denominator) }
    case 'power':
      return { ...tree, base: change(tree.base), exponent: change(tree.exponent) }
    case 'plusMinus':
      return { ...tree, left: change(tree.left), right: change(tree.right) }
    case 'call':
      return { ...tree, arguments: tree.arguments.map(change) }
    case 'iterated':
      return {
        ...tree,
        ...(tree.from && { from: change(tree.from) }),
        ...(tree.to && { to: change(tree.to) }),
        body: change(tree.body),
      }
    case 'bracketed':
    case 'set':
    case 'list':
    case 'logical':
      return { ...tree, items: tree.items.map(change) }
    case 'setOperation':
    case 'relation':
      return { ...tree, operands: tree.operands.map(change) }
    case 'matrix':
      return { ...tree, rows: tree.rows.map((row) => row.map(change)) }
    case 'comprehension':
      return { ...tree, image: change(tree.image), conditions: tree.conditions.map(change) }
    case 'conditioned':
      return { ...tree, body: change(tree.body), conditions: tree.conditions.map(change) }
    case 'congruence':
      return { ...tree, operands: tree.operands.map(change), modulus: change(tree.modulus) }
    case 'ratio':
      return { ...tree, parts: tree.parts.map(change) }
    case 'quantity':
      return { ...tree, value: change(tree.value) }
    default:
      return tree
  }
}

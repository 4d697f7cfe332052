import { TRUTHS } from '../read/propositions.js'
import { call, children, type Tree } from '../tree.js'
import { symbolsOf } from '../tree-queries.js'
import { spend } from '../work.js'
import type { Comparison } from './context.js'

type Proposition = Tree & { kind: 'call' }

/** What a connective makes of two truth values; of one, for negation. */
const TRUTH: Readonly<Record<string, (p: boolean, q: boolean) => boolean>> = {
  '¬': (p) => !p,
  '∧': (p, q) => p && q,
  '∨': (p, q) => p || q,
  '⊕': (p, q) => p !== q,
  '→': (p, q) => !p || q,
  '↔': (p, q) => p === q,
}

/** A formula of propositional logic, or of sets with letters for names: x is in A ∪ B if it is in A or in B. */
export const isProposition = (tree: Tree): boolean => isFormula(tree) || isSetFormula(tree)

const isFormula = (tree: Tree): tree is Proposition => tree.kind === 'call' && Object.hasOwn(TRUTH, tree.name)

const isSetFormula = (tree: Tree): boolean =>
  (tree.kind === 'setOperation' && tree.operands.every(isSetName)) ||
  sidesOfDifference(tree)?.every(isSetName) === true

/** A and B of A △ B, which is read as a product. */
function sidesOfDifference(tree: Tree): readonly [Tree, Tree] | undefined {
  if (tree.kind !== 'product' || tree.factors.length !== 3) return undefined
  const [first, sign, second] = tree.factors as [Tree, Tree, Tree]
  return sign.kind === 'symbol' && sign.name === TRIANGLE ? [first, second] : undefined
}

const TRIANGLE = 'triangle'

export const isSetName = (tree: Tree): boolean =>
  (tree.kind === 'symbol' && /^[A-Z](?:'|_\w)?$/.test(tree.name)) ||
  (tree.kind === 'power' && isComplement(tree.exponent) && isSetName(tree.base)) ||
  (tree.kind === 'call' && tree.name === 'conjugate' && isSetName(tree.arguments[0]!)) ||
  isSetFormula(tree)

/** The c of A^c. */
const isComplement = (tree: Tree): boolean => tree.kind === 'symbol' && /^[cC]$/.test(tree.name)

/** Most letters of a truth table. */
const MOST_LETTERS = 10

/** Whether two formulas of propositional logic have the same truth table. */
export function equalPropositions(gold: Tree, prediction: Tree, c: Comparison): boolean {
  const names = [...symbolsOf(prediction, symbolsOf(gold)).keys()]
    .map((name) => name.replace("'", ''))
    .filter((name) => !TRUTHS.has(name) && name !== TRIANGLE)
  if (names.length > MOST_LETTERS) {
    c.doubt()
    return false
  }
  for (let row = 0; row < 2 ** names.length; row++) {
    spend(c.work, 4)
    const values = new Map(names.map((name, index) => [name, ((row >> index) & 1) === 1]))
    const [left, right] = [truthOf(gold, values), truthOf(prediction, values)]
    if (left === undefined || left !== right) return false
  }
  return true
}

function truthOf(tree: Tree, values: ReadonlyMap<string, boolean>): boolean | undefined {
  const negated = (part: Tree) => not(truthOf(part, values))
  switch (tree.kind) {
    case 'symbol':
      return TRUTHS.get(tree.name) ?? values.get(tree.name) ?? not(values.get(tree.name.replace("'", '')))
    case 'power':
      return isComplement(tree.exponent) ? negated(tree.base) : undefined
    case 'setOperation': {
      const parts = tree.operands.map((part) => truthOf(part, values))
      if (parts.includes(undefined)) return undefined
      if (tree.operator === 'union') return parts.includes(true)
      return tree.operator === 'intersection' ? !parts.includes(false) : parts[0]! && !parts[1]!
    }
    case 'product': {
      const sides = sidesOfDifference(tree)
      return sides && truthOf(call('⊕', ...sides), values)
    }
    // A − B
    case 'sum': {
      const [first, second, ...more] = tree.terms as [Tree, Tree]
      const [p, q] = [
        truthOf(first, values),
        second.kind === 'negative' ? negated(second.operand) : undefined,
      ]
      return more.length > 0 || p === undefined || q === undefined ? undefined : p && q
    }
    case 'call':
      return tree.name === 'conjugate' ? negated(tree.arguments[0]!) : truthOfFormula(tree, values)
    default:
      return undefined
  }
}

const not = (p: boolean | undefined): boolean | undefined => (p === undefined ? undefined : !p)

function truthOfFormula(tree: Proposition, values: ReadonlyMap<string, boolean>): boolean | undefined {
  if (!isFormula(tree)) return undefined
  const [p, q] = children(tree).map((part) => truthOf(part, values))
  if (p === undefined || (q === undefined && tree.name !== '¬')) return undefined
  return TRUTH[tree.name]!(p, q ?? false)
}

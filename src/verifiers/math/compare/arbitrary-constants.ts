import { negative, sum, type Tree, whole } from '../tree.js'
import { substitute, symbolsOf } from '../tree-queries.js'
import { differentiate } from '../values/differentiate.js'
import type { Comparison } from './context.js'
import { equalValues } from './values.js'

/** C, C_1, c_2: constants that an integral or a differential equation leaves open. */
export const CONSTANT = /^(?:C|[cC]_\d+)$/

/** What the same constants are called elsewhere. */
export const OTHER_NAME = /^(?:[A-DK]|[ckABC]|[cCkK]_\d+|const|alpha|beta)$/

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
export const VARIABLE = /^(?:[r-z]|theta|phi)$/

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

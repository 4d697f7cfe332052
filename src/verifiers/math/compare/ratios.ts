import type { Relation, Tree } from '../tree.js'
import { mentions, symbolsOf } from '../tree-queries.js'
import type { Comparison } from './context.js'
import { equalValues } from './values.js'

type Equal = (gold: Tree, prediction: Tree) => boolean

interface NamedRatio {
  readonly names: readonly Tree[]
  readonly values: readonly Tree[]
}

/**
 * a : b : c = 2 : 3 : 5 beside b : a : c = 3 : 2 : 5, whose names tell the order.
 *
 * @returns `undefined` where they are no ratios, or those of two that may be quotients of other names
 */
export function equalNamedRatios(gold: Relation, prediction: Relation, equal: Equal): boolean | undefined {
  if (!mentions(gold, 'ratio') && !mentions(prediction, 'ratio')) return undefined
  const [own, other] = [namedRatioOf(gold), namedRatioOf(prediction)]
  const values = own && other && inOrderOf(own.names, other, equal)
  if (values) return equal({ kind: 'ratio', parts: own.values }, { kind: 'ratio', parts: values })
  if (!isLong(gold) && !isLong(prediction)) return undefined
  return (
    gold.operators.join() === prediction.operators.join() &&
    gold.operands.every((operand, at) => prediction.operands[at] && equal(operand, prediction.operands[at]))
  )
}

/** Three parts and more have no quotient. */
const isLong = ({ operands }: Relation): boolean =>
  operands.some((operand) => operand.kind === 'ratio' && operand.parts.length > 2)

/** `a : b : c = 2 : 3 : 5` from either side, `\text{boys to girls} = 3 : 2`, and a/2 = b/3 = c/5. */
function namedRatioOf({ operands, operators }: Relation): NamedRatio | undefined {
  if (operators.some((operator) => operator !== '=')) return undefined
  if (operands.length > 2) return proportionOf(operands)
  const [left, right] = operands as [Tree, Tree]
  return sidesOf(left, right) ?? sidesOf(right, left)
}

function sidesOf(names: Tree, values: Tree): NamedRatio | undefined {
  if (values.kind !== 'ratio' || symbolsOf(values).size > 0) return undefined
  const parts = names.kind === 'ratio' ? names.parts : wordsOf(names)
  return parts?.length === values.parts.length && parts.every((part) => part.kind !== 'number')
    ? { names: parts, values: values.parts }
    : undefined
}

const wordsOf = (tree: Tree): readonly Tree[] | undefined =>
  tree.kind === 'text' ? tree.text.split(/ ?: ?| to /).map((text) => ({ kind: 'text', text })) : undefined

function proportionOf(quotients: readonly Tree[]): NamedRatio | undefined {
  const parts = quotients.map((part) =>
    part.kind === 'quotient' && part.denominator.kind === 'number' ? part : undefined,
  )
  return parts.every((part) => part !== undefined)
    ? { names: parts.map((part) => part.numerator), values: parts.map((part) => part.denominator) }
    : undefined
}

/** The values in the order of other names; nothing where these are not the same. */
function inOrderOf(names: readonly Tree[], ratio: NamedRatio, equal: Equal): readonly Tree[] | undefined {
  if (names.length !== ratio.names.length) return undefined
  const places = names.map((name) => ratio.names.findIndex((other) => equal(name, other)))
  return new Set(places).size === names.length && !places.includes(-1)
    ? places.map((place) => ratio.values[place]!)
    : undefined
}

/** a : b : c up to a common factor; with two parts also the quotient. */
export function equalRatios(gold: Tree, prediction: Tree, c: Comparison): boolean {
  if (gold.kind === 'ratio' && prediction.kind === 'ratio') {
    const [left, right] = [gold.parts, prediction.parts]
    return (
      left.length === right.length &&
      left.every(
        (part, index) =>
          index === 0 || equalValues(multiplied(part, right[0]!), multiplied(left[0]!, right[index]!), c),
      )
    )
  }
  const ratio = gold.kind === 'ratio' ? gold : (prediction as Tree & { kind: 'ratio' })
  return ratio.parts.length === 2 && equalValues(gold, prediction, c)
}

const multiplied = (a: Tree, b: Tree): Tree => ({ kind: 'product', factors: [a, b] })

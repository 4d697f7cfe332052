import { call, mapChildren, power, type Relation, symbol, type Tree, whole } from '../tree.js'
import { mentions, substitute, symbolsOf } from '../tree-queries.js'
import type { Comparison } from './context.js'
import { isPlainEquation } from './equations.js'
import { equalValues } from './values.js'

/**
 * T = 2π√(L/g) is g = 4π²L/T²: formulas of quantities that are positive, each of which undoes the other. Not of two letters alone,
 * nor of coordinates, which have signs: y = √x is not x = y².
 */
export function equalForPositive(gold: Relation, prediction: Relation, c: Comparison): boolean {
  const own = solved(gold)
  const other = own && solved(prediction)
  if (!other || !areQuantities(gold) || !areQuantities(prediction)) return false
  if (own!.name === other.name) return own!.isPower !== other.isPower && sameValue(own!.value, other.value, c)
  return (
    sameValue(substitute(own!.value, other.name, other.value), symbol(own!.name), c) &&
    sameValue(substitute(other.value, own!.name, own!.value), symbol(other.name), c)
  )
}

interface Solved {
  readonly name: string
  readonly value: Tree
  readonly isPower: boolean
}

/** T and √S of `T^2 = S`. */
function solved({ operands: [left, right], operators }: Relation): Solved | undefined {
  if (operators.join() !== '=') return undefined
  const { base, exponent } = left!.kind === 'power' ? left! : { base: left!, exponent: undefined }
  if (base.kind !== 'symbol' || symbolsOf(right!).has(base.name)) return undefined
  if (!exponent) return { name: base.name, value: right!, isPower: false }
  if (exponent.kind !== 'number' || exponent.value.d !== 1n || exponent.value.n < 2n) return undefined
  return { name: base.name, value: call('root', right!, exponent), isPower: true }
}

const areQuantities = (relation: Relation): boolean => {
  const names = [...symbolsOf(relation).keys()]
  return (
    isPlainEquation(relation) &&
    names.every((name) => QUANTITY.test(name)) &&
    (names.length > 2 || (names.length === 2 && mentions(relation, 'constant'))) &&
    !mentions(relation, 'list', 'plusMinus', 'quantity', 'iterated')
  )
}

/** What is measured; not a, b, x, y and z. */
const QUANTITY = /^(?:[c-hk-tvA-Z]|lambda|rho|omega|mu|epsilon)(?:_\w+)?$/

/** Equal for positive symbols: with their squares for them. */
const sameValue = (a: Tree, b: Tree, c: Comparison): boolean => equalValues(squared(a), squared(b), c)

const squared = (tree: Tree): Tree =>
  tree.kind === 'symbol' ? power(tree, whole(2)) : mapChildren(tree, squared)

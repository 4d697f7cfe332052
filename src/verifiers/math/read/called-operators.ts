import { type Iterated, symbol, type Tree } from '../tree.js'
import { differentiate } from '../values/differentiate.js'
import { nameImaginary } from './big-operators.js'
import { derivativeName } from './derivatives.js'
import type { Token } from './lexer.js'
import { readList } from './statement.js'
import { type Reader, unreadable } from './token-reader.js'

type Operator = Iterated['operator'] | 'derivative'

/** Sums, integrals, limits and derivatives as programs call them. */
export const CALLED_OPERATORS: ReadonlyMap<string, Operator> = new Map([
  ['sum', 'sum'], ['Sum', 'sum'], ['summation', 'sum'], ['prod', 'product'], ['product', 'product'], ['Product', 'product'],
  ['int', 'integral'], ['integrate', 'integral'], ['Integral', 'integral'], ['limit', 'limit'], ['Limit', 'limit'],
  ['diff', 'derivative'], ['Derivative', 'derivative'],
]) // biome-ignore format: a table

/** `sum(k^2, (k, 1, n))`, `sum(k^2, k, 1, n)`, `integrate(x^2, x)`, `limit(sin(x)/x, x, 0)`, `diff(x^2, x)`: what stands behind the name. */
export function readCalledOperator(reader: Reader, operator: Operator): Tree {
  reader.expect('(')
  const start = reader.at
  const inner = reader.enclosed(() => readList(reader))
  // diff(q(s), s) has a function q, and no product.
  if (operator === 'derivative' && reader.tokens.slice(start, reader.at).some(isNameBeforeBracket))
    return unreadable()
  reader.expect(')')
  if (inner.kind !== 'list') return unreadable()
  const [of, over, ...more] = inner.items as [Tree, Tree, ...Tree[]]
  const [index, from, to, ...others] =
    over.kind === 'bracketed' ? [...over.items, ...more] : ([over, ...more] as readonly Tree[])
  const isImaginary = index!.kind === 'constant' && index!.name === 'i'
  if ((index!.kind !== 'symbol' && !isImaginary) || others.length > 0) return unreadable()
  const variable = index!.kind === 'symbol' ? index!.name : 'i'
  if (operator === 'derivative') return from ? unreadable() : derivativeOf(of, variable, reader)
  const body = isImaginary ? nameImaginary(of) : of
  const fits = operator === 'limit' ? from && !to : operator === 'integral' ? !from === !to : from && to
  return fits ? { kind: 'iterated', operator, variable, from, to, body } : unreadable()
}

const isNameBeforeBracket = ({ type, value }: Token, index: number, tokens: readonly Token[]): boolean => {
  const next = tokens[index + 1]
  return type === 'letters' && value.length === 1 && next?.value === '(' && !next.spaced
}

/** Carried out; dy/dx of a function's name. */
const derivativeOf = (of: Tree, variable: string, reader: Reader): Tree =>
  of.kind === 'symbol' && of.name !== variable && /^[fghuvwyzF]$/.test(of.name)
    ? symbol(derivativeName(of.name, [variable]))
    : (differentiate(of, variable, reader.work) ?? unreadable())

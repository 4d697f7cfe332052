import { symbol, type Tree, whole } from '../tree.js'
import { differentiate } from '../values/differentiate.js'
import { readBody } from './big-operators.js'
import { type Reader, unreadable } from './token-reader.js'

/**
 * The name of a derivative, the same for `\frac{\partial f}{\partial x}`, `\partial_x f` and `f_x`: `df/dx`. Of higher order, `f_{xy}`,
 * it is `d2f/dxy`, in whichever order the variables stand.
 */
export const derivativeName = (of: string, variables: readonly string[]): string =>
  `d${variables.length > 1 ? variables.length : ''}${of}/d${[...variables].sort().join('')}`

/** `f_x`, `u_{tt}`: functions and variables as they are usually called, so that `a_n` and `F_x` are none. */
export const derivativeNamed = (letter: string, subscript: string): string | undefined =>
  /^[fghuvwz]$/.test(letter) && /^_(?:[xyz]{1,3}|t{1,2}|[xy]t)$/.test(subscript) && subscript !== `_${letter}`
    ? derivativeName(letter, [...subscript.slice(1)])
    : undefined

/** `\frac{dy}{dx}`, `\frac{\partial^2 f}{\partial x \partial y}` are one symbol, not a quotient. */
export function derivative(numerator: Tree, denominator: Tree): Tree | undefined {
  const above = differentialOf(numerator)
  const variables = above && variablesOf(denominator)
  if (!above || !variables || variables.length !== above.order) return undefined
  return variables.length === 1 && above.name === variables[0]
    ? whole(1)
    : symbol(derivativeName(above.name, variables))
}

/** d f, ∂² f, or the bare ∂, which has no name. */
function differentialOf(tree: Tree): { readonly order: number; readonly name: string } | undefined {
  const [d, name, ...more] = factorsOf(tree)
  const order = d && orderOf(d)
  if (!order || more.length > 0) return undefined
  if (name === undefined) return undefined
  return name.kind === 'symbol' ? { order, name: name.name } : undefined
}

/** 1 of d, 2 of ∂². */
function orderOf(tree: Tree): number | undefined {
  if (isD(tree)) return 1
  if (tree.kind !== 'power' || !isD(tree.base) || tree.exponent.kind !== 'number') return undefined
  const { n, d } = tree.exponent.value
  return d === 1n && n >= 2n && n <= 4n ? Number(n) : undefined
}

const isD = (tree: Tree): boolean => tree.kind === 'symbol' && (tree.name === 'd' || tree.name === 'partial')

/** x, y of ∂x ∂y; x, x of dx². */
function variablesOf(tree: Tree): readonly string[] | undefined {
  const factors = factorsOf(tree)
  const variables: string[] = []
  for (let index = 0; index < factors.length; index += 2) {
    const [d, by] = [factors[index]!, factors[index + 1]]
    if (!isD(d) || !by) return undefined
    const [name, times] = by.kind === 'power' ? [by.base, by.exponent] : [by, whole(1)]
    if (name.kind !== 'symbol' || times.kind !== 'number' || times.value.n > 4n) return undefined
    for (let time = 0n; time < times.value.n; time++) variables.push(name.name)
  }
  return variables
}

const factorsOf = (tree: Tree): readonly Tree[] => (tree.kind === 'product' ? tree.factors : [tree])

export interface Order {
  readonly times: number
  readonly variable: string
}

/** `\frac{d}{dx}`, `\frac{d^2}{dx^2}`: how often by which variable. */
export function derivativeOrder(above: Tree, below: Tree): Order | undefined {
  const times = orderOf(above)
  const variables = times === undefined ? undefined : variablesOf(below)
  const [variable] = variables ?? []
  return variable !== undefined &&
    variables!.length === times &&
    variables!.every((name) => name === variable)
    ? { times: times!, variable }
    : undefined
}

/** The derivative of the factors behind the sign, carried out; of a function's name, `\frac{\partial}{\partial x} f`, a name. */
export function readDerivative(reader: Reader, { times, variable }: Order): Tree {
  let tree = readBody(reader)
  if (tree.kind === 'symbol' && /^[fghuvwyzF]$/.test(tree.name) && tree.name !== variable)
    return symbol(
      derivativeName(
        tree.name,
        Array.from({ length: times }, () => variable),
      ),
    )
  for (let time = 0; time < times; time++) {
    const derived = differentiate(tree, variable, reader.work)
    if (derived === undefined) return unreadable()
    tree = derived
  }
  return tree
}

import {
  call,
  constant,
  type Iterated,
  mapChildren,
  product,
  quotient,
  sum,
  symbol,
  type Tree,
  whole,
} from '../tree.js'
import { renameSymbol, substitute } from '../tree-queries.js'
import { isDifferential, startsAtom } from './atom.js'
import { readExpression, readPower, readScript } from './expression.js'
import { notTooDeep } from './max-depth.js'
import { readRelation } from './statement.js'
import { type Reader, unreadable } from './token-reader.js'

/** `\sum_{k=1}^{n} k^2`, `\prod`, `\int_0^1 x \, dx`, `\lim_{x \to 0} x`. */
export function readIterated(reader: Reader, name: string): Tree {
  let below: Tree | undefined
  let above: Tree | undefined
  let side: 1 | -1 | undefined
  for (;;) {
    if (reader.isMark('_') && below === undefined) {
      reader.take()
      below = readBelow(reader, name)
      side = sideOf(reader)
    } else if (reader.isMark('^') && above === undefined) {
      reader.take()
      above = readScript(reader)
    } else break
  }
  if (name === 'int') return readIntegral(reader, below, above)
  const body = readBody(reader)
  if (below?.kind === 'congruence') return overDivisors(name, below, body)
  if (reader.dialect.fullNotation && below?.kind === 'relation' && above === undefined)
    [below, above] = boundsIn(below) ?? [below, above]
  if (below?.kind === 'relation' && below.operators.join() === '<=,<,<=' && name !== 'lim')
    return overPairs(name === 'sum' ? 'sum' : 'product', below.operands, nameImaginary(notTooDeep(body)))
  if (below?.kind !== 'relation' || below.operands.length !== 2) return unreadable()
  const [variable, from] = below.operands as [Tree, Tree]
  const relator = below.operators[0]
  if (variable.kind !== 'symbol' && !(variable.kind === 'constant' && variable.name === 'i'))
    return unreadable()
  if (variable.kind === 'symbol' && variable.name === 'i' && !reader.dialect.lenient) return unreadable()
  const letter = variable.kind === 'symbol' ? variable.name : 'i'
  const bound: Tree = letter === 'i' ? nameImaginary(notTooDeep(body)) : body
  if (name === 'lim') {
    if (relator !== '->') return unreadable()
    return { kind: 'iterated', operator: 'limit', variable: letter, from, body, ...(side && { side }) }
  }
  if (relator !== '=' || above === undefined) return unreadable()
  const operator: Iterated['operator'] = name === 'sum' ? 'sum' : 'product'
  return { kind: 'iterated', operator, variable: letter, from, to: above, body: bound }
}

/** `\sum_{1 \le i < j \le n}`: of i from 1 to n − 1, and j from i + 1 to n. */
function overPairs(operator: 'sum' | 'product', bounds: readonly Tree[], body: Tree): Tree {
  const [start, first, second, last] = bounds.map(nameImaginary) as [Tree, Tree, Tree, Tree]
  if (first.kind !== 'symbol' || second.kind !== 'symbol') return unreadable()
  const over = (variable: string, from: Tree, to: Tree, body: Tree): Tree => ({
    kind: 'iterated',
    operator,
    variable,
    from,
    to,
    body,
  })
  const inner = over(second.name, sum(first, whole(1)), last, body)
  return over(first.name, start, sum(last, whole(-1)), inner)
}

/** `k = 1` and ∞ of `\sum_{k \ge 1}`; `k = 1` and n of `\sum_{1 \le k \le n}`. */
function boundsIn({ operands, operators }: Tree & { kind: 'relation' }): readonly [Tree, Tree] | undefined {
  const from = (index: Tree, start: Tree): Tree => ({
    kind: 'relation',
    operands: [index, start],
    operators: ['='],
  })
  const [first, second, third] = operands as [Tree, Tree, Tree | undefined]
  const joined = operators.join()
  if (joined === '>=') return [from(first, second), constant('infinity')]
  if (joined === '>' && second.kind === 'number')
    return [from(first, whole(second.value.n + 1n)), constant('infinity')]
  return joined === '<=,<=' ? [from(second, first), third!] : undefined
}

/** Numbers whose divisors are counted out. */
const LARGEST_WITH_DIVISORS = 10_000n

/**
 * Σ and Π over d | n: for a number its divisors one by one; for a letter a function of it, whatever d is called. p and q are
 * primes.
 */
function overDivisors(
  name: string,
  { modulus: divisor, operands: [of] }: Tree & { kind: 'congruence' },
  body: Tree,
): Tree {
  const isImaginary = divisor.kind === 'constant' && divisor.name === 'i'
  if (isImaginary)
    return overDivisors(
      name,
      { kind: 'congruence', modulus: symbol('i'), operands: [of!] },
      nameImaginary(notTooDeep(body)),
    )
  if (divisor.kind !== 'symbol') return unreadable()
  const primes = /^[pq]$/.test(divisor.name)
  if (of!.kind !== 'number') {
    const kind = primes ? 'p' : 'd'
    return call('apply', symbol(`${name}…${kind}`), of!, renameSymbol(body, divisor.name, `…${kind}`))
  }
  const { n, d } = of!.value
  if (d !== 1n || n < 1n || n > LARGEST_WITH_DIVISORS) return unreadable()
  const divisors = divisorsOf(Number(n)).filter((k) => !primes || divisorsOf(k).length === 2)
  const parts = divisors.map((k) => substitute(body, divisor.name, whole(k)))
  return parts.length === 0 ? unreadable() : name === 'sum' ? sum(...parts) : product(...parts)
}

export const divisorsOf = (n: number): readonly number[] =>
  Array.from({ length: n }, (_, index) => index + 1).filter((k) => n % k === 0)

/** The sign at the end of `x \to 0^+`, whose tokens were just taken. */
function sideOf(reader: Reader): 1 | -1 | undefined {
  const last = reader.tokens
    .slice(Math.max(0, reader.at - 5), reader.at)
    .map(({ value }) => value)
    .join('')
  const sign = /\^\{?([+-])\}{1,2}$/.exec(last)?.[1]
  return sign === '+' ? 1 : sign === '-' ? -1 : undefined
}

function readBelow(reader: Reader, name: string): Tree {
  if (!reader.isMark('{')) return readScript(reader)
  reader.take()
  const isSeries = reader.dialect.fullNotation && (name === 'sum' || name === 'prod')
  const tree = reader.enclosed(() => {
    if (isSeries) reader.openBraces = 1
    const left = readRelation(reader)
    if (!isSeries || !(reader.isCommand('mid') || reader.isMark('|'))) return left
    // d | n
    reader.take()
    return { kind: 'congruence', operands: [readExpression(reader), whole(0)], modulus: left } as const
  })
  if (reader.isMark('^')) {
    // x \to 0^+
    reader.take()
    if (reader.take().value === '{') {
      reader.take()
      reader.expect('}')
    }
  }
  reader.expect('}')
  return tree
}

/** The factors after Σ, Π or lim, with products and quotients between them. */
export function readBody(reader: Reader): Tree {
  return reader.nested(() => {
    const factors = [readPower(reader)]
    while (
      startsAtom(reader) ||
      reader.isCommand('cdot') ||
      reader.isCommand('times') ||
      reader.isMark('*')
    ) {
      if (!startsAtom(reader)) reader.take()
      factors.push(readPower(reader))
    }
    return product(...factors)
  })
}

/** What stands between \int and dx. */
const NOTHING = whole(1)

function readIntegral(reader: Reader, from: Tree | undefined, to: Tree | undefined): Tree {
  reader.openIntegrals++
  const body = reader.nested(() => (isDifferential(reader) ? NOTHING : readExpression(reader)))
  reader.openIntegrals--
  // \int dx f(x)
  if (reader.dialect.fullNotation && isDifferential(reader) && body === NOTHING) {
    const variable = readDifferential(reader)
    return integral(startsAtom(reader) ? readBody(reader) : body, variable, from, to)
  }
  const within = reader.dialect.fullNotation && !isDifferential(reader) ? differentialIn(body) : undefined
  if (within) return integral(within.body, within.variable, from, to)
  return integral(body, readDifferential(reader), from, to)
}

function integral(body: Tree, variable: string, from: Tree | undefined, to: Tree | undefined): Tree {
  return { kind: 'iterated', operator: 'integral', variable, ...(from && { from }), ...(to && { to }), body }
}

/** The dx of `\int \frac{x\,dx}{1+x^2}`: what is left without it. */
function differentialIn(tree: Tree): { readonly body: Tree; readonly variable: string } | undefined {
  if (tree.kind === 'quotient') {
    const above = differentialIn(tree.numerator)
    return above && { ...above, body: quotient(above.body, tree.denominator) }
  }
  if (tree.kind !== 'product') return undefined
  const [d, variable] = tree.factors.slice(-2) as [Tree, Tree]
  if (d.kind === 'symbol' && d.name === 'd' && variable.kind === 'symbol') {
    const rest = tree.factors.slice(0, -2)
    return { body: rest.length === 0 ? whole(1) : product(...rest), variable: variable.name }
  }
  const last = differentialIn(tree.factors.at(-1)!)
  return last && { ...last, body: product(...tree.factors.slice(0, -1), last.body) }
}

function readDifferential(reader: Reader): string {
  const { type, value } = reader.next
  if (type === 'text' && value.trim() === 'd') {
    reader.take()
  } else if (type === 'letters' && value[0] === 'd') {
    if (value.length === 1) reader.take()
    else reader.splitLetters(1)
  } else return unreadable()
  const variable = readPower(reader)
  return variable.kind === 'symbol' ? variable.name : unreadable()
}

/** In a sum over i the letter is an index and not the imaginary unit. */
export function nameImaginary(tree: Tree): Tree {
  return tree.kind === 'constant' && tree.name === 'i'
    ? { kind: 'symbol', name: 'i' }
    : mapChildren(tree, nameImaginary)
}

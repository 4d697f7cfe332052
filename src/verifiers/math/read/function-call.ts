import { call, constant, mapChildren, power, product, quotient, symbol, type Tree, whole } from '../tree.js'
import { isApplication, isMinusOne, renameSymbol, substitute, symbolsOf } from '../tree-queries.js'
import { differentiate } from '../values/differentiate.js'
import { readAtom, startsAtom } from './atom.js'
import { readPower, readScript } from './expression.js'
import { FUNCTIONS, INVERSES, MORE_INVERSES } from './latex-names.js'
import { readList } from './statement.js'
import { type Reader, unreadable } from './token-reader.js'

/** The argument of a function whose name was just taken: `\sin^2 2x`, `\log_2(8)`, `\max(3, 5)`. */
export function readFunction(reader: Reader, name: string): Tree {
  let exponent: Tree | undefined
  let base: Tree | undefined
  let primes = 0
  for (;;) {
    if (reader.isMark('^') && exponent === undefined) {
      reader.take()
      exponent = readScript(reader)
    } else if (reader.isMark('_') && base === undefined) {
      reader.take()
      if (!reader.dialect.lenient && reader.next.type === 'letters') unreadable()
      base = (reader.dialect.fullNotation && name === 'log' && baseAlone(reader)) || readScript(reader)
    } else if (reader.dialect.fullNotation && reader.accept("'")) primes++
    else break
  }
  const inverse =
    exponent !== undefined && isMinusOne(exponent)
      ? (INVERSES[name] ?? (reader.dialect.fullNotation ? MORE_INVERSES[name] : undefined))
      : undefined
  const args = readArguments(reader)
  const isExtreme = reader.dialect.fullNotation && base === undefined && EXTREMES.has(name)
  const extreme = isExtreme ? nameOf(args) : undefined
  if (extreme) return symbol(`${extreme}_${name}`)
  if (name === 'diag' && args.length > 1 && reader.dialect.fullNotation) return diagonal(args)
  if (primes > 0)
    return exponent
      ? unreadable()
      : derived(applyFunction(name, [symbol(ARGUMENT)], base), primes, args, reader)
  const applied =
    (reader.dialect.fullNotation && applyNamed(name, args, base)) ||
    applyFunction(inverse ?? name, args, base)
  return exponent === undefined || inverse ? applied : power(applied, exponent)
}

/** A letter that no text has. */
const ARGUMENT = '…u'

/** cos x of `\sin'(x)`. */
function derived(of: Tree, primes: number, [argument, ...more]: readonly Tree[], { work }: Reader): Tree {
  let tree = primes > MOST_PRIMES || more.length > 0 ? undefined : of
  for (let prime = 0; tree && prime < primes; prime++) tree = differentiate(tree, ARGUMENT, work)
  return tree ? substitute(tree, ARGUMENT, argument!) : unreadable()
}

const MOST_PRIMES = 3

/** `\max f` is f_max, since of one number there is no maximum. */
const EXTREMES: ReadonlySet<string> = new Set(['max', 'min', 'sup', 'inf'])

const nameOf = ([first, ...more]: readonly Tree[]): string | undefined => {
  const named = first && isApplication(first) ? first.arguments[0] : first
  return more.length === 0 && named?.kind === 'symbol' ? named.name : undefined
}

const diagonal = (entries: readonly Tree[]): Tree => ({
  kind: 'matrix',
  rows: entries.map((entry, row) => entries.map((_, column) => (row === column ? entry : whole(0)))),
})

/**
 * The c of `\log_c(1)`, which is no function. The 3 of `\log_35 - 2`: TeX lowers one digit, and without the other nothing is left to
 * take the logarithm of.
 */
function baseAlone(reader: Reader): Tree | undefined {
  const { type, value } = reader.next
  const { type: after, value: mark } = reader.peek(1)
  if (type === 'letters' && /^[a-zA-Z]$/.test(value) && mark === '(') {
    reader.take()
    return value === 'e' ? constant('e') : symbol(value)
  }
  const isAlone = after === 'stop' || (after === 'mark' && /^(?:[-+=),}<>/]|\\\\)$/.test(mark))
  if (type !== 'number' || !/^\d{2,3}$/.test(value) || !isAlone) return undefined
  reader.replaceNext({ type: 'number', value: value.slice(1), spaced: false })
  return whole(Number(value[0]))
}

/**
 * `\operatorname{curl} F`, `\max f`, `\max_{1 \le k \le n} a_k`: no values but names; the letter that runs below may be any.
 */
function applyNamed(name: string, args: readonly Tree[], base: Tree | undefined): Tree | undefined {
  if (name === 'grad') return product(symbol('nabla'), ...args)
  if (name === 'curl' || name === 'div') return call('apply', symbol(name), ...args)
  const [body] = args
  if (!/^(?:max|min|sup|inf)$/.test(name) || args.length !== 1 || (!base && symbolsOf(body!).size === 0))
    return undefined
  if (!base) return body!.kind === 'symbol' ? call('apply', symbol(name), body!) : undefined
  const letter = runningLetter(base)
  const [below, value] = [base, body!].map((tree) =>
    letter === undefined ? tree : renameSymbol(letter === 'i' ? withoutImaginary(tree) : tree, letter, '…'),
  )
  return call('apply', symbol(`${name}_`), value!, below!)
}

/** k of `1 \le k \le n`, `k \in S`, `k`. */
function runningLetter(below: Tree): string | undefined {
  const name = below.kind === 'relation' ? below.operands[below.operands.length > 2 ? 1 : 0]! : below
  return name.kind === 'symbol' || (name.kind === 'constant' && name.name === 'i') ? name.name : undefined
}

/** An index i is no imaginary unit. */
const withoutImaginary = (tree: Tree): Tree =>
  tree.kind === 'constant' && tree.name === 'i' ? symbol('i') : mapChildren(tree, withoutImaginary)

function applyFunction(name: string, args: readonly Tree[], base: Tree | undefined): Tree {
  switch (name) {
    case 'log':
      return args.length === 2 ? call('log', ...args) : call('log', args[0]!, base ?? whole(10))
    case 'lg':
      return call('log', args[0]!, base ?? whole(10))
    case 'lb':
      return call('log', args[0]!, whole(2))
    case 'sqrt':
      return call('root', args[0]!, whole(2))
    case 'cis':
      return call('exp', product(constant('i'), args[0]!))
    case 'arcsech':
      return call('arccosh', quotient(whole(1), args[0]!))
    case 'arccsch':
      return call('arcsinh', quotient(whole(1), args[0]!))
    case 'arccoth':
      return call('arctanh', quotient(whole(1), args[0]!))
    case 'root':
      return call('root', args[0]!, args[1] ?? whole(2))
    case 'cbrt':
      return call('root', args[0]!, whole(3))
    default:
      return call(name, ...args)
  }
}

function readArguments(reader: Reader): readonly Tree[] {
  const bracket = reader.next.value
  if (bracket === '(' || bracket === '{' || (bracket === '[' && reader.next.type === 'mark')) {
    reader.take()
    const inner = reader.enclosed(() => readList(reader))
    const close = reader.next.value
    if (close === ')' || close === '}' || close === ']') {
      if (reader.dialect.fullNotation && CLOSES[bracket] !== close) return unreadable()
      reader.take()
    }
    const args = inner.kind === 'list' ? inner.items : [inner]
    return args
  }
  if (bracket === '|' && reader.openBars === 0) return [readPower(reader)]
  if (bracket === '\\{') {
    // \max\{a, b\}
    const set = readPower(reader)
    return set.kind === 'set' ? set.items : [set]
  }
  return [readBareArgument(reader)]
}

const CLOSES: Readonly<Record<string, string>> = { '(': ')', '[': ']', '{': '}' }

/** `\sin 2x \cos y`: the factors up to the next function, operator or bracket. */
function readBareArgument(reader: Reader): Tree {
  let sign = false
  while (reader.isMark('-') || reader.isMark('+')) sign = reader.take().value === '-' ? !sign : sign
  const factors = [readPower(reader)]
  while (startsAtom(reader) && continuesArgument(reader)) factors.push(readPower(reader))
  let argument = product(...factors)
  if (reader.isMark('/') && reader.peek(1).type === 'number') {
    reader.take()
    argument = quotient(argument, readAtom(reader))
  }
  return sign ? { kind: 'negative', operand: argument } : argument
}

const CONTINUING = new Set(['pi', 'frac', 'dfrac', 'tfrac', 'sqrt', 'mathrm', 'mathbf'])

function continuesArgument(reader: Reader): boolean {
  const { type, value, spaced } = reader.next
  if (type === 'number') return !spaced
  if (type === 'letters')
    return value !== 'e' && value[0] !== 'd' && !(FUNCTIONS.has(value) && reader.dialect.fullNotation)
  // \cos t\,\mathbf{i} is cos t along an axis.
  if (value === 'mathbf' && /^[ijk]$/.test(reader.peek(reader.peek(1).value === '{' ? 2 : 1).value))
    return false
  if (type === 'command') return CONTINUING.has(value) || GREEK_ARGUMENTS.has(value)
  return false
}

const GREEK_ARGUMENTS = new Set([
  'alpha',
  'beta',
  'gamma',
  'delta',
  'theta',
  'phi',
  'varphi',
  'omega',
  'lambda',
  'mu',
  'psi',
  'tau',
  'sigma',
  'rho',
])

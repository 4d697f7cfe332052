import { call, constant, symbol, type Tree } from '../tree.js'
import { symbolsOf } from '../tree-queries.js'
import { derivativeNamed } from './derivatives.js'
import { readList } from './statement.js'
import { readSubscript, readTypedIndex, takePrimes } from './subscripts-and-primes.js'
import { type Reader, unreadable } from './token-reader.js'

const APPLIED = new Set(['f', 'g', 'h', 'F', 'G', 'P'])

/** A letter with its subscript; `e` and `i` where they are constants; `f(x)`. */
export function readSymbol(reader: Reader, letter: string): Tree {
  // latex2sympy reads e as the constant even with a subscript, and then raises an error.
  if (reader.dialect.lowerCase && /^e$/i.test(letter) && reader.isMark('_')) return unreadable()
  let subscript = readSubscript(reader) || (reader.dialect.fullNotation ? readTypedIndex(reader, letter) : '')
  if (subscript === '') {
    if (letter === 'e' || (letter === 'E' && reader.dialect.lowerCase)) return constant('e')
    if (letter === 'i' && reader.dialect.imaginaryUnit) return constant('i')
  }
  let name =
    (reader.dialect.fullNotation && derivativeNamed(letter, subscript)) ||
    (reader.dialect.lowerCase ? letter.toLowerCase() : letter) + subscript
  if (reader.dialect.fullNotation && (letter === 'C' || letter === 'P') && subscript === '') {
    const chosen = reader.attempt(() => readChoice(reader, letter))
    if (chosen) return chosen
  }
  if (reader.dialect.fullNotation && letter === 'N' && subscript === '') {
    const normal = reader.attempt(() => readNormal(reader))
    if (normal) return normal
  }
  const primes = reader.dialect.fullNotation ? takePrimes(reader, letter) : ''
  // f'_1 is f_1'.
  if (primes !== '' && subscript === '' && reader.isMark('_')) {
    subscript = readSubscript(reader)
    name += subscript
  }
  const braced = reader.isMark('{') && reader.peek(1).value === '(' && reader.dialect.fullNotation
  if (braced && isFunctionHere(reader, letter, primes, subscript)) {
    // f{\left(x\right)}
    const applied = reader.attempt(() => {
      reader.take()
      const inner = readApplied(reader)
      reader.expect('}')
      return inner
    })
    if (applied) return call('apply', symbol(name + primes), ...applied)
  }
  if (isApplied(reader, letter, primes, subscript)) {
    const applied =
      reader.attempt(() => notOf(name, readApplied(reader))) ??
      reader.attempt(() => notOf(name, readApplied(reader, 'divided')))
    // P(A | B) is no P(A).
    if (applied) return call('apply', symbol(name + primes + (applied.length > 1 ? '|' : '')), ...applied)
  }
  if (APPLIED.has(letter) && reader.isMark('^') && reader.dialect.plainMath) {
    const inverse = reader.attempt(() => {
      reader.take()
      reader.expect('{')
      reader.expect('-')
      if (reader.take().value !== '1') unreadable()
      reader.expect('}')
      reader.expect('(')
      const inner = reader.enclosed(() => readList(reader))
      reader.expect(')')
      return inner
    })
    if (inverse) return call('apply', symbol(`${name}^{-1}`), inverse)
  }
  return symbol(name + primes)
}

/** What a function is applied to; `divided`, where a bar is that of P(A | B) and not of |x|. */
function readApplied(reader: Reader, isDivided?: 'divided'): readonly Tree[] {
  reader.take()
  const inner = reader.enclosed(() => {
    if (isDivided) reader.openBars++
    return readList(reader)
  })
  const given = readGiven(reader)
  reader.expect(')')
  return given ? [inner, given] : [inner]
}

/** P(M − P) is a product: a function is not its own argument. */
const notOf = (name: string, applied: readonly Tree[]): readonly Tree[] =>
  applied.some((argument) => symbolsOf(argument).has(name)) ? unreadable() : applied

/** B of `P(A \mid B)`. */
function readGiven(reader: Reader): Tree | undefined {
  if (
    !reader.dialect.fullNotation ||
    !(reader.isMark('|') || reader.isCommand('mid') || reader.isCommand('vert'))
  )
    return undefined
  reader.take()
  return reader.enclosed(() => readList(reader))
}

/** `C(10, 3)`, `C(n, k)`, `P(5, 2)`: not a point, whose numbers need not fit. */
function readChoice(reader: Reader, letter: 'C' | 'P'): Tree {
  if (!reader.isMark('(') || reader.next.spaced || reader.functionNames.has(letter)) return unreadable()
  reader.take()
  const inner = reader.enclosed(() => readList(reader))
  reader.expect(')')
  if (inner.kind !== 'list' || inner.items.length !== 2) return unreadable()
  const [n, k] = inner.items as [Tree, Tree]
  const fits =
    n.kind === 'number'
      ? k.kind === 'number' &&
        n.value.d === 1n &&
        k.value.d === 1n &&
        k.value.n >= 0n &&
        n.value.n >= k.value.n &&
        n.value.n > 1n
      : letter === 'C' && isNamed(n, 'n', 'm') && (k.kind === 'number' || isNamed(k, 'k', 'r', 'm'))
  return fits ? call(letter === 'C' ? 'binomial' : 'permutations', n, k) : unreadable()
}

/** `N(50, 16)`, a distribution by its mean and its variance. */
function readNormal(reader: Reader): Tree {
  if (!reader.isMark('(') || reader.functionNames.has('N')) return unreadable()
  reader.take()
  const inner = reader.enclosed(() => readList(reader))
  reader.expect(')')
  return inner.kind === 'list' && inner.items.length === 2 ? call('normal', ...inner.items) : unreadable()
}

const isNamed = (tree: Tree, ...names: readonly string[]): boolean =>
  tree.kind === 'symbol' && names.includes(tree.name)

/** Whether a name stands before its argument: one that the text defines, f, a derivative, or any before a plain number, `y(0)`. */
function isApplied(reader: Reader, letter: string, primes: string, subscript: string): boolean {
  const bracket = reader.next
  if (bracket.value !== '(' || bracket.type !== 'mark') return false
  // P_0 is the value at the start.
  if (subscript === '_0' && reader.dialect.fullNotation) return false
  // latex2sympy ignores white space.
  if (bracket.spaced && reader.dialect.lenient) return false
  if (isFunctionHere(reader, letter, primes, subscript)) return true
  if (!reader.dialect.fullNotation) return false
  const [before, { type, value }] = [reader.tokens[reader.at - 2]?.type, reader.peek(1)]
  // Nobody multiplies by (0), and capital letters seldom by a whole number.
  const isValue = value === '0' || (/^[A-Z]$/.test(letter) && /^\d+$/.test(value))
  return (
    type === 'number' &&
    reader.peek(2).value === ')' &&
    (isValue || (before !== 'number' && before !== 'letters')) &&
    !LINEAR.has(letter)
  )
}

/** f, a derivative, or a name that the text defines as a function. */
const isFunctionHere = (reader: Reader, letter: string, primes: string, subscript: string): boolean =>
  APPLIED.has(letter) ||
  (reader.dialect.fullNotation && (primes !== '' || reader.functionNames.has(letter + subscript)))

/** Letters that are more often multiplied than applied to a number: x(2) beside other factors. */
const LINEAR = new Set(['n', 'k', 'i', 'e'])

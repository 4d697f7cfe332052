import { call, constant, type Decimal, number, quotient, symbol, type Tree } from '../tree.js'
import { symbolsOf } from '../tree-queries.js'
import { integer, parseDecimal, rational } from '../values/rational.js'
import { OUT_OF_WORK, spend } from '../work.js'
import { CALLED_OPERATORS, readCalledOperator } from './called-operators.js'
import { isBareName, readCommand, startsCommand } from './command.js'
import { derivativeNamed } from './derivatives.js'
import { isDots } from './ellipsis.js'
import { enumerated } from './enumerated-index.js'
import { readFunction } from './function-call.js'
import { labelOf } from './labels.js'
import { CALLED_FUNCTIONS, FUNCTIONS, MATRICES, MORE_FUNCTIONS } from './latex-names.js'
import { areOfDifferentNames, readList, readRelation } from './statement.js'
import { type Reader, unreadable } from './token-reader.js'
import { readCurrency } from './units-and-currency.js'
import { meaningOf } from './word-meanings.js'
import { isWord } from './words.js'

/** Longest number, and largest power of ten, that is read. */
const MOST_DIGITS = 5_000

/** A number, letter, bracket or command. */
export function readAtom(reader: Reader): Tree {
  return reader.chained(atomAt)
}

function atomAt(reader: Reader): Tree {
  const { type, value } = reader.next
  switch (type) {
    case 'number':
      reader.take()
      return readNumber(reader, value)
    case 'based':
      reader.take()
      return basedNumber(value)
    case 'letters':
      return readLetters(reader)
    case 'command':
      return readCommand(reader)
    case 'begin':
      return readEnvironment(reader)
    case 'text':
      return readText(reader)
    case 'mark':
      return readMark(reader)
    default:
      return unreadable()
  }
}

/** Whether the next token can begin a factor. */
export function startsAtom(reader: Reader): boolean {
  const { type, value } = reader.next
  switch (type) {
    case 'number':
    case 'based':
    case 'begin':
      return true
    case 'letters':
      return (
        !(reader.openIntegrals > 0 && isDifferential(reader)) &&
        !(reader.next.spaced && /^(?:and|or|和|或|与)$/i.test(value))
      )
    case 'command':
      return startsCommand(reader)
    case 'mark':
      return (
        value === '(' ||
        value === '[' ||
        value === '{' ||
        value === '\\{' ||
        ((value === '|' || value === '\\|') && reader.openBars === 0 && reader.openBraces === 0)
      )
    case 'text':
      return reader.dialect.lenient
        ? isFunctionName(value.trim()) && /^(?:[({]|\\\{)$/.test(reader.peek(1).value)
        : !/^\s*(?:and|or)\s*$/.test(value)
    default:
      return false
  }
}

const isFunctionName = (word: string): boolean => FUNCTIONS.has(word) || MORE_FUNCTIONS.has(word)

/** `dx` under an integral. */
export function isDifferential(reader: Reader): boolean {
  const { type, value } = reader.next
  if (type === 'letters' && value[0] === 'd') {
    return value.length > 1 || reader.peek(1).type === 'command' || reader.peek(1).type === 'letters'
  }
  return type === 'text' && value.trim() === 'd'
}

function readNumber(reader: Reader, text: string): Tree {
  if (text.length > MOST_DIGITS) throw OUT_OF_WORK
  const [digits, exponent] = text.split('e') as [string, string | undefined]
  const point = digits.indexOf('.')
  const places = (point < 0 ? 0 : digits.length - point - 1) - Number(exponent ?? 0)
  if (Math.abs(Number(exponent ?? 0)) > MOST_DIGITS) throw OUT_OF_WORK
  if (exponent !== undefined) spend(reader.work, Math.abs(Number(exponent)) >> 4)
  const repeated = readRepetend(reader, digits)
  if (repeated) return repeated
  const value = parseDecimal(digits, Number(exponent ?? 0))
  if (point < 0 && exponent === undefined) return number(value)
  if (reader.dialect.plainMath && isEndless(reader)) {
    while (isEndless(reader)) reader.take()
    return repeatingDecimal(digits) ?? number(value, decimalOf(digits, places))
  }
  return number(value, decimalOf(digits, places))
}

/** The dots behind a decimal. */
const isEndless = (reader: Reader): boolean =>
  reader.isMark('.') || (reader.next.type === 'command' && isDots(reader.next.value))

const decimalOf = (digits: string, places: number): Decimal => ({
  places,
  significant: digits.replace('.', '').replace(/^0+/, '').length,
})

/** `0.1\overline{6}`, `0.\dot{3}`, `0.1(6)` is not: the repetend exactly. */
function readRepetend(reader: Reader, digits: string): Tree | undefined {
  const { type, value } = reader.next
  if (type !== 'command' || (value !== 'overline' && value !== 'bar' && value !== 'dot')) return undefined
  if (!reader.dialect.lenient) return unreadable()
  if (reader.peek(1).value !== '{' || reader.peek(2).type !== 'number' || reader.peek(3).value !== '}')
    return undefined
  let repetend = reader.peek(2).value
  for (let taken = 0; taken < 4; taken++) reader.take()
  if (value === 'dot') {
    // \dot{1}4\dot{2}: from the first dot to the last.
    if (reader.next.type === 'number' && reader.peek(1).value === 'dot') repetend += reader.take().value
    if (reader.isCommand('dot') && reader.peek(2).type === 'number') {
      repetend += reader.peek(2).value
      for (let taken = 0; taken < 4; taken++) reader.take()
    }
  }
  if (!/^\d{1,200}$/.test(repetend)) return unreadable()
  return number(withRepetend(digits, repetend), ENDLESS)
}

/** A repeating decimal has no end, so it is not a rounded number. */
const ENDLESS: Decimal = { places: Number.POSITIVE_INFINITY, significant: Number.POSITIVE_INFINITY }

/** digits followed by the repetend without end: head + repetend / (99…9 · 10^places). */
function withRepetend(digits: string, repetend: string) {
  const point = digits.indexOf('.')
  const places = point < 0 ? 0 : digits.length - point - 1
  const head = parseDecimal(digits)
  const tail = rational(BigInt(repetend), (10n ** BigInt(repetend.length) - 1n) * 10n ** BigInt(places))!
  return rational(head.n * tail.d + tail.n * head.d, head.d * tail.d)!
}

/**
 * `0.4545…`, `0.1666…`: the shortest block that fills the end at least twice, a single digit three times. The digits of e
 * begin as if they did.
 */
function repeatingDecimal(digits: string): Tree | undefined {
  const point = digits.indexOf('.')
  const places = digits.slice(point + 1)
  if (digits.startsWith('2.71828')) return undefined
  for (let length = 1; length <= places.length / 2; length++) {
    const block = places.slice(-length)
    let covered = length
    while (
      covered + length <= places.length &&
      places.slice(-covered - length, -covered || undefined) === block
    )
      covered += length
    if (covered >= Math.max(3, 2 * length)) {
      return number(withRepetend(digits.slice(0, digits.length - length), block), ENDLESS)
    }
  }
  return undefined
}

function basedNumber(value: string): Tree {
  const [digits, base] = value.split('_') as [string, string]
  let total = 0n
  for (const digit of digits) total = total * BigInt(base) + BigInt(Number.parseInt(digit, 36))
  return call('based', number(integer(total)), number(integer(Number(base))))
}

const WORDS_LONGEST_FIRST = [
  ...FUNCTIONS.keys(),
  'pi',
  'infinity',
  'inf',
  'oo',
  'theta',
  'alpha',
  'beta',
].sort((a, b) => b.length - a.length)

/** Looking up a run of thousands of letters costs its length. */
const LONGEST_FUNCTION_NAME = 12

let byInitial: ReadonlyMap<string, readonly string[]> | undefined

/** Those words by their first letter, because a run may have thousands of letters. */
function wordsByInitial(): ReadonlyMap<string, readonly string[]> {
  if (byInitial === undefined) {
    const groups = new Map<string, string[]>()
    for (const word of WORDS_LONGEST_FIRST) {
      const group = groups.get(word[0]!)
      if (group) group.push(word)
      else groups.set(word[0]!, [word])
    }
    byInitial = groups
  }
  return byInitial
}

/** Names of functions only before a bracket: tr is more often t·r. */
const OFTEN_LETTERS: ReadonlySet<string> = new Set([
  'tr',
  'Tr',
  'dim',
  'deg',
  'ker',
  'adj',
  'div',
  'rot',
  'curl',
  'grad',
])

/** One letter of a run; on a keyboard also `pi`, `sin`, `sqrt`. */
function readLetters(reader: Reader): Tree {
  const { value } = reader.next
  if (value.length > 1 && !reader.isPlainLetters()) return unreadable()
  if (reader.dialect.fullNotation && value.length > 1 && reader.isWholeRun()) {
    const called = reader.peek(1).value === '(' ? readCalled(reader, value) : undefined
    if (called) return called
    if (isWord(value)) return unreadable()
  }
  if (reader.dialect.plainMath && value.length > 1) {
    const isShort = value.length <= LONGEST_FUNCTION_NAME
    const further = reader.dialect.fullNotation && isShort && MORE_FUNCTIONS.get(value)
    if (further && (!OFTEN_LETTERS.has(value) || reader.peek(1).value === '(')) {
      reader.take()
      return readFunction(reader, further)
    }
    const word = wordsByInitial()
      .get(value[0]!)
      ?.find((known) => value.startsWith(known))
    if (word !== undefined && (word.length > 2 || word.length === value.length || word === 'pi')) {
      if (word.length === value.length) reader.take()
      else reader.splitLetters(word.length)
      if (word === 'pi') return constant('pi')
      if (word === 'infinity' || word === 'inf' || word === 'oo') return constant('infinity')
      if (word === 'theta' || word === 'alpha' || word === 'beta') return symbol(word)
      if (isBareName(word) && reader.isMark('=')) return symbol(word)
      return readFunction(reader, FUNCTIONS.get(word)!)
    }
  }
  if (value === 'infinity') {
    reader.take()
    return constant('infinity')
  }
  if (!reader.isPlainLetters()) return unreadable()
  const letter = value[0]!
  const before = reader.tokens[reader.at - 1]?.type
  if (value.length === 1) reader.take()
  else reader.splitLetters(1)
  // Beside a digit the published reward reads an imaginary unit, elsewhere a letter.
  if (
    letter === 'i' &&
    !reader.dialect.imaginaryUnit &&
    (before === 'number' || reader.next.type === 'number')
  ) {
    return symbol('imaginary')
  }
  return readSymbol(reader, letter)
}

/** `binomial(5, 2)`, `sum(k^2, (k, 1, n))`. */
function readCalled(reader: Reader, name: string): Tree | undefined {
  const known = CALLED_FUNCTIONS.get(name)
  const operator = CALLED_OPERATORS.get(name)
  if (known === undefined && operator === undefined) return undefined
  return reader.attempt(() => {
    reader.take()
    return known === undefined ? readCalledOperator(reader, operator!) : readFunction(reader, known)
  })
}

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
      reader.attempt(() => readApplied(reader)) ?? reader.attempt(() => readApplied(reader, 'divided'))
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

/** `^{(4)}`, `^{(n)}`. */
const isOrder = (reader: Reader): boolean =>
  reader.isMark('^') &&
  reader.peek(1).value === '{' &&
  reader.peek(2).value === '(' &&
  /^(?:\d{1,4}|[nkm])$/.test(reader.peek(3).value) &&
  reader.peek(4).value === ')' &&
  reader.peek(5).value === '}'

/** `'`, `''`, `^{\\prime}`, `^{(4)}` of a derivative. */
function takePrimes(reader: Reader, letter: string): string {
  let primes = ''
  for (;;) {
    if (reader.isMark("'") || reader.isCommand('prime')) {
      reader.take()
      primes += "'"
    } else if (reader.isMark('^') && reader.peek(1).value === 'prime') {
      reader.take()
      reader.take()
      primes += "'"
    } else if (primes === '' && /^[f-hu-zFGH]$|^phi$|^psi$/.test(letter) && isOrder(reader)) {
      for (let taken = 0; taken < 3; taken++) reader.take()
      const order = reader.take().value
      reader.take()
      reader.take()
      return /^[1-5]$/.test(order) ? "'".repeat(Number(order)) : `^(${order})`
    } else if (reader.isMark('^') && reader.peek(1).value === '{' && reader.peek(2).value === 'prime') {
      reader.take()
      reader.take()
      while (reader.isCommand('prime')) {
        reader.take()
        primes += "'"
      }
      reader.expect('}')
    } else return primes
  }
}

/** `a1` is `a_1`, as a letter with an index is typed; but 2x3 is no 2·x_3. */
function readTypedIndex(reader: Reader, letter: string): string {
  const { type, value, spaced } = reader.next
  const before = reader.tokens[reader.at - 2]
  const isIndex =
    type === 'number' &&
    !spaced &&
    /^\d{1,2}$/.test(value) &&
    reader.tokens[reader.at - 1]?.type === 'letters'
  // n2^n is n·2^n.
  if (reader.peek(1).value === '^' && /^[nmk]$/.test(letter)) return ''
  if (!isIndex || letter === 'e' || letter === 'i' || letter === 'd') return ''
  if (letter === 'x' && before?.type === 'number') return unreadable()
  reader.take()
  return `_${value}`
}

/** The subscript as part of the name: `_{12}` and `_12` are the same. */
export function readSubscript(reader: Reader): string {
  if (!reader.isMark('_')) return ''
  reader.take()
  let text = ''
  if (reader.accept('{')) {
    let depth = 1
    for (;;) {
      const token = reader.take()
      if (token.type === 'stop') return unreadable()
      if (token.value === '{') depth++
      else if (token.value === '}' && --depth === 0) break
      text += token.value.trim()
    }
  } else {
    const token = reader.next
    if (token.type === 'letters' && token.value.length > 1) {
      text = token.value[0]!
      reader.splitLetters(1)
    } else text = reader.take().value
  }
  return `_${reader.dialect.fullNotation ? indexInOrder(text) : text}`
}

/** `1+n` is `n+1`, and `2*n` is `2n`. */
function indexInOrder(text: string): string {
  if (/^\w+(?:\+\w+)+$/.test(text)) return text.split('+').sort().reverse().join('+')
  return text.replace(/^(\d+)(?:\*|cdot)(?=[a-z])/, '$1')
}

function readMark(reader: Reader): Tree {
  const { value } = reader.next
  switch (value) {
    case '(':
    case '[':
      return readBrackets(reader)
    case '{': {
      reader.take()
      const first = reader.enclosed(() => readList(reader))
      const inner = reader.dialect.fullNotation ? readOverBelow(reader, first) : first
      if (!reader.accept('}') && !(reader.dialect.lenient && reader.next.type === 'stop')) return unreadable()
      return inner
    }
    case '\\{':
      return readSet(reader)
    case '|':
    case '\\|': {
      reader.take()
      reader.openBars++
      const inner = reader.nested(() => readList(reader))
      reader.expect(value)
      reader.openBars--
      return call('abs', inner)
    }
    case '$':
    case '€':
    case '£':
    case '¥':
    case '₹':
    case '₽':
    case '₩':
      return readCurrency(reader)
    default:
      return unreadable()
  }
}

/** `{n \choose k}`, `{a + b \over c}`: all that stands before, and all behind. */
export function readOverBelow(reader: Reader, above: Tree): Tree {
  const { type, value } = reader.next
  if (type !== 'command' || (value !== 'choose' && value !== 'over')) return above
  reader.take()
  const below = reader.enclosed(() => readList(reader))
  return value === 'choose' ? call('binomial', above, below) : quotient(above, below)
}

/** `( … )`, `[ … )`: one expression is a group, several are a tuple or an interval. */
function readBrackets(reader: Reader): Tree {
  const open = reader.take().value as '(' | '['
  const inner = reader.enclosed(() => readList(reader))
  const close = reader.next.value
  if (close === ')' || close === ']') reader.take()
  else return unreadable()
  if (
    open === '(' &&
    close === ')' &&
    reader.isMark('_') &&
    inner.kind === 'number' &&
    reader.dialect.bases
  ) {
    return groupInBase(reader, inner)
  }
  if (!reader.dialect.lenient && reader.isMark('_')) return unreadable()
  // Only an interval has two brackets of different kinds.
  const isInterval = inner.kind === 'list' && inner.items.length === 2
  if (reader.dialect.fullNotation && (open === '(') !== (close === ')') && !isInterval) return unreadable()
  // (p ∨ q) is no pair.
  if (inner.kind === 'list' && inner.joint !== undefined) return inner
  if (inner.kind === 'list') return { kind: 'bracketed', open, close: close as ')' | ']', items: inner.items }
  if (open === '[' && inner.kind !== 'bracketed' && close === ']') return inner
  return inner
}

/** `(1011)_2`. */
function groupInBase(reader: Reader, inner: Tree & { kind: 'number' }): Tree {
  reader.take()
  const braced = reader.accept('{')
  const base = Number(reader.take().value)
  if (braced) reader.expect('}')
  const digits = String(inner.value.n)
  if (
    !(base >= 2 && base <= 10) ||
    inner.value.d !== 1n ||
    [...digits].some((digit) => Number(digit) >= base)
  ) {
    return unreadable()
  }
  return basedNumber(`${digits}_${base}`)
}

/** `\{1, 2\}`; `\{2k \mid k \in \mathbb{Z}\}`; `\{x \mid x > 0\}`, which is its condition. */
export function readSet(reader: Reader): Tree {
  reader.take()
  if (reader.accept('\\}')) return { kind: 'namedSet', name: 'empty' }
  const tree = reader.enclosed(() => {
    reader.openBraces = 1
    const inner = readList(reader)
    if (reader.isMark('|') || reader.isCommand('mid') || reader.isMark(':') || reader.isCommand('vert')) {
      reader.take()
      reader.openBraces = 0
      reader.isInCondition = true
      const condition = readList(reader)
      reader.isInCondition = false
      return reader.dialect.fullNotation ? builtSet(inner, condition) : condition
    }
    // \{2, 4, 6, \dots\}
    if (inner.kind === 'comprehension') return inner
    const items = inner.kind === 'list' || inner.kind === 'logical' ? inner.items : [inner]
    // \{p = 5, q = 2\}
    const isSystem = reader.dialect.fullNotation && items.length > 1 && areOfDifferentNames(items)
    if (isSystem) return { kind: 'logical' as const, operator: ',' as const, items }
    return { kind: 'set' as const, items }
  })
  if (!reader.accept('\\}')) return unreadable()
  return tree
}

/** `\{x \in A \mid \dots\}`: the image is x. Real numbers under a condition are the condition itself. */
function builtSet(image: Tree, condition: Tree): Tree {
  const listed = condition.kind === 'logical' ? enumerated(image, condition.items) : undefined
  if (listed) return listed
  const defined = imageDefinedBy(image, condition)
  if (defined) return defined
  const member = image.kind === 'relation' && image.operators.join() === 'in' ? image : undefined
  const conditions = [
    ...(member ? [member] : []),
    ...(condition.kind === 'logical' && condition.operator !== 'or'
      ? withMemberships(condition.items)
      : [condition]),
  ].filter((item) => !(isRealMembership(item) && occursIn(image, item)))
  const values = member ? member.operands[0]! : image
  const isBound = values.kind === 'symbol' && conditions.every((item) => symbolsOf(item).has(values.name))
  if (isBound && conditions.length > 0 && conditions.every(isPlainBound)) {
    const region: Tree =
      conditions.length === 1 ? conditions[0]! : { kind: 'logical', operator: 'and', items: conditions }
    // A set of its own, so that two of them with a comma between are a list.
    return { kind: 'setOperation', operator: 'union', operands: [region] }
  }
  // The points (x, y) of a curve are the curve.
  const [curve] = conditions
  if (
    conditions.length === 1 &&
    isPlainPoint(values) &&
    curve!.kind === 'relation' &&
    curve!.operators.join() === '='
  )
    return curve!
  return { kind: 'comprehension', image: values, conditions }
}

const isPlainPoint = (tree: Tree): boolean =>
  tree.kind === 'bracketed' &&
  tree.items.map((item) => (item.kind === 'symbol' ? item.name : '')).join() === 'x,y'

/** `a, b \in \mathbb{R}` of `\{(a, b, a+b) \mid a, b \in \mathbb{R}\}` says so of both. */
function withMemberships(conditions: readonly Tree[]): readonly Tree[] {
  return conditions.map((condition, index) => {
    const next = conditions.slice(index).find((other) => other.kind === 'relation')
    const isOpen = condition.kind === 'symbol' && next?.kind === 'relation' && next.operators.join() === 'in'
    return isOpen ? { ...next, operands: [condition, ...next.operands.slice(1)] } : condition
  })
}

/** `\{x \mid x = 2k\pi, k \in \mathbb{Z}\}`: the image is 2kπ. */
function imageDefinedBy(image: Tree, condition: Tree): Tree | undefined {
  const name = image.kind === 'relation' && image.operators.join() === 'in' ? image.operands[0]! : image
  if (name.kind !== 'symbol' || condition.kind !== 'logical' || condition.operator === 'or') return undefined
  const [definition, ...conditions] = condition.items as [Tree]
  if (definition.kind !== 'relation' || definition.operators.join() !== '=') return undefined
  const [left, value] = definition.operands as [Tree, Tree]
  if (left.kind !== 'symbol' || left.name !== name.name || symbolsOf(value).has(name.name)) return undefined
  return { kind: 'comprehension', image: value, conditions }
}

/** Whether the symbol that a membership is about occurs in the image. */
const occursIn = (image: Tree, membership: Tree): boolean =>
  [...symbolsOf(membership).keys()].every((name) => symbolsOf(image).has(name))

/** `x \in \mathbb{R}` limits nothing. */
export const isRealMembership = (tree: Tree): boolean =>
  tree.kind === 'relation' &&
  tree.operators.join() === 'in' &&
  tree.operands[1]!.kind === 'namedSet' &&
  tree.operands[1]!.name === 'real'

/** A condition that says no more than where on the real line x is. */
const isPlainBound = (tree: Tree): boolean =>
  (tree.kind === 'relation' &&
    tree.operators.every((operator) => operator !== 'in' && operator !== 'notin')) ||
  (tree.kind === 'logical' && tree.items.every(isPlainBound)) ||
  (tree.kind === 'relation' && tree.operands[1]!.kind !== 'namedSet' && tree.operators.join() === 'in')

/** `\begin{pmatrix} … \end{pmatrix}`, `\begin{cases}`, and the environments that only lay out. */
function readEnvironment(reader: Reader): Tree {
  const name = reader.take().value
  if (name === 'array' || name === 'tabular') skipColumns(reader)
  const rows = reader.enclosed(() => readRows(reader))
  if (reader.next.type === 'end' || reader.next.type === 'begin') reader.take()
  else if (reader.next.type !== 'stop') return unreadable()
  if (/^[vV]matrix$/.test(name) && reader.dialect.lenient)
    return { kind: 'matrix', rows, form: 'determinant' }
  if (MATRICES.has(name)) return { kind: 'matrix', rows }
  const items = rows.map((cells) => cells[0]!)
  if (name === 'cases' && !reader.dialect.lenient) return unreadable()
  if (name === 'cases' && rows.some((cells) => cells.length > 1))
    return { kind: 'matrix', rows, form: 'cases' }
  if (items.length === 1) return items[0]!
  return items.some((item) => item.kind === 'relation')
    ? { kind: 'logical', operator: 'and', items }
    : { kind: 'list', items }
}

function skipColumns(reader: Reader): void {
  if (!reader.accept('{')) return
  while (reader.next.type !== 'stop' && !reader.accept('}')) reader.take()
}

function readRows(reader: Reader): Tree[][] {
  const rows: Tree[][] = []
  let row: Tree[] = []
  for (;;) {
    const { type } = reader.next
    // \begin{pmatrix} … \begin{pmatrix} is a typing error for \end.
    if (type === 'end' || type === 'stop') break
    if (reader.accept('\\\\')) {
      if (row.length > 0) rows.push(row)
      row = []
    } else if (!reader.accept('&') && !reader.accept(',')) row.push(readRelation(reader))
  }
  if (row.length > 0) rows.push(row)
  return rows.length > 0 ? rows : unreadable()
}

/** `\text{rank }A`: a function of what follows. */
const isSymbolic = ({ next: { type, value } }: Reader): boolean =>
  type === 'letters' || (type === 'text' && value.length > 0)

const CURRENCY = /^(?:USD|US\$|R\$|EUR|GBP|RMB|CNY|JPY|INR|Rs\.?)$/

/** Words where a value should be. */
function readText(reader: Reader): Tree {
  const text = reader.next.value.trim()
  if (/^[$€£¥₹₽₩]$/.test(text) || (reader.dialect.fullNotation && CURRENCY.test(text)))
    return readCurrency(reader)
  reader.take()
  if (!reader.dialect.lenient && /^-?\d+(?:\.\d+)?$/.test(text)) return readNumber(reader, text)
  const label = reader.dialect.fullNotation && !reader.isMark('(') ? labelOf(text) : undefined
  if (label && !isSymbolic(reader)) {
    if (reader.isMark(':')) reader.take()
    return { kind: 'text', text: label }
  }
  if (text === '' || (reader.dialect.lenient && /(?:\bis|\bare|:|=)$/i.test(text))) return readAtom(reader)
  if (/^[a-zA-Z]$/.test(text)) return readSymbol(reader, text)
  const known = FUNCTIONS.get(text) ?? (reader.dialect.fullNotation ? MORE_FUNCTIONS.get(text) : undefined)
  if (known && isBareName(known) && reader.isMark('=')) return symbol(known)
  // \div is ÷.
  if (known || (text === 'div' && reader.dialect.fullNotation)) return readFunction(reader, known ?? text)
  return (reader.dialect.lenient && meaningOf(text)) || { kind: 'text', text }
}

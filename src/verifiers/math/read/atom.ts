import { call, constant, quotient, symbol, type Tree } from '../tree.js'
import { builtSet } from './built-sets.js'
import { CALLED_OPERATORS, readCalledOperator } from './called-operators.js'
import { isBareName, readCommand, readRoot, startsCommand } from './command.js'
import { readEnvironment } from './environments.js'
import { readFunction } from './function-call.js'
import { labelOf } from './labels.js'
import { CALLED_FUNCTIONS, FUNCTIONS, MORE_FUNCTIONS } from './latex-names.js'
import { basedNumber, readNumber } from './number-literals.js'
import { areOfDifferentNames, readList } from './statement.js'
import { subfactorial } from './subfactorials.js'
import { readSymbol } from './symbols.js'
import { type Reader, unreadable } from './token-reader.js'
import { readCurrency } from './units-and-currency.js'
import { meaningOf } from './word-meanings.js'
import { isWord } from './words.js'

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
    if (isWord(value) && !isCalculated(reader)) return unreadable()
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
    const isName = word !== undefined && (word.length > 2 || word.length === value.length || word === 'pi')
    // ln x without a space; but ch alone is c·h.
    const isGlued = word === 'ln' && reader.dialect.fullNotation
    if (word !== undefined && (isGlued || (isName && !isLetters(reader, word)))) {
      if (word === 'sqrt' && value === word && reader.peek(1).value === '[') {
        const root = reader.attempt(() => readIndexedRoot(reader))
        if (root) return root
      }
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

/** Whether a short name of a function has no argument behind it. */
const isLetters = (reader: Reader, word: string): boolean =>
  reader.dialect.fullNotation &&
  /^(?:[sct]h|tg|l[gb])$/.test(word) &&
  (reader.peek(1).type === 'stop' || /^[-,;)\]}+=*/<>]$/.test(reader.peek(1).value))

/** `acef+bcef`, `abcx^2`: no words, as nobody adds or raises those. */
const isCalculated = (reader: Reader): boolean =>
  reader.next.value.length < 8 &&
  !reader.peek(1).spaced &&
  (/^[+*^]$/.test(reader.peek(1).value) ||
    (!reader.next.spaced && /^[+*]$/.test(reader.tokens[reader.at - 1]?.value ?? '')))

/** `sqrt[3]{5}`; `Sqrt[3]` of programs has its argument in these brackets. */
function readIndexedRoot(reader: Reader): Tree {
  reader.take()
  const root = readRoot(reader)
  return /[})]/.test(reader.tokens[reader.at - 1]!.value) ? root : unreadable()
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
    case '!':
      reader.take()
      return (reader.dialect.fullNotation && subfactorial(readAtom(reader), reader.work)) || unreadable()
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
  if (inner.kind === 'relation' || inner.kind === 'logical') reader.hasBracketedRelation = true
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

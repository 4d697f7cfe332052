import { type Reader, unreadable } from './token-reader.js'

/** The subscript as part of the name: `_{12}` and `_12` are the same. */
export function readSubscript(reader: Reader): string {
  if (!reader.isMark('_')) return ''
  reader.take()
  let text = ''
  const open =
    reader.isMark('{') || (reader.isMark('(') && reader.dialect.fullNotation)
      ? reader.take().value
      : undefined
  if (open) {
    const close = open === '{' ? '}' : ')'
    let depth = 1
    for (;;) {
      const token = reader.take()
      if (token.type === 'stop') return unreadable()
      if (token.value === open) depth++
      else if (token.value === close && --depth === 0) break
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

/** `a1` is `a_1`, as a letter with an index is typed; but 2x3 is no 2·x_3. */
export function readTypedIndex(reader: Reader, letter: string): string {
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

/** `'`, `''`, `^{\\prime}`, `^{(4)}` of a derivative. */
export function takePrimes(reader: Reader, letter: string): string {
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

/** `^{(4)}`, `^{(n)}`. */
const isOrder = (reader: Reader): boolean =>
  reader.isMark('^') &&
  reader.peek(1).value === '{' &&
  reader.peek(2).value === '(' &&
  /^(?:\d{1,4}|[nkm])$/.test(reader.peek(3).value) &&
  reader.peek(4).value === ')' &&
  reader.peek(5).value === '}'

import { call, type Decimal, number, type Tree } from '../tree.js'
import { integer, parseDecimal, rational } from '../values/rational.js'
import { OUT_OF_WORK, spend } from '../work.js'
import { isDots } from './ellipsis.js'
import { type Reader, unreadable } from './token-reader.js'

/** Longest number, and largest power of ten, that is read. */
const MOST_DIGITS = 5_000

export function readNumber(reader: Reader, text: string): Tree {
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

export function basedNumber(written: string): Tree {
  const [digits, base] = written.split('_') as [string, string]
  const [whole, places = ''] = digits.split('.') as [string, string?]
  let total = 0n
  for (const digit of whole + places) total = total * BigInt(base) + BigInt(Number.parseInt(digit, 36))
  const value = rational(total, BigInt(base) ** BigInt(places.length))!
  return call('based', number(value), number(integer(Number(base))))
}

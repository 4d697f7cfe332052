import { call, constant, negative, product, quotient, type Tree, whole } from '../tree.js'
import { readAtom } from './atom.js'
import { readPower } from './expression.js'
import { type Reader, unreadable } from './token-reader.js'
import { unitNamed } from './unit-table.js'
import { isPercent, scaleWord } from './units.js'

/** `$12`, `€5`, `¥128`. */
export function readCurrency(reader: Reader): Tree {
  const unit = reader.take().value.trim()
  // The published reward reads no other currency than the dollar.
  if (!reader.dialect.units && unit !== '$') return unreadable()
  const value = reader.accept('-') ? negative(readPower(reader)) : readPower(reader)
  if (!reader.dialect.units) return value
  const { type, value: letters, spaced } = reader.next
  const size = type === 'text' || (type === 'letters' && !spaced) ? AMOUNTS[letters.trim()] : undefined
  if (size !== undefined) {
    reader.take()
    return { kind: 'quantity', value: product(value, whole(size)), unit }
  }
  const scaled = attachUnit(reader, value)
  return scaled.kind === 'quantity' ? scaled : { kind: 'quantity', value: scaled, unit }
}

/** `$3.4M`, `$1.2bn`. */
const AMOUNTS: Readonly<Record<string, number | undefined>> = {
  k: 1e3,
  K: 1e3,
  M: 1e6,
  mn: 1e6,
  B: 1e9,
  bn: 1e9,
}

/** An angle in radians as one in degrees: a bare number beside it is taken for radians too. */
const inDegrees = (value: Tree): Tree => ({
  kind: 'quantity',
  value: quotient(product(value, whole(180)), constant('pi')),
  unit: 'degree',
})

/** Words that go on with the sentence, or a second number: `3\text{ or 5}`, `3\text{ if lucky}`. */
const NO_UNIT =
  /(?<![\p{L}\d^{-])\d|\b(?:or|nor|not|no|if|is|are|to|but|else|unless|otherwise|maybe|perhaps)\b|[或至]/iu

/** What is said of a root or an eigenvalue. */
export const MULTIPLICITY = /^\(multiplicity ([\w+-]{1,6})\)$/

/** The words after a value: `\text{ cm}^2`, `\text{ million}`, `\text{ hours }30\text{ minutes}`. */
export function attachUnit(reader: Reader, value: Tree): Tree {
  const { type, value: text } = reader.next
  if (type !== 'text' || !reader.dialect.units) return value
  const words = text
    .replace(/\\cdot(?![a-zA-Z])|\\,/g, '·')
    .replace(/\\(?![a-zA-Z])|[~,;:!]+/g, ' ')
    .trim()
    .replace(/\.$/, '')
  if (words === '') {
    // \text{, } joins items.
    if (/[,;]/.test(text)) return value
    reader.take()
    return reader.nested(() => attachUnit(reader, value))
  }
  if (/^(?:and|or|to|和|或)$/i.test(words) || !/[\p{L}°%$€£¥₹₽₩‰/]/u.test(words)) return value
  // 1/s
  if (NO_UNIT.test(words.replace(/^1(?= ?\/)/, '')) && !MULTIPLICITY.test(words)) return unreadable()
  reader.take()
  const scale = scaleWord(words)
  if (scale !== undefined) {
    const [factor, rest] = scale
    const scaled = product(value, whole(factor))
    return rest === ''
      ? reader.nested(() => attachUnit(reader, scaled))
      : { kind: 'quantity', value: scaled, unit: rest }
  }
  if (isPercent(words)) return { kind: 'percent', operand: value }
  const angle = unitNamed(words)?.unit.dimension
  if (angle === 'degree' && !reader.isMark('/')) return { kind: 'quantity', value, unit: 'degree' }
  if (angle === 'rad' && !reader.isMark('/')) return inDegrees(value)
  let unit = words + takeExponent(reader)
  // \text{km}\cdot\text{h}^{-1}, \text{J}/\text{K}, \text{m}\,\text{s}^{-2}
  for (;;) {
    const joint = reader.isCommand('cdot') || reader.isMark('·') ? ' ' : reader.isMark('/') ? '/' : ''
    const next = joint === '' ? reader.next : reader.peek(1)
    if (next.type !== 'text' || /^\s*(?:and|or)\s*$/i.test(next.value)) break
    if (joint !== '') reader.take()
    unit = `${unit}${joint || ' '}${reader.take().value.trim()}${takeExponent(reader)}`
  }
  const quantity: Tree = { kind: 'quantity', value, unit }
  if (reader.next.type !== 'number') return quantity
  const rest = reader.nested(() => attachUnit(reader, readAtom(reader)))
  return rest.kind === 'quantity' || rest.kind === 'sum'
    ? { kind: 'sum', terms: [quantity, rest] }
    : call('unread', quantity, rest)
}

/** `^2`, `^{-1}` behind a unit. */
function takeExponent(reader: Reader): string {
  if (!reader.accept('^')) return ''
  const braced = reader.accept('{')
  const sign = reader.accept('-') ? '-' : ''
  const { type, value } = reader.take()
  if (type !== 'number') return unreadable()
  if (braced) reader.expect('}')
  return `^${sign}${value}`
}

import { number, quotient, type Tree } from '../tree.js'
import { integer, parseDecimal, type Rational, rational } from '../values/rational.js'

const DIGITS = '零一二三四五六七八九'
const SCALES: Readonly<Record<string, bigint>> = { 十: 10n, 百: 100n, 千: 1000n }
const GROUPS: Readonly<Record<string, bigint>> = { 万: 10_000n, 亿: 100_000_000n }

/** The same of something: 二十四个, and as Japanese sentences end. */
export const readChineseCount = (text: string): Tree | undefined =>
  readChineseNumber(text.replace(/(?:です|である)$/, '').replace(MEASURE_WORD, ''))

/** What is counted. */
const MEASURE_WORD =
  /(?<=[零一二三四五六七八九十百千万亿两])[个個つ元只本枚匹冊台人条种岁歳天名件块张支次辆棵朵页题][\p{Script=Han}]{0,3}$/u

/** 二十五, 三分之一, 百分之二十五: numbers in Chinese characters. */
function readChineseNumber(text: string): Tree | undefined {
  if (text.startsWith('百分之')) {
    const value = numeral(text.slice(3))
    return value && { kind: 'percent', operand: number(value) }
  }
  const over = text.indexOf('分之')
  if (over > 0) {
    const below = numeral(text.slice(0, over))
    const above = numeral(text.slice(over + 2))
    return above && below && quotient(number(above), number(below))
  }
  const negative = text.startsWith('负')
  const value = numeral(negative ? text.slice(1) : text)
  return value && number(negative ? { n: -value.n, d: value.d } : value)
}

function numeral(text: string): Rational | undefined {
  if (/^\d{1,30}(?:\.\d{1,30})?$/.test(text)) return parseDecimal(text)
  if (text === '' || text.length > 40) return undefined
  const [whole, places] = text.replace(/〇/g, '零').replace(/两/g, '二').split('点')
  const value = integerNumeral(whole!)
  if (value === undefined || places === undefined) return value === undefined ? undefined : integer(value)
  let digits = ''
  for (const character of places) {
    const digit = DIGITS.indexOf(character)
    if (digit < 0) return undefined
    digits += digit
  }
  const scale = 10n ** BigInt(digits.length)
  return digits === '' ? undefined : rational(value * scale + BigInt(digits), scale)
}

function integerNumeral(text: string): bigint | undefined {
  let total = 0n
  let group = 0n
  let digit: bigint | undefined
  for (const character of text) {
    const value = DIGITS.indexOf(character)
    if (value >= 0) digit = BigInt(value)
    else if (Object.hasOwn(SCALES, character)) {
      group += (digit ?? 1n) * SCALES[character]!
      digit = undefined
    } else if (Object.hasOwn(GROUPS, character)) {
      total = (total + group + (digit ?? 0n)) * GROUPS[character]!
      group = 0n
      digit = undefined
    } else return undefined
  }
  return total + group + (digit ?? 0n)
}

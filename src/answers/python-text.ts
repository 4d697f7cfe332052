import type { JsonNumber, JsonStyle, JsonValue } from './json.js'
import { JsonNumber as NumberText, writeJson } from './json.js'

/**
 * What Python's `str()` makes of a JSON value: `None`, `True`, `1`, `1.0`, `1e+16`, `['a', {'b': 2}]`. The
 * published table reward compares cells in this form.
 */
export function pythonText(value: JsonValue): string {
  return typeof value === 'string' ? value : writeJson(value, PYTHON)
}

const PYTHON: JsonStyle = { scalar: pythonScalar, key: pythonRepr, sortKeys: false }

function pythonScalar(value: null | boolean | string | JsonNumber): string {
  if (value === null) return 'None'
  if (typeof value === 'boolean') return value ? 'True' : 'False'
  return value instanceof NumberText ? pythonNumber(value.text) : pythonRepr(value)
}

/**
 * An integer keeps its digits (`-0` is `0`); anything with a point or an exponent is a float and prints as
 * one.
 */
function pythonNumber(text: string): string {
  if (text === 'NaN') return 'nan'
  if (!/[.eEnN]/.test(text)) return text === '-0' ? '0' : text
  return pythonFloat(Number(text))
}

/**
 * Python's `repr` of a float: the shortest digits that read back, an exponent below 1e-4 and from 1e16 on.
 */
function pythonFloat(value: number): string {
  if (value === Number.POSITIVE_INFINITY) return 'inf'
  if (value === Number.NEGATIVE_INFINITY) return '-inf'
  if (Object.is(value, -0)) return '-0.0'
  const size = Math.abs(value)
  if (size !== 0 && (size < 1e-4 || size >= 1e16)) {
    return value.toExponential().replace(/e([+-])(\d)$/, 'e$10$2')
  }
  const text = String(value)
  return text.includes('.') ? text : `${text}.0`
}

const NAMED_ESCAPES: Readonly<Record<string, string>> = {
  '\\': '\\\\',
  '\n': '\\n',
  '\r': '\\r',
  '\t': '\\t',
}

/**
 * Characters that Python's `repr` does not print as they are: every "other" and every separator but the
 * space.
 */
const NOT_PRINTED = /[\p{C}\p{Z}]/u

/** Python's `repr` of a string: single quotes, unless it holds some and no double quotes. */
function pythonRepr(text: string): string {
  const quote = text.includes("'") && !text.includes('"') ? '"' : "'"
  let inside = ''
  for (const character of text) {
    if (character === quote) inside += `\\${quote}`
    else if (character in NAMED_ESCAPES) inside += NAMED_ESCAPES[character]
    else if (character === ' ' || !NOT_PRINTED.test(character)) inside += character
    else inside += hexEscape(character)
  }
  return quote + inside + quote
}

function hexEscape(character: string): string {
  const hex = (character.codePointAt(0) as number).toString(16)
  if (hex.length <= 2) return `\\x${hex.padStart(2, '0')}`
  return hex.length <= 4 ? `\\u${hex.padStart(4, '0')}` : `\\U${hex.padStart(8, '0')}`
}

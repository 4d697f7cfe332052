/**
 * A JSON value whose numbers keep their text, because `JSON.parse` rounds them: 9007199254740993 would equal
 * 9007199254740992, and 1.0 could not be told from 1. Objects are Maps, so that `__proto__` is a key like any
 * other; of a repeated key the last value counts, as in `JSON.parse` and in Python.
 */
export type JsonValue =
  | null
  | boolean
  | string
  | JsonNumber
  | readonly JsonValue[]
  | WrittenList
  | ReadonlyMap<string, JsonValue>

/** A number as it was written: `1`, `1.0` and `1e0` differ until they are compared by value. */
export class JsonNumber {
  constructor(readonly text: string) {}
}

/** A list of scalars (see `LIST_OF_SCALARS`) that is kept as text and cut into its values when they are needed. */
export class WrittenList {
  constructor(readonly text: string) {}

  read(): readonly JsonValue[] {
    const { text } = this
    const values: JsonValue[] = []
    let at = 0
    do {
      at = skipSpace(text, at + 1)
      if (text.charCodeAt(at) === QUOTE) {
        const end = text.indexOf('"', at + 1)
        values.push(text.slice(at + 1, end))
        at = end + 1
      } else {
        const start = at
        while (!endsScalar(text.charCodeAt(at))) at++
        values.push(scalarOf(text.slice(start, at)))
      }
      at = skipSpace(text, at)
    } while (text.charCodeAt(at) === COMMA)
    return values
  }
}

const endsScalar = (code: number): boolean => code === COMMA || code === CLOSE_BRACKET || code <= 0x20

const scalarOf = (word: string): JsonValue =>
  word === 'null' ? null : word === 'true' ? true : word === 'false' ? false : new JsonNumber(word)

function skipSpace(text: string, at: number): number {
  let next = at
  while (text.charCodeAt(next) <= 0x20) next++
  return next
}

const STRING = '"[^"\\\\\\x00-\\x1f]*"'
const NUMBER = '-?(?:0|[1-9]\\d*)(?:\\.\\d+)?(?:[eE][+-]?\\d+)?'
const SPACE = '[ \\t\\n\\r]*'
const SCALAR = `${SPACE}(?:${STRING}|${NUMBER}|null|true|false)${SPACE}`
/** A list of null, booleans, numbers and strings without escapes. */
export const LIST_OF_SCALARS = /* @__PURE__ */ new RegExp(`^\\[${SCALAR}(?:,${SCALAR})*\\]$`)

export interface JsonOptions {
  /** Also read `NaN`, `Infinity` and `-Infinity`, as Python's `json` does. Default false. */
  readonly nonFinite?: boolean
  /**
   * Is asked first where a list begins that is an element of a list in the outermost object, with the place of the text up to
   * the next closing bracket. What it returns stands for a list of just this text. Default: every list is read.
   */
  readonly takeList?: ((text: string, start: number, end: number) => WrittenList | undefined) | undefined
}

/**
 * Reads one JSON text (RFC 8259). Any depth can be read: open brackets are kept in a list, not on the call stack.
 *
 * @returns the value, or undefined when the text is not JSON
 */
export function parseJson(text: string, options: JsonOptions = {}): JsonValue | undefined {
  return new Reader(text, options).read()
}

/** An array or object whose closing bracket has not been met yet. */
type OpenContainer = JsonValue[] | OpenObject

class OpenObject {
  readonly entries = new Map<string, JsonValue>()
  key = ''
}

/** Open containers around an element of a list in the outermost object. */
const ELEMENT_DEPTH = 2

const QUOTE = 0x22
const BACKSLASH = 0x5c
const COMMA = 0x2c
const COLON = 0x3a
const OPEN_BRACKET = 0x5b
const CLOSE_BRACKET = 0x5d
const OPEN_BRACE = 0x7b
const CLOSE_BRACE = 0x7d
const MINUS = 0x2d

class Reader {
  private at = 0
  private readonly nonFinite: boolean
  private readonly takeList: JsonOptions['takeList']

  constructor(
    private readonly text: string,
    { nonFinite = false, takeList }: JsonOptions,
  ) {
    this.nonFinite = nonFinite
    this.takeList = takeList
  }

  read(): JsonValue | undefined {
    const open: OpenContainer[] = []
    for (;;) {
      let value: JsonValue | undefined
      const code = this.nextCode()
      const written =
        code === OPEN_BRACKET && open.length === ELEMENT_DEPTH
          ? this.takeList?.(this.text, this.at, this.text.indexOf(']', this.at) + 1)
          : undefined
      if (written !== undefined) {
        this.at += written.text.length
        value = written
      } else if (code === OPEN_BRACKET) {
        this.at++
        if (this.nextCode() !== CLOSE_BRACKET) {
          open.push([])
          continue
        }
        this.at++
        value = []
      } else if (code === OPEN_BRACE) {
        this.at++
        if (this.nextCode() !== CLOSE_BRACE) {
          const object = new OpenObject()
          if (!this.readKey(object)) return undefined
          open.push(object)
          continue
        }
        this.at++
        value = new Map()
      } else {
        value = this.readScalar(code)
        if (value === undefined) return undefined
      }
      // A value is complete: put it where it belongs, and close every container that ends with it.
      for (;;) {
        const container = open[open.length - 1]
        const next = this.nextCode()
        if (container === undefined) return Number.isNaN(next) ? value : undefined
        if (Array.isArray(container)) container.push(value)
        else container.entries.set(container.key, value)
        this.at++
        if (next === COMMA) {
          if (container instanceof OpenObject && !this.readKey(container)) return undefined
          break
        }
        if (next !== (Array.isArray(container) ? CLOSE_BRACKET : CLOSE_BRACE)) return undefined
        value = Array.isArray(container) ? container : container.entries
        open.pop()
      }
    }
  }

  /** Skips white space; the code unit at the new position, NaN at the end. */
  private nextCode(): number {
    const { text } = this
    let code = text.charCodeAt(this.at)
    while (code === 0x20 || code === 0x0a || code === 0x0d || code === 0x09) code = text.charCodeAt(++this.at)
    return code
  }

  private readKey(object: OpenObject): boolean {
    if (this.nextCode() !== QUOTE) return false
    const key = this.readString()
    if (key === undefined || this.nextCode() !== COLON) return false
    this.at++
    object.key = key
    return true
  }

  private readScalar(code: number): JsonValue | undefined {
    if (code === QUOTE) return this.readString()
    if (code === MINUS || isDigit(code)) return this.readNumber()
    if (this.take('null')) return null
    if (this.take('true')) return true
    if (this.take('false')) return false
    if (this.nonFinite && this.take('NaN')) return new JsonNumber('NaN')
    if (this.nonFinite && this.take('Infinity')) return new JsonNumber('Infinity')
    return undefined
  }

  private take(word: string): boolean {
    if (!this.text.startsWith(word, this.at)) return false
    this.at += word.length
    return true
  }

  private readNumber(): JsonNumber | undefined {
    const { text } = this
    const start = this.at
    let at = start
    if (text.charCodeAt(at) === MINUS) at++
    if (this.nonFinite && text.startsWith('Infinity', at)) at += 'Infinity'.length
    else {
      const whole = at
      at = skipDigits(text, at)
      if (at === whole || (at > whole + 1 && text[whole] === '0')) return undefined
      if (text[at] === '.') {
        const fraction = at + 1
        at = skipDigits(text, fraction)
        if (at === fraction) return undefined
      }
      if (text[at] === 'e' || text[at] === 'E') {
        at++
        if (text[at] === '+' || text[at] === '-') at++
        const exponent = at
        at = skipDigits(text, exponent)
        if (at === exponent) return undefined
      }
    }
    this.at = at
    return new JsonNumber(text.slice(start, at))
  }

  /** From the opening quote to just behind the closing one. */
  private readString(): string | undefined {
    const { text } = this
    let start = this.at + 1
    let read = ''
    for (let at = start; at < text.length; at++) {
      const code = text.charCodeAt(at)
      if (code === QUOTE) {
        this.at = at + 1
        return read + text.slice(start, at)
      }
      if (code < 0x20) return undefined
      if (code === BACKSLASH) {
        const escaped = readEscape(text, at + 1)
        if (escaped === undefined) return undefined
        read += text.slice(start, at) + escaped
        at += text[at + 1] === 'u' ? 5 : 1
        start = at + 1
      }
    }
    return undefined
  }
}

const isDigit = (code: number): boolean => code >= 0x30 && code <= 0x39

function skipDigits(text: string, at: number): number {
  while (isDigit(text.charCodeAt(at))) at++
  return at
}

const HEXADECIMAL = /^[0-9a-fA-F]{4}$/

function readEscape(text: string, at: number): string | undefined {
  switch (text[at]) {
    case '"':
      return '"'
    case '\\':
      return '\\'
    case '/':
      return '/'
    case 'b':
      return '\b'
    case 'f':
      return '\f'
    case 'n':
      return '\n'
    case 'r':
      return '\r'
    case 't':
      return '\t'
    case 'u': {
      const digits = text.slice(at + 1, at + 5)
      return HEXADECIMAL.test(digits) ? String.fromCharCode(Number.parseInt(digits, 16)) : undefined
    }
    default:
      return undefined
  }
}

/**
 * The value of a number as a text that two numbers share exactly when they are equal: `-0` and `0.0` give
 * `0`; `100`, `1e2` and `100.0` give `0.1e3`. Exact for any number of digits, integers beyond 2^53 included;
 * nothing is rounded. Only an exponent of 16 digits or more is compared as it was written.
 */
export function canonicalNumber(text: string): string {
  const sign = text.charCodeAt(0) === MINUS ? '-' : ''
  let first = -1
  let last = -1
  let point = -1
  let end = sign.length
  for (; end < text.length; end++) {
    const code = text.charCodeAt(end)
    if (code === POINT) point = end
    else if (!isDigit(code)) break
    else if (code !== ZERO) {
      if (first < 0) first = end
      last = end
    }
  }
  if (first < 0) return '0'
  const exponent = text.slice(end + 1)
  if (exponent.length > SAFE_DIGITS) return text
  if (point < 0) point = end
  const digits =
    first < point && point < last
      ? text.slice(first, point) + text.slice(point + 1, last + 1)
      : text.slice(first, last + 1)
  const scale = point - first + (point < first ? 1 : 0)
  return `${sign}0.${digits}e${Number(exponent) + scale}`
}

const POINT = 0x2e
const ZERO = 0x30
/** Integers of up to 15 digits are exact. */
const SAFE_DIGITS = 15

/**
 * How a value is written: what is neither list nor object, the keys of objects, and whether keys are sorted.
 */
export interface JsonStyle {
  readonly scalar: (value: null | boolean | string | JsonNumber) => string
  readonly key: (key: string) => string
  readonly sortKeys: boolean
}

/**
 * Writes a value as text, brackets and braces with `, ` and `: ` between; with a list of pending work
 * instead of the call stack, so that any depth can be written.
 */
export function writeJson(value: JsonValue, { scalar, key, sortKeys }: JsonStyle): string {
  if (!isContainer(value)) return scalar(value)
  let text = ''
  // Finished pieces are strings in an object of their own, so that they cannot be taken for values.
  const pending: (JsonValue | Piece)[] = [value]
  while (pending.length > 0) {
    const last = pending.pop() as JsonValue | Piece
    const next = last instanceof WrittenList ? last.read() : last
    if (next instanceof Piece) text += next.text
    else if (!isContainer(next)) text += scalar(next)
    else if (Array.isArray(next)) {
      text += '['
      pending.push(CLOSE_LIST)
      for (let i = next.length - 1; i >= 0; i--) {
        pending.push(next[i] as JsonValue)
        if (i > 0) pending.push(SEPARATOR)
      }
    } else {
      const object = next as ReadonlyMap<string, JsonValue>
      const names = [...object.keys()]
      if (sortKeys) names.sort()
      text += '{'
      pending.push(CLOSE_OBJECT)
      for (let i = names.length - 1; i >= 0; i--) {
        const name = names[i] as string
        pending.push(object.get(name) as JsonValue, new Piece(`${key(name)}: `))
        if (i > 0) pending.push(SEPARATOR)
      }
    }
  }
  return text
}

class Piece {
  constructor(readonly text: string) {}
}

const SEPARATOR = /* @__PURE__ */ new Piece(', ')
const CLOSE_LIST = /* @__PURE__ */ new Piece(']')
const CLOSE_OBJECT = /* @__PURE__ */ new Piece('}')

const isContainer = (
  value: JsonValue,
): value is readonly JsonValue[] | WrittenList | ReadonlyMap<string, JsonValue> =>
  Array.isArray(value) || value instanceof WrittenList || value instanceof Map

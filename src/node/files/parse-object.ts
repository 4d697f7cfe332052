import { type Either, left, right } from 'fp-ts/lib/Either.js'
import { badRecord } from '../../errors.js'
import type { BadRecord } from '../../index.js'
import { isObject, type RowObject } from './row.js'

/** Lists and objects inside each other. Records need a handful; deeper values overflow the stack of recursive code. */
const DEEPEST_NESTING = 256

/** Lists and objects of one text. A million take a second and 100 MB to parse, which nothing can interrupt. */
const MOST_CONTAINERS = 1 << 20

/** One JSON object out of a text: a line of a file, the body of a request. */
export function parseObject(text: string, place: string): Either<BadRecord, RowObject> {
  const excess = findExcess(text)
  if (excess !== undefined)
    return left({ ...badRecord(place, EXPECTED[excess], ''), received: RECEIVED[excess] })
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    return left(badRecord(place, 'a JSON object', text))
  }
  return isObject(value) ? right(value) : left(badRecord(place, 'a JSON object', value))
}

/** In what a JSON text is more than anyone should parse. */
export type Excess = 'nesting' | 'containers'

const EXPECTED: Readonly<Record<Excess, string>> = {
  nesting: `JSON nested at most ${DEEPEST_NESTING} deep`,
  containers: `JSON of at most ${MOST_CONTAINERS} lists and objects`,
}

const RECEIVED: Readonly<Record<Excess, string>> = { nesting: 'nested deeper', containers: 'of more' }

/** Counts brackets, without parsing. Strings are jumped over, so long texts cost little. */
export function findExcess(json: string): Excess | undefined {
  let depth = 0
  let containers = 0
  for (let i = 0; i < json.length; i++) {
    switch (json.charCodeAt(i)) {
      case QUOTE:
        i = endOfString(json, i)
        break
      case OPENING_BRACKET:
      case OPENING_BRACE:
        if (++depth > DEEPEST_NESTING) return 'nesting'
        if (++containers > MOST_CONTAINERS) return 'containers'
        break
      case CLOSING_BRACKET:
      case CLOSING_BRACE:
        depth--
    }
  }
  return undefined
}

/** Where the string that starts at `start` has its closing quote. */
function endOfString(json: string, start: number): number {
  for (let end = json.indexOf('"', start + 1); end >= 0; end = json.indexOf('"', end + 1)) {
    let backslashes = 0
    while (json.charCodeAt(end - 1 - backslashes) === BACKSLASH) backslashes++
    if (backslashes % 2 === 0) return end
  }
  return json.length
}

const [QUOTE, BACKSLASH, OPENING_BRACKET, CLOSING_BRACKET, OPENING_BRACE, CLOSING_BRACE] = [
  34, 92, 91, 93, 123, 125,
] as const

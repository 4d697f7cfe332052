import { type Either, left, right } from 'fp-ts/lib/Either.js'
import { type BadRecord, badRecord } from '../../index.js'
import type { RowObject } from './row.js'

/** Lists and objects inside each other. Records need a handful; what is deeper overflows the stack of whoever walks it. */
export const DEEPEST_NESTING = 256

/** One JSON object out of a text: a line of a file, the body of a request. */
export function parseObject(text: string, place: string): Either<BadRecord, RowObject> {
  if (nestsDeeperThan(DEEPEST_NESTING, text))
    return left({
      ...badRecord(place, `JSON nested at most ${DEEPEST_NESTING} deep`, ''),
      received: 'nested deeper',
    })
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    return left(badRecord(place, 'a JSON object', text))
  }
  const isObject = typeof value === 'object' && value !== null && !Array.isArray(value)
  return isObject ? right(value as RowObject) : left(badRecord(place, 'a JSON object', value))
}

/** Whether a JSON text opens more lists and objects inside each other. Strings are jumped over, so long texts cost little. */
export function nestsDeeperThan(most: number, json: string): boolean {
  let depth = 0
  for (let i = 0; i < json.length; i++) {
    switch (json.charCodeAt(i)) {
      case QUOTE:
        i = endOfString(json, i)
        break
      case OPENING_BRACKET:
      case OPENING_BRACE:
        if (++depth > most) return true
        break
      case CLOSING_BRACKET:
      case CLOSING_BRACE:
        depth--
    }
  }
  return false
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

import { jsonrepair } from 'jsonrepair'
import { type JsonValue, parseJson } from '../json.js'

/**
 * JSON with common errors of models: trailing commas, comments, single or typographic quotes, `None` and `True`, a missing
 * end.
 *
 * @returns the value; undefined where it cannot be repaired, or not within the work limit
 * @see https://github.com/josdejong/jsonrepair
 */
export function repairJson(text: string): JsonValue | undefined {
  if (text.length > LONGEST || repairSteps(text) > MOST_STEPS) return undefined
  try {
    return parseJson(jsonrepair(text))
  } catch {
    // jsonrepair throws on a text that it cannot repair.
    return undefined
  }
}

/** Characters. For every comma that is missing the library copies what it has written, so its time grows with the square. */
const LONGEST = 8_192
const MOST_STEPS = 4_000_000
/** Depth of nesting: the library recurses for each bracket. */
const DEEPEST = 200

/**
 * What the repair may take. It reads on from every quote that is not closed as JSON closes one, possibly to the end of the
 * text, so these count the whole length.
 */
function repairSteps(text: string): number {
  let depth = 0
  let stray = 0
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at)
    if (code === 0x5b || code === 0x7b) {
      if (++depth > DEEPEST) return Number.POSITIVE_INFINITY
    } else if (code === 0x5d || code === 0x7d) depth--
    else if (isQuote(code)) {
      const close = closingQuote(text, at)
      if (close < 0) return text.length * (2 + stray)
      if (isDelimited(text, close)) at = close
      else {
        stray++
        at = close - 1
      }
    }
  }
  return text.length * (1 + stray)
}

const isQuote = (code: number): boolean =>
  code === 0x22 || code === 0x27 || code === 0x60 || code === 0xb4 || (code >= 0x2018 && code <= 0x201f)

function closingQuote(text: string, open: number): number {
  for (let at = open + 1; at < text.length; at++) {
    const code = text.charCodeAt(at)
    if (code === 0x5c) at++
    else if (isQuote(code)) return at
  }
  return -1
}

/** Whether the next character, spaces apart, is one that may follow a string. */
function isDelimited(text: string, quote: number): boolean {
  let behind = quote + 1
  while (behind < text.length && text.charCodeAt(behind) <= 0x20) behind++
  return behind >= text.length || ',:]}'.includes(text.charAt(behind))
}

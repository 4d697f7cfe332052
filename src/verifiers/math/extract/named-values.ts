import { labelOf } from '../read/labels.js'
import type { Candidate, IsReadable } from './extraction.js'
import type { Statement } from './statement.js'

/**
 * A stated value with what its sentence says that it is of: `y=3` of "So $y$ is 3", which does not tell x; and 2 of the nullity, which is
 * no rank.
 */
export function withName(statement: Statement, sentence: string, isReadable: IsReadable): Candidate {
  const found = statement as Candidate
  if (!SINGLE.test(found.text)) return found
  const at = Math.max(0, sentence.lastIndexOf(found.text))
  const before = sentence.slice(Math.max(0, at - LONGEST_NAME), at)
  if (!IS_AT_END.test(before)) return found
  const [, angle, formula, letter] = NAME_BEFORE.exec(before) ?? []
  const name = formula ?? letter
  if (name !== undefined && NAME.test(name)) {
    const text = `${angle === undefined ? '' : '\\angle '}${name}=${found.text}`
    return isReadable(text) ? { ...found, text } : found
  }
  const words = QUANTITY_BEFORE.exec(before)?.[1]?.toLowerCase()
  const label = words && (OPERATORS.get(words) ?? labelOf(words))
  return label === undefined ? found : { ...found, of: label }
}

/** One value: no list, no relation. */
const SINGLE = /^[^=<>≤≥≠≈∈,;:]{1,40}$/
const IS =
  '\\s(?:is|equals|must be|has to be|is equal to)(?:\\s(?:therefore|thus|exactly|also|then))?\\s[$*(\\\\]{0,3}$'
/** As much as is read before a value. */
const LONGEST_NAME = 120
const IS_AT_END = /(?:is|equals|be|to|therefore|thus|exactly|also|then)\s[$*(\\]{0,3}$/i
const NAME_BEFORE = /* @__PURE__ */ new RegExp(
  `(?:^|[,;:]\\s|(?:so|thus|hence|therefore|then|that|and|means|conclude|see|find|get),?\\s)(angle\\s)?(?:\\$([^$]{1,16})\\$|([b-zA-HJ-Z]))${IS}`,
  'i',
)
/** x, a_1, f(3), AB, |A|, P(A) */
const NAME = /^(?:\\?(?!pi$)[a-zA-Z]{1,8}(?:_\{?\w{1,3}\}?)?'?|[a-zA-Z]\(-?\w{1,4}\)|\|[A-Z]\|)$/
const QUANTITY_BEFORE = /* @__PURE__ */ new RegExp(
  `(?:^|\\s)(?:the|its|their)\\s([a-z]{3,14}(?:\\s[a-z]{3,14}){0,2}?)(?:\\sof\\s[^,;:]{1,24})?${IS}`,
  'i',
)

/** Words for what a formula has an operator for. */
const OPERATORS: ReadonlyMap<string, string> = new Map([
  ['determinant', 'det'],
  ['trace', 'tr'],
  ['least common multiple', 'lcm'],
  ['greatest common divisor', 'gcd'],
  ['dimension', 'dim'],
])

import { labelOf } from '../read/labels.js'
import { answerOf } from './answer-in-sentence.js'
import type { IsReadable } from './extraction.js'
import { lastSentence } from './lines-and-sentences.js'
import { sentenceOf } from './sentences.js'
import { statedValue } from './stated-value.js'

/** The answers of a text that ends in lettered parts, one a line: 5 and 7 of "(a) 5\n(b) She needs 7 hours." */
export function partsAtEnd(text: string, isReadable: IsReadable): readonly string[] | undefined {
  const ending = text.trimEnd().slice(-LONGEST)
  if (!ANY_PART.test(ending)) return undefined
  const lines = ending
    .split('\n')
    .flatMap((line) => (PART.test(line) ? line.split(/[;,]?\s(?=\(?[b-h]\)\s)/) : line))
    .filter((line) => line.trim() !== '')
  let first = lines.length
  while (first > 0 && PART.test(lines[first - 1]!)) first--
  const parts = lines.slice(first).sort((a, b) => (partLabel(a)! < partLabel(b)! ? -1 : 1))
  if (parts.length < 2 || !parts.every((line, index) => partLabel(line) === PART_LETTERS[index]))
    return undefined
  const values = parts.map((line) => partOf(line.replace(PART, ''), isReadable))
  return values.every((value) => value !== undefined) ? values : undefined
}

/** The two values of "the length is 10 cm and the width is 6 cm", with their names where these are known ones. */
export function twoQuantities(sentence: string): readonly string[] | undefined {
  if (!/\s(?:and|while)\s|; /i.test(sentence)) return undefined
  const [, first, value, second, other] = QUANTITIES.exec(sentence) ?? []
  if (value === undefined) return undefined
  const parts = [named(first!, value), named(second!, other!)] as const
  return parts.every((part) => part !== undefined) ? parts : [value, other!]
}

const named = (name: string, value: string): string | undefined => {
  const label = labelOf(
    name
      .trim()
      .replace(/^(?:so|thus|hence|therefore) /i, '')
      .replace(/^(?:the|its) | of \$?[A-Z]\$?$/g, ''),
  )
  return label === undefined ? undefined : `\\text{${label} }${value.replaceAll('$', '')}`
}

/** `\text{mean }5, \text{median }4` of "mean 5, median 4", and of "The mean is 5, and the median is 4". */
export function namedValues(sentence: string): string | undefined {
  const parts = sentence.split(/,\s(?:and\s)?|;\s|\sand\s(?=the\s|\p{L}{3})/iu).slice(0, MOST_NAMED + 1)
  if (parts.length < 2 || parts.length > MOST_NAMED) return undefined
  const values = parts.map((part) => {
    const [, name, value] = NAMED_VALUE.exec(part) ?? []
    return value === undefined ? undefined : named(name!, value)
  })
  return values.every((value) => value !== undefined) ? values.join(', ') : undefined
}

const MOST_NAMED = 4
const NAMED_VALUE =
  /^(?:so |the answer is )?(?:the )?([\p{L}-]{3,14}(?: [\p{L}-]{3,14}){0,2}?)(?:\s?[:=]| is| are| equals)? (\\?\$?[-−]?(?:\d|\\(?:frac|sqrt)).{0,40})$/iu

/**
 * `x=2, y=5` of a list at the end of a text, `- $x=2$` and `- so $y=9-4=5$`: one letter a line, or one letter in all of them, whose values are
 * the solutions.
 */
export function valuesAtEnd(text: string): string | undefined {
  return lettersAtEnd(text) ?? namesAtEnd(text)
}

/** What the last lines of a text say, line by line from the first that can be read as one of them; and what stands before them. */
function itemsAtEnd<Item>(
  text: string,
  read: (line: string, later: readonly Item[]) => Item | undefined,
): { readonly items: readonly Item[]; readonly before: string } {
  const lines = text.trimEnd().slice(-LONGEST).split('\n')
  const items: Item[] = []
  for (; lines.length > 0; lines.pop()) {
    const item = read(lines.at(-1)!, items)
    if (item === undefined) break
    items.unshift(item)
  }
  return { items, before: lines.join('\n') }
}

/** `\text{mean }6, \text{median }5` of "- **Mean:** 6" and "- **Median:** 5". */
function namesAtEnd(text: string): string | undefined {
  const { items } = itemsAtEnd(text, (line) => {
    const [, name, value] = NAMED_ITEM.exec(line) ?? []
    return value === undefined ? undefined : named(name!, value)
  })
  return items.length > 1 && items.length <= MOST_NAMED ? items.join(', ') : undefined
}

const NAMED_ITEM =
  /^\s{0,4}(?:[-*•]|\d[.)])\s{1,3}\*{0,2}([\p{L}-]{3,14}(?: [\p{L}-]{3,14}){0,2})(?::\*{0,2}|\*{0,2}:| =)\s?(\$?[-−]?(?:\d|\\(?:frac|sqrt))[^:]{0,30}?)[.\s]{0,3}$/u

/** A value in a list, with the letter that it is of. */
interface Listed {
  readonly name: string | undefined
  readonly value: string
}

const joined = (items: readonly Listed[]): string | undefined =>
  items.length > 1 && items.length <= MOST_VALUES
    ? items.map(({ name, value }) => (name === undefined ? value : `${name}=${value}`)).join(', ')
    : undefined

/** `x=2, x=5` of "The solutions are:" and a list of bare values, of one letter or of none: only together they answer. */
export function solutionsAtEnd(text: string): string | undefined {
  const { items, before } = itemsAtEnd<Listed>(text, (line) => {
    const [, name, value] = BARE_ITEM.exec(line) ?? []
    return value === undefined ? undefined : { name, value }
  })
  const areOfOne = items.every(({ name }) => name === items[0]!.name)
  return areOfOne && SEVERAL.test(lastSentence(before).slice(-LONGEST_LEAD)) ? joined(items) : undefined
}

const BARE_ITEM =
  /^\s{0,4}(?:[-*•]|\d[.)])\s{1,3}\$?(?:([a-z])\s?=\s?)?((?=[^\n]{0,40}\d)(?:[-−+\d./√°% ^(){}]|\\(?:d?frac|sqrt|pi|pm)){1,40}?)\$?[.,;✓]?\s?$/

const LONGEST_LEAD = 120
const SEVERAL =
  /solutions|roots|zeros|zeroes|values|answers|intercepts|lösungen|nullstellen|racines|soluciones|raíces|soluzioni|radici|soluções|raízes|решения|корни|[解根]|两个/iu

function lettersAtEnd(text: string): string | undefined {
  const { items } = itemsAtEnd<Listed>(text, (line, later) => {
    const [, spoken, bare] = LISTED.exec(line) ?? []
    const [, name, value] = NAMED.exec(spoken ?? bare ?? '') ?? []
    if (value === undefined) return undefined
    const names = later.map((item) => item.name)
    const isOneOf = names.every((other) => other === name)
    if (!isOneOf && (names.includes(name!) || new Set(names).size < names.length)) return undefined
    return { name, value: value.slice(value.lastIndexOf('=') + 1).trim() }
  })
  return joined(items)
}

const MOST_VALUES = 5
/** An item whose last formula ends it. */
const LISTED =
  /^\s{0,4}(?:[-*•]|\d[.)])\s{1,3}(?:[^$\n]{0,60}(?:\$[^$]{1,60}\$[^$\n]{1,30}){0,2}\$([^$]{1,60})\$|([^$,;]{3,60}))[.,;✓]?\s?$/
const NAMED = /^((?:[a-zA-Z]|\\[a-z]{2,8})(?:_\{?\w\}?)?(?:\([a-z]\))?)\s?=\s?([^,;]{1,50})$/

const QUANTITY =
  '((?:(?:\\p{L}{1,14}|\\$[A-Z]\\$)\\s){1,5})(?:is|are|equals)\\s(\\\\?\\$?[-−]?\\d[\\d.,/]{0,12}\\$?(?:\\s?[\\p{L}%°²³]{1,12}){0,2}?)'
const QUANTITIES = /* @__PURE__ */ new RegExp(
  `^\\W{0,4}(?:\\p{L}{2,12},\\s)?${QUANTITY}(?:,?\\s(?:and|while)|;)\\s${QUANTITY}$`,
  'iu',
)

const LONGEST = 600
export const PART_LETTERS = 'abcdefgh'
/** The label of a part, at the start of its line. */
export const partLabel = (line: string): string | undefined => PART.exec(line)?.[1]?.toLowerCase()

const ANY_PART = /^[\s*_-]{0,6}(?:part\s)?\(?[a-h][).]/im
const PART = /^[\s*_-]{0,6}(?:part\s)?\(?([a-h])[).][*_]{0,2}:?[*_]{0,2}\s/i

function partOf(line: string, isReadable: IsReadable): string | undefined {
  const answer = answerOf(line, isReadable)
  return isReadable(answer) && /\d/.test(answer) ? answer : statedValue(sentenceOf(line), isReadable)
}

import { parseJson } from '../json.js'
import { normalizeItem } from '../lines.js'
import { strip } from '../white-space.js'
import { lenientArea } from './find-area.js'
import { isPlainText } from './is-plain.js'
import { plainCharacters } from './plain-characters.js'
import { repairJson } from './repair-json.js'
import { undress } from './undress.js'

/** The items of an answer as the lenient reading finds them, ready to be compared. */
export interface LenientItems {
  readonly items: readonly string[]
  /** The strict reading looks at the same text, cut otherwise. */
  readonly asStrict: boolean
  readonly steps: readonly string[]
}

/**
 * The items of an answer: the lines of its area, of a JSON list of strings, or of a table with one column, each
 * without its markup. An item that is empty then is left out.
 */
export function lenientItems(answer: string): LenientItems {
  const { text, asStrict, steps } = lenientArea(answer)
  const list = jsonList(text)
  if (list !== undefined) return itemsOf(list, asStrict, [...steps, 'The area is a JSON list.'])
  const lines = text.split('\n')
  const column = tableColumn(lines)
  if (column !== undefined) return itemsOf(column, asStrict, [...steps, 'The area is a table of one column.'])
  return itemsOf(lines, asStrict, steps)
}

function itemsOf(lines: readonly string[], asStrict: boolean, steps: readonly string[]): LenientItems {
  const written = withoutSequence(lines)
  const items: string[] = []
  let undressed = 0
  for (const line of written) {
    const plain = strip(line)
    const item = isPlainText(plain) ? plain : undress(plain)
    if (item !== plain) undressed++
    if (!NOTHING.test(item)) items.push(normalizeItem(item, 'natural'))
  }
  const taken =
    undressed === 0
      ? []
      : [`${undressed} of ${written.length} lines are freed of list marks, emphasis, quotes or stops.`]
  return { items, asStrict, steps: [...steps, ...taken] }
}

/**
 * Lines without the marks that count them, where two or more do so one after the other from the first on: `a)`, `b)`; `i.`,
 * `ii.`; `1:`, `2:`; `#1`, `#2`. One such mark alone may be the item's own.
 */
function withoutSequence(lines: readonly string[]): readonly string[] {
  const marked = lines.map((line) => SEQUENCE_MARK.exec(line))
  const marks = marked.filter((mark, i) => mark !== null || strip(lines[i]!) !== '')
  if (marks.length < 2 || marks.includes(null)) return lines
  const names = marks.map((mark) => mark![1]!.toLowerCase())
  const isCounted = COUNTS.some((count) => names.every((name, i) => name === count(i)))
  return isCounted ? lines.map((line, i) => line.slice(marked[i]?.[0].length ?? 0)) : lines
}

const SEQUENCE_MARK =
  /^[ \t]{0,8}[*_]{0,3}(?:#|no\. ?|item )?([a-z]|[ivx]{1,5}|\d{1,3})[*_]{0,3}(?:[.):][*_]{0,3}[ \t]|[ \t]{0,2}-[ \t]|(?<=#\d{1,3})[ \t])[ \t]{0,8}(?=\S)/i

const ROMAN = ['i', 'ii', 'iii', 'iv', 'v', 'vi', 'vii', 'viii', 'ix', 'x', 'xi', 'xii', 'xiii', 'xiv', 'xv']

const COUNTS: readonly ((i: number) => string | undefined)[] = [
  (i) => String(i + 1),
  (i) => 'abcdefghijklmnopqrstuvwxyz'[i],
  (i) => ROMAN[i],
]

/** Empty, or a rule and the like: `---`, `**`. */
const NOTHING = /^[\s\-*_=~`|#>]*$/

/** A gold item as the items of an answer are compared with it. */
export const lenientItem = (gold: string): string => {
  const plain = plainCharacters(gold)
  const item = undress(plain)
  return normalizeItem(NOTHING.test(item) ? plain : item, 'natural')
}

/** The texts of a JSON list, or of an object with one list or text in it; undefined for anything else. */
export function jsonList(text: string): readonly string[] | undefined {
  const isBracketed =
    (text.startsWith('[') && text.endsWith(']')) || (text.startsWith('{') && text.endsWith('}'))
  if (!isBracketed || !/["']/.test(text)) return undefined
  const read = parseJson(text) ?? repairJson(text)
  // An object of one list, or of one text, is that: {"answer": ["Paris"]}.
  const only = read instanceof Map && read.size === 1 ? [...read.values()][0] : read
  const value = read instanceof Map && typeof only === 'string' ? [only] : only
  if (!Array.isArray(value) || value.length === 0) return undefined
  return value.every((item): item is string => typeof item === 'string') ? value : undefined
}

const SEPARATOR = /^\|?[ \t]*:?-{1,}:?[ \t]*(?:\|[ \t]*:?-{1,}:?[ \t]*){0,3}\|?$/

/** The one column of a Markdown table, or the second where the first numbers the rows; undefined for anything else. */
function tableColumn(lines: readonly string[]): readonly string[] | undefined {
  const written = lines.map(strip).filter((line) => line !== '')
  if (written.length < 2 || !written.every((line) => line.startsWith('|'))) return undefined
  const separator = written.findIndex((line) => SEPARATOR.test(line))
  const rows = (separator < 0 ? written : written.slice(separator + 1)).map((line) =>
    line
      .replace(/^\||\|$/g, '')
      .split('|')
      .map(strip),
  )
  if (rows.every((row) => row.length === 1)) return rows.map((row) => row[0] as string)
  const numbered = rows.every((row, i) => row.length === 2 && row[0] === String(i + 1))
  return numbered ? rows.map((row) => row[1] as string) : undefined
}

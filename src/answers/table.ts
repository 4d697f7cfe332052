import type { Profile } from '../profile.js'
import { answerBlock } from './answer-block.js'
import type { JsonOptions, JsonStyle, JsonValue } from './json.js'
import { canonicalNumber, JsonNumber, KnownLists, parseJson, writeJson } from './json.js'
import { pythonText } from './python-text.js'
import { strip } from './white-space.js'

/** A table as its rows; their order does not count, how often each occurs does. */
export type Table = readonly JsonValue[]

/** A table that answers are compared with. */
export interface GoldTable {
  readonly rows: Table
  /** The rows by their text: an answer mostly writes a row as the gold does, and need not be read again there. */
  readonly known: KnownLists | undefined
  /** The different values among the rows, numbered. Equal rows that are written differently are two values. */
  readonly numbers: ReadonlyMap<JsonValue, number>
  /** How many rows are each value. */
  readonly counts: Int32Array
  /** The form of each value, once an answer has needed it. */
  readonly forms: string[]
}

/**
 * How rows and cells compare.
 *
 * - `natural`: by type and value: null, booleans, numbers (`1`, `1.0` and `1e0` are one), strings exactly,
 *   but a string that is a plain decimal counts as that number; lists and objects by their content
 * - `published`: as Python's `str()` prints them, so that `1` differs from `1.0` and null equals `"None"`
 * - `published-values`: the same, but `1.0` prints as `1`; for a gold that came as JavaScript values, which
 *   cannot tell the two apart
 */
export type TableRule = Profile | 'published-values'

/** The table in the `<answer>` block of an answer; undefined when it cannot be read. */
export function readAnswerTable(text: string, rule: TableRule, gold?: GoldTable): Table | undefined {
  return parseTable(answerBlock(text, profileOf(rule)), rule, { known: gold?.known })
}

/**
 * A gold table written as JSON: an object whose `data` is a list of rows, a row being a list of cells or one
 * single cell. The published rules also accept `NaN` and `Infinity`, and take the characters of a string for
 * rows.
 */
export function readGoldTable(json: string, rule: TableRule): GoldTable | undefined {
  const known = new KnownLists()
  const rows = parseTable(json, rule, { learn: known })
  return rows && goldTable(rows, known)
}

/** A gold table that is already a JSON value, if it is one. */
export function goldTableOf(root: JsonValue | undefined, rule: TableRule): GoldTable | undefined {
  const rows = tableOf(root, rule)
  return rows && goldTable(rows)
}

function goldTable(rows: Table, known?: KnownLists): GoldTable {
  const numbers = new Map<JsonValue, number>()
  const counts = new Int32Array(rows.length)
  for (const row of rows) {
    const number = numbers.get(row) ?? numbers.size
    numbers.set(row, number)
    counts[number]!++
  }
  return { rows, known, numbers, counts, forms: [] }
}

function parseTable(
  json: string,
  rule: TableRule,
  { known, learn }: Pick<JsonOptions, 'known' | 'learn'>,
): Table | undefined {
  const published = rule !== 'natural'
  return tableOf(parseJson(published ? strip(json) : json, { known, learn, nonFinite: published }), rule)
}

function tableOf(root: JsonValue | undefined, rule: TableRule): Table | undefined {
  return root instanceof Map ? rowsOf(root.get('data'), rule) : undefined
}

/** |answer ∩ gold| of the rows as multisets. */
export function countCommonRows(answer: Table, gold: GoldTable, rule: TableRule): number {
  // A row that was known by its text is the very same value; only the others have to be compared.
  const open = gold.counts.slice()
  const others = answer.filter((row) => {
    const number = gold.numbers.get(row)
    return number === undefined || --open[number]! < 0
  })
  if (others.length === 0) return answer.length
  const cell = CELLS[rule]
  const forms = new Map<string, number>()
  for (const [row, number] of gold.numbers) {
    if (open[number]! <= 0) continue
    gold.forms[number] ??= formOf(row, cell)
    addTo(forms, gold.forms[number], open[number]!)
  }
  const wrong = others.filter((row) => !takeFrom(forms, formOf(row, cell)))
  return answer.length - wrong.length
}

function addTo<Key>(counts: Map<Key, number>, key: Key, count: number): void {
  counts.set(key, (counts.get(key) ?? 0) + count)
}

/** Whether there was one left to take. */
function takeFrom<Key>(counts: Map<Key, number>, key: Key): boolean {
  const left = counts.get(key)
  if (left === undefined) return false
  if (left > 1) counts.set(key, left - 1)
  else counts.delete(key)
  return true
}

/** A row in a form that equal rows share. */
function formOf(row: JsonValue, cell: (value: JsonValue) => string): string {
  if (!Array.isArray(row)) return cell(row)
  let form = ''
  for (const value of row as readonly JsonValue[]) form += cell(value)
  return form
}

function rowsOf(data: JsonValue | undefined, rule: TableRule): Table | undefined {
  if (Array.isArray(data)) return data as Table
  if (rule === 'natural') return undefined
  return typeof data === 'string' ? [...data] : []
}

const profileOf = (rule: TableRule): Profile => (rule === 'natural' ? 'natural' : 'published')

// Every cell says where it ends (by its length or a closing mark), so that cells can simply be put one after
// another.

const CELLS: Readonly<Record<TableRule, (value: JsonValue) => string>> = {
  natural: (value) => writeJson(value, NATURAL),
  published: (value) => withLength(pythonText(value)),
  'published-values': (value) => withLength(pythonText(value).replace(/^(-?\d+)\.0$/, '$1')),
}

function withLength(text: string): string {
  return `${text.length}:${text}`
}

const NATURAL: JsonStyle = { scalar: naturalScalar, key: withLength, sortKeys: true }

const PLAIN_DECIMAL = /^-?(?:0|[1-9]\d*)(?:\.\d+)?$/

function naturalScalar(value: null | boolean | string | JsonNumber): string {
  if (typeof value === 'string') {
    return PLAIN_DECIMAL.test(value) ? `=${canonicalNumber(value)};` : withLength(value)
  }
  return value instanceof JsonNumber ? `=${canonicalNumber(value.text)};` : `${value};`
}

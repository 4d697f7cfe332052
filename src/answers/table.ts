import type { Profile } from '../profile.js'
import { answerBlocks } from './answer-block.js'
import { canonical } from './canonical.js'
import type { JsonOptions, JsonStyle, JsonValue } from './json.js'
import { canonicalNumber, JsonNumber, LIST_OF_SCALARS, parseJson, WrittenList, writeJson } from './json.js'
import { bareAnswer } from './lenient/find-area.js'
import { plainCharacters } from './lenient/plain-characters.js'
import { repairJson } from './lenient/repair-json.js'
import { pythonText } from './python-text.js'
import { strip } from './white-space.js'

/** A table as its rows; their order does not count, how often each occurs does. */
export type Table = readonly JsonValue[]

/** A table that answers are compared with. */
export interface GoldTable {
  readonly rows: Table
  /** The rows that were left as they were written: an answer mostly writes them in the same way. None of a gold that came as values. */
  readonly written: WrittenRows | undefined
  /** The rows' values by number: the written ones, each once, then the others. */
  readonly values: readonly JsonValue[]
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
 * - `lenient`: as natural, strings in plain characters
 * - `published`: as Python's `str()` prints them, so that `1` differs from `1.0` and null equals `"None"`
 * - `published-values`: the same, but `1.0` prints as `1`; for a gold that came as JavaScript values, which
 *   cannot tell the two apart
 */
export type TableRule = Profile | 'lenient' | 'published-values'

const isPublished = (rule: TableRule): boolean => rule === 'published' || rule === 'published-values'

/** A table and the text that it was read from. */
export interface AnswerTable {
  readonly rows: Table
  readonly block: string
}

/** The table of an answer: the first of its `answerBlocks` that is one; undefined when there is none. */
export function readAnswerTable(text: string, rule: TableRule, gold?: GoldTable): AnswerTable | undefined {
  const written = gold?.written
  for (const block of answerBlocks(text, profileOf(rule))) {
    const root = parseRoot(block, rule, written && ((row, start, end) => written.find(row, start, end)))
    const data = root instanceof Map ? (root.get('data') ?? absentData(rule)) : undefined
    if (Array.isArray(data)) return { rows: data, block }
  }
  return rule === 'lenient' ? repairedTable(text) : undefined
}

/** A table with errors of JSON, in the likeliest of the answer's blocks, or between its first and last brace. */
function repairedTable(text: string): AnswerTable | undefined {
  for (const block of answerBlocks(bareAnswer(text), 'natural')) {
    for (const part of [block, block.slice(block.indexOf('{'), block.lastIndexOf('}') + 1)]) {
      const root = part.includes('{') ? (parseJson(part) ?? repairJson(part)) : undefined
      const data = root instanceof Map ? root.get('data') : undefined
      if (Array.isArray(data)) return { rows: data, block: part }
    }
  }
  return undefined
}

/** The reference takes an object without `data` for an empty table. */
const absentData = (rule: TableRule): JsonValue | undefined => (isPublished(rule) ? [] : undefined)

/**
 * A gold table written as JSON: an object whose `data` is a list of rows, a row being a list of cells or one
 * single cell. The published rules also accept `NaN` and `Infinity`.
 */
export function readGoldTable(json: string, rule: TableRule): GoldTable | undefined {
  const written = new WrittenRows(json.length / SHORT_ROW)
  const rows = goldRows(
    parseRoot(
      json,
      rule,
      (row, start, end) => written.find(row, start, end) ?? written.add(row.slice(start, end)),
    ),
    rule,
  )
  return rows && goldTable(rows, written)
}

/** A gold table that is already a JSON value, if it is one. */
export function goldTableOf(root: JsonValue | undefined, rule: TableRule): GoldTable | undefined {
  const rows = goldRows(root, rule)
  return rows && goldTable(rows)
}

function goldTable(rows: Table, written?: WrittenRows): GoldTable {
  const others = rows.filter((row) => !(row instanceof WrittenRow))
  const values = [...(written?.rows ?? []), ...others]
  const counts = new Int32Array(values.length).fill(1, values.length - others.length)
  for (const row of rows) if (row instanceof WrittenRow) counts[row.number]!++
  return { rows, written, values, counts, forms: [] }
}

/** A row of a gold as it was written, and its number. */
class WrittenRow extends WrittenList {
  constructor(
    text: string,
    readonly number: number,
  ) {
    super(text)
  }
}

/**
 * The rows of a gold that are lists of scalars, by the way they are written.
 *
 * A Map would hash every character of a row just cut out of an answer, which takes as long as all else that is done with it.
 * Here its length and five of its characters choose the place, and the row that stands there is compared, where the answer has
 * it. A row that finds its first places taken goes to a Map, so that none takes longer than there, however many choose one place.
 */
class WrittenRows {
  readonly rows: WrittenRow[] = []
  private readonly table: (WrittenRow | undefined)[]
  private crowded: Map<string, WrittenRow> | undefined

  /** @param size how many rows to expect: more are slower, but do no harm */
  constructor(size: number) {
    let places = 8
    while (places < 2 * size) places *= 2
    this.table = new Array(places)
  }

  /** The row that is written as the part of a text from `start` to before `end`. */
  find(text: string, start: number, end: number): WrittenRow | undefined {
    const hash = hashOf(text, start, end)
    for (let tries = 0; tries < MOST_TRIES; tries++) {
      const row = this.table[(hash + tries) & (this.table.length - 1)]
      if (row === undefined) return undefined
      if (row.text.length === end - start && row.text === text.slice(start, end)) return row
    }
    return this.crowded?.get(text.slice(start, end))
  }

  /** Takes a row that is not among them, unless it is no list of scalars. */
  add(text: string): WrittenRow | undefined {
    if (text.length > LONGEST_ROW || !LIST_OF_SCALARS.test(text)) return undefined
    const row = new WrittenRow(text, this.rows.length)
    this.rows.push(row)
    const hash = hashOf(text, 0, text.length)
    for (let tries = 0; tries < MOST_TRIES; tries++) {
      const place = (hash + tries) & (this.table.length - 1)
      if (this.table[place] !== undefined) continue
      this.table[place] = row
      return row
    }
    this.crowded ??= new Map()
    this.crowded.set(text, row)
    return row
  }
}

const MOST_TRIES = 4

/** Rows mostly differ in their length, in their last cells, or in some earlier one. */
function hashOf(text: string, start: number, end: number): number {
  const length = end - start
  if (length < 4) return length
  let hash = length
  hash = Math.imul(hash, 31) + text.charCodeAt(end - 2)
  hash = Math.imul(hash, 31) + text.charCodeAt(end - 3)
  hash = Math.imul(hash, 31) + text.charCodeAt(end - 4)
  hash = Math.imul(hash, 31) + text.charCodeAt(start + (length >> 1))
  hash = Math.imul(hash, 31) + text.charCodeAt(start + (length >> 2))
  return hash ^ (hash >>> 15)
}

/** Fewer characters than most rows have. */
const SHORT_ROW = 32
/** The engine keeps a note of every cell while it matches, and throws after some millions; longer rows are read at once. */
const LONGEST_ROW = 65_536

function parseRoot(json: string, rule: TableRule, takeList: JsonOptions['takeList']): JsonValue | undefined {
  const published = isPublished(rule)
  return parseJson(published ? strip(json) : json, { takeList, nonFinite: published })
}

/**
 * The rows of a gold. The reference iterates over whatever `data` is: over the characters of a string, over the keys of
 * an object; null, a number or a boolean make it raise, and score nothing here.
 */
function goldRows(root: JsonValue | undefined, rule: TableRule): Table | undefined {
  if (!(root instanceof Map)) return undefined
  const data = root.get('data')
  if (Array.isArray(data)) return data as Table
  if (!isPublished(rule)) return undefined
  if (data === undefined) return []
  if (typeof data === 'string') return [...data]
  return data instanceof Map ? [...data.keys()] : undefined
}

/** |answer ∩ gold| of the rows as multisets. */
export function countCommonRows(answer: Table, gold: GoldTable, rule: TableRule): number {
  // A row that is written as in the gold is the gold's own; only the others have to be compared.
  const open = gold.counts.slice()
  const others = answer.filter((row) => !(row instanceof WrittenRow && --open[row.number]! >= 0))
  if (others.length === 0) return answer.length
  const cell = CELLS[rule]
  const forms = new Map<string, number>()
  for (let i = 0; i < open.length; i++) {
    if (open[i]! <= 0) continue
    gold.forms[i] ??= formOf(gold.values[i]!, cell)
    addTo(forms, gold.forms[i]!, open[i]!)
  }
  const wrong = others.filter((row) => !takeFrom(forms, formOf(row, cell)))
  return answer.length - wrong.length
}

/** Which rows of the gold an answer lacks, and which it has beside them; for an explanation. */
export function describeDifference(answer: Table, gold: GoldTable, rule: TableRule): string[] {
  const cell = CELLS[rule]
  const named = (rows: Table, others: Table): readonly string[] => {
    const open = new Map<string, number>()
    for (const row of others) addTo(open, formOf(row, cell), 1)
    return rows.filter((row) => !takeFrom(open, formOf(row, cell))).map(textOfRow)
  }
  const listed = (what: string, rows: readonly string[]) =>
    rows.length === 0
      ? []
      : [
          `${what}: ${rows.slice(0, MOST_NAMED).join(', ')}${rows.length > MOST_NAMED ? ` and ${rows.length - MOST_NAMED} more` : ''}.`,
        ]
  return [
    ...listed('Missed rows', named(gold.rows, answer)),
    ...listed('Rows that the gold has not', named(answer, gold.rows)),
  ]
}

const MOST_NAMED = 5
const LONGEST_ROW_SHOWN = 80

const textOfRow = (row: JsonValue): string =>
  (row instanceof WrittenList ? row.text : writeJson(row, AS_JSON)).slice(0, LONGEST_ROW_SHOWN)

const AS_JSON: JsonStyle = {
  scalar: (value) => (value instanceof JsonNumber ? value.text : JSON.stringify(value)),
  key: (key) => JSON.stringify(key),
  sortKeys: false,
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
  const cells = row instanceof WrittenList ? row.read() : row
  if (!Array.isArray(cells)) return cell(cells)
  // A list of one cell is not that cell.
  let form = '['
  for (const value of cells as readonly JsonValue[]) form += cell(value)
  return form
}

const profileOf = (rule: TableRule): Profile => (isPublished(rule) ? 'published' : 'natural')

// Every cell says where it ends (by its length or a closing mark), so that cells can simply be put one after
// another.

const CELLS: Readonly<Record<TableRule, (value: JsonValue) => string>> = {
  natural: (value) => (isScalar(value) ? naturalScalar(value) : writeJson(value, NATURAL)),
  lenient: (value) => writeJson(value, LENIENT),
  published: (value) => withLength(pythonText(value)),
  'published-values': (value) => withLength(pythonText(value).replace(/^(-?\d+)\.0$/, '$1')),
}

const isScalar = (value: JsonValue): value is null | boolean | string | JsonNumber =>
  typeof value !== 'object' || value === null || value instanceof JsonNumber

function withLength(text: string): string {
  return `${text.length}:${text}`
}

const NATURAL: JsonStyle = { scalar: naturalScalar, key: (key) => withLength(canonical(key)), sortKeys: true }

const LENIENT: JsonStyle = {
  ...NATURAL,
  scalar: (value) => naturalScalar(typeof value === 'string' ? plainCharacters(value) : value),
}

const PLAIN_DECIMAL = /^-?(?:0|[1-9]\d*)(?:\.\d+)?$/

/** Whether a text begins with a digit or a minus, and ends with a digit. */
function mayBeDecimal(text: string): boolean {
  const first = text.charCodeAt(0)
  return first <= NINE && (first >= ZERO || first === MINUS) && text.charCodeAt(text.length - 1) <= NINE
}

const MINUS = 0x2d
const ZERO = 0x30
const NINE = 0x39

function naturalScalar(value: null | boolean | string | JsonNumber): string {
  if (typeof value === 'string') {
    return mayBeDecimal(value) && PLAIN_DECIMAL.test(value)
      ? `=${canonicalNumber(value)};`
      : withLength(canonical(value))
  }
  return value instanceof JsonNumber ? `=${canonicalNumber(value.text)};` : `${value};`
}

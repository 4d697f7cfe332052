import type { Profile } from '../profile.js'
import { answerBlock } from './answer-block.js'
import type { JsonOptions, JsonStyle, JsonValue } from './json.js'
import { canonicalNumber, JsonNumber, parseJson, writeJson } from './json.js'
import { pythonText } from './python-text.js'
import { strip } from './white-space.js'

/**
 * A table as its rows, each in a form that equal rows share; how often it occurs is counted, the order is
 * not.
 */
export interface Table {
  readonly rows: ReadonlyMap<string, number>
  readonly size: number
  /** The rows by their text and their forms by row: an answer mostly writes a row as the gold does. */
  readonly known?: KnownRows
}

interface KnownRows {
  readonly texts: ReadonlyMap<string, JsonValue>
  readonly forms: ReadonlyMap<JsonValue, string>
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
export function readAnswerTable(text: string, rule: TableRule, gold?: Table): Table | undefined {
  const block = answerBlock(text, profileOf(rule))
  const root = parseTable(block, rule, gold?.known && { known: gold.known.texts })
  return root === undefined ? undefined : tableOf(root, rule, gold?.known?.forms)
}

/**
 * A table written as JSON: an object whose `data` is a list of rows, a row being a list of cells or one
 * single cell. The published rules also accept `NaN` and `Infinity`, and take the characters of a string for
 * rows.
 */
export function readTable(json: string, rule: TableRule): Table | undefined {
  const texts = new Map<string, JsonValue>()
  const root = parseTable(json, rule, { learn: texts })
  const forms = new Map<JsonValue, string>()
  const table = root === undefined ? undefined : tableOf(root, rule, undefined, forms)
  return table && { ...table, known: { texts, forms } }
}

function parseTable(json: string, rule: TableRule, options: JsonOptions = {}): JsonValue | undefined {
  const published = rule !== 'natural'
  return parseJson(published ? strip(json) : json, { ...options, nonFinite: published })
}

/**
 * A table that is already a JSON value.
 *
 * @param known the forms of rows that need not be worked out
 * @param learn is given the forms that were worked out
 */
export function tableOf(
  root: JsonValue,
  rule: TableRule,
  known?: ReadonlyMap<JsonValue, string>,
  learn?: Map<JsonValue, string>,
): Table | undefined {
  if (!(root instanceof Map)) return undefined
  const list = rowsOf(root.get('data'), rule)
  if (list === undefined) return undefined
  const cell = CELLS[rule]
  const rows = new Map<string, number>()
  for (const row of list) {
    const form = known?.get(row) ?? formOf(row, cell)
    learn?.set(row, form)
    rows.set(form, (rows.get(form) ?? 0) + 1)
  }
  return { rows, size: list.length }
}

function formOf(row: JsonValue, cell: (value: JsonValue) => string): string {
  if (!Array.isArray(row)) return cell(row)
  let form = ''
  for (const value of row as readonly JsonValue[]) form += cell(value)
  return form
}

function rowsOf(data: JsonValue | undefined, rule: TableRule): readonly JsonValue[] | undefined {
  if (Array.isArray(data)) return data as readonly JsonValue[]
  if (rule === 'natural') return undefined
  return typeof data === 'string' ? [...data] : []
}

const profileOf = (rule: TableRule): Profile => (rule === 'natural' ? 'natural' : 'published')

// Every cell says where it ends (by its length or a closing mark), so that cells can simply be put one after
// another.

const CELLS: Readonly<Record<TableRule, (value: JsonValue) => string>> = {
  natural: naturalCell,
  published: (value) => withLength(pythonText(value)),
  'published-values': (value) => withLength(pythonText(value).replace(/^(-?\d+)\.0$/, '$1')),
}

const withLength = (text: string): string => `${text.length}:${text}`

function naturalCell(value: JsonValue): string {
  return typeof value === 'object' && value !== null && !(value instanceof JsonNumber)
    ? writeJson(value, NATURAL)
    : naturalScalar(value)
}

const NATURAL: JsonStyle = { scalar: naturalScalar, key: withLength, sortKeys: true }

const PLAIN_DECIMAL = /^-?(?:0|[1-9]\d*)(?:\.\d+)?$/

function naturalScalar(value: null | boolean | string | JsonNumber): string {
  if (value === null) return 'null;'
  if (typeof value === 'boolean') return value ? 'true;' : 'false;'
  if (value instanceof JsonNumber) return `=${canonicalNumber(value.text)};`
  return PLAIN_DECIMAL.test(value) ? `=${canonicalNumber(value)};` : withLength(value)
}

import type { Profile } from '../profile.js'
import { answerBlock } from './answer-block.js'
import type { JsonStyle, JsonValue } from './json.js'
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
export const readAnswerTable = (text: string, rule: TableRule): Table | undefined =>
  readTable(answerBlock(text, profileOf(rule)), rule)

/**
 * A table written as JSON: an object whose `data` is a list of rows, a row being a list of cells or one
 * single cell. The published rules also accept `NaN` and `Infinity`, and take the characters of a string for
 * rows.
 */
export function readTable(json: string, rule: TableRule): Table | undefined {
  const published = rule !== 'natural'
  const root = parseJson(published ? strip(json) : json, { nonFinite: published })
  return root === undefined ? undefined : tableOf(root, rule)
}

/** A table that is already a JSON value. */
export function tableOf(root: JsonValue, rule: TableRule): Table | undefined {
  if (!(root instanceof Map)) return undefined
  const list = rowsOf(root.get('data'), rule)
  if (list === undefined) return undefined
  const cell = CELLS[rule]
  const rows = new Map<string, number>()
  for (const row of list) {
    let key = ''
    if (Array.isArray(row)) for (const value of row as readonly JsonValue[]) key += cell(value)
    else key = cell(row)
    rows.set(key, (rows.get(key) ?? 0) + 1)
  }
  return { rows, size: list.length }
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

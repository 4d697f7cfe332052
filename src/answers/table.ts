import type { Profile } from '../profile.js'
import { answerBlock } from './answer-block.js'
import type { JsonStyle, JsonValue } from './json.js'
import { canonicalNumber, JsonNumber, parseJson, writeJson } from './json.js'
import { pythonText } from './python-text.js'
import { strip } from './white-space.js'

/** A table as its rows, each in a form that equal rows share; how often it occurs is counted, the order is not. */
export interface Table {
  readonly rows: ReadonlyMap<string, number>
  readonly size: number
}

/** The table in the `<answer>` block of an answer; undefined when it cannot be read. */
export const readAnswerTable = (text: string, profile: Profile): Table | undefined =>
  readTable(answerBlock(text, profile), profile)

/**
 * A table written as JSON: an object whose `data` is a list of rows, a row being a list of cells or one single cell.
 *
 * `natural` compares cells by type and value: null, booleans, numbers (`1`, `1.0` and `1e0` are one), strings exactly,
 * but a string that is a plain decimal counts as that number; lists and objects by their content.
 * `published` compares what Python's `str()` makes of a cell, accepts `NaN` and `Infinity`, and takes for `data` whatever
 * Python can iterate: the characters of a string, the keys of an object.
 */
export function readTable(json: string, profile: Profile): Table | undefined {
  const published = profile === 'published'
  const root = parseJson(published ? strip(json) : json, { nonFinite: published })
  return root === undefined ? undefined : tableOf(root, profile)
}

/** A table that is already a JSON value. */
export function tableOf(root: JsonValue, profile: Profile): Table | undefined {
  if (!(root instanceof Map)) return undefined
  const data = root.get('data') as JsonValue | undefined
  const published = profile === 'published'
  const list = Array.isArray(data) ? (data as readonly JsonValue[]) : published ? iterated(data) : undefined
  if (list === undefined) return undefined
  const cell = published ? publishedCell : naturalCell
  const rows = new Map<string, number>()
  for (const row of list) {
    let key = ''
    if (Array.isArray(row)) for (const value of row as readonly JsonValue[]) key += cell(value)
    else key = cell(row)
    rows.set(key, (rows.get(key) ?? 0) + 1)
  }
  return { rows, size: list.length }
}

function iterated(data: JsonValue | undefined): readonly JsonValue[] {
  if (typeof data === 'string') return [...data]
  return data instanceof Map ? [...data.keys()] : []
}

// Every cell says where it ends (by its length or a closing mark), so that cells can simply be put one after another.

function publishedCell(value: JsonValue): string {
  const text = pythonText(value)
  return `${text.length}:${text}`
}

function naturalCell(value: JsonValue): string {
  return typeof value === 'object' && value !== null && !(value instanceof JsonNumber)
    ? writeJson(value, NATURAL)
    : naturalScalar(value)
}

const NATURAL: JsonStyle = { scalar: naturalScalar, key: (key) => `${key.length}:${key}`, sortKeys: true }

const PLAIN_DECIMAL = /^-?(?:0|[1-9]\d*)(?:\.\d+)?$/

function naturalScalar(value: null | boolean | string | JsonNumber): string {
  if (value === null) return 'null;'
  if (typeof value === 'boolean') return value ? 'true;' : 'false;'
  if (value instanceof JsonNumber) return `=${canonicalNumber(value.text)};`
  return PLAIN_DECIMAL.test(value) ? `=${canonicalNumber(value)};` : `${value.length}:${value}`
}

import { badRecord } from '../../errors.js'
import type { BadRecord } from '../../index.js'
import type { RowObject } from './row.js'

/** Which prompt a row is about. Numbers and strings are different ids, as in `groupRollouts`. */
export type PromptId = string | number

/** The id at a path such as `promptId` or `extra_info.index`; undefined when there is none, or one that cannot be told from others. */
export function promptIdOf(row: RowObject, path: string): PromptId | undefined {
  const value = valueAt(row, path)
  return isPromptId(value) ? value : undefined
}

/** Beyond 2^53 JSON.parse makes one number of several: their prompts would be compared with each other. */
export const isPromptId = (value: unknown): value is PromptId =>
  typeof value === 'string' || (typeof value === 'number' && Math.abs(value) <= Number.MAX_SAFE_INTEGER)

/** What is wrong with the id of a row that has none. */
export const noPromptId = (row: RowObject, path: string, place: string): BadRecord =>
  badRecord(`${place} ${path}`, EXPECTED_ID, valueAt(row, path))

export const EXPECTED_ID = 'the id of a prompt, a string or a number of magnitude below 2^53'

function valueAt(row: RowObject, path: string): unknown {
  let value: unknown = row
  for (const key of path.split('.')) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) return undefined
    value = (value as RowObject)[key]
  }
  return value
}

import type { RowObject } from './row.js'

/** Which prompt a row is about. Numbers and strings are different ids, as in `groupRollouts`. */
export type PromptId = string | number

/** The id at a path such as `promptId` or `extra_info.index`; undefined when there is none. */
export function promptIdOf(row: RowObject, path: string): PromptId | undefined {
  let value: unknown = row
  for (const key of path.split('.')) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) return undefined
    value = (value as RowObject)[key]
  }
  return typeof value === 'string' || typeof value === 'number' ? value : undefined
}

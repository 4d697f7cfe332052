import { type Either, left, right } from 'fp-ts/lib/Either.js'
import { type BadRecord, badRecord } from '../../errors.js'
import { nearestName } from '../../options/nearest-name.js'
import { property } from '../../verifiers/golds.js'

/**
 * What stands at a path of keys in a row: `reward_model.ground_truth`, `answers[0]`, `answers.0`. A key of the row that is
 * spelt as the whole path comes first. Lists and objects that were stored as JSON text are read on the way. Behind `=` stands
 * a fixed text.
 *
 * @returns `Left BadRecord` where the path leads nowhere: it lists the keys that are there, and the one that is likely meant
 */
export function valueAt(row: unknown, path: string): Either<BadRecord, unknown> {
  if (path.startsWith('=')) return right(path.slice(1))
  const own = property(row, path)
  if (own !== undefined) return right(own)
  let value = row
  let argument = 'row'
  for (const key of path.replace(/\[(\d+)\]/g, '.$1').split('.')) {
    value = unpacked(value)
    const next = property(value, key)
    if (next === undefined)
      return left(badRecord(`${argument}.${key}`, `a key that is there${keysOf(value, key)}`, undefined))
    argument += `.${key}`
    value = next
  }
  return right(value)
}

/** The value at the first of the paths that leads somewhere other than to null. */
export function firstAt(row: unknown, paths: readonly string[]): unknown {
  for (const path of paths) {
    const found = valueAt(row, path)
    if (found._tag === 'Right' && found.right !== null) return found.right
  }
  return undefined
}

/** The keys of an object as the end of a sentence, with the one that a missing key likely stands for. */
export function keysOf(value: unknown, missing: string): string {
  if (typeof value !== 'object' || value === null) return ''
  const keys = Object.keys(value)
  if (keys.length === 0) return ' (there is none)'
  const nearest = nearestName(missing, keys)
  const shown = keys.slice(0, MOST_KEYS_SHOWN).map((key) => key.slice(0, LONGEST_KEY_SHOWN))
  const more = keys.length > shown.length ? ', …' : ''
  return ` (${shown.join(', ')}${more}${nearest === undefined ? '' : `; did you mean ${nearest}?`})`
}

const MOST_KEYS_SHOWN = 20
const LONGEST_KEY_SHOWN = 40

/** A list or an object that was stored as JSON text; anything else as it is. */
export function unpacked(value: unknown): unknown {
  if (typeof value !== 'string' || !/^\s*[[{]/.test(value)) return value
  try {
    return JSON.parse(value)
  } catch {
    return value
  }
}

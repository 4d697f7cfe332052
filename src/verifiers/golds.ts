import type { Either } from 'fp-ts/lib/Either.js'
import { isLeft, left, right } from 'fp-ts/lib/Either.js'
import type { Items } from '../answers/items.js'
import { numberItems } from '../answers/items.js'
import { isPlainText } from '../answers/lenient/is-plain.js'
import { lenientItem } from '../answers/lenient/list-items.js'
import { normalizeItem } from '../answers/lines.js'
import type { Reading } from '../answers/reading.js'
import { strip } from '../answers/white-space.js'
import type { BadGold } from '../errors.js'
import { badGold } from '../errors.js'
import type { Profile } from '../profile.js'

/** A property of a plain object; undefined for anything else, and for what it only inherits. */
export const property = (value: unknown, key: string): unknown =>
  typeof value === 'object' && value !== null && Object.hasOwn(value, key)
    ? (value as Record<string, unknown>)[key]
    : undefined

/** The text of a single gold that is known to be readable. */
export const labelOf = (gold: unknown): string => String(property(gold, 'golden_label') ?? gold)

/** An answer area with every item of a gold list that is known to be readable. */
export const areaOf = (gold: unknown): string => {
  const items = property(gold, 'doc_ids') ?? gold
  return `[Answer]\n${Array.isArray(items) ? items.join('\n') : String(items)}`
}

/** An answer area with the first of a list of golds, any of which will do. */
export const firstInArea = (gold: unknown): string => {
  const items = property(gold, 'doc_ids') ?? gold
  return areaOf(Array.isArray(items) ? items[0] : items)
}

/**
 * The text of a single gold: a string, or the data set's `{ golden_label }`.
 *
 * @param path where the gold stands, for the error's `argument`
 * @returns Left for anything else, and in the natural profile for a blank text
 */
export function readLabel(gold: unknown, profile: Profile, path = 'gold'): Either<BadGold, string> {
  const label = typeof gold === 'object' ? property(gold, 'golden_label') : gold
  const at = label === gold ? path : `${path}.golden_label`
  if (typeof label !== 'string') return left(badGold(at, 'a string', label))
  if (profile === 'natural' && strip(label) === '')
    return left(badGold(at, 'a text that is not blank', label))
  return right(label)
}

/**
 * The items of a gold list, as lines are compared: lower case, white space joined. Also takes the data set's
 * `{ doc_ids }`.
 *
 * `natural`: distinct items in their order. `published`: every item, repeated and empty ones too; a string
 * counts as the list of its characters, and a list with anything but strings as empty, because the reference
 * swallows its own error.
 *
 * @returns Left for what is not a list; in the natural profile also for an empty list and for an item that is
 *   not a text or is blank
 */
export function readItems(
  gold: unknown,
  profile: Profile,
  reading?: Reading,
  path = 'gold',
): Either<BadGold, Items> {
  const written = readList(gold, profile, path)
  if (isLeft(written)) return written
  const blank = profile === 'natural' ? written.right.findIndex(isBlank) : -1
  if (blank >= 0) return left(badGold(`${path}[${blank}]`, 'a text that is not blank', written.right[blank]))
  const items = numberItems(written.right, profile)
  return right(
    reading === 'lenient' && profile === 'natural'
      ? Object.assign(items, { lenient: lenientNumbers(written.right, items), dress: dressOf(written.right) })
      : items,
  )
}

const isBlank = (item: string): boolean => strip(item) === ''

const dressOf = (items: readonly string[]): Items['dress'] => {
  if (items.every((item) => isPlainText(item))) return 'none'
  return items.every((item) => /^\[[^[\]]+\]$/.test(item) && isPlainText(item, true)) ? 'brackets' : undefined
}

function lenientNumbers(written: readonly string[], { numbers }: Items): ReadonlyMap<string, number> {
  const lenient = new Map<string, number>()
  for (const gold of written) {
    const form = lenientItem(gold)
    if (!lenient.has(form)) lenient.set(form, numbers.get(normalizeItem(gold, 'natural'))!)
  }
  return lenient
}

/** The items of {@link readItems}, repeated ones too in both profiles. */
export function readLines(
  gold: unknown,
  profile: Profile,
  path = 'gold',
): Either<BadGold, readonly string[]> {
  const written = readList(gold, profile, path)
  return isLeft(written) ? written : normalized(written.right, profile, path)
}

function normalized(
  written: readonly string[],
  profile: Profile,
  path: string,
): Either<BadGold, readonly string[]> {
  const lines = written.map((item) => normalizeItem(item, profile))
  if (profile === 'published') return right(lines)
  const blank = lines.indexOf('')
  return blank < 0
    ? right(lines)
    : left(badGold(`${path}[${blank}]`, 'a text that is not blank', written[blank]))
}

/** A gold list as it was written: see {@link readItems}, but blank items are left to the caller. */
export function readList(gold: unknown, profile: Profile, path = 'gold'): Either<BadGold, readonly string[]> {
  const list: unknown = property(gold, 'doc_ids') ?? gold
  if (profile === 'published' && typeof list === 'string') return right([...list])
  if (!Array.isArray(list)) return left(badGold(path, 'a list of strings', list))
  const wrong = list.findIndex((item) => typeof item !== 'string')
  if (profile === 'published') return right(wrong < 0 ? list : [])
  if (list.length === 0) return left(badGold(path, 'a list with at least one item', list))
  return wrong < 0 ? right(list) : left(badGold(`${path}[${wrong}]`, 'a string', list[wrong]))
}

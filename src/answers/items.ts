import type { Profile } from '../profile.js'
import { answerArea } from './answer-area.js'
import { normalizeItem } from './lines.js'
import { strip } from './white-space.js'

/** The items of a gold list, the distinct ones numbered from 0. */
export interface Items {
  /** In the form in which lines are compared; repeated ones too, where the profile keeps them. */
  readonly list: readonly string[]
  /** How many distinct ones. */
  readonly distinct: number
  /** The number of every item, under the form in which lines are compared and as the gold writes it. */
  readonly numbers: ReadonlyMap<string, number>
  /** The number of every item under the form in which the lenient reading compares; of two in one form the first. */
  readonly lenient?: ReadonlyMap<string, number>
  /** Where the lenient reading compares all items as the strict one does: whether they stand in brackets, all of them. */
  readonly dress?: 'none' | 'brackets' | undefined
}

/**
 * @param written the items as the gold writes them
 * @param items the same in the form in which lines are compared
 */
export function numberItems(written: readonly string[], items: readonly string[], profile: Profile): Items {
  const numbers = new Map<string, number>()
  const distinct: string[] = []
  for (let i = 0; i < items.length; i++) {
    const item = items[i] as string
    let number = numbers.get(item)
    if (number === undefined) {
      number = distinct.push(item) - 1
      numbers.set(item, number)
    }
    // An answer mostly writes an item as the gold does: such a line is known before it is normalised.
    numbers.set(written[i] as string, number)
  }
  return { list: profile === 'published' ? items : distinct, distinct: distinct.length, numbers }
}

/** The lines of an answer as numbers, equal lines having equal numbers. */
export interface NumberedLines {
  /** A gold item's own number, else one from `items.distinct` on, in the order of first occurrence. */
  readonly lines: readonly number[]
  /** One more than the greatest number there can be: the distinct gold items and the distinct other lines. */
  readonly bound: number
}

/** The lines of `answerLines`, numbered. */
export function numberAnswerLines(text: string, items: Items, profile: Profile): NumberedLines {
  const { numbers, distinct } = items
  const area = `${strip(answerArea(text, profile))}\n`
  const lines: number[] = []
  const others = new Map<string, number>()
  let start = 0
  for (let end = area.indexOf('\n'); end >= 0; end = area.indexOf('\n', start)) {
    const written = area.slice(start, end)
    start = end + 1
    let number = numbers.get(written)
    if (number === undefined) {
      const line = normalizeItem(written, profile)
      if (line === '' && profile === 'natural') continue
      number = numbers.get(line) ?? numberOf(line, others, distinct)
    }
    lines.push(number)
  }
  return { lines, bound: distinct + others.size }
}

/** Lines that are already cut and normalised, numbered. */
export function numberLines(lines: readonly string[], { numbers, distinct }: Items): NumberedLines {
  const others = new Map<string, number>()
  return {
    lines: lines.map((line) => numbers.get(line) ?? numberOf(line, others, distinct)),
    bound: distinct + others.size,
  }
}

function numberOf(line: string, others: Map<string, number>, first: number): number {
  let number = others.get(line)
  if (number === undefined) {
    number = first + others.size
    others.set(line, number)
  }
  return number
}

/** How many distinct gold items occur among the lines. */
export function countDistinctGolds({ lines }: NumberedLines, { distinct }: Items): number {
  const found = new Uint8Array(distinct)
  let count = 0
  for (let i = 0; i < lines.length; i++) {
    const number = lines[i] as number
    if (number >= distinct || found[number] === 1) continue
    found[number] = 1
    count++
  }
  return count
}

/** Each line once, where it stands first. */
export function firstOccurrences({ lines, bound }: NumberedLines): number[] {
  const seen = new Uint8Array(bound)
  const distinct: number[] = []
  for (let i = 0; i < lines.length; i++) {
    const number = lines[i] as number
    if (seen[number] === 1) continue
    seen[number] = 1
    distinct.push(number)
  }
  return distinct
}

/** Each line once, where it stands last. */
export function lastOccurrences({ lines, bound }: NumberedLines): number[] {
  const seen = new Uint8Array(bound)
  const distinct: number[] = []
  for (let i = lines.length - 1; i >= 0; i--) {
    const number = lines[i] as number
    if (seen[number] === 1) continue
    seen[number] = 1
    distinct.push(number)
  }
  return distinct.reverse()
}

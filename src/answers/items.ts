import type { Profile } from '../profile.js'
import { answerArea } from './answer-area.js'
import { LineNumbers } from './line-numbers.js'
import { isPlainAscii, normalizeItem } from './lines.js'
import { strip } from './white-space.js'

/** The items of a gold list, the distinct ones numbered from 0. */
export interface Items {
  /** In the form in which lines are compared, made when first asked for; repeated ones too, where the profile keeps them. */
  readonly list: readonly string[]
  /** How many are in the list. */
  readonly count: number
  /** How many distinct ones. */
  readonly distinct: number
  /** The number of every item. */
  readonly numbers: LineNumbers
  /** The number of every item under the form in which the lenient reading compares; of two in one form the first. */
  readonly lenient?: ReadonlyMap<string, number>
  /** Where the lenient reading compares all items as the strict one does: whether they stand in brackets, all of them. */
  readonly dress?: 'none' | 'brackets' | undefined
}

/** @param written the items as the gold writes them */
export const numberItems = (written: readonly string[], profile: Profile): Items =>
  new GoldItems(written, profile)

class GoldItems implements Items {
  readonly numbers: LineNumbers
  readonly count: number
  readonly distinct: number
  /** A copy: the caller may change its list before `list` is asked for. */
  private readonly written: readonly string[]
  private normalized: readonly string[] | undefined

  constructor(
    written: readonly string[],
    private readonly profile: Profile,
  ) {
    this.written = written.slice()
    const numbers = new LineNumbers(0, written.length)
    for (const item of written) {
      if (isPlainAscii(item)) numbers.numberOfPlain(item)
      else numbers.numberOf(normalizeItem(item, profile))
    }
    this.numbers = numbers
    this.distinct = numbers.bound
    this.count = profile === 'published' ? written.length : this.distinct
  }

  get list(): readonly string[] {
    if (this.normalized === undefined) {
      const all = this.written.map((item) => normalizeItem(item, this.profile))
      this.normalized = this.profile === 'published' ? all : [...new Set(all)]
    }
    return this.normalized
  }
}

/** The lines of an answer as numbers, equal lines having equal numbers. */
export interface NumberedLines {
  /** A gold item's own number, else one from `items.distinct` on, in the order of first occurrence. */
  readonly lines: readonly number[]
  /** One more than the greatest number there can be: the distinct gold items and the distinct other lines. */
  readonly bound: number
}

/** The lines of `answerLines`, numbered. */
export function numberAnswerLines(
  text: string,
  { numbers, distinct }: Items,
  profile: Profile,
): NumberedLines {
  const area = strip(answerArea(text, profile))
  const lines: number[] = []
  let others: LineNumbers | undefined
  for (let start = 0; start <= area.length; ) {
    const lineEnd = area.indexOf('\n', start)
    const end = lineEnd < 0 ? area.length : lineEnd
    let number = numbers.get(area, start, end)
    if (number === undefined) {
      others ??= new LineNumbers(distinct)
      if (isPlainAscii(area, start, end)) number = others.numberOfPlain(area, start, end)
      else {
        const line = normalizeItem(area.slice(start, end), profile)
        if (line !== '' || profile === 'published') number = numbers.get(line) ?? others.numberOf(line)
      }
    }
    if (number !== undefined) lines.push(number)
    start = end + 1
  }
  return { lines, bound: others?.bound ?? distinct }
}

/** Lines that are already cut and normalised, numbered. */
export function numberLines(lines: readonly string[], { numbers, distinct }: Items): NumberedLines {
  const others = new LineNumbers(distinct)
  return {
    lines: lines.map((line) => numbers.get(line) ?? others.numberOf(line)),
    bound: others.bound,
  }
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

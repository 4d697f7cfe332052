import { isPlainAscii } from './lines.js'

/**
 * Lines numbered in the order in which they first occur; lines that are equal once normalised have one number.
 *
 * Plain lines, which nearly all are, go to a hash table that disregards case. A Map would want each line cut out of its text,
 * put into lower case and hashed from end to end, which takes longer than all else that is done with it. Here the length and five
 * characters choose the place, and the line that stands there is compared. A line that finds its first places taken goes to a
 * Map after all, so that no choice of lines is slow; so does one that is not plain.
 */
export class LineNumbers {
  /** Plain lines as they were first written; a place is kept for the others. */
  private readonly lines: string[] = []
  /** Indices of plain lines by their hash; undefined while the lines are so few that all are looked at. */
  private table: (number | undefined)[] | undefined
  /** Indices of the other lines, and of crowded ones in lower case. */
  private others: Map<string, number> | undefined

  /**
   * @param first the first number
   * @param expected how many lines there will be: more are slower, but do no harm
   */
  constructor(
    private readonly first: number,
    expected = 0,
  ) {
    if (expected > 0) this.table = emptyTable(expected)
  }

  /** One more than the last number. */
  get bound(): number {
    return this.first + this.lines.length
  }

  /**
   * The number of a line that is plain or normalised, if it has one. The line is the part of the text from `start` to
   * before `end`.
   */
  get(text: string, start = 0, end = text.length): number | undefined {
    let index = this.find(this.hashOf(text, start, end), text, start, end)
    if (index < 0 && this.others !== undefined) index = this.others.get(text.slice(start, end)) ?? -1
    return index < 0 ? undefined : this.first + index
  }

  /** The number of a plain line; its own from now on if it has none. */
  numberOfPlain(text: string, start = 0, end = text.length): number {
    const hash = this.hashOf(text, start, end)
    const found = this.find(hash, text, start, end)
    if (found >= 0) return this.first + found
    const index = this.lines.push(text.slice(start, end)) - 1
    if (this.table !== undefined) this.place(this.table, hash, index)
    if (2 * index >= (this.table?.length ?? 2 * FEW)) this.grow()
    return this.first + index
  }

  /** The number of a line that is normalised; its own from now on if it has none. */
  numberOf(line: string): number {
    if (isPlainAscii(line)) return this.numberOfPlain(line)
    this.others ??= new Map()
    let index = this.others.get(line)
    if (index === undefined) {
      index = this.lines.push(NO_LINE) - 1
      this.others.set(line, index)
    }
    return this.first + index
  }

  private hashOf(text: string, start: number, end: number): number {
    return this.table === undefined ? 0 : hashOf(text, start, end)
  }

  /** The index of a plain line, -1 where it has none. */
  private find(hash: number, text: string, start: number, end: number): number {
    const { lines, table } = this
    if (table === undefined) {
      for (let index = 0; index < lines.length; index++) {
        if (isAlike(lines[index]!, text, start, end)) return index
      }
      return -1
    }
    for (let tries = 0; tries < MOST_TRIES; tries++) {
      const index = table[(hash + tries) & (table.length - 1)]
      if (index === undefined) return -1
      if (isAlike(lines[index]!, text, start, end)) return index
    }
    if (this.others === undefined || !isPlainAscii(text, start, end)) return -1
    return this.others.get(text.slice(start, end).toLowerCase()) ?? -1
  }

  private place(table: (number | undefined)[], hash: number, index: number): void {
    for (let tries = 0; tries < MOST_TRIES; tries++) {
      const place = (hash + tries) & (table.length - 1)
      if (table[place] !== undefined) continue
      table[place] = index
      return
    }
    this.others ??= new Map()
    this.others.set(this.lines[index]!.toLowerCase(), index)
  }

  private grow(): void {
    const { lines } = this
    this.table = emptyTable(2 * lines.length)
    for (let index = 0; index < lines.length; index++) {
      const line = lines[index]!
      if (line !== NO_LINE) this.place(this.table, hashOf(line, 0, line.length), index)
    }
  }
}

/** So many are found by looking at each as soon as by their hash. */
const FEW = 8
const MOST_TRIES = 4
/** Equals no line. */
const NO_LINE = '\n'

function emptyTable(expected: number): (number | undefined)[] {
  let places = 8
  while (places < 2 * expected) places *= 2
  return new Array(places)
}

/** Items of a list mostly differ in their length, in their last characters, or in some earlier one. */
function hashOf(text: string, start: number, end: number): number {
  const length = end - start
  if (length === 0) return 0
  let hash = length
  hash = Math.imul(hash, 31) + (text.charCodeAt(end - 1) | LOWER)
  hash = Math.imul(hash, 31) + (text.charCodeAt(end - 1 - (length >> 3)) | LOWER)
  hash = Math.imul(hash, 31) + (text.charCodeAt(end - 1 - (length >> 2)) | LOWER)
  hash = Math.imul(hash, 31) + (text.charCodeAt(start + (length >> 1)) | LOWER)
  hash = Math.imul(hash, 31) + (text.charCodeAt(start + (length >> 2)) | LOWER)
  return hash ^ (hash >>> 15)
}

/** The bit in which an ASCII capital differs from its small letter. */
const LOWER = 0x20
const SMALL_A = 0x61
const SMALL_Z = 0x7a

/** Whether a line equals a part of a text but for the case of ASCII letters. */
function isAlike(line: string, text: string, start: number, end: number): boolean {
  if (line.length !== end - start) return false
  // The engine compares whole words; the loop mostly ends at its first character.
  if (line === text.slice(start, end)) return true
  for (let i = 0; i < line.length; i++) {
    const a = line.charCodeAt(i)
    const b = text.charCodeAt(start + i)
    if (a === b) continue
    const small = a | LOWER
    if (small !== (b | LOWER) || small < SMALL_A || small > SMALL_Z) return false
  }
  return true
}

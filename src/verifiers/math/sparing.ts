import { matchesOf } from './matches.js'
import { FIRST_FOREIGN, FOREIGN, folded, needsOf, SPACE } from './needs.js'

export const sparing = (pattern: RegExp): Sparing => new Sparing(pattern)

/**
 * A pattern that is asked only of texts with something that it needs. Most texts have none of the words that take an answer back; to
 * find that out for all patterns at once costs about as much as to ask one of them. A global pattern is asked for all its matches.
 */
export class Sparing {
  private place = UNKNOWN

  constructor(readonly pattern: RegExp) {}

  /** Whether a text has what the pattern needs. */
  mayMatch(text: string): boolean {
    if (this.place === UNKNOWN) this.place = placeFor(this.pattern)
    return this.place === NEEDS_NOTHING || ((scanned(text)[this.place >> 5]! >> (this.place & 31)) & 1) === 1
  }

  test(text: string): boolean {
    return this.mayMatch(text) && this.pattern.test(text)
  }

  exec(text: string): RegExpExecArray | null {
    return this.mayMatch(text) ? this.pattern.exec(text) : null
  }

  matchesIn(text: string): Iterable<RegExpExecArray> {
    return this.mayMatch(text) ? matchesOf(text, this.pattern) : []
  }

  replaceIn(text: string, replacement: string | ((...found: string[]) => string)): string {
    return this.mayMatch(text) ? text.replace(this.pattern, replacement as string) : text
  }
}

const UNKNOWN = -1
/** Of a pattern that has to be asked. */
const NEEDS_NOTHING = -2

/** Bits of a scan: one for each pattern. */
const MOST_PATTERNS = 512
const SLOTS = 1 << 13

/** A bit for some of the hash of each known gram; small enough to be near. */
const filter = new Int32Array(1 << 10)

/** The hash of each known gram, where its list of patterns begins; and the lists. */
const hashes = new Int32Array(SLOTS)
const lists = new Int16Array(SLOTS)
const patterns: { readonly place: number; readonly next: number }[] = [{ place: -1, next: 0 }]
/** The patterns that need a foreign letter. */
const foreign = new Int32Array(MOST_PATTERNS >> 5)
let places = 0
let known = 0

/** The bit of a pattern. */
function placeFor(pattern: RegExp): number {
  const needs = needsOf(pattern)
  if (!needs || places === MOST_PATTERNS || known + needs.length > SLOTS >> 1) return NEEDS_NOTHING
  const place = places++
  for (const gram of needs) {
    if (gram === FOREIGN) {
      foreign[place >> 5]! |= 1 << (place & 31)
      continue
    }
    const hash = gram.reduce(hashed, 0)
    const slot = slotOf(hash)
    if (lists[slot] === 0) known++
    hashes[slot] = hash
    filter[mixed(hash) >>> 5]! |= 1 << (mixed(hash) & 31)
    patterns.push({ place, next: lists[slot]! })
    lists[slot] = patterns.length - 1
  }
  for (const scan of SCANS) scan.text = ''
  return place
}

/** A hash of the last four characters. */
const hashed = (hash: number, code: number): number => (hash << 8) ^ code

const mixed = (hash: number): number => Math.imul(hash, 0x9e3779b1) >>> 17

function slotOf(hash: number): number {
  let slot = mixed(hash) >>> 2
  while (lists[slot] !== 0 && hashes[slot] !== hash) slot = (slot + 1) & (SLOTS - 1)
  return slot
}

/** The last texts that were scanned. */
const SCANS = Array.from({ length: 4 }, () => ({ text: '', bits: new Int32Array(MOST_PATTERNS >> 5) }))
let oldest = 0

/** A bit for each pattern that a text may match. */
function scanned(text: string): Int32Array {
  for (let index = 0; index < SCANS.length; index++)
    if (SCANS[index]!.text === text) return SCANS[index]!.bits
  const scan = SCANS[oldest]!
  oldest = (oldest + 1) % SCANS.length
  scan.text = text
  scan.bits.fill(0)
  if (mark(text, scan.bits)) for (const [index, bits] of foreign.entries()) scan.bits[index]! |= bits
  return scan.bits
}

/** Marks the patterns that have a gram in a text; and returns whether it has a foreign letter. */
function mark(text: string, bits: Int32Array): boolean {
  let isForeign = false
  let hash = SPACE
  // Where \b parts words, letters of other languages than English are none.
  let english = SPACE
  for (let at = 0; at <= text.length; at++) {
    const full = at < text.length ? text.charCodeAt(at) : SPACE
    let code = full < FOLDED.length ? FOLDED[full] || foldedFirst(full) : FOREIGN
    if (code === FOREIGN) {
      isForeign = true
      code = SPACE
    }
    hash = hashed(hash, code)
    english = hashed(english, code < 0x80 ? code : SPACE)
    markOne(hash, bits)
    if (english !== hash) markOne(english, bits)
  }
  return isForeign
}

function markOne(hash: number, bits: Int32Array): void {
  const mix = mixed(hash)
  if (((filter[mix >>> 5]! >> (mix & 31)) & 1) === 0) return
  for (let entry = lists[slotOf(hash)]!; entry !== 0; entry = patterns[entry]!.next) {
    const { place } = patterns[entry]!
    bits[place >> 5]! |= 1 << (place & 31)
  }
}

/** What `folded` says of the characters seen so far; 0 of the others. */
const FOLDED = new Int16Array(FIRST_FOREIGN)

function foldedFirst(code: number): number {
  FOLDED[code] = folded(code)
  return FOLDED[code]!
}

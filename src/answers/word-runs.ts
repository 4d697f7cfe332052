/** The runs of word characters in a text: letters, marks and digits as Unicode has them. */
export interface WordRuns {
  /** Where each run starts and ends, one pair behind the other. */
  readonly bounds: readonly number[]
  /** The numbers of the runs that hold a character of a script written without spaces. */
  readonly unspaced: readonly number[]
}

/** @param lower in lower case already: case changes no boundary, but what is cut out should need no change */
export function wordRuns(lower: string): WordRuns {
  const bounds: number[] = []
  const unspaced: number[] = []
  let start = -1
  let isUnspaced = false
  let size = 1
  for (let i = 0; i < lower.length; i += size) {
    const unit = lower.charCodeAt(i)
    let kind = KINDS[unit]!
    if (kind === UNREAD) kind = readBlock(unit)
    size = 1
    if (kind === SURROGATE) {
      const point = lower.codePointAt(i)!
      size = point > 0xffff ? 2 : 1
      kind = kindOf(point)
    }
    if (kind === UNSPACED) isUnspaced = true
    if (kind !== SEPARATOR) {
      if (start < 0) start = i
      continue
    }
    if (start < 0) continue
    if (isUnspaced) unspaced.push(bounds.length / 2)
    bounds.push(start, i)
    start = -1
    isUnspaced = false
  }
  if (start >= 0) {
    if (isUnspaced) unspaced.push(bounds.length / 2)
    bounds.push(start, lower.length)
  }
  return { bounds, unspaced }
}

const UNREAD = 0
const SEPARATOR = 1
const SPACED = 2
const UNSPACED = 3
const SURROGATE = 4

/** The kind of each UTF-16 unit. A block of them is read when a text first needs it: all of them take some milliseconds. */
const KINDS = /* @__PURE__ */ new Uint8Array(0x10000)

const BLOCK = 0x100

/** @returns the kind of `unit` */
function readBlock(unit: number): number {
  const start = unit - (unit % BLOCK)
  for (let other = start; other < start + BLOCK; other++) {
    KINDS[other] = other >= 0xd800 && other <= 0xdfff ? SURROGATE : kindOf(other)
  }
  return KINDS[unit]!
}

function kindOf(codePoint: number): number {
  const character = String.fromCodePoint(codePoint)
  if (!WORD_CHARACTER.test(character)) return SEPARATOR
  return UNSPACED_CHARACTER.test(character) ? UNSPACED : SPACED
}

export const WORD_CHARACTER = /[\p{L}\p{M}\p{N}]/u
const UNSPACED_CHARACTER =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]/u

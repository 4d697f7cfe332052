/**
 * Longest common subsequence of two sequences of symbols, 30 columns a machine word.
 *
 * Row by row over the table L[i][j] = LCS of the first i rows and the first j columns, the word V holds a 0
 * at column j where L[i][j] = L[i][j−1] + 1. One row symbol with column mask M turns it into
 *
 *     V ← (V + (V & M)) | (V & ~M)
 *
 * (the carry of the addition runs across words), and only words with bits in M, or with a carry, have to be
 * touched. 30 bits, so that the sum stays an int32.
 *
 * @see Crochemore, Iliopoulos, Pinzon & Reid 2001, A fast and practical bit-vector algorithm for the LCS
 *   problem, doi:10.1016/S0020-0190(00)00214-X
 */

const WORD = 30
const ALL = 2 ** WORD - 1

/** A symbol that matches nothing. */
export const UNKNOWN = -1

/**
 * Where each symbol stands among the columns, as bits. One index can be filled again and again, which costs
 * only the length of the columns, not the size of the alphabet.
 */
export class ColumnIndex {
  columns: Int32Array = new Int32Array()
  /** First entry of each symbol, negative for none; an entry is a word number, its bits and the next entry. */
  readonly first: Int32Array
  word: Int32Array = new Int32Array()
  bits: Int32Array = new Int32Array()
  next: Int32Array = new Int32Array()

  /** @param alphabet symbols are integers from 0 to alphabet − 1, or `UNKNOWN` */
  constructor(alphabet: number) {
    this.first = new Int32Array(alphabet).fill(UNKNOWN)
  }

  /** How many words a row takes. */
  get words(): number {
    return Math.ceil(this.columns.length / WORD)
  }

  fill(columns: Int32Array): this {
    for (const symbol of this.columns) this.first[symbol] = UNKNOWN
    this.columns = columns
    if (this.word.length < columns.length) {
      this.word = new Int32Array(columns.length)
      this.bits = new Int32Array(columns.length)
      this.next = new Int32Array(columns.length)
    }
    let entries = 0
    for (let j = columns.length - 1; j >= 0; j--) {
      const symbol = columns[j] as number
      if (symbol < 0) continue
      const word = (j / WORD) | 0
      const bit = 1 << (j % WORD)
      const head = this.first[symbol] as number
      if (head >= 0 && this.word[head] === word) {
        ;(this.bits[head] as number) |= bit
      } else {
        this.word[entries] = word
        this.bits[entries] = bit
        this.next[entries] = head
        this.first[symbol] = entries++
      }
    }
    return this
  }
}

/** The length of the longest common subsequence. */
export function lcsLength(rows: Int32Array, index: ColumnIndex): number {
  const state = new Int32Array(index.words).fill(ALL)
  for (let i = 0; i < rows.length; i++) advance(state, 0, index, rows[i] as number)
  let length = 0
  for (let w = 0; w < state.length; w++) length += countBits(ALL & ~(state[w] as number))
  return length
}

/**
 * Walks back through one longest common subsequence, last pair first. Of the several there may be, it is the
 * one that this walk finds from the last row and column: equal symbols are a pair; else up, if L[i−1][j] >
 * L[i][j−1]; else left.
 *
 * Where the symbols differ, L[i][j] is the greater of the two neighbours, so "up" is exactly a 0 of V at
 * column j.
 */
export function traceLcs(
  rows: Int32Array,
  index: ColumnIndex,
  onPair: (row: number, column: number) => void,
): void {
  const { words, columns } = index
  // All rows at once where they fit; else every `block`-th is kept and the rows between are computed again.
  const block = Math.ceil(MOST_WORDS / words)
  const blocks = Math.ceil(rows.length / block)
  const starts = [new Int32Array(words).fill(ALL)]
  const history = new Int32Array(Math.min(block, rows.length) * words)
  for (let b = 1; b < blocks; b++) {
    const state = (starts[b - 1] as Int32Array).slice()
    for (let i = (b - 1) * block; i < b * block; i++) advance(state, 0, index, rows[i] as number)
    starts.push(state)
  }

  let j = columns.length - 1
  for (let b = blocks - 1; b >= 0 && j >= 0; b--) {
    const begin = b * block
    const end = Math.min(rows.length, begin + block)
    for (let i = begin; i < end; i++) {
      const at = (i - begin) * words
      if (i === begin) history.set(starts[b] as Int32Array)
      else history.copyWithin(at, at - words, at)
      advance(history, at, index, rows[i] as number)
    }
    let i = end - 1
    while (i >= begin && j >= 0) {
      const symbol = rows[i] as number
      if (symbol >= 0 && symbol === columns[j]) {
        onPair(i, j)
        i--
        j--
      } else if (((history[(i - begin) * words + ((j / WORD) | 0)] as number) >> (j % WORD)) & 1) j--
      else i--
    }
  }
}

/** What a length or a walk costs, in steps: the words of all rows, and what it takes to begin. */
export const lcsSteps = (rows: number, columns: number): number =>
  rows * Math.ceil(columns / WORD) + rows + columns + 20

/** Int32 words that the rows of a trace may take: 16 MB. */
const MOST_WORDS = 4_000_000

/** One row further: the state of `index.words` words that begins at `at`, in place. */
function advance(state: Int32Array, at: number, index: ColumnIndex, symbol: number): void {
  if (symbol < 0) return
  const { first, word, bits, next } = index
  const end = at + index.words
  let carry = 0
  let w = at
  for (let entry = first[symbol] as number; entry >= 0; entry = next[entry] as number) {
    const target = at + (word[entry] as number)
    if (carry === 1) carry = ripple(state, w, target)
    const value = state[target] as number
    const mask = bits[entry] as number
    const sum = value + (value & mask) + carry
    state[target] = (sum & ALL) | (value & ~mask)
    carry = sum >>> WORD
    w = target + 1
  }
  if (carry === 1) ripple(state, w, end)
}

/** Carries into words without a bit of the mask: the lowest 0 becomes 1. Returns the carry that is left. */
function ripple(state: Int32Array, from: number, to: number): number {
  for (let w = from; w < to; w++) {
    const value = state[w] as number
    if (value !== ALL) {
      state[w] = value | (value + 1)
      return 0
    }
  }
  return 1
}

function countBits(word: number): number {
  let v = word - ((word >>> 1) & 0x55555555)
  v = (v & 0x33333333) + ((v >>> 2) & 0x33333333)
  return Math.imul((v + (v >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24
}

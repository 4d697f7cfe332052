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

const NO_ENTRIES = /* @__PURE__ */ new Int32Array()

/** A symbol that matches nothing. */
export const UNKNOWN = -1

/** A sequence of symbols. Short ones are better plain arrays: a typed one costs more to make than to compare. */
export type Sequence = ArrayLike<number>

/**
 * Where each symbol stands among the columns, as bits. One index can be filled again and again, which costs
 * only the length of the columns, not the size of the alphabet.
 */
export class ColumnIndex {
  columns: Sequence = []
  /** Of each symbol, where its first entry begins, 0 for none, and how many entries it has. */
  readonly heads: Int32Array
  /** From 3 on: an entry is a word number, its bits, and where the symbol's next entry begins. */
  entries: Int32Array = NO_ENTRIES
  private table: Int32Array = NO_ENTRIES

  /** @param alphabet symbols are integers from 0 to alphabet − 1, or `UNKNOWN` */
  constructor(alphabet: number) {
    this.heads = new Int32Array(2 * alphabet)
  }

  /** How many words a row takes. */
  get words(): number {
    return Math.ceil(this.columns.length / WORD)
  }

  /** How many words a row with this symbol changes. */
  wordsWith(symbol: number): number {
    return symbol < 0 ? 0 : (this.heads[2 * symbol + 1] as number)
  }

  /** Room for so many rows of states, not cleared. */
  rows(count: number): Int32Array {
    if (this.table.length < count * this.words) this.table = new Int32Array(count * this.words)
    return this.table
  }

  private forget(symbol: number): void {
    this.heads[2 * symbol] = 0
    this.heads[2 * symbol + 1] = 0
  }

  fill(columns: Sequence): this {
    if (columns === this.columns) return this
    const { heads } = this
    for (let j = 0; j < this.columns.length; j++) this.forget(this.columns[j] as number)
    this.columns = columns
    if (this.entries.length < 3 * columns.length + 3) this.entries = new Int32Array(3 * columns.length + 3)
    const { entries } = this
    let at = 3
    for (let j = columns.length - 1; j >= 0; j--) {
      const symbol = columns[j] as number
      if (symbol < 0) continue
      const word = (j / WORD) | 0
      const bit = 1 << (j % WORD)
      const head = heads[2 * symbol] as number
      if (head > 0 && entries[head] === word) {
        ;(entries[head + 1] as number) |= bit
      } else {
        entries[at] = word
        entries[at + 1] = bit
        entries[at + 2] = head
        heads[2 * symbol] = at
        ;(heads[2 * symbol + 1] as number)++
        at += 3
      }
    }
    return this
  }
}

/** The length of the longest common subsequence. */
export function lcsLength(rows: Sequence, index: ColumnIndex): number {
  const state = index.rows(1).fill(ALL)
  for (let i = 0; i < rows.length; i++) advance(state, 0, index, rows[i] as number)
  let length = 0
  for (let w = 0; w < index.words; w++) length += countBits(ALL & ~(state[w] as number))
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
  rows: Sequence,
  index: ColumnIndex,
  onPair: (row: number, column: number) => void,
): void {
  const { words, columns } = index
  // All rows at once where they fit; else every `block`-th is kept and the rows between are computed again.
  const block = Math.ceil(MOST_WORDS / words)
  const blocks = Math.ceil(rows.length / block)
  const history = index.rows(Math.min(block, rows.length))
  /** The state before each block but the first. */
  const starts: Int32Array[] = []
  for (let b = 1; b < blocks; b++) {
    const state = starts.at(-1)?.slice() ?? new Int32Array(words).fill(ALL)
    for (let i = (b - 1) * block; i < b * block; i++) advance(state, 0, index, rows[i] as number)
    starts.push(state)
  }

  let j = columns.length - 1
  for (let b = blocks - 1; b >= 0 && j >= 0; b--) {
    const begin = b * block
    const end = Math.min(rows.length, begin + block)
    for (let i = begin; i < end; i++) {
      const at = (i - begin) * words
      if (i > begin) history.copyWithin(at, at - words, at)
      else if (b > 0) history.set(starts[b - 1] as Int32Array)
      else history.fill(ALL, 0, words)
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

/**
 * What a length costs, in words changed (some 5 ns each): what the rows change, and the carries that run on,
 * which are faster.
 */
export function lengthSteps(rows: Sequence, index: ColumnIndex): number {
  let changed = 0
  for (let i = 0; i < rows.length; i++) changed += index.wordsWith(rows[i] as number)
  return changed + rows.length * (5 + index.words / 8) + index.words + 60
}

/** What a walk costs: it also goes over the columns. */
export const traceSteps = (rows: Sequence, index: ColumnIndex): number =>
  lengthSteps(rows, index) + index.columns.length

/** Int32 words that the rows of a trace may take: 16 MB. */
const MOST_WORDS = 4_000_000

/** One row further: the state of `index.words` words that begins at `at`, in place. */
function advance(state: Int32Array, at: number, index: ColumnIndex, symbol: number): void {
  if (symbol < 0) return
  const { heads, entries } = index
  const end = at + index.words
  let carry = 0
  let w = at
  for (let entry = heads[2 * symbol] as number; entry > 0; entry = entries[entry + 2] as number) {
    const target = at + (entries[entry] as number)
    if (carry === 1) carry = ripple(state, w, target)
    const value = state[target] as number
    const mask = entries[entry + 1] as number
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

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
  private states: Int32Array = NO_ENTRIES
  private changes: Int32Array = NO_ENTRIES

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

  /** The state above the first row. */
  state(): Int32Array {
    if (this.states.length < this.words) this.states = new Int32Array(this.words)
    return this.states.fill(ALL, 0, this.words)
  }

  /** Room for so many numbers of a log. */
  log(length: number): Int32Array {
    if (this.changes.length < length) this.changes = new Int32Array(length)
    return this.changes
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
  const state = index.state()
  const log = index.log(logLength(1, index.words))
  for (let i = 0; i < rows.length; i++) advance(state, index, rows[i] as number, log, 0)
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
 * column j. What a row changed is logged, and taken back where the walk goes up.
 */
export function traceLcs(
  rows: Sequence,
  index: ColumnIndex,
  onPair: (row: number, column: number) => void,
): void {
  const { columns } = index
  const state = index.state()
  const log = index.log(logLength(rows.length, changedWords(rows, index)))
  let at = 0
  for (let i = 0; i < rows.length; i++) at = advance(state, index, rows[i] as number, log, at)
  let i = rows.length - 1
  let j = columns.length - 1
  while (i >= 0 && j >= 0) {
    const symbol = rows[i] as number
    const isPair = symbol >= 0 && symbol === columns[j]
    if (isPair) onPair(i, j)
    const isUp = isPair || (((state[(j / WORD) | 0] as number) >> (j % WORD)) & 1) === 0
    if (isPair || !isUp) j--
    if (isUp) {
      at = takeBack(state, log, at)
      i--
    }
  }
}

/** Numbers that a log takes at most: a mark a row, and two for each changed word and for each where a carry comes to rest. */
const logLength = (rows: number, changed: number): number => rows + 4 * changed

/** How many words the rows change, but for their carries. */
function changedWords(rows: Sequence, index: ColumnIndex): number {
  let changed = 0
  for (let i = 0; i < rows.length; i++) changed += index.wordsWith(rows[i] as number)
  return changed
}

/**
 * What a length costs, in words changed (some 5 ns each): what the rows change, and the carries that run on,
 * which are faster.
 */
export const lengthSteps = (rows: Sequence, index: ColumnIndex): number =>
  changedWords(rows, index) + rows.length * (1 + index.words / 8) + index.words + 10

/**
 * What a walk costs: it also takes the rows back, and goes over the columns. Its log takes eight bytes a step at the most.
 */
export const traceSteps = (rows: Sequence, index: ColumnIndex): number =>
  2 * lengthSteps(rows, index) + index.columns.length

/** Ends the changes of the row above. */
const ROW = -1

/**
 * One row further: the state in place; its changes, each the value before and the word, in the log.
 *
 * @param at where the log goes on
 * @returns where it ends
 */
function advance(state: Int32Array, index: ColumnIndex, symbol: number, log: Int32Array, at: number): number {
  log[at++] = ROW
  if (symbol < 0) return at
  const { heads, entries, words } = index
  let carry = 0
  let w = 0
  for (let entry = heads[2 * symbol] as number; entry > 0; entry = entries[entry + 2] as number) {
    const target = entries[entry] as number
    if (carry === 1) {
      const end = ripple(state, w, target, log, at)
      if (end > at) carry = 0
      at = end
    }
    const value = state[target] as number
    log[at++] = value
    log[at++] = target
    const mask = entries[entry + 1] as number
    const sum = value + (value & mask) + carry
    state[target] = (sum & ALL) | (value & ~mask)
    carry = sum >>> WORD
    w = target + 1
  }
  return carry === 1 ? ripple(state, w, words, log, at) : at
}

/** The carry into words without a bit of the mask: the lowest 0 becomes 1. It runs on where there is none, and nothing is logged. */
function ripple(state: Int32Array, from: number, to: number, log: Int32Array, at: number): number {
  for (let w = from; w < to; w++) {
    const value = state[w] as number
    if (value !== ALL) {
      state[w] = value | (value + 1)
      log[at] = value
      log[at + 1] = w
      return at + 2
    }
  }
  return at
}

/** One row back. @returns where the log of the rows above ends */
function takeBack(state: Int32Array, log: Int32Array, at: number): number {
  let word = log[--at] as number
  while (word !== ROW) {
    state[word] = log[--at] as number
    word = log[--at] as number
  }
  return at
}

function countBits(word: number): number {
  let v = word - ((word >>> 1) & 0x55555555)
  v = (v & 0x33333333) + ((v >>> 2) & 0x33333333)
  return Math.imul((v + (v >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24
}

import { describe, expect, it } from 'vitest'
import {
  ColumnIndex,
  lcsLength,
  lengthSteps,
  traceLcs,
  traceSteps,
  UNKNOWN,
} from '../../../src/verifiers/lcs.js'
import { byTable } from './lcs-by-table.js'

const trace = (rows: Int32Array, index: ColumnIndex): [number, number][] => {
  const pairs: [number, number][] = []
  traceLcs(rows, index, (row, column) => pairs.push([row, column]))
  return pairs
}

/** Scrambled symbols of an alphabet, each seventh unknown. */
const sequence = (length: number, alphabet: number, factor: number): Int32Array =>
  Int32Array.from({ length }, (_, i) =>
    i % 7 === 6 ? UNKNOWN : (i * i * factor + ((i * factor) >> 2)) % alphabet,
  )

const LENGTHS = [0, 1, 29, 30, 31, 59, 60, 61, 95]

it('length and walk are those of the table, at the ends of words of 30 columns and of one index filled anew', () => {
  for (const alphabet of [1, 2, 5, 40]) {
    const index = new ColumnIndex(alphabet)
    for (const columns of LENGTHS) {
      index.fill(sequence(columns, alphabet, 11))
      expect(index.words).toBe(Math.ceil(columns / 30))
      for (const length of LENGTHS) {
        const rows = sequence(length, alphabet, 13)
        const expected = byTable(rows, index.columns)
        expect(lcsLength(rows, index)).toBe(expected.length)
        expect(trace(rows, index)).toEqual(expected.pairs)
      }
    }
  }
})

it('an index without columns has no words, and nothing in common', () => {
  const index = new ColumnIndex(2)
  expect(index.words).toBe(0)
  expect(lcsLength(Int32Array.of(0, 1), index)).toBe(0)
  expect(trace(Int32Array.of(0, 1), index)).toEqual([])
})

describe('more rows than are kept at once: 2,000 words a row, 2,000 rows at a time', () => {
  const each = Int32Array.from({ length: 60_000 }, (_, i) => i)
  const index = new ColumnIndex(60_000)

  it.each([
    [4_000, 3_999, 3_999, 13],
    [4_500, 2_000, 2_000, 13],
    [4_500, 1_500, 4_100, 39],
  ])('%d rows, unknown those from %d to %d, columns %d apart', (length, from, to, apart) => {
    // Behind the unknown rows every other column.
    const last = apart * (from - 1)
    const symbol = (i: number) => (i < from ? apart * i : i > to ? last + 2 * (i - to) : UNKNOWN)
    const rows = Int32Array.from({ length }, (_, i) => symbol(i))
    const expected = Array.from(rows, (column, row) => [row, column]).filter(([, column]) => column! >= 0)
    expect(trace(rows, index.fill(each))).toEqual(expected.reverse())
  })

  it('a symbol that begins a block and stands twice', () => {
    const rows = Int32Array.from({ length: 4_500 }, (_, i) => 13 * i + 1)
    const columns = each.slice()
    for (const row of [2_000, 4_000]) columns[13 * row] = rows[row] as number
    const expected = Array.from(rows, (column, row) => [row, column])
    expect(trace(rows, index.fill(columns))).toEqual(expected.reverse())
  })
})

describe('what a comparison costs', () => {
  it('counts the words that the rows change', () => {
    // Symbol 0 stands in two words of 30 columns, 1 in one.
    const columns = Array.from({ length: 46 }, (_, j) => (j === 0 || j === 45 ? 0 : j === 1 ? 1 : UNKNOWN))
    const index = new ColumnIndex(3).fill(columns)
    expect([0, 1, 2, UNKNOWN].map((symbol) => index.wordsWith(symbol))).toEqual([2, 1, 0, 0])
    expect(lengthSteps([0, 1, 2, 1], index)).toBe(4 + 4 * (5 + 2 / 8) + 2 + 60)
    expect(traceSteps([0, 1, 2, 1], index)).toBe(4 + 4 * (5 + 2 / 8) + 2 + 60 + 46)
  })

  it('forgets the columns that were there before', () => {
    const index = new ColumnIndex(4).fill([0, 1, 2])
    index.fill([3])
    expect([0, 1, 2, 3].map((symbol) => index.wordsWith(symbol))).toEqual([0, 0, 0, 1])
    index.fill([1])
    expect([0, 1, 2, 3].map((symbol) => index.wordsWith(symbol))).toEqual([0, 1, 0, 0])
  })
})

it('finds as many pairs as the subsequence is long where the rows take four blocks of memory', () => {
  let state = 1
  const random = () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return (state >>> 8) % 50
  }
  const columns = Array.from({ length: 15_000 }, random)
  const rows = Array.from({ length: 25_000 }, random)
  const index = new ColumnIndex(50).fill(columns)
  let pairs = 0
  traceLcs(rows, index, (row, column) => {
    pairs += rows[row] === columns[column] ? 1 : Number.NaN
  })
  expect(pairs).toBe(lcsLength(rows, index))
})

it('the walk sees pairs two blocks above the one it is in', () => {
  // 2,134 words of columns: blocks of 1,875 rows, four of them. The pairs are in the second.
  const columns = new Int32Array(64_000).fill(UNKNOWN).fill(0, 100, 101).fill(1, 200, 201)
  const rows = new Int32Array(7_500).fill(UNKNOWN).fill(0, 2_000, 2_001).fill(1, 3_000, 3_001)
  expect(trace(rows, new ColumnIndex(2).fill(columns))).toEqual([
    [3_000, 200],
    [2_000, 100],
  ])
})

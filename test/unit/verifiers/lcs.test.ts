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

it('a walk that passes many rows between its pairs', () => {
  const shuffled = sequence(1_000, 2, 11)
  const columns = Int32Array.of(...shuffled, ...new Int32Array(1_000).fill(2))
  const rows = new Int32Array(6_000).fill(2)
  rows.set(shuffled.subarray(0, 600), 100)
  rows.set(shuffled.subarray(0, 600), 3_000)
  const { pairs } = byTable(rows, columns)
  expect(pairs.filter(([row]) => row < 1_000).length).toBeGreaterThan(300)
  expect(trace(rows, new ColumnIndex(3).fill(columns))).toEqual(pairs)
})

describe('what a comparison costs', () => {
  it('counts the words that the rows change', () => {
    // Symbol 0 stands in two words of 30 columns, 1 in one.
    const columns = Array.from({ length: 46 }, (_, j) => (j === 0 || j === 45 ? 0 : j === 1 ? 1 : UNKNOWN))
    const index = new ColumnIndex(3).fill(columns)
    expect([0, 1, 2, UNKNOWN].map((symbol) => index.wordsWith(symbol))).toEqual([2, 1, 0, 0])
    expect(lengthSteps([0, 1, 2, 1], index)).toBe(4 + 4 * (1 + 2 / 8) + 2 + 10)
    expect(traceSteps([0, 1, 2, 1], index)).toBe(2 * (4 + 4 * (1 + 2 / 8) + 2 + 10) + 46)
  })

  it('forgets the columns that were there before', () => {
    const index = new ColumnIndex(4).fill([0, 1, 2])
    index.fill([3])
    expect([0, 1, 2, 3].map((symbol) => index.wordsWith(symbol))).toEqual([0, 0, 0, 1])
    index.fill([1])
    expect([0, 1, 2, 3].map((symbol) => index.wordsWith(symbol))).toEqual([0, 1, 0, 0])
  })
})

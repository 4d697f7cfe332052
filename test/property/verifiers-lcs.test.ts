import fc from 'fast-check'
import { expect, it } from 'vitest'
import { ColumnIndex, lcsLength, traceLcs } from '../../src/verifiers/lcs.js'

const ALPHABET = 4
const sequence = fc
  .array(fc.integer({ min: -1, max: ALPHABET - 1 }), { maxLength: 90 })
  .map((symbols) => Int32Array.from(symbols))

/** The textbook table, and the walk back through it that the published code does. */
function byTable(rows: Int32Array, columns: Int32Array): { length: number; pairs: [number, number][] } {
  const equal = (i: number, j: number) => rows[i - 1]! >= 0 && rows[i - 1] === columns[j - 1]
  const table = Array.from({ length: rows.length + 1 }, () => new Int32Array(columns.length + 1))
  for (let i = 1; i <= rows.length; i++) {
    for (let j = 1; j <= columns.length; j++) {
      table[i]![j] = equal(i, j) ? table[i - 1]![j - 1]! + 1 : Math.max(table[i - 1]![j]!, table[i]![j - 1]!)
    }
  }
  const pairs: [number, number][] = []
  let [i, j] = [rows.length, columns.length]
  while (i > 0 && j > 0) {
    if (equal(i, j)) pairs.push([--i, --j])
    else if (table[i - 1]![j]! > table[i]![j - 1]!) i--
    else j--
  }
  return { length: table[rows.length]![columns.length]!, pairs }
}

it('the bit-parallel length and walk are those of the table', () => {
  const index = new ColumnIndex(ALPHABET)
  fc.assert(
    fc.property(sequence, sequence, (rows, columns) => {
      const expected = byTable(rows, columns)
      index.fill(columns)
      expect(lcsLength(rows, index)).toBe(expected.length)
      const pairs: [number, number][] = []
      traceLcs(rows, index, (row, column) => pairs.push([row, column]))
      expect(pairs).toEqual(expected.pairs)
    }),
    { numRuns: 300 },
  )
})

it('a sentence of 20,000 words does not overflow anything', () => {
  const words = Int32Array.from({ length: 20_000 }, (_, i) => i % 5000)
  const index = new ColumnIndex(5000).fill(words)
  expect(lcsLength(words, index)).toBe(20_000)
  let pairs = 0
  traceLcs(words, index, () => {
    pairs++
  })
  expect(pairs).toBe(20_000)
})

import fc from 'fast-check'
import { expect, it } from 'vitest'
import { ColumnIndex, lcsLength, traceLcs } from '../../src/verifiers/lcs.js'
import { byTable } from '../unit/verifiers/lcs-by-table.js'

const ALPHABET = 4
const sequence = fc
  .array(fc.integer({ min: -1, max: ALPHABET - 1 }), { maxLength: 90 })
  .map((symbols) => Int32Array.from(symbols))

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

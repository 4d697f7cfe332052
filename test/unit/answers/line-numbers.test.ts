import fc from 'fast-check'
import { expect, it } from 'vitest'
import { LineNumbers } from '../../../src/answers/line-numbers.js'
import { isPlainAscii } from '../../../src/answers/lines.js'

// Few letters, so that many lines choose the same place; normalised, those beyond ASCII and with two spaces included.
const line = fc.string({ unit: fc.constantFrom('a', 'B', ' ', '\u00e9', '.'), maxLength: 6 })

it('is a map from lines without their case to numbers in order, however many were expected', () => {
  fc.assert(
    fc.property(fc.nat(20), fc.nat(3), fc.array(line), fc.array(line), (expected, first, added, asked) => {
      const numbers = new LineNumbers(first, expected)
      const map = new Map<string, number>()
      const keyOf = (text: string) => (isPlainAscii(text) ? text.toLowerCase() : text)
      for (const text of added) {
        if (!map.has(keyOf(text))) map.set(keyOf(text), first + map.size)
        expect(numbers.numberOf(text)).toBe(map.get(keyOf(text)))
      }
      expect(numbers.bound).toBe(first + map.size)
      for (const text of [...added, ...asked]) {
        const at = `${text}x${text}\n`
        expect(numbers.get(text)).toBe(map.get(keyOf(text)))
        expect(numbers.get(at, text.length + 1, at.length - 1)).toBe(map.get(keyOf(text)))
      }
    }),
    { numRuns: 500 },
  )
})

it('tells lines apart that choose the same place', () => {
  const lines = Array.from({ length: 300 }, (_, i) => `line${'x'.repeat(40)}${1000 + i}${'y'.repeat(50)}end`)
  const numbers = new LineNumbers(5, 2)
  for (const [i, text] of lines.entries()) expect(numbers.numberOf(text)).toBe(5 + i)
  for (const [i, text] of lines.entries()) expect(numbers.get(text.toUpperCase())).toBe(5 + i)
  expect(numbers.get(`${lines[0]}z`)).toBeUndefined()
})

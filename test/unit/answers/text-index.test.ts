import fc from 'fast-check'
import { expect, it } from 'vitest'
import { TextIndex } from '../../../src/answers/text-index.js'

// Few letters, so that many texts choose the same place.
const text = fc.string({ unit: fc.constantFrom('a', 'b', '\u4e00'), maxLength: 6 })

it('is a map from texts to numbers, whatever size was expected', () => {
  fc.assert(
    fc.property(fc.nat(40), fc.array(fc.tuple(text, fc.nat())), fc.array(text), (size, entries, asked) => {
      const index = new TextIndex(size)
      for (const [key, number] of entries) index.set(key, number)
      const map = new Map(entries)
      for (const key of [...map.keys(), ...asked]) expect(index.get(key)).toBe(map.get(key))
    }),
  )
})

it('tells texts apart that choose the same place', () => {
  const index = new TextIndex(2)
  const texts = Array.from(
    { length: 50 },
    (_, i) => `0 0 ${'x'.repeat(40)}${i % 10}${'y'.repeat(60)}${i}${'z'.repeat(8)}`,
  )
  for (const [i, key] of texts.entries()) index.set(key, i)
  for (const [i, key] of texts.entries()) expect(index.get(key)).toBe(i)
  expect(index.get(`${texts[0]}z`)).toBeUndefined()
})

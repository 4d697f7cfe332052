import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { segmentWords } from '../../src/answers/segment-words.js'
import { WordNumbers } from '../../src/answers/word-numbers.js'
import { wordsOf } from '../unit/answers/words-of.js'

/** The words as the rule says them, by regular expressions. */
function defined(text: string): string[] {
  const lower = text.replaceAll('İ', 'I ').toLowerCase()
  return (lower.match(/[\p{L}\p{M}\p{N}]+/gu) ?? []).flatMap((run) =>
    UNSPACED.test(run) ? segmentWords(run) : run,
  )
}

const UNSPACED =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]/u

const PIECES = [
  'word',
  'The',
  'İzmir',
  '3.5',
  "don't",
  ' ',
  '\n',
  '，',
  '。',
  '天气',
  '今天天气很好',
  'こんにちは',
  'カタカナ',
  'ภาษาไทย',
  'ພາສາລາວ',
  'ភាសាខ្មែរ',
  'မြန်မာ',
  'a天b',
  '😀',
  '𠀀',
  '\ud800',
  '\udc00',
  'e\u0301',
  'ÀÉ',
  'ß',
  'ΑΣ',
  '한국어',
  '٣',
  '①',
  '\u200b',
]
const text = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 60 }),
  fc.array(fc.constantFrom(...PIECES), { maxLength: 40 }).map((pieces) => pieces.join('')),
)

describe('wordsOf', () => {
  it('gives the words of the definition', () => {
    fc.assert(
      fc.property(text, (written) => {
        expect(wordsOf(written)).toEqual(defined(written))
      }),
      { numRuns: 1000 },
    )
  })

  it('knows what every UTF-16 unit is', () => {
    for (let start = 0; start < 0x10000; start += 0x100) {
      const units = Array.from({ length: 0x100 }, (_, i) => String.fromCharCode(start + i))
      const spaced = units.join(' ')
      expect(wordsOf(spaced, (run) => [...run])).toEqual(
        spaced
          .replaceAll('İ', 'I ')
          .toLowerCase()
          .match(/[\p{L}\p{M}\p{N}]+/gu) ?? [],
      )
    }
  })
})

describe('WordNumbers', () => {
  const word = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 3 }),
    fc.constantFrom('a', 'b', 'ab', 'ba', ''),
  )

  it('numbers words as a Map does, wherever they stand in a text', () => {
    fc.assert(
      fc.property(fc.array(word, { maxLength: 300 }), fc.array(word), (added, asked) => {
        const numbers = new WordNumbers()
        const expected = new Map<string, number>()
        for (const one of added) {
          if (!expected.has(one)) expected.set(one, expected.size)
          expect(numbers.add(`<${one}>`, 1, 1 + one.length)).toBe(expected.get(one))
        }
        expect(numbers.size).toBe(expected.size)
        for (const [one, number] of expected) expect(numbers.wordOf(number)).toBe(one)
        for (const one of [...added, ...asked])
          expect(numbers.find(`${one}>`, 0, one.length)).toBe(expected.get(one) ?? -1)
      }),
    )
  })
})

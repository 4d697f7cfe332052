import fc from 'fast-check'
import { expect, it } from 'vitest'
import { numberAnswerLines, numberItems, numberLines } from '../../src/answers/items.js'
import { answerLines, normalizeItem } from '../../src/answers/lines.js'
import type { Profile } from '../../src/index.js'

const piece = fc.constantFrom(
  'a',
  'B',
  'Σ',
  'σ',
  'İ',
  'é',
  'e\u0301',
  ' ',
  '\t',
  '\u3000',
  '\n',
  '\r',
  '\0',
  '[Answer]',
  '[答案]',
)
const text = fc.array(piece, { maxLength: 24 }).map((pieces) => pieces.join(''))
const golds = fc.array(text, { maxLength: 5 })
const profile = fc.constantFrom<Profile>('natural', 'published')

it('lines are numbered alike whether they are cut and normalised first or known as they are written', () => {
  fc.assert(
    fc.property(text, golds, profile, (answer, list, chosen) => {
      // A blank gold is refused in the natural profile.
      const written = list.filter((gold) => chosen === 'published' || normalizeItem(gold, chosen) !== '')
      const items = numberItems(written, chosen)
      expect(numberAnswerLines(answer, items, chosen)).toEqual(
        numberLines(answerLines(answer, chosen), items),
      )
    }),
    { numRuns: 2000 },
  )
})

it('of an answer made of the golds as they are written, every line bears its number', () => {
  const item = fc.stringMatching(/^[A-Za-z]{1,3}( [A-Z]{1,2})?$/)
  fc.assert(
    fc.property(fc.array(item, { minLength: 1, maxLength: 6 }), (written) => {
      const normalized = written.map((item) => normalizeItem(item, 'natural'))
      const items = numberItems(written, 'natural')
      const { lines, bound } = numberAnswerLines(written.join('\n'), items, 'natural')
      expect(bound).toBe(items.distinct)
      expect(lines).toEqual(normalized.map((gold) => [...new Set(items.list)].indexOf(gold)))
    }),
  )
})

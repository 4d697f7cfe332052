import { expect, it } from 'vitest'
import { numberAnswerLines, numberItems, numberLines } from '../../../src/answers/items.js'
import { answerLines, firstLine } from '../../../src/answers/lines.js'

it.each<[string, string[], string[], string | undefined, string]>([
  ['A  b\n\n c', ['a b', 'c'], ['a b', '', 'c'], 'a b', 'a b'],
  ['x\n[Answer]\n\ny\n', ['y'], ['y'], 'y', 'y'],
  ['one', ['one'], ['one'], 'one', 'one'],
  ['a\n b', ['a', 'b'], ['a', 'b'], 'a', 'a'],
  ['\n \t\n', [], [''], undefined, ''],
  ['', [], [''], undefined, ''],
])('the lines of %j are %j, published %j', (text, natural, published, first, firstPublished) => {
  expect(answerLines(text, 'natural')).toEqual(natural)
  expect(answerLines(text, 'published')).toEqual(published)
  expect(firstLine(text, 'natural')).toBe(first)
  expect(firstLine(text, 'published')).toBe(firstPublished)
})

it('numbers golds by their own number, other lines from there on', () => {
  const written = ['B  x', 'a', 'b x', 'C']
  const natural = numberItems(written, 'natural')
  expect(natural.list).toEqual(['b x', 'a', 'c'])
  expect(natural.distinct).toBe(3)
  const changed = [...written]
  const kept = numberItems(changed, 'natural')
  changed[1] = 'other'
  expect(kept.list).toEqual(natural.list)
  const published = numberItems(written, 'published')
  expect(published.list).toEqual(['b x', 'a', 'b x', 'c'])
  expect(published.distinct).toBe(3)

  const text = 'C\n\nB  x\nb x\nother\nOTHER\nB\tX\nmore'
  expect(numberAnswerLines(text, natural, 'natural')).toEqual({ lines: [2, 0, 0, 3, 3, 0, 4], bound: 3 + 2 })
  expect(numberAnswerLines(text, published, 'published')).toEqual({
    lines: [2, 3, 0, 0, 4, 4, 0, 5],
    bound: 3 + 3,
  })
  for (const profile of ['natural', 'published'] as const) {
    expect(numberLines(answerLines(text, profile), natural)).toEqual(
      numberAnswerLines(text, natural, profile),
    )
  }
})

import { expect, it } from 'vitest'
import { answerArea } from '../../../src/answers/answer-area.js'

it.each([
  ['a', 'a', 'a'],
  ['x[Answer]a', 'a', 'a'],
  ['[Answer]', '', ''],
  ['[答案]a', 'a', 'a'],
  ['[Answer]a[Answer]b', 'b', 'b'],
  ['[Answer]a[答案]b', 'b', 'a[答案]b'],
  ['[答案]a[Answer]b', 'b', 'b'],
  ['[答案]a[答案]b', 'b', 'b'],
  // Neither is a marker, nor do they end one that is.
  ['Answer]a', 'Answer]a', 'Answer]a'],
  ['(Answer]a', '(Answer]a', '(Answer]a'],
  ['[answer]a', '[answer]a', '[answer]a'],
  ['[Answer]a Answer]b', 'a Answer]b', 'a Answer]b'],
])('in %j the answer is %j, published %j', (text, natural, published) => {
  expect(answerArea(text, 'natural')).toBe(natural)
  expect(answerArea(text, 'published')).toBe(published)
})

import { expect, it } from 'vitest'
import { asciiWordsOf, segmentWords, wordsOf } from '../../../src/answers/words.js'

const characters = (text: string): readonly string[] => [...text]

it.each<[string, string[]]>([
  ['The cat, the DOG_9!', ['the', 'cat', 'the', 'dog', '9']],
  ['naïve e\u0301', ['naïve', 'e\u0301']],
  ['İzmir', ['i', 'zmir']],
  ['abc 天气abc def', ['abc', '天', '气', 'a', 'b', 'c', 'def']],
  ['...', []],
])('the words of %j are %j', (text, words) => {
  expect(wordsOf(text, characters)).toEqual(words)
})

it('what the tokenizer gives that has no letter is no word', () => {
  expect(wordsOf('天气', () => ['天', ' ', '', '气'])).toEqual(['天', '气'])
})

it('google counts the words of a-z and 0-9', () => {
  expect(asciiWordsOf("Don't é 3.5")).toEqual(['don', 't', '3', '5'])
  expect(asciiWordsOf('é')).toEqual([])
})

it('segments window by window without losing a character, or a word at the end of a window', () => {
  const whole = (text: string) =>
    Array.from(new Intl.Segmenter('zh', { granularity: 'word' }).segment(text), ({ segment }) => segment)
  // 2,048 characters a window: words of 3 characters do not end where a window does.
  for (const length of [0, 1, 2046, 2048, 2049, 4096, 5000]) {
    const words = 'ab '.repeat(Math.ceil(length / 3)).slice(0, length)
    expect(segmentWords(words)).toEqual(whole(words))
  }
  expect(segmentWords(`${'a'.repeat(2047)} b`)).toEqual(['a'.repeat(2047), ' ', 'b'])
  // A word longer than a window is cut.
  const lengths = (text: string) => segmentWords(text).map((word) => word.length)
  expect(lengths('a'.repeat(5000))).toEqual([2048, 2048, 5000 - 2 * 2048])
  expect(lengths(`.${'a'.repeat(3000)}`)).toEqual([1, 2048, 3000 - 2048])
})

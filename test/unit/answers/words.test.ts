import { describe, expect, it } from 'vitest'
import { segmentWords } from '../../../src/answers/segment-words.js'
import { asciiWordsOf } from '../../../src/answers/words.js'
import { randomNumbers } from '../../../src/testing/backend/loss-cases.js'
import { wordsOf } from './words-of.js'

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

it('a run without spaces is cut by itself, however many there are', () => {
  const runs = [
    '天气',
    '中国人民',
    'abc日本',
    '\u0e47a',
    '\u1019\u103cǆ',
    'é天',
    '哈'.repeat(300),
    '天气'.repeat(400),
  ]
  for (let length = 1; length <= 60; length++) {
    const text = Array.from({ length }, (_, i) => runs[(i * i + length) % runs.length]).join(
      length % 2 ? ' ' : '，x。',
    )
    expect(wordsOf(text)).toEqual(wordsOf(text, (run) => segmentWords(run)))
  }
})

it('what the tokenizer gives that has no letter is no word', () => {
  expect(wordsOf('天气', () => ['天', ' ', '', '气'])).toEqual(['天', '气'])
})

it('what the tokenizer would be handed can be refused', () => {
  const asked: number[] = []
  const upTo = (most: number) => (length: number) => asked.push(length) > 0 && length <= most
  expect(wordsOf('abc 天气ab 中', characters, upTo(4))).toBeUndefined()
  expect(wordsOf('abc 天气ab 中', characters, upTo(5))).toEqual(['abc', '天', '气', 'a', 'b', '中'])
  expect(wordsOf('abc def', characters, upTo(0))).toEqual(['abc', 'def'])
  expect(asked).toEqual([5, 5])
})

it('google counts the words of a-z and 0-9', () => {
  expect(asciiWordsOf("Don't é 3.5")).toEqual(['don', 't', '3', '5'])
  expect(asciiWordsOf('é')).toEqual([])
})

const segmenter = new Intl.Segmenter('zh', { granularity: 'word' })
const atOnce = (text: string): string[] => Array.from(segmenter.segment(text), ({ segment }) => segment)

const CHINESE = '他说这件事情的经过我们都知道了因为昨天下午在学校门口看见过他的母亲中国人民没有忘记历史'
const TEXTS: readonly (readonly [script: string, text: string])[] = [
  ['Chinese', CHINESE],
  ['Japanese', '私たちは毎日東京から大阪へコンピューターを運ぶ電車で行きます'],
  ['Thai', 'ภาษาไทยเป็นภาษาที่มีระดับเสียงของคำแน่นอน'],
  ['Chinese, Latin and digits', `${CHINESE}abc123`],
  ['Chinese and punctuation', `${CHINESE}，😀。`],
]

describe('segmentWords', () => {
  it.each(TEXTS)('cuts a long text as one call does: %s', (_script, text) => {
    // Every start puts the borders of the windows elsewhere.
    for (let start = 0; start < text.length; start++) {
      const long = text.slice(start) + text.repeat(60)
      expect(segmentWords(long)).toEqual(atOnce(long))
    }
  })

  it('loses no character of a word longer than a window', () => {
    const text = `${'a'.repeat(3000)}中国${'b'.repeat(513)}`
    expect(segmentWords(text).join('')).toBe(text)
    expect(segmentWords('a'.repeat(1100)).map((word) => word.length)).toEqual([512, 512, 76])
  })

  it('gives a word that reaches the end of a window a window of its own, unless it begins the window', () => {
    const lengths = (text: string) => segmentWords(text).map((word) => word.length)
    for (const letter of ['a', 'é']) {
      expect(lengths(`中${letter.repeat(600)}`)).toEqual([1, 512, 88])
      expect(lengths(`中${letter.repeat(447)}${'，'.repeat(200)}`)).toEqual([1, 447, ...Array(200).fill(1)])
      expect(lengths(`${'a,'.repeat(220)}${letter.repeat(100)}`)).toEqual([...Array(440).fill(1), 100])
    }
  })

  it('cuts ASCII, alone and among other characters, as the segmenter does', () => {
    const ascii = [...'abZ12_ .,:;\'"!$#-\n\r\t\v\f\0\x7f\x1f']
    const others = [
      'é',
      '\u0301',
      '中',
      '文',
      '\u200d',
      '٣',
      '\u00a0',
      '\ufe0f',
      '\u20e3',
      'א',
      '’',
      '\u3000',
      '\u0085',
      '🇩',
      '😀',
      '·',
    ]
    const random = randomNumbers(11)
    const text = (characters: readonly string[], length: number): string =>
      Array.from({ length }, () => characters[Math.floor(random() * characters.length)]).join('')
    for (let k = 0; k < 10_000; k++) {
      const short = text(k % 2 === 0 ? ascii : [...ascii, ...others], 1 + (k % 12))
      expect(segmentWords(short), JSON.stringify(short)).toEqual(atOnce(short))
    }
    for (let k = 0; k < 50; k++) {
      const long = text(k % 2 === 0 ? ascii : [...ascii, ...ascii, ...ascii, ...others], 1500)
      expect(segmentWords(long), JSON.stringify(long)).toEqual(atOnce(long))
    }
  })

  it('has no words for an empty text', () => {
    expect(segmentWords('')).toEqual([])
  })
})

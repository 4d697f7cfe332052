import { describe, expect, it } from 'vitest'
import { segmentWords } from '../../../src/answers/words.js'

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
  })

  it('has no words for an empty text', () => {
    expect(segmentWords('')).toEqual([])
  })
})

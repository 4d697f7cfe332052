import { afterEach, describe, expect, it, vi } from 'vitest'
import { Sparing, sparing } from '../../src/verifiers/math/sparing.js'
import { mathVerify } from '../../src/verifiers/math-verify.js'
import { pairsOf, responseOf } from './read-pairs.js'

describe('a sparing pattern', () => {
  afterEach(() => vi.restoreAllMocks())

  it.each([
    [
      /(?<!\p{L})(?:not|can['’]t|n?either)(?!\p{L})/iu,
      'It is NOT 5',
      'we can’t',
      'neither',
      'knots, scan, noughts',
    ],
    [/\b(?:if|had)\b/i, 'if', 'éif it', 'it hadé', 'gift, shade'],
    [/(?<!\p{L})so(?: that)?\s(?=\d)/iu, 'so 5', 'x so that 5', 'ſo\nSO 1', 'some, also'],
    [/答案|(?<=\d)\s?prozent/iu, '答案', '5 Prozent', '5prozent', 'per cent'],
    [/\p{L}{2,6}n['’]t (?:be|work)/iu, "doesn't work", 'isn’t be', "CAN'T WORK: CAN'T BE", "don't know"],
    [/straße|οδός|улица/iu, 'STRAẞE', 'ΟΔΌΣ', 'УЛИЦА', 'strasse'],
  ])('%s finds what its pattern finds', (pattern, ...texts) => {
    for (const text of texts) expect(sparing(pattern).test(text)).toBe(pattern.test(text))
    expect(sparing(pattern).mayMatch(texts.at(-1)!)).toBe(false)
  })

  it('has to be asked where it names too few characters', () => {
    for (const pattern of [/\d+/, /no/, /(?:word)?/, /word|\p{L}/u, /[a-z]{4}/, /(?!word)/])
      expect(sparing(pattern).mayMatch('')).toBe(true)
  })

  it('passes over no match in any authored response', () => {
    const mayMatch = Sparing.prototype.mayMatch
    const lost: unknown[] = []
    vi.spyOn(Sparing.prototype, 'mayMatch').mockImplementation(function (this: Sparing, text) {
      const may = mayMatch.call(this, text)
      if (!may && text.search(this.pattern) >= 0) lost.push([this.pattern, text])
      return may
    })
    for (const subject of ['responses', 'adversarial', 'models'])
      for (const { gold, answer } of pairsOf(subject)) mathVerify(responseOf(subject, answer), gold)
    expect(lost).toEqual([])
  })
})

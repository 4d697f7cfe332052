import { DROPPED, HIGH, LOW, SEPARATOR, SINGLE, type TextRule, WORD } from './text-rule.js'

/**
 * Visits every run of `n` words of a prepared text, in order. No word becomes a string: a word is two 32-bit hashes of its
 * code units, and an n-gram the two rolling hashes
 *
 *     H = Σ a_i · B^(n−1−i)  mod 2³²       a_i the hash of its i-th word
 *
 * of which each step takes one word off and puts one on. Two different n-grams share both with a chance of about 2⁻⁶⁴ a pair.
 *
 * @param text prepared by `rule.prepare`.
 * @param visit the n-gram's two hashes, and where in `text` it begins and ends.
 * @returns the number of words.
 */
export function eachNgram(
  text: string,
  { classes }: TextRule,
  n: number,
  visit: (low: number, high: number, start: number, end: number) => void,
): number {
  const [power1, power2] = [powerOf(BASE1, n), powerOf(BASE2, n)]
  const [ring1, ring2, starts] = [new Int32Array(n), new Int32Array(n), new Int32Array(n)]
  let [rolling1, rolling2, at, words] = [0, 0, 0, 0]
  let [word1, word2, start, inWord] = [0, 0, 0, false]

  const endWord = (end: number): void => {
    const [a, b] = [mixed(word1), mixed(word2 ^ 0x5bd1e995)]
    rolling1 = (Math.imul(rolling1, BASE1) + a - Math.imul(power1, ring1[at]!)) | 0
    rolling2 = (Math.imul(rolling2, BASE2) + b - Math.imul(power2, ring2[at]!)) | 0
    ring1[at] = a
    ring2[at] = b
    starts[at] = start
    at = at + 1 === n ? 0 : at + 1
    word1 = 0
    word2 = 0
    inWord = false
    if (++words >= n) visit(mixed(rolling1), mixed(rolling2), starts[at]!, end)
  }

  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i)
    const kind = classes[unit]!
    if (kind === DROPPED) continue
    if (inWord && kind !== WORD && kind !== LOW) endWord(i)
    if (kind === SEPARATOR) continue
    if (!inWord) start = i
    inWord = true
    word1 = Math.imul(word1 ^ unit, 0x01000193)
    word2 = Math.imul(word2 + unit, 0x9e3779b1)
    if (kind === SINGLE || kind === LOW) endWord(i + 1)
    else if (kind === HIGH && i + 1 === text.length) endWord(i + 1)
  }
  if (inWord) endWord(text.length)
  return words
}

const BASE1 = 0x01000193
const BASE2 = 0x5bd1e995

function powerOf(base: number, exponent: number): number {
  let power = 1
  for (let i = 0; i < exponent; i++) power = Math.imul(power, base)
  return power
}

/** Spreads every bit over the word (the finaliser of MurmurHash3). */
export function mixed(value: number): number {
  let x = value ^ (value >>> 16)
  x = Math.imul(x, 0x85ebca6b)
  x ^= x >>> 13
  x = Math.imul(x, 0xc2b2ae35)
  return x ^ (x >>> 16)
}

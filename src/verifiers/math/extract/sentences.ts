import { isDigit } from '../read/lexer.js'
import { isAsciiLetter, isSpace } from './characters.js'

/** The first sentence of a text. */
export function sentenceOf(text: string): string {
  for (let index = 0; index < text.length; index++) if (endsSentence(text, index)) return text.slice(0, index)
  return text
}

export function endsSentence(text: string, index: number): boolean {
  if (!mayEndSentence(text.charCodeAt(index))) return false
  const char = text[index]!
  if (char === '。' || char === '！' || char === '\n') return true
  if (text.startsWith('!!!', index)) return true
  if (char === '<') return /^<\/?[a-z_]{2,20}[\s>]/i.test(text.slice(index, index + 24))
  const next = text[index + 1]
  if ((char !== '.' && char !== '!') || (next !== undefined && !/[\s*"`<]/.test(next))) return false
  return char === '!' || !isAbbreviation(text, index)
}

/** Whether the full stop at a place belongs to the word before it: "approx. 5", "p. 33", "at 5 p.m. they". */
function isAbbreviation(text: string, at: number): boolean {
  let start = at
  while (isAsciiLetter(text, start - 1)) start--
  const word = text.slice(start, at)
  if (!ABBREVIATED.has(word.toLowerCase()) || (word === 'no' && start === 0)) return false
  const before = text.slice(Math.max(0, at - 7), at)
  return (
    ABBREVIATION.test(before) ||
    (/[\s(][zdp]$/i.test(before) && /^\.\s?(?:b|h|ex|ej)\./i.test(text.slice(at, at + 5))) ||
    (text[at + 1] === ' ' && BEFORE_NUMBER.test(before) && isDigit(text[at + 2])) ||
    (/[ap]\.m$/i.test(before) && /^\s\p{Ll}/u.test(text.slice(at + 1, at + 3)))
  )
}

/** The last letters before the full stop of an abbreviation. */
const ABBREVIATED = new Set(
  'vs e g b h ex ej approx resp cf z d p pp no nos fig figs eq eqs chap vol sec m'.split(' '),
)

/** "p. 33", "No. 7"; not "the answer is no. 14 is even". */
const BEFORE_NUMBER = /(?:^|[\s(])(?:pp?|(?<!\b(?:is|be|was)\s)nos?|figs?|eqs?|chap|vol|sec)$/i

const ABBREVIATION = /(?:^|[\s(])(?:vs|i\.e|e\.g|z\.\s?b|d\.\s?h|p\.\s?e[xj]|approx|resp|cf)$/i

/** `.`, `!`, a line break, `<`, `。`, `！`. Asked of every character. */
const mayEndSentence = (code: number): boolean =>
  code === 0x2e || code === 0x21 || code === 0x0a || code === 0x3c || code === 0x3002 || code === 0xff01

/** Where the sentence begins that ends before a place. */
export function sentenceStart(text: string, end: number): number {
  let index = end - 1
  while (index >= 0 && ('.!。！*'.includes(text[index]!) || isSpace(text[index]!))) index--
  for (; index >= 0; index--) if (endsSentence(text, index)) return index + 1
  return 0
}

import { isDigit } from '../read/lexer.js'
import { isAsciiLetter, isSpace } from './characters.js'
import { isMathWord } from './math-words.js'
import { endsSentence, sentenceOf } from './sentences.js'

/** A piece of mathematics in a sentence, and the rest of the sentence. */
export interface Run {
  readonly start: number
  readonly text: string
  readonly rest: string
}

/** Longest phrase in which an answer is looked for. */
const LONGEST_PHRASE = 400

/** Delimiters of formulas. */
export const DELIMITERS = [
  ['$$', '$$'],
  ['\\[', '\\]'],
  ['\\(', '\\)'],
  ['$', '$'],
] as const

/** The mathematics that begins at a place of a sentence. */
export function runAt(text: string, start: number): Run | undefined {
  const limit = Math.min(text.length, start + LONGEST_PHRASE)
  let end = start
  while (end < limit && !endsSentence(text, end)) {
    const next = afterPiece(text, start, end)
    if (next === undefined) break
    end = next
  }
  const run = text.slice(start, end)
  return run.trim() === '' ? undefined : { start, text: run, rest: restOf(text.slice(end, limit)) }
}

/** The rest of a sentence, with the next one if that offers another value: "3. Or 5." */
function restOf(text: string): string {
  const sentence = sentenceOf(text)
  const next = text.slice(sentence.length)
  const doubt = DOUBT.exec(next.slice(0, 24))
  return doubt ? `${sentence} ${next.slice(doubt[0].length)}` : sentence
}

const DOUBT = /^[.!。]["*`)$\]]{0,3}\s{0,3}(?=(?:or|alternatively|maybe|perhaps|possibly)\b|或|也可能)/i

/** Where a formula, command, word or character ends; `undefined` where the mathematics does. */
function afterPiece(text: string, start: number, at: number): number | undefined {
  const char = text[at]!
  for (const [open, close] of char === '$' || char === '\\' ? DELIMITERS : []) {
    if (!text.startsWith(open, at)) continue
    const end = text.indexOf(close, at + open.length)
    if (end < 0 || end - at > LONGEST_PHRASE) continue
    // "$5 and not $6": two prices.
    if (open === '$' && (isDigit(text[end + 1]) || text.slice(at, end).includes('\n'))) continue
    return end + close.length
  }
  // "Children pay $16: $36 in all" holds no ratio.
  if (char === ':' && text[at + 1] === ' ' && text[at - 1] !== ' ') return undefined
  if (char === '"' || char === '}' || char === '?' || char === '？' || char === '#') return undefined
  if (char > '\x7f' && /^\p{Extended_Pictographic}/u.test(text.slice(at, at + 2))) return undefined
  if (char === '{') return afterBraces(text, at)
  if (char === '\\') return at + (/^\\[a-zA-Z]{1,30}/.exec(text.slice(at, at + 31))?.[0].length ?? 2)
  const word = wordAt(text, at)
  if (word === undefined) return at + 1
  const isMath = isMathWord(word, text.slice(start, at), text.slice(at + word.length, at + word.length + 24))
  return isMath ? at + word.length : undefined
}

/** The word that begins at a place. */
function wordAt(text: string, at: number): string | undefined {
  let end = at
  while (end < at + LONGEST_WORD && isAsciiLetter(text, end)) end++
  const next = text[end] ?? ' '
  if (next < '\x80' && (end === at || (next !== "'" && (next !== '.' || end > at + 1))))
    return end === at ? undefined : text.slice(at, end)
  return WORD.exec(text.slice(at, at + LONGEST_WORD))?.[0]
}

const LONGEST_WORD = 40

/** `it's` and `i.e.` are one word; Chinese words are not parted from Latin ones by spaces. */
const WORD =
  /^(?:i\.e\.|e\.g\.|\p{Script=Han}{1,40}|(?:(?!\p{Script=Han})[\p{L}\p{M}]){1,40}(?:['’]\p{L}{1,3}(?!\p{L}))?)/u

function afterBraces(text: string, open: number): number | undefined {
  let depth = 0
  for (let index = open; index < text.length && index < open + LONGEST_PHRASE; index++) {
    if (text[index] === '{') depth++
    else if (text[index] === '}' && --depth === 0) return index + 1
  }
  return undefined
}

/** The run of mathematics that holds a place of a line; `from` is where the one before it ended. */
export function runAround(line: string, place: number, from = 0): Run | undefined {
  for (let at = from; at <= place; ) {
    const run = runAt(line, at)
    const end = run ? at + run.text.length : at
    if (run && end > place) return run
    const skipped =
      run || !isSpace(line[at]!) ? undefined : /^\s{2,400}/.exec(line.slice(at, at + LONGEST_PHRASE))
    at = end + (skipped?.[0] ?? wordAt(line, end) ?? ' ').length
  }
  return undefined
}

import type { Profile } from '../profile.js'
import { strip, WHITE_SPACE } from './white-space.js'

/**
 * What an answer says about a multiple-choice question: a letter, several of them (then there is no `letter`),
 * or nothing that can be read.
 */
export type Choice = { readonly letter?: string } | undefined

/**
 * The choice an answer states.
 *
 * `natural`: the *last* statement "the correct answer is X". The words in any case; then an optional colon
 * and an optional "option" or "choice"; X is a capital standing alone or any letter in round brackets,
 * full-width ones too; `*` and backticks are ignored. A statement that goes on with and, or, `,`, `/` or `&`,
 * however many of them, and another letter is a hedge; characters that nobody sees hide nothing of it. `published`: the first "The correct answer is (A)", else the first "The
 * correct answer is A", A to D only.
 */
export function readChoice(text: string, profile: Profile): Choice {
  if (profile === 'published') {
    const letter = publishedLetter(text)
    return letter === undefined ? undefined : { letter }
  }
  const plain = withoutEmphasis(text)
  let letter: string | undefined
  let end = 0
  PHRASE.lastIndex = 0
  while (PHRASE.test(plain)) {
    const stated = matchAt(STATED_LETTER, plain, PHRASE.lastIndex)
    if (stated === undefined) continue
    letter = letterOf(stated)
    end = STATED_LETTER.lastIndex
  }
  if (letter === undefined) return undefined
  return goesOnWithAnother(letter, plain.slice(end)) ? {} : { letter }
}

/**
 * Whether what nobody sees is nothing or a space ("o\u200br B", "or\u200bB"): a rest that joins another letter
 * in either reading makes a hedge.
 */
function goesOnWithAnother(letter: string, rest: string): boolean {
  if (rest === '') return false
  const seen = rest.replace(INVISIBLE, '')
  if (joinsAnother(letter, seen)) return true
  return seen !== rest && joinsAnother(letter, rest.replace(INVISIBLE, ' '))
}

/** Whether a text begins by joining a letter other than the given one: "or (B)", for A also "or A, B". */
function joinsAnother(letter: string, text: string): boolean {
  let at = 0
  for (;;) {
    const next = matchAt(ANOTHER_LETTER, text, at)
    if (next === undefined) return false
    if (letterOf(next) !== letter) return true
    at = ANOTHER_LETTER.lastIndex
  }
}

/**
 * The letter of a gold label: `b`, `(B)`, `B.`, `Option B`, or a whole statement. Undefined when there is
 * none.
 */
export function readChoiceLabel(label: string, profile: Profile): string | undefined {
  if (profile === 'published') return publishedLetter(label) ?? label
  const bare = LABEL.exec(strip(withoutEmphasis(label)))
  if (bare) return (bare[1] as string).toUpperCase()
  return readChoice(label, profile)?.letter
}

/** The reference's two patterns: a letter in brackets anywhere wins over a bare one. */
function publishedLetter(text: string): string | undefined {
  const plain = text.replaceAll('*', '')
  return (/The correct answer is \(([A-D])\)/.exec(plain) ?? /The correct answer is ([A-D])/.exec(plain))?.[1]
}

const letterOf = (match: RegExpExecArray): string => (match[1] ?? match[2] ?? '').toUpperCase()

function matchAt(pattern: RegExp, text: string, index: number): RegExpExecArray | undefined {
  pattern.lastIndex = index
  return pattern.exec(text) ?? undefined
}

const withoutEmphasis = (text: string): string =>
  text.includes('*') || text.includes('`') ? text.replace(/[*`]/g, '') : text

const SPACE = `[${WHITE_SPACE}]`
/** Zero-width characters, soft hyphens, control characters and the blank Braille cell. */
const UNSEEN = `(?!${SPACE})[\\p{Cc}\\p{Cf}\\p{Default_Ignorable_Code_Point}\\u2800]`
const OF_WORD = '[\\p{L}\\p{M}\\p{N}_]'
const WORD_END = `(?!${OF_WORD})`
/**
 * A letter in brackets (group 1) or a capital standing alone (group 2), after an optional "option" or
 * "choice".
 */
const letterIn = (group: '(' | '(?:', end = WORD_END) =>
  `(?:(?:[Oo][Pp][Tt][Ii][Oo][Nn]|[Cc][Hh][Oo][Ii][Cc][Ee])${WORD_END}${SPACE}*)?` +
  `(?:[(（]${SPACE}*${group}[A-Za-z])${SPACE}*[)）]|${group}[A-Z])${end})`
const PHRASE = /* @__PURE__ */ new RegExp(`the${SPACE}+correct${SPACE}+answer${SPACE}+is\\b`, 'gi')
const STATED_LETTER = /* @__PURE__ */ new RegExp(
  `${SPACE}*(?:[:：]${SPACE}*)?${letterIn('(', `(?!(?:${UNSEEN})*${OF_WORD})`)}`,
  'uy',
)
const JOINTS = `(?:${SPACE}*(?:(?:[Aa][Nn][Dd]|[Oo][Rr])${WORD_END}|[,/&]))+${SPACE}*`
/** The pronoun of "A, I think", which is not the letter of "A, I or B". */
const PRONOUN = `I(?!${JOINTS}${letterIn('(?:')})${SPACE}+[a-z]`
/** "… or (B)". */
const ANOTHER_LETTER = /* @__PURE__ */ new RegExp(`${JOINTS}(?!${PRONOUN})${letterIn('(')}`, 'uy')
const INVISIBLE = /* @__PURE__ */ new RegExp(UNSEEN, 'gu')
const LABEL = /* @__PURE__ */ new RegExp(
  `^(?:(?:option|choice)${SPACE}*)?(?:[(（]${SPACE}*)?([A-Za-z])${SPACE}*[)）]?[.．。]?$`,
  'i',
)

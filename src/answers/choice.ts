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
 * full-width ones too; `*` and backticks are ignored. A statement that goes on with and, or, `,`, `/` or `&`
 * and another letter is a hedge. `published`: the first "The correct answer is (A)", else the first "The
 * correct answer is A", A to D only.
 */
export function readChoice(text: string, profile: Profile): Choice {
  if (profile === 'published') {
    const letter = publishedLetter(text)
    return letter === undefined ? undefined : { letter }
  }
  let last: Choice
  const plain = withoutEmphasis(text)
  PHRASE.lastIndex = 0
  while (PHRASE.test(plain)) {
    const stated = matchAt(STATED_LETTER, plain, PHRASE.lastIndex)
    if (stated === undefined) continue
    const letter = letterOf(stated)
    const next = matchAt(ANOTHER_LETTER, plain, STATED_LETTER.lastIndex)
    last = next !== undefined && letterOf(next) !== letter ? {} : { letter }
  }
  return last
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
const WORD_END = '(?![\\p{L}\\p{M}\\p{N}_])'
/**
 * A letter in brackets (group 1) or a capital standing alone (group 2), after an optional "option" or
 * "choice".
 */
const LETTER =
  `(?:(?:[Oo][Pp][Tt][Ii][Oo][Nn]|[Cc][Hh][Oo][Ii][Cc][Ee])${WORD_END}${SPACE}*)?` +
  `(?:[(（]${SPACE}*([A-Za-z])${SPACE}*[)）]|([A-Z])${WORD_END})`
const PHRASE = /* @__PURE__ */ new RegExp(`the${SPACE}+correct${SPACE}+answer${SPACE}+is\\b`, 'gi')
const STATED_LETTER = /* @__PURE__ */ new RegExp(`${SPACE}*(?:[:：]${SPACE}*)?${LETTER}`, 'uy')
/** "… or (B)". The pronoun of "A, I think" is not a letter. */
const ANOTHER_LETTER = /* @__PURE__ */ new RegExp(
  `(?:${SPACE}*(?:(?:[Aa][Nn][Dd]|[Oo][Rr])${WORD_END}|[,/&])){1,3}${SPACE}*(?!I${SPACE}+[a-z])${LETTER}`,
  'uy',
)
const LABEL = /* @__PURE__ */ new RegExp(
  `^(?:(?:option|choice)${SPACE}*)?(?:[(（]${SPACE}*)?([A-Za-z])${SPACE}*[)）]?[.．。]?$`,
  'i',
)

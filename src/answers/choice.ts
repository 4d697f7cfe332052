import type { Profile } from '../profile.js'
import { type Choice, isDoubted, letterAt, namesAnother } from './choice-letters.js'
import { lenientChoice } from './lenient/choice-statements.js'
import type { Reading } from './reading.js'
import { strip, WHITE_SPACE } from './white-space.js'

/**
 * The choice an answer states.
 *
 * `natural`: the *last* statement "the correct answer is X" that is not negated or doubted ("I doubt that …", "it is not true
 * that …"). The words in any case; then an optional colon and an optional "option" or "choice"; X is a capital standing
 * alone or any letter in round brackets, full-width ones too; `*` and backticks are ignored. No letter is one in a word or
 * before an apostrophe or hyphen (`B-flat`), an article (`A dog`) or a pronoun (`I do not know`). A statement that goes on
 * to name another letter is a hedge: see `namesAnother`. The lenient reading also reads other statements: see
 * `lenientChoice`.
 *
 * `published`: the first "The correct answer is (A)", else the first "The correct answer is A", A to D only.
 */
export function readChoice(text: string, profile: Profile, reading: Reading = 'strict'): Choice {
  if (profile === 'published') {
    const letter = publishedLetter(text)
    return letter === undefined ? undefined : { letter }
  }
  return strictChoice(text) ?? (reading === 'lenient' ? lenientChoice(text) : undefined)
}

function strictChoice(text: string): Choice {
  const plain = withoutEmphasis(text)
  let letter: string | undefined
  let end = 0
  PHRASE.lastIndex = 0
  while (PHRASE.test(plain)) {
    const phraseEnd = PHRASE.lastIndex
    LEAD.lastIndex = phraseEnd
    LEAD.test(plain)
    const stated = letterAt(plain, LEAD.lastIndex)
    if (stated === undefined || isDoubted(plain, phraseEnd)) continue
    letter = stated.letter
    end = stated.end
  }
  if (letter === undefined) return undefined
  return namesAnother(letter, plain.slice(end)) ? {} : { letter }
}

/**
 * The letter of a gold label: `b`, `(B)`, `B.`, `Option B`, or a whole statement. Undefined when there is
 * none.
 */
export function readChoiceLabel(
  label: string,
  profile: Profile,
  reading: Reading = 'strict',
): string | undefined {
  if (profile === 'published') return publishedLetter(label) ?? label
  const bare = LABEL.exec(strip(withoutEmphasis(label)))
  if (bare) return (bare[1] as string).toUpperCase()
  return readChoice(label, profile, reading)?.letter
}

/** The reference's two patterns: a letter in brackets anywhere wins over a bare one. */
function publishedLetter(text: string): string | undefined {
  const plain = text.replaceAll('*', '')
  return (/The correct answer is \(([A-D])\)/.exec(plain) ?? /The correct answer is ([A-D])/.exec(plain))?.[1]
}

const withoutEmphasis = (text: string): string =>
  text.includes('*') || text.includes('`') ? text.replace(/[*`]/g, '') : text

const SPACE = `[${WHITE_SPACE}]`
const PHRASE = /* @__PURE__ */ new RegExp(`the${SPACE}+correct${SPACE}+answer${SPACE}+is\\b`, 'gi')
/** Between the words and the letter: a colon, "option" or "choice". */
const LEAD = /* @__PURE__ */ new RegExp(
  `${SPACE}*(?:[:：]${SPACE}*)?(?:(?:option|choice)(?![\\p{L}\\p{M}\\p{N}_])${SPACE}*)?`,
  'iuy',
)
const LABEL = /* @__PURE__ */ new RegExp(
  `^(?:(?:option|choice)${SPACE}*)?(?:[(（]${SPACE}*)?([A-Za-z])${SPACE}*[)）]?[.．。]?$`,
  'i',
)

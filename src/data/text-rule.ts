/**
 * What a word is, for n-grams. Each tool has its own rule, and they disagree on the same two texts; a rule has the name of the
 * tool that uses it.
 *
 * | rule | n | words | letters |
 * |---|---|---|---|
 * | `golongrl` | 13 | runs of letters, marks and digits; a Han, kana, Thai, Lao, Khmer or Burmese character is a word of its own | NFC, lower case; apostrophes dropped |
 * | `lm-eval` | 13 | between white space | ASCII lower case; ASCII punctuation deleted |
 * | `datatrove` | 12 | as `golongrl` | lower case; each number is 0; punctuation separates; marks removed |
 * | `open-r1` | 8 | between white space | lower case |
 *
 * Split at white space, a Chinese paragraph is one word: `lm-eval` and `open-r1` find nothing in Chinese. datatrove's words come
 * from a tokenizer per language; ours stand in for them.
 *
 * @see lm-evaluation-harness, `decontamination/janitor.py` (the 13-gram of GPT-3's appendix C)
 * @see datatrove, `pipeline/decont/n_grams.py`, `utils/text.py`
 * @see open-r1, `scripts/decontaminate.py`
 */
export const TEXT_RULES = ['golongrl', 'lm-eval', 'datatrove', 'open-r1'] as const
export type TextRuleName = (typeof TEXT_RULES)[number]

export interface TextRule {
  readonly name: TextRuleName
  /** Words of an n-gram, unless asked otherwise. */
  readonly n: number
  /** The text as its words are compared. Places of matches count in it. */
  readonly prepare: (text: string) => string
  /** [65,536] what each UTF-16 code unit of a prepared text is. */
  readonly classes: Uint8Array
}

/** Ends a word. */
export const SEPARATOR = 0
/** Left out: the word continues after it. */
export const DROPPED = 1
/** Part of a word. */
export const WORD = 2
/** A word of its own. */
export const SINGLE = 3
/** First half of a character beyond the basic plane, which is a word of its own. */
export const HIGH = 4
/** Its second half. */
export const LOW = 5

const made = new Map<TextRuleName, TextRule>()

/** A rule by its name; its table is made at first use. */
export function textRule(name: TextRuleName): TextRule {
  let rule = made.get(name)
  if (rule === undefined) {
    rule = { name, n: WORDS_OF_AN_NGRAM[name], prepare: PREPARE[name], classes: classTable(name) }
    made.set(name, rule)
  }
  return rule
}

const WORDS_OF_AN_NGRAM: Readonly<Record<TextRuleName, number>> = {
  golongrl: 13,
  'lm-eval': 13,
  datatrove: 12,
  'open-r1': 8,
}

const PREPARE: Readonly<Record<TextRuleName, (text: string) => string>> = {
  golongrl: (text) => text.normalize('NFC').toLowerCase(),
  'lm-eval': (text) => text.replace(/[A-Z]+/g, (letters) => letters.toLowerCase()),
  datatrove: (text) =>
    text
      .normalize('NFD')
      .replace(/\p{Mn}+/gu, '')
      .normalize('NFC')
      .toLowerCase()
      .replace(/\p{Nd}+(?:[.,]\p{Nd}+)*/gu, '0'),
  'open-r1': (text) => text.toLowerCase(),
}

function classTable(name: TextRuleName): Uint8Array {
  const classOf = name === 'lm-eval' || name === 'open-r1' ? classBetweenSpaces(name) : classOfLetters
  return Uint8Array.from({ length: 0x10000 }, (_, unit) => classOf(String.fromCharCode(unit), unit))
}

function classOfLetters(character: string, unit: number): number {
  if (unit >= 0xd800 && unit <= 0xdbff) return HIGH
  if (unit >= 0xdc00 && unit <= 0xdfff) return LOW
  if (character === "'" || character === '’') return DROPPED
  if (UNSPACED.test(character)) return SINGLE
  return /[\p{L}\p{M}\p{N}]/u.test(character) ? WORD : SEPARATOR
}

const UNSPACED =
  /(?=[\p{L}\p{N}])[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]/u

const classBetweenSpaces = (name: TextRuleName) => (character: string) => {
  if (/\s/.test(character)) return SEPARATOR
  return name === 'lm-eval' && /[!-/:-@[-`{-~]/.test(character) ? DROPPED : WORD
}

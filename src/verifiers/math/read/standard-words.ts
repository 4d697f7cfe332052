import type { Tree } from '../tree.js'
import { digitsOfWords } from './number-words.js'
import { isUnit } from './units.js'

/**
 * A bound without a letter, `\ge 11`, "at least eleven", "11 or more", "at least 11 coins", as `≥ 11`. What is counted may be left
 * out, but no unit.
 */
export function standardWords(text: string): Tree | undefined {
  if (text.length > 60 || !/^(?:\\(?:text\s?\{|[gl]e)|[<>≥≤\d]|at|more|less|no|fewer)/i.test(text))
    return undefined
  const plain = text
    .replace(/\\(?:text\s?\{|[,;: ])|[{}$]/g, ' ')
    .replace(/\s+/g, ' ')
    .trim()
  const [, sign, number, noun] = SIGNED.exec(plain) ?? BEFORE.exec(plain) ?? []
  const [, behind, more] = BEHIND.exec(plain) ?? []
  const value = digitsOf(number ?? behind)
  if (value === undefined || (noun !== undefined && (isUnit(noun) || NUMBERS.test(noun)))) return undefined
  const said = (sign ?? more)!.toLowerCase()
  return { kind: 'text', text: `${SIGNS.find(([words]) => words.test(said))![1]} ${value}` }
}

const SIGNED = /^(\\geq?|\\leq?|>=|<=|[<>≥≤]) ?(\d{1,9}|[a-z]{2,20})$/i
const BEFORE =
  /^(at least|at most|more than|fewer than|less than|no more than|no fewer than|no less than) (\d{1,9}|[a-z]{2,20}(?:-[a-z]{3,6})?)(?: ([a-z]{3,20}))?$/i
const BEHIND = /^(\d{1,9}|[a-z]{2,20}) (or (?:more|greater|fewer|less))$/i

const SIGNS: readonly (readonly [RegExp, string])[] = [
  [/^(?:\\ge|>=|≥|at least|no (?:fewer|less)|or (?:more|greater))/, '≥'],
  [/^(?:\\le|<=|≤|at most|no more|or (?:fewer|less))/, '≤'],
  [/^(?:>|more)/, '>'],
  [/^(?:<|fewer|less)/, '<'],
]

/** Nouns that make another number. */
const NUMBERS =
  /^(?:dozens?|hundreds?|thousands?|(?:m|b|tr)illions?|percent|times|pairs?|tenths?|halves|thirds?)$/i

const digitsOf = (number: string | undefined): string | undefined =>
  number === undefined || /^\d/.test(number) ? number : digitsOfWords(number)

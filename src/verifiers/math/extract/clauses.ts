import type { Sparing } from '../sparing.js'
import { anyOf, endOfLast } from './patterns.js'

/** Where one clause ends and another begins; not before "that". */
const BOUNDARY = /* @__PURE__ */ new RegExp(
  `[;；。!！?？()（）—–→⇒]|=>|[.](?!\\d|g\\.|\\s?B\\.)(?<!e\\.g\\.|z\\.\\s?B\\.)|[,，、](?!\\d|\\s?(?:es|sie|er|dass|das|что|że|hogy)(?!\\p{L}))|${anyOf([
    'so(?! far)', '(?<!(?:any|every|no)thing )(?<!all )but', 'because', 'since', 'hence', 'thus', 'therefore', 'and', 'while', 'whereas', 'sondern', 'aber', 'also', 'weil', 'und', 'mais', 'donc', 'car', 'et',
    'pero', 'sino', 'porque', 'y', 'e(?!\\.g)', '(?<!nie )ma', 'bensì', 'quindi', 'mas', 'но', 'а', 'и', 'поэтому', 'maar', 'men', 'utan', 'ale', 'lecz', 'ama', 'tetapi', 'melainkan',
    'nhưng', 'mà', 'بل', 'لكن', 'लेकिन', 'बल्कि',
  ])}|而是|而(?!非)|但是|但|所以|因此|因为|其实|ので|から`,
  'giu',
) // biome-ignore format: a table

/** What stands behind the last boundary: the clause that leads to a value. */
export const lastClause = (text: string): string => text.slice(endOfLast(text, BOUNDARY))

/** The text up to the end of its clause. A bracket or dollar that closes directly behind the value does not end the clause. */
export function firstClause(text: string): string {
  const closed = text.replace(/^[\s$)\]*_}"'”」]{1,6}/, ' ')
  const end = closed.search(BOUNDARY)
  return end < 0 ? closed : closed.slice(0, end)
}

/** Whether one of some words stands in a clause, with nothing but `gap` between it and the value behind the clause. */
export function endsIn(words: Sparing, clause: string, gap: RegExp): boolean {
  for (const { index, 0: found } of words.matchesIn(clause))
    if (gap.test(clause.slice(index + found.length))) return true
  return false
}

/** An article or a mark: what may stand between a word and the value that it speaks of directly. */
export const DIRECTLY =
  /^(?: or equal to)?(?:\s(?:the|an?|its|his|her|their|our|my|die|der|das|den|dem|le|la|les|el|los|las|il|i|gli|o|os|as)(?:\s\p{L}{2,12})?)?[\s:=*_("“「$\\[]{0,6}$/iu

/** As much of a sentence as is read on either side of a value. */
export const FARTHEST = 160

import { sparing } from '../sparing.js'
import { endOfLast } from './patterns.js'

/**
 * A text with a relation that its last sentence says in words as a formula: `$x > 3$` of "So x must be greater than 3.". Only where that is
 * the whole statement: "the price is less than 3" names no symbol, and "x is greater than 3, so x = 4" states another.
 */
export function withRelations(text: string): string {
  const end = text.trimEnd()
  const near = end.slice(-LONGEST)
  if (!COMPARISON.test(near)) return text
  const start = endOfLast(near.slice(0, -1), /[.!]\s|[\n。]/g)
  const sentence = near
    .slice(start)
    .replace(/[.。]$/, '')
    .replace(LEAD, '')
  const found = RELATION.exec(sentence)
  if (!found) return text
  const [, name, words, value] = found as unknown as readonly string[]
  const sign = SIGNS.find(([, pattern]) => pattern.test(words!))![0]
  return `${end.slice(0, end.length - near.length + start)}$${bare(name!)} ${sign} ${bare(value!)}$`
}

const LONGEST = 200

const bare = (formula: string): string => formula.replace(/^(?:\$|\\\()|(?:\$|\\\))$/g, '')

const LEAD =
  /^(?:(?:so|thus|hence|therefore|then|consequently|finally|also|somit|donc|por lo tanto|we (?:see|get|find|need|conclude)(?: that)?|this means(?: that)?|the (?:solution|answer) is|all),?\s|所以|因此){1,3}/i

const SIGNS: readonly (readonly [string, RegExp])[] = [
  ['\\ge', /^(?:at least|greater than or|not? (?:less|smaller)|不小于|大于(?:或)?等于)/i],
  ['\\ne', /^(?:different from|not equal to|不等于)/i],
  [
    '\\le',
    /^(?:at most|less than or|not? (?:more|greater|larger)|\w{3,6} ?not exceed|不大于|小于(?:或)?等于)/i,
  ],
  ['<', /^(?:less|smaller|kleiner|inférieur|menor|小于)/i],
  ['>', /^./],
]

const COMPARISONS =
  'different from|not equal to|(?:must not|cannot|does not|may not|can not) exceed|must exceed|exceeds|not? (?:more|greater|larger|less|smaller) than|greater than or equal to|less than or equal to|at least|at most|greater than|larger than|more than|less than|smaller than|größer als|kleiner als|supérieure? à|inférieure? à|mayor que|menor que|不等于|大于等于|大于或等于|小于等于|小于或等于|不小于|不大于|大于|小于'
const COMPARISON = sparing(new RegExp(COMPARISONS, 'i'))
const RELATION = /* @__PURE__ */ new RegExp(
  `^(\\$?[a-zA-Z]\\$?|\\\\\\([a-zA-Z]\\\\\\))(?:\\s(?:must be|has to be|should be|needs to be|is|are|ist|muss|est|doit être|es|debe ser)\\s|\\s|必须|应|是)?(?:strictly\\s)?(${COMPARISONS})\\s?(\\$[^$\\n]{1,40}\\$|[-−]?\\d[\\d.,/]{0,12})(?:\\ssein)?$`,
  'i',
)

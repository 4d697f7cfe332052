import { changesValue, changesValueInBrackets } from '../value-changing-words.js'
import { inferredFrom } from './concluding.js'

/** Whether a sentence goes on with something that changes the value before it, or names another. */
export function goesOn(rest: string, inBrackets = false): boolean {
  if (SAYS_NOTHING.test(rest) || /^\s{0,3}#/.test(rest)) return false
  const words = rest.replace(/^[\s,;:(["'`*)$，；：（—–-]{1,12}/, '').slice(0, 160)
  if (
    /^[\s"'`*)$]{0,6}[?？]/.test(rest) ||
    /^(?:vs|versus)\b/i.test(words) ||
    ANOTHER.test(words) ||
    BY_CASES.some((cases) => cases.test(words)) ||
    A_VALUE.test(inferredFrom(` ${words}`) ?? '')
  )
    return true
  return inBrackets
    ? changesValueInBrackets(words.split(')')[0]!)
    : changesValue(firstWords(words.replace(IN_SO_MANY, '')))
}

/** A full stop, or what closes behind a value. */
export const SAYS_NOTHING = /^[\s.。!,;:*_)`'"]*$/

/** "540 for two days", "18 miles in six hours": the number word is none of the value. */
const IN_SO_MANY =
  /^(?:\p{L}{2,14} )?(?:(?:for|on|after|within|during|from) (?:one|two|three|four|five|six|seven|eight|nine|ten|twelve) (?=\p{L}{2})|in (?:one|two|three|four|five|six|seven|eight|nine|ten|twelve) (?=(?:second|minute|hour|day|week|month|year)))/iu

const firstWords = (words: string): string =>
  /^[^\s,.;，。]{1,30}(?: [^\s,.;，。]{1,20})?/.exec(words)?.[0] ?? ''

/** A number, or what may be another answer. */
const SECOND = '[^.。]{0,60}?(?:\\d[\\d.,]{0,20}(?!\\d|\\s?(?:\\\\?%|percent))|[$"\\\\]|\\*\\*|\\b[b-h]\\b)'

/** The noun of the first number. */
const NOUN_BEFORE = '(?:\\p{L}{1,20}[\\s,;(\\[，；（]{0,3})?'

const OFFER =
  '(?:\\b(?:or|xor|and/or|alternatively|otherwise|maybe|perhaps|possibly|vs|versus|oder|ou|oppure|veya|atau|lub|nebo)\\b|\\\\lor|\\\\text\\s?\\{\\s?or|(?<!\\p{L})(?:или|hoặc)(?!\\p{L})|或|还是|可能|也许|または|또는|/|∕)'

const DOUBTING =
  '\\b(?:but|though|although)\\b[^.。]{0,20}\\b(?:could|might|may|can|or|possibly|perhaps|maybe|actually)\\b'

/** Words that make the number a difference, or a value of one case: "3 less than 10"; "3 if n is odd, 4 if n is even". */
const BY_CASES = [
  /^with(?:out)? (?:it|them|these|those)\b(?![^.。]*\bwould\b)[^.。]{0,40}\d/i,
  /^(?:unless|depending on)\b/i,
  /^(?:less|more|fewer|greater|smaller|larger|higher|lower) than\s(?:[$\\\d]|[a-z](?![a-z]))/i,
  /^(?:if|when)\b[^.。]{0,80}\b(?:otherwise|else)\b/i,
  /^(?:if|when)\b[^.。\d]{0,40}\d[^.。]{0,40}\b(?:if|when)\b/i,
]

/** "5, so 30." */
const A_VALUE = /^\\?\$?-?\d[\d.,]{0,20}\$?[.\s]{0,3}$/

const ANOTHER = /* @__PURE__ */ new RegExp(
  `^${NOUN_BEFORE}(?:(?:${OFFER}|${DOUBTING}|也可能|但)${SECOND}|(?:\\b(?:to|through|until|till)\\b|[至到])\\s?[\\d$\\\\])|^(?:\\p{L}{1,20}\\s){1,5}(?:and|&|plus|y|et|und|e|и)\\s(?:\\\\?[$€£])?\\d|^\\p{Script=Han}{1,6}[和与及，、]\\d|^[^.,，。\\d]{0,12}(?:\\b(?:is|are) (?:too|an? (?:upper|lower) bound)\\b|不够|太[多少大小])|^(?:\\p{L}{1,20}\\s)?(?:but|however|yet)\\b[^.。]{0,80}\\d|^(?:equivalently|in other words),?\\s\\$?(?:\\\\[dt]?frac|\\d)[\\d.,/{}]{0,20}(?:\\s?\\\\?%|\\s\\p{L}{2,9})?[.$\\s]{0,4}$|^(?:no|edit|wait|actually|sorry|correction|make that|i mean|or rather)\\b[^.。\\d]{0,20}\\d`,
  'iu',
)

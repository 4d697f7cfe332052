import { ANSWER_STEMS } from './answer-words.js'
import { FARTHEST, firstClause, lastClause } from './clauses.js'
import { isDenied, mayDeny } from './denials.js'
import { isDismissedBy } from './dismissals.js'
import { endOfLast } from './patterns.js'
import { PROVISIONAL_VALUE } from './provisional.js'

/** Whether the sentence of a box takes it back: "the answer is not \\boxed{18}", "\\boxed{18} is too small". */
export function isRefuted(before: string, after: string): boolean {
  return (
    (LETTER.test(before) && isRefutedBefore(before.slice(-FARTHEST))) ||
    (LETTER.test(after) && isDismissedAsBox(firstClause(after.slice(0, FARTHEST))))
  )
}

/** "\\boxed{23} is what the naive count gives" */
const isDismissedAsBox = (tail: string): boolean => isDismissedBy(tail) || PROVISIONAL_VALUE.test(tail)

/** Whether the last clause denies what stands behind it. */
function isRefutedBefore(lead: string): boolean {
  if (!mayDeny(lead) && !PROVISIONAL_VALUE.test(lead)) return false
  const clause = lastClause(lead).replace(NOT_ABLE, ' ')
  return isDenied(clause) || PROVISIONAL_VALUE.test(clause)
}

const LETTER = /\p{L}/u

/** "He won't be able to place \\boxed{16} eggs", "it is not defined for \\boxed{2} values": another verb is denied. */
const NOT_ABLE =
  /(?<!\p{L})(?:not|never|\p{L}{2,6}n['’]t)\s(?=(?:be\s)?able to\s(?!be\s|equal\s)\p{L}{2}|defined (?:for|at|on)\s)/giu

/** Whether a text ends in a denial that something is the answer: "but the answer is not". */
export function deniesAnswer(before: string): boolean {
  if (!THE_ANSWER.test(before.slice(endOfLast(before, /[.!?](?!\d)|[。\n]/g)))) return false
  const clause = lastClause(before)
  return isDenied(clause) && !/\b(?:would|wäre|serait|sería)\b/i.test(clause)
}

const THE_ANSWER = /* @__PURE__ */ new RegExp(
  `${ANSWER_STEMS.join('|')}|result|solution|(?:true|correct|actual|right|real) (?:value|number|count|total)`,
  'iu',
)

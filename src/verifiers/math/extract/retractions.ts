import { sparing } from '../sparing.js'
import { isBlank } from './characters.js'
import { FARTHEST } from './clauses.js'
import { CONTINUATIONS, CONTINUATIONS_CJK, RETRACTIONS, RETRACTIONS_CJK } from './withdrawing-words.js'

/**
 * Whether what follows a statement goes back on it: "But two cases coincide.", "That is wrong." A text that breaks off does not. Work that
 * is announced, "Next we need their number", makes a step of it in any case.
 */
export const isTakenBack = (after: string): boolean =>
  !isBlank(after) &&
  (goesOnToWork(after) ||
    ((TAKEN_BACK.test(after.slice(0, FARTHEST)) || CALLED_WRONG.test(after.slice(0, FARTHEST))) &&
      /[.!?。！？]["*_)\s]{0,8}$/.test(after.slice(-12))))

const goesOnToWork = (after: string): boolean =>
  after
    .slice(-LONGEST_ENDING)
    .trimStart()
    .split(SENTENCE_END)
    .some((sentence) => GOES_ON_TO_WORK.test(sentence))

const TAKEN_BACK = sparing(
  new RegExp(`^[\\s.!?。*_]{0,6}(?:(?:${RETRACTIONS.join('|')})(?!\\p{L})|${RETRACTIONS_CJK})`, 'iu'),
)

/** As much of a text as is searched for an announcement of work. */
const LONGEST_ENDING = 400

const SENTENCE_END = /[.!?。！？\n][\s*_]*/

const GOES_ON_TO_WORK = sparing(
  new RegExp(`^(?:(?:${CONTINUATIONS.join('|')})(?!\\p{L})|${CONTINUATIONS_CJK})`, 'iu'),
)

const CALLED_WRONG = sparing(
  /\b(?:half|twice|double|a third|a quarter) (?:of )?(?:that|this|it)\b|\b(?:it|that|this|which) (?:is|was) (?:wrong|incorrect|false|not (?:right|correct))\b/i,
)

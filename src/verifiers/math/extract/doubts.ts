import { sparing } from '../sparing.js'
import { isBlank } from './characters.js'
import { endsIn, FARTHEST } from './clauses.js'
import { anyOf } from './patterns.js'
import { DOUBTS, DOUBTS_CJK } from './withdrawing-words.js'

/** Whether a clause ends in a doubt of the value behind it: "perhaps", "I think it might be". */
export const endsInDoubt = (clause: string): boolean => endsIn(DOUBTED, clause, A_FEW_WORDS)

const DOUBTED = sparing(new RegExp(`${anyOf(DOUBTS)}|${DOUBTS_CJK}`, 'giu'))

const A_FEW_WORDS = /^[^\d$\\]{0,30}[$\\(\s]{0,4}$/

/** A sentence that begins with a doubt: "Perhaps, the answer is 7." */
export const beginsInDoubt = (lead: string): boolean =>
  BEGINNING_IN_DOUBT.test(
    lead.slice(Math.max(...['.', '!', '?', '。'].map((mark) => lead.lastIndexOf(mark))) + 1),
  )

const BEGINNING_IN_DOUBT = sparing(
  new RegExp(`^\\W{0,4}(?:${anyOf(DOUBTS)}|${DOUBTS_CJK})[^;；\\d]{0,60}$`, 'iu'),
)

/** Whether the sentence goes on with a doubt: "18, though it might be off", "18, but this ignores the corners". */
export const isDoubtedBehind = (after: string): boolean =>
  !isBlank(after) && DOUBTED_BEHIND.test(after.slice(0, FARTHEST))

const DOUBTED_BEHIND = sparing(
  /^[^.!?\n\d]{0,30}\band so (?:on|forth)\b|^[$),\s]{0,4}(?:give or take|or thereabouts|more or less)\b|^[$)]{0,2},?\s?(?:for (?:instance|example)|say|z\. ?b|zum beispiel|par exemple|por ejemplo|per esempio|например)[.\s]{0,3}$|^[^.!?\n\d]{0,30}\b(?:but|though|although|yet)\s[^.!?\n\d]{0,40}\b(?:is|are|was) (?:wrong|incorrect|mistaken|false)\b|^[^。\d]{0,10}(?:这|那|它)(?:显然|明显)?(?:是错|不对|不正确|是不对)|^[^.!?\n\d]{0,40}\b(?:it|this|that|which) (?:is|was|must be|has to be|should be|needs to be|can be) (?:excluded|rejected|discarded|ruled out|wrong|incorrect|invalid|dismissed|ignored|thrown out)\b|^[^.!?\n\d]{0,40}\b(?:it|this|that|which) (?:can['’]t|cannot|can not|is unlikely to) be (?:right|correct|true|it)\b|^[^.!?\n\d]{0,40}\b(?:though|although|but|however|yet)\s(?:it|this|that|I|we|he|she|they|two|some|fewer|more|others?)\b[^.!?\n\d]{0,30}(?:\b(?:might|may|could|cannot|not|wrong|unsure|doubt|ignores?|forgets?|forgot|overlooks?|neglects?|coincide)\b|n['’]t\b)/i,
)

import { sparing } from '../sparing.js'
import { INFERENCES, INFERENCES_CJK, TOTALS, TOTALS_CJK } from './answer-words.js'
import { FARTHEST, lastClause } from './clauses.js'
import { anyOf, endOfLast } from './patterns.js'
import { BEGINNINGS, BEGINNINGS_CJK, OTHER_SUBJECTS, STEPS, STEPS_CJK } from './withdrawing-words.js'

/**
 * Whether a sentence that nothing announces ends a solution with the value in it; `before` and `after` are what it says on either side.
 *
 * The value is on the way where it is what the sentence speaks of ("18 is even"), where the sentence goes on to say something else
 * ("of the 18 members, half voted"), and where its words belong to the task or to a step ("we start with 18", "at first there were 18").
 */
export function concludes(before: string, after: string): boolean {
  const sentence = before.slice(-FARTHEST)
  const lead = lastClause(sentence)
  const tail = after.slice(0, FARTHEST)
  if (isOnTheWay(lead, tail) || isSubject(lead, tail) || isPreposed(lead, tail)) return false
  return (
    isConclusion(sentence) ||
    !(BEGINNING.test(lead) || BEGINNING.test(tail) || OF_ANOTHER.test(lead) || tellsMore(sentence, tail))
  )
}

/** Whether a sentence ends a solution with what it calculates; at first there may have been 3 + 4 = 7. */
export function concludesCalculation(before: string, after: string): boolean {
  const sentence = before.slice(-FARTHEST)
  const tail = after.slice(0, FARTHEST)
  return !isOnTheWay(lastClause(sentence), tail) && !tellsMore(sentence, tail) && !isReason(sentence)
}

const isOnTheWay = (lead: string, tail: string): boolean =>
  STEP.test(lead) ||
  OTHER_SUBJECT.test(lead) ||
  BROKEN_OFF.test(tail) ||
  (HAS_WORDS.test(tail) && (NOT_OF.test(tail) || goesOnToWork(tail)))

const tellsMore = (sentence: string, tail: string): boolean =>
  HYPOTHESIS.test(sentence) ||
  (HAS_WORDS.test(tail) &&
    ((GOES_ON.test(tail) && !/\d/.test(tail)) || PART.test(tail) || MULTIPLE.test(tail) || OTHER.test(tail)))

const HAS_WORDS = /\p{L}/u

/** "20, because 100 × 0.2 = 20" */
function isReason(sentence: string): boolean {
  const at = endOfLast(sentence, BECAUSE)
  return at > 0 && !sentence.includes(',', at) && /\d/.test(sentence.slice(0, at))
}

const BECAUSE = /(?<!\p{L})(?:because|since|weil|parce que|porque|perché|так как|потому что)\s|因为/giu

/** Whether words mark what they stand before as what a text comes to: "so", "in total". */
export const isConclusion = (words: string): boolean => CONCLUSION.test(words)

/** The value that follows from another: 180 of "60 per box, hence 180 in all", given what stands behind the 60. */
export const inferredFrom = (behind: string): string | undefined => INFERRED.exec(behind)?.[1]

const CONCLUSION = sparing(
  new RegExp(`${anyOf([...INFERENCES, ...TOTALS])}|${INFERENCES_CJK}|${TOTALS_CJK}`, 'iu'),
)
const INFERRED = sparing(
  new RegExp(
    `^[^.。;；]{0,80}?[\\s,，](?:and )?(?:${anyOf(INFERENCES)}|${INFERENCES_CJK})\\s?([^.。;；]{1,60})`,
    'iu',
  ),
)
const BEGINNING = sparing(new RegExp(`${anyOf(BEGINNINGS)}|${BEGINNINGS_CJK}`, 'iu'))
const STEP = sparing(
  new RegExp(
    `^\\W{0,6}(?:(?:now|then|next|first|so|and|but|also|well|okay|ok|hmm),?\\s){0,2}(?:${anyOf(STEPS)}|${STEPS_CJK})`,
    'iu',
  ),
)
/** "The complement has probability", "an approximation is": the sentence speaks of something else than what is asked. */
const OTHER_SUBJECT = sparing(
  new RegExp(
    `^\\W{0,6}(?:\\p{L}{2,9},?\\s)?(?:the|an?|its|one|another|our|my|this)\\s(?:\\p{L}{1,12}\\s){0,2}(?:${OTHER_SUBJECTS.join('|')})(?!\\p{L})`,
    'iu',
  ),
)

/** "12 is the number of rows, not of tiles." */
const NOT_OF = sparing(/[,;]\s(?:and\s)?not (?:of|for|in) /i)
/** "40, and from it we subtract 12" */
const OPERATION = sparing(
  /^\s(?:and )?there (?:are|were) (?:two|three|four|five|six|seven|eight|nine|ten|twelve)\b|^\s[^.\d]{0,40}\b(?:subtract|add|divide|multiply|remove|take away|halve|double|(?<!\b(?:a|the|perfect) )square)\b/i,
)
const goesOnToWork = (tail: string): boolean =>
  tail
    .split(/[,;]/)
    .slice(1)
    .some((clause) => OPERATION.test(clause))

/** "Then 40 ..." */
const BROKEN_OFF = /^\s(?:\.{2,5}|…)\s{0,3}$/

/** A bare value that its sentence says something of, other than that it is what is asked: "18 is even", "x = 4 makes it zero". */
const isSubject = (lead: string, tail: string): boolean => SUBJECT.test(lead) && PREDICATE.test(tail)

const SUBJECT =
  /^\W{0,6}(?:(?:so|thus|hence|therefore|and|then|clearly|note that|since|because|as|now|the|this|that|value|number|result|figure|donc|also|somit)[\s,]{1,2}){0,3}[$(*\\]{0,4}$/i
const PREDICATE =
  /^[$)*\]\\%]{0,4}\s(?:figure\s|value\s|number\s)?(?:(?:is|was|est|ist|es|è|é)\s(?!(?<=é\s)[ao]\s)(?!(?:the|our|my|what|your|that|it|correct|right|therefore|thus|indeed|exactly|how|left|needed|required|la|le|les|notre|donc|die|der|das|also|somit|unser|el|lo|los|las|por|il|quindi)(?!\p{L})|l['’])|(?:gets? (?:us|you|me)|makes?|leads?|causes?|has|had|becomes?|counts?|contradicts?|violates?|exceeds?|lies|comes|came|appears?|occurs?|refers?|means|turns|seems|looks|fails?)\s)|^[$)*]{0,4}\s?是[^，。]{0,4}[偶奇质素合正负整方倍因]数/iu

/** A value inside the words that a sentence begins with: "at x = 4 the function has a pole". */
const isPreposed = (lead: string, tail: string): boolean =>
  (PREPOSED.test(lead) && /^[$)\]*\\]{0,4},?\s\p{L}{1,20}\s\p{L}/u.test(tail)) ||
  (OF_SUBJECT.test(lead) && /^[$)]{0,2}\s\p{L}{3,20}s[.\s]{0,3}$/u.test(tail))

/** "The series with ratio 3 diverges." */
const OF_SUBJECT =
  /^\W{0,6}(?:the|an?)\s(?!total|sum|score|number|value|result)\p{L}{2,14}\s(?:with|of)\s(?:\p{L}{2,14}\s)?[$(\\]{0,3}$/iu
const PREPOSED =
  /^\W{0,6}(?:(?:at|for|with|when|as|using|given|from|without|of|on|among|à|pour|bei|für|mit|para|con|при|для)\s(?:(?:the|an?|all|these|those|every|each|only|les|die|den|los|first|next|last|other|remaining)\s){0,2}|in (?:problem|exercise|step|question|section|case)\s|(?:each|every one|most|some|many|few|none|both) of (?:the|these|those|his|her|their|our)\s|(?:the|an?)\s(?!total|sum|score|number|value|result)\p{L}{2,14}\s(?:with|of)\s(?:\p{L}{2,14}\s)?)[$(\\]{0,3}$/iu

/** Behind the value another clause begins: "but ours is a triangle", "half voted", "we continue". */
const GOES_ON = sparing(
  /^[^.,，:;；]{0,60}[,，:;；—–-]\s?(?:(?:but|though|although|yet|however|while|whereas|and then|then)\s|(?:so\s)?(?!it is the)(?:we(?! are done)|I|it|he|she|they|you|half|(?:an?|one) (?:third|quarter|fifth)|some|most|many|ours|let|tell|find|now|next)\s|求)/iu,
)

const PART = sparing(
  /\b(?:half|(?:a|one) (?:third|quarter|fourth|fifth)|thirds|quarters) (?:of|the|his|her|its|their|this|that)\b|\b(?:half|(?:an?|one) (?:third|quarter|fourth|fifth))[.\s]{0,3}$/i,
)
/** "Ann has 12 and Ben twice as many." */
const MULTIPLE = sparing(
  /(?<!\p{L})(?:twice|thrice|double|triple|half as|la mitad|el (?:doble|triple)|la moitié|le (?:double|triple)|die hälfte|doppelt|dreimal|la metà|il doppio|a metade|o dobro|половин\p{L}|вдвое|втрое)(?!\p{L})|[两二三四半]倍|一半/iu,
)
/** "… as many as Ben, who has 12." */
const OF_ANOTHER = /^\s?who\s/i
/** "One line is y = 3x - 2 and the other is y = -x." */
const OTHER = sparing(
  /^[^.]{0,60}\band the (?:other|second|rest)\s(?:\p{L}{1,12}\s)?(?:is|are|was|were|equals?|has|have)\b/iu,
)
/** "Without a break she would need 18 days." */
const HYPOTHESIS = sparing(
  /^\W{0,6}(?:(?:had|were|should) (?:there|it|he|she|they|we|the)|without\b[^.!?]{1,60}\b(?:would|could|might)|if \p{L}{1,12} \p{L}{1,12} (?:\p{L}{3,9}er|less|more|instead))\b/iu,
)

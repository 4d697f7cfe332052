import { sparing } from '../sparing.js'
import { isChangedBy } from './changes-behind.js'
import { DIRECTLY, endsIn, FARTHEST, firstClause, lastClause } from './clauses.js'
import { isCounterfactual, WOULD } from './counterfactuals.js'
import { isDenied, NEGATION } from './denials.js'
import { isDismissedBy } from './dismissals.js'
import { beginsInDoubt, endsInDoubt, isDoubtedBehind } from './doubts.js'
import { anyOf } from './patterns.js'
import { PROVISIONAL, PROVISIONAL_VALUE } from './provisional.js'
import { isNotOwn } from './reports.js'
import {
  BOUNDS,
  BOUNDS_HAN,
  COMPARISONS,
  DISMISSALS,
  DISMISSALS_HAN,
  EXAMPLES,
  EXAMPLES_CJK,
  MULTIPLES,
  SUPPOSITIONS,
  SUPPOSITIONS_CJK,
} from './withdrawing-words.js'

/**
 * How a value stands in its sentence. `refuted`: it is said not to hold; `changed`: it is bounded, doubted, supposed, or said by another.
 * Languages have many words for what is asserted, and few that take an assertion back. So a value stands unless its clause has one of the few.
 */
export type Standing = 'asserted' | 'refuted' | 'changed'

/** How a value stands; `before` and `after` are what its sentence says on either side. */
export function standingOf(before: string, after: string): Standing {
  const lead = before.slice(-FARTHEST)
  const clause = lastClause(lead)
  // "The answer, 15, is wrong."
  const apposed = /[,，]\s?$/.test(before) ? after.replace(/^\s?[,，]/, '') : after
  const tail = firstClause(apposed.slice(0, FARTHEST))
  if (
    isDenied(clause) ||
    endsIn(DISMISSED, clause, DIRECTLY) ||
    isDismissedBy(tail) ||
    (CONDITION.test(clause) && !RESULT.test(clause))
  )
    return 'refuted'
  return endsIn(COMPARED, clause, DIRECTLY) ||
    endsIn(BOUNDED, clause, BY_A_VERB) ||
    endsInDoubt(clause) ||
    PROVISIONAL_VALUE.test(clause) ||
    isSupposed(clause) ||
    INDIRECT.test(clause) ||
    MISTAKEN.test(lead) ||
    EXAMPLE.test(clause) ||
    (TASK.test(clause) && !RESULT.test(clause)) ||
    PART_OF.test(clause) ||
    BOUNDED_SENTENCE.test(lead) ||
    isChangedBy(tail) ||
    isNotOwn(clause) ||
    isCounterfactual(lead) ||
    beginsInDoubt(lead) ||
    isDoubtedBehind(after) ||
    (WOULD.test(clause) &&
      /^[^.!?\n]{0,60}\b(?:if|unless|without|otherwise|had|were|in (?:that|this|which|such a) case)\b/i.test(
        after,
      )) ||
    (WOULD.test(clause) && /\bin (?:that|this|which|such a) case\b/i.test(lead))
    ? 'changed'
    : 'asserted'
}

/** Where the words begin that take back what follows them directly: "not", "less than"; and how it stands then. */
export function withdrawalBefore(
  before: string,
): { readonly at: number; readonly standing: 'refuted' | 'changed' } | undefined {
  const near = before.slice(-NEAR)
  const start = before.length - near.length
  for (const { words, standing } of WITHDRAWALS)
    for (const { index, 0: found } of words.matchesIn(near))
      if (DIRECTLY.test(near.slice(index + found.length))) return { at: start + index, standing }
  return undefined
}

/** As much of a sentence as holds the words directly before a value. */
const NEAR = 60

/** Whether an announcement is the writer's own: not "Ann says the answer is 24", nor "it is not true that the answer is 24". */
export function isOwnStatement(before: string, words: string): boolean {
  const lead = before.slice(-FARTHEST)
  const clause = lastClause(lead)
  return !(
    isDenied(clause) ||
    isNotOwn(clause) ||
    isSupposed(clause) ||
    ASKED.test(clause) ||
    MENTIONED.test(clause) ||
    MISTAKEN.test(lead) ||
    endsInDoubt(clause) ||
    EXAMPLE.test(clause) ||
    PROVISIONAL.test(clause) ||
    beginsInDoubt(lead) ||
    isCounterfactual(lead) ||
    (WOULD.test(words) &&
      /\bwould be\b/i.test(words) &&
      /\b(?:if|had)\b/i.test(
        lead.slice(Math.max(...['.', '!', '?'].map((mark) => lead.lastIndexOf(mark))) + 1),
      ))
  )
}

const BY_A_VERB =
  /^(?:\s(?:is|are|there (?:is|are)|be|sind(?: es)?|ist|es|il y en a|il y a|est|sont|hay|son|sono|ci sono|è|há|são))?[\s:=*_("“「$\\[有是为]{0,6}$/

const DISMISSED = sparing(new RegExp(`${anyOf(DISMISSALS)}|${DISMISSALS_HAN}`, 'giu'))

const COMPARED = sparing(new RegExp(anyOf([...COMPARISONS, ...MULTIPLES]), 'giu'))

const BOUNDED = sparing(new RegExp(`${anyOf(BOUNDS)}|${BOUNDS_HAN}`, 'giu'))

const WITHDRAWALS = [
  { words: NEGATION, standing: 'refuted' },
  { words: DISMISSED, standing: 'refuted' },
  { words: COMPARED, standing: 'changed' },
  { words: BOUNDED, standing: 'changed' },
] as const

const EXAMPLE = sparing(new RegExp(`${anyOf(EXAMPLES)}|${EXAMPLES_CJK}`, 'iu'))

/** A task without its result: "Divide 60 by 5". */
const TASK = sparing(
  /^[\s*_]{0,4}(?:now |then |next,? |first,? )?(?:(?:we|I|you|one) (?:\w{4,5} )?(?:have to|need to|must|should|want to) )?(?:divide|multiply|add|subtract|take|compute|calculate|find|consider|use|try|start|put|plug|substitute|check|evaluate|simplify|output|print|enter|accept|reward)\s|^\W{0,4}(?:consider|try|take|add|subtract|factor|insert)$|^\W{0,4}(?:we|I) (?:now |then |first |next )?(?:divide|multiply|substitute|plug|subtract|add)\s/i,
)

const RESULT =
  /\b(?:gets?|gives?|giving|obtain|equals?|is|are|makes?|yields?|total|have(?! to))\b|=|\b(?:sides|by \S{1,12}):\s?[$*(\\]{0,3}$/i

/** "If you picked 18, you forgot a case": what a condition names is not what it comes to. */
const CONDITION = /^[\s*_]{0,4}(?:if|when|whenever|once)\s/i

/** The value is what a part is taken of: "20% of", "3/4 of". */
const PART_OF = sparing(/(?:%|\d\/\d{1,3}) of\s?[$\\(]{0,2}$/i)

/** Whether a clause supposes something; "although I was quick: the answer is 5" does not. */
const isSupposed = (clause: string): boolean => SUPPOSED.test(clause) && !CONCEDED.test(clause)

const CONCEDED = /^[\s*_]{0,4}(?:al)?though[^:]{0,80}:/i
const SUPPOSED = sparing(new RegExp(`^[\\s*_]{0,4}(?:${anyOf(SUPPOSITIONS)}|${SUPPOSITIONS_CJK})`, 'iu'))

/** "You ask whether the answer is 13", "decide if the answer is 13". */
const ASKED = sparing(
  /(?<!\p{L})(?:whether|if|ob|si|se|если)(?:\s(?:the|our|your|my|its|la|die|das|el|il|a|o)(?:\s\p{L}{1,12})?)?\s$|是否/iu,
)

/** "They look like answers", "in the form 'Answer: …'": an answer that is spoken of, and not given. */
const MENTIONED = sparing(
  /(?<!\p{L})(?:like|resembles?|typical|plausible|tempting|wrong|incorrect|(?:form|format|line|shape)(?: of)?(?: is)?:?)\s["'“‘«`*]{0,3}$/iu,
)

/** The same before a value: "I was asked to check if the answer is 13". */
const INDIRECT = sparing(
  /(?<!\p{L})(?:whether|ob|ли|(?:ask(?:s|ed|ing)?|check|decide|determine|see|know|tell|say|wonder(?:ing)?|unsure|sure)(?: \p{L}{1,5})? if)(?!\p{L})|是否/iu,
)

/** "A common mistake is to say that the answer is 4." */
const MISTAKEN = sparing(
  /\b(?:mistakes?|errors?|traps?|pitfalls?|misconceptions?|fallacy|temptation)\b[^.!?\n]{0,40}\b(?:is|was|be)\s(?:to|in|that|thinking|saying|assuming|believing)\b[^.!?\n]*$/i,
)

/** A sentence that begins with a bound: "At most, there are 7." */
const BOUNDED_SENTENCE = sparing(new RegExp(`^\\W{0,4}(?:${anyOf(BOUNDS)}),?[^\\d,]{0,30}$`, 'iu'))

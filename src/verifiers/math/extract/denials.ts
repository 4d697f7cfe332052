import { sparing } from '../sparing.js'
import { anyOf } from './patterns.js'
import { NEGATIONS } from './withdrawing-words.js'

/** Whether a clause denies the value behind it. */
export function isDenied(clause: string): boolean {
  for (const { index, 0: negation } of NEGATION.matchesIn(clause)) {
    const behind = clause.slice(index + negation.length)
    if (behind.length > FARTHEST_NEGATION || /\d/.test(behind) || NO_DENIAL.test(behind)) continue
    if (NEW_VERB.test(behind) && !GOVERNING.test(negation)) continue
    if (OF_SUBJECT.test(clause.slice(0, index)) && /\s\p{L}/u.test(behind)) continue
    return true
  }
  return DENIED_HAN.test(clause)
}

/** Whether the end of a text has a word that could deny what stands behind it; most have none. */
export function mayDeny(text: string): boolean {
  const near = text.slice(-FARTHEST_NEGATION - LONGEST_NEGATION)
  return (NEGATION.mayMatch(near) && near.search(NEGATION.pattern) >= 0) || DENIED_HAN.test(near)
}

/** A negation is this near to what it denies. */
const FARTHEST_NEGATION = 60
const LONGEST_NEGATION = 30

export const NEGATION = sparing(new RegExp(anyOf(NEGATIONS), 'giu'))

/** "Those who do not play are 7", "the probability of not winning is 3/4": the negation belongs to the subject. */
const OF_SUBJECT =
  /(?<!\p{L})(?:who|which|whose|that|of|with|without|for|qui|que|dont|de|che|di|du|die|der|das|который|которые|которых)\s/iu

const NO_DENIAL =
  /^\s(?:only|just|counting|including|considering|surprisingly|\p{L}{2,14}ing\b|nur|seulement|sólo|solo|только|need|doubt)(?!\p{L})/iu

/** "The cakes she did not sell are 7": behind the negation there is another verb, and that one is not denied. */
const NEW_VERB =
  /^\s(?!(?:true|correct|right|the case|certain|sure|clear|possible|likely|say|think|believe|claim|mean|agree|conclude)\b)\p{L}{2,15}(?:\s\p{L}{1,15}){0,5}(?:\s(?:is|are|was|were|equals?|numbers?|totals?)(?:\s(?:also|exactly|therefore|thus|then|equal to))?[\s*$(\\]{0,4}|:[\s*$(\\]{0,4})$/iu

/** Negations that deny the verb behind them. */
const GOVERNING = /^(?:no way|impossible)/i

/** A Chinese negation of the value, 不可能是; not of the subject, 不及格的有, and not 不同的. */
const DENIED_HAN = sparing(
  /(?:不|没有?|非|未|(?<![分特区个级类性])别)(?!同|变|但|仅|只|断)(?![^，。]{0,8}的)[^\d，。\s]{0,5}[\s$*(]{0,4}$/u,
)

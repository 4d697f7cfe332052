import { type Sparing, sparing } from '../sparing.js'
import { ANSWER_STEMS } from './answer-words.js'
import { anyOf, endOfLast, oneOf } from './patterns.js'
import {
  BOUNDS,
  BOUNDS_HAN,
  COMPARISONS,
  CONTINUATIONS,
  CONTINUATIONS_CJK,
  DISMISSALS,
  DISMISSALS_HAN,
  DOUBTS,
  DOUBTS_CJK,
  EXAMPLES,
  EXAMPLES_CJK,
  FALLBACKS,
  FALLBACKS_HAN,
  FIRST_PERSON,
  MULTIPLES,
  NEGATIONS,
  REPORTS,
  REPORTS_HAN,
  RETRACTIONS,
  RETRACTIONS_CJK,
  SUPPOSITIONS,
  SUPPOSITIONS_CJK,
  VERDICTS,
} from './withdrawing-words.js'

/**
 * How a value stands in its sentence. `refuted`: it is said not to hold; `changed`: it is bounded, doubted, supposed, or said by another.
 * Languages have many words for what is asserted, and few that take an assertion back. So a value stands unless its clause has one of the few.
 */
export type Standing = 'asserted' | 'refuted' | 'changed'

/** As much of a sentence as is read on either side of a value. */
export const FARTHEST = 160

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
    endsIn(DOUBTED, clause, A_FEW_WORDS) ||
    PROVISIONAL_VALUE.test(clause) ||
    SUPPOSED.test(clause) ||
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
    (!isBlank(after) && DOUBTED_BEHIND.test(after.slice(0, FARTHEST))) ||
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
    SUPPOSED.test(clause) ||
    ASKED.test(clause) ||
    MISTAKEN.test(lead) ||
    endsIn(DOUBTED, clause, A_FEW_WORDS) ||
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

/** Whether an announcement offers an answer in case another is not right: "If that is wrong, the answer is 10". */
export const isFallback = (before: string, words = ''): boolean =>
  FALLBACK.test(before.slice(-FARTHEST)) && !WOULD.test(words)

const FALLBACK = sparing(
  new RegExp(
    `(?<!\\p{L})(?:alternat(?:iv)?e|backup|fallback|spare)[*_]{0,2}\\s$|(?:^|[.!?;(,\\n。；，])[\\s*_]{0,3}(?:(?:but|and|or|mais|pero|ma|mas),? )?(?:(?:${FALLBACKS.join('|')})(?!\\p{L})|${FALLBACKS_HAN})[^.!?;。；\\d\\n]{0,40}$`,
    'iu',
  ),
)

/** Whether the sentence of a box takes it back: "the answer is not \\boxed{18}", "\\boxed{18} is too small". */
export function isRefuted(before: string, after: string): boolean {
  return (
    (LETTER.test(before) && isRefutedBefore(before.slice(-FARTHEST))) ||
    (LETTER.test(after) && isDismissedAsBox(firstClause(after.slice(0, FARTHEST))))
  )
}

/** "\\boxed{23} is what the naive count gives" */
const isDismissedAsBox = (tail: string): boolean => isDismissedBy(tail) || PROVISIONAL_VALUE.test(tail)

/** Whether the last clause denies what stands behind it; most sentences have no word that could. */
function isRefutedBefore(lead: string): boolean {
  const near = lead.slice(-FARTHEST_NEGATION - LONGEST_NEGATION)
  if (
    !(NEGATION.mayMatch(near) && near.search(NEGATION.pattern) >= 0) &&
    !DENIED_HAN.test(near) &&
    !PROVISIONAL_VALUE.test(lead)
  )
    return false
  const clause = lastClause(lead).replace(NOT_ABLE, ' ')
  return isDenied(clause) || PROVISIONAL_VALUE.test(clause)
}

/** Whether a text ends in a denial that something is the answer: "but the answer is not". */
export const deniesAnswer = (before: string): boolean =>
  isDenied(lastClause(before)) &&
  !/\b(?:would|wäre|serait|sería)\b/i.test(lastClause(before)) &&
  THE_ANSWER.test(before.slice(endOfLast(before, /[.!?](?!\d)|[。\n]/g)))

const THE_ANSWER = /* @__PURE__ */ new RegExp(
  `${ANSWER_STEMS.join('|')}|result|solution|(?:true|correct|actual|right|real) (?:value|number|count|total)`,
  'iu',
)

const LETTER = /\p{L}/u
/** "He won't be able to place \\boxed{16} eggs", "it is not defined for \\boxed{2} values": another verb is denied. */
const NOT_ABLE =
  /(?<!\p{L})(?:not|never|\p{L}{2,6}n['’]t)\s(?=(?:be\s)?able to\s(?!be\s|equal\s)\p{L}{2}|defined (?:for|at|on)\s)/giu

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

/** Whether a text says that its question has no answer that could be given: "it cannot be determined". */
export const isRefusal = (text: string): boolean => REFUSAL.test(text) || GIVING_UP.test(text)

/** Where one clause ends and another begins; not before "that". */
const BOUNDARY = /* @__PURE__ */ new RegExp(
  `[;；。!！?？()（）—–→⇒]|=>|[.](?!\\d|g\\.|\\s?B\\.)(?<!e\\.g\\.|z\\.\\s?B\\.)|[,，、](?!\\d|\\s?(?:es|sie|er|dass|das|что|że|hogy)(?!\\p{L}))|${anyOf([
    'so(?! far)', '(?<!(?:any|every|no)thing )(?<!all )but', 'because', 'since', 'hence', 'thus', 'therefore', 'and', 'while', 'whereas', 'sondern', 'aber', 'also', 'weil', 'und', 'mais', 'donc', 'car', 'et',
    'pero', 'sino', 'porque', 'y', 'e(?!\\.g)', '(?<!nie )ma', 'bensì', 'quindi', 'mas', 'но', 'а', 'и', 'поэтому', 'maar', 'men', 'utan', 'ale', 'lecz', 'ama', 'tetapi', 'melainkan',
    'nhưng', 'mà', 'بل', 'لكن', 'लेकिन', 'बल्कि',
  ])}|而是|而(?!非)|但是|但|所以|因此|因为|其实|ので|から`,
  'giu',
) // biome-ignore format: a table

export const lastClause = (text: string): string => text.slice(endOfLast(text, BOUNDARY))

/** The text up to the end of its clause. A bracket or dollar that closes directly behind the value does not end the clause. */
function firstClause(text: string): string {
  const closed = text.replace(/^[\s$)\]*_}"'”」]{1,6}/, ' ')
  const end = closed.search(BOUNDARY)
  return end < 0 ? closed : closed.slice(0, end)
}

/** Whether one of some words stands in a clause, with nothing but `gap` between it and the value behind the clause. */
function endsIn(words: Sparing, clause: string, gap: RegExp): boolean {
  for (const { index, 0: found } of words.matchesIn(clause))
    if (gap.test(clause.slice(index + found.length))) return true
  return false
}

const DIRECTLY =
  /^(?: or equal to)?(?:\s(?:the|an?|its|his|her|their|our|my|die|der|das|den|dem|le|la|les|el|los|las|il|i|gli|o|os|as)(?:\s\p{L}{2,12})?)?[\s:=*_("“「$\\[]{0,6}$/iu
const BY_A_VERB =
  /^(?:\s(?:is|are|there (?:is|are)|be|sind(?: es)?|ist|es|il y en a|il y a|est|sont|hay|son|sono|ci sono|è|há|são))?[\s:=*_("“「$\\[有是为]{0,6}$/
const A_FEW_WORDS = /^[^\d$\\]{0,30}[$\\(\s]{0,4}$/

const NEGATION = sparing(new RegExp(anyOf(NEGATIONS), 'giu'))

/** "Those who do not play are 7", "the probability of not winning is 3/4": the negation belongs to the subject. */
const OF_SUBJECT =
  /(?<!\p{L})(?:who|which|whose|that|of|with|without|for|qui|que|dont|de|che|di|du|die|der|das|который|которые|которых)\s/iu
const NO_DENIAL =
  /^\s(?:only|just|counting|including|considering|surprisingly|\p{L}{2,14}ing\b|nur|seulement|sólo|solo|только|need|doubt)(?!\p{L})/iu
/** "The cakes she did not sell are 7": behind the negation there is another verb, and that one is not denied. */
const NEW_VERB =
  /^\s(?!(?:true|correct|right|the case|certain|sure|clear|possible|likely|say|think|believe|claim|mean|agree|conclude)\b)\p{L}{2,15}(?:\s\p{L}{1,15}){0,5}(?:\s(?:is|are|was|were|equals?|numbers?|totals?)(?:\s(?:also|exactly|therefore|thus|then|equal to))?[\s*$(\\]{0,4}|:[\s*$(\\]{0,4})$/iu

/** A negation is this near to what it denies. */
const FARTHEST_NEGATION = 60
const LONGEST_NEGATION = 30

/** Negations that deny the verb behind them. */
const GOVERNING = /^(?:no way|impossible)/i

function isDenied(clause: string): boolean {
  for (const { index, 0: negation } of NEGATION.matchesIn(clause)) {
    const behind = clause.slice(index + negation.length)
    if (behind.length > FARTHEST_NEGATION || /\d/.test(behind) || NO_DENIAL.test(behind)) continue
    if (NEW_VERB.test(behind) && !GOVERNING.test(negation)) continue
    if (OF_SUBJECT.test(clause.slice(0, index)) && /\s\p{L}/u.test(behind)) continue
    return true
  }
  return DENIED_HAN.test(clause)
}

/** A Chinese negation of the value, 不可能是; not of the subject, 不及格的有, and not 不同的. */
const DENIED_HAN = sparing(
  /(?:不|没有?|非|未|(?<![分特区个级类性])别)(?!同|变|但|仅|只|断)(?![^，。]{0,8}的)[^\d，。\s]{0,5}[\s$*(]{0,4}$/u,
)

const DISMISSED = sparing(new RegExp(`${anyOf(DISMISSALS)}|${DISMISSALS_HAN}`, 'giu'))

/** Whether what stands behind a value says that it does not hold: "8 doesn't work", "7 is too small". */
function isDismissedBy(tail: string): boolean {
  if (isBlank(tail)) return false
  const verb = VERB.exec(tail)
  return (
    (verb !== null && VERDICT.test(tail.slice(verb[0].length))) ||
    DISMISSED_BEHIND.some((words) => words.test(tail)) ||
    (!isAscii(tail) && DISMISSED_ABROAD.some((words) => words.test(tail)))
  )
}

const isBlank = (text: string): boolean => text.trim() === ''
const isAscii = (text: string): boolean => !/[^ -~\s]/.test(text)

const VERB =
  /^\s?(?:\p{L}{1,15}\s)?(?:is|are|was|were|seems?|looks?|appears?|would be|ist|sind|wäre|est|sont|serait|es|son|sería|è|sono|sarebbe|é|são|seria)\s/iu
const VERDICT = /* @__PURE__ */ new RegExp(
  `^(?:\\p{L}{2,14}ly\\s|far\\s|much\\s|also\\s|only\\s)?(?:${VERDICTS.join('|')})(?!\\p{L})`,
  'iu',
)

const DISMISSED_BEHIND: readonly RegExp[] = [
  // "$x = 6$ works, $x = -1$ not"
  /^\s?(?:not|nicht|pas|no|non|não|нет)\s?$/iu,
  /^[^.,;!?\n\d]{0,40}\b(?:is|are|was|were) (?:wrong|incorrect|false|mistaken|not (?:enough|sufficient|allowed|possible|correct|right)|insufficient)\b/i,
  /^\s?(?:\p{L}{2,12}\s)?(?:remains?|has|have|is|are) (?:yet |still )?to be\s/iu,
  /^\s?(?:\p{L}{2,12}ly\s|also\s)?(?:(?:is|are|was|were|does|do|did|can|could|will|would|has|have|should)(?:n['’]t|\s(?:not|never|no longer|hardly|by no means))\b|cannot\b|can['’]t\b|won['’]t\b|fails?\b|failed\b|contradicts?\b|violates?\b|exceeds?\b)/iu,
  /^\s?(?:ist|sind|wäre|kann|können|stimmt|passt|geht|gilt|reicht|genügt|erfüllt)\s(?:[^,.\d]{0,60}\s)?(?:nicht|kein(?:e[nmrs]?)?|unmöglich|ausgeschlossen|falsch)(?!\p{L})|^\s?(?!(?:die|das)\s)\p{Ll}{3,15}\s[^,.\d]{0,60}\snicht\s?$/u,
  /^\s?(?:must|should|can|may|has to|needs to|gets|get) (?:be )?(?:excluded|rejected|discarded|ruled out|dismissed|ignored|eliminated|thrown out)\b/i,
  /^\s?(?:n['’]\p{L}{1,8}|ne\s\p{L}{1,12})\s(?:pas|jamais|plus|point|guère)(?!\p{L})/iu,
  /^\s?(?:no(?! (?:total|final|todo|fim|ano|mês|dia|bolso|lugar|máximo|mínimo)(?!\p{L}))|non(?! [A-H](?!\p{L}))|não|nu|nie|nem|inte|ikke|niet|не|ei|ne|tidak|bukan|không)\s\p{L}{1,14}/iu,
  /^\s?(?:is|är|er|on)\s(?:niet|geen|inte|ikke)(?!\p{L})/iu,
]
/** In other letters than those of ASCII. */
const DISMISSED_ABROAD: readonly RegExp[] = [
  /^\s?(?:не подходит|невер(?:ен|н)|ошибоч|невозможно|слишком)/iu,
  /^\s?['’]?\p{L}{0,6}\s?(?:değil|नहीं|नही|نیست)/u,
  /^\s?(?:은|는|이|가|명은|개는)?\s?(?:아니|아닙|아님|될 수 없|불가능|틀)/u,
  /^\s?[^\d，。、]{0,3}(?:(?:では|じゃ)(?:な|あり|足り)|でな|は不適|は間違|も違)/u,
  /^\s?(?:显然|肯定|一定|并|也|就|明显|都|是)?(?:不(?!同|等于\d)|没|错|有误|增根|上界|下界|应?舍去|应?排除)/u,
  /^[^\d，。]{0,14}(?:不成立|不符合|不满足|不合题意|不正确|不对|不够|不足|[坐装放住]不下|舍去|是增根|是错|错误|排除|太[多少大小])/u,
]

const COMPARED = sparing(new RegExp(anyOf([...COMPARISONS, ...MULTIPLES]), 'giu'))
const BOUNDED = sparing(new RegExp(`${anyOf(BOUNDS)}|${BOUNDS_HAN}`, 'giu'))
const DOUBTED = sparing(new RegExp(`${anyOf(DOUBTS)}|${DOUBTS_CJK}`, 'giu'))

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

const SUPPOSED = sparing(new RegExp(`^[\\s*_]{0,4}(?:${anyOf(SUPPOSITIONS)}|${SUPPOSITIONS_CJK})`, 'iu'))

/** "You ask whether the answer is 13", "decide if the answer is 13". */
const ASKED = sparing(
  /(?<!\p{L})(?:whether|if|ob|si|se|если)(?:\s(?:the|our|your|my|its|la|die|das|el|il|a|o)(?:\s\p{L}{1,12})?)?\s$|是否/iu,
)
/** The same before a value: "I was asked to check if the answer is 13". */
const INDIRECT = sparing(
  /(?<!\p{L})(?:whether|ob|ли|(?:ask(?:s|ed|ing)?|check|decide|determine|see|know|tell|say|wonder(?:ing)?|unsure|sure)(?: \p{L}{1,5})? if)(?!\p{L})|是否/iu,
)
/** "A common mistake is to say that the answer is 4." */
const MISTAKEN = sparing(
  /\b(?:mistakes?|errors?|traps?|pitfalls?|misconceptions?|fallacy|temptation)\b[^.!?\n]{0,40}\b(?:is|was|be)\s(?:to|in|that|thinking|saying|assuming|believing)\b[^.!?\n]*$/i,
)

/** A sentence that begins with a doubt: "Perhaps, the answer is 7." */
const beginsInDoubt = (lead: string): boolean =>
  BEGINNING_IN_DOUBT.test(
    lead.slice(Math.max(...['.', '!', '?', '。'].map((mark) => lead.lastIndexOf(mark))) + 1),
  )

const BEGINNING_IN_DOUBT = sparing(
  new RegExp(`^\\W{0,4}(?:${anyOf(DOUBTS)}|${DOUBTS_CJK})[^;；\\d]{0,60}$`, 'iu'),
)

/** A sentence that begins with a bound: "At most, there are 7." */
const BOUNDED_SENTENCE = sparing(new RegExp(`^\\W{0,4}(?:${anyOf(BOUNDS)}),?[^\\d,]{0,30}$`, 'iu'))

const CHANGED_BEHIND = sparing(
  oneOf([
    /^\s?(?:\p{L}{1,15}\s)?(?:or (?:more|less|fewer|greater|so)|at (?:most|least)|oder (?:mehr|weniger)|ou (?:plus|moins)|au (?:plus|moins)|o (?:más|menos)|como (?:mucho|máximo|mínimo)|o (?:più|meno)|ou (?:mais|menos)|или (?:больше|меньше))(?!\p{L})/iu,
    /^\s?as an?\s(?:\p{L}{1,12}\s)?(?:factor|divisor|root|solution|multiple|bound|guess|estimate)(?!\p{L})/iu,
    /^\s?(?:\p{L}{1,15}\s)?too (?:many|few|much|little)(?!\p{L})/iu,
    /^(?:\s?\\?%)?\s(?:chance|hope|doubt)\s(?:that )?(?:of me|I|we|you|anyone)\b/i,
    // "1/3 of the previous one": a part of another value.
    /^\s?of (?:(?:the|this|that|its|his|her|their)\s)?(?:previous|preceding|original|former|latter|above|first|other|that|this|it)(?!\p{L})/iu,
    /^\s?(?:would|could|might)\b[^.!?\n]{0,40}\b(?:if|unless)\b/i,
    // "24 more than x": a difference.
    /^\s?(?:more|less|fewer|greater|smaller|larger|higher|lower) than\s[$\\\s]{0,3}(?:[a-z]|\d)(?![a-z])/i,
  ]),
)
const CHANGED_IN_EAST = /^\s?(?:より|以上|以下|未満|未满|以内|보다|이상|이하|미만|초과|से (?:अधिक|कम|ज़्यादा))/u

/** The sentence goes on with a doubt: "18, though it might be off", "18, but this ignores the corners". */
const DOUBTED_BEHIND = sparing(
  /^[^.!?\n\d]{0,30}\band so (?:on|forth)\b|^[$),\s]{0,4}(?:give or take|or thereabouts|more or less)\b|^[$)]{0,2},?\s?(?:for (?:instance|example)|say|z\. ?b|zum beispiel|par exemple|por ejemplo|per esempio|например)[.\s]{0,3}$|^[^.!?\n\d]{0,30}\b(?:but|though|although|yet)\s[^.!?\n\d]{0,40}\b(?:is|are|was) (?:wrong|incorrect|mistaken|false)\b|^[^。\d]{0,10}(?:这|那|它)(?:显然|明显)?(?:是错|不对|不正确|是不对)|^[^.!?\n\d]{0,40}\b(?:it|this|that|which) (?:is|was|must be|has to be|should be|needs to be|can be) (?:excluded|rejected|discarded|ruled out|wrong|incorrect|invalid|dismissed|ignored|thrown out)\b|^[^.!?\n\d]{0,40}\b(?:it|this|that|which) (?:can['’]t|cannot|can not|is unlikely to) be (?:right|correct|true|it)\b|^[^.!?\n\d]{0,40}\b(?:though|although|but|however|yet)\s(?:it|this|that|I|we|he|she|they|two|some|fewer|more|others?)\b[^.!?\n\d]{0,30}(?:\b(?:might|may|could|cannot|not|wrong|unsure|doubt|ignores?|forgets?|forgot|overlooks?|neglects?|coincide)\b|n['’]t\b)/i,
)

const isChangedBy = (tail: string): boolean =>
  !isBlank(tail) && (CHANGED_BEHIND.test(tail) || (!isAscii(tail) && CHANGED_IN_EAST.test(tail)))

/** Whether a clause reports what another says: "Ann says that". */
function isNotOwn(clause: string): boolean {
  const found = REPORT.exec(clause)
  return found !== null && !OWN.test(clause.slice(0, found.index))
}
const REPORT = sparing(new RegExp(`${anyOf(REPORTS)}|${REPORTS_HAN}`, 'iu'))
const OWN = /* @__PURE__ */ new RegExp(
  `(?<!\\p{L})${FIRST_PERSON}(?:\\s\\p{L}{1,12})?\\s$|我(?:们|也|就)?$`,
  'iu',
)

/** Adjectives of an answer that is not the final one: "the obvious answer", "the first answer". */
const PROVISIONAL = sparing(
  /(?<!\p{L})(?:obvious|na[ïi]ve|tempting|intuitive|wrong|incorrect|first|initial|expected|claimed|supposed|student['’]s|previous|earlier|old|preliminary|tentative|apparent|false|possible|\p{L}{2,14}['’]s)\s$/iu,
)
/** The same before other nouns: "a naive count gives". */
const PROVISIONAL_VALUE = sparing(
  /(?<!\p{L})(?:obvious|na[ïi]ve|tempting|intuitive|wrong|incorrect|claimed|supposed|student['’]s|preliminary|tentative|false)\s(?:answer|count|guess|value|result|solution|approach|reading|estimate)\b|(?<!\p{L})(?!problem|question|exercise|task)(?:\p{L}{2,14}['’]s\sanswer|(?:friend|classmate|partner|neighbou?r|colleague)['’]s\sguess)\b/iu,
)

/** A condition contrary to fact: "If the rate were 4, it would be 24." */
function isCounterfactual(lead: string): boolean {
  const condition = CONDITIONAL.exec(lead)
  const past = condition && /\b(?:were|was|had|did|could|\p{L}{3,12}ed)\b/iu.exec(lead.slice(condition.index))
  if (!past) return false
  const rest = lead.slice(condition.index + past.index)
  const would = /\b(?:would|could|might)\b/i.exec(rest)
  return (
    would !== null &&
    !/[.!?\n]/.test(rest.slice(0, would.index)) &&
    !/[.!?\n\d]/.test(rest.slice(would.index))
  )
}

const WOULD = sparing(/\bwould\b/i)
const CONDITIONAL = sparing(/\b(?:if|had)\b/i)

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

const REFUSAL = sparing(
  /\b(?:cannot|can['’]t|can not|impossible to|unable to|not possible to|could not|couldn['’]t)\s(?:be\s)?(?:uniquely\s|really\s)?(?:answer|determin|solve|decid|conclud|know|comput|tell|say)|\b(?:not|isn['’]t) enough (?:information|data)|\binsufficient (?:information|data)|\b(?:I|we) (?:do not|don['’]t|cannot|can['’]t) (?:really )?(?:know|tell|decide|answer)\b|\bno way to (?:know|tell)|on ne peut pas (?:conclure|répondre|déterminer|savoir)|kann (?:man )?nicht (?:bestimm|beantwort|entschied)|ich weiß (?:es )?nicht|no se puede (?:determinar|saber|responder)|no (?:lo )?sé(?!\p{L})|non si può (?:determinare|sapere)|non lo so|не знаю|нельзя определить|невозможно определить|无法(?:确定|判断|回答|求)|不能确定|不知道|分かりません|わかりません|알 수 없|\b(?:ill-posed|underdetermined|no unique|not unique|ambiguous|under (?:one|another) (?:reading|interpretation))\b/iu,
)

/** "I was not able to find the right value", "it is unclear which is meant" */
const GIVING_UP = sparing(
  /\b(?:I|we) (?:could not|couldn['’]t|cannot|can['’]t|was unable to|did not) (?:finish|complete) (?:this|the) (?:problem|question|task|exercise|calculation)\b|\b(?:I|we) (?:cannot|can['’]t|could not|couldn['’]t|(?:was|were|am|are) (?:not able|unable) to) (?:give|offer|provide|find|state) (?:an?|any|the) (?:\p{L}{1,12} )?(?:answer|result|value|solution|one)\b|(?<!\p{L})(?:unclear|not (?:clear|say|said|specified|stated)|unspecified) (?:which|what|whether)|i have no other (?:candidate|answer)|\b(?:either|both|any)(?: (?:one|answer|value|of (?:them|these|the two)))?(?: (?:may|can|could|should|will|would) be| is| are) (?:accept(?:ed|able)|fine|ok(?:ay)?|possible)\b|\b(?:pick|choose|take|use|accept) (?:either|whichever)\b(?! side)|\bwhichever (?:is|you|fits|works|the grader|one you)\b|je ne (?:sais|peux) pas|ich kann (?:es|das|die|diese)(?: aufgabe| frage)?(?: so)? nicht (?:lösen|beantworten|bestimmen|angeben|entscheiden)|weiß ich nicht|no puedo (?:dar|responder|determinar)|non (?:posso|riesco a) (?:dare|rispondere|determinare)|não (?:consigo|posso) (?:dar|responder|determinar)|не могу (?:дать|ответить|определить|решить)|没有(?:说明|找到)|未说明/iu,
)

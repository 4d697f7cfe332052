import { withdrawalBefore } from './assertion.js'
import { contrastBefore, LONGEST_REASON } from './contrasts.js'
import { LONGEST_OFFER } from './offers.js'
import { sentenceStart } from './sentences.js'

/** Where the words begin that rule a formula out: "not $4$", "less than $4$", "for all real $x$". */
export function asideAt(before: string, content: string): number | undefined {
  const near = before.slice(-LONGEST_OFFER)
  const isPlace = content.includes('=') && PLACE.test(near)
  const withdrawal = withdrawalBefore(before)
  if (withdrawal) return withdrawal.at
  const contrast = contrastBefore(before)
  if (contrast?.isContrary) return contrast.at
  const found =
    (NAME.test(content) ? CONDITION_LEAD.exec(near) : null) ??
    nameOfCounted(before, content) ??
    (NAMES.test(content) ? CONSTANTS_LEAD.exec(near) : null) ??
    REASON.exec(near) ??
    (INTERVAL.test(content) ? ONLY_ONE.exec(near) : null) ??
    (isPlace ? ATTAINED.exec(before.slice(-LONGEST_REASON)) : null)
  if (found) return before.length - (found.input.length - found.index)
  if (NAMES.test(content) && WHICH_IS.test(before)) return 0
  return isPlace ? placed(before) : undefined
}

/** "which is the mean of $a$ and $b$" under a display. */
const WHICH_IS = /^\s{0,3}which (?:is|are)(?: \p{L}{1,14}){1,6} ?$/u

/** "$10$, since $9$ fails": a value stands before the reason. */
const REASON =
  /(?<=[$)\]\d]),? (?:as|which) (?:one|we|you|can|is|was|satisfies|meets|fulfils|passes|agrees|matches)(?: [\p{L},]{1,15}){0,6}:? ?$|(?<=[$)\]\d]),? \(?(?:since|because|as|whereas|while|for|weil|denn|da|car|puisque|parce que|pues|porque|ya que|poiché|perché|pois|так как|потому что) (?:[\p{L},]{1,12} ){0,3}$/iu

/** "El mínimo es 3, para $x=1$": a place behind a value that the sentence states before. */
function placed(before: string): number | undefined {
  const comma = Math.max(...[', ', '，', '(', '（'].map((mark) => before.lastIndexOf(mark)))
  const sentence = before.slice(sentenceStart(before, before.length), comma)
  return comma > 0 && /\d/.test(sentence) && PLACE_WORDS.test(before.slice(comma + 1, comma + LONGEST_OFFER))
    ? comma
    : undefined
}

const PLACE =
  /(?:(?<!\p{L})(?:at|when|for|if|where|only|pour|en|quand|lorsque|bei|für|wenn|para|cuando|em|quando|per|se|при|если|когда|voor|als|dla|gdy)|当且仅当|当|此时|其中|在)\s{0,2}$/iu

const PLACE_WORDS = /^\s?(?:\p{L}{1,14}\s){0,5}(?:\p{L}{1,14}\s{0,2})?$/u

/** "The minimum is $6$, attained at $x=1$": where the value stands first. */
const ATTAINED =
  /(?<=[$)\]\d*]|\d \p{L}{1,20}),? (?:(?:which|and|it) (?:is|occurs) |(?:this|the (?:minimum|maximum)) (?:is|occurs) )?(?:attained|achieved|reached|realized|obtained|occurring|(?<=\b(?:minimum|maximum|minimal|maximal|least|greatest|smallest|largest)\b[^.\n]{1,120}))\s?(?:at|when|for|if|where|only)\s{0,2}$/iu

/** "$x = 3$ is the only solution in $[0, 5]$." */
const ONLY_ONE =
  /\sis (?:the|an?)(?: (?:only|unique|real|single)){0,2} (?:solution|root|zero|integer|number|value) (?:in|on|within)(?: the (?:interval|range|domain))?\s{1,2}$/i

const INTERVAL = /^[[(].{1,40},.{1,40}[\])]$/

export const NAME = /^\\?[a-zA-Z]{1,10}(?:_\{?\w\}?)?$/

/** The words before letters that name what a value counts: " such pairs " before `(a, b)` in "There are $30$ such pairs $(a,b)$". */
export const nameOfCounted = (before: string, content: string): RegExpExecArray | null =>
  NAMES.test(content) ? NAMED.exec(before) : null

/** `(a, b)`: letters for what a noun speaks of. */
const NAMES = /^\(?(?:[A-Z]{2,4}|[a-zA-Z](?:_\{?\w\}?)?(?:\s?,\s?[a-zA-Z](?:_\{?\w\}?)?){0,5})\)?$/

/** "There are $30$ such pairs $(a,b)$": the noun behind a value, and its name. */
const NAMED =
  /(?<=\d[$)\]]{0,2} )(?:\p{L}{1,14} ){0,2}(?!(?:is|was|has|does|divides|exceeds|equals|satisfies|denotes|means|gives|solves)\s)(?:\p{L}{2,14}s|\p{Lu}\p{Ll}{2,14})\s{1,2}(?:(?:of|for)\s{1,2})?$/u

/** "$y = Ae^x + Be^{-x}$ with arbitrary constants $A, B$" */
const CONSTANTS_LEAD =
  /(?<=[$)\]]),? (?:with|for) (?:(?:arbitrary|real|free|some|two|any) ){0,2}(?:constants?|parameters?) {1,2}$|(?<=[$)\]]),? with {1,2}$/iu

const CONDITION_LEAD =
  /\b(?:for (?:all|any|every|each)(?: \p{L}{1,12}){0,3}|for|where|in terms of|as a function of|with respect to)\s{0,2}$/iu

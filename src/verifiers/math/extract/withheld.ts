import { sparing } from '../sparing.js'
import { UNENDING } from './answer-words.js'
import { isConclusion } from './concluding.js'
import type { Candidate } from './extraction.js'
import { lastSentence, lastSentences } from './lines-and-sentences.js'
import { isRefusal } from './refusals.js'

/** "Since each pair costs 60, we can multiply 60 by 2 to find the cost.": a last sentence that has its calculation before it. */
export const stillToDo = (sentence: string): Candidate | undefined => {
  const work = TO_DO.exec(sentence)
  return work &&
    !/\b(?:gets?|gives?|giving|obtain|equals?|is|are|makes?|yields?|total|have)\b|[=:]/i.test(
      sentence.slice(work.index),
    )
    ? { text: sentence, found: 'withheld' }
    : undefined
}

const TO_DO = sparing(
  /\b(?:(?:we|I|you|one)\s(?:can |could |will |must |should |need to |have to |now |then |simply |just ){0,3}|let(?:['’]s| us)\s(?:now )?)(?:calculate|multiply|divide|subtract|compute|determine)\s(?!(?:this|that|it)\b)/i,
)

/**
 * A text that stops before its value: "so the number of tiles is", "To find the height we divide it by". A last sentence without a full stop
 * that others have takes back what stands before it, unless that ends the solution. The same holds of a box left empty.
 */
export function brokenOff(text: string): Candidate | undefined {
  const end = text.trimEnd()
  if (!BREAKABLE.test(end.slice(-1)) && !end.includes('boxed')) return undefined
  const last = lastSentence(end)
  const before = end.slice(0, Math.max(0, end.lastIndexOf(last)))
  const isCut =
    !/[.。!?？！*]$/.test(end) &&
    ((isUnfinished(last) && /[.。]["*)]{0,3}\s{0,3}$/.test(before) && !isConclusion(lastSentence(before))) ||
      (last.length > 24 &&
        (SECOND_LOOK.test(end.slice(-LONGEST_THOUGHT)) ||
          (DOUBT.test(end.slice(-LONGEST_THOUGHT)) && !isConclusion(lastSentence(before))))))
  return BROKEN_OFF.test(end.slice(-24)) ||
    isCut ||
    /boxed\s?\{[^}\p{L}\d]{0,8}(?:\\q?quad)?\}?[$.\s]{0,3}$/u.test(last)
    ? { text: last, found: 'withheld' }
    : undefined
}

/** "... wait, I need to consider whether the order matters. If it does, the total would be": a second look that has not ended. */
const SECOND_LOOK =
  /(?<!\p{L})(?:(?<=(?:^|[.!?…,;:—–\n]["'”’]?\s{0,3}|\b(?:but|oh|hmm),?\s))wait(?=[,.…!—–: ]\s?(?!until|for|time)|$)|hmm+|hold on|let me (?:re-?)?(?:check|consider|think|examine|count))(?!\p{L})|等等|不对|等一下/iu

/** A doubt, which may come after the end of a solution. */
const DOUBT = /(?<!\p{L})(?:but|however),? (?:what if|maybe|perhaps|is (?:that|this|it))(?!\p{L})/iu

const LONGEST_THOUGHT = 300

/** What a text may break off behind: a word, an operator, a colon. */
const BREAKABLE = /[\p{L}=×·÷≈:]$/u

/** Some words without a number. */
const isUnfinished = (sentence: string): boolean =>
  sentence.length > (/\p{Script=Han}/u.test(sentence) ? 9 : 24) &&
  /\p{L}$/u.test(sentence) &&
  !/[\d$\\=*:：]/.test(sentence)

const BROKEN_OFF = /* @__PURE__ */ new RegExp(
  `(?:(?<![\\d$)%\\]}])\\s|\\s(?=\\p{L}{3}))(?:${UNENDING.join('|')})$|\\p{Script=Han}(?:是|为|等于|除以|乘以|加上|减去)$|[=×·÷≈]$|\\p{L}:$`,
  'iu',
)

/** What is stated after a refusal is no answer: "It cannot be determined. With 4 an hour it is 24." */
export function refused(text: string): Candidate | undefined {
  const last = lastSentences(text)
  if (!isRefusal(last)) return undefined
  const sentence = lastSentences(last, 1)
  const words = /\d/.test(sentence) ? undefined : UNDETERMINED.exec(sentence)?.[0]
  return words ? { text: words, found: 'words' } : { text: last, found: 'withheld' }
}

/** A refusal that may be the answer itself. */
const UNDETERMINED = /\b(?:cannot be determined|not enough information|insufficient information)\b/i

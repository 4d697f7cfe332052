import { type Sparing, sparing } from '../sparing.js'
import { announcementsIn } from './announcements.js'
import { inferredFrom, isConclusion } from './concluding.js'
import { lastParagraph } from './lines-and-sentences.js'
import { anyOf } from './patterns.js'
import { sentenceStart } from './sentences.js'
import {
  CHECKS,
  CHECKS_CJK,
  HYPOTHESES,
  RETRACTIONS,
  RETRACTIONS_CJK,
  SIDE_REMARKS,
  SIDE_REMARKS_ABROAD,
  SIDE_REMARKS_CJK,
} from './withdrawing-words.js'

/**
 * A text without what its writer adds to the answer: a check, why it makes sense, a note, how sure one is, an offer to help. "So 9 are left."
 * of "So 9 are left. This makes sense: she began with 20." A remark that takes the answer back, or comes to a value itself, stays.
 *
 * A check goes on to the end of the text; any other remark is one sentence.
 */
export function withoutClosingRemarks(text: string): string {
  const end = text.trimEnd().length
  let cut = end
  let start = end
  let passed: (readonly [words: string, isRemark: boolean])[] = []
  for (let sentence = 0; sentence < MOST_SENTENCES && start > 0; sentence++) {
    const before = start
    start = sentenceStart(text, before)
    // The only sentence is no remark.
    if (start === 0 && cut === end) return text
    const words = text.slice(start, before)
    const block = text.slice(start, cut)
    if (block.length > LONGEST) break
    const isRemark =
      before === cut &&
      (SIDE_REMARK.some((opening) => opening.test(words)) || isAside(words, text.slice(0, start)))
    if (!isRemark && comesToValue(words)) break
    passed.push([words, isRemark])
    if (!isRemark && !(CHECK.test(words) && isOneBlock(block))) continue
    // Only what could be left out is asked whether it takes the answer back.
    if (passed.some((sentence) => takesBack(...sentence))) break
    passed = []
    cut = start
  }
  const rest = text.slice(0, cut).trimEnd()
  return cut < end && STATES.test(lastParagraph(rest)) ? rest : text
}

/** A figure, a formula, or a number word that ends a sentence. */
const STATES =
  /[\d$\\]|(?<!\p{L})(?:is|are|equals) (?:\*\*)?(?:two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)(?:\*\*)?\.?$/iu

/** A paragraph, or what stands under a heading: "**Check:**", "### Remarks". */
const isOneBlock = (block: string): boolean =>
  /^(?:[^\n]{1,40}:[*_]{0,3}|#{1,6} [^\n]{1,40})\n/.test(block) || !/\S\s*\n\s*\n/.test(block)

const MOST_SENTENCES = 12
const LONGEST = 600

const beginningWith = (words: string): RegExp => new RegExp(`^[^\\p{L}\\d]{0,8}(?:${words})`, 'iu')
const CHECK = sparing(beginningWith(`${anyOf(CHECKS)}|${CHECKS_CJK}`))
const SIDE_REMARK: readonly Sparing[] = [
  sparing(beginningWith(anyOf(SIDE_REMARKS))),
  sparing(beginningWith(`${anyOf(SIDE_REMARKS_ABROAD)}|${SIDE_REMARKS_CJK}`)),
]

/** "(Without the voucher it would be 80.)", or "With only 2 classes it would be 96." behind a sentence that concludes. */
const isAside = (words: string, before: string): boolean =>
  (BRACKETED.test(words) && !OFFER.test(words)) ||
  ADMITTED.test(words.slice(-60)) ||
  (HYPOTHESIS.test(words) && isConclusion(before.slice(sentenceStart(before, before.length))))

/** "Since $12 > 0$, this is valid." */
const ADMITTED =
  /\s(?:this|that|it|the (?:solution|root|value))(?:['’]s| is) (?:indeed |also |therefore )?(?:valid|acceptable|admissible|allowed|consistent)[.\s]{0,3}$/i
const BRACKETED = /^[\s*_]{0,6}[(（][^()（）\p{L}]{0,9}\p{L}[^()（）]{8,200}[)）][\s.*_]{0,4}$/u
const OFFER =
  /^[^\p{L}]{0,8}(?:n?either|both|whichever|choose|pick|take|or|alternatively|maybe|perhaps|no|oder|ou|o|или|或)(?!\p{L})/iu
const HYPOTHESIS = sparing(new RegExp(`^[^\\p{L}\\d]{0,8}${anyOf(HYPOTHESES)}`, 'iu'))

/** Whether a sentence comes to a value, or to something else, rather than confirming the answer. */
const comesToValue = (words: string): boolean =>
  (isConclusion(words) || CONFIRMS_VALUE.test(words)) && !CONFIRMED.test(words)

/** "Substituting back confirms x = -2." */
const CONFIRMS_VALUE = /\bconfirms (?:that )?\$?[a-z]\$? ?= ?[-−]?[\d\\]/i

/** Whether a sentence takes the answer back, or gives another. */
const takesBack = (words: string, isRemark: boolean): boolean =>
  BACK.test(words) ||
  (isRemark ? /\d/.test(inferredFrom(words) ?? '') : DENIAL.test(words)) ||
  announcementsIn(words.replace(HEADING, '')).length > 0

const HEADING = /^\s*#{1,6}(?= \p{L}{3})/u

const CONFIRMED = sparing(
  /(?:[✓✔✅☑]|(?<!\p{L})(?:works?|holds?|matches|correct|right|true|satisfied|required|expected|checks? out|stimmt|correcto|correct[ea]|vrai|vérifiée?|certo|верно|правильно)|正确|成立|符合)[^\p{L}\d]{0,8}$/iu,
)

const BACK = sparing(
  new RegExp(
    `${anyOf([...RETRACTIONS, 'wait', 'actually', 'oops', 'hmm', 'instead', 'wrong', 'incorrect', 'mistake', 'should be', 'should have been', 'no sense', 'correction', 'i forgot', 'we forgot', 'rather', 'must', 'need to', 'ha(?:ve|s) to', 'divide', 'halve', 'doubled', 'subtract', '(?:option|choice|answer) \\(?[A-H]'])}|${RETRACTIONS_CJK}|[≠✗✘❌]|\\\\neq?(?![a-z])|错|不对|应该`,
    'iu',
  ),
)
const DENIAL = sparing(
  new RegExp(
    `${anyOf(['not', "\\p{L}{2,6}n['’]t", 'we need', 'try(?:ing)?', 'only', 'find', 'see', 'extraneous', 'reject(?:ed)?', 'discard(?:ed)?', 'nicht', 'pas', 'no', 'non', 'não', 'не'])}|不`,
    'iu',
  ),
)

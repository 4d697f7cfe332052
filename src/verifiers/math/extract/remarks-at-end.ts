import { sparing } from '../sparing.js'
import type { IsReadable } from './extraction.js'
import { sentenceOf, sentenceStart } from './sentences.js'
import { statesValue } from './stated-value.js'
import { LONGEST_SENTENCE } from './statement.js'

/** Without the sentences at the end that hold a number and state nothing: "This completes part 2." */
export function upToLastStatement(text: string, isReadable: IsReadable): string {
  let end = text.length
  for (let remark = 0; remark < MOST_REMARKS; remark++) {
    const start = sentenceStart(text, end)
    const sentence = text.slice(Math.max(start, end - LONGEST_SENTENCE), end)
    if (!isCheck(sentence) && isStatement(sentence, isReadable)) return text.slice(0, end)
    if (start === 0 || (!isCheck(sentence) && /\d/.test(sentence.replace(NUMBERED, '')))) break
    end = start
  }
  return text
}

/** Sentences behind the last statement are looked back over this far. */
const MOST_REMARKS = 4

/** Whether a sentence checks the answer, or begins to work, rather than stating it. */
const isCheck = (sentence: string): boolean => CHECKING.test(sentence) || CHECKING_AGAIN.test(sentence)

const CHECKING_AGAIN = sparing(/^\W{0,6}(?:double|sanity)[- ]check/i)

const CHECKING =
  /^\W{0,6}(?:do|would|shall|should|want|can|may|need)\b[^\n]{0,120}\?\s{0,4}$|^\W{0,6}if\b[^\n]{0,120}\bwould\b|^\s{0,4}[(（][^()（）]{0,80}\p{L}{3}[^()（）]{0,80}[)）]\.?\s{0,4}$|^\W{0,6}(?:(?:we can |let'?s |let us |to |it can be |this can be |now )?(?:verif(?:y|ied|ication)|check(?:ing|ed)?(?![^\n]{0,80}\b(?:only|so|find|see)\b)|confirm(?:s|ed|ing)?)|plugging|substituting back|(?:this|that|it|which) (?:also )?(?:agrees|matches|compares|corresponds|fits|is (?:close|consistent|in line|near|similar))\b|(?:the|a|a quick) (?:check|verification)\b|(?:let|suppose|assume|consider|given|denote|note|recall|remember|observe)\b|验证|检验|验算|设|令|假设)/iu

/** "Part 2", "step 4": a number that is a name. */
const NUMBERED =
  /\b(?:part|step|question|problem|exercise|page|table|figure|method|case|line|equation|example|section|option|chapter)s?\s\(?\d{1,3}\)?|\b\d{1,3}(?:st|nd|rd|th)?\s(?:steps?|methods?|questions?|parts?|ways? of (?:checking|solving))/gi

/** A formula, an equals sign, a value in bold or alone on its line, or one that the words lead to. */
export const isStatement = (sentence: string, isReadable: IsReadable): boolean =>
  /[=≈$]|\\[[\](]/.test(sentence) ||
  (/\d/.test(sentence) && statesValue(sentenceOf(sentence.trim()), isReadable))

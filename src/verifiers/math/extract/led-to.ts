import { withoutAdverbs } from './adverbs.js'
import { lastValueStatement } from './announcements.js'
import { answerOf } from './answer-in-sentence.js'
import { standingOf } from './assertion.js'
import { inferredFrom } from './concluding.js'
import type { IsReadable } from './extraction.js'
import { endsSentence, sentenceOf, sentenceStart } from './sentences.js'
import { statedValue } from './stated-value.js'
import { LONGEST_LINE, type Statement } from './statement.js'

/** What the last "we get", "the total is" introduces, if no other sentence with mathematics follows. */
export function ledTo(text: string, isReadable: IsReadable): Statement | undefined {
  const end = lastValueStatement(text)
  if (end < 0) return undefined
  const rest = text.slice(end, end + LONGEST_LINE)
  let close = 0
  while (close < rest.length && !endsSentence(rest, close)) close++
  if (/[\d$=]|\\[[(]/.test(rest.slice(close))) return undefined
  const sentence = withoutAdverbs(rest)
  const answer = answerOf(sentence, isReadable)
  if (answer === '') return undefined
  const lead = text.slice(sentenceStart(text, end), end)
  if (isContrasted(sentenceOf(rest)) || HOLDS_WHEN.test(sentence)) return undefined
  const behind = sentence.startsWith(answer) ? sentenceOf(sentence.slice(answer.length)) : ''
  // "We get $5x = 150$, so $x = 30$"
  if (/[\d$\\]/.test(inferredFrom(behind || sentenceOf(rest)) ?? '')) return undefined
  if (standingOf(lead, behind) !== 'asserted') return { text: lead + sentenceOf(rest), found: 'withheld' }
  const value =
    isReadable(answer) && !isNamed(answer, behind)
      ? answer
      : /^\p{L}{2}|\s\(\d/u.test(sentence)
        ? statedValue(sentenceOf(sentence), isReadable)
        : undefined
  if (value !== undefined) return { text: value, found: 'statement' }
  return /\d/.test(answer) ? { text: answer, found: 'statement' } : undefined
}

/** "The product is positive when both have one sign: x < −1 or x > 2": what is led to is no value. */
const HOLDS_WHEN =
  /^(?:strictly )?(?:positive|negative|increasing|decreasing|defined|satisfied|real|true|valid)\s(?:(?:only|exactly|precisely) )?(?:when|for|if|on|where|whenever)\s[^.\n]{0,120}(?:[<>≤≥]|\\[lg]e)/iu

/** "n to be 7": the value stands behind the name. */
const isNamed = (answer: string, behind: string): boolean =>
  /^\$?\\?[a-zA-Z]{1,8}\$?$/.test(answer) && /^\$?\s(?:to (?:be|equal)|is|as)\s/.test(behind)

/** Behind "we get 36": "which double-counts the corners; removing these leaves 30". */
const isContrasted = (rest: string): boolean =>
  rest.split(/[;；]/).filter((part) => /\d/.test(part)).length > 1
